/** What a worker does with user records: work through them in pieces, deliver, checkpoint by its policy. */
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { GetItem, UpdateItem, type ItemResponse } from '../../dynamodb-table/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { ruleOn } from './checkpointer.ts';
import { positionIn, type Delivery } from './deaggregation.ts';
import { holds, lose, of } from './held.ts';
import { checkpointAttributes, type Position } from './leases.ts';
import { ProcessRecords, type ProcessRecordsResponse } from './operations.ts';
import type { Consumer, KclEvent, KclState, Worker } from './state.ts';
import { callTable, conditionFailed, throttledCode } from './table.ts';

type Ctx = ServiceContext<KclEvent>;
/** Work is done, and delivered, in pieces of at most this long; a crash loses at most one piece. [SIM] */
const pieceMs = 100;
const slowFactor = 5;
/** Iterator age from which a worker counts as lagging, and below which it has caught up. [SIM] */
const laggingMs = 30_000;
const caughtUpMs = 2000;

/** Begins the next piece of work, or hands a delivery to the processor, or passes it over; nothing is under way then if it did the last. A delivery that is new is shown to the processor first. */
export function work(state: KclState, worker: Worker, consumer: Consumer, ctx: Ctx): void {
  const delivery = consumer.inbox[0]!;
  const { rows } = delivery;
  if (!consumer.begun) {
    consumer.begun = true;
    if (rows.length > 0) consumer.delivered = positionIn(delivery, rows.length - 1);
    if (worker.throwNext && rows.length > 0) return processorThrew(worker, consumer, delivery, ctx);
    const processor = ctx.edgesAt('processor')[0];
    if (processor !== undefined) return handOver(worker, consumer, delivery, processor, ctx);
    if (state.config.checkpoint === 'before-processing') requestCheckpoint(state, worker, consumer, consumer.delivered!, ctx);
    // Work goes on when the checkpoint is written; a worker that has lost its lease works on without.
    if (consumer.pending !== null) return;
  }
  const each = state.config.processingPerRecord * (ctx.now < worker.slowUntil ? slowFactor : 1);
  let entries = rows.length - consumer.done;
  if (state.config.checkpoint === 'every-records') entries = Math.min(entries, Math.max(1, state.config.checkpointEvery - consumer.sinceCheckpoint));
  if (each > 0) entries = Math.max(1, Math.min(entries, Math.floor(pieceMs / each)));
  const exact = entries * each + consumer.carry;
  const whole = Math.floor(exact);
  consumer.carry = exact - whole;
  consumer.busy = true;
  worker.busyMs += whole;
  ctx.after(whole, { type: 'work', ...of(worker, consumer), entries });
}

function handOver(worker: Worker, consumer: Consumer, delivery: Delivery, edge: number, ctx: Ctx): void {
  const { rows, sequences, subs } = delivery;
  consumer.busy = true;
  const records = makeBatch({ count: rows.length, rows, keys: rows.map((row) => ctx.records.key(row)), bytes: rows.map((row) => ctx.records.payloadBytes(row)), sequences });
  ctx.call(edge, ProcessRecords, { processor: consumer.run, worker: worker.id, shard: consumer.shard, records, subSequences: subs ?? undefined }, { type: 'handed', ...of(worker, consumer) });
}

/** The record processor has answered: it holds what it wants to keep. */
export function handed(state: KclState, worker: Worker, consumer: Consumer, reply: Reply<ProcessRecordsResponse>, ctx: Ctx): void {
  consumer.busy = false;
  const delivery = consumer.inbox[0]!;
  if (!reply.ok) return processorThrew(worker, consumer, delivery, ctx);
  const { rows } = delivery;
  worker.processed += rows.length;
  consumer.sinceCheckpoint += rows.length;
  if (rows.length > 0) ctx.count('RecordsProcessed', rows.length);
  finishDelivery(consumer, delivery);
  ctx.records.release(rows, 'dropped-by-code');
  if (reply.response.checkpoint) requestCheckpoint(state, worker, consumer, reply.response.checkpoint, ctx);
}

/** An exception of the processor is logged, and the batch is passed over. */
function processorThrew(worker: Worker, consumer: Consumer, delivery: Delivery, ctx: Ctx): void {
  worker.throwNext = false;
  const rows = delivery.rows.subarray(consumer.done);
  ctx.trace('batch.skipped', shardIdText(consumer.shard), { shard: shardIdText(consumer.shard), worker: worker.id }, { records: rows.length });
  ctx.hop(rows, 'record.skipped', () => ({ worker: worker.id }));
  finishDelivery(consumer, delivery);
  ctx.records.release(rows, 'dropped-by-code');
}

