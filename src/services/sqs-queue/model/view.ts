/** What a panel and a summary see of a queue. */
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import { groupWord, status, word, type QueueState } from './state.ts';
import { oldestAgeMs } from './timers.ts';

/** Messages that a view tells one by one, at most. */
const shown = 200;

export const messageColumnNames = ['slot', 'status', 'receives', 'ageMs', 'visibleInMs', 'group', 'server'] as const;

export function queueFieldsOf(state: QueueState, at: ViewContext): PlainRecord {
  return {
    queueName: state.name,
    fifo: state.config.fifo,
    status: state.deletedAt === null ? 'ACTIVE' : 'DELETED',
    visible: state.visible,
    inFlight: state.inFlight,
    delayed: state.delayed - state.ghosts,
    maxInFlight: at.limits.number(state.config.fifo ? 'sqs.fifo.max-in-flight' : 'sqs.standard.max-in-flight'),
    oldestAgeMs: oldestAgeMs(state, at.now),
    waitingCalls: state.waiters.size,
    visibilityTimeoutMs: state.config.visibilityTimeout,
    hasDeadLetterQueue: state.deadLetterEdge >= 0,
    maxReceiveCount: state.config.maxReceiveCount,
    groups: state.groups.size,
    groupsInFlight: state.groupsInFlight,
    sent: state.sent,
    received: state.received,
    deleted: state.deleted,
    deduplicated: state.deduplicated,
    deadLettered: state.deadLettered,
    expired: state.expired,
    redriving: state.moveTask !== null,
  };
}

/** The first messages by slot, in columns: `status` 1 visible, 2 delayed, 3 in flight; `group` counts this queue's groups. */
export function viewQueue(state: QueueState, at: ViewContext): NodeView {
  const slots = firstSlots(state);
  const columns: Record<string, Float64Array> = {};
  for (const name of messageColumnNames) columns[name] = new Float64Array(slots.length);
  slots.forEach((slot, i) => {
    const of = (column: number) => state.messages.word(slot, column);
    columns.slot![i] = slot;
    columns.status![i] = of(word.status);
    columns.receives![i] = of(word.receives);
    columns.ageMs![i] = at.now - of(word.sentAt);
    columns.visibleInMs![i] = of(word.status) === status.available ? 0 : Math.max(0, state.due.keyOf(slot) - at.now);
    columns.group![i] = state.config.fifo ? of(word.list) : -1;
    columns.server![i] = state.config.fifo ? -1 : of(word.list);
  });
  return { fields: queueFieldsOf(state, at), columns };
}

function firstSlots(state: QueueState): number[] {
  const slots: number[] = [];
  for (let slot = 0, seen = 0; seen < Math.min(state.messages.size, shown); slot++) {
    if (!state.messages.has(slot)) continue;
    slots.push(slot);
    seen++;
  }
  return slots;
}

export function describeQueue(state: QueueState, at: ViewContext): PlainRecord {
  const names = ['', 'visible', 'delayed', 'in flight'];
  return {
    ...queueFieldsOf(state, at),
    moveTasks: [...(state.moveTask ? [state.moveTask] : []), ...state.endedTasks].map(({ id, status: how, rate, moved, toMove, startedAt, failure }) => ({ id, status: how, rate, moved, toMove, startedAt, ...(failure === undefined ? {} : { failure }) })),
    messages: firstSlots(state).map((slot) => {
      const of = (column: number) => state.messages.word(slot, column);
      return { row: of(word.row), state: names[of(word.status)] ?? '', receives: of(word.receives), ageMs: at.now - of(word.sentAt), ...(of(word.group) > 0 ? { group: at.keys.text(of(word.group) - 1) } : {}) };
    }),
  };
}

/** Counts agree with what lies in the table. */
export function countsAgree(state: QueueState): boolean {
  const seen = [0, 0, 0, 0];
  let ghosts = 0;
  state.messages.visit((slot) => {
    seen[state.messages.word(slot, word.status)]!++;
    if (state.messages.word(slot, word.ghost) === 1 && state.messages.word(slot, word.status) === status.delayed) ghosts++;
  });
  return seen[status.available] === state.visible && seen[status.delayed] === state.delayed && seen[status.inFlight] === state.inFlight && state.due.size === state.inFlight + state.delayed && state.byAge.size === state.messages.size && ghosts === state.ghosts;
}

/** A group counts its messages in flight, and only groups whose oldest message is visible are ready. */
export function groupsAgree(state: QueueState): boolean {
  if (!state.config.fifo) return true;
  const inFlight = new Map<number, number>();
  state.messages.visit((slot) => {
    const group = state.messages.word(slot, word.list);
    inFlight.set(group, (inFlight.get(group) ?? 0) + (state.messages.word(slot, word.status) === status.inFlight ? 1 : 0));
  });
  let holds = true;
  state.groups.visit((slot) => {
    if (state.groups.word(slot, groupWord.inFlight) !== (inFlight.get(slot) ?? 0)) holds = false;
    const first = state.lists.first(slot);
    if ((state.groups.word(slot, groupWord.ready) === 1) !== (first >= 0 && state.messages.word(first, word.status) === status.available)) holds = false;
  });
  return holds;
}
