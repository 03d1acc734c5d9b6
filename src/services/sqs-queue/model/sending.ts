/** SendMessage and SendMessageBatch: what a queue takes in, and what it refuses entry by entry. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import type { Call } from '../../../sim/calls.ts';
import { isPlainRecord } from '../../../sim/plainData.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import { billRequest } from './billing.ts';
import { contentKey } from './bodies.ts';
import { dropIdleGroups, groupSlot, leaveGroup, takeGroupCall } from './groups.ts';
import { addMessage } from './messages.ts';
import type { SendMessageBatchRequest } from './operations.ts';
import { number, type Ctx, type QueueState } from './state.ts';
import { throttled } from './throttle.ts';

const second = 1000;

/** Codes of entries, in the order of their numbers from 1 on. */
const codes = Object.freeze(['InvalidParameterValue', 'MissingParameter', 'RequestThrottled', 'InvalidMessageContents'] as const);
const code = { invalid: 1, missing: 2, throttled: 3, contents: 4 } as const;

/** Codes of batches of which every entry was stored, by their length: nobody writes here. */
const nothingFailed = Array.from({ length: 11 }, (_, count) => new Uint8Array(count));

/** What is wrong with a whole request. */
function requestProblem(state: QueueState, { records, single }: SendMessageBatchRequest, ctx: Ctx): AwsError | undefined {
  const { limits } = ctx;
  if (records.count === 0) return awsError('EmptyBatchRequest', 'The batch request does not contain any entries.');
  const most = limits.number('sqs.batch.max-entries');
  if (records.count > (single ? 1 : most)) return awsError('TooManyEntriesInBatchRequest', `Maximum number of entries per request are ${most}. You have sent ${records.count}.`);
  if (records.first) return awsError('InvalidMessageContents', 'A message carries one record.');
  let bytes = 0;
  for (let i = 0; i < records.count; i++) bytes += records.bytes[i]!;
  if (!single && bytes > limits.bytes('sqs.batch.max-bytes')) return awsError('BatchRequestTooLong', `Batch requests cannot be longer than ${limits.bytes('sqs.batch.max-bytes')} bytes. You have sent ${bytes} bytes.`);
  return undefined;
}

/** The deduplication key of an entry; undefined when it has none and the queue makes none. */
function deduplicationKey(state: QueueState, request: SendMessageBatchRequest, entry: number, ctx: Ctx): number | undefined {
  const given = request.MessageDeduplicationId?.[entry] ?? 0;
  if (given > 0) return given - 1;
  return state.config.contentBasedDeduplication ? contentKey(request.records.rows[entry]!, ctx) : undefined;
}

interface Checked {
  readonly code: number;
  readonly why: string;
}

/** What is wrong with an entry by itself. */
function entryProblem(state: QueueState, request: SendMessageBatchRequest, entry: number, ctx: Ctx): Checked | undefined {
  const { records } = request;
  const { config } = state;
  const bytes = records.bytes[entry]!;
  const timer = request.DelaySeconds?.[entry] ?? 0;
  const group = request.MessageGroupId?.[entry] ?? 0;
  if (bytes === 0) return { code: code.missing, why: 'MessageBody' };
  if (bytes > config.maximumMessageSize) return { code: code.invalid, why: 'message size' };
  if (tooManyAttributes(records.rows[entry]!, ctx)) return { code: code.invalid, why: 'number of attributes' };
  if (timer > 0 && config.fifo) return { code: code.invalid, why: 'DelaySeconds of a message on a FIFO queue' };
  if (timer > 0 && (timer - 1) * second > ctx.limits.duration('sqs.delay.max')) return { code: code.invalid, why: 'DelaySeconds' };
  if (!config.fifo) {
    if (group > 0 && ctx.limits.edition === 'notes') return { code: code.invalid, why: 'MessageGroupId on a standard queue' };
    return (request.MessageDeduplicationId?.[entry] ?? 0) > 0 ? { code: code.invalid, why: 'MessageDeduplicationId on a standard queue' } : undefined;
  }
  if (group === 0) return { code: code.missing, why: 'MessageGroupId' };
  if (ctx.keys.byteLength(group - 1) > ctx.limits.number('sqs.fifo.group-id-max-characters') || ctx.keys.byteLength(group - 1) === 0) return { code: code.invalid, why: 'MessageGroupId' };
  return undefined;
}

function tooManyAttributes(row: number, ctx: Ctx): boolean {
  if (!ctx.payloads.isReadable(ctx.records.classOf(row))) return false;
  const payload = ctx.payload(row);
  return isPlainRecord(payload) && isPlainRecord(payload.attributes) && Object.keys(payload.attributes).length > ctx.limits.number('sqs.message.max-attributes');
}

