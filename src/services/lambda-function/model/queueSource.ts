/** The event source mapping of a queue: pollers that receive, run the function and delete; their number follows the backlog. */
import type { Reply } from '../../../sim/calls.ts';
import { concatBatches, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { DeleteMessageBatch, ReceiveMessage, type ReceiveMessageResponse } from '../../sqs-queue/model/operations.ts';
import { begin, eventBytes } from './running.ts';
import type { FunctionEvent, FunctionState, Outcome, Poller } from './state.ts';

type Ctx = ServiceContext<FunctionEvent>;
const callTimeoutMs = 30_000;
const restMs = 1000;
const scaleMs = 60_000;

/** Starts polling. */
export function startPollers(state: FunctionState, ctx: Ctx): void {
  state.pollersWanted = Math.min(state.config.maxConcurrency, ctx.limits.number('lambda.queue.first-pollers'));
  for (let i = 0; i < state.pollersWanted; i++) addPoller(state, ctx);
  ctx.after(scaleMs, { type: 'scale' });
}

function addPoller(state: FunctionState, ctx: Ctx): void {
  const number = state.next++;
  state.pollers.set(number, { number, batches: [], receipts: [], since: 0, phase: 'receiving', failed: undefined });
  receive(state, number, ctx);
}

/** Once a minute: more pollers while all are at work, fewer while most wait for messages. */
export function scale(state: FunctionState, ctx: Ctx): void {
  ctx.after(scaleMs, { type: 'scale' });
  const first = Math.min(state.config.maxConcurrency, ctx.limits.number('lambda.queue.first-pollers'));
  let idle = 0;
  for (const poller of state.pollers.values()) if (poller.phase === 'receiving' && poller.batches.length === 0) idle++;
  if (idle === 0) state.pollersWanted = Math.min(state.config.maxConcurrency, state.pollersWanted + ctx.limits.number('lambda.queue.more-per-minute'));
  else if (idle * 2 > state.pollers.size) state.pollersWanted = Math.max(first, Math.ceil(state.pollers.size / 2));
  while (state.pollers.size < state.pollersWanted) addPoller(state, ctx);
}

/** Asks for messages; a poller too many ends here. */
export function receive(state: FunctionState, number: number, ctx: Ctx): void {
  const poller = state.pollers.get(number);
  if (!poller) return;
  if (poller.batches.length === 0 && state.pollers.size > state.pollersWanted) {
    state.pollers.delete(number);
    return;
  }
  poller.phase = 'receiving';
  const { queueBatchSize } = state.config;
  const most = Math.min(ctx.limits.number('sqs.receive.max-messages'), queueBatchSize - countOf(poller));
  const wait = ctx.limits.duration('sqs.wait.max') / 1000;
  // A batch that has begun waits no longer than its window.
  const left = poller.batches.length === 0 ? wait : Math.min(wait, Math.floor(Math.max(0, poller.since + state.config.batchWindow - ctx.now) / 1000));
  ctx.call(ctx.edgesAt('queue')[0]!, ReceiveMessage, { MaxNumberOfMessages: most, WaitTimeSeconds: left, consumer: ctx.nodeId }, { type: 'received', poller: number }, callTimeoutMs);
}

function countOf(poller: Poller): number {
  return poller.batches.reduce((sum, batch) => sum + batch.count, 0);
}

export function received(state: FunctionState, number: number, reply: Reply<ReceiveMessageResponse>, ctx: Ctx): void {
  const poller = state.pollers.get(number);
  if (!poller) return;
  if (!reply.ok) {
    if (poller.batches.length > 0) return run(state, poller, ctx);
    return rest(poller, ctx);
  }
  const { records, receipts } = reply.response;
  if (records.count > 0) {
    ctx.keep(records.rows);
    if (poller.batches.length === 0) poller.since = ctx.now;
    poller.batches = [...poller.batches, records];
    poller.receipts = [...poller.receipts, ...receipts];
  }
  const count = countOf(poller);
  if (count === 0) return receive(state, number, ctx);
  if (count < state.config.queueBatchSize && ctx.now < poller.since + state.config.batchWindow) return receive(state, number, ctx);
  run(state, poller, ctx);
}

function rest(poller: Poller, ctx: Ctx): void {
  poller.phase = 'resting';
  ctx.after(restMs, { type: 'receive', poller: poller.number });
}

function whole(poller: Poller): RecordBatch {
  return concatBatches(poller.batches);
}

function run(state: FunctionState, poller: Poller, ctx: Ctx): void {
  const records = whole(poller);
  poller.batches = [records];
  poller.phase = 'running';
  const refusal = begin(state, { type: 'poller', poller: poller.number }, 'aws:sqs', records, eventBytes(records), ctx);
  // What a throttled poller has received comes back when its visibility timeout ends.
  if (refusal) settle(poller, 'throttled', ctx);
}

function settle(poller: Poller, why: string, ctx: Ctx): void {
  for (const batch of poller.batches) ctx.records.release(batch.rows, 'deleted-unprocessed');
  if (why !== 'done') ctx.trace('batch.returned', ctx.nodeId, { why }, { messages: countOf(poller) });
  poller.batches = [];
  poller.receipts = [];
  poller.failed = undefined;
  rest(poller, ctx);
}

export function pollerEnded(state: FunctionState, number: number, outcome: Outcome, ctx: Ctx): void {
  const poller = state.pollers.get(number);
  if (!poller) return;
  if (!outcome.ok) return settle(poller, outcome.message, ctx);
  const failed = new Set(outcome.batchItemFailures ?? []);
  if (failed.size > 0) ctx.trace('batch.returned', ctx.nodeId, { why: 'batchItemFailures' }, { messages: failed.size });
  const receipts = Float64Array.from(poller.receipts.filter((_, i) => !failed.has(i)));
  if (receipts.length === 0) return settle(poller, 'done', ctx);
  poller.phase = 'deleting';
  poller.receipts = [...receipts];
  deleteSome(poller, ctx);
}

function deleteSome(poller: Poller, ctx: Ctx): void {
  const most = ctx.limits.number('sqs.batch.max-entries');
  const receipts = Float64Array.from(poller.receipts.slice(0, most));
  poller.receipts = poller.receipts.slice(most);
  ctx.call(ctx.edgesAt('queue')[0]!, DeleteMessageBatch, { receipts }, { type: 'deleted', poller: poller.number }, callTimeoutMs);
}

/** SIMPLIFIED: a delete that is refused or unanswered is not tried again; its messages come once more. */
export function deleted(state: FunctionState, number: number, ctx: Ctx): void {
  const poller = state.pollers.get(number);
  if (!poller) return;
  if (poller.receipts.length > 0) return deleteSome(poller, ctx);
  for (const batch of poller.batches) ctx.records.release(batch.rows, 'dropped-by-code');
  poller.batches = [];
  receive(state, number, ctx);
}
