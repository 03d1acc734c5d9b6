import { shardIdText } from '../../../aws/ids.ts';
import type { Snapshot } from '../../../state/runStore.ts';
import { counted, delayText, digits, mebibytes, percent } from '../words.ts';
import type { Scene, SceneAction, SceneObject } from '../panel.ts';
import { consumersOf, openShards, producersOf, streamsOf, type ConsumerFigures, type ProducerFigures, type StreamFigures } from './figures.ts';

const join = (parts: readonly string[]) => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]!}`);
/** A share of its limit from which a shard counts as near it. */
const nearShare = 0.7;
const manyShards = 4;

interface Load {
  readonly share: number;
  readonly limit: 'record' | 'data';
}

/** How full a shard is, by the limit that is closer: 1 is full, refused records counted. */
export function loadOf(stream: StreamFigures, shard: number): Load {
  const { fields } = stream;
  const records = (stream.column('recordsPerSecond', shard) + stream.column('refusedPerSecond', shard)) / fields.recordRateLimit;
  const bytes = stream.column('bytesPerSecond', shard) / fields.byteRateLimit;
  return records >= bytes ? { share: records, limit: 'record' } : { share: bytes, limit: 'data' };
}

function shardSentence(stream: StreamFigures, shard: number): string {
  const refused = stream.column('refusedPerSecond', shard);
  const written = stream.column('recordsPerSecond', shard);
  const { share, limit } = loadOf(stream, shard);
  if (refused > 0) return `Shard ${shard} is over its ${limit} limit: ${digits(written + refused)} records a second offered, ${digits(refused)} refused.`;
  if (written === 0) return `Shard ${shard} is idle.`;
  return `Shard ${shard} takes ${digits(written)} records a second, ${percent(share)} of its limit.`;
}

function shardSentences(stream: StreamFigures): string[] {
  const open = openShards(stream);
  if (open.length <= manyShards) {
    const idle = open.filter((shard) => stream.column('recordsPerSecond', shard) + stream.column('refusedPerSecond', shard) === 0);
    if (idle.length === open.length) return ['Nothing is being written.'];
    const busy = open.filter((shard) => !idle.includes(shard)).map((shard) => shardSentence(stream, shard));
    if (idle.length === 0) return [busy.join(' ')];
    return [...(busy.length > 0 ? [busy.join(' ')] : []), `${idle.length === 1 ? 'Shard' : 'Shards'} ${join(idle.map(String))} ${idle.length === 1 ? 'is' : 'are'} idle.`];
  }
  const over = open.filter((shard) => stream.column('refusedPerSecond', shard) > 0);
  const refused = over.reduce((sum, shard) => sum + stream.column('refusedPerSecond', shard), 0);
  return [
    over.length === 0
      ? `No shard refuses records; the busiest, ${shortShard(stream.fields.hottestShard)}, stands at ${percent(stream.fields.hottestUtilization)} of its limit.`
      : `${counted(over.length, 'shard')} ${over.length === 1 ? 'is' : 'are'} over the write limit: ${digits(refused)} records a second refused.`,
  ];
}

function shortShard(id: string): string {
  return `shard ${Number(id.replace(/^shardId-/, ''))}`;
}

function streamSentence(stream: StreamFigures): string {
  const { fields } = stream;
  const closed = fields.closedShards > 0 ? `, ${digits(fields.closedShards)} closed` : '';
  const state = fields.streamStatus === 'ACTIVE' ? '' : ` The stream is ${fields.streamStatus}.`;
  return `${counted(fields.openShards, 'open shard')}${closed}.${state}`;
}

function otherStream(stream: StreamFigures): string {
  const { fields } = stream;
  return `The stream ${stream.id} has ${counted(fields.openShards, 'open shard')} and stands at ${percent(fields.utilization)} of its write limits.`;
}

function consumerSentence(consumers: readonly ConsumerFigures[]): string {
  if (consumers.length === 0) return 'No consumer reads.';
  const down = consumers.filter((consumer) => !consumer.alive);
  const behind = Math.max(...consumers.map((consumer) => consumer.behindMs));
  const stopped = down.length > 0 ? `, ${join(down.map((consumer) => consumer.title))} down` : '';
  return `${counted(consumers.length, 'consumer')}${stopped}, ${consumers.length === 1 ? '' : 'the slowest '}${delayText(behind)} behind.`;
}

function splitAction(stream: StreamFigures, shard: number): SceneAction {
  return { id: 'split', label: `Split shard ${shard}`, what: { type: 'operate', node: stream.id, operation: 'SplitShard', request: { ShardToSplit: shardIdText(shard) } } };
}

function mergeAction(stream: StreamFigures, shard: number, open: readonly number[]): SceneAction | undefined {
  const end = stream.column('endShare', shard);
  const next = open.find((other) => other !== shard && Math.abs(stream.column('startShare', other) - end) < 2 ** -50);
  return next === undefined
    ? undefined
    : { id: 'merge', label: `Merge shard ${shard} with ${next}`, what: { type: 'operate', node: stream.id, operation: 'MergeShards', request: { ShardToMerge: shardIdText(shard), AdjacentShardToMerge: shardIdText(next) } } };
}

function shardObject(stream: StreamFigures, shard: number, open: readonly number[]): SceneObject {
  const written = stream.column('recordsPerSecond', shard);
  const refused = stream.column('refusedPerSecond', shard);
  const bytes = stream.column('bytesPerSecond', shard);
  const isOpen = open.includes(shard);
  const { share, limit } = loadOf(stream, shard);
  const status = !isOpen ? 'plain' : refused > 0 ? 'bad' : share >= nearShare ? 'warn' : 'ok';
  const word = !isOpen ? (stream.column('state', shard) === 2 ? 'expired' : 'closed') : refused > 0 ? `over its ${limit} limit` : share > 1 ? 'using its reserve' : share >= nearShare ? 'near its limit' : written > 0 ? 'within its limits' : 'idle';
  const range = `${percentExact(stream.column('startShare', shard))} to ${percentExact(stream.column('endShare', shard))} of the hash range`;
  const merge = isOpen ? mergeAction(stream, shard, open) : undefined;
  return {
    id: `shard-${shard}`,
    kind: 'shard',
    shard,
    status,
    word,
    label: isOpen ? `Shard ${shard}: ${word}, ${digits(written)} of ${digits(stream.fields.recordRateLimit)} records a second, ${mebibytes(bytes)} a second, ${digits(refused)} refused` : `Shard ${shard}: ${word}, ${counted(stream.column('held', shard), 'record')} still held`,
    details: [
      ['Shard id', shardIdText(shard)],
      ['State', ['OPEN', 'CLOSED', 'EXPIRED'][stream.column('state', shard)] ?? ''],
      ['Hash keys', range],
      ['Parent', stream.column('parent', shard) < 0 ? 'none' : `shard ${stream.column('parent', shard)}`],
      ['Written', `${digits(written)} records a second of ${digits(stream.fields.recordRateLimit)}`],
      ['Data written', `${mebibytes(bytes)} a second of ${mebibytes(stream.fields.byteRateLimit)}`],
      ['Refused', `${digits(refused)} records a second; ${digits(stream.column('refused', shard))} in all`],
      ['Read', `${mebibytes(stream.column('readBytesPerSecond', shard))} a second of ${mebibytes(stream.fields.readByteRateLimit)}; ${digits(stream.column('readCallsPerSecond', shard))} of ${stream.fields.readCallLimit} calls`],
      ['Held', counted(stream.column('held', shard), 'record')],
      ['Oldest record', stream.column('held', shard) > 0 ? `${delayText(stream.column('oldestAgeMs', shard))} old` : 'none'],
    ],
    actions: isOpen ? [splitAction(stream, shard), ...(merge ? [merge] : [])] : [],
  };
}

function percentExact(share: number): string {
  return `${digits(share * 100, 1)} %`;
}

function consumerObject(consumer: ConsumerFigures): SceneObject {
  const late = consumer.behindMs > 30_000;
  const rewind = (type: string, label: string): SceneAction => ({ id: type, label, what: { type: 'operate', node: consumer.node, operation: 'Rewind', request: { Consumer: consumer.name, ShardIteratorType: type } } });
  return {
    id: `${consumer.node}-${consumer.name}`,
    kind: 'consumer',
    status: !consumer.alive ? 'bad' : late ? 'warn' : 'ok',
    word: !consumer.alive ? 'down' : late ? 'late' : 'reading',
    label: `${consumer.title}: ${consumer.alive ? `${delayText(consumer.behindMs)} behind` : 'down'}, ${counted(consumer.processed, 'record')} processed, ${counted(consumer.duplicates, 'duplicate')}`,
    details: [
      ['Processed', counted(consumer.processed, 'record')],
      ['Seen before', counted(consumer.duplicates, 'record')],
      ['Behind', delayText(consumer.behindMs)],
      ['Fetched and waiting', counted(consumer.waiting, 'record')],
      ['Reads', consumer.shards.length > 0 ? `shards ${join(consumer.shards.map(String))}` : 'nothing now'],
      ['Finished shards', consumer.finishedShards.length > 0 ? join(consumer.finishedShards.map(String)) : 'none'],
    ],
    actions: consumer.alive ? [rewind('TRIM_HORIZON', `Rewind ${consumer.name} to TRIM_HORIZON`), rewind('LATEST', `Move ${consumer.name} to LATEST`)] : [],
  };
}

function producerObject(producer: ProducerFigures): SceneObject {
  return {
    id: producer.node,
    kind: 'producer',
    status: producer.givenUp + producer.dropped > 0 ? 'bad' : producer.retrying > 0 ? 'warn' : 'ok',
    word: producer.givenUp + producer.dropped > 0 ? 'has lost records' : producer.retrying > 0 ? 'retrying' : 'sending',
    label: `Producer ${producer.node}: ${digits(producer.accepted)} accepted, ${digits(producer.refused)} refused, ${digits(producer.retrying)} waiting for a retry, ${digits(producer.givenUp)} given up`,
    details: [
      ['Accepted', counted(producer.accepted, 'record')],
      ['Refused', counted(producer.refused, 'answer')],
      ['Sent again', counted(producer.retried, 'record')],
      ['Waiting for a retry', counted(producer.retrying, 'record')],
      ['Given up', counted(producer.givenUp, 'record')],
      ['Held in memory', counted(producer.held, 'record')],
    ],
    actions: [],
  };
}

/** What a Kinesis run looks like at a moment, in words. Derived at once from the snapshot; nothing of it is kept. */
export function describeScene(snapshot: Snapshot): Scene {
  const [stream, ...others] = streamsOf(snapshot);
  const consumers = consumersOf(snapshot);
  if (!stream) return { summary: ['No stream in this run.'], objects: [], throttling: false };
  const open = openShards(stream);
  const shards = Array.from({ length: stream.shards }, (_, shard) => shard).filter((shard) => stream.column('state', shard) !== 2);
  return {
    summary: [streamSentence(stream), ...shardSentences(stream), ...others.map(otherStream), consumerSentence(consumers)],
    objects: [...shards.map((shard) => shardObject(stream, shard, open)), ...consumers.map(consumerObject), ...producersOf(snapshot).map(producerObject)],
    throttling: open.some((shard) => stream.column('refusedPerSecond', shard) > 0),
  };
}
