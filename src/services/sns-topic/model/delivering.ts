/** Deliveries: one message to one subscriber, tried by the policy of its protocol, each without regard to the others. */
import type { Reply } from '../../../sim/calls.ts';
import { makeBatch, type EntryOutcome, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import { PutRecordBatch } from '../../firehose/model/operations.ts';
import { Post, type PostResponse } from '../../http-endpoint/model/operations.ts';
import { InvokeAsync } from '../../lambda-function/model/operations.ts';
import { SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import { awsPolicy, httpPolicy, retryDelay } from './retries.ts';
import { message, word, type Ctx, type Subscription, type TopicState } from './state.ts';

/** How long an AWS endpoint has to answer. [SIM] */
const attemptTimeoutMs = 5000;
/** Answers after which trying again is of no use. */
const clientErrors = new Set(['QueueDoesNotExist', 'AccessDenied', 'AccessDeniedException', 'InvalidParameterValue', 'MissingParameter', 'InvalidMessageContents', 'ResourceNotFoundException', 'InvalidArgumentException', 'RequestTooLargeException', 'UnknownOperationException']);

/** What a web server answered, where it is no success. */
export function statusCode(reply: Reply<unknown>): string | undefined {
  if (!reply.ok) return reply.error.code;
  const { status } = reply.response as PostResponse;
  return status >= 200 && status < 300 ? undefined : `HTTP ${status}`;
}

/** Web servers: status 5xx, 429 and silence are tried again, nothing else. */
function isFinal(code: string): boolean {
  return code.startsWith('HTTP ') ? !code.startsWith('HTTP 5') && code !== 'HTTP 429' : clientErrors.has(code);
}

function policyOf({ protocol, deliveryPolicy }: Subscription, dead: boolean, ctx: Ctx) {
  return protocol === 'https' && !dead ? (deliveryPolicy ?? httpPolicy(ctx.limits)) : awsPolicy(ctx.limits);
}

/** What deliveries carry: each column is written by hand, since this is what a busy topic does most. */
function batchOf(state: TopicState, slots: readonly number[]): RecordBatch {
  const count = slots.length;
  const rows = new Uint32Array(count);
  const keys = new Uint32Array(count);
  const bytes = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    rows[i] = state.deliveries.word(slots[i]!, word.row);
    keys[i] = state.deliveries.word(slots[i]!, word.key);
    bytes[i] = state.deliveries.word(slots[i]!, word.bytes);
  }
  return makeBatch({ count, rows, keys, bytes });
}

/** Makes the next attempt of a delivery; answers what it carried. Subscribers that get the same may share it. */
export function attempt(state: TopicState, slot: number, ctx: Ctx, shared?: RecordBatch): RecordBatch {
  const { deliveries } = state;
  const subscription = state.subscriptions[deliveries.word(slot, word.subscription) - 1]!;
  const records = shared?.bytes[0] === deliveries.word(slot, word.bytes) ? shared : batchOf(state, [slot]);
  const about = { type: 'delivered', slot } as const;
  deliveries.setWord(slot, word.attempts, deliveries.word(slot, word.attempts) + 1);
  if (deliveries.word(slot, word.dead) === 1) ctx.call(subscription.deadLetterEdge, SendMessageBatch, { records, single: true, ...idsOf(state, [slot]) }, about, attemptTimeoutMs);
  else if (subscription.protocol === 'sqs') ctx.call(subscription.edge, SendMessageBatch, { records, single: true, ...idsOf(state, [slot]) }, about, attemptTimeoutMs);
  else if (subscription.protocol === 'firehose') ctx.call(subscription.edge, PutRecordBatch, { records }, about, attemptTimeoutMs);
  else if (subscription.protocol === 'https') ctx.call(subscription.edge, Post, { records, bytes: records.bytes[0]! }, about, ctx.limits.duration('sns.http.answer-within'));
  else ctx.call(subscription.edge, InvokeAsync, { source: 'aws:sns', records, payloadBytes: records.bytes[0]! }, about, attemptTimeoutMs);
  return records;
}

function idsOf(state: TopicState, slots: readonly number[]) {
  const { config, deliveries, standings } = state;
  // Today a standard topic passes groups on, for fair queues.
  if (!config.fifo) return deliveries.word(slots[0]!, word.group) === 0 ? {} : { MessageGroupId: Uint32Array.from(slots, (slot) => deliveries.word(slot, word.group)) };
  if (standings[deliveries.word(slots[0]!, word.subscription) - 1]!.standard) return {};
  const column = (of: number) => Uint32Array.from(slots, (slot) => state.deliveries.word(slot, of));
  return { MessageGroupId: column(word.group), MessageDeduplicationId: column(word.dedup) };
}

/** What went wrong with one delivery; undefined when it arrived. */
function codeOf(reply: Reply<unknown>, entry: number): string | undefined {
  if (!reply.ok) return reply.error.code;
  const response = reply.response as { readonly outcome?: EntryOutcome; readonly status?: number } | null;
  if (response?.status !== undefined) return statusCode(reply);
  const outcome = response?.outcome;
  const code = outcome?.code[entry] ?? 0;
  return code === 0 ? undefined : outcome!.codes[code - 1];
}

export function delivered(state: TopicState, slot: number, reply: Reply<unknown>, ctx: Ctx): void {
  const code = codeOf(reply, 0);
  if (code === undefined) return arrived(state, slot, ctx);
  const delay = failedOnce(state, slot, code, ctx);
  if (delay === undefined) return;
  if (delay === 0) attempt(state, slot, ctx);
  else state.due.set(slot, ctx.now + delay);
}

/** After a failed attempt: the wait before the next one, or undefined when the delivery is over. */
function failedOnce(state: TopicState, slot: number, code: string, ctx: Ctx): number | undefined {
  const { deliveries } = state;
  const number = deliveries.word(slot, word.subscription) - 1;
  const subscription = state.subscriptions[number]!;
  const attempts = deliveries.word(slot, word.attempts);
  if (state.standings[number]!.is === 'gone') {
    drop(state, slot, ctx);
    return undefined;
  }
  const delay = isFinal(code) ? undefined : retryDelay(policyOf(subscription, deliveries.word(slot, word.dead) === 1, ctx), attempts);
  if (delay !== undefined) {
    state.tallies[number]!.retried++;
    ctx.trace('delivery.failed', subscription.endpoint, { endpoint: subscription.endpoint, code }, { attempts: 1 });
    return delay;
  }
  if (deliveries.word(slot, word.dead) === 0) {
    state.tallies[number]!.failed++;
    ctx.count('NumberOfNotificationsFailed', 1);
  } else ctx.count('NumberOfNotificationsFailedToRedriveToDlq', 1);
  if (deliveries.word(slot, word.dead) === 0 && subscription.deadLetterEdge >= 0) {
    deliveries.setWord(slot, word.dead, 1);
    deliveries.setWord(slot, word.attempts, 0);
    const content = state.contents.get(slot);
    if (content !== undefined) ctx.reshape(deliveries.word(slot, word.row), subscription.deadLetterEdge, content);
    ctx.trace('notification.dead-lettered', subscription.endpoint, { endpoint: subscription.endpoint, code, attempts, queue: subscription.deadLetter }, { messages: 1 });
    return 0;
  }
  ctx.trace('notification.dropped', subscription.endpoint, { endpoint: subscription.endpoint, code, attempts }, { messages: 1 });
  ctx.hop(Uint32Array.of(deliveries.word(slot, word.row)), 'notification.dropped', () => ({ endpoint: subscription.endpoint, code }));
  drop(state, slot, ctx);
  return undefined;
}

function arrived(state: TopicState, slot: number, ctx: Ctx): void {
  const { deliveries } = state;
  const number = deliveries.word(slot, word.subscription) - 1;
  const row = Uint32Array.of(deliveries.word(slot, word.row));
  if (deliveries.word(slot, word.dead) === 1) {
    ctx.records.park(row);
    ctx.count('NumberOfNotificationsRedrivenToDlq', 1);
  } else {
    state.tallies[number]!.delivered++;
    ctx.count('NumberOfNotificationsDelivered', 1);
    ctx.bill(state.subscriptions[number]!.billed, 1);
    ctx.hop(row, 'notification.delivered', () => ({ endpoint: state.subscriptions[number]!.endpoint, message: deliveries.float(slot, message), attempts: deliveries.word(slot, word.attempts) }));
  }
  drop(state, slot, ctx);
}

/** The delivery is over: the topic lets go of its row. */
export function drop(state: TopicState, slot: number, ctx: Ctx): void {
  const row = state.deliveries.word(slot, word.row);
  state.due.remove(slot);
  state.contents.delete(slot);
  state.deliveries.remove(slot);
  ctx.records.releaseRow(row, 'dropped-by-rule');
}

/** A FIFO topic delivers to each queue in order: one call at a time, of as many as a batch takes. */
export function deliverLine(state: TopicState, number: number, ctx: Ctx): void {
  if (state.standings[number]!.is === 'asking' || state.tallies[number]!.underWay.length > 0) return;
  const first = state.lines.first(number);
  if (first < 0 || state.due.has(first)) return;
  const subscription = state.subscriptions[number]!;
  const dead = state.deliveries.word(first, word.dead);
  const most = ctx.limits.number('sns.batch.max-entries');
  const mostBytes = ctx.limits.bytes('sqs.batch.max-bytes');
  const slots: number[] = [];
  let bytes = 0;
  for (let slot = first; slot >= 0 && slots.length < most && state.deliveries.word(slot, word.dead) === dead; slot = state.lines.next(slot)) {
    bytes += state.deliveries.word(slot, word.bytes);
    if (slots.length > 0 && bytes > mostBytes) break;
    slots.push(slot);
  }
  for (const slot of slots) state.deliveries.setWord(slot, word.attempts, state.deliveries.word(slot, word.attempts) + 1);
  state.tallies[number]!.underWay = Object.freeze(slots);
  const records = batchOf(state, slots);
  ctx.call(dead === 1 ? subscription.deadLetterEdge : subscription.edge, SendMessageBatch, { records, single: slots.length === 1, ...idsOf(state, slots) }, { type: 'line-delivered', subscription: number }, attemptTimeoutMs);
}

export function lineDelivered(state: TopicState, number: number, reply: Reply<unknown>, ctx: Ctx): void {
  const line = state.tallies[number]!;
  const { underWay } = line;
  line.underWay = [];
  let wait = 0;
  underWay.forEach((slot, entry) => {
    const code = codeOf(reply, entry);
    const delay = code === undefined ? undefined : failedOnce(state, slot, code, ctx);
    if (delay !== undefined) {
      wait = Math.max(wait, delay);
      return;
    }
    state.lines.remove(number, slot);
    if (code === undefined) arrived(state, slot, ctx);
  });
  // What failed stays at its place, and all behind it waits.
  const first = state.lines.first(number);
  if (first >= 0 && wait > 0) state.due.set(first, ctx.now + wait);
  else deliverLine(state, number, ctx);
}
