/** Runs of the function: environments and their limit, how long a run takes, how it ends, what it costs. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { badEntries, base64Bytes, transform } from './behaviour.ts';
import { handOn } from './handOn.ts';
import type { EventSource, InvokeResponse } from './operations.ts';
import type { FunctionEvent, FunctionState, Origin, Outcome, Running } from './state.ts';

/** A run that is over. It still has hold of its rows. */
export interface Ended {
  readonly running: Running;
  readonly outcome: Outcome;
}

type Ctx = ServiceContext<FunctionEvent>;
const slowFactor = 5;

/** Size of what an event with these entries is as text: base64 and a frame around each. [SIM] */
const frameBytes = 250;
export function eventBytes(records: RecordBatch): number {
  let bytes = frameBytes;
  for (let i = 0; i < records.count; i++) bytes += base64Bytes(records.bytes[i]!) + frameBytes;
  return bytes;
}

/** Begins a run, which takes hold of the rows; or answers the refusal. */
export function begin(state: FunctionState, origin: Origin, source: EventSource, records: RecordBatch, payloadBytes: number, ctx: Ctx): AwsError | undefined {
  const { config } = state;
  const limit = ctx.limits.bytes('lambda.sync.max-payload');
  if (payloadBytes > limit) return awsError('RequestTooLargeException', `Request must be smaller than ${limit} bytes for the InvokeFunction operation`);
  if (state.running.size >= config.concurrency || ctx.now < state.throttleUntil) {
    state.throttles++;
    ctx.count('Throttles', 1);
    ctx.trace('function.throttled', ctx.nodeId, { concurrency: config.concurrency }, { invocations: 1 });
    return awsError('TooManyRequestsException', 'Rate Exceeded.');
  }
  while (state.idle.length > 0 && ctx.now - state.idle[0]! > config.keepWarm) state.idle.shift();
  const cold = state.idle.pop() === undefined;
  if (cold) {
    state.coldStarts++;
    ctx.count('ColdStarts', 1);
  }
  const slow = ctx.now < state.slowUntil ? slowFactor : 1;
  const work = Math.ceil((config.durationBase + config.durationPerRecord * records.count) * slow);
  const timedOut = work > config.timeout;
  const failed = ctx.now < state.errorsUntil || (config.errorRate > 0 && ctx.rng.unit() < config.errorRate);
  const bad = source !== 'aws:firehose' && !config.reportBatchItemFailures && badEntries(config, records, ctx).length > 0;
  const poisoned = bad || (source === 'aws:firehose' && badEntries(config, records, ctx).length > 0);
  const failure = timedOut ? `Task timed out after ${(config.timeout / 1000).toFixed(2)} seconds` : failed || poisoned ? 'Unhandled' : null;
  const id = state.next++;
  ctx.records.hold(records.rows);
  state.running.set(id, Object.freeze({ origin, source, records, startedAt: ctx.now, failure, waitsFor: 0, refused: null }));
  state.invocations++;
  ctx.count('Invocations', 1);
  ctx.count('ConcurrentExecutions', state.running.size);
  ctx.bill('lambda-request', 1);
  ctx.hop(records.rows, 'record.handled', () => ({ of: records.count, cold }));
  ctx.after((cold ? config.coldStart : 0) + Math.min(work, config.timeout), { type: 'done', id });
  return undefined;
}

/** The code has done its work: it fails, hands records on, or ends. */
export function workDone(state: FunctionState, id: number, ctx: Ctx): Ended | undefined {
  const running = state.running.get(id);
  if (!running) return undefined;
  if (running.failure !== null) return end(state, id, running, failureOf(running.failure), ctx);
  if (running.source === 'aws:firehose') return end(state, id, running, { ok: true, batchItemFailures: undefined }, ctx);
  const failed = state.config.reportBatchItemFailures ? badEntries(state.config, running.records, ctx) : undefined;
  const waitsFor = handOn(state, id, running, failed, ctx);
  if (waitsFor === 0) return end(state, id, running, { ok: true, batchItemFailures: failed }, ctx);
  state.running.set(id, Object.freeze({ ...running, waitsFor }));
  return undefined;
}

/** A target has answered; the run ends with the last answer. */
export function handed(state: FunctionState, id: number, refused: string | null, ctx: Ctx): Ended | undefined {
  const running = state.running.get(id);
  if (!running) return undefined;
  const now: Running = Object.freeze({ ...running, waitsFor: running.waitsFor - 1, refused: running.refused ?? refused });
  state.running.set(id, now);
  if (now.waitsFor > 0) return undefined;
  if (now.refused !== null) return end(state, id, now, failureOf(`Unhandled: ${now.refused}`), ctx);
  return end(state, id, now, { ok: true, batchItemFailures: state.config.reportBatchItemFailures ? badEntries(state.config, now.records, ctx) : undefined }, ctx);
}

function failureOf(message: string): Outcome {
  return { ok: false, code: message.startsWith('Task timed out') ? 'TaskTimedOut' : 'FunctionError', message };
}

function end(state: FunctionState, id: number, running: Running, outcome: Outcome, ctx: Ctx): Ended {
  state.running.delete(id);
  state.idle.push(ctx.now);
  const duration = ctx.now - running.startedAt;
  const step = ctx.limits.duration('lambda.billing.step');
  ctx.count('Duration', duration);
  ctx.bill('lambda-gigabyte-second', ((Math.ceil(duration / step) * step) / 1000) * (state.config.memory / 1024));
  ctx.count('Errors', outcome.ok ? 0 : 1);
  if (outcome.ok) return { running, outcome };
  state.errors++;
  ctx.trace(outcome.code === 'TaskTimedOut' ? 'function.timed-out' : 'function.failed', ctx.nodeId, { source: running.source, message: outcome.message }, { invocations: 1, records: running.records.count });
  return { running, outcome };
}

/** The answer to somebody who waited. */
export function responseOf(state: FunctionState, running: Running, outcome: Outcome & { ok: true }, ctx: Ctx): InvokeResponse | AwsError {
  if (running.source !== 'aws:firehose') return { batchItemFailures: outcome.batchItemFailures };
  const answer = transform(state.config, running.records, ctx);
  const limit = ctx.limits.bytes('lambda.sync.max-payload');
  let bytes = 0;
  for (const size of answer.bytes) bytes += base64Bytes(size) + frameBytes;
  return bytes > limit ? awsError('ResponseSizeTooLarge', `Response payload size exceeded maximum allowed payload size (${limit} bytes).`) : answer;
}
