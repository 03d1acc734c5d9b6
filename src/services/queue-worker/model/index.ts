/**
 * A fleet of programs that take messages from queues: receive, work, delete, again. Each mistake worth seeing can be set:
 * a timeout that is too short, a delete that comes too early or never, work that always fails. Simplifications: ../README.md.
 */
import type { Reply } from '../../../sim/calls.ts';
import { OwnedMap } from '../../../sim/columns/ownedMap.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { BatchWriteItem } from '../../dynamodb-table/model/operations.ts';
import { DeleteObject, GetObject, PutObject } from '../../s3-bucket/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';
import { ChangeMessageVisibilityBatch, DeleteMessageBatch, ReceiveMessage, receiveOperations, SendMessageBatch, type ReceiveMessageResponse } from '../../sqs-queue/model/operations.ts';
import { parseWorkerConfig, workerFields, type WorkerConfig } from './config.ts';
import { forwarded, forwardPorts } from './forwarding.ts';
import { begin, complete, deleted, failMessage, retryDelete, worked, workOn } from './processing.ts';
import type { Ctx, Worker, WorkerEvent, WorkerState } from './state.ts';

const second = 1000;
/** Patience beyond the wait that was asked for. */
const receiveTimeoutMs = 10_000;
/** Wait after a receive that was refused. */
const refusedWaitMs = 1000;

function newWorker(number: number): Worker {
  return { number, name: `worker-${number}`, alive: true, life: 1, step: 0, slowUntil: 0, batch: null, batches: 0, at: 0, done: [], failedGroups: [], forwarding: 0, refused: false, queue: 0, polledAt: 0, attempt: 1, carry: 0, tries: 0 };
}

/** Asks the queues in their order: the first one's messages go before the others'; only the last is waited at. */
function poll(state: WorkerState, worker: Worker, ctx: Ctx): void {
  const queues = ctx.edgesAt('in');
  const edge = queues[worker.queue];
  if (edge === undefined) return;
  const { config } = state;
  const last = worker.queue === queues.length - 1;
  const waitMs = last ? config.waitTime : 0;
  if (worker.queue === 0) worker.polledAt = ctx.now;
  const timeout = (waitMs ?? ctx.limits.duration('sqs.wait.max')) + receiveTimeoutMs;
  ctx.call(
    edge,
    ReceiveMessage,
    {
      MaxNumberOfMessages: config.maxNumberOfMessages,
      WaitTimeSeconds: waitMs === null ? undefined : Math.ceil(waitMs / second),
      VisibilityTimeout: config.visibilityTimeout === null ? undefined : Math.ceil(config.visibilityTimeout / second),
      ReceiveRequestAttemptId: config.receiveAttemptIds ? `${ctx.nodeId}/${worker.name}/${worker.life}/${worker.attempt}` : undefined,
      consumer: worker.name,
    },
    { type: 'received', worker: worker.number, life: worker.life },
    timeout,
  );
}

function pollAfter(worker: Worker, delay: number, ctx: Ctx): void {
  ctx.after(delay, { type: 'poll', worker: worker.number, life: worker.life });
}

function received(state: WorkerState, worker: Worker, reply: Reply<ReceiveMessageResponse>, ctx: Ctx): void {
  if (!reply.ok) {
    ctx.count('ReceivesFailed', 1);
    ctx.trace('receive.failed', ctx.nodeId, { code: reply.error.code }, { calls: 1 });
    if (reply.error.code !== 'RequestTimeout') worker.attempt++;
    worker.queue = 0;
    return pollAfter(worker, Math.max(refusedWaitMs, state.config.pollInterval), ctx);
  }
  worker.attempt++;
  const { records, receipts, groups } = reply.response;
  const queues = ctx.edgesAt('in');
  if (records.count === 0) {
    worker.queue = (worker.queue + 1) % queues.length;
    if (worker.queue > 0) return poll(state, worker, ctx);
    return pollAfter(worker, Math.max(0, worker.polledAt + state.config.pollInterval - ctx.now), ctx);
  }
  ctx.keep(records.rows);
  const order = groups ? [...new Set(groups)] : [];
  worker.batch = Object.freeze({ records, receipts, groups: Uint8Array.from({ length: records.count }, (_, i) => (groups ? order.indexOf(groups[i]!) + 1 : 0)), edge: queues[worker.queue]! });
  worker.batches++;
  worker.queue = 0;
  worker.at = 0;
  worker.done = [];
  worker.tries = 0;
  worker.failedGroups = [];
  if (state.config.deleteMode === 'on-receive') ctx.call(worker.batch.edge, DeleteMessageBatch, { receipts }, { type: 'ignored' }, receiveTimeoutMs);
  else if (state.config.heartbeat > 0) ctx.after(state.config.heartbeat, { type: 'heartbeat', worker: worker.number, life: worker.life, batch: worker.batches });
  goOn(state, worker, ctx);
}

