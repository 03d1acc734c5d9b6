/** DeleteMessage and ChangeMessageVisibility: what holders of receipts may do. */
import type { Call } from '../../../sim/calls.ts';
import { billRequest } from './billing.ts';
import { groupsOfCall } from './groups.ts';
import { becomeGhost, drop, forgetAttempt, show, slotOf } from './messages.ts';
import type { ChangeMessageVisibilityBatchRequest, DeleteMessageBatchRequest } from './operations.ts';
import { status, word, type Ctx, type QueueState } from './state.ts';
import { throttled } from './throttle.ts';

const second = 1000;
/** How long the server is away that keeps a copy of a deleted message. [SIM] */
const outageMs = 10_000;

const deleteCodes = Object.freeze(['InvalidParameterValue', 'RequestThrottled'] as const);
const changeCodes = Object.freeze(['MessageNotInflight', 'InvalidParameterValue', 'RequestThrottled'] as const);

export function deleteMessages(state: QueueState, call: Call<DeleteMessageBatchRequest>, ctx: Ctx): void {
  billRequest(state, 0, ctx);
  const problem = throttled(state, 'DeleteMessage', ctx);
  if (problem) return ctx.reply(call, { ok: false, error: problem });
  const { receipts } = call.request;
  const outcome = { failed: 0, code: new Uint8Array(receipts.length), codes: deleteCodes };
  const deletedBefore = state.deleted;
  const admits = groupsOfCall(state, 'DeleteMessage', ctx);
  receipts.forEach((receipt, i) => {
    const slot = slotOf(state, receipt);
    const admitted = slot < 0 || admits(slot);
    if (admitted && deleteOne(state, slot, ctx)) return;
    outcome.code[i] = admitted ? 1 : 2;
    outcome.failed++;
  });
  if (state.deleted > deletedBefore) ctx.count('NumberOfMessagesDeleted', state.deleted - deletedBefore);
  ctx.reply(call, { ok: true, response: { outcome } });
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
  const outcome = { failed: 0, code: new Uint8Array(receipts.length), codes: changeCodes };
  const longest = ctx.limits.duration('sqs.visibility.max');
  const admits = groupsOfCall(state, 'ChangeMessageVisibility', ctx);
  receipts.forEach((receipt, i) => {
    const slot = slotOf(state, receipt);
    const ms = (typeof VisibilityTimeout === 'number' ? VisibilityTimeout : VisibilityTimeout[i]!) * second;
    if (slot < 0 || state.messages.word(slot, word.status) !== status.inFlight) outcome.code[i] = 1;
    else if (!admits(slot)) outcome.code[i] = 3;
    else if (ms < 0 || ms > longest || ctx.now + ms - state.messages.word(slot, word.receivedAt) > longest) outcome.code[i] = 2;
    else {
      forgetAttempt(state, slot);
      if (ms === 0) show(state, slot);
      else state.due.set(slot, ctx.now + ms);
      return;
    }
    outcome.failed++;
  });
  if (outcome.failed > 0) ctx.trace('visibility.unchanged', ctx.nodeId, { code: changeCodes[outcome.code.find((entry) => entry !== 0)! - 1]! }, { messages: outcome.failed });
  ctx.reply(call, { ok: true, response: { outcome } });
}
