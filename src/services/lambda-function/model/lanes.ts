/**
 * Lanes: what Lambda has fetched from a shard, made into batches. Order is kept within a shard, or within a key where a shard has
 * several lanes; a batch that fails holds up its lane.
 */
import { shardIdText } from '../../../aws/ids.ts';
import { concatBatches, pickBatch, sliceBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { discard } from './handOn.ts';
import { begin, eventBytes } from './running.ts';
import type { FunctionEvent, FunctionState, Lane, Outcome, ShardSource } from './state.ts';

type Ctx = ServiceContext<FunctionEvent>;
/** Waits before a failed batch is tried again: doubling up to the longest. [SIM] */
const firstBackOffMs = 500;
const longestBackOffMs = 30_000;

export function newLane(): Lane {
  return { parts: [], waiting: [], waitingRecords: 0, waitingBytes: 0, since: 0, busy: false, backOff: 0 };
}

/** Records that wait in the lanes of a shard. */
export function waitingIn(source: ShardSource): number {
  let waiting = 0;
  for (const lane of source.lanes) waiting += lane.waitingRecords;
  return waiting;
}

/** Room for more: Lambda stops fetching when one batch for each lane waits. */
export function room(state: FunctionState, source: ShardSource): boolean {
  return waitingIn(source) < state.config.batchSize * source.lanes.length;
}

/** True when all that was fetched has been worked off. */
export function isDone(source: ShardSource): boolean {
  return source.lanes.every((lane) => !lane.busy && lane.parts.length === 0 && lane.waitingRecords === 0);
}

/** Gives records to lanes: one key always goes to the same one. */
export function spread(source: ShardSource, records: RecordBatch, ctx: Ctx): void {
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
    if (lane.waitingRecords === 0) return;
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
export function laneEnded(state: FunctionState, source: ShardSource, number: number, outcome: Outcome, ctx: Ctx): void {
  const lane = source.lanes[number]!;
  if (!outcome.ok) return failed(state, source, number, outcome.message, ctx);
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
    return failed(state, source, number, 'batchItemFailures', ctx);
  }
  lane.busy = false;
  work(state, source, number, ctx);
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
