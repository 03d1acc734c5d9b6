/** The way of a user record: aggregator, limiter, collector, PutRecords, retrier, and back to the aggregator for what failed. */
import type { Reply } from '../../../sim/calls.ts';
import { makeBatch, sliceBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { PutRecords, type PutRecordsResponse } from '../../kinesis-streams/model/operations.ts';
import { aggregate, closeTray } from './aggregator.ts';
import { closeCollection, collect, keyOfRecord, newCollection } from './collector.ts';
import { drain, enqueue } from './limiter.ts';
import { measure } from './metrics.ts';
import { judgeCall, judgeFailure, judgeMismatch, judgeOutcome, noVerdicts, type Verdicts } from './retrier.ts';
import { newShardMap, updateMap } from './shardMap.ts';
import type { KplEvent, KplState, Sending, ShardLimiter } from './state.ts';
import { user, UserRecords } from './userRecords.ts';

type Ctx = ServiceContext<KplEvent>;

/** Takes user records in from an application; what cannot be taken in is lost here. */
export function submit(state: KplState, records: RecordBatch, groups: Uint32Array | undefined, ctx: Ctx): void {
  const { config, users } = state;
  state.received += records.count;
  measure(state, 'UserRecordsReceived', records.count, ctx);
  const room = Math.max(0, config.maxOutstanding - users.used);
  let batch = records;
  if (records.count > room) {
    const surplus = sliceBatch(records, room, records.count);
    drop(state, surplus.rows, 'buffer-full', ctx);
    ctx.trace('buffer.full', ctx.nodeId, { maxOutstanding: config.maxOutstanding }, { dropped: surplus.count });
    batch = sliceBatch(records, 0, room);
  }
  const { keys, limits, now } = ctx;
  const maxBytes = limits.bytes('kpl.user-record.max-bytes');
  const maxKey = limits.number('kds.partition-key.max-characters');
  const expiration = now + config.recordTtl;
  const deadline = Math.min(now + config.recordMaxBufferedTime, expiration);
  for (let i = 0; i < batch.count; i++) {
    const key = config.partitionKey === 'group' && groups ? groups[i]! : batch.keys[i]!;
    const keyBytes = keys.byteLength(key);
    if (batch.bytes[i]! > maxBytes || keyBytes === 0 || (keyBytes > maxKey && Array.from(keys.text(key)).length > maxKey)) {
      drop(state, batch.rows.subarray(i, i + 1), 'dropped-by-code', ctx);
      ctx.trace('record.too-large', ctx.nodeId, { bytes: batch.bytes[i]!, limitBytes: maxBytes }, { records: 1 });
    } else put(state, users.take(batch.rows[i]!, key, batch.explicitHashKeys?.[i] ?? 0, batch.bytes[i]!, now, deadline, expiration), ctx);
  }
  measure(state, 'UserRecordsPending', users.used, ctx);
}

function drop(state: KplState, rows: Uint32Array, reason: 'buffer-full' | 'dropped-by-code', ctx: Ctx): void {
  state.dropped += rows.length;
  ctx.records.release(rows, reason);
  ctx.hop(rows, 'record.dropped', () => ({ reason }));
}

/** A user record, new or back from a failed try, goes to the aggregator. */
function put(state: KplState, slot: number, ctx: Ctx): void {
  const head = aggregate(state, slot, ctx);
  if (head >= 0) limit(state, head, ctx);
}

/** A stream record goes to the limiter of its shard; without a predicted shard it goes past. */
export function limit(state: KplState, head: number, ctx: Ctx): void {
  if (state.users.get(head, user.shard) === 0) toCollector(state, head, ctx);
  else passOn(state, enqueue(state, head, ctx), ctx);
}

function passOn(state: KplState, limiter: ShardLimiter, ctx: Ctx): void {
  const { passed, expired } = drain(state, limiter, ctx);
  for (const head of passed) toCollector(state, head, ctx);
  if (expired.length === 0) return;
  const verdicts = noVerdicts();
  for (const head of expired) judgeFailure(state, head, 'Expired', verdicts, ctx);
  carryOut(state, verdicts, ctx);
}

export function drainAll(state: KplState, ctx: Ctx): void {
  state.draining = false;
  for (const limiter of state.limiters.values()) if (limiter.queue.length > 0) passOn(state, limiter, ctx);
}

function toCollector(state: KplState, head: number, ctx: Ctx): void {
  request(state, collect(state, head, ctx), ctx);
}

/** Sends a request, or lets it wait for a connection. */
export function request(state: KplState, heads: Uint32Array | undefined, ctx: Ctx): void {
  if (heads === undefined) return;
  if (hasConnection(state)) send(state, heads, ctx);
  else state.waiting.push(heads);
}

/** Calls of a process that died have no part in the connections of this one. */
function hasConnection({ sending, config }: KplState): boolean {
  let open = 0;
  for (const call of sending.values()) if (!call.orphaned) open++;
  return open < config.maxConnections;
}

/** The entries of a request: what travels as it is, and aggregates. */
export function entriesOf(state: KplState, heads: Uint32Array, ctx: Pick<Ctx, 'keys'>): RecordBatch {
  const { users } = state;
  const count = heads.length;
  const first = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) first[i + 1] = first[i]! + users.get(heads[i]!, user.count);
  const rows = new Uint32Array(first[count]!);
  const rowKeys = new Uint32Array(rows.length);
  const keys = new Uint32Array(count);
  const bytes = new Uint32Array(count);
  const explicitHashKeys = new Uint32Array(count);
  heads.forEach((head, i) => {
    const key = keyOfRecord(state, head, ctx);
    keys[i] = key;
    bytes[i] = users.get(head, user.payload) + ctx.keys.byteLength(key);
    explicitHashKeys[i] = users.get(head, user.route) + 1;
    let slot = head;
    for (let at = first[i]!; at < first[i + 1]!; at++) {
      rows[at] = users.get(slot, user.row);
      rowKeys[at] = users.get(slot, user.route);
      slot = users.get(slot, user.next) - 1;
    }
  });
  return makeBatch(rows.length > count ? { count, rows, first, rowKeys, keys, bytes, explicitHashKeys } : { count, rows, keys, bytes, explicitHashKeys });
}

