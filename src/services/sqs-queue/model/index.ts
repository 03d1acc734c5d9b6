/**
 * Amazon SQS: a standard or FIFO queue with visibility timeouts, short and long polling, delays, retention, deduplication,
 * message groups, a dead-letter queue and its redrive. What it leaves out stands in ../README.md.
 */
import { awsError } from '../../../aws/awsError.ts';
import { faultEnd } from '../../../sim/arriving.ts';
import type { Call, Port } from '../../../sim/calls.ts';
import { KeyIndex } from '../../../sim/columns/keyIndex.ts';
import { RecentKeys } from '../../../sim/columns/recentKeys.ts';
import { SlotHeap } from '../../../sim/columns/slotHeap.ts';
import { SlotLists } from '../../../sim/columns/slotLists.ts';
import { SlotTable } from '../../../sim/columns/slotTable.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { parseQueueConfig, queueFields, type QueueConfig } from './config.ts';
import { cancelMoveTask, moveSome, noteExists, startMoveTask, takeMoved } from './deadLetter.ts';
import {
  CancelMessageMoveTask, ChangeMessageVisibilityBatch, DeleteMessageBatch, DeleteQueue, GetQueueAttributes, MoveMessages, moveOperations, PurgeQueue, receiveOperations, ReceiveMessage, SendMessageBatch, SetQueueAttributes,
  StartMessageMoveTask, TellQueueExists,
} from './operations.ts';
import { applyConfig, deleteQueue, finishPurge, operate, purge, setAttributes } from './operate.ts';
import { identityOf } from './identity.ts';
import { endWait, maxInFlight, receiveMessages, serveWaiters } from './receiving.ts';
import { sendMessages } from './sending.ts';
import { changeVisibility, deleteMessages } from './settling.ts';
import { attemptColumns, groupColumns, messageColumns, word, type Ctx, type QueueEvent, type QueueState } from './state.ts';
import { planGauges, planWake, readGauges, unreachable, wake } from './timers.ts';
import { countsAgree, describeQueue, groupsAgree, viewQueue } from './view.ts';

const ports: readonly Port[] = [
  { name: 'in', direction: 'in', operations: [SendMessageBatch.name, GetQueueAttributes.name], calls: false, max: 64 },
  { name: 'out', direction: 'out', operations: receiveOperations, calls: false, max: 64 },
  { name: 'deadLetter', direction: 'out', operations: moveOperations, calls: true, max: 1, local: true },
  { name: 'moved', direction: 'in', operations: moveOperations, calls: false, max: 64, local: true },
];

function init(config: QueueConfig, ctx: Ctx): QueueState {
  if (ctx.edgesAt('deadLetter').length > 0) ctx.after(0, { type: 'begin' });
  return {
    config,
    name: config.queueName || `${ctx.nodeId}${config.fifo && !ctx.nodeId.endsWith('.fifo') ? '.fifo' : ''}`,
    messages: new SlotTable(messageColumns),
    lists: new SlotLists(),
    due: new SlotHeap(),
    byAge: new SlotHeap(),
    groups: new SlotTable(groupColumns),
    groupOf: new KeyIndex(),
    groupOrder: new SlotLists(),
    groupsInFlight: 0,
    visible: 0,
    inFlight: 0,
    delayed: 0,
    ghosts: 0,
    nextMessage: 1,
    firstIdentity: identityOf(ctx.nodeId, 0),
    nextReceipt: 1,
    recent: new RecentKeys(ctx.limits.duration('sqs.fifo.dedup-window')),
    attempts: new SlotTable(attemptColumns),
    attemptOf: new KeyIndex(),
    attemptOrder: new SlotLists(),
    waiters: new Map(),
    nextWaiter: 1,
    calls: new Map(),
    wakeAt: Infinity,
    wakeEvent: 0,
    gaugesPlanned: false,
    deadLetterEdge: -1,
    purge: null,
    purgedAt: -Infinity,
    gone: Object.freeze([]),
    moveTask: null,
    endedTasks: [],
    nextTask: 1,
    deletedAt: null,
    unavailableUntil: 0,
    deniedUntil: 0,
    sent: 0,
    received: 0,
    deleted: 0,
    deduplicated: 0,
    deadLettered: 0,
    expired: 0,
  };
}

function onCall(state: QueueState, call: Call, ctx: Ctx): void {
  if (MoveMessages.is(call)) takeMoved(state, call.edge, call.request, ctx);
  else if (TellQueueExists.is(call)) noteExists(state, call.edge, call.request.exists);
  else if (GetQueueAttributes.is(call)) return ctx.reply(call, { ok: true, response: { FifoQueue: state.config.fifo, VisibilityTimeout: state.config.visibilityTimeout / 1000 } });
  else {
    const problem = unreachable(state, ctx);
    if (problem) return ctx.reply(call, { ok: false, error: problem });
    if (SendMessageBatch.is(call)) sendMessages(state, call, ctx);
    else if (ReceiveMessage.is(call)) receiveMessages(state, call, ctx);
    else if (DeleteMessageBatch.is(call)) deleteMessages(state, call, ctx);
    else if (ChangeMessageVisibilityBatch.is(call)) changeVisibility(state, call, ctx);
    else if (PurgeQueue.is(call)) done(call, purge(state, ctx, call.request.atOnce), ctx);
    else if (DeleteQueue.is(call)) done(call, deleteQueue(state, ctx), ctx);
    else if (SetQueueAttributes.is(call)) done(call, setAttributes(state, call.request, ctx), ctx);
    else if (StartMessageMoveTask.is(call)) moveTask(call, state.nextTask, 0, startMoveTask(state, { ...call.request }, ctx), ctx);
    else if (CancelMessageMoveTask.is(call)) moveTask(call, state.moveTask?.id ?? 0, state.moveTask?.moved ?? 0, cancelMoveTask(state, ctx), ctx);
    else return ctx.reply(call, { ok: false, error: awsError('UnknownOperationException', `${call.operation} is not simulated.`) });
  }
  afterwards(state, ctx);
}

