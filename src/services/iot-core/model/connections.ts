/** Connections: who may connect, one connection a client id, keep-alive, Last Will, and sessions that outlive a connection. */
import type { Call } from '../../../sim/calls.ts';
import { deliverTo, emptyOutbox, mayReceive, resume } from './delivery.ts';
import { filterProblem } from './mqtt.ts';
import { answer, protocolProblem, type ConnectRequest, type FromBroker, type SubscribeRequest } from './operations.ts';
import { credentialsOf, mayDo } from './permission.ts';
import type { Ctx, IotState, Session, Subscription } from './state.ts';

/** SUBACK code of a filter that is refused. */
const refusedCode = 128;
const connectWindowMs = 1000;

/** Brings connection minutes up to now. */
export function settleConnections(state: IotState, ctx: Ctx): void {
  ctx.bill('connection-minutes', (state.connected * (ctx.now - state.settledAt)) / 60_000);
  state.settledAt = ctx.now;
}

function refuse(call: Call<ConnectRequest>, reason: string, detail: Record<string, string>, ctx: Ctx): undefined {
  ctx.trace('connection.refused', call.request.clientId, { reason, ...detail });
  ctx.push<FromBroker>(call, answer({ type: 'connack', code: 7, sessionPresent: false }));
  ctx.reply<FromBroker>(call, answer({ type: 'closed', reason }));
}

/** Takes a client in or refuses it. Answers the connection of the same client id that ends by that: its Last Will is due. */
export function connect(state: IotState, call: Call<ConnectRequest>, ctx: Ctx): ConnectRequest | undefined {
  const { request } = call;
  const client = ctx.keys.intern(request.clientId);
  const last = state.lastConnectAt.get(client);
  if (last !== undefined && ctx.now - last < connectWindowMs / ctx.limits.number('iot.mqtt.connects-per-second')) {
    ctx.count('Connect.ClientIDThrottle', 1);
    return refuse(call, 'too many connects', {}, ctx);
  }
  const wrongWay = protocolProblem(request.protocol, credentialsOf(request));
  const permission = wrongWay !== undefined ? { allowed: false, says: wrongWay } : mayDo(state, request, { action: 'iot:Connect', resource: `client/${request.clientId}` });
  if (!permission.allowed) {
    ctx.count('Connect.AuthError', 1);
    return refuse(call, 'not authorized', { says: permission.says }, ctx);
  }
  if (!request.cleanSession && ctx.limits.edition === 'notes') return refuse(call, 'persistent sessions exist in the Today edition only', {}, ctx);
  const before = state.sessions.get(client);
  const displaced = before?.call ? before.request : undefined;
  if (before?.call) {
    ctx.trace('client.displaced', request.clientId, { secondsConnected: Math.floor((ctx.now - before.connectedAt) / 1000) });
    disconnect(state, before, 'DUPLICATE_CLIENTID', ctx);
  }
  state.lastConnectAt.set(client, ctx.now);
  const kept = state.sessions.get(client);
  const sessionPresent = kept !== undefined && !request.cleanSession;
  if (kept && request.cleanSession) forget(state, kept, ctx);
  const session: Session = sessionPresent ? kept : { client, request, call: undefined, life: 0, connectedAt: 0, lastSeenAt: 0, subscriptions: Object.freeze([]), outbox: Object.freeze([]), shadowRequests: Object.freeze([]), retrying: false, resuming: false };
  session.request = request;
  session.call = call;
  session.life = state.next++;
  session.connectedAt = ctx.now;
  session.lastSeenAt = ctx.now;
  session.retrying = false;
  state.sessions.set(client, session);
  settleConnections(state, ctx);
  state.connected++;
  ctx.count('Connect.Success', 1);
  ctx.trace('client.connected', ctx.nodeId, { protocol: request.protocol }, { clients: 1 });
  ctx.push<FromBroker>(call, answer({ type: 'connack', code: 0, sessionPresent }));
  ctx.after(patience(session, ctx), { type: 'keepAlive', client, life: session.life });
  if (sessionPresent) {
    ctx.trace('session.resumed', request.clientId, { stored: session.outbox.length });
    resume(state, session, ctx);
  }
  return displaced;
}

