/** ReceiveRequestAttemptId of FIFO queues: a receive whose answer was lost can be made again, and finds the same messages. */
import type { ReceiveMessageRequest } from './operations.ts';
import { attemptWord, number, status, word, type Ctx, type QueueState } from './state.ts';

export interface Handed {
  readonly slots: readonly number[];
  readonly receipts: Float64Array;
}

function forgetOld(state: QueueState, ctx: Ctx): void {
  const windowMs = ctx.limits.duration('sqs.fifo.receive-attempt-window');
  for (;;) {
    const attempt = state.attemptOrder.first(0);
    if (attempt < 0 || state.attempts.word(attempt, attemptWord.at) + windowMs > ctx.now) return;
    const id = state.attempts.word(attempt, attemptWord.id);
    if (state.attemptOf.get(id) === attempt + 1) state.attemptOf.set(id, 0);
    for (let i = 0; i < state.attempts.word(attempt, attemptWord.count); i++) {
      const slot = state.attempts.word(attempt, attemptWord.first + i);
      if (state.messages.has(slot) && state.messages.word(slot, word.attempt) === attempt + 1) state.messages.setWord(slot, word.attempt, 0);
    }
    state.attemptOrder.remove(0, attempt);
    state.attempts.remove(attempt);
  }
}

/** Remembers what a call with an attempt id was given. */
export function attemptFor(state: QueueState, request: ReceiveMessageRequest, slots: readonly number[], receipts: Float64Array, visibilityMs: number, ctx: Ctx): void {
  if (!state.config.fifo || request.ReceiveRequestAttemptId === undefined || slots.length === 0) return;
  const id = ctx.keys.intern(request.ReceiveRequestAttemptId);
  const attempt = state.attempts.add();
  state.attempts.setWord(attempt, attemptWord.id, id);
  state.attempts.setWord(attempt, attemptWord.at, ctx.now);
  state.attempts.setWord(attempt, attemptWord.count, slots.length);
  state.attempts.setWord(attempt, attemptWord.visibilityMs, visibilityMs);
  slots.forEach((slot, i) => {
    state.attempts.setWord(attempt, attemptWord.first + i, slot);
    state.attempts.setFloat(attempt, i, receipts[i]!);
    state.messages.setWord(slot, word.attempt, attempt + 1);
  });
  state.attemptOf.set(id, attempt + 1);
  state.attemptOrder.append(0, attempt);
}

/** The messages of an earlier call with the same attempt id, hidden anew under the same receipts; undefined when there was none, or one of them was deleted or changed. */
export function repeatAttempt(state: QueueState, request: ReceiveMessageRequest, visibilityMs: number, ctx: Ctx): Handed | undefined {
  if (!state.config.fifo || request.ReceiveRequestAttemptId === undefined) return undefined;
  forgetOld(state, ctx);
  const attempt = state.attemptOf.get(ctx.keys.intern(request.ReceiveRequestAttemptId)) - 1;
  if (attempt < 0) return undefined;
  const count = state.attempts.word(attempt, attemptWord.count);
  if (count === 0) return undefined;
  const slots: number[] = [];
  const receipts = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const slot = state.attempts.word(attempt, attemptWord.first + i);
    receipts[i] = state.attempts.float(attempt, i);
    // What became visible again is no longer this attempt's.
    if (!state.messages.has(slot) || state.messages.float(slot, number.receipt) !== receipts[i] || state.messages.word(slot, word.status) !== status.inFlight) return undefined;
    slots.push(slot);
  }
  for (const slot of slots) state.due.set(slot, ctx.now + visibilityMs);
  return { slots, receipts };
}
