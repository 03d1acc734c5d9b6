/** PutRecord, PutRecords, GetShardIterator, GetRecords. */
import { parseHashKey } from '../../aws/hashKey.ts';
import { parseShardId, shardIdText } from '../../aws/ids.ts';
import { couldNotFindShard, noSuchShard } from '../../aws/streams.ts';
import { base64Size } from '../../base/base64.ts';
import { GetRecords, GetShardIterator, PutRecord, PutRecords, type ChildShard, type ShardIteratorType } from '../../services/kinesis-streams/model/operations.ts';
import { isPlainRecord, type PlainData } from '../../sim/plainData.ts';
import { makeBatch, type RecordBatch } from '../../sim/records/recordBatch.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { iteratorText, readIterator } from './iterators.ts';
import { allStreams, encryptionAt, findStream, listOf, passingStatus, refused, simulatedTime, streamsOf, usableStream, type Stream } from './register.ts';

interface Entry {
  readonly Data: string;
  readonly PartitionKey: string;
  readonly ExplicitHashKey?: string;
}

function batchOf(entries: readonly Entry[], world: World): RecordBatch {
  const { keys } = world.client;
  const count = entries.length;
  const rows = new Uint32Array(count);
  const keyColumn = new Uint32Array(count);
  const bytes = new Uint32Array(count);
  const explicit = entries.some(({ ExplicitHashKey }) => ExplicitHashKey !== undefined) ? new Uint32Array(count) : undefined;
  entries.forEach(({ ExplicitHashKey }) => {
    if (ExplicitHashKey !== undefined && parseHashKey(ExplicitHashKey) === undefined) refuse('InvalidArgumentException', `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${ExplicitHashKey}`);
  });
  entries.forEach(({ Data, PartitionKey, ExplicitHashKey }, i) => {
    const key = keys.intern(PartitionKey);
    keyColumn[i] = key;
    rows[i] = world.birth(key, Data);
    bytes[i] = base64Size(Data) + keys.byteLength(key);
    if (explicit && ExplicitHashKey !== undefined) explicit[i] = keys.internHashKey(parseHashKey(ExplicitHashKey)!) + 1;
  });
  return makeBatch({ count, rows, keys: keyColumn, bytes, explicitHashKeys: explicit });
}

const putRecords: Handler = async (input, world) => {
  const stream = usableStream(input, world);
  const records = batchOf(listOf<Entry>(input.Records), world);
  try {
    return await world.call(stream.node, PutRecords, { records, texts: true }, ({ FailedRecordCount, Records }): ApiRecord => ({ FailedRecordCount, Records, ...encryptionAt(stream, world.now) }));
  } finally {
    world.letGo(records.rows);
  }
};

const putRecord: Handler = async (input, world) => {
  const stream = usableStream(input, world);
  const records = batchOf([input as unknown as Entry], world);
  try {
    return await world.call(stream.node, PutRecord, { records, SequenceNumberForOrdering: input.SequenceNumberForOrdering as string | undefined }, (response): ApiRecord => ({ ...response, ...encryptionAt(stream, world.now) }));
  } finally {
    world.letGo(records.rows);
  }
};

/** As Kinesis does, a stream that is not there is told by its shard. */
function streamWithShard(input: ApiRecord, world: World): Stream {
  const { account } = world.options;
  const id = input.ShardId as string;
  const name = (input.StreamName as string | undefined) ?? (input.StreamARN as string | undefined)?.split('/')[1];
  if (name === undefined) return findStream(input, world);
  const shard = parseShardId(id);
  if (shard === undefined) return refused(couldNotFindShard(id, { name, account }));
  const stream = allStreams(world).find((each) => each.name === name);
  if (!stream || (input.StreamARN ?? stream.arn) !== stream.arn || passingStatus(stream, world) !== undefined) return refused(noSuchShard(shard, { name, account }));
  return stream;
}

const getShardIterator: Handler = (input, world) => {
  const stream = streamWithShard(input, world);
  const timestamp = input.Timestamp as number | undefined;
  const request = {
    ShardId: input.ShardId as string,
    ShardIteratorType: input.ShardIteratorType as ShardIteratorType,
    StartingSequenceNumber: input.StartingSequenceNumber as string | undefined,
    Timestamp: timestamp === undefined ? undefined : simulatedTime(timestamp, world),
  };
  return world.call(stream.node, GetShardIterator, request, ({ ShardIterator }) => ({ ShardIterator: iteratorText(ShardIterator, stream, world) }));
};

const partitionKeyOf = (content: PlainData | undefined) => (isPlainRecord(content) && typeof content.$partitionKey === 'string' ? content.$partitionKey : undefined);

/** Records that were read, as answers carry them. */
export function recordsOf({ rows, arrivedAt }: RecordBatch, sequenceNumbers: readonly string[], stream: Stream, world: World): ApiRecord[] {
  const { client } = world;
  // As the stream sees it: a rule of IoT may have given it another form and key.
  const { context } = world.simulation.nodes[stream.node]!;
  return Array.from(rows, (row, i) => ({
    SequenceNumber: sequenceNumbers[i],
    ApproximateArrivalTimestamp: (world.options.startsAt + arrivedAt![i]!) / 1000,
    Data: context.data(row) ?? '',
    PartitionKey: partitionKeyOf(context.content(row)) ?? client.keys.text(client.records.key(row)),
    ...encryptionAt(stream, arrivedAt![i]!),
  }));
}

const getRecords: Handler = (input, world) => {
  const { node, ...iterator } = readIterator(input.ShardIterator as string);
  const stream = [...streamsOf(world).values()].find((each) => each.node === node);
  if (!stream || stream.deletedAt !== null) {
    // Of a stream that is gone the run still knows what it was made with.
    const name = world.simulation.nodes[node]?.config.streamName;
    return refused(noSuchShard(iterator.shard, { name: typeof name === 'string' ? name : '', account: world.options.account }));
  }
  const request = { ShardIterator: iterator, Limit: input.Limit as number | undefined, consumer: 'client', texts: true };
  return world.call(node, GetRecords, request, ({ records, NextShardIterator, MillisBehindLatest, ChildShards, SequenceNumbers }): ApiRecord => ({
    Records: recordsOf(records, SequenceNumbers ?? [], stream, world),
    NextShardIterator: NextShardIterator === null ? undefined : iteratorText(NextShardIterator, stream, world),
    MillisBehindLatest,
    ...(ChildShards.length > 0 ? { ChildShards: childrenOf(world, node, ChildShards) } : {}),
  }));
};

interface DescribedShard {
  readonly shardId: string;
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  readonly parentShardId: string | null;
  readonly adjacentParentShardId: string | null;
}

export function childrenOf(world: World, node: number, children: readonly ChildShard[]): ApiRecord[] {
  const ids = children.map(({ shard }) => shardIdText(shard));
  const shards = world.describe(node).shards as unknown as readonly DescribedShard[];
  return shards
    .filter(({ shardId }) => ids.includes(shardId))
    .map(({ shardId, startingHashKey, endingHashKey, parentShardId, adjacentParentShardId }) => ({
      ShardId: shardId,
      ParentShards: [parentShardId, adjacentParentShardId].filter((id) => id !== null),
      HashKeyRange: { StartingHashKey: startingHashKey, EndingHashKey: endingHashKey },
    }));
}

export const recordHandlers: Readonly<Record<string, Handler>> = { PutRecords: putRecords, PutRecord: putRecord, GetShardIterator: getShardIterator, GetRecords: getRecords };
