/** What every kind of request ends in: an answer, silence, or records that have arrived. */
import { arriveHere } from '../../../sim/arriving.ts';
import type { Call } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import { lasts, type Ctx, type EndpointState } from './state.ts';

export const unavailable = 503;

/** Counts an answer by its status, and gives it. */
export function answer<Res extends { readonly status: number }>(state: EndpointState, call: Call, response: Res, ctx: Ctx): void {
  state.statuses.set(response.status, (state.statuses.get(response.status) ?? 0) + 1);
  ctx.count(response.status < 300 ? '2xx' : response.status < 400 ? '3xx' : response.status < 500 ? '4xx' : '5xx', 1);
  ctx.reply(call, { ok: true, response });
}

/** Whether the server is deaf or dumb at this moment: such a request is over. */
export function isDown(state: EndpointState, call: Call, ctx: Ctx): boolean {
  if (lasts(state, 'outage', ctx.now)) {
    ctx.trace('endpoint.unavailable', ctx.nodeId, { status: unavailable }, { requests: 1 });
    answer(state, call, { status: unavailable, acknowledged: [], confirms: false }, ctx);
    return true;
  }
  if (!lasts(state, 'no-answer', ctx.now)) return false;
  ctx.trace('endpoint.unavailable', ctx.nodeId, { status: 'no answer' }, { requests: 1 });
  return true;
}

/** What was carried has arrived for good. */
export function store(state: EndpointState, { rows }: RecordBatch, ctx: Ctx): void {
  state.taken += rows.length;
  ctx.count('RecordsTaken', rows.length);
  arriveHere(rows, { endpoint: ctx.nodeId }, ctx);
}
