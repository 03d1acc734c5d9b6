/** The life of a message: delayed, available, in flight, and gone. Counts and orders change here and nowhere else. */
import type { LossReason } from '../../../sim/records/recordTable.ts';
import { groupInFlight, groupSlot, leaveGroup, refreshGroup } from './groups.ts';
import { number, receiptSlots, servers, status, word, type Ctx, type QueueState } from './state.ts';

export interface NewMessage {
  readonly row: number;
  readonly key: number;
  readonly bytes: number;
  readonly sentAt: number;
  readonly delayMs: number;
  /** Interned MessageGroupId plus one; 0 for none. */
  readonly group: number;
  /** Edge that it was moved over, plus one; 0 for one that was sent. */
  readonly source: number;
  /** Interned MessageDeduplicationId plus one; 0 for none. */
  readonly dedup: number;
  /** Receives in other queues, of a dead letter. */
  readonly receivedBefore?: number | undefined;
  /** Of a message that was moved here; a new one gets its own. */
  readonly identity?: number | undefined;
}

/** Puts a message into the queue, which holds the row from now on (the caller sees to the hold); answers its slot. */
export function addMessage(state: QueueState, message: NewMessage, ctx: Ctx): number {
  const { messages } = state;
  const slot = messages.add();
  if (slot >= receiptSlots) throw new Error('more messages than receipts can name');
  const list = state.config.fifo ? groupSlot(state, message.group - 1, ctx) : ctx.rng.int(0, servers - 1);
  messages.setWord(slot, word.row, message.row);
  messages.setWord(slot, word.key, message.key);
  messages.setWord(slot, word.bytes, message.bytes);
  messages.setWord(slot, word.sentAt, message.sentAt);
  messages.setWord(slot, word.list, list);
  messages.setWord(slot, word.group, message.group);
  messages.setWord(slot, word.source, message.source);
  messages.setWord(slot, word.receivedBefore, message.receivedBefore ?? 0);
  const id = state.nextMessage++;
  messages.setFloat(slot, number.message, id);
  messages.setFloat(slot, number.sequence, id);
  messages.setWord(slot, word.dedup, message.dedup);
  messages.setFloat(slot, number.identity, message.identity ?? state.firstIdentity + id);
  messages.setFloat(slot, number.oldest, state.nextReceipt);
  state.byAge.set(slot, message.sentAt);
  if (state.config.fifo) state.lists.append(list, slot);
  if (message.delayMs > 0) {
    messages.setWord(slot, word.status, status.delayed);
    state.due.set(slot, ctx.now + message.delayMs);
    state.delayed++;
  } else makeAvailable(state, slot);
  return slot;
}

/** The message can be received from now on. It is in no other state any more. */
function makeAvailable(state: QueueState, slot: number): void {
  const list = state.messages.word(slot, word.list);
  state.messages.setWord(slot, word.status, status.available);
  state.visible++;
  if (state.config.fifo) refreshGroup(state, list);
  else state.lists.append(list, slot);
}

/** Hides a message that was handed out, under a new receipt. */
export function hide(state: QueueState, slot: number, visibilityMs: number, ctx: Ctx): number {
  const { messages } = state;
  const list = messages.word(slot, word.list);
  const receipt = state.nextReceipt++ * receiptSlots + slot;
  messages.setFloat(slot, number.receipt, receipt);
  messages.setWord(slot, word.receives, messages.word(slot, word.receives) + 1);
  if (messages.word(slot, word.firstReceivedAt) === 0) messages.setWord(slot, word.firstReceivedAt, ctx.now + 1);
  messages.setWord(slot, word.receivedAt, ctx.now);
  messages.setWord(slot, word.status, status.inFlight);
  state.visible--;
  state.inFlight++;
  if (state.config.fifo) {
    groupInFlight(state, list, 1);
    refreshGroup(state, list);
  } else state.lists.remove(list, slot);
  state.due.set(slot, ctx.now + visibilityMs);
  return receipt;
}

/** A message that was in flight or delayed can be received again. */
export function show(state: QueueState, slot: number): void {
  state.due.remove(slot);
  if (state.messages.word(slot, word.status) === status.inFlight) {
    state.inFlight--;
    if (state.config.fifo) groupInFlight(state, state.messages.word(slot, word.list), -1);
  } else {
    state.delayed--;
    if (state.messages.word(slot, word.ghost) === 1) state.ghosts--;
  }
  makeAvailable(state, slot);
}

/** Takes a message out of the queue; the row's hold passes to the caller. */
export function takeOut(state: QueueState, slot: number, ctx: Ctx): number {
  const { messages } = state;
  const list = messages.word(slot, word.list);
  const row = messages.word(slot, word.row);
  const was = messages.word(slot, word.status);
  if (was === status.available) state.visible--;
  else if (was === status.inFlight) state.inFlight--;
  else {
    state.delayed--;
    if (messages.word(slot, word.ghost) === 1) state.ghosts--;
  }
  state.due.remove(slot);
  state.byAge.remove(slot);
  forgetAttempt(state, slot);
  if (state.config.fifo) {
    if (was === status.inFlight) groupInFlight(state, list, -1);
    state.lists.remove(list, slot);
    messages.remove(slot);
    leaveGroup(state, list, ctx);
  } else {
    if (was === status.available) state.lists.remove(list, slot);
    messages.remove(slot);
  }
  return row;
}

/** Takes a message out and lets go of its row. */
export function drop(state: QueueState, slot: number, reason: LossReason, ctx: Ctx): void {
  ctx.records.releaseRow(takeOut(state, slot, ctx), reason);
}

/** A deleted message lives on as a copy that comes back after `outageMs`. */
export function becomeGhost(state: QueueState, slot: number, outageMs: number, ctx: Ctx): void {
  const { messages } = state;
  if (messages.word(slot, word.status) === status.inFlight) state.inFlight--;
  else {
    state.visible--;
    state.lists.remove(messages.word(slot, word.list), slot);
  }
  messages.setWord(slot, word.status, status.delayed);
  messages.setWord(slot, word.ghost, 1);
  messages.setFloat(slot, number.receipt, 0);
  state.due.set(slot, ctx.now + outageMs);
  state.delayed++;
  state.ghosts++;
}

/** A repeated receive attempt does not get back messages of which one was deleted or changed. */
export function forgetAttempt(state: QueueState, slot: number): void {
  const attempt = state.messages.word(slot, word.attempt) - 1;
  if (attempt < 0) return;
  state.messages.setWord(slot, word.attempt, 0);
  if (state.attempts.has(attempt)) state.attempts.setWord(attempt, 2, 0);
}

/** The slot that a receipt names; -1 when its message is gone or was handed out again since. */
export function slotOf(state: QueueState, receipt: number): number {
  if (!(receipt > 0)) return -1;
  const slot = receipt % receiptSlots;
  return state.messages.has(slot) && state.messages.float(slot, number.receipt) === receipt ? slot : -1;
}

/** The slot of the message that a receipt was once given for, however often it was handed out since; -1 when it is gone. */
export function slotOfAny(state: QueueState, receipt: number): number {
  if (!(receipt > 0)) return -1;
  const slot = receipt % receiptSlots;
  return state.messages.has(slot) && state.messages.word(slot, word.ghost) === 0 && Math.floor(receipt / receiptSlots) >= state.messages.float(slot, number.oldest) ? slot : -1;
}
