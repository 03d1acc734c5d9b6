/** Requests that carry records: taken, refused, stored, answered. */
import type { Call } from '../../../sim/calls.ts';
import { index } from './acknowledging.ts';
import { answer, isDown, store, unavailable } from './answering.ts';
import type { PostRequest, PostResponse } from './operations.ts';
import { lasts, type Ctx, type EndpointState } from './state.ts';

const slowFactor = 10;
const ok = 200;

function refusal(state: EndpointState, { bytes }: PostRequest): number | undefined {
  const { maxBody, maxConcurrent, type } = state.config;
  if (bytes > maxBody) return 413;
  if (state.running.size < maxConcurrent) return undefined;
  return type === 'splunk' ? unavailable : 429;
}

export function post(state: EndpointState, call: Call<PostRequest>, ctx: Ctx): void {
  ctx.count('Requests', 1);
  if (isDown(state, call, ctx)) return;
  const { request } = call;
  const status = refusal(state, request);
  if (status !== undefined) {
    ctx.trace('request.refused', String(status), { status, fromNode: call.fromId }, { requests: 1 });
    return answer(state, call, { status } satisfies PostResponse, ctx);
  }
  ctx.records.hold(request.records.rows);
  const id = state.next++;
  state.running.set(id, call);
  const { answerTime, bytesPerSecond } = state.config;
  const time = answerTime + Math.floor((request.bytes * 1000) / bytesPerSecond);
  ctx.after(lasts(state, 'slow', ctx.now) ? time * slowFactor : time, { type: 'answer', id });
}

/** The time of a request is over: it fails by chance, or what it carried is stored and answered for. */
export function finish(state: EndpointState, id: number, ctx: Ctx): void {
  const call = state.running.get(id);
  if (!call) return;
  state.running.delete(id);
  const { config } = state;
  const { records } = call.request;
  if (config.failureRate > 0 && ctx.rng.unit() < config.failureRate) {
    ctx.trace('request.failed', ctx.nodeId, { status: config.failureStatus, fromNode: call.fromId }, { requests: 1, records: records.rows.length });
    ctx.records.release(records.rows, 'dropped-by-code');
    return answer(state, call, { status: config.failureStatus } satisfies PostResponse, ctx);
  }
  const ackId = config.type === 'splunk' && config.acknowledges ? state.nextAck++ : undefined;
  if (config.type === 'splunk') index(state, records, ackId ?? 0, ctx);
  else store(state, records, ctx);
  const wrong = lasts(state, 'wrong-status', ctx.now);
  if (wrong) ctx.trace('answer.wrong', ctx.nodeId, { status: config.wrongStatus, fromNode: call.fromId }, { requests: 1, records: records.rows.length });
  answer(state, call, { status: wrong ? config.wrongStatus : ok, ackId: wrong ? undefined : ackId } satisfies PostResponse, ctx);
}

/** An outage: requests under way fail, and what Splunk has not indexed is gone. */
export function breakDown(state: EndpointState, ctx: Ctx): void {
  for (const call of state.running.values()) {
    ctx.records.release(call.request.records.rows, 'died-with-process');
    answer(state, call, { status: unavailable } satisfies PostResponse, ctx);
  }
  for (const { records } of state.indexing.values()) ctx.records.release(records.rows, 'died-with-process');
  state.running.clear();
  state.indexing.clear();
}
