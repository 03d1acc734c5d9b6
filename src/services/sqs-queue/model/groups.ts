/** Message groups of a FIFO queue: which may be handed out, and how many calls each has left in high-throughput mode. */
import { apiActions, groupLists, groupWord, status, word, type ApiAction, type Ctx, type QueueState } from './state.ts';

/** The slot of a group; a new one where it has no messages. */
export function groupSlot(state: QueueState, key: number, ctx: Ctx): number {
  const known = state.groupOf.get(key);
  if (known > 0) {
    const slot = known - 1;
    if (state.groups.word(slot, groupWord.idleAt) > 0) {
      state.groups.setWord(slot, groupWord.idleAt, 0);
      state.groupOrder.remove(groupLists.idle, slot);
    }
    return slot;
  }
  const slot = state.groups.add();
  state.groups.setWord(slot, groupWord.key, key);
  if (state.config.highThroughput) fillCalls(state, slot, ctx);
  state.groupOf.set(key, slot + 1);
  return slot;
}

/** A group is ready when its oldest message is visible: those behind it may still be in flight, where they were received together. Groups are served in the order in which they became ready. [SIM] */
export function refreshGroup(state: QueueState, slot: number): void {
  const first = state.lists.first(slot);
  const ready = first >= 0 && state.messages.word(first, word.status) === status.available;
  const was = state.groups.word(slot, groupWord.ready) === 1;
  if (ready === was) return;
  state.groups.setWord(slot, groupWord.ready, ready ? 1 : 0);
  if (ready) state.groupOrder.append(groupLists.ready, slot);
  else state.groupOrder.remove(groupLists.ready, slot);
}

export function groupInFlight(state: QueueState, slot: number, change: 1 | -1): void {
  const before = state.groups.word(slot, groupWord.inFlight);
  state.groups.setWord(slot, groupWord.inFlight, before + change);
  if (before === 0 && change === 1) state.groupsInFlight++;
  else if (before === 1 && change === -1) state.groupsInFlight--;
}

/** After a message has left: a group without any goes, once it owes no calls. */
export function leaveGroup(state: QueueState, slot: number, ctx: Ctx): void {
  refreshGroup(state, slot);
  if (state.lists.count(slot) > 0) return;
  if (state.config.highThroughput) {
    state.groups.setWord(slot, groupWord.idleAt, ctx.now + 1);
    state.groupOrder.append(groupLists.idle, slot);
  } else dropGroup(state, slot);
}

function dropGroup(state: QueueState, slot: number): void {
  state.groupOf.set(state.groups.word(slot, groupWord.key), 0);
  state.groups.remove(slot);
}

/** Forgets groups that have been empty for so long that their calls are full again. */
export function dropIdleGroups(state: QueueState, ctx: Ctx): void {
  for (;;) {
    const slot = state.groupOrder.first(groupLists.idle);
    if (slot < 0 || state.groups.word(slot, groupWord.idleAt) - 1 + 1000 > ctx.now) return;
    state.groupOrder.remove(groupLists.idle, slot);
    dropGroup(state, slot);
  }
}

function fillCalls(state: QueueState, slot: number, ctx: Ctx): void {
  for (let action = 0; action < apiActions.length; action++) {
    state.groups.setWord(slot, groupWord.calls + 2 * action, ctx.limits.number('sqs.fifo.group-calls-per-second') * 1000);
    state.groups.setWord(slot, groupWord.calls + 2 * action + 1, ctx.now);
  }
}

/** Takes one call of an API action from a group's allowance; false when it has none left. Outside high-throughput mode groups have no limit of their own. */
export function takeGroupCall(state: QueueState, slot: number, action: ApiAction, ctx: Ctx): boolean {
  if (!state.config.highThroughput) return true;
  const column = groupWord.calls + 2 * apiActions.indexOf(action);
  const rate = ctx.limits.number('sqs.fifo.group-calls-per-second');
  const level = Math.min(rate * 1000, state.groups.word(slot, column) + (ctx.now - state.groups.word(slot, column + 1)) * rate);
  state.groups.setWord(slot, column + 1, ctx.now);
  state.groups.setWord(slot, column, level >= 1000 ? level - 1000 : level);
  return level >= 1000;
}

/** For a call that names receipts: whether a message's group has a call left. A batch is one call to each group in it. */
export function groupsOfCall(state: QueueState, action: ApiAction, ctx: Ctx): (messageSlot: number) => boolean {
  const asked = new Map<number, boolean>();
  return (messageSlot) => {
    if (!state.config.highThroughput) return true;
    const group = state.messages.word(messageSlot, word.list);
    const known = asked.get(group);
    if (known !== undefined) return known;
    const admitted = takeGroupCall(state, group, action, ctx);
    asked.set(group, admitted);
    if (!admitted) ctx.trace('call.throttled', action, { action, limit: `${ctx.limits.number('sqs.fifo.group-calls-per-second')} calls/s for a message group` }, { calls: 1 });
    return admitted;
  };
}
