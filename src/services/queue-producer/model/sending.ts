/** Calls to a queue or a topic: batches in the order of their coming, retries, and what the answers say entry by entry. */
import type { Reply } from '../../../sim/calls.ts';
import { concatBatches, failures, sliceBatch, successes, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';
import { SendMessageBatch, type EntriesResponse } from '../../sqs-queue/model/operations.ts';
import { deduplicationIds, groupIds } from './messageIds.ts';
import type { Ctx, ProducerState, Sending } from './state.ts';

const second = 1000;

/** Messages wait to be sent; the holds are the producer's. */
export function enqueue(state: ProducerState, records: RecordBatch, ctx: Ctx): void {
  state.waitingRecords += records.count;
  state.waiting.push(records);
  if (state.config.linger > 0 && state.waitingRecords === records.count) linger(state, ctx);
  flush(state, ctx);
}

function linger(state: ProducerState, ctx: Ctx): void {
  state.lingering = true;
  ctx.after(state.config.linger, { type: 'linger', run: ++state.lingerRun });
}

/** Sends what waits, as far as calls may be under way. */
export function flush(state: ProducerState, ctx: Ctx): void {
  const entries = state.config.api === 'single' ? 1 : state.config.batch;
  let sent = false;
  while (state.waitingRecords > 0 && state.sending.size < state.config.maxInFlight && (state.waitingRecords >= entries || !state.lingering)) {
    send(state, takeWaiting(state, entries, ctx.limits.bytes('sqs.batch.max-bytes')), 1, ctx);
    sent = true;
  }
  if (state.waitingRecords === 0) state.lingering = false;
  else if (sent && state.lingering) linger(state, ctx);
}

function takeWaiting(state: ProducerState, entries: number, maxBytes: number): RecordBatch {
  const parts: RecordBatch[] = [];
  let count = 0;
  let bytes = 0;
  for (let full = false; !full && count < entries && state.waiting.length > 0; ) {
    const head = state.waiting[0]!;
    let take = 0;
    while (take < head.count && count + take < entries) {
      const next = bytes + head.bytes[take]!;
      full = next > maxBytes && count + take > 0;
      if (full) break;
      bytes = next;
      take++;
    }
    if (take > 0) parts.push(sliceBatch(head, 0, take));
    count += take;
    if (take === head.count) state.waiting.shift();
    else if (take > 0) state.waiting[0] = sliceBatch(head, take, head.count);
  }
  state.waitingRecords -= count;
  return concatBatches(parts);
}

export function send(state: ProducerState, records: RecordBatch, attempt: number, ctx: Ctx): void {
  const { config } = state;
  const [queue] = ctx.edgesAt('queue');
  const [topic] = ctx.edgesAt('topic');
  if (queue === undefined && topic === undefined) {
    state.givenUp += records.count;
    return letGo(state, records, ctx);
  }
  const id = state.next++;
  state.sending.set(id, Object.freeze({ records, attempt, sentAt: ctx.now, orphaned: false }));
  ctx.count('RequestsSent', 1);
  if (attempt > 1) {
    state.retried += records.count;
    ctx.count('RecordsRetried', records.count);
    ctx.trace('records.retried', ctx.nodeId, { attempt }, { records: records.count });
  }
  ctx.hop(records.rows, 'record.sent', () => ({ attempt, of: records.count }));
  const ids = { MessageGroupId: groupIds(state, records), MessageDeduplicationId: deduplicationIds(state, records, ctx) };
  if (queue !== undefined) {
    const DelaySeconds = config.delay === null ? undefined : new Uint32Array(records.count).fill(Math.ceil(config.delay / second) + 1);
    ctx.call(queue, SendMessageBatch, { records, single: config.api === 'single', DelaySeconds, ...ids }, { type: 'sent', id }, config.requestTimeout);
  } else ctx.call(topic!, PublishBatch, { records, ...ids, MessageStructure: config.messageStructure === 'json' ? 'json' : undefined }, { type: 'sent', id }, config.requestTimeout);
}

/** The messages are stored, or over. */
export function letGo(state: ProducerState, records: RecordBatch, ctx: Ctx): void {
  state.heldRecords -= records.count;
  ctx.records.release(records.rows, 'refused');
}

export function giveUp(state: ProducerState, records: RecordBatch, attempt: number, code: string, ctx: Ctx): void {
  state.givenUp += records.count;
  ctx.count('RecordsGivenUp', records.count);
  ctx.trace('records.given-up', ctx.nodeId, { attempts: attempt, code }, { records: records.count });
  ctx.hop(records.rows, 'record.given-up', () => ({ attempts: attempt, code }));
  letGo(state, records, ctx);
}

/** Tries again by the policy, or gives up: there is always a last try. */
export function tryAgain(state: ProducerState, { records, attempt }: Pick<Sending, 'records' | 'attempt'>, code: string, upload: boolean, ctx: Ctx): void {
  const { config } = state;
  if (config.retry === 'none' || attempt >= config.maxAttempts) return giveUp(state, records, attempt, code, ctx);
  const delay = config.retry === 'backoff' ? ctx.rng.int(1, Math.min(config.backoffMax, config.backoffBase * 2 ** Math.min(attempt - 1, 20))) : 0;
  const id = state.next++;
  state.retrying.set(id, Object.freeze({ records, attempt: attempt + 1, sentAt: ctx.now, orphaned: false }));
  ctx.after(delay, { type: upload ? 'retry-upload' : 'retry', id });
}

const retryableEntries = new Set(['RequestThrottled', 'InternalError', 'ServiceUnavailable']);

export function answered(state: ProducerState, id: number, reply: Reply<unknown>, ctx: Ctx): void {
  const sending = state.sending.get(id);
  if (!sending) return;
  if (sending.orphaned) {
    state.sending.delete(id);
    ctx.records.release(sending.records.rows, 'died-with-process');
    return flush(state, ctx);
  }
  if (ctx.now < state.loseRepliesUntil) {
    // The answer is lost on its way: the program learns of it when its patience ends.
    ctx.after(Math.max(0, sending.sentAt + state.config.requestTimeout - ctx.now), { type: 'unanswered', id });
    return;
  }
  state.sending.delete(id);
  const { records, attempt } = sending;
  if (!reply.ok) {
    if (reply.error.code === 'RequestTimeout') ctx.trace('request.timed-out', ctx.nodeId, { timeoutMs: state.config.requestTimeout }, { records: records.count });
    else state.refused += records.count;
    if (reply.error.retryable) tryAgain(state, sending, reply.error.code, false, ctx);
    else giveUp(state, records, attempt, reply.error.code, ctx);
  } else settle(state, sending, reply.response as EntriesResponse, ctx);
  flush(state, ctx);
}

/** HTTP 200: what failed stands entry by entry. What no retry can cure is given up at once. */
function settle(state: ProducerState, { records, attempt }: Sending, { outcome }: EntriesResponse, ctx: Ctx): void {
  state.accepted += records.count - outcome.failed;
  if (outcome.failed === 0) return letGo(state, records, ctx);
  state.refused += outcome.failed;
  const code = outcome.codes[outcome.code.find((entry) => entry !== 0)! - 1]!;
  ctx.trace('put.partial', ctx.nodeId, { httpStatus: 200, code }, { failed: outcome.failed, of: records.count });
  if (outcome.failed < records.count) letGo(state, successes(records, outcome), ctx);
  const final = { ...outcome, code: outcome.code.map((entry) => (entry !== 0 && !retryableEntries.has(outcome.codes[entry - 1]!) ? 1 : 0)), failed: 0 };
  for (const entry of final.code) final.failed += entry;
  if (final.failed > 0) giveUp(state, failures(records, final), attempt, code, ctx);
  const again = { ...outcome, code: outcome.code.map((entry, i) => (entry !== 0 && final.code[i] === 0 ? 1 : 0)), failed: outcome.failed - final.failed };
  if (again.failed > 0) tryAgain(state, { records: failures(records, again), attempt }, code, false, ctx);
}

/** The answer was lost, and the program's patience is over. */
export function unanswered(state: ProducerState, id: number, ctx: Ctx): void {
  const sending = state.sending.get(id);
  if (!sending) return;
  state.sending.delete(id);
  if (sending.orphaned) ctx.records.release(sending.records.rows, 'died-with-process');
  else {
    ctx.trace('request.timed-out', ctx.nodeId, { timeoutMs: state.config.requestTimeout }, { records: sending.records.count });
    tryAgain(state, sending, 'RequestTimeout', false, ctx);
  }
  flush(state, ctx);
}
