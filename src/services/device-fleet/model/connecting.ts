/** Devices come and go: connects, subscriptions, lost networks, reconnect storms, and what the broker sends. */
import { isPlainRecord, type PlainData } from '../../../sim/plainData.ts';
import type { Reply } from '../../../sim/calls.ts';
import { Connect, Ping, PubAck, PublishData, Subscribe, type FromBroker, type SubscribeResponse } from '../../iot-core/model/operations.ts';
import { credentialsOf, isListener } from './config.ts';
import { flushBuffer } from './sending.ts';
import { deviceName, filled, type Ctx, type FleetState } from './state.ts';

export const away = 0;
export const asking = 1;
export const connected = 2;
const maxWaitMs = 60_000;
/** A connect that is not answered is made again. [SIM] */
const connectTimeoutMs = 10_000;

export function edgeOf(ctx: Ctx): number | undefined {
  return ctx.edgesAt('out')[0];
}

export function isOffline(state: FleetState, device: number, now: number): boolean {
  return state.offlineUntil[device]! > now;
}

export function connect(state: FleetState, device: number, ctx: Ctx): void {
  const { config } = state;
  const edge = edgeOf(ctx);
  if (edge === undefined || state.status[device] === connected || isOffline(state, device, ctx.now)) return;
  const name = deviceName(config, device);
  const life = ++state.life[device]!;
  state.status[device] = asking;
  const will = config.will === '' ? null : { topic: filled(config.will, config, device), payload: { device: name, online: false } };
  ctx.call(edge, Connect, { clientId: name, certificate: `cert-${name}`, credentials: credentialsOf(config), protocol: config.protocol, cleanSession: config.cleanSession, keepAliveMs: config.keepAlive, will }, { type: 'connection', device, life });
  ctx.after(connectTimeoutMs, { type: 'unanswered', device, life });
}

/** Nothing came back in time: the connect is made again. */
export function unanswered(state: FleetState, device: number, life: number, ctx: Ctx): void {
  if (state.life[device] === life && state.status[device] === asking) connect(state, device, ctx);
}

/** A new try after a growing wait. */
export function connectLater(state: FleetState, device: number, ctx: Ctx): void {
  const { reconnectWait, reconnectJitter } = state.config;
  const longest = Math.min(maxWaitMs, reconnectWait * 2 ** Math.min(10, state.tries[device]!));
  state.tries[device] = Math.min(200, state.tries[device]! + 1);
  ctx.after(reconnectJitter ? ctx.rng.int(Math.ceil(longest / 2), longest) : longest, { type: 'connect', device, life: state.life[device]! });
}

/** Something came over a device's connection. */
export function fromBroker(state: FleetState, device: number, life: number, reply: Reply<FromBroker>, ctx: Ctx): void {
  if (!reply.ok || state.life[device] !== life) return;
  const message = reply.response;
  // A device without a network hears nothing.
  if (isOffline(state, device, ctx.now)) return;
  if (message.type === 'connack') {
    if (message.code !== 0) return;
    state.status[device] = connected;
    state.tries[device] = 0;
    subscribe(state, device, life, message.sessionPresent, ctx);
    const { config } = state;
    if (config.birth !== '') ctx.send(edgeOf(ctx)!, PublishData, { clientId: deviceName(config, device), topic: filled(config.birth, config, device), payload: { device: deviceName(config, device), online: true }, retain: true });
    flushBuffer(state, device, ctx);
  } else if (message.type === 'closed') {
    state.status[device] = away;
    ctx.trace('device.disconnected', message.reason === 'DUPLICATE_CLIENTID' ? deviceName(state.config, device) : ctx.nodeId, { reason: message.reason }, { devices: 1 });
    connectLater(state, device, ctx);
  } else receive(state, device, message, ctx);
}

function subscribe(state: FleetState, device: number, life: number, sessionPresent: boolean, ctx: Ctx): void {
  const { config } = state;
  const name = deviceName(config, device);
  const filters = config.subscribe.map((filter) => ({ filter: filled(filter, config, device), qos: config.qos }));
  if (config.shadow === 'follow') filters.push({ filter: `$aws/things/${name}/shadow/update/delta`, qos: 1 }, { filter: `$aws/things/${name}/shadow/get/accepted`, qos: 1 });
  if (filters.length > 0 && !sessionPresent) ctx.call(edgeOf(ctx)!, Subscribe, { clientId: name, filters }, { type: 'subscribed', device, life }, connectTimeoutMs);
  else if (config.shadow === 'follow') askShadow(state, device, ctx);
}

