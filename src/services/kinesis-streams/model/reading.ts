/** Reads: iterators, the five calls and the two mebibytes a second of a shard, and what GetRecords answers. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { endingCounter, parseSequenceNumber, shardIdText, sequenceNumberText, parseShardId } from '../../../aws/ids.ts';
import { couldNotFindShard, inStream, javaDate, noSuchShard, type Named } from '../../../aws/streams.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { isList, listOf, type LogSet } from '../../../sim/columns/logSet.ts';
import { entryAt, makeBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { StreamEvent } from './events.ts';
import type { ChildShard, GetRecordsRequest, GetRecordsResponse, GetShardIteratorRequest, ShardIterator } from './operations.ts';
import { expireShard } from './retention.ts';
import { lane, laneWidth, type Shard, type StreamState } from './state.ts';
import { throttled, throttleMessage } from './throughput.ts';

type Ctx = ServiceContext<StreamEvent>;

/** The sequence number of a log position as Kinesis prints it; never of an older second than its shard. */
export function sequenceNumberAt(state: StreamState, startsAt: number, shard: number, position: number): string {
  const { createdAt } = state.shards[shard]!;
  return sequenceNumberText({
    shardCreatedMs: startsAt + createdAt,
    shardIndex: shard,
    counter: BigInt(position + 1),
    arrivedMs: startsAt + Math.max(createdAt, state.logs.arrivedAt(shard, position)),
  });
}

/** A sequence number that lies before the one at a position whose record, and those before it, are not there. */
export function sequenceNumberBefore(state: StreamState, startsAt: number, shard: number, position: number): string {
  const shardCreatedMs = startsAt + state.shards[shard]!.createdAt;
  return sequenceNumberText({ shardCreatedMs, shardIndex: shard, counter: BigInt(position), arrivedMs: shardCreatedMs });
}

/** SequenceNumberRange of a shard: an open one has no end. */
export function sequenceNumberRange(shard: Shard, startsAt: number): { readonly start: string; readonly end: string | null } {
  const shardCreatedMs = startsAt + shard.createdAt;
  const text = (counter: bigint, arrivedMs: number) => sequenceNumberText({ shardCreatedMs, shardIndex: shard.index, counter, arrivedMs });
  return { start: text(0n, shardCreatedMs), end: shard.closedAt === null ? null : text(endingCounter, startsAt + shard.closedAt) };
}

function findShard(state: StreamState, shardId: string, of: Named): Shard | AwsError {
  const index = parseShardId(shardId);
  if (index === undefined) return couldNotFindShard(shardId, of);
  const shard = state.shards[index];
  return shard && !shard.expired ? shard : noSuchShard(index, of);
}

/** True when a call may pass a sliding window of one second over the newest admitted calls; an admitted call is noted. */
function admit(calls: Float64Array, shard: number, perSecond: number, now: number): boolean {
  const at = shard * perSecond;
  let oldest = at;
  for (let i = at; i < at + perSecond; i++) if (calls[i]! < calls[oldest]!) oldest = i;
  if (calls[oldest]! > now - 1000) return false;
  calls[oldest] = now;
  return true;
}

export function getShardIterator(state: StreamState, request: GetShardIteratorRequest, ctx: Ctx): Result<ShardIterator, AwsError> {
  const shard = findShard(state, request.ShardId, { name: state.name, account: ctx.account });
  if ('code' in shard) return fail(shard);
  if (!admit(state.iteratorCalls, shard.index, ctx.limits.number('kds.shard.iterator-calls-per-second'), ctx.now)) return fail(awsError(throttled, throttleMessage(state, shard.index, ctx.account)));
  const position = startPosition(state, shard.index, request, ctx);
  return position.ok ? ok(Object.freeze({ shard: shard.index, position: position.value, issuedAt: ctx.now })) : position;
}

const invalid = (message: string) => awsError('InvalidArgumentException', message);
const eitherOr = 'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber.';

