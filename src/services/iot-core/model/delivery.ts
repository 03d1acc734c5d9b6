/** From broker to subscriber: QoS 0 once, QoS 1 until it is acknowledged, stored while a persistent session is away. */
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import { levelsMatch } from './mqtt.ts';
import { answer, type FromBroker } from './operations.ts';
import { mayDo, mayDoAll } from './permission.ts';
import type { Ctx, IotState, Outgoing, Session } from './state.ts';
import { topicFacts } from './topics.ts';

/** How long the broker waits for an acknowledgement before it sends again. [SIM] */
const redeliverMs = 5000;
/** Messages that a session stores; more push out the oldest. [SIM] */
const maxStored = 1000;
const resumeMs = (ctx: Ctx) => Math.ceil(1000 / ctx.limits.number('iot.session.resend-per-second'));

/** Something on its way to subscribers. */
export interface Outbound {
  readonly row: number;
  readonly topic: number;
  readonly bytes: number;
  readonly data: PlainData | undefined;
  readonly qos: 0 | 1;
}

interface Index {
  version: number;
  readonly byTopic: Map<number, readonly { readonly session: number; readonly qos: 0 | 1 }[]>;
}
const indexes = new WeakMap<IotState, Index>();

/** Sessions that a topic reaches; a memo until subscriptions change. Overlapping filters of one client give one copy at the highest QoS. [SIM] */
function subscribersOf(state: IotState, topic: number, ctx: Ctx): readonly { readonly session: number; readonly qos: 0 | 1 }[] {
  let index = indexes.get(state);
  if (index === undefined || index.version !== state.subscriptionsVersion) indexes.set(state, (index = { version: state.subscriptionsVersion, byTopic: new Map() }));
  let found = index.byTopic.get(topic);
  if (found === undefined) {
    const { levels } = topicFacts(topic, ctx);
    const list: { session: number; qos: 0 | 1 }[] = [];
    for (const session of state.sessions.values()) {
      const matching = session.subscriptions.filter((each) => levelsMatch(each.levels, levels));
      if (matching.length > 0) list.push({ session: session.client, qos: matching.some((each) => each.qos === 1) ? 1 : 0 });
    }
    if (index.byTopic.size > 10_000) index.byTopic.clear();
    index.byTopic.set(topic, (found = list));
  }
  return found;
}

/** Sends a message to all who subscribed. Answers to how many. */
export function deliver(state: IotState, message: Outbound, ctx: Ctx): number {
  const subscribers = subscribersOf(state, message.topic, ctx);
  let reached = 0;
  for (const { session: client, qos } of subscribers) {
    const session = state.sessions.get(client)!;
    if (!mayReceive(state, session, message.topic, ctx)) continue;
    reached++;
    deliverTo(state, session, message, Math.min(qos, message.qos) as 0 | 1, ctx);
  }
  return reached;
}

/** Rights to receive are asked for at every delivery. */
export function mayReceive(state: IotState, session: Session, topic: number, ctx: Ctx): boolean {
  const { request } = session;
  return mayDoAll(state, request) || mayDo(state, request, { action: 'iot:Receive', resource: `topic/${ctx.keys.text(topic)}` }).allowed;
}

/** Gives one client a message at the QoS that counts. */
export function deliverTo(state: IotState, session: Session, { row, topic, bytes, data }: Outbound, qos: 0 | 1, ctx: Ctx): void {
  if (qos === 0) {
    // Nobody is there: at QoS 0 the message is gone for this client.
    if (session.call) push(state, session, { id: 0, row, topic, bytes, data, firstAt: ctx.now, sentAt: ctx.now }, false, ctx);
    return;
  }
  if (row >= 0) ctx.records.holdRow(row);
  let outbox = [...session.outbox, Object.freeze({ id: state.nextPacket++, row, topic, bytes, data, firstAt: ctx.now, sentAt: -1 })];
  if (outbox.length > maxStored) {
    const [dropped, ...rest] = outbox;
    letGo(dropped!, 'expired', ctx);
    ctx.trace('session.full', session.request.clientId, { stored: maxStored }, { dropped: 1 });
    outbox = rest;
  }
  session.outbox = Object.freeze(outbox);
  if (session.call && !session.resuming) sendWaiting(state, session, Infinity, ctx);
}

function letGo(item: Outgoing, reason: 'expired' | 'dropped-by-rule', ctx: Ctx): void {
  if (item.row >= 0) ctx.records.releaseRow(item.row, reason);
}

