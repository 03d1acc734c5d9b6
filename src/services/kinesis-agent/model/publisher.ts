/** Sending: a buffer that fills, a queue of full ones, calls under way, back-off, and the checkpoint after each buffer sent whole. */
import { failures as failedEntries, makeBatch, successes, type EntryOutcome, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { Reply } from '../../../sim/calls.ts';
import { PutRecordBatch, type PutRecordBatchResponse } from '../../firehose/model/operations.ts';
import { PutRecords, type PutRecordsResponse } from '../../kinesis-streams/model/operations.ts';
import { destinationOf } from './destination.ts';
import { flowId, newBuffer, type AgentState, type Checkpoint, type Ctx, type Flow, type SendBuffer } from './state.ts';
import { backoffMs, failuresAfterSuccess, jitteredMs } from './throttler.ts';
import { wake } from './wake.ts';

/** How long a call takes that is refused for want of permission, ms. [SIM] */
const deniedAfter = 10;

/** Takes a record into the buffer; false when the buffer is full and the queue, too. The buffer holds the row. */
export function offer(state: AgentState, index: number, row: number, key: number, bytes: number, end: Checkpoint, ctx: Ctx): boolean {
  const flow = state.flows[index]!;
  const config = state.config.flows[index]!;
  const { buffer } = flow;
  const full = buffer.rows.length >= config.maxBufferSizeRecords || (buffer.rows.length > 0 && buffer.size + bytes > config.maxBufferSizeBytes);
  if (full && !queueBuffer(state, index, ctx)) return false;
  const open = flow.buffer;
  if (open.rows.length === 0) {
    open.since = ctx.now;
    ctx.after(config.maxBufferAgeMillis, { type: 'age', flow: index, life: state.life, buffer: open.id });
  }
  ctx.records.holdRow(row);
  open.rows.push(row);
  open.keys.push(key);
  open.bytes.push(bytes);
  open.size += bytes;
  open.end = end;
  if (open.rows.length >= config.maxBufferSizeRecords || open.size >= config.maxBufferSizeBytes) queueBuffer(state, index, ctx);
  return true;
}

/** Puts the buffer into the queue; false when there is no room. */
function queueBuffer(state: AgentState, index: number, ctx: Ctx): boolean {
  const flow = state.flows[index]!;
  const config = state.config.flows[index]!;
  const { buffer } = flow;
  if (buffer.rows.length === 0) return true;
  if (flow.queue.length >= config.publishQueueCapacity) {
    ctx.trace('queue.full', config.filePattern, { publishQueueCapacity: config.publishQueueCapacity });
    return false;
  }
  closeBuffer(flow);
  turn(state, index, ctx);
  return true;
}

/** The buffer has waited long enough. */
export function ageOut(state: AgentState, index: number, id: number, ctx: Ctx): void {
  const flow = state.flows[index]!;
  if (flow.buffer.id === id) queueBuffer(state, index, ctx);
}

/** A full buffer, or one that is old, that found the queue full before. */
function bufferDue(state: AgentState, index: number, ctx: Ctx): boolean {
  const { buffer } = state.flows[index]!;
  const config = state.config.flows[index]!;
  return buffer.rows.length > 0 && (buffer.rows.length >= config.maxBufferSizeRecords || buffer.size >= config.maxBufferSizeBytes || ctx.now - buffer.since >= config.maxBufferAgeMillis);
}

/** The publisher's loop: it backs off if it must, takes a buffer that failed or the oldest of the queue, sends it, and begins anew. */
export function turn(state: AgentState, index: number, ctx: Ctx): void {
  const flow = state.flows[index]!;
  const config = state.config.flows[index]!;
  while (flow.waitsUntil < 0 && flow.sending < state.config.maxSendingThreads) {
    if (!flow.ready) {
      const backoff = backoffMs(flow.failures, config.retryInitialBackoffMillis, config.retryMaxBackoffMillis);
      const delay = backoff === 0 ? 0 : jitteredMs(backoff, ctx.rng.unit(), ctx.limits);
      flow.ready = true;
      if (delay > 0) {
        ctx.trace('publisher.backing-off', config.filePattern, { failures: Math.round(flow.failures) }, { waits: 1, ms: delay });
        flow.waitsFrom = ctx.now;
        waitUntil(state, index, ctx.now + wholeSteps(delay, ctx), ctx);
        return;
      }
    }
    const retry = flow.retries.shift();
    const buffer = retry ?? flow.queue.shift();
    if (buffer === undefined) return;
    flow.ready = false;
    if (bufferDue(state, index, ctx) && flow.queue.length < config.publishQueueCapacity) closeBuffer(flow);
    if (flow.blocked) {
      flow.blocked = false;
      wake(state, index, ctx);
    }
    send(state, index, buffer, retry !== undefined, ctx);
  }
}

/** Moves what the buffer holds into the queue, and begins a new one. */
function closeBuffer(flow: Flow): void {
  const { buffer } = flow;
  const records = makeBatch({ count: buffer.rows.length, rows: Uint32Array.from(buffer.rows), keys: Uint32Array.from(buffer.keys), bytes: Uint32Array.from(buffer.bytes) });
  flow.queue.push(Object.freeze({ id: buffer.id, records, end: Object.freeze(buffer.end!) }));
  flow.buffer = newBuffer(flow.nextBuffer++);
}

/** The least time, in whole steps of a wait, that is as long as `ms`. */
function wholeSteps(ms: number, ctx: Ctx): number {
  const step = ctx.limits.duration('agent.retry.wait-step');
  return Math.ceil(ms / step) * step;
}

function waitUntil(state: AgentState, index: number, at: number, ctx: Ctx): void {
  const flow = state.flows[index]!;
  flow.waitsUntil = at;
  ctx.after(at - ctx.now, { type: 'backoff', flow: index, life: state.life, wait: ++flow.wait });
}

/** A wait has ended. */
export function endBackoff(state: AgentState, index: number, wait: number, ctx: Ctx): void {
  const flow = state.flows[index]!;
  if (flow.wait !== wait || flow.waitsUntil < 0) return;
  flow.waitsUntil = -1;
  turn(state, index, ctx);
}

function send(state: AgentState, index: number, buffer: SendBuffer, again: boolean, ctx: Ctx): void {
  const flow = state.flows[index]!;
  const { records } = buffer;
  const id = state.nextSending++;
  const destination = destinationOf(state.config.flows[index]!, ctx);
  state.sendings.set(id, Object.freeze({ flow: index, buffer, firehose: destination?.firehose ?? false, orphaned: false }));
  flow.sending++;
  if (again) flow.recordsResent += records.count;
  ctx.count('RecordSendAttempts', records.count);
  ctx.hop(records.rows, 'record.sent', () => ({ of: records.count, again }));
  if (destination === undefined) ctx.after(deniedAfter, { type: 'failed', id, code: 'ResourceNotFoundException' });
  else if (ctx.now < state.deniedUntil) ctx.after(deniedAfter, { type: 'failed', id, code: 'AccessDeniedException' });
  else if (destination.firehose) ctx.call(destination.edge, PutRecordBatch, { records }, { type: 'sent', id }, state.config.socketTimeoutMillis);
  else ctx.call(destination.edge, PutRecords, { records }, { type: 'sent', id }, state.config.socketTimeoutMillis);
}

function sum(column: Uint32Array): number {
  let total = 0;
  for (let i = 0; i < column.length; i++) total += column[i]!;
  return total;
}

/** The answer to a call. */
export function answered(state: AgentState, id: number, reply: Reply<unknown>, ctx: Ctx): void {
  const sending = state.sendings.get(id);
  if (!sending) return;
  state.sendings.delete(id);
  const { buffer, flow: index, firehose, orphaned } = sending;
  const { records } = buffer;
  if (orphaned) return ctx.records.release(records.rows, 'died-with-process');
  const flow = state.flows[index]!;
  const config = state.config.flows[index]!;
  flow.sending--;
  if (!reply.ok) {
    ctx.count('ServiceErrors', 1);
    flow.failures += 1;
    flow.retries.push(buffer);
    ctx.trace('send.failed', config.filePattern, { code: reply.error.code }, { calls: 1, records: records.count });
    return turn(state, index, ctx);
  }
  ctx.count('ServiceErrors', 0);
  const outcome: EntryOutcome = firehose ? (reply.response as PutRecordBatchResponse).outcome : (reply.response as PutRecordsResponse).outcome;
  const stored = outcome.failed === records.count ? undefined : successes(records, outcome);
  ctx.count('RecordSendErrors', outcome.failed);
  ctx.count('BytesSent', stored ? sum(stored.bytes) : 0);
  flow.recordsSent += records.count - outcome.failed;
  if (stored) ctx.records.release(stored.rows, 'died-with-process');
  if (outcome.failed === 0) succeed(state, index, buffer, ctx);
  else partly(state, index, buffer, failedEntries(records, outcome), outcome, ctx);
  turn(state, index, ctx);
}

function partly(state: AgentState, index: number, buffer: SendBuffer, failed: RecordBatch, outcome: EntryOutcome, ctx: Ctx): void {
  const flow = state.flows[index]!;
  const code = outcome.codes[outcome.code.find((each) => each !== 0)! - 1]!;
  flow.failures += failed.count / buffer.records.count;
  flow.retries.push(Object.freeze({ ...buffer, records: failed }));
  ctx.trace('send.partial', state.config.flows[index]!.filePattern, { httpStatus: 200, code }, { failed: failed.count, of: buffer.records.count });
}

/** A buffer sent whole: failures fade, a wait ends at its next step, and the checkpoint moves on. */
function succeed(state: AgentState, index: number, buffer: SendBuffer, ctx: Ctx): void {
  const flow = state.flows[index]!;
  flow.failures = failuresAfterSuccess(flow.failures, ctx.limits);
  if (flow.waitsUntil >= 0) {
    const next = flow.waitsFrom + wholeSteps(ctx.now - flow.waitsFrom + 1, ctx);
    if (next < flow.waitsUntil) waitUntil(state, index, next, ctx);
  }
  saveCheckpoint(state, index, buffer, ctx);
}

/** Only a newer buffer moves the checkpoint: one that overtakes another leaves a gap that a crash makes a loss. */
function saveCheckpoint(state: AgentState, index: number, buffer: SendBuffer, ctx: Ctx): void {
  const flow = state.flows[index]!;
  const config = state.config.flows[index]!;
  if (buffer.id <= flow.committed) return;
  flow.committed = buffer.id;
  if (ctx.now < state.checkpointsLostUntil) return ctx.trace('checkpoint.not-saved', config.filePattern, {});
  state.checkpoints.set(flowId(config), buffer.end);
  let overtaken = 0;
  for (const other of flow.retries) if (other.id < buffer.id) overtaken += other.records.count;
  for (const other of state.sendings.values()) if (!other.orphaned && other.flow === index && other.buffer.id < buffer.id) overtaken += other.buffer.records.count;
  if (overtaken > 0) ctx.trace('checkpoint.ahead', config.filePattern, { file: buffer.end.path, offset: buffer.end.offset }, { unsent: overtaken });
}

/** Everything the process holds in memory goes; calls under way are waited for by nobody. */
export function dropMemory(state: AgentState, ctx: Ctx): number {
  let dropped = 0;
  const drop = (rows: Uint32Array) => {
    dropped += rows.length;
    ctx.records.release(rows, 'died-with-process');
  };
  for (const flow of state.flows) {
    drop(Uint32Array.from(flow.buffer.rows));
    for (const { records } of [...flow.queue, ...flow.retries]) drop(records.rows);
  }
  for (const [id, sending] of state.sendings) if (!sending.orphaned) state.sendings.set(id, Object.freeze({ ...sending, orphaned: true }));
  return dropped;
}