/** Log position that a starting point names. */
export function startPosition(state: StreamState, shard: number, request: Omit<GetShardIteratorRequest, 'ShardId'>, ctx: Ctx, usedIn = 'GetShardIterator'): Result<number, AwsError> {
  expireShard(state, shard, ctx);
  const { logs } = state;
  const { ShardIteratorType: type, StartingSequenceNumber: number, Timestamp: time } = request;
  switch (type) {
    case 'TRIM_HORIZON':
    case 'LATEST':
      if (number !== undefined) return fail(invalid(`${eitherOr} Request specified ${type} and also a StartingSequenceNumber.`));
      return ok(type === 'LATEST' ? logs.length(shard) : logs.first(shard));
    case 'AT_TIMESTAMP':
      if (time === undefined || Number.isNaN(time)) return fail(invalid('Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.'));
      if (time > ctx.now) return fail(invalid(`The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${ctx.startsAt + time}, currentTimestampInMillis: ${ctx.startsAt + ctx.now}`));
      return ok(logs.firstArrivedAtOrAfter(shard, logs.first(shard), time));
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      if (request.StartingCounter !== undefined) return ok(positionOf(type, request.StartingCounter, logs, shard));
      if (number === undefined) return fail(invalid(`${eitherOr} Request specified ${type} and no StartingSequenceNumber.`));
      const parts = parseSequenceNumber(number);
      const used = `StartingSequenceNumber ${number} used in ${usedIn} on shard ${shardIdText(shard)} ${inStream({ name: state.name, account: ctx.account })} is invalid`;
      if (!parts || parts.counter > endingCounter) return fail(invalid(`${used}.`));
      if (parts.shardIndex !== shard) return fail(invalid(`Invalid StartingSequenceNumber. It encodes ${shardIdText(parts.shardIndex)}, while it was used in a call to a shard with ${shardIdText(shard)}`));
      const created = Math.floor((ctx.startsAt + state.shards[shard]!.createdAt) / 1000) * 1000;
      if (parts.shardCreatedMs !== created) return fail(invalid(`${used} because it did not come from this stream.`));
      return ok(positionOf(type, Number(parts.counter), logs, shard));
    }
    default:
      return fail(awsError('ValidationException', `ShardIteratorType ${String(type)} is not simulated.`));
  }
}

function positionOf(type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER', counter: number, logs: LogSet, shard: number): number {
  const position = type === 'AT_SEQUENCE_NUMBER' ? counter - 1 : counter;
  return Math.min(Math.max(position, logs.first(shard)), logs.length(shard));
}

function rollReadSecond(lanes: Float64Array, at: number, second: number): void {
  if (lanes[at + lane.readSecond] === second) return;
  const follows = lanes[at + lane.readSecond] === second - 1;
  lanes[at + lane.readBytesBefore] = follows ? lanes[at + lane.readBytesNow]! : 0;
  lanes[at + lane.readCallsBefore] = follows ? lanes[at + lane.readCallsNow]! : 0;
  lanes[at + lane.readRefusedBefore] = follows ? lanes[at + lane.readRefusedNow]! : 0;
  lanes[at + lane.readBytesNow] = 0;
  lanes[at + lane.readCallsNow] = 0;
  lanes[at + lane.readRefusedNow] = 0;
  lanes[at + lane.readSecond] = second;
}