function finishDelivery(consumer: Consumer, delivery: Delivery): void {
  consumer.inbox = consumer.inbox.slice(1);
  consumer.done = 0;
  consumer.begun = false;
  if (delivery.rows.length === 0) return;
  consumer.processed = positionIn(delivery, delivery.rows.length - 1);
  consumer.position = consumer.processed;
}

/** A piece is done: deliver its records, checkpoint if it is time, go on. */
export function workDone(state: KclState, worker: Worker, consumer: Consumer, entries: number, ctx: Ctx): void {
  consumer.busy = false;
  const delivery = consumer.inbox[0];
  if (delivery === undefined) return;
  const { config } = state;
  const rows = delivery.rows.subarray(consumer.done, consumer.done + entries);
  consumer.done += entries;
  consumer.processed = positionIn(delivery, consumer.done - 1);
  consumer.sinceCheckpoint += entries;
  const batchDone = consumer.done === delivery.rows.length;
  if (batchDone) finishDelivery(consumer, delivery);
  deliver(state, worker, consumer, rows, ctx);
  const due =
    config.checkpoint === 'every-records'
      ? consumer.sinceCheckpoint >= config.checkpointEvery
      : batchDone && (config.checkpoint === 'every-batch' || (config.checkpoint === 'every-interval' && consumer.readAt - consumer.checkpointedAt >= config.checkpointInterval));
  if (due) requestCheckpoint(state, worker, consumer, consumer.processed!, ctx);
}

function deliver(state: KclState, worker: Worker, consumer: Consumer, rows: Uint32Array, ctx: Ctx): void {
  const { records } = ctx;
  worker.processed += rows.length;
  ctx.count('RecordsProcessed', rows.length);
  let bytes = 0;
  for (const row of rows) bytes += records.payloadBytes(row);
  ctx.count('DataBytesProcessed', bytes);
  const onward = ctx.edgesAt('out');
  if (onward.length > 0) return forward(rows, onward, ctx);
  const sink = ctx.sink(ctx.nodeId);
  const fresh = state.config.idempotent ? rows.filter((row) => !records.reached(sink, row)) : rows;
  const passedOver = fresh === rows ? undefined : rows.filter((row) => records.reached(sink, row));
  const { duplicates, outOfOrder } = records.deliver(sink, fresh, ctx.now, 'dropped-by-code');
  const shard = shardIdText(consumer.shard);
  ctx.hop(rows, 'record.delivered', () => ({ worker: worker.id, shard }));
  if (duplicates > 0) {
    worker.duplicates += duplicates;
    ctx.trace('records.duplicated', worker.id, { worker: worker.id, shard }, { records: duplicates });
  }
  if (outOfOrder > 0) ctx.trace('order.broken', worker.id, { worker: worker.id, shard }, { records: outOfOrder });
  if (passedOver) records.release(passedOver, 'dropped-by-code');
}

/** An application that feeds another stream hands its records to that stream's producer. */
function forward(rows: Uint32Array, edges: readonly number[], ctx: Ctx): void {
  const { records } = ctx;
  const keys = rows.map((row) => records.key(row));
  const bytes = rows.map((row) => records.payloadBytes(row));
  for (let e = 1; e < edges.length; e++) records.hold(rows);
  for (const edge of edges) ctx.send(edge, Submit, { records: makeBatch({ count: rows.length, rows, keys, bytes }) });
}

/** The processor asks for a checkpoint; the consumer waits until it is written, refused or given up. */
export function requestCheckpoint(state: KclState, worker: Worker, consumer: Consumer, wanted: Position, ctx: Ctx): void {
  if (consumer.pending !== null) return;
  const ended = consumer.phase === 'SHUTTING_DOWN';
  const ruling = ruleOn(wanted, consumer.checkpointed, consumer.delivered, ended);
  if (ruling.type === 'illegal') ctx.trace('checkpoint.illegal', worker.id, { worker: worker.id, shard: shardIdText(consumer.shard), message: ruling.message });
  if (ruling.type !== 'write') return;
  consumer.pending = ruling.position;
  consumer.tries = 0;
  writeCheckpoint(state, worker, consumer, ctx);
}

