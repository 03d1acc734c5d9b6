/** InvokeAsync: accepted at once, tried again after errors, kept for hours under throttling, then given up. */
import { awsError } from '../../../aws/awsError.ts';
import type { Call } from '../../../sim/calls.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { discard } from './handOn.ts';
import type { InvokeRequest } from './operations.ts';
import { begin } from './running.ts';
import type { FunctionEvent, FunctionState, Outcome } from './state.ts';

type Ctx = ServiceContext<FunctionEvent>;
/** Waits after a throttle: from one second, doubling, to five minutes. */
const firstThrottleWaitMs = 1000;
const longestThrottleWaitMs = 300_000;

export function accept(state: FunctionState, call: Call<InvokeRequest>, ctx: Ctx): void {
  const { source, records, payloadBytes } = call.request;
  const limit = ctx.limits.bytes('lambda.async.max-payload');
  if (payloadBytes > limit) return ctx.reply(call, { ok: false, error: awsError('RequestTooLargeException', `Request must be smaller than ${limit} bytes for the InvokeFunction operation`) });
  ctx.records.hold(records.rows);
  const id = state.next++;
  state.events.set(id, Object.freeze({ source, records, acceptedAt: ctx.now, failures: 0, throttles: 0 }));
  ctx.count('AsyncEventsReceived', 1);
  ctx.reply(call, { ok: true, response: null });
  attempt(state, id, ctx);
}

/** Tries an event now. */
export function attempt(state: FunctionState, id: number, ctx: Ctx): void {
  const event = state.events.get(id);
  if (!event) return;
  if (ctx.now - event.acceptedAt > state.config.asyncMaxAge) return giveUp(state, id, 'too old', ctx);
  const refusal = begin(state, { type: 'async', id }, event.source, event.records, 0, ctx);
  if (!refusal) return;
  state.events.set(id, Object.freeze({ ...event, throttles: event.throttles + 1 }));
  ctx.after(Math.min(longestThrottleWaitMs, firstThrottleWaitMs * 2 ** Math.min(20, event.throttles)), { type: 'async', id });
}

/** A run for an event is over. */
export function ended(state: FunctionState, id: number, outcome: Outcome, ctx: Ctx): void {
  const event = state.events.get(id);
  if (!event) return;
  if (outcome.ok) {
    state.events.delete(id);
    return ctx.records.release(event.records.rows, 'dropped-by-code');
  }
  if (event.failures >= state.config.asyncRetries) return giveUp(state, id, `${event.failures + 1} runs failed`, ctx);
  state.events.set(id, Object.freeze({ ...event, failures: event.failures + 1 }));
  ctx.after(ctx.limits.duration(event.failures === 0 ? 'lambda.async.first-retry' : 'lambda.async.second-retry'), { type: 'async', id });
}

function giveUp(state: FunctionState, id: number, why: string, ctx: Ctx): void {
  const event = state.events.get(id)!;
  state.events.delete(id);
  ctx.count('AsyncEventsDropped', 1);
  discard(state, event.records, why, ctx);
}
