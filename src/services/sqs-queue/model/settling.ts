/** DeleteMessage and ChangeMessageVisibility: what holders of receipts may do. */
import type { Call } from '../../../sim/calls.ts';
import { billRequest } from './billing.ts';
import { groupsOfCall } from './groups.ts';
import { becomeGhost, drop, forgetAttempt, show, slotOf, slotOfAny } from './messages.ts';
import type { ChangeMessageVisibilityBatchRequest, DeleteMessageBatchRequest, EntryProblem } from './operations.ts';
import { status, word, type Ctx, type QueueState } from './state.ts';
import { throttled } from './throttle.ts';

const second = 1000;
/** How long the server is away that keeps a copy of a deleted message. [SIM] */
const outageMs = 10_000;

const problems = Object.freeze<EntryProblem[]>([
  { code: 'InvalidParameterValue', why: 'expired' },
  { code: 'InvalidParameterValue', why: 'gone' },
  { code: 'InvalidParameterValue', why: 'too long' },
  { code: 'RequestThrottled', why: 'throttled' },
]);
const codes = Object.freeze(problems.map(({ code }) => code));
const numberOf = { expired: 1, gone: 2, 'too long': 3, throttled: 4 } as const;

export function deleteMessages(state: QueueState, call: Call<DeleteMessageBatchRequest>, ctx: Ctx): void {
  billRequest(state, 0, ctx);
  const problem = throttled(state, 'DeleteMessage', ctx);
  if (problem) return ctx.reply(call, { ok: false, error: problem });
  const { receipts } = call.request;
  const outcome = { failed: 0, code: new Uint8Array(receipts.length), codes };
  const deletedBefore = state.deleted;
  const admits = groupsOfCall(state, 'DeleteMessage', ctx);
  receipts.forEach((receipt, i) => {
    const slot = slotOf(state, receipt);
    const admitted = slot < 0 || admits(slot);
    if (admitted && deleteOne(state, slot, ctx)) return;
    outcome.code[i] = admitted ? numberOf.expired : numberOf.throttled;
    outcome.failed++;
  });
  if (state.deleted > deletedBefore) ctx.count('NumberOfMessagesDeleted', state.deleted - deletedBefore);
  ctx.reply(call, { ok: true, response: { outcome, problems } });
}

/** Deletes the message that a receipt names; false where AWS refuses. A call with an old receipt (no slot) succeeds and deletes nothing. */
function deleteOne(state: QueueState, slot: number, ctx: Ctx): boolean {
  if (slot < 0) {
    ctx.trace('receipt.outdated', ctx.nodeId, { operation: 'DeleteMessage' }, { receipts: 1 });
    return !state.config.fifo;
  }
  const was = state.messages.word(slot, word.status);
  if (state.config.fifo && was !== status.inFlight) {
    ctx.trace('receipt.outdated', ctx.nodeId, { operation: 'DeleteMessage' }, { receipts: 1 });
    return false;
  }
  state.deleted++;
  ctx.hop(() => Uint32Array.of(state.messages.word(slot, word.row)), 'message.deleted', () => ({}));
  if (state.config.duplicateProbability > 0 && state.messages.word(slot, word.ghost) === 0 && ctx.rng.unit() < state.config.duplicateProbability) {
    becomeGhost(state, slot, outageMs, ctx);
    ctx.trace('message.survived', ctx.nodeId, { backAfterMs: outageMs }, { messages: 1 });
  } else drop(state, slot, 'deleted-unprocessed', ctx);
  return true;
}

export function changeVisibility(state: QueueState, call: Call<ChangeMessageVisibilityBatchRequest>, ctx: Ctx): void {
  billRequest(state, 0, ctx);
  const problem = throttled(state, 'ChangeMessageVisibility', ctx);
  if (problem) return ctx.reply(call, { ok: false, error: problem });
  const { receipts, VisibilityTimeout } = call.request;
  const outcome = { failed: 0, code: new Uint8Array(receipts.length), codes };
  const admits = groupsOfCall(state, 'ChangeMessageVisibility', ctx);
  let idle = 0;
  receipts.forEach((receipt, i) => {
    const slot = state.config.fifo ? slotOf(state, receipt) : slotOfAny(state, receipt);
    const ms = (typeof VisibilityTimeout === 'number' ? VisibilityTimeout : VisibilityTimeout[i]!) * second;
    const problem = slot < 0 ? numberOf.gone : admits(slot) ? changeOne(state, slot, ms, ctx) : numberOf.throttled;
    if (problem === 'not in flight') idle++;
    else if (problem !== undefined) {
      outcome.code[i] = problem;
      outcome.failed++;
    }
  });
  if (outcome.failed > 0) ctx.trace('visibility.unchanged', ctx.nodeId, { why: problems[outcome.code.find((entry) => entry !== 0)! - 1]!.why }, { messages: outcome.failed });
  if (idle > 0) ctx.trace('visibility.unchanged', ctx.nodeId, { why: 'not in flight' }, { messages: idle });
  ctx.reply(call, { ok: true, response: { outcome, problems } });
}

/** A new timeout for a message in flight. Of one that is visible again nothing changes, and nobody is told. */
function changeOne(state: QueueState, slot: number, ms: number, ctx: Ctx): number | 'not in flight' | undefined {
  const longest = ctx.limits.duration('sqs.visibility.max');
  if (state.messages.word(slot, word.status) !== status.inFlight) return 'not in flight';
  if (ms < 0 || ms > longest || ctx.now + ms - state.messages.word(slot, word.receivedAt) > longest) return numberOf['too long'];
  forgetAttempt(state, slot);
  if (ms === 0) show(state, slot);
  else state.due.set(slot, ctx.now + ms);
  return undefined;
}
