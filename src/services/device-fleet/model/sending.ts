/** What devices publish: made in turn, sent at QoS 0 or 1, kept or lost while a device has no connection. */
import type { Reply } from '../../../sim/calls.ts';
import { failures, makeBatch, successes, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import { Publish, type PublishResponse } from '../../iot-core/model/operations.ts';
import { credentialsOf } from './config.ts';
import { keysOf, type Ctx, type FleetState, type Kept } from './state.ts';

const connected = 2;
const groupMs = 20;
const stormFactor = 10;

function rateOf(state: FleetState, now: number): number {
  return state.config.devices * state.config.messagesPerSecond * (now < state.stormUntil ? stormFactor : 1);
}

export function schedule(state: FleetState, ctx: Ctx): void {
  const rate = rateOf(state, ctx.now);
  const { stopAfter } = state.config;
  if (rate <= 0 || (stopAfter > 0 && ctx.now >= stopAfter)) return;
  let delay = rate >= 50 ? groupMs : Math.max(1, Math.ceil(((1 - state.owed) * 1000) / rate - 1e-9));
  if (ctx.now < state.stormUntil && state.stormUntil !== Infinity) delay = Math.min(delay, state.stormUntil - ctx.now);
  if (stopAfter > 0) delay = Math.min(delay, stopAfter - ctx.now);
  ctx.after(Math.max(1, Math.min(delay, 3_600_000)) + Math.max(0, state.tickedAt - ctx.now), { type: 'tick', plan: state.plan });
}

/** Makes what has become due; devices take turns. */
export function produce(state: FleetState, ctx: Ctx): void {
  const span = ctx.now - state.tickedAt;
  const from = state.tickedAt;
  const { config } = state;
  if (span <= 0) return;
  state.tickedAt = ctx.now;
  if (config.stopAfter > 0 && from >= config.stopAfter) return;
  const due = state.owed + (rateOf(state, from) * span) / 1000 + 1e-9;
  const count = Math.floor(due);
  state.owed = Math.max(0, due - count - 1e-9);
  if (count === 0) return;
  const { clients, topics } = keysOf(config, ctx.keys);
  const rows: number[] = [];
  const keys: number[] = [];
  const bytes: number[] = [];
  const from_: number[] = [];
  for (let i = 0; i < count; i++) {
    const device = state.turn++ % config.devices;
    const createdAt = from + Math.ceil(((i + 1) * span) / count);
    const size = sizeOf(state, clients[device]!, createdAt, ctx);
    const row = ctx.records.birth(createdAt, clients[device]!, size, state.classBase);
    const offline = state.offlineUntil[device]! > ctx.now;
    if (config.protocol === 'https' ? offline : offline || state.status[device] !== connected) {
      keep(state, device, { row, bytes: size }, ctx);
      continue;
    }
    rows.push(row);
    keys.push(topics[device]!);
    bytes.push(size);
    from_.push(clients[device]!);
  }
  ctx.count('MessagesProduced', count);
  if (rows.length > 0) send(state, makeBatch({ count: rows.length, rows: Uint32Array.from(rows), keys: Uint32Array.from(keys), bytes: Uint32Array.from(bytes) }), Uint32Array.from(from_), 1, ctx);
}

function sizeOf(state: FleetState, client: number, createdAt: number, ctx: Ctx): number {
  const { payloadBytes } = state.config;
  if (payloadBytes > 0) return payloadBytes;
  const payload = ctx.payloads.of(state.classBase, { row: ctx.records.born, key: ctx.keys.text(client), createdAt, time: ctx.startsAt + createdAt });
  return payload === undefined ? 1024 : JSON.stringify(payload).length;
}

/** A device without a connection keeps what it has room for. */
function keep(state: FleetState, device: number, message: Kept, ctx: Ctx): void {
  const kept = state.buffers.get(device) ?? [];
  if (kept.length >= state.config.offlineBuffer) {
    state.dropped++;
    ctx.count('MessagesDropped', 1);
    ctx.trace('messages.dropped', ctx.nodeId, { offlineBuffer: state.config.offlineBuffer }, { messages: 1 });
    return ctx.records.releaseRow(message.row, 'buffer-full');
  }
  state.buffers.set(device, Object.freeze([...kept, Object.freeze(message)]));
}

/** A device is back: what it kept goes out, oldest first. */
export function flushBuffer(state: FleetState, device: number, ctx: Ctx): void {
  const kept = state.buffers.get(device);
  if (kept === undefined || kept.length === 0) return;
  state.buffers.delete(device);
  const { clients, topics } = keysOf(state.config, ctx.keys);
  const count = kept.length;
  send(state, makeBatch({ count, rows: Uint32Array.from(kept, (each) => each.row), keys: new Uint32Array(count).fill(topics[device]!), bytes: Uint32Array.from(kept, (each) => each.bytes) }), new Uint32Array(count).fill(clients[device]!), 1, ctx);
}

function send(state: FleetState, records: RecordBatch, clients: Uint32Array, attempt: number, ctx: Ctx): void {
  const { config } = state;
  const edge = ctx.edgesAt('out')[0];
  if (edge === undefined) return ctx.records.release(records.rows, 'dropped-by-code');
  state.published += attempt === 1 ? records.count : 0;
  const request = { records, clients, qos: config.qos, protocol: config.protocol, credentials: credentialsOf(config) };
  if (config.qos === 0 && config.protocol !== 'https') return ctx.send(edge, Publish, request);
  const id = state.next++;
  state.sending.set(id, Object.freeze({ records, clients, attempt }));
  ctx.call(edge, Publish, request, { type: 'sent', id }, config.ackTimeout);
}

/** PUBACKs, or their absence. A message without one is sent again: the broker may have it twice then. */
export function answered(state: FleetState, id: number, reply: Reply<PublishResponse>, ctx: Ctx): void {
  const sending = state.sending.get(id);
  if (!sending) return;
  const { records, attempt } = sending;
  if (!reply.ok || ctx.now < state.loseAcksUntil) {
    ctx.trace('puback.missing', ctx.nodeId, { attempt }, { messages: records.count });
    if (attempt < state.config.maxAttempts) ctx.after(reply.ok ? state.config.ackTimeout : 0, { type: 'again', id });
    else {
      state.sending.delete(id);
      ctx.records.release(records.rows, 'refused');
    }
    return;
  }
  state.sending.delete(id);
  const { outcome } = reply.response;
  const good = successes(records, outcome);
  state.acknowledged += good.count;
  ctx.records.release(good.rows, 'dropped-by-rule');
  if (outcome.failed > 0) ctx.records.release(failures(records, outcome).rows, 'refused');
}

export function again(state: FleetState, id: number, ctx: Ctx): void {
  const sending = state.sending.get(id);
  if (!sending) return;
  state.sending.delete(id);
  send(state, sending.records, sending.clients, sending.attempt + 1, ctx);
}