/** Writes the checkpoint that waits, unless another write of the same lease is under way. */
export function writeCheckpoint(state: KclState, worker: Worker, consumer: Consumer, ctx: Ctx): void {
  const position = consumer.pending!;
  if (!holds(state, worker, consumer, ctx)) return refused(worker, consumer, worker.held.get(consumer.shard)?.run === consumer.run ? 'the lease was not renewed in time' : 'the lease is lost', ctx);
  const held = worker.held.write(consumer.shard)!;
  if (held.writing !== null) {
    consumer.queued = true;
    return;
  }
  held.writing = 'checkpoint';
  consumer.tries++;
  const { shard, counter } = held;
  const set = { leaseCounter: counter + 1, ownerSwitchesSinceCheckpoint: 0, ...checkpointAttributes(position) };
  callTable(UpdateItem, { key: shardIdText(shard), set, condition: { leaseCounter: counter } }, { type: 'checkpointed', ...of(worker, consumer), position }, ctx);
}

/** ShutdownException: this worker may not checkpoint any more. */
function refused(worker: Worker, consumer: Consumer, why: string, ctx: Ctx): void {
  consumer.pending = null;
  ctx.trace('checkpoint.refused', shardIdText(consumer.shard), { shard: shardIdText(consumer.shard), worker: worker.id, why, sinceCheckpoint: consumer.sinceCheckpoint });
  if (worker.held.get(consumer.shard)?.run === consumer.run) lose(worker, consumer.shard, why, ctx);
  consumer.lost = true;
  if (consumer.phase === 'SHUTTING_DOWN') consumer.phase = 'PROCESSING';
}

export function checkpointWritten(state: KclState, worker: Worker, consumer: Consumer, position: Position, reply: Reply<ItemResponse>, ctx: Ctx): void {
  const held = worker.held.get(consumer.shard)?.run === consumer.run ? worker.held.write(consumer.shard)! : undefined;
  if (held) held.writing = null;
  const detail = { shard: shardIdText(consumer.shard), worker: worker.id };
  if (reply.ok) {
    if (held) {
      held.counter++;
      held.renewedAt = ctx.now;
      held.checkpoint = position;
    }
    consumer.pending = null;
    consumer.checkpointed = position;
    consumer.checkpointedAt = consumer.readAt;
    consumer.sinceCheckpoint = 0;
    ctx.count('Checkpoints', 1);
    if (position.sequence === 'SHARD_END') {
      consumer.phase = 'SHUTDOWN_COMPLETE';
      ctx.trace('shard.ended', detail.shard, detail);
    }
  } else if (reply.error.code === conditionFailed && held && state.config.leaseAssignment === 'worker-utilization') {
    // The leader may have written the row: the checkpoint is tried again when the lease turns out to be this worker's still.
    held.writing = 'renewal';
    consumer.queued = true;
    callTable(GetItem, { key: shardIdText(consumer.shard), ConsistentRead: true }, { type: 'lease-checked', ...of(worker, consumer) }, ctx);
    return;
  } else if (reply.error.code === conditionFailed) return refused(worker, consumer, 'another worker took the lease', ctx);
  else {
    const throttled = reply.error.code === throttledCode;
    ctx.trace(throttled ? 'checkpoint.throttled' : 'checkpoint.failed', worker.id, { worker: worker.id, code: reply.error.code }, { checkpoints: 1 });
    if (consumer.tries < state.config.checkpointTries) {
      ctx.after(state.config.checkpointBackoff, { type: 'try-checkpoint', ...of(worker, consumer) });
      return;
    }
    consumer.pending = null;
    ctx.trace('checkpoint.given-up', detail.shard, { ...detail, tries: consumer.tries });
    // The end of the shard is tried again from its beginning.
    if (consumer.phase === 'SHUTTING_DOWN') consumer.phase = 'PROCESSING';
  }
}

/** Notes a shard's lag, and when a worker's becomes or stops being worth telling. */
export function noteLag(worker: Worker, consumer: Consumer, ctx: Ctx): void {
  if (!worker.lagging) {
    if (consumer.behindMs <= laggingMs) return;
    worker.lagging = true;
    ctx.trace('reader.lagging', worker.id, { consumer: worker.id, behindMs: consumer.behindMs });
    return;
  }
  if (consumer.behindMs >= caughtUpMs) return;
  for (const other of worker.consumers.values()) if (other.behindMs >= caughtUpMs && !other.fetchedAll) return;
  worker.lagging = false;
  ctx.trace('reader.caught-up', worker.id, { consumer: worker.id });
}