function send(state: KplState, heads: Uint32Array, ctx: Ctx): void {
  const { users } = state;
  const records = entriesOf(state, heads, ctx);
  const edge = ctx.edgesAt('out')[0];
  if (edge === undefined) {
    drop(state, records.rows, 'dropped-by-code', ctx);
    for (const head of heads) for (const slot of users.slotsOf(head)) users.give(slot);
    return;
  }
  const id = state.next++;
  state.sending.set(id, Object.freeze({ heads, records, startedAt: ctx.now, orphaned: false }));
  state.calls++;
  state.streamRecords += heads.length;
  state.packedRecords += records.rows.length;
  measure(state, 'KinesisRecordsPerPutRecordsRequest', heads.length, ctx);
  measure(state, 'UserRecordsPerPutRecordsRequest', records.rows.length, ctx);
  for (const head of heads) {
    measure(state, 'UserRecordsPerKinesisRecord', users.get(head, user.count), ctx);
    measure(state, 'BufferingTime', ctx.now - users.get(head, user.since), ctx);
  }
  ctx.hop(records.rows, 'record.sent', () => ({ streamRecords: heads.length, userRecords: records.rows.length }));
  ctx.call(edge, PutRecords, { records }, { type: 'sent', id }, state.config.requestTimeout);
}

/** Retries have no back-off: over a network without delay they would never end, so after this many an answer takes a millisecond to read. [SIM] */
const instantTries = 10;

/** A call was answered, or nobody waits for its answer any longer. */
export function answered(state: KplState, id: number, reply: Reply<PutRecordsResponse>, lost: boolean, ctx: Ctx): void {
  const sending = state.sending.get(id);
  if (!sending) return;
  if (!lost && !sending.orphaned && ctx.now < state.loseRepliesUntil) {
    // The answer is lost on its way: the KPL learns of it when its patience ends.
    ctx.after(Math.max(0, sending.startedAt + state.config.requestTimeout - ctx.now), { type: 'unanswered', id });
    return;
  }
  if (ctx.now === sending.startedAt && state.users.get(sending.heads[0]!, user.attempts) >= instantTries) {
    ctx.after(1, { type: 'read', id, reply });
    return;
  }
  state.sending.delete(id);
  if (sending.orphaned) ctx.records.release(sending.records.rows, 'died-with-process');
  else {
    measure(state, 'RequestTime', ctx.now - sending.startedAt, ctx);
    const verdicts = noVerdicts();
    if (!reply.ok) {
      if (reply.error.code === 'RequestTimeout') ctx.trace('request.timed-out', ctx.nodeId, { timeoutMs: state.config.requestTimeout }, { records: sending.records.rows.length });
      judgeCall(state, sending, reply.error.code, verdicts, ctx);
    } else if (ctx.now < state.shortAnswersUntil) judgeMismatch(state, sending, verdicts);
    else judgeOutcome(state, sending, reply.response.outcome, verdicts, ctx);
    carryOut(state, verdicts, ctx);
  }
  while (state.waiting.length > 0 && hasConnection(state)) send(state, state.waiting.shift()!, ctx);
}

