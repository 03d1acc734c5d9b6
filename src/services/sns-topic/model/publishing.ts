/** Publish and PublishBatch: what a topic takes in, and who gets it. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import { digestHex } from '../../../base/messageDigests.ts';
import type { Call } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import { isPlainRecord } from '../../../sim/plainData.ts';
import { contentOf, delivery, type Content, type Told } from './contents.ts';
import { attempt, deliverLine } from './delivering.ts';
import { envelopeOverhead, messageFor } from './envelope.ts';
import { policyMatches } from './filterPolicy.ts';
import type { PublishBatchRequest } from './operations.ts';
import { message, word, type Ctx, type Subscription, type TopicState } from './state.ts';

const codes = Object.freeze(['InvalidParameter'] as const);
/** How long a message that nobody wants is kept: until its publisher has had its answer. [SIM] */
const unwantedMs = 60_000;
const recordsPerSpace = 1024;

function requestProblem(state: TopicState, { records }: PublishBatchRequest, ctx: Ctx): AwsError | undefined {
  const most = ctx.limits.number('sns.batch.max-entries');
  if (ctx.now < state.unavailableUntil) return awsError('ServiceUnavailable', 'The request has failed due to a temporary failure of the server.');
  if (records.count === 0) return awsError('EmptyBatchRequest', 'The batch request does not contain any entries.');
  if (records.count > most) return awsError('TooManyEntriesInBatchRequest', `The batch request contains more entries than permissible: ${most}.`);
  if (records.first) return awsError('InvalidParameter', 'A message carries one record.');
  let bytes = 0;
  for (let i = 0; i < records.count; i++) bytes += records.bytes[i]!;
  return records.count > 1 && bytes > state.config.maximumMessageSize ? awsError('BatchRequestTooLong', 'The length of all the batch messages put together is more than the limit.') : undefined;
}

export function publish(state: TopicState, call: Call<PublishBatchRequest>, ctx: Ctx): void {
  const { request } = call;
  const { records } = request;
  const problem = requestProblem(state, request, ctx);
  if (problem) {
    if (!problem.retryable) ctx.trace('publish.refused', ctx.nodeId, { code: problem.code, why: 'request' }, { messages: records.count });
    return ctx.reply(call, { ok: false, error: problem });
  }
  const outcome = { failed: 0, code: new Uint8Array(records.count), codes };
  const messages = new Float64Array(records.count);
  const reasons: Record<number, string> = {};
  for (let i = 0; i < records.count; i++) {
    const why = publishOne(state, request, i, messages, ctx);
    if (why === undefined) continue;
    outcome.code[i] = 1;
    outcome.failed++;
    reasons[i] = why;
    ctx.trace('publish.refused', ctx.nodeId, { code: codes[0], why }, { messages: 1 });
  }
  ctx.reply(call, { ok: true, response: { outcome, messages, reasons } });
}

/** The ids of an entry of a FIFO topic; what is missing otherwise. */
function idsOf(state: TopicState, request: PublishBatchRequest, entry: number, content: Content, ctx: Ctx): { readonly group: number; readonly dedup: number } | string {
  const group = request.MessageGroupId?.[entry] ?? 0;
  if (group === 0) return 'MessageGroupId is missing';
  const given = request.MessageDeduplicationId?.[entry] ?? 0;
  if (given > 0) return { group, dedup: given };
  if (!state.config.contentBasedDeduplication) return 'MessageDeduplicationId is missing';
  const row = request.records.rows[entry]!;
  if (content.text !== undefined) return { group, dedup: ctx.keys.intern(digestHex('sha256', utf8Bytes(content.text))) + 1 };
  const block = Math.floor(row / recordsPerSpace);
  return { group, dedup: ctx.keys.space(`content of records ${block}`, recordsPerSpace, (i) => digestHex('sha256', utf8Bytes(`record ${block * recordsPerSpace + i}`))) + (row % recordsPerSpace) + 1 };
}

/** Takes a message in and starts its deliveries; what is wrong with it otherwise. */
function publishOne(state: TopicState, request: PublishBatchRequest, entry: number, messages: Float64Array, ctx: Ctx): string | undefined {
  const { records } = request;
  const { config } = state;
  const row = records.rows[entry]!;
  const bytes = records.bytes[entry]!;
  if (bytes === 0) return 'empty message';
  if (bytes > config.maximumMessageSize) return 'message too long';
  if (!config.fifo && (request.MessageDeduplicationId?.[entry] ?? 0) > 0) return 'MessageDeduplicationId on a standard topic';
  const members = request.members?.[entry];
  const content = contentOf(row, members, ctx);
  const json = (members?.MessageStructure ?? request.MessageStructure) === 'json';
  if (json && (!content.readable || !messageFor(content.body, 'sqs').ok)) return 'no default entry';
  const ids = config.fifo ? idsOf(state, request, entry, content, ctx) : { group: ctx.limits.edition === 'today' ? (request.MessageGroupId?.[entry] ?? 0) : 0, dedup: 0 };
  if (typeof ids === 'string') return ids;
  if (config.fifo) {
    const original = state.recent.find(ids.dedup - 1, 0, ctx.now);
    if (original !== undefined) {
      messages[entry] = original;
      state.deduplicated++;
      ctx.trace('message.deduplicated', ctx.nodeId, { message: original }, { messages: 1 });
      return undefined;
    }
  }
  const id = state.nextMessage++;
  messages[entry] = id;
  if (config.fifo) state.recent.add(ids.dedup - 1, 0, ctx.now, id);
  state.published++;
  ctx.count('NumberOfMessagesPublished', 1);
  ctx.count('PublishSize', bytes);
  ctx.bill('requests', Math.ceil(bytes / ctx.limits.bytes('sns.billing.chunk-bytes')));
  ctx.hop(Uint32Array.of(row), 'message.published', () => ({ message: id }));
  fanOut(state, { row, key: records.keys[entry]!, bytes, id, content, json, ...ids }, ctx);
  return undefined;
}

interface Published {
  readonly row: number;
  readonly key: number;
  readonly bytes: number;
  readonly id: number;
  readonly content: Content;
  readonly json: boolean;
  readonly group: number;
  readonly dedup: number;
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
  return bytes + (text === undefined ? state.envelopeBytes : envelopeOverhead(state.name, text, content.attributes));
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
