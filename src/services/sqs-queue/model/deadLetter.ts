/** Dead-letter queues: messages that had all their receives move there, and StartMessageMoveTask brings them back. */
import { makeBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { addMessage, takeOut } from './messages.ts';
import { MoveMessages, type MoveMessagesRequest } from './operations.ts';
import { groupLists, number, servers, status, word, type Ctx, type MoveTask, type QueueState } from './state.ts';

/** A redrive moves a few messages every so often. [SIM] */
const moveEveryMs = 100;
/** As many as ListMessageMoveTasks tells, with the one that runs. */
const tasksRemembered = 10;

/** Received as often as the redrive policy allows: the next receive moves it instead, where there is a queue to move it to. */
export function outOfReceives(state: QueueState, slot: number): boolean {
  return state.deadLetterEdge >= 0 && !state.gone.includes(state.deadLetterEdge) && state.messages.word(slot, word.receives) >= state.config.maxReceiveCount;
}

interface Moved {
  readonly records: RecordBatch;
  readonly sentAt: Uint32Array;
  readonly groups: Uint32Array;
  readonly dedups: Uint32Array;
  readonly identities: Float64Array;
}

/** Takes messages out; their rows' holds go with what is answered. */
function takeAll(state: QueueState, slots: readonly number[], ctx: Ctx): Moved {
  const column = (of: number) => Uint32Array.from(slots, (slot) => state.messages.word(slot, of));
  const records = makeBatch({ count: slots.length, rows: column(word.row), keys: column(word.key), bytes: column(word.bytes), receives: column(word.receives).map((receives, i) => receives + state.messages.word(slots[i]!, word.receivedBefore)) });
  const moved = { records, sentAt: column(word.sentAt), groups: column(word.group), dedups: column(word.dedup), identities: Float64Array.from(slots, (slot) => state.messages.float(slot, number.identity)) };
  for (const slot of slots) takeOut(state, slot, ctx);
  return moved;
}

export function moveToDeadLetter(state: QueueState, slots: readonly number[], ctx: Ctx): void {
  if (slots.length === 0) return;
  const { records, sentAt, groups, dedups, identities } = takeAll(state, slots, ctx);
  state.deadLettered += records.count;
  const queue = ctx.neighbour(state.deadLetterEdge);
  ctx.trace('message.dead-lettered', queue, { queue, maxReceiveCount: state.config.maxReceiveCount }, { messages: records.count });
  ctx.hop(records.rows, 'message.dead-lettered', () => ({ queue, maxReceiveCount: state.config.maxReceiveCount }));
  ctx.send(state.deadLetterEdge, MoveMessages, { records, redrive: false, sentAt, MessageGroupId: groups, MessageDeduplicationId: dedups, identities });
}

/** Takes in what another queue moves here: to be kept as dead letters, or to be handed out again. */
export function takeMoved(state: QueueState, edge: number, request: MoveMessagesRequest, ctx: Ctx): void {
  const { records, redrive, sentAt, MessageGroupId, MessageDeduplicationId, identities } = request;
  if (state.deletedAt !== null) {
    ctx.records.release(records.rows, 'deleted-unprocessed');
    return;
  }
  for (let i = 0; i < records.count; i++) {
    // Standard queues keep the time of sending, so that retention goes on; a FIFO queue begins anew. What is brought back is a new message.
    const since = redrive || state.config.fifo ? ctx.now : sentAt[i]!;
    addMessage(state, { row: records.rows[i]!, key: records.keys[i]!, bytes: records.bytes[i]!, sentAt: since, delayMs: 0, group: MessageGroupId[i]!, source: redrive ? 0 : edge + 1, dedup: MessageDeduplicationId[i]!, receivedBefore: redrive ? 0 : records.receives![i]!, identity: redrive ? undefined : identities[i]! }, ctx);
  }
  if (!redrive) ctx.records.park(records.rows);
}

/** What is wrong with a StartMessageMoveTask; undefined when it began. */
export function startMoveTask(state: QueueState, request: PlainRecord, ctx: Ctx): string | undefined {
  const fastest = ctx.limits.number('sqs.redrive.messages-per-second');
  const sources = ctx.edgesAt('moved');
  if (sources.length === 0) return 'Only a dead-letter queue can be the source of a message move task.';
  if (state.moveTask) return 'There is already a task running. Only one active task is allowed for a source queue.';
  const rate = request.MaxNumberOfMessagesPerSecond === undefined ? fastest : Number(request.MaxNumberOfMessagesPerSecond);
  if (!Number.isInteger(rate) || rate < 1 || rate > fastest) return `MaxNumberOfMessagesPerSecond must lie between 1 and ${fastest}.`;
  const destination = request.Destination;
  const edge = destination === undefined ? null : sources.find((source) => ctx.neighbour(source) === destination);
  if (edge === undefined) return 'Destination must be a queue that uses this one for its dead letters.';
  state.moveTask = Object.freeze({ id: state.nextTask++, edge, rate, moved: 0, carry: 0, startedAt: ctx.now, toMove: state.visible, status: 'RUNNING' });
  ctx.trace('redrive.started', ctx.nodeId, { messagesPerSecond: rate, messages: state.visible });
  ctx.after(moveEveryMs, { type: 'move', task: state.moveTask.id });
  return undefined;
}

/** The task is over; the last few are remembered. */
export function endTask(state: QueueState, task: MoveTask, how: 'COMPLETED' | 'CANCELLED' | 'FAILED', ctx: Ctx): void {
  state.moveTask = null;
  state.endedTasks = Object.freeze([Object.freeze({ ...task, status: how }), ...state.endedTasks].slice(0, tasksRemembered));
  ctx.trace('redrive.finished', ctx.nodeId, { status: how, messages: task.moved });
}

export function cancelMoveTask(state: QueueState, ctx: Ctx): string | undefined {
  if (!state.moveTask) return 'There is no active task.';
  endTask(state, state.moveTask, 'CANCELLED', ctx);
  return undefined;
}

/** The next messages of a redrive go back. */
export function moveSome(state: QueueState, id: number, ctx: Ctx): void {
  const task = state.moveTask;
  if (task?.id !== id) return;
  const thousandths = task.carry + task.rate * moveEveryMs;
  const slots = oldestVisible(state, Math.floor(thousandths / 1000));
  const byEdge = new Map<number, number[]>();
  let failure: string | undefined;
  let moved = 0;
  for (const slot of slots) {
    const source = state.messages.word(slot, word.source) - 1;
    const edge = task.edge ?? source;
    failure = edge < 0 ? 'CouldNotDetermineMessageSource' : state.gone.includes(edge) ? 'QueueDoesNotExist' : undefined;
    if (failure !== undefined) break;
    const of = byEdge.get(edge);
    if (of) of.push(slot);
    else byEdge.set(edge, [slot]);
    moved++;
  }
  for (const [edge, of] of byEdge) {
    const { records, sentAt, groups, dedups, identities } = takeAll(state, of, ctx);
    ctx.records.unpark(records.rows);
    ctx.hop(records.rows, 'message.redriven', () => ({ queue: ctx.neighbour(edge) }));
    ctx.send(edge, MoveMessages, { records, redrive: true, sentAt, MessageGroupId: groups, MessageDeduplicationId: dedups, identities });
  }
  state.moveTask = Object.freeze({ ...task, moved: task.moved + moved, carry: thousandths % 1000 });
  if (failure !== undefined) endTask(state, Object.freeze({ ...state.moveTask, failure }), 'FAILED', ctx);
  else if (state.visible === 0 && slots.length < Math.max(1, Math.floor(thousandths / 1000))) endTask(state, state.moveTask, 'COMPLETED', ctx);
  else ctx.after(moveEveryMs, { type: 'move', task: id });
}

/** A queue at an edge was deleted, or made again. */
export function noteExists(state: QueueState, edge: number, exists: boolean): void {
  state.gone = Object.freeze([...state.gone.filter((each) => each !== edge), ...(exists ? [] : [edge])]);
}

function oldestVisible(state: QueueState, most: number): number[] {
  const slots: number[] = [];
  if (state.config.fifo) {
    for (let group = state.groupOrder.first(groupLists.ready); group >= 0 && slots.length < most; group = state.groupOrder.next(group)) {
      for (let slot = state.lists.first(group); slot >= 0 && slots.length < most && state.messages.word(slot, word.status) === status.available; slot = state.lists.next(slot)) slots.push(slot);
    }
    return slots;
  }
  for (let server = 0; server < servers; server++) for (let slot = state.lists.first(server); slot >= 0 && slots.length < most; slot = state.lists.next(slot)) slots.push(slot);
  return slots;
}
