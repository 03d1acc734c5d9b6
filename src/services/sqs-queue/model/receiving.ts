/** ReceiveMessage: short polls ask some servers and answer at once, long polls ask all and wait; FIFO queues hand out group by group. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import type { Call } from '../../../sim/calls.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import { attemptFor, repeatAttempt } from './attempts.ts';
import { billRequest } from './billing.ts';
import { bodyOf } from './bodies.ts';
import { moveToDeadLetter, outOfReceives } from './deadLetter.ts';
import { takeGroupCall } from './groups.ts';
import { hide } from './messages.ts';
import type { ReceiveMessageRequest, ReceiveMessageResponse } from './operations.ts';
import { groupLists, number, sampledServers, servers, status, word, type Ctx, type QueueState } from './state.ts';
import { throttled } from './throttle.ts';

const second = 1000;
/** Ready groups looked at in one call, where their own limits pass them over. */
const groupsLookedAt = 50;

function requestProblem(request: ReceiveMessageRequest, waitMs: number, visibilityMs: number, ctx: Ctx): AwsError | undefined {
  const most = ctx.limits.number('sqs.receive.max-messages');
  const { MaxNumberOfMessages: max } = request;
  if (!Number.isInteger(max) || max < 1 || max > most) return awsError('InvalidParameterValue', `Value ${max} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and ${most}, if provided.`);
  if (waitMs < 0 || waitMs > ctx.limits.duration('sqs.wait.max')) return awsError('InvalidParameterValue', 'Value for parameter WaitTimeSeconds is invalid.');
  if (visibilityMs < 0 || visibilityMs > ctx.limits.duration('sqs.visibility.max')) return awsError('InvalidParameterValue', 'Value for parameter VisibilityTimeout is invalid.');
  return undefined;
}

export function maxInFlight(state: QueueState, ctx: Pick<Ctx, 'limits'>): number {
  return ctx.limits.number(state.config.fifo ? 'sqs.fifo.max-in-flight' : 'sqs.standard.max-in-flight');
}

export function receiveMessages(state: QueueState, call: Call<ReceiveMessageRequest>, ctx: Ctx): void {
  const { request } = call;
  const waitMs = request.WaitTimeSeconds === undefined ? state.config.receiveMessageWaitTime : request.WaitTimeSeconds * second;
  const visibilityMs = visibilityOf(state, request);
  const problem = throttled(state, 'ReceiveMessage', ctx) ?? requestProblem(request, waitMs, visibilityMs, ctx);
  if (problem) {
    billRequest(state, 0, ctx);
    return ctx.reply(call, { ok: false, error: problem });
  }
  const repeated = repeatAttempt(state, request, visibilityMs, ctx);
  if (repeated) return answer(state, call, repeated, ctx);
  if (state.inFlight >= maxInFlight(state, ctx)) {
    ctx.trace('in-flight.full', ctx.nodeId, { limit: maxInFlight(state, ctx) }, { calls: 1 });
    // A long poll just finds nothing, and so does any call to a FIFO queue.
    if (waitMs === 0 && !state.config.fifo) {
      billRequest(state, 0, ctx);
      return ctx.reply(call, { ok: false, error: awsError('OverLimit', 'Too many messages in flight.') });
    }
  }
  const slots = take(state, request, waitMs === 0 && request.allServers !== true, ctx);
  if (slots.length > 0 || waitMs === 0) return hand(state, call, slots, ctx);
  const waiter = state.nextWaiter++;
  state.waiters.set(waiter, Object.freeze({ call, timer: ctx.after(waitMs, { type: 'wait-over', waiter }) }));
}

function visibilityOf(state: QueueState, request: ReceiveMessageRequest): number {
  return request.VisibilityTimeout === undefined ? state.config.visibilityTimeout : request.VisibilityTimeout * second;
}

/** Chooses messages for a call, moves those that had all their receives to the dead-letter queue, and answers the slots. */
function take(state: QueueState, request: ReceiveMessageRequest, short: boolean, ctx: Ctx): number[] {
  const room = Math.min(request.MaxNumberOfMessages, maxInFlight(state, ctx) - state.inFlight);
  if (room <= 0) return [];
  if (state.config.fifo) return takeFromGroups(state, room, ctx);
  return state.visible === 0 ? [] : takeFromServers(state, room, short, ctx);
}

/** One message from each sampled server in turn: each keeps its own order, all together keep none exactly. */
function takeFromServers(state: QueueState, room: number, short: boolean, ctx: Ctx): number[] {
  const order = sample(short ? sampledServers : servers, ctx);
  const slots: number[] = [];
  const spent: number[] = [];
  // A server's next message is remembered, since those chosen stay where they are until all are.
  const next = order.map((server) => state.lists.first(server));
  for (let found = true; found && slots.length < room; ) {
    found = false;
    for (let i = 0; i < order.length && slots.length < room; i++) {
      let slot = next[i]!;
      while (slot >= 0 && outOfReceives(state, slot)) {
        spent.push(slot);
        slot = state.lists.next(slot);
      }
      if (slot >= 0) {
        slots.push(slot);
        found = true;
        slot = state.lists.next(slot);
      }
      next[i] = slot;
    }
  }
  moveToDeadLetter(state, spent, ctx);
  return slots;
}

