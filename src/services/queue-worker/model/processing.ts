/** Work on one message after the other: its time, its failures, where its record goes, and the delete that ends it. */
import { Digest } from '../../../base/digest.ts';
import { naturalExp } from '../../../base/naturalExp.ts';
import { naturalLog } from '../../../base/naturalLog.ts';
import { normalQuantile } from '../../../base/normalQuantile.ts';
import type { Reply } from '../../../sim/calls.ts';
import { sliceBatch, type EntryOutcome, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import { payloadKey } from '../../queue-producer/model/operations.ts';
import { DeleteObject, GetObject } from '../../s3-bucket/model/operations.ts';
import { ChangeMessageVisibilityBatch, DeleteMessageBatch, type EntriesResponse } from '../../sqs-queue/model/operations.ts';
import { forward, isForwarding } from './forwarding.ts';
import { nextStep, type Ctx, type Worker, type WorkerState } from './state.ts';

const callTimeoutMs = 5000;
const deleteTries = 3;
const deleteRetryMs = 200;
const slowFactor = 5;

/** What lies in the batch at one place. */
export function entry(worker: Worker): RecordBatch {
  return sliceBatch(worker.batch!.records, worker.at, worker.at + 1);
}

/** The time that one message takes. */
function workMs(state: WorkerState, worker: Worker, ctx: Ctx): number {
  const { processingTime, processingP99 } = state.config;
  let ms = processingTime;
  if (processingP99 > processingTime && processingTime > 0) {
    const sigma = naturalLog(processingP99 / processingTime) / normalQuantile(0.99);
    ms *= naturalExp(sigma * normalQuantile(Math.min(Math.max(ctx.rng.unit(), 1e-9), 1 - 1e-9)));
  }
  const exact = ms * (ctx.now < worker.slowUntil ? slowFactor : 1) + worker.carry;
  worker.carry = exact - Math.floor(exact);
  return Math.floor(exact);
}

/** Whether work on a record always fails: by its class (the part of its key before the stroke), or by a share of all. */
function isPoison(state: WorkerState, row: number, ctx: Ctx): boolean {
  const { poisonClasses, poisonShare } = state.config;
  if (poisonClasses.length > 0) {
    const key = ctx.keys.text(ctx.records.key(row));
    if (poisonClasses.some((name) => key.startsWith(`${name}/`))) return true;
  }
  if (poisonShare === 0) return false;
  const digest = new Digest(0x50150, row);
  digest.number(row);
  return (digest.a >>> 0) / 4294967296 < poisonShare;
}

function doneBefore(state: WorkerState, row: number, ctx: Ctx): boolean {
  return state.config.idempotent && !isForwarding(ctx) && ctx.records.reached(ctx.sink(ctx.nodeId), row);
}

/** Goes on with the batch in hand until something takes time; `over` when nothing is left. */
export function workOn(state: WorkerState, worker: Worker, over: () => void, ctx: Ctx): void {
  const { config } = state;
  for (;;) {
    const { batch } = worker;
    if (batch === null) return;
    if (worker.at >= batch.records.count) return finishBatch(state, worker, over, ctx);
    const row = batch.records.rows[worker.at]!;
    const group = batch.groups[worker.at]!;
    if (group > 0 && worker.failedGroups.includes(group)) {
      leave(worker, ctx);
      continue;
    }
    if (doneBefore(state, row, ctx)) {
      state.skipped++;
      ctx.count('MessagesSkipped', 1);
      if (complete(state, worker, ctx)) return;
      continue;
    }
    if (ctx.edgesAt('payloads').length > 0 && batch.records.bytes[worker.at]! < ctx.records.payloadBytes(row)) {
      ctx.call(ctx.edgesAt('payloads')[0]!, GetObject, { Key: payloadKey(row) }, { type: 'fetched', worker: worker.number, life: worker.life, step: nextStep(worker) }, callTimeoutMs);
      return;
    }
    if (begin(state, worker, ctx)) return;
    if (config.processingTime === 0 && worked(state, worker, ctx)) return;
  }
}

/** Begins work on the message in hand; true when it takes time. */
export function begin(state: WorkerState, worker: Worker, ctx: Ctx): boolean {
  const ms = workMs(state, worker, ctx);
  if (state.config.attemptFailure > 0 && ctx.rng.unit() < state.config.attemptFailure) {
    ctx.after(Math.floor(ms / 2), { type: 'died', worker: worker.number, life: worker.life, step: nextStep(worker) });
    return true;
  }
  if (ms === 0 && state.config.processingTime === 0) return false;
  ctx.after(ms, { type: 'worked', worker: worker.number, life: worker.life, step: nextStep(worker) });
  return true;
}

/** The work on a message is over: it failed, or its record arrives or goes on. True when an answer is waited for. */
export function worked(state: WorkerState, worker: Worker, ctx: Ctx): boolean {
  const row = worker.batch!.records.rows[worker.at]!;
  if (isPoison(state, row, ctx)) {
    failMessage(state, worker, 'poison', ctx);
    return false;
  }
  if (isForwarding(ctx)) {
    ctx.records.holdRow(row);
    return forward(worker, entry(worker), ctx) ? true : complete(state, worker, ctx);
  }
  if (doneBefore(state, row, ctx)) state.skipped++;
  else {
    const { duplicates, outOfOrder } = ctx.records.deliver(ctx.sink(ctx.nodeId), Uint32Array.of(row), ctx.now);
    state.processed++;
    state.duplicates += duplicates;
    ctx.count('MessagesProcessed', 1);
    ctx.hop(Uint32Array.of(row), duplicates > 0 ? 'record.duplicated' : 'record.delivered', () => ({ worker: worker.name }));
    if (duplicates > 0) ctx.trace('records.duplicated', ctx.nodeId, {}, { records: duplicates });
    if (outOfOrder > 0) ctx.trace('order.broken', ctx.nodeId, {}, { records: outOfOrder });
  }
  return complete(state, worker, ctx);
}

/** The message is done: it is deleted now, later, never, or was deleted before. True when an answer is waited for. */
export function complete(state: WorkerState, worker: Worker, ctx: Ctx): boolean {
  const { deleteMode } = state.config;
  if (deleteMode === 'each') {
    worker.tries = 1;
    deleteReceipts(worker, Float64Array.of(worker.batch!.receipts[worker.at]!), ctx);
    return true;
  }
  if (deleteMode === 'batch') worker.done = [...worker.done, worker.at];
  leave(worker, ctx);
  return false;
}

/** The worker lets go of the message in hand and turns to the next. */
export function leave(worker: Worker, ctx: Ctx): void {
  ctx.records.releaseRow(worker.batch!.records.rows[worker.at]!, 'dropped-by-code');
  worker.at++;
}

/** Work failed: the message is not deleted, and the rest of its group in this batch is left too. */
export function failMessage(state: WorkerState, worker: Worker, why: string, ctx: Ctx): void {
  const batch = worker.batch!;
  const group = batch.groups[worker.at]!;
  state.failed++;
  ctx.count('MessagesFailed', 1);
  ctx.trace('message.failed', ctx.nodeId, { why }, { messages: 1 });
  ctx.hop(Uint32Array.of(batch.records.rows[worker.at]!), 'message.failed', () => ({ why, worker: worker.name }));
  if (group > 0) worker.failedGroups = [...worker.failedGroups, group];
  if (state.config.onFailure === 'release' && state.config.deleteMode !== 'on-receive') {
    ctx.call(batch.edge, ChangeMessageVisibilityBatch, { receipts: Float64Array.of(batch.receipts[worker.at]!), VisibilityTimeout: 0 }, { type: 'ignored' }, callTimeoutMs);
  }
  leave(worker, ctx);
}

function deleteReceipts(worker: Worker, receipts: Float64Array, ctx: Ctx): void {
  ctx.call(worker.batch!.edge, DeleteMessageBatch, { receipts }, { type: 'deleted', worker: worker.number, life: worker.life, step: nextStep(worker) }, callTimeoutMs);
}

function finishBatch(state: WorkerState, worker: Worker, over: () => void, ctx: Ctx): void {
  if (worker.done.length > 0) {
    worker.tries = 1;
    return deleteReceipts(worker, Float64Array.from(worker.done, (i) => worker.batch!.receipts[i]!), ctx);
  }
  worker.batch = null;
  over();
}

/** The answer to a delete: what could not be deleted for now is tried again, a few times. */
export function deleted(worker: Worker, reply: Reply<EntriesResponse>, ctx: Ctx): void {
  const asked = underDeletion(worker);
  const code = (i: number) => (reply.ok ? codeAt(reply.response.outcome, i) : reply.error.code);
  const later = reply.ok ? asked.filter((_, i) => code(i) === 'RequestThrottled') : reply.error.retryable ? asked : [];
  if (later.length > 0 && worker.tries < deleteTries) {
    deletePayloads(worker, asked.filter((i) => !later.includes(i)), ctx);
    if (worker.done.length > 0) worker.done = later;
    worker.tries++;
    ctx.after(deleteRetryMs, { type: 'retry-delete', worker: worker.number, life: worker.life, step: nextStep(worker) });
    return;
  }
  const failed = asked.findIndex((_, i) => code(i) !== undefined);
  if (failed >= 0) ctx.trace('delete.failed', ctx.nodeId, { code: code(failed)! }, { calls: 1 });
  deletePayloads(worker, asked, ctx);
  worker.tries = 0;
  if (worker.done.length > 0) worker.done = [];
  else leave(worker, ctx);
}

function codeAt({ code, codes }: EntryOutcome, entry: number): string | undefined {
  return code[entry] === 0 ? undefined : codes[code[entry]! - 1];
}

export function retryDelete(worker: Worker, ctx: Ctx): void {
  const { receipts } = worker.batch!;
  deleteReceipts(worker, Float64Array.from(underDeletion(worker), (i) => receipts[i]!), ctx);
}

/** Entries that are being deleted: all that are done, or the one in hand. */
function underDeletion(worker: Worker): readonly number[] {
  return worker.done.length > 0 ? worker.done : [worker.at];
}

/** The extended client deletes the object of a deleted message, too. */
function deletePayloads(worker: Worker, entries: readonly number[], ctx: Ctx): void {
  const [edge] = ctx.edgesAt('payloads');
  const { records } = worker.batch!;
  if (edge === undefined) return;
  for (const i of entries) {
    const row = records.rows[i]!;
    ctx.call(edge, DeleteObject, { Key: payloadKey(row) }, { type: 'ignored' }, callTimeoutMs);
  }
}
