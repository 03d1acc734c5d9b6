/**
 * The event source mapping of a stream: Lambda polls each shard once a second, makes batches, and runs the function on them.
 * Order is kept within a shard, or within a key where a shard has several lanes; a batch that fails holds up its lane.
 */
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import { concatBatches, pickBatch, sliceBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { GetRecords, GetShardIterator, ListShards, type GetRecordsResponse, type ListedShard } from '../../kinesis-streams/model/operations.ts';
import { discard } from './handOn.ts';
import { begin, eventBytes } from './running.ts';
import type { FunctionEvent, FunctionState, Lane, Outcome, ShardSource } from './state.ts';

type Ctx = ServiceContext<FunctionEvent>;
const callTimeoutMs = 10_000;
/** Waits before a failed batch is tried again: doubling up to the longest. [SIM] */
const firstBackOffMs = 500;
const longestBackOffMs = 30_000;

export function listShards(ctx: Ctx): void {
  const edge = ctx.edgesAt('stream')[0];
  if (edge !== undefined) ctx.call(edge, ListShards, { consumer: ctx.nodeId }, { type: 'listed' }, callTimeoutMs);
}

export function listed(state: FunctionState, reply: Reply<{ readonly Shards: readonly ListedShard[] }>, ctx: Ctx): void {
  if (!reply.ok) return void ctx.after(ctx.limits.duration('lambda.stream.poll-interval'), { type: 'list' });
  const { Shards } = reply.response;
  const known = new Set(Shards.map((shard) => shard.shard));
  for (const shard of Shards) {
    const first = shard.parents.every((parent) => !known.has(parent));
    if (state.config.startFrom === 'LATEST' ? !shard.closed : first) startShard(state, shard.shard, state.config.startFrom, ctx);
  }
}

function newLane(): Lane {
  return { parts: [], waiting: [], waitingRecords: 0, waitingBytes: 0, since: 0, busy: false, backOff: 0 };
}

function startShard(state: FunctionState, shard: number, from: 'LATEST' | 'TRIM_HORIZON', ctx: Ctx): void {
  if (state.shards.has(shard) || state.finishedShards.has(shard)) return;
  const run = state.next++;
  const source: ShardSource = { shard, run, iterator: null, fetched: 0, polling: true, fetchedAll: false, children: [], lanes: Array.from({ length: state.config.parallelizationFactor }, newLane), behindMs: 0 };
  state.shards.set(shard, source);
  askIterator(source, from, ctx);
}

function askIterator(source: ShardSource, from: 'LATEST' | 'TRIM_HORIZON', ctx: Ctx): void {
  const request =
    source.fetched > 0
      ? { ShardId: shardIdText(source.shard), ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingCounter: source.fetched }
      : { ShardId: shardIdText(source.shard), ShardIteratorType: from };
  ctx.call(ctx.edgesAt('stream')[0]!, GetShardIterator, request, { type: 'iterator', shard: source.shard, run: source.run }, callTimeoutMs);
}

export function sourceOf(state: FunctionState, event: { readonly shard: number; readonly run: number }): ShardSource | undefined {
  const source = state.shards.get(event.shard);
  return source?.run === event.run ? source : undefined;
}

export function gotIterator(state: FunctionState, source: ShardSource, reply: Reply<{ readonly ShardIterator: NonNullable<ShardSource['iterator']> }>, ctx: Ctx): void {
  if (reply.ok) source.iterator = reply.response.ShardIterator;
  pollSoon(source, reply.ok ? 0 : ctx.limits.duration('lambda.stream.poll-interval'), ctx);
  source.polling = true;
}

function pollSoon(source: ShardSource, delay: number, ctx: Ctx): void {
  source.polling = true;
  ctx.after(delay, { type: 'poll', shard: source.shard, run: source.run });
}

/** Records that Lambda has fetched and not begun to work on: it stops fetching at a few batches for each lane. */
function room(state: FunctionState, source: ShardSource): boolean {
  let waiting = 0;
  for (const lane of source.lanes) waiting += lane.waitingRecords;
  return waiting < state.config.batchSize * source.lanes.length;
}

export function poll(state: FunctionState, source: ShardSource, ctx: Ctx): void {
  if (source.iterator === null) return askIterator(source, state.config.startFrom, ctx);
  source.polling = true;
  if (!room(state, source)) return pollSoon(source, ctx.limits.duration('lambda.stream.poll-interval'), ctx);
  const limit = Math.min(ctx.limits.number('kds.get-records.max-records'), state.config.batchSize * source.lanes.length);
  ctx.call(ctx.edgesAt('stream')[0]!, GetRecords, { ShardIterator: source.iterator, Limit: limit, consumer: ctx.nodeId }, { type: 'fetched', shard: source.shard, run: source.run }, callTimeoutMs);
}

export function fetched(state: FunctionState, source: ShardSource, reply: Reply<GetRecordsResponse>, ctx: Ctx): void {
  const gap = ctx.limits.duration('lambda.stream.poll-interval');
  if (!reply.ok) {
    if (reply.error.code === 'ExpiredIteratorException') source.iterator = null;
    if (reply.error.code === 'ResourceNotFoundException') {
      source.fetchedAll = true;
      return finishShard(state, source, ctx);
    }
    return pollSoon(source, gap, ctx);
  }
  const { records, NextShardIterator, MillisBehindLatest, ChildShards } = reply.response;
  source.iterator = NextShardIterator;
  source.behindMs = MillisBehindLatest;
  if (records.count > 0) {
    ctx.keep(records.rows);
    source.fetched = records.sequences![records.count - 1]!;
    ctx.count('IteratorAge', ctx.now - records.arrivedAt![0]!);
    spread(source, records, ctx);
    source.lanes.forEach((_, lane) => work(state, source, lane, ctx));
  }
  if (NextShardIterator === null) {
    source.polling = false;
    source.fetchedAll = true;
    source.children = ChildShards;
    finishShard(state, source, ctx);
  } else pollSoon(source, gap, ctx);
}

/** Gives records to lanes: one key always goes to the same one. */
function spread(source: ShardSource, records: RecordBatch, ctx: Ctx): void {
  const count = source.lanes.length;
  source.lanes.forEach((lane, number) => {
    const own = count === 1 ? records : pickBatch(records, Uint32Array.from(Array.from({ length: records.count }, (_, i) => i).filter((i) => laneOfKey(ctx.records.key(firstRow(records, i)), count, ctx) === number)));
    if (own.count === 0) return;
    if (lane.waitingRecords === 0) lane.since = ctx.now;
    lane.waiting = [...lane.waiting, own];
    lane.waitingRecords += own.count;
    lane.waitingBytes += eventBytes(own);
  });
}

function firstRow(records: RecordBatch, entry: number): number {
  return records.rows[records.first ? records.first[entry]! : entry]!;
}

function laneOfKey(key: number, lanes: number, ctx: Ctx): number {
  const text = ctx.keys.text(key);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return ((hash ^ (hash >>> 13)) >>> 0) % lanes;
}

/** Runs the next batch of a lane, if it is free and one is full or has waited long enough. */
export function work(state: FunctionState, source: ShardSource, number: number, ctx: Ctx): void {
  const lane = source.lanes[number]!;
  if (lane.busy) return;
  if (lane.parts.length === 0) {
    if (lane.waitingRecords === 0) return finishShard(state, source, ctx);
    const { batchSize, batchWindow } = state.config;
    const most = ctx.limits.bytes('lambda.sync.max-payload');
    const dueAt = lane.since + batchWindow;
    if (lane.waitingRecords < batchSize && lane.waitingBytes < most && ctx.now < dueAt && !source.fetchedAll) {
      ctx.after(dueAt - ctx.now, { type: 'lane', shard: source.shard, run: source.run, lane: number, retry: false });
      return;
    }
    lane.parts = [{ records: takeBatch(lane, batchSize, most), attempts: 0 }];
    lane.since = ctx.now;
  }
  const { records } = lane.parts[0]!;
  lane.busy = true;
  const refusal = begin(state, { type: 'lane', shard: source.shard, run: source.run, lane: number }, 'aws:kinesis', records, eventBytes(records), ctx);
  if (refusal?.code === 'TooManyRequestsException') backOff(source, number, ctx);
  else if (refusal) failed(state, source, number, refusal.message, ctx);
}

function takeBatch(lane: Lane, batchSize: number, maxBytes: number): RecordBatch {
  const all = concatOrdered(lane.waiting);
  let count = 0;
  let bytes = 0;
  while (count < Math.min(batchSize, all.count)) {
    const next = eventBytes(sliceBatch(all, count, count + 1));
    if (count > 0 && bytes + next > maxBytes) break;
    bytes += next;
    count++;
  }
  const left = sliceBatch(all, count, all.count);
  lane.waiting = left.count > 0 ? [left] : [];
  lane.waitingRecords = left.count;
  lane.waitingBytes = left.count > 0 ? eventBytes(left) : 0;
  return sliceBatch(all, 0, count);
}

function concatOrdered(batches: readonly RecordBatch[]): RecordBatch {
  return batches.length === 1 ? batches[0]! : concatBatches(batches);
}

function backOff(source: ShardSource, number: number, ctx: Ctx): void {
  const lane = source.lanes[number]!;
  lane.backOff = Math.min(longestBackOffMs, Math.max(firstBackOffMs, lane.backOff * 2));
  ctx.after(lane.backOff, { type: 'lane', shard: source.shard, run: source.run, lane: number, retry: true });
}

/** A run on a lane's batch is over. */
export function laneEnded(state: FunctionState, origin: { readonly shard: number; readonly run: number; readonly lane: number }, outcome: Outcome, ctx: Ctx): void {
  const source = sourceOf(state, origin);
  if (!source) return;
  const lane = source.lanes[origin.lane]!;
  if (!outcome.ok) return failed(state, source, origin.lane, outcome.message, ctx);
  const { records, attempts } = lane.parts[0]!;
  lane.backOff = 0;
  const first = outcome.batchItemFailures?.[0];
  if (first === undefined) {
    lane.parts = lane.parts.slice(1);
    ctx.records.release(records.rows, 'dropped-by-code');
  } else {
    // The checkpoint lies before the first failure: all from there on come again.
    if (first > 0) ctx.records.release(sliceBatch(records, 0, first).rows, 'dropped-by-code');
    lane.parts = [{ records: sliceBatch(records, first, records.count), attempts }, ...lane.parts.slice(1)];
    return failed(state, source, origin.lane, 'batchItemFailures', ctx);
  }
  lane.busy = false;
  work(state, source, origin.lane, ctx);
}

/** The batch at the head of a lane failed: it is given up, cut in two, or tried again. */
function failed(state: FunctionState, source: ShardSource, number: number, message: string, ctx: Ctx): void {
  const { config } = state;
  const lane = source.lanes[number]!;
  const { records, attempts } = lane.parts[0]!;
  const rest = lane.parts.slice(1);
  const age = ctx.now - records.arrivedAt![0]!;
  if ((config.maxRetries >= 0 && attempts >= config.maxRetries) || (config.maxRecordAge > 0 && age > config.maxRecordAge)) {
    lane.parts = rest;
    lane.backOff = 0;
    lane.busy = false;
    discard(state, records, config.maxRecordAge > 0 && age > config.maxRecordAge ? `older than ${config.maxRecordAge} ms` : `${attempts + 1} tries failed`, ctx);
    return work(state, source, number, ctx);
  }
  if (config.bisectOnError && records.count > 1) {
    const half = Math.ceil(records.count / 2);
    // Cutting does not count as a retry.
    lane.parts = [{ records: sliceBatch(records, 0, half), attempts }, { records: sliceBatch(records, half, records.count), attempts }, ...rest];
    ctx.trace('batch.bisected', shardIdText(source.shard), { shard: shardIdText(source.shard), of: records.count }, { batches: 1 });
  } else {
    lane.parts = [{ records, attempts: attempts + 1 }, ...rest];
    ctx.trace('batch.retried', shardIdText(source.shard), { shard: shardIdText(source.shard), message }, { records: records.count });
  }
  backOff(source, number, ctx);
}

/** A closed shard that is worked off makes way for its children. */
function finishShard(state: FunctionState, source: ShardSource, ctx: Ctx): void {
  if (!source.fetchedAll || source.lanes.some((lane) => lane.busy || lane.parts.length > 0 || lane.waitingRecords > 0)) return;
  if (!state.shards.delete(source.shard)) return;
  state.finishedShards.set(source.shard, true);
  ctx.trace('shard.drained', shardIdText(source.shard), { shard: shardIdText(source.shard) });
  for (const child of source.children) if (child.parents.every((parent) => state.finishedShards.has(parent) || !state.shards.has(parent))) startShard(state, child.shard, 'TRIM_HORIZON', ctx);
}