/** Some of the servers, in a random order. */
function sample(count: number, ctx: Ctx): number[] {
  const order = [0, 1, 2, 3, 4, 5, 6, 7];
  for (let i = 0; i < Math.min(count, servers - 1); i++) {
    const j = ctx.rng.int(i, servers - 1);
    const other = order[j]!;
    order[j] = order[i]!;
    order[i] = other;
  }
  return order.slice(0, count);
}

/** As many as possible of one group in order, then of others. */
function takeFromGroups(state: QueueState, room: number, ctx: Ctx): number[] {
  const slots: number[] = [];
  let group = state.groupOrder.first(groupLists.ready);
  for (let looked = 0; group >= 0 && slots.length < room && looked < groupsLookedAt; looked++) {
    const following = state.groupOrder.next(group);
    if (takeGroupCall(state, group, 'ReceiveMessage', ctx)) takeFromGroup(state, group, room, slots, ctx);
    group = following;
  }
  if (slots.length === 0 && state.visible > 0) noteBlocked(state, ctx);
  return slots;
}

function takeFromGroup(state: QueueState, group: number, room: number, slots: number[], ctx: Ctx): void {
  const spent: number[] = [];
  for (let slot = state.lists.first(group); slot >= 0 && slots.length < room; slot = state.lists.next(slot)) {
    if (state.messages.word(slot, word.status) !== status.available) break;
    if (outOfReceives(state, slot)) spent.push(slot);
    else slots.push(slot);
  }
  moveToDeadLetter(state, spent, ctx);
}

/** Messages wait behind one of their group that is in flight. */
function noteBlocked(state: QueueState, ctx: Ctx): void {
  const locked = state.due.first();
  if (locked < 0) return;
  const group = ctx.keys.text(state.messages.word(locked, word.group) - 1);
  ctx.trace('group.blocked', group, { group, visible: state.visible, inFlight: state.inFlight }, { calls: 1 });
}

/** Hides the chosen messages and answers with them. */
function hand(state: QueueState, call: Call<ReceiveMessageRequest>, slots: readonly number[], ctx: Ctx): void {
  const visibilityMs = visibilityOf(state, call.request);
  const receipts = new Float64Array(slots.length);
  slots.forEach((slot, i) => {
    receipts[i] = hide(state, slot, visibilityMs, ctx);
  });
  attemptFor(state, call.request, slots, receipts, visibilityMs, ctx);
  answer(state, call, { slots, receipts }, ctx);
}

function answer(state: QueueState, call: Call<ReceiveMessageRequest>, { slots, receipts }: { readonly slots: readonly number[]; readonly receipts: Float64Array }, ctx: Ctx): void {
  const { messages } = state;
  const count = slots.length;
  const column = (of: number) => {
    const values = new Uint32Array(count);
    for (let i = 0; i < count; i++) values[i] = messages.word(slots[i]!, of);
    return values;
  };
  const floats = (of: number) => {
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = messages.float(slots[i]!, of);
    return values;
  };
  const bytes = column(word.bytes);
  const records = makeBatch({
    count,
    rows: column(word.row),
    keys: column(word.key),
    bytes,
    arrivedAt: column(word.sentAt),
    receives: column(word.receives),
    ...(state.config.fifo ? { sequences: floats(number.sequence) } : {}),
  });
  const response: ReceiveMessageResponse = {
    records,
    messages: floats(number.message),
    receipts,
    ...(state.config.fifo ? { groups: column(word.group) } : {}),
    ...(call.request.detailed === true
      ? {
          details: {
            identities: floats(number.identity),
            bodies: Array.from(records.rows, (row) => bodyOf(row, ctx) ?? `record ${row}`),
            contents: Array.from(records.rows, (row) => ctx.content(row)),
            receivedBefore: column(word.receivedBefore),
            firstReceivedAt: column(word.firstReceivedAt).map((at) => at - 1),
            groups: column(word.group),
            deduplicationIds: column(word.dedup),
            sources: column(word.source),
          },
        }
      : {}),
  };
  let total = 0;
  for (let i = 0; i < count; i++) total += bytes[i]!;
  billRequest(state, total, ctx);
  state.received += count;
  if (count === 0) ctx.count('NumberOfEmptyReceives', 1);
  else ctx.count('NumberOfMessagesReceived', count);
  ctx.hop(records.rows, 'message.received', (entry) => ({ consumer: call.request.consumer, receives: records.receives![entry]! }));
  ctx.reply(call, { ok: true, response });
}

/** Gives messages that can be had to the calls that wait, in the order of their coming. */
export function serveWaiters(state: QueueState, ctx: Ctx): void {
  if (state.waiters.size === 0) return;
  for (const [id, waiter] of state.waiters) {
    if (state.visible === 0 || (state.config.fifo && state.groupOrder.count(groupLists.ready) === 0)) return;
    const slots = take(state, waiter.call.request, false, ctx);
    if (slots.length === 0) return;
    ctx.cancel(waiter.timer);
    state.waiters.delete(id);
    hand(state, waiter.call, slots, ctx);
  }
}

/** The wait of a long poll is over: it found nothing. */
export function endWait(state: QueueState, id: number, ctx: Ctx): void {
  const waiter = state.waiters.get(id);
  if (!waiter) return;
  state.waiters.delete(id);
  answer(state, waiter.call, { slots: [], receipts: new Float64Array() }, ctx);
}