function goOn(state: WorkerState, worker: Worker, ctx: Ctx): void {
  workOn(state, worker, () => poll(state, worker, ctx), ctx);
}

/** Sets the timeout of all messages in hand anew; beats until the batch is over. */
function beat(state: WorkerState, worker: Worker, event: Extract<WorkerEvent, { readonly type: 'heartbeat' }>, ctx: Ctx): void {
  const { batch } = worker;
  if (batch === null || worker.batches !== event.batch || state.config.heartbeat === 0) return;
  // What is being deleted needs no more time: the one in hand, or all that are done.
  const deleting = worker.tries > 0;
  const first = deleting && worker.done.length === 0 ? worker.at + 1 : worker.at;
  const entries = [...(deleting ? [] : worker.done), ...Array.from({ length: batch.records.count - first }, (_, i) => first + i)];
  if (entries.length > 0) {
    const seconds = Math.ceil((state.config.visibilityTimeout ?? ctx.limits.duration('sqs.visibility.default')) / second);
    ctx.call(batch.edge, ChangeMessageVisibilityBatch, { receipts: Float64Array.from(entries, (i) => batch.receipts[i]!), VisibilityTimeout: seconds }, { type: 'ignored' }, receiveTimeoutMs);
  }
  ctx.after(state.config.heartbeat, event);
}

function crash(worker: Worker, duration: number | undefined, ctx: Ctx): void {
  if (!worker.alive) return;
  const inHand = worker.batch === null ? 0 : worker.batch.records.count - worker.at;
  if (worker.batch) ctx.records.release(worker.batch.records.rows.subarray(worker.at), 'died-with-process');
  worker.batch = null;
  worker.alive = false;
  worker.life++;
  ctx.trace('worker.crashed', worker.name, { worker: worker.name, inHand });
  if (duration !== undefined) ctx.after(duration, { type: 'restart', worker: worker.number, life: worker.life });
}

function restart(state: WorkerState, worker: Worker, ctx: Ctx): void {
  if (worker.alive) return;
  worker.alive = true;
  worker.life++;
  worker.queue = 0;
  ctx.trace('worker.restarted', worker.name, { worker: worker.name });
  poll(state, worker, ctx);
}

/** The workers that a fault names; the whole fleet where it names none. */
function targets(state: WorkerState, target: string | undefined): Worker[] {
  const found: Worker[] = [];
  for (let number = 1; number <= state.workers.size; number++) {
    if (target === undefined || target === `worker-${number}` || target === String(number)) found.push(state.workers.write(number)!);
  }
  return found;
}

/** The worker that an event is for, while it is still in that life and step; a copy of this side's own. */
function workerOf(state: WorkerState, event: WorkerEvent): Worker | undefined {
  if (event.type === 'ignored') return undefined;
  const worker = state.workers.write(event.worker)!;
  return worker.life !== event.life || ('step' in event && worker.step !== event.step) ? undefined : worker;
}

function describeWorkers(state: WorkerState): PlainRecord[] {
  return [...state.workers.values()].map((worker) => ({ name: worker.name, alive: worker.alive, inHand: worker.batch === null ? 0 : worker.batch.records.count - worker.at }));
}