/** A keep-alive of 0 counts as the longest one. */
function patience(session: Session, ctx: Ctx): number {
  const longest = ctx.limits.duration('iot.mqtt.max-keep-alive');
  const bounded = session.request.keepAliveMs === 0 ? longest : Math.min(longest, Math.max(ctx.limits.duration('iot.mqtt.min-keep-alive'), session.request.keepAliveMs));
  return Math.ceil(bounded * ctx.limits.number('iot.mqtt.keep-alive-factor'));
}

/** Silence for longer than 1.5 keep-alives ends a connection. Answers the session whose Last Will is due. */
export function keepAlive(state: IotState, session: Session, ctx: Ctx): Session | undefined {
  if (!session.call) return undefined;
  const left = session.lastSeenAt + patience(session, ctx) - ctx.now;
  if (left > 0) {
    ctx.after(left, { type: 'keepAlive', client: session.client, life: session.life });
    return undefined;
  }
  ctx.trace('client.timed-out', session.request.clientId, { silentMs: ctx.now - session.lastSeenAt });
  disconnect(state, session, 'MQTT_KEEP_ALIVE_TIMEOUT', ctx);
  return session;
}

/** Ends a connection; a session that is not clean stays for an hour. */
export function disconnect(state: IotState, session: Session, reason: string, ctx: Ctx): void {
  if (!session.call) return;
  ctx.reply<FromBroker>(session.call, answer({ type: 'closed', reason }));
  settleConnections(state, ctx);
  state.connected--;
  session.call = undefined;
  session.life = state.next++;
  session.resuming = false;
  ctx.trace('client.disconnected', ctx.nodeId, { reason }, { clients: 1 });
  if (session.request.cleanSession) forget(state, session, ctx);
  else ctx.after(ctx.limits.duration('iot.session.default-expiry'), { type: 'expire', client: session.client, life: session.life });
}

/** The session is gone with its subscriptions and what it stored. */
export function forget(state: IotState, session: Session, ctx: Ctx): void {
  emptyOutbox(session, ctx);
  if (session.subscriptions.length > 0) state.subscriptionsVersion++;
  state.sessions.delete(session.client);
}

/** Answers which filters were granted. A filter without wildcards brings the topic's retained message. */
export function subscribe(state: IotState, call: Call<SubscribeRequest>, ctx: Ctx): void {
  const { clientId, filters } = call.request;
  const session = state.sessions.get(ctx.keys.intern(clientId));
  if (!session?.call) return ctx.reply(call, answer({ codes: filters.map(() => refusedCode) }));
  session.lastSeenAt = ctx.now;
  const tooMany = filters.length > ctx.limits.number('iot.subscribe.max-filters');
  const codes = filters.map(({ filter, qos }) => {
    const problem = tooMany ? 'too many filters in one request' : filterProblem(filter, ctx.limits);
    const permission = problem === undefined ? mayDo(state, session.request, { action: 'iot:Subscribe', resource: `topicfilter/${filter}` }) : { allowed: false, says: problem };
    if (!permission.allowed) {
      ctx.count(problem === undefined ? 'Subscribe.AuthError' : 'Subscribe.ClientError', 1);
      ctx.trace('subscription.refused', clientId, { filter, says: permission.says });
      return refusedCode;
    }
    if (!add(session, { filter, levels: Object.freeze(filter.split('/')), qos }, ctx)) {
      ctx.count('Subscribe.ClientError', 1);
      ctx.trace('subscription.refused', clientId, { filter, says: `a connection has at most ${ctx.limits.number('iot.connection.max-subscriptions')} subscriptions` });
      return refusedCode;
    }
    state.subscriptionsVersion++;
    ctx.count('Subscribe.Success', 1);
    return qos;
  });
  ctx.reply(call, answer({ codes }));
  filters.forEach(({ filter, qos }, i) => {
    const data = state.retained.get(filter)?.payload;
    if (codes[i] !== refusedCode && data !== undefined && mayReceive(state, session, ctx.keys.intern(filter), ctx)) deliverTo(state, session, { row: -1, topic: ctx.keys.intern(filter), bytes: JSON.stringify(data).length, data, qos: 1 }, qos, ctx);
  });
}

function add(session: Session, subscription: Subscription, ctx: Ctx): boolean {
  const others = session.subscriptions.filter((each) => each.filter !== subscription.filter);
  if (others.length >= ctx.limits.number('iot.connection.max-subscriptions')) return false;
  session.subscriptions = Object.freeze([...others, Object.freeze(subscription)]);
  return true;
}