function done(call: Call, problem: { readonly code: string; readonly message: string } | undefined, ctx: Ctx): void {
  ctx.reply(call, problem ? { ok: false, error: awsError(problem.code, problem.message) } : { ok: true, response: null });
}

function moveTask(call: Call, task: number, moved: number, problem: string | undefined, ctx: Ctx): void {
  ctx.reply(call, problem === undefined ? { ok: true, response: { task, moved } } : { ok: false, error: awsError('UnsupportedOperation', problem) });
}

/** After anything that may have made messages available, or changed what comes next. */
function afterwards(state: QueueState, ctx: Ctx): void {
  serveWaiters(state, ctx);
  planWake(state, ctx);
  planGauges(state, ctx);
}

export const sqsQueue: ServiceModel<QueueConfig, QueueState, QueueEvent> = {
  kind: 'sqs-queue',
  says: 'An SQS queue: keeps messages until somebody who received them deletes them.',
  ports,
  fields: queueFields,
  metrics: [
    'NumberOfMessagesSent',
    'SentMessageSize',
    'NumberOfMessagesReceived',
    'NumberOfEmptyReceives',
    'NumberOfMessagesDeleted',
    'NumberOfDeduplicatedSentMessages',
    'ApproximateNumberOfMessagesVisible',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
    'ApproximateAgeOfOldestMessage',
    'ApproximateNumberOfGroupsWithInflightMessages',
  ],
  faults: [
    { name: 'unavailable', says: 'Every call fails for a time; callers may try again', takesDuration: true, targets: 'node' },
    { name: 'access-denied', says: 'The queue policy refuses every call: trying again does not help', takesDuration: true, targets: 'node' },
  ],
  operations: [
    { name: 'PurgeQueue', says: 'Deletes every message sent so far, within a minute', members: {} },
    { name: 'DeleteQueue', says: 'Deletes the queue with all that is in it', members: {} },
    { name: 'CreateQueue', says: 'Creates the queue again after it was deleted, or finds it', members: { VisibilityTimeout: 's, and other attributes to compare' } },
    { name: 'StartMessageMoveTask', says: 'Moves dead letters back to where they came from', members: { Destination: 'queue, default each its own', MaxNumberOfMessagesPerSecond: 'messages/s' } },
    { name: 'CancelMessageMoveTask', says: 'Stops the redrive; what has moved stays moved', members: {} },
  ],
  parseConfig: parseQueueConfig,
  sinks: () => [],
  init,
  onCall,
  onEvent(state, event, ctx) {
    switch (event.type) {
      case 'begin':
        return ctx.call(ctx.edgesAt('deadLetter')[0]!, GetQueueAttributes, null, { type: 'attributes' });
      case 'attributes':
        return;
      case 'gauges':
        return readGauges(state, ctx);
      case 'wait-over':
        return endWait(state, event.waiter, ctx);
      case 'wake':
        wake(state, ctx);
        return afterwards(state, ctx);
      case 'purge':
        finishPurge(state, ctx);
        return afterwards(state, ctx);
      case 'move':
        moveSome(state, event.task, ctx);
        return afterwards(state, ctx);
    }
  },
  onReply(state, event, reply, ctx) {
    if (event.type !== 'attributes') return;
    const edge = ctx.edgesAt('deadLetter')[0]!;
    const answer = GetQueueAttributes.reply(reply);
    if (answer.ok && answer.response.FifoQueue === state.config.fifo) state.deadLetterEdge = edge;
    else ctx.trace('operation.refused', 'SetQueueAttributes', { operation: 'SetQueueAttributes', code: 'InvalidParameterValue', message: `The dead-letter queue of a ${state.config.fifo ? 'FIFO' : 'standard'} queue must be a ${state.config.fifo ? 'FIFO' : 'standard'} queue too.` });
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'operate') operate(state, what.operation, what.request, ctx);
    else if (what.type === 'setConfig') {
      if (config) applyConfig(state, config, ctx);
    } else {
      const until = faultEnd(what, ctx.now);
      if (what.name === 'unavailable') state.unavailableUntil = until;
      else state.deniedUntil = until;
    }
    afterwards(state, ctx);
  },
  view: viewQueue,
  describe: describeQueue,
  invariants: [
    { name: 'messages are visible, delayed or in flight, and counted as such', holds: countsAgree },
    { name: 'a message group is handed out while its oldest message is visible, and only then', holds: groupsAgree },
    { name: 'no more messages are in flight than the queue allows', holds: (state, at) => state.inFlight <= maxInFlight(state, at) },
  ],
  heldRows(state, visit) {
    state.messages.visit((slot) => visit(state.messages.word(slot, word.row)));
  },
};
