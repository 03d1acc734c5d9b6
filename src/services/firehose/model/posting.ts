/**
 * Splunk and HTTP endpoints: one request a batch. The retry duration counts from the first failure; a try that begins within it is
 * waited for to its end, even beyond. Splunk's events are safe only when they are acknowledged.
 */
import type { Reply } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { Post, QueryAcks, type PostResponse, type QueryAcksResponse } from '../../http-endpoint/model/operations.ts';
import { compressed, writeFailures } from './objects.ts';
import { arrived, deliveryFailed, deliveryWorks, failureBytes, failureContent } from './progress.ts';
import type { FirehoseEvent, FirehoseState, Posting } from './state.ts';

type Ctx = ServiceContext<FirehoseEvent>;
/** How often Splunk is asked for an acknowledgement. [SIM] */
const askEveryMs = 5000;
const jitter = 15;
const payloadTooLarge = 413;

const isSplunk = (state: FirehoseState) => state.config.destination === 'splunk';
const metricOf = (state: FirehoseState) => (isSplunk(state) ? 'DeliveryToSplunk' : 'DeliveryToHttpEndpoint');

function timeoutOf(state: FirehoseState, ctx: Ctx): number {
  return isSplunk(state) ? state.config.ackTimeout : ctx.limits.duration('firehose.http.response-timeout');
}

/** Begins with a batch. */
export function startPosting(state: FirehoseState, records: RecordBatch, bytes: number, ctx: Ctx): void {
  state.posting = Object.freeze({ records, bytes: compressed(state, bytes), attempts: 0, number: 0, sentAt: ctx.now, failedAt: null, ackId: null });
  post(state, ctx);
}

function post(state: FirehoseState, ctx: Ctx): void {
  const posting: Posting = Object.freeze({ ...state.posting!, attempts: state.posting!.attempts + 1, number: state.next++, sentAt: ctx.now, ackId: null });
  state.posting = posting;
  const edge = ctx.edgesAt('endpoint').at(-1);
  if (edge === undefined) return postingFailed(state, posting, 'ConnectionFailed', ctx);
  ctx.call(edge, Post, { records: posting.records, bytes: posting.bytes }, { type: 'posted', number: posting.number }, timeoutOf(state, ctx));
}

/** The wait before the next try is over. */
export function postAgain(state: FirehoseState, number: number, ctx: Ctx): void {
  if (state.posting?.number === number) post(state, ctx);
}

export function posted(state: FirehoseState, number: number, reply: Reply<PostResponse>, ctx: Ctx): void {
  const { posting } = state;
  if (posting?.number !== number) return;
  if (!reply.ok) return postingFailed(state, posting, reply.error.code, ctx);
  const { status, ackId } = reply.response;
  if (status === payloadTooLarge && !isSplunk(state)) return reject(state, posting, ctx);
  if (status !== 200) return postingFailed(state, posting, String(status), ctx);
  if (!isSplunk(state)) return delivered(state, posting, ctx);
  if (ackId === undefined) return postingFailed(state, posting, 'Splunk.AckingDisabled', ctx);
  state.posting = Object.freeze({ ...posting, ackId });
  ctx.after(askEveryMs, { type: 'ask-ack', number });
}

/** Asks Splunk whether the events are indexed, or gives this try up. */
export function askAck(state: FirehoseState, number: number, ctx: Ctx): void {
  const { posting } = state;
  if (posting?.number !== number || posting.ackId === null) return;
  const left = posting.sentAt + timeoutOf(state, ctx) - ctx.now;
  if (left <= 0) return postingFailed(state, posting, 'Splunk.AckTimeout', ctx);
  ctx.call(ctx.edgesAt('endpoint').at(-1)!, QueryAcks, { acks: [posting.ackId] }, { type: 'acked', number }, left);
}

export function acked(state: FirehoseState, number: number, reply: Reply<QueryAcksResponse>, ctx: Ctx): void {
  const { posting } = state;
  if (posting?.number !== number || posting.ackId === null) return;
  if (reply.ok && reply.response.acknowledged.includes(posting.ackId)) {
    ctx.count('DeliveryToSplunk.DataAckLatency', ctx.now - posting.sentAt);
    return delivered(state, posting, ctx);
  }
  const left = posting.sentAt + timeoutOf(state, ctx) - ctx.now;
  ctx.after(Math.max(0, Math.min(askEveryMs, left)), { type: 'ask-ack', number });
}

function delivered(state: FirehoseState, { records, bytes }: Posting, ctx: Ctx): void {
  const metric = metricOf(state);
  ctx.count(`${metric}.Success`, 1);
  arrived(state, metric, records.count, bytes, ctx);
  ctx.records.release(records.rows, 'dropped-by-code');
  deliveryWorks(state, state.config.destination, ctx);
  over(state, ctx);
}

function over(state: FirehoseState, ctx: Ctx): void {
  state.posting = null;
  ctx.after(0, { type: 'over' });
}

/** A body that the endpoint finds too large is not tried again, and does not go to the bucket either. */
function reject(state: FirehoseState, { records, attempts }: Posting, ctx: Ctx): void {
  ctx.count(`${metricOf(state)}.Success`, 0);
  state.rejected += records.rows.length;
  ctx.trace('batch.rejected', ctx.nodeId, { code: String(payloadTooLarge), attempts }, { records: records.count });
  ctx.records.release(records.rows, 'refused');
  over(state, ctx);
}

function backOff(retry: number, ctx: Ctx): number {
  const first = ctx.limits.duration('firehose.http.first-backoff');
  const longest = ctx.limits.duration('firehose.http.max-backoff');
  return Math.round((Math.min(longest, first * 2 ** Math.min(20, retry)) * ctx.rng.int(100 - jitter, 100 + jitter)) / 100);
}

function postingFailed(state: FirehoseState, posting: Posting, code: string, ctx: Ctx): void {
  const { records, attempts } = posting;
  const { destination, retryDuration } = state.config;
  ctx.count(`${metricOf(state)}.Success`, 0);
  deliveryFailed(state, destination, code, ctx);
  const failedAt = posting.failedAt ?? ctx.now;
  const wait = backOff(attempts - 1, ctx);
  if (ctx.now + wait < failedAt + retryDuration) {
    state.posting = Object.freeze({ ...posting, failedAt, ackId: null });
    ctx.after(wait, { type: 'post-again', number: posting.number });
    return;
  }
  state.processingFailed += records.count;
  ctx.trace('documents.given-up', destination, { code, attempts }, { records: records.count });
  const content = failureContent(records, attempts, code, 'The records could not be delivered within the retry duration.', ctx);
  writeFailures(state, records, isSplunk(state) ? 'splunk-failed' : 'http-endpoint-failed', failureBytes(records), content, ctx);
  over(state, ctx);
}