export const queueWorker: ServiceModel<WorkerConfig, WorkerState, WorkerEvent> = {
  kind: 'queue-worker',
  says: 'Programs that take messages from queues, work on them, and delete them.',
  ports: [
    { name: 'in', direction: 'in', operations: receiveOperations, calls: true, max: 8 },
    { name: 'payloads', direction: 'in', operations: [GetObject.name, DeleteObject.name], calls: true, max: 1 },
    { name: 'producer', direction: 'out', operations: [Submit.name], calls: true, max: 16, local: true },
    { name: 'queue', direction: 'out', operations: [SendMessageBatch.name], calls: true, max: 16 },
    { name: 'topic', direction: 'out', operations: [PublishBatch.name], calls: true, max: 16 },
    { name: 'bucket', direction: 'out', operations: [PutObject.name], calls: true, max: 16 },
    { name: 'table', direction: 'out', operations: [BatchWriteItem.name], calls: true, max: 16 },
  ],
  fields: workerFields,
  metrics: ['MessagesProcessed', 'MessagesFailed', 'MessagesSkipped', 'ReceivesFailed'],
  faults: [
    { name: 'crash', says: 'Workers die with what they have in hand; after the duration they start again', takesDuration: true, targets: 'worker' },
    { name: 'slow', says: 'Work takes five times as long', takesDuration: true, targets: 'worker' },
  ],
  operations: [],
  parseConfig: parseWorkerConfig,
  sinks: (_config, nodeId, connected) => (forwardPorts.some((port) => connected.has(port)) ? [] : [nodeId]),
  init(config, ctx) {
    const workers = new OwnedMap<Worker>();
    // Programs do not start in the same instant: their polls are spread over one interval.
    for (let number = 1; number <= config.count; number++) {
      workers.set(number, newWorker(number));
      ctx.after(Math.floor((config.pollInterval * (number - 1)) / config.count), { type: 'poll', worker: number, life: 1 });
    }
    return { config, workers, processed: 0, duplicates: 0, skipped: 0, failed: 0 };
  },
  onCall() {},
  onEvent(state, event, ctx) {
    const worker = workerOf(state, event);
    if (!worker) return;
    switch (event.type) {
      case 'poll':
        return poll(state, worker, ctx);
      case 'restart':
        return restart(state, worker, ctx);
      case 'heartbeat':
        return beat(state, worker, event, ctx);
      case 'worked':
        if (!worked(state, worker, ctx)) goOn(state, worker, ctx);
        return;
      case 'died':
        failMessage(state, worker, 'attempt died', ctx);
        return goOn(state, worker, ctx);
      case 'retry-delete':
        return retryDelete(worker, ctx);
      default:
        return;
    }
  },
  onReply(state, event, reply, ctx) {
    const worker = workerOf(state, event);
    if (!worker) return;
    if (event.type === 'received') return received(state, worker, ReceiveMessage.reply(reply), ctx);
    if (event.type === 'deleted') deleted(worker, DeleteMessageBatch.reply(reply), ctx);
    else if (event.type === 'fetched') {
      if (!reply.ok) failMessage(state, worker, 'payload not found', ctx);
      else if (begin(state, worker, ctx) || worked(state, worker, ctx)) return;
    } else if (event.type === 'forwarded') {
      if (!forwarded(worker, reply)) return;
      if (worker.refused) failMessage(state, worker, 'forwarding refused', ctx);
      else {
        state.processed++;
        ctx.count('MessagesProcessed', 1);
        if (complete(state, worker, ctx)) return;
      }
    } else return;
    // A delete that is to be tried again keeps its step.
    if (event.type !== 'deleted' || worker.step === event.step) goOn(state, worker, ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig') {
      // The fleet's size is fixed for a run.
      if (config) state.config = { ...config, count: state.config.count };
    } else if (what.type === 'fault' || what.type === 'recover') {
      for (const worker of targets(state, what.target)) {
        if (what.name === 'slow') worker.slowUntil = what.type === 'recover' ? 0 : what.duration === undefined ? Infinity : ctx.now + what.duration;
        else if (what.type === 'fault') crash(worker, what.duration, ctx);
        else restart(state, worker, ctx);
      }
    }
  },
  view(state) {
    const workers = [...state.workers.values()];
    return {
      fields: {
        workers: workers.length,
        alive: workers.filter((worker) => worker.alive).length,
        busy: workers.filter((worker) => worker.batch !== null).length,
        inHand: workers.reduce((sum, worker) => sum + (worker.batch === null ? 0 : worker.batch.records.count - worker.at), 0),
        processed: state.processed,
        duplicates: state.duplicates,
        skipped: state.skipped,
        failed: state.failed,
      },
    };
  },
  describe(state, at) {
    return { ...queueWorker.view(state, at).fields, fleet: describeWorkers(state).slice(0, 100) };
  },
  invariants: [{ name: 'a worker never has done more of a batch than it holds', holds: (state) => [...state.workers.values()].every((worker) => worker.batch === null || worker.at <= worker.batch.records.count) }],
  heldRows(state, visit) {
    for (const worker of state.workers.values()) worker.batch?.records.rows.subarray(worker.at).forEach(visit);
  },
};