export function getRecords(state: StreamState, request: GetRecordsRequest, ctx: Ctx): Result<GetRecordsResponse, AwsError> {
  const { limits, now } = ctx;
  const iterator = request.ShardIterator;
  const shard = iterator.shard;
  const info = state.shards[shard];
  if (!info || info.expired) return fail(noSuchShard(shard, { name: state.name, account: ctx.account }));
  const lifetime = limits.duration('kds.iterator.lifetime');
  if (now - iterator.issuedAt > lifetime) {
    const times = `The iterator was created at time ${javaDate(ctx.startsAt + iterator.issuedAt)} while right now it is ${javaDate(ctx.startsAt + now)}`;
    return fail(awsError('ExpiredIteratorException', `Iterator expired. ${times} which is further in the future than the tolerated delay of ${lifetime} milliseconds.`));
  }
  const mostRecords = limits.number('kds.get-records.max-records');
  const maxRecords = request.Limit ?? mostRecords;
  if (!Number.isInteger(maxRecords) || maxRecords < 1 || maxRecords > mostRecords) return fail(awsError('ValidationException', `Limit ${maxRecords} must be a whole number from 1 to ${mostRecords}.`));
  const { lanes } = state;
  const at = shard * laneWidth;
  rollReadSecond(lanes, at, Math.floor(now / 1000) + 1);
  const refuse = (reason: string): Result<GetRecordsResponse, AwsError> => {
    lanes[at + lane.readRefusedNow]!++;
    ctx.count('ReadProvisionedThroughputExceeded', 1);
    ctx.count('GetRecords.Success', 0);
    ctx.trace('read.refused', shardIdText(shard), { shard: shardIdText(shard), reason, consumer: request.consumer }, { refused: 1 });
    return fail(awsError(throttled, throttleMessage(state, shard, ctx.account)));
  };
  if (now < lanes[at + lane.blockedUntil]!) return refuse('2 MiB/s');
  if (!admit(state.readCalls, shard, limits.number('kds.shard.read-calls-per-second'), now)) return refuse('5 reads/s');
  lanes[at + lane.readCallsNow]!++;
  expireShard(state, shard, ctx);
  const answer = readFrom(state, shard, Math.max(iterator.position, state.logs.first(shard)), maxRecords, limits.bytes('kds.get-records.max-bytes'), now);
  const rate = limits.number('kds.shard.read-bytes-per-second');
  if (answer.bytes > 0) {
    const debt = Math.max(lanes[at + lane.debtUntil]!, now) + Math.ceil((answer.bytes * 1000) / rate);
    lanes[at + lane.debtUntil] = debt;
    if (debt - now > 1000) lanes[at + lane.blockedUntil] = debt;
    lanes[at + lane.readBytesNow]! += answer.bytes;
  }
  ctx.count('GetRecords.Success', 1);
  ctx.count('GetRecords.Records', answer.records.count);
  ctx.count('GetRecords.Bytes', answer.bytes);
  ctx.count('GetRecords.IteratorAgeMilliseconds', answer.behind);
  ctx.hop(answer.records.rows, 'record.read', (index) => ({ shard: shardIdText(shard), consumer: request.consumer, position: answer.from + entryAt(answer.records, index) }));
  const atEnd = info.closedAt !== null && answer.to >= state.logs.length(shard);
  return ok({
    records: answer.records,
    NextShardIterator: atEnd ? null : Object.freeze({ shard, position: answer.to, issuedAt: now }),
    MillisBehindLatest: answer.behind,
    ChildShards: atEnd ? childrenOf(state, shard) : [],
  });
}

const nothing: RecordBatch = makeBatch({ count: 0, rows: new Uint32Array(0), keys: new Uint32Array(0), bytes: new Uint32Array(0) });

/** The entries from a position on, within a number and a size; a first entry larger than the size is returned alone. */
export function readFrom(state: StreamState, shard: number, from: number, maxRecords: number, maxBytes: number, now: number): { records: RecordBatch; bytes: number; from: number; to: number; behind: number } {
  const { logs } = state;
  const length = logs.length(shard);
  let { to, bytes } = logs.fit(shard, from, maxRecords, maxBytes);
  if (to === from && from < length && maxRecords > 0) {
    to = from + 1;
    bytes = logs.bytes(shard, from);
  }
  const count = to - from;
  if (count <= 0) return { records: nothing, bytes: 0, from, to: from, behind: 0 };
  const rows = new Uint32Array(count);
  const arrivedAt = new Uint32Array(count);
  const sizes = new Uint32Array(count);
  logs.readInto(shard, from, to, rows, arrivedAt, sizes);
  const sequences = new Float64Array(count);
  for (let i = 0; i < count; i++) sequences[i] = from + i + 1;
  const behind = to >= length ? 0 : now - arrivedAt[count - 1]!;
  const columns = { count, rows, keys: rows, bytes: sizes, arrivedAt, sequences };
  return { records: makeBatch(logs.lists.kept > 0 && rows.some(isList) ? { ...columns, ...unfold(logs, rows) } : columns), bytes, from, to, behind };
}

/** The rows of entries of which some are aggregates, and where each entry's begin. */
function unfold(logs: LogSet, words: Uint32Array): Pick<RecordBatch, 'rows' | 'first' | 'rowKeys'> {
  const first = new Uint32Array(words.length + 1);
  words.forEach((word, i) => {
    first[i + 1] = first[i]! + (isList(word) ? logs.lists.rows(listOf(word)).length : 1);
  });
  const rows = new Uint32Array(first[words.length]!);
  const rowKeys = new Uint32Array(rows.length);
  words.forEach((word, i) => {
    if (isList(word)) {
      rows.set(logs.lists.rows(listOf(word)), first[i]);
      rowKeys.set(logs.lists.keys(listOf(word)), first[i]);
    } else rows[first[i]!] = word;
  });
  return { rows, first, rowKeys };
}

/** Shards that came from this one. */
export function childrenOf(state: StreamState, shard: number): readonly ChildShard[] {
  return state.shards.filter((child) => child.parents.includes(shard)).map((child) => ({ shard: child.index, parents: child.parents }));
}
