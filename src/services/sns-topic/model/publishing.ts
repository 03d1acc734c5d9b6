/** Publish and PublishBatch: what a topic takes in, and who gets it. */
import type { Call } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import { isPlainRecord } from '../../../sim/plainData.ts';
import { checkedEntry, firstReason, refusalOf, requestProblem, type Ids, type Reason } from './accepting.ts';
import { delivery, type Content, type Told } from './contents.ts';
import { attempt, deliverLine } from './delivering.ts';
import { envelopeOverhead, messageFor } from './envelope.ts';
import { policyMatches } from './filterPolicy.ts';
import type { PublishBatchRequest } from './operations.ts';
import { message, word, type Ctx, type Subscription, type TopicState } from './state.ts';

const codes = Object.freeze(['InvalidParameter'] as const);
/** How long a message that nobody wants is kept: until its publisher has had its answer. [SIM] */
const unwantedMs = 60_000;

export function publish(state: TopicState, call: Call<PublishBatchRequest>, ctx: Ctx): void {
  const { request } = call;
  const { records } = request;
  const problem = requestProblem(state, request, ctx);
  if (problem) {
    if (!problem.retryable) ctx.trace('publish.refused', ctx.nodeId, { code: problem.code, why: 'request' }, { messages: records.count });
    return ctx.reply(call, { ok: false, error: problem });
  }
  // A client's request is refused whole for one entry; records of a recipe are refused one by one.
  const wrong = request.members ? firstReason(state, request, ctx) : undefined;
  if (wrong) {
    ctx.trace('publish.refused', ctx.nodeId, { code: codes[0], why: wrong }, { messages: records.count });
    return ctx.reply(call, { ok: false, error: refusalOf(wrong) });
  }
  const outcome = { failed: 0, code: new Uint8Array(records.count), codes };
  const messages = new Float64Array(records.count);
  for (let i = 0; i < records.count; i++) {
    const why = publishOne(state, request, i, messages, ctx);
    if (why === undefined) continue;
    outcome.code[i] = 1;
    outcome.failed++;
    ctx.trace('publish.refused', ctx.nodeId, { code: codes[0], why }, { messages: 1 });
  }
  ctx.reply(call, { ok: true, response: { outcome, messages } });
}

/** Takes a message in and starts its deliveries; what is wrong with it otherwise. */
function publishOne(state: TopicState, request: PublishBatchRequest, entry: number, messages: Float64Array, ctx: Ctx): Reason | undefined {
  const { records } = request;
  const { config } = state;
  const row = records.rows[entry]!;
  const bytes = records.bytes[entry]!;
  const checked = checkedEntry(state, request, entry, ctx);
  if (typeof checked === 'string') return checked;
  if (config.fifo) {
    const original = state.recent.find(checked.dedup - 1, 0, ctx.now);
    if (original !== undefined) {
      messages[entry] = original;
      state.deduplicated++;
      ctx.trace('message.deduplicated', ctx.nodeId, { message: original }, { messages: 1 });
      return undefined;
    }
  }
  const id = state.nextMessage++;
  messages[entry] = id;
  if (config.fifo) state.recent.add(checked.dedup - 1, 0, ctx.now, id);
  state.published++;
  ctx.count('NumberOfMessagesPublished', 1);
  ctx.count('PublishSize', bytes);
  ctx.bill('requests', Math.ceil(bytes / ctx.limits.bytes('sns.billing.chunk-bytes')));
  ctx.hop(Uint32Array.of(row), 'message.published', () => ({ message: id }));
  fanOut(state, { row, key: records.keys[entry]!, bytes, id, ...checked }, ctx);
  return undefined;
}

interface Published extends Ids {
  readonly row: number;
  readonly key: number;
  readonly bytes: number;
  readonly id: number;
  readonly content: Content;
  readonly json: boolean;
}

function wants(subscription: Subscription, content: Content, ctx: Ctx): boolean {
  const { filterPolicy, filterPolicyScope } = subscription;
  if (!isPlainRecord(filterPolicy)) return true;
  const properties = filterPolicyScope === 'MessageAttributes' ? content.attributes : content.body;
  return isPlainRecord(properties) && policyMatches(filterPolicy, properties, ctx.limits.edition);
}

/** What one subscriber is sent, in bytes. */
function deliveredBytes(state: TopicState, subscription: Subscription, published: Published): number {
  const { content } = published;
  let bytes = published.bytes;
  let { text } = content;
  if (published.json) {
    const own = messageFor(content.body, subscription.protocol);
    if (own.ok) {
      text = own.value;
      bytes = own.value.length;
    }
  }
  if (subscription.rawMessageDelivery) return bytes;
  return bytes + (text === undefined ? state.envelopeBytes : envelopeOverhead(state.name, text, content.attributes, state.config.fifo));
}

/** One delivery for each subscription that wants the message. */
function fanOut(state: TopicState, published: Published, ctx: Ctx): void {
  let wanted = 0;
  let carried: RecordBatch | undefined;
  state.subscriptions.forEach((subscription, number) => {
    const { is, standard } = state.standings[number]!;
    if (is !== 'confirmed' && is !== 'asking') return;
    if (!wants(subscription, published.content, ctx)) {
      state.tallies[number]!.filtered++;
      ctx.count('NumberOfNotificationsFilteredOut', 1);
      return;
    }
    wanted++;
    const known = published.content.members;
    const told = known ? delivery(state, number, { id: published.id, content: published.content, members: known }, ctx) : undefined;
    const slot = addDelivery(state, published, number + 1, told?.bytes ?? deliveredBytes(state, subscription, published), ctx);
    if (told) carry(state, slot, subscription, told, ctx);
    if (!state.config.fifo || standard) carried = attempt(state, slot, ctx, carried);
    else {
      state.lines.append(number, slot);
      deliverLine(state, number, ctx);
    }
  });
  if (wanted > 0) return;
  ctx.trace('message.unwanted', ctx.nodeId, { subscriptions: state.subscriptions.length }, { messages: 1 });
  state.due.set(addDelivery(state, published, 0, published.bytes, ctx), ctx.now + unwantedMs);
}

/** The subscriber sees what it is sent. SIMPLIFIED: a function sees the message without its event. */
function carry(state: TopicState, slot: number, { edge, protocol }: Subscription, { content }: Told, ctx: Ctx): void {
  if (protocol === 'lambda') return;
  state.contents.set(slot, content);
  ctx.reshape(state.deliveries.word(slot, word.row), edge, content);
}

function addDelivery(state: TopicState, published: Published, subscription: number, bytes: number, ctx: Ctx): number {
  const { deliveries } = state;
  const slot = deliveries.add();
  deliveries.setWord(slot, word.row, published.row);
  deliveries.setWord(slot, word.key, published.key);
  deliveries.setWord(slot, word.bytes, bytes);
  deliveries.setWord(slot, word.subscription, subscription);
  deliveries.setWord(slot, word.group, published.group);
  deliveries.setWord(slot, word.dedup, published.dedup);
  deliveries.setFloat(slot, message, published.id);
  ctx.records.holdRow(published.row);
  return slot;
}
