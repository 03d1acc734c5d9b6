/** What a consumer does with records: work through them in pieces, deliver, and notice duplicates, disorder and lag. */
import { shardIdText } from '../../../aws/ids.ts';
import { makeBatch, sliceBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { rowsFrom, sortOut } from './aggregates.ts';
import type { Consumer, ReaderEvent, ReaderState, Thread } from './state.ts';

type Ctx = ServiceContext<ReaderEvent>;
/** Work is done, and delivered, in pieces of at most this long; a crash loses at most one piece. [SIM] */
const pieceMs = 100;
const slowFactor = 5;
/** How often a record that cannot be processed is tried again. [SIM] */
const poisonRetryMs = 500;
/** Iterator age from which a consumer counts as lagging, and below which it has caught up. [SIM] */
export const laggingMs = 30_000;
const caughtUpMs = 2000;

export function sinkName(nodeId: string, count: number, number: number): string {
  return count === 1 ? nodeId : `${nodeId}#${number}`;
}

/** Begins the next piece of work of a thread, if it is idle and there is some. */
export function work(state: ReaderState, consumer: Consumer, thread: Thread, ctx: Ctx): void {
  const batch = thread.inbox[0];
  if (thread.busy || batch === undefined) return;
  if (consumer.poisonNext) {
    consumer.poisonNext = false;
    thread.poisoned = true;
    const row = rowsFrom(batch, thread.done)[0]!;
    ctx.trace('record.poisoned', consumer.name, { consumer: consumer.name, shard: shardIdText(thread.shard), row });
  }
  if (thread.poisoned && ctx.now < consumer.poisonUntil) {
    // It is tried again and again until the fault is over or taken back.
    thread.busy = true;
    ctx.after(Math.min(poisonRetryMs, consumer.poisonUntil - ctx.now), { type: 'work', consumer: consumer.number, life: consumer.life, shard: thread.shard, run: thread.run, entries: 0 });
    return;
  }
  thread.poisoned = false;
  const each = state.config.processingPerRecord * (ctx.now < consumer.slowUntil ? slowFactor : 1);
  const left = batch.count - thread.done;
  const entries = each === 0 ? left : Math.max(1, Math.min(left, Math.floor(pieceMs / each)));
  const exact = entries * each + thread.carry;
  const whole = Math.floor(exact);
  thread.carry = exact - whole;
  thread.busy = true;
  ctx.after(whole, { type: 'work', consumer: consumer.number, life: consumer.life, shard: thread.shard, run: thread.run, entries });
}

/** A piece is done: deliver its records, and let go of them. */
export function workDone(state: ReaderState, consumer: Consumer, thread: Thread, entries: number, ctx: Ctx): void {
  thread.busy = false;
  const batch = thread.inbox[0];
  if (batch === undefined || entries === 0) return;
  const piece = sliceBatch(batch, thread.done, thread.done + entries);
  thread.done += entries;
  thread.processed = piece.sequences![entries - 1]!;
  if (thread.done === batch.count) {
    thread.inbox = thread.inbox.slice(1);
    thread.done = 0;
  }
  consumer.processed += piece.count;
  ctx.count('RecordsProcessed', piece.count);
  deliver(state, consumer, thread, piece.first ? readableRows(consumer, thread, piece, ctx) : piece.rows, ctx);
}

/** A program that knows no aggregates takes each for one record and makes nothing of it. */
function readableRows(consumer: Consumer, thread: Thread, piece: RecordBatch, ctx: Ctx): Uint32Array {
  const { readable, unreadable, aggregates } = sortOut(piece);
  if (aggregates > 0) {
    ctx.trace('aggregate.unreadable', consumer.name, { consumer: consumer.name, shard: shardIdText(thread.shard) }, { aggregates, records: unreadable.length });
    ctx.hop(unreadable, 'record.unreadable', () => ({ consumer: consumer.name, shard: shardIdText(thread.shard) }));
    ctx.records.release(unreadable, 'dropped-by-code');
  }
  return readable;
}

function deliver(state: ReaderState, consumer: Consumer, thread: Thread, rows: Uint32Array, ctx: Ctx): void {
  const { records } = ctx;
  const onward = ctx.edgesAt('out');
  if (onward.length > 0) return forward(rows, onward, ctx);
  const sink = ctx.sink(sinkName(ctx.nodeId, state.config.count, consumer.number));
  const fresh = state.config.idempotent ? rows.filter((row) => !records.reached(sink, row)) : rows;
  const passedOver = fresh === rows ? undefined : rows.filter((row) => records.reached(sink, row));
  const { duplicates, outOfOrder } = records.deliver(sink, fresh, ctx.now, 'dropped-by-code');
  ctx.hop(rows, 'record.delivered', () => ({ consumer: consumer.name, shard: shardIdText(thread.shard) }));
  if (duplicates > 0) {
    consumer.duplicates += duplicates;
    ctx.trace('records.duplicated', consumer.name, { consumer: consumer.name, shard: shardIdText(thread.shard) }, { records: duplicates });
  }
  if (outOfOrder > 0) ctx.trace('order.broken', consumer.name, { consumer: consumer.name, shard: shardIdText(thread.shard) }, { records: outOfOrder });
  if (passedOver) records.release(passedOver, 'dropped-by-code');
}

/** A consumer that feeds another stream hands its records to that stream's producer. */
function forward(rows: Uint32Array, edges: readonly number[], ctx: Ctx): void {
  const { records } = ctx;
  const keys = new Uint32Array(rows.length);
  const bytes = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    keys[i] = records.key(rows[i]!);
    bytes[i] = records.payloadBytes(rows[i]!);
  }
  for (let e = 1; e < edges.length; e++) records.hold(rows);
  for (const edge of edges) ctx.send(edge, Submit, { records: makeBatch({ count: rows.length, rows, keys, bytes }) });
}

/** Notes a thread's lag, and the moments when a consumer's becomes or stops being worth telling. All threads are looked at only to end it. */
export function noteLag(consumer: Consumer, thread: Thread, ctx: Ctx): void {
  if (!consumer.lagging) {
    if (thread.behindMs <= laggingMs) return;
    consumer.lagging = true;
    ctx.trace('reader.lagging', consumer.name, { consumer: consumer.name, behindMs: thread.behindMs });
    return;
  }
  if (thread.behindMs >= caughtUpMs) return;
  for (const other of consumer.threads.values()) {
    // At the end of a closed shard nothing is known yet of what waits in its children.
    if (other.behindMs >= caughtUpMs || other.fetchedAll) return;
  }
  consumer.lagging = false;
  ctx.trace('reader.caught-up', consumer.name, { consumer: consumer.name });
}