export function sendMessages(state: QueueState, call: Call<SendMessageBatchRequest>, ctx: Ctx): void {
  const { request } = call;
  const { records } = request;
  billRequest(state, sum(records.bytes), ctx);
  const problem = throttled(state, 'SendMessage', ctx) ?? requestProblem(state, request, ctx);
  if (problem) {
    if (!problem.retryable) ctx.trace('messages.refused', ctx.nodeId, { code: problem.code, why: 'request' }, { messages: records.count });
    return ctx.reply(call, { ok: false, error: problem });
  }
  if (state.config.highThroughput) dropIdleGroups(state, ctx);
  const outcome = { failed: 0, code: nothingFailed[records.count] ?? new Uint8Array(records.count), codes };
  const messages = new Float64Array(records.count);
  const sentBefore = state.sent;
  let why = '';
  for (let i = 0; i < records.count; i++) {
    const wrong = entryProblem(state, request, i, ctx) ?? accept(state, request, i, { messages, code: outcome.code }, ctx);
    if (!wrong) continue;
    if (outcome.failed++ === 0) outcome.code = new Uint8Array(records.count);
    outcome.code[i] = wrong.code;
    why = wrong.why;
    ctx.trace('messages.refused', ctx.nodeId, { code: codes[wrong.code - 1]!, why }, { messages: 1 });
  }
  if (state.sent > sentBefore) ctx.count('NumberOfMessagesSent', state.sent - sentBefore);
  ctx.hop(records.rows, 'message.sent', (entry) => ({ stored: outcome.code[entry] === 0, message: messages[entry]!, ...(outcome.code[entry] === 0 ? {} : { code: codes[outcome.code[entry]! - 1] }) }));
  if (request.single && outcome.failed > 0) ctx.reply(call, { ok: false, error: awsError(codes[outcome.code[0]! - 1]!, sayProblem(why, state)) });
  else ctx.reply(call, { ok: true, response: { outcome, messages, firstIdentity: state.firstIdentity } });
}

function sayProblem(why: string, state: QueueState): string {
  return why === 'message size' ? `One or more parameters are invalid. Reason: Message must be shorter than ${state.config.maximumMessageSize} bytes.` : `The request must contain a valid ${why}.`;
}

function sum(bytes: RecordBatch['bytes']): number {
  let total = 0;
  for (let i = 0; i < bytes.length; i++) total += bytes[i]!;
  return total;
}

/** Stores an entry, or recognises it; what is wrong where its group has no calls left. */
function accept(state: QueueState, request: SendMessageBatchRequest, entry: number, { messages, code: codesSoFar }: { readonly messages: Float64Array; readonly code: Uint8Array }, ctx: Ctx): Checked | undefined {
  const { records } = request;
  const { config } = state;
  const group = request.MessageGroupId?.[entry] ?? 0;
  const row = records.rows[entry]!;
  let key: number | undefined;
  let scope = 0;
  if (config.fifo) {
    key = deduplicationKey(state, request, entry, ctx);
    if (key === undefined) return { code: code.invalid, why: 'MessageDeduplicationId, or ContentBasedDeduplication' };
    if (config.highThroughput || config.deduplicateByGroup) scope = group;
    if (config.highThroughput) {
      const slot = groupSlot(state, group - 1, ctx);
      // A batch is one call to each group in it: what the first entry of a group meets, all of them meet.
      const first = request.MessageGroupId!.indexOf(group);
      const admitted = first === entry ? takeGroupCall(state, slot, 'SendMessage', ctx) : codesSoFar[first] !== code.throttled;
      if (state.lists.count(slot) === 0) leaveGroup(state, slot, ctx);
      if (!admitted) return { code: code.throttled, why: 'calls of the message group' };
    }
    const original = state.recent.find(key, scope, ctx.now);
    if (original !== undefined) {
      messages[entry] = original;
      state.deduplicated++;
      ctx.count('NumberOfDeduplicatedSentMessages', 1);
      ctx.trace('message.deduplicated', ctx.nodeId, { message: original }, { messages: 1 });
      return undefined;
    }
  }
  const timer = request.DelaySeconds?.[entry] ?? 0;
  ctx.records.holdRow(row);
  const slot = addMessage(state, { row, key: records.keys[entry]!, bytes: records.bytes[entry]!, sentAt: ctx.now, delayMs: timer > 0 ? (timer - 1) * second : config.delay, group, source: 0, dedup: key === undefined ? 0 : key + 1 }, ctx);
  messages[entry] = state.messages.float(slot, number.message);
  if (key !== undefined) state.recent.add(key, scope, ctx.now, messages[entry]);
  state.sent++;
  ctx.count('SentMessageSize', records.bytes[entry]!);
  return undefined;
}