function push(state: IotState, session: Session, { id, row, topic, bytes, data }: Outgoing, duplicate: boolean, ctx: Ctx): void {
  const records = row < 0 ? undefined : makeBatch({ count: 1, rows: Uint32Array.of(row), keys: Uint32Array.of(topic), bytes: Uint32Array.of(bytes) });
  state.messagesOut++;
  ctx.count('PublishOut.Success', 1);
  ctx.bill('iot-messages', messageUnits(bytes, ctx));
  ctx.push<FromBroker>(session.call!, answer({ type: 'message', id, topic, duplicate, records, data }));
}

/** Messages are billed in pieces of 5 KB. */
export function messageUnits(bytes: number, ctx: Ctx): number {
  return Math.max(1, Math.ceil(bytes / ctx.limits.bytes('iot.billing.message-unit')));
}

/** Sends what was not sent yet, as far as unacknowledged messages are allowed. */
function sendWaiting(state: IotState, session: Session, most: number, ctx: Ctx): void {
  const maxUnacknowledged = ctx.limits.number('iot.mqtt.max-unacknowledged');
  let unacknowledged = 0;
  for (const item of session.outbox) if (item.sentAt >= 0) unacknowledged++;
  let left = Math.min(most, maxUnacknowledged - unacknowledged);
  if (left <= 0 || unacknowledged === session.outbox.length) return;
  session.outbox = Object.freeze(
    session.outbox.map((item) => {
      if (item.sentAt >= 0 || left-- <= 0) return item;
      push(state, session, item, item.firstAt < session.connectedAt, ctx);
      return Object.freeze({ ...item, sentAt: ctx.now });
    }),
  );
  if (!session.retrying) {
    session.retrying = true;
    ctx.after(redeliverMs, { type: 'redeliver', client: session.client, life: session.life });
  }
}

export function acknowledged(state: IotState, session: Session, id: number, ctx: Ctx): void {
  const item = session.outbox.find((each) => each.id === id);
  if (!item) return;
  letGo(item, 'dropped-by-rule', ctx);
  session.outbox = Object.freeze(session.outbox.filter((each) => each !== item));
  if (session.call && !session.resuming) sendWaiting(state, session, Infinity, ctx);
}

/** Sends again what is not acknowledged; after an hour the broker gives a message up. */
export function redeliver(state: IotState, session: Session, ctx: Ctx): void {
  session.retrying = false;
  if (!session.call) return;
  const span = ctx.limits.duration('iot.mqtt.qos1-retry-span');
  const kept = session.outbox.filter((item) => {
    if (ctx.now - item.firstAt < span) return true;
    letGo(item, 'expired', ctx);
    return false;
  });
  session.outbox = Object.freeze(
    kept.map((item) => {
      if (item.sentAt < 0 || ctx.now - item.sentAt < redeliverMs) return item;
      push(state, session, item, true, ctx);
      ctx.trace('message.redelivered', session.request.clientId, { topic: ctx.keys.text(item.topic) }, { messages: 1 });
      return Object.freeze({ ...item, sentAt: ctx.now });
    }),
  );
  if (session.outbox.some((item) => item.sentAt >= 0)) {
    session.retrying = true;
    ctx.after(redeliverMs, { type: 'redeliver', client: session.client, life: session.life });
  }
}

/** A session is back: what it missed goes out slowly. */
export function resume(state: IotState, session: Session, ctx: Ctx): void {
  session.outbox = Object.freeze(session.outbox.map((item) => (item.sentAt < 0 ? item : Object.freeze({ ...item, sentAt: -1 }))));
  session.resuming = session.outbox.length > 0;
  if (session.resuming) ctx.after(resumeMs(ctx), { type: 'resume', client: session.client, life: session.life });
}

export function resumeOne(state: IotState, session: Session, ctx: Ctx): void {
  if (!session.call) return;
  sendWaiting(state, session, 1, ctx);
  session.resuming = session.outbox.some((item) => item.sentAt < 0);
  if (session.resuming) ctx.after(resumeMs(ctx), { type: 'resume', client: session.client, life: session.life });
}

/** The session ends: what it stored is gone. */
export function emptyOutbox(session: Session, ctx: Ctx): void {
  for (const item of session.outbox) letGo(item, 'expired', ctx);
  session.outbox = Object.freeze([]);
}
