/** What an operator does to a queue: purge, delete and create it, redrive a dead-letter queue, change attributes. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { parseQueueConfig, type QueueConfig } from './config.ts';
import { cancelMoveTask, endTask, startMoveTask } from './deadLetter.ts';
import { TellQueueExists, type SetQueueAttributesRequest } from './operations.ts';
import type { Ctx, QueueState } from './state.ts';
import { changeDelay, sweep } from './timers.ts';

/** How soon a purge sweeps, at the soonest and at the latest. [SIM]: AWS says up to 60 s. */
const purgeWithinMs = [1000, 60_000] as const;

export function operate(state: QueueState, operation: string, request: PlainRecord, ctx: Ctx): void {
  const refused = perform(state, operation, request, ctx);
  if (refused) ctx.trace('operation.refused', operation, { operation, code: refused.code, message: refused.message });
}

function perform(state: QueueState, operation: string, request: PlainRecord, ctx: Ctx): { readonly code: string; readonly message: string } | undefined {
  if (operation === 'CreateQueue') return createQueue(state, request, ctx);
  if (state.deletedAt !== null) return { code: 'QueueDoesNotExist', message: 'The specified queue does not exist.' };
  const unsupported = (message: string | undefined) => (message === undefined ? undefined : { code: 'UnsupportedOperation', message });
  switch (operation) {
    case 'PurgeQueue':
      return purge(state, ctx);
    case 'DeleteQueue':
      return deleteQueue(state, ctx);
    case 'StartMessageMoveTask':
      return unsupported(startMoveTask(state, request, ctx));
    default:
      return unsupported(cancelMoveTask(state, ctx));
  }
}

/** Begins a purge; `atOnce` ends it, too. What was sent before counts as a repetition no longer. */
export function purge(state: QueueState, ctx: Ctx, atOnce = false) {
  if (ctx.now - state.purgedAt < ctx.limits.duration('sqs.queue.purge-gap')) return { code: 'PurgeQueueInProgress', message: `Only one PurgeQueue operation on ${state.name} is allowed every ${ctx.limits.duration('sqs.queue.purge-gap') / 1000} seconds.` };
  state.purgedAt = ctx.now;
  const at = ctx.now + (atOnce ? 0 : ctx.rng.int(purgeWithinMs[0], purgeWithinMs[1]));
  state.purge = Object.freeze({ at, before: state.nextMessage });
  ctx.trace('purge.started', ctx.nodeId, { messages: state.messages.size });
  if (atOnce) finishPurge(state, ctx);
  else ctx.after(at - ctx.now, { type: 'purge' });
  return undefined;
}

export function finishPurge(state: QueueState, ctx: Ctx): void {
  if (state.purge === null || state.purge.at > ctx.now) return;
  const messages = sweep(state, state.purge.before, ctx);
  state.recent.clear(state.purge.before);
  state.purge = null;
  ctx.trace('queue.purged', ctx.nodeId, { messages });
}

export function deleteQueue(state: QueueState, ctx: Ctx) {
  const messages = sweep(state, state.nextMessage, ctx);
  state.deletedAt = ctx.now;
  if (state.moveTask) endTask(state, state.moveTask, 'CANCELLED', ctx);
  tellExists(false, ctx);
  state.purge = null;
  for (const waiter of state.waiters.values()) {
    ctx.cancel(waiter.timer);
    ctx.reply(waiter.call, { ok: false, error: awsError('QueueDoesNotExist', 'The specified queue does not exist.') });
  }
  state.waiters.clear();
  ctx.trace('queue.deleted', ctx.nodeId, { messages });
  return undefined;
}

/** Queues that keep this one's dead letters learn whether they can be brought back, and those whose dead letters go here, whether they can go. */
function tellExists(exists: boolean, ctx: Ctx): void {
  for (const port of ['deadLetter', 'moved']) for (const edge of ctx.edgesAt(port)) ctx.send(edge, TellQueueExists, { exists });
}

/** Attributes that a CreateQueue may state, as AWS names them, and what this queue has: durations in seconds. */
function attributesOf({ config }: QueueState): Readonly<Record<string, number | boolean>> {
  return {
    VisibilityTimeout: config.visibilityTimeout / 1000,
    DelaySeconds: config.delay / 1000,
    MessageRetentionPeriod: config.messageRetentionPeriod / 1000,
    MaximumMessageSize: config.maximumMessageSize,
    ReceiveMessageWaitTimeSeconds: config.receiveMessageWaitTime / 1000,
    FifoQueue: config.fifo,
    ContentBasedDeduplication: config.contentBasedDeduplication,
  };
}

function createQueue(state: QueueState, request: PlainRecord, ctx: Ctx) {
  if (state.deletedAt !== null) {
    if (ctx.now - state.deletedAt < ctx.limits.duration('sqs.queue.recreate-gap')) return { code: 'QueueDeletedRecently', message: 'You must wait 60 seconds after deleting a queue before you can create another with the same name.' };
    state.deletedAt = null;
    tellExists(true, ctx);
    ctx.trace('queue.created', ctx.nodeId, { queue: state.name });
    return undefined;
  }
  const has = attributesOf(state);
  for (const [name, value] of Object.entries(request)) {
    if (name !== 'QueueName' && has[name] !== value) return { code: 'QueueNameExists', message: `A queue already exists with the same name and a different value for attribute ${name}.` };
  }
  ctx.trace('queue.found', ctx.nodeId, { queue: state.name });
  return undefined;
}

/** SetQueueAttributes of a client: refuses what a new queue could not be. */
export function setAttributes(state: QueueState, { config, deadLetterQueue }: SetQueueAttributesRequest, ctx: Ctx): AwsError | undefined {
  const parsed = parseQueueConfig({ ...state.config, ...config }, ctx.limits);
  if (!parsed.ok) return awsError('InvalidAttributeValue', parsed.error.map(({ path, problem }) => `${path} ${problem}`).join('; '));
  if (deadLetterQueue !== undefined) {
    const edge = deadLetterQueue === null ? -1 : ctx.edgesAt('deadLetter').find((each) => ctx.neighbour(each) === deadLetterQueue);
    if (edge === undefined) return awsError('InvalidParameterValue', 'The dead-letter queue is not connected.');
    state.deadLetterEdge = edge;
  }
  applyConfig(state, parsed.value, ctx);
  return undefined;
}

/** A changed configuration: new timeouts count for later calls; a queue's type is for life. */
export function applyConfig(state: QueueState, config: QueueConfig, ctx: Ctx): void {
  const delayed = config.delay !== state.config.delay;
  state.config = { ...config, fifo: state.config.fifo };
  if (delayed) changeDelay(state, ctx);
}