export function subscribed(state: FleetState, device: number, life: number, reply: Reply<SubscribeResponse>, ctx: Ctx): void {
  if (state.life[device] !== life || state.status[device] !== connected) return;
  const refused = reply.ok ? reply.response.codes.filter((code) => code === 128).length : 0;
  if (refused > 0) ctx.trace('subscription.failed', deviceName(state.config, device), { refused });
  else if (state.config.shadow === 'follow') askShadow(state, device, ctx);
}

function askShadow(state: FleetState, device: number, ctx: Ctx): void {
  const name = deviceName(state.config, device);
  ctx.send(edgeOf(ctx)!, PublishData, { clientId: name, topic: `$aws/things/${name}/shadow/get`, payload: {}, retain: false });
}

function receive(state: FleetState, device: number, message: Extract<FromBroker, { type: 'message' }>, ctx: Ctx): void {
  state.received++;
  ctx.count('MessagesReceived', 1);
  if (message.records) {
    const { rows } = message.records;
    if (isListener(state.config)) {
      // The message that brought the row lets go of it when this is over.
      const { duplicates } = ctx.records.deliver(ctx.sink(ctx.nodeId), rows, ctx.now);
      state.duplicates += duplicates;
    }
    ctx.hop(rows, 'message.received', () => ({ device: deviceName(state.config, device) }));
  } else if (message.data !== undefined) followShadow(state, device, ctx.keys.text(message.topic), message.data, ctx);
  if (message.id > 0) ctx.send(edgeOf(ctx)!, PubAck, { clientId: deviceName(state.config, device), id: message.id });
}

/** Does what the shadow wants and reports it. */
function followShadow(state: FleetState, device: number, topic: string, data: PlainData, ctx: Ctx): void {
  if (state.config.shadow !== 'follow' || ctx.now < state.ignoreDeltaUntil || !isPlainRecord(data) || !topic.includes('/shadow/')) return;
  const name = deviceName(state.config, device);
  const wanted = topic.endsWith('/delta') ? data.state : isPlainRecord(data.state) ? data.state.delta : undefined;
  if (!isPlainRecord(wanted)) return;
  ctx.trace('shadow.followed', name, { keys: Object.keys(wanted).join(', ') });
  ctx.send(edgeOf(ctx)!, PublishData, { clientId: name, topic: `$aws/things/${name}/shadow/update`, payload: { state: { reported: wanted as PlainData } }, retain: false });
}

export function ping(state: FleetState, ctx: Ctx): void {
  const edge = edgeOf(ctx);
  const clients: string[] = [];
  for (let device = 0; device < state.config.devices; device++) if (state.status[device] === connected && !isOffline(state, device, ctx.now)) clients.push(deviceName(state.config, device));
  if (edge !== undefined && clients.length > 0) ctx.send(edge, Ping, { clients });
  if (state.config.keepAlive > 0) ctx.after(state.config.keepAlive, { type: 'ping' });
}

/** The network of some devices is gone; the broker learns of it by their silence. Afterwards they come back, at once or spread. */
export function goOffline(state: FleetState, target: string | undefined, until: number, ctx: Ctx): void {
  const chosen = devicesOf(state, target);
  ctx.trace('devices.offline', ctx.nodeId, { devices: chosen.length });
  for (const device of chosen) {
    state.offlineUntil[device] = until;
    state.status[device] = away;
    state.life[device]!++;
    state.tries[device] = 0;
    if (until !== Infinity) ctx.after(until - ctx.now + (state.config.reconnectJitter ? ctx.rng.int(0, state.config.reconnectWait) : 0), { type: 'online', device });
  }
}

export function comeBack(state: FleetState, target: string | undefined, ctx: Ctx): void {
  for (const device of devicesOf(state, target)) {
    if (!isOffline(state, device, ctx.now)) continue;
    state.offlineUntil[device] = 0;
    connect(state, device, ctx);
  }
}

/** Devices that a target names: one by its name, a share such as 0.3 or 30%, or all. */
function devicesOf(state: FleetState, target: string | undefined): number[] {
  const { config } = state;
  const all = Array.from({ length: config.devices }, (_, device) => device);
  if (target === undefined || target === '') return all;
  const share = target.endsWith('%') ? Number(target.slice(0, -1)) / 100 : Number(target);
  if (share >= 0 && share <= 1) return all.slice(0, Math.round(share * config.devices));
  return all.filter((device) => deviceName(config, device) === target);
}

/** A second program uses the client id of device 1. */
export function intrude(state: FleetState, ctx: Ctx): void {
  const edge = edgeOf(ctx);
  if (edge === undefined || ctx.now >= state.intruderUntil) return;
  const name = deviceName(state.config, 0);
  ctx.call(edge, Connect, { clientId: name, certificate: `cert-${name}`, credentials: credentialsOf(state.config), protocol: state.config.protocol, cleanSession: true, keepAliveMs: state.config.keepAlive, will: null }, { type: 'intruder' });
}