function carryOut(state: KplState, { again, done, failed }: Verdicts, ctx: Ctx): void {
  if (done.length > 0) {
    state.put += done.length;
    measure(state, 'UserRecordsPut', done.length, ctx);
    finish(state, done, true, 'refused', ctx);
  }
  for (const [code, slots] of failed) {
    state.failed.set(code, (state.failed.get(code) ?? 0) + slots.length);
    measure(state, 'UserRecordsPut', 0, ctx);
    ctx.trace('records.given-up', ctx.nodeId, { code, ttlMs: state.config.recordTtl }, { records: slots.length });
    ctx.hop(() => rowsOfSlots(state, slots), 'record.given-up', (index) => ({ code, attempts: state.users.get(slots[index]!, user.attempts) }));
    finish(state, slots, false, code === 'Expired' ? 'expired' : 'refused', ctx);
  }
  if (again.length > 0) {
    state.retried += again.length;
    ctx.trace('records.retried', ctx.nodeId, {}, { records: again.length });
    for (const slot of again) put(state, slot, ctx);
  }
}

function rowsOfSlots(state: KplState, slots: readonly number[]): Uint32Array {
  const rows = new Uint32Array(slots.length);
  for (let i = 0; i < rows.length; i++) rows[i] = state.users.get(slots[i]!, user.row);
  return rows;
}

/** The result of user records is known: the KPL lets go of them. */
function finish(state: KplState, slots: readonly number[], stored: boolean, reason: 'refused' | 'expired', ctx: Ctx): void {
  const { users } = state;
  let bytes = 0;
  let retries = 0;
  for (const slot of slots) {
    bytes += users.get(slot, user.bytes);
    retries += users.get(slot, user.attempts);
  }
  if (stored) measure(state, 'UserRecordsDataPut', bytes, ctx);
  if (retries > 0) measure(state, 'RetriesPerRecord', retries / slots.length, ctx);
  ctx.records.release(rowsOfSlots(state, slots), reason);
  for (const slot of slots) users.give(slot);
}

/** Everything that waits is sent: trays now, requests a little later. */
export function flush(state: KplState, ctx: Ctx): void {
  for (const tray of state.trays.values()) {
    const head = closeTray(state, tray, 'flush', ctx);
    if (head >= 0) limit(state, head, ctx);
  }
  ctx.after(ctx.limits.duration('kpl.flush.collector-delay'), { type: 'flush-collection', life: state.life });
}

export function flushCollection(state: KplState, ctx: Ctx): void {
  request(state, closeCollection(state, ctx), ctx);
}

/** Visits the first slots of all stream records that have not been sent. */
function visitUnsent(state: KplState, visit: (head: number) => void): void {
  for (const limiter of state.limiters.values()) limiter.queue.forEach(visit);
  state.collection.records.forEach(visit);
  for (const heads of state.waiting) heads.forEach(visit);
}

/** Slots of user records that wait in memory: their trays, and stream records not sent. */
export function waitingSlots(state: KplState): number[] {
  const slots: number[] = [];
  for (const tray of state.trays.values()) for (const slot of tray.slots) slots.push(slot);
  visitUnsent(state, (head) => {
    for (const slot of state.users.slotsOf(head)) slots.push(slot);
  });
  return slots;
}

/** How many they are. */
export function waitingRecords(state: KplState): number {
  let count = 0;
  for (const tray of state.trays.values()) count += tray.slots.length;
  visitUnsent(state, (head) => {
    count += state.users.get(head, user.count);
  });
  return count;
}

/** The process dies with what it holds and starts again, empty. What is on the wire may still be stored. */
export function crash(state: KplState, ctx: Ctx): void {
  const slots = waitingSlots(state);
  ctx.records.release(rowsOfSlots(state, slots), 'died-with-process');
  for (const [id, sending] of state.sending) if (!sending.orphaned) state.sending.set(id, Object.freeze({ ...sending, orphaned: true } satisfies Sending));
  state.users = new UserRecords();
  state.trays = new Map();
  state.limiters = new Map();
  state.collection = newCollection();
  state.waiting = [];
  state.draining = false;
  state.life++;
  state.map = newShardMap(ctx, state.map.run + 1);
  ctx.trace('producer.crashed', ctx.nodeId, {}, { buffered: slots.length });
  updateMap(state, ctx);
}
