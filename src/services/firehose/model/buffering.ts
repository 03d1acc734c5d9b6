/** Buffers: size and interval race, the whole buffer goes, and a delivery that lags makes the next batch grow. */
import { makeBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { maxBufferSize } from './config.ts';
import { deliverBatch } from './delivery.ts';
import { backUp } from './objects.ts';
import { closeIfEmpty, sendPartition } from './partitions.ts';
import { buffers, firstPartition, type FirehoseEvent, type FirehoseState } from './state.ts';
import { invoke } from './transformation.ts';

type Ctx = ServiceContext<FirehoseEvent>;

function limitsOf(state: FirehoseState, buffer: number): { size: number; interval: number } {
  const { config } = state;
  if (buffer === buffers.lambda) return { size: config.lambdaBufferSize, interval: config.lambdaInterval };
  return { size: buffer === buffers.destination ? state.effectiveSize : config.bufferSize, interval: config.bufferInterval };
}

/** Bytes in the destination buffer that belong to no batch yet. */
function open(state: FirehoseState, buffer: number): number {
  return state.buffers[buffer]!.bytes;
}

/** Puts records into a buffer; the one that reaches the size is part of what goes. */
export function fill(state: FirehoseState, buffer: number, rows: Uint32Array, sizes: Uint32Array, ctx: Ctx): void {
  const of = state.buffers[buffer]!;
  for (let i = 0; i < rows.length; i++) {
    if (isEmpty(state, buffer)) begin(state, buffer, ctx);
    state.logs.append(buffer, rows[i]!, ctx.now, sizes[i]!);
    of.bytes += sizes[i]!;
    if (of.bytes >= limitsOf(state, buffer).size) flushDue(state, buffer, 'size', ctx);
  }
}

/** True when the next record is the first of a filling. */
function isEmpty(state: FirehoseState, buffer: number): boolean {
  return state.logs.length(buffer) === openFrom(state, buffer);
}

/** Position from which entries belong to no queued batch. */
export function openFrom(state: FirehoseState, buffer: number): number {
  return buffer === buffers.destination ? (state.queued.at(-1) ?? state.logs.first(buffer)) : state.logs.first(buffer);
}

function begin(state: FirehoseState, buffer: number, ctx: Ctx): void {
  const of = state.buffers[buffer]!;
  of.since = ctx.now;
  of.run++;
  ctx.after(limitsOf(state, buffer).interval, { type: 'interval', buffer, run: of.run });
}

/** The timer of a filling is over. */
export function intervalOver(state: FirehoseState, event: { readonly buffer: number; readonly run: number }, ctx: Ctx): void {
  if (state.buffers[event.buffer]!.run === event.run && !isEmpty(state, event.buffer)) flushDue(state, event.buffer, 'interval', ctx);
}

function flushDue(state: FirehoseState, buffer: number, reason: 'size' | 'interval', ctx: Ctx): void {
  const partition = state.partitions.get(buffer);
  if (partition) {
    // Its next object waits and grows.
    if (partition.busy) partition.due = true;
    else flush(state, buffer, reason, maxBufferSize(state.config.destination, ctx.limits), ctx);
    return;
  }
  if (buffer !== buffers.destination) return flush(state, buffer, reason, Infinity, ctx);
  if (!state.mainBusy) return flush(state, buffer, reason, Infinity, ctx);
  if (state.config.dynamicGrowth === 'none') {
    state.queued.push(state.logs.length(buffer));
    state.buffers[buffer]!.bytes = 0;
    state.buffers[buffer]!.run++;
    return;
  }
  // The batch waits and grows instead of queueing another behind it.
  const cap = maxBufferSize(state.config.destination, ctx.limits);
  const first = state.due === null;
  state.due ??= reason;
  if (state.effectiveSize >= cap || (!first && reason === 'interval')) return;
  state.effectiveSize = Math.min(cap, state.effectiveSize * 2);
  ctx.trace('buffer.grown', ctx.nodeId, { toBytes: state.effectiveSize });
}

/** Takes entries off the front of a buffer. Their rows pass to the caller. */
function take(state: FirehoseState, buffer: number, to: number): { records: RecordBatch; bytes: number } {
  const { logs } = state;
  const from = logs.first(buffer);
  const count = to - from;
  const rows = new Uint32Array(count);
  const arrivedAt = new Uint32Array(count);
  const sizes = new Uint32Array(count);
  logs.readInto(buffer, from, to, rows, arrivedAt, sizes);
  logs.dropBefore(buffer, to);
  let bytes = 0;
  for (const size of sizes) bytes += size;
  return { records: makeBatch({ count, rows, keys: rows, bytes: sizes, arrivedAt }), bytes };
}

/** Sends off what a buffer holds, up to a size. */
function flush(state: FirehoseState, buffer: number, reason: 'size' | 'interval', maxBytes: number, ctx: Ctx): void {
  const { logs } = state;
  const of = state.buffers[buffer]!;
  const from = logs.first(buffer);
  const to = maxBytes === Infinity ? logs.length(buffer) : Math.max(from + 1, logs.fit(buffer, from, Infinity, maxBytes).to);
  const { records, bytes } = take(state, buffer, to);
  of.bytes -= bytes;
  if (logs.first(buffer) === logs.length(buffer)) of.run++;
  if (buffer === buffers.lambda) return invoke(state, records, ctx);
  if (buffer === buffers.backup) return backUp(state, records, ctx);
  tellFlush(state, records, bytes, reason, ctx);
  if (buffer >= firstPartition) sendPartition(state, buffer, records, bytes, ctx);
  else deliverBatch(state, records, bytes, ctx);
}

/** The object of a partition is written or given up. */
export function partitionOver(state: FirehoseState, buffer: number, ctx: Ctx): void {
  const partition = state.partitions.get(buffer);
  if (!partition) return;
  partition.busy = false;
  if (partition.due && !isEmpty(state, buffer)) flush(state, buffer, 'size', maxBufferSize(state.config.destination, ctx.limits), ctx);
  closeIfEmpty(state, buffer);
}

function tellFlush(state: FirehoseState, records: RecordBatch, bytes: number, reason: 'size' | 'interval', ctx: Ctx): void {
  state.flushes++;
  if (reason === 'size') state.flushedBySize++;
  state.lastFlushAt = ctx.now;
  ctx.trace('buffer.flushed', reason, { reason }, { records: records.count, bytes });
}

/** A delivery is over: the next batch goes if one is due, else the size shrinks back towards its hint. */
export function deliveryOver(state: FirehoseState, ctx: Ctx): void {
  state.mainBusy = false;
  const { logs, config } = state;
  const queuedTo = state.queued.shift();
  if (queuedTo !== undefined) {
    if (queuedTo <= logs.first(buffers.destination)) return deliveryOver(state, ctx);
    const { records, bytes } = take(state, buffers.destination, queuedTo);
    tellFlush(state, records, bytes, 'size', ctx);
    return deliverBatch(state, records, bytes, ctx);
  }
  const { due } = state;
  if (due !== null && logs.first(buffers.destination) < logs.length(buffers.destination)) {
    const cap = maxBufferSize(config.destination, ctx.limits);
    const all = open(state, buffers.destination);
    if (all <= cap) state.due = null;
    return flush(state, buffers.destination, due, cap, ctx);
  }
  state.due = null;
  if (state.effectiveSize > config.bufferSize) {
    state.effectiveSize = Math.max(config.bufferSize, Math.floor(state.effectiveSize / 2));
    ctx.trace('buffer.shrunk', ctx.nodeId, { toBytes: state.effectiveSize });
    if (open(state, buffers.destination) >= state.effectiveSize) flushDue(state, buffers.destination, 'size', ctx);
  }
}
