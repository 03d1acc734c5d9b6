/** The Lambda transformation: batches to the function, retries, and the contract of recordId, result and data. */
import type { Reply } from '../../../sim/calls.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import { pickBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { Invoke, transformResults, type InvokeResponse } from '../../lambda-function/model/operations.ts';
import { writeFailures } from './objects.ts';
import { failureBytes, failureContent } from './progress.ts';
import type { Deliverable } from './routing.ts';
import type { FirehoseEvent, FirehoseState, Invocation } from './state.ts';

type Ctx = ServiceContext<FirehoseEvent>;
/** What an event has around its records, and around each. [SIM] */
const eventFrame = 300;
const recordFrame = 120;
/** Wait before a failed invocation is repeated. [SIM] */
const retryWaitMs = 1000;

function eventBytes(records: RecordBatch): number {
  let bytes = eventFrame;
  for (const size of records.bytes) bytes += Math.ceil(size / 3) * 4 + recordFrame;
  return bytes;
}

/** Calls at a time: so many for each shard of the source; Direct PUT counts as one shard. [SIM] */
function atOnce(state: FirehoseState, ctx: Ctx): number {
  return ctx.limits.number(state.config.destination === 'splunk' ? 'firehose.lambda.splunk-calls-per-shard' : 'firehose.lambda.calls-per-shard') * Math.max(1, state.readers.size);
}

/** A buffer goes to the function, or waits for its turn. */
export function invoke(state: FirehoseState, records: RecordBatch, ctx: Ctx): void {
  const id = state.next++;
  let active = 0;
  for (const other of state.invocations.values()) if (!other.waiting) active++;
  const waiting = active >= atOnce(state, ctx);
  state.invocations.set(id, Object.freeze({ records, attempts: 0, startedAt: ctx.now, waiting }));
  if (!waiting) attemptInvocation(state, id, ctx);
}

export function attemptInvocation(state: FirehoseState, id: number, ctx: Ctx): void {
  const invocation = state.invocations.get(id);
  if (!invocation) return;
  const payloadBytes = eventBytes(invocation.records);
  const tried: Invocation = Object.freeze({ ...invocation, attempts: invocation.attempts + 1, startedAt: ctx.now, waiting: false });
  state.invocations.set(id, tried);
  if (payloadBytes > ctx.limits.bytes('firehose.lambda.max-payload')) return giveUp(state, id, 'Lambda.RequestTooLarge', 'The request is larger than 6 MB.', ctx);
  ctx.call(ctx.edgesAt('transform').at(-1)!, Invoke, { source: 'aws:firehose', records: invocation.records, payloadBytes }, { type: 'invoked', id }, ctx.limits.duration('firehose.lambda.max-duration'));
}

/** The function has answered, or not; answers what goes on, with its new sizes. */
export function invoked(state: FirehoseState, id: number, reply: Reply<InvokeResponse>, ctx: Ctx): Deliverable | undefined {
  const invocation = state.invocations.get(id);
  if (!invocation) return undefined;
  ctx.count('ExecuteProcessing.Duration', ctx.now - invocation.startedAt);
  ctx.count('ExecuteProcessing.Success', reply.ok ? 1 : 0);
  if (reply.ok) return settle(state, id, reply.response, ctx);
  ctx.trace('transform.failed', ctx.nodeId, { code: reply.error.code }, { invocations: 1, records: invocation.records.count });
  // A response that is too large is one again.
  if (reply.error.code === 'ResponseSizeTooLarge' || invocation.attempts > state.config.lambdaRetries) giveUp(state, id, `Lambda.${reply.error.code}`, reply.error.message, ctx);
  else ctx.after(retryWaitMs, { type: 'invoke-again', id });
  return undefined;
}

function over(state: FirehoseState, id: number, ctx: Ctx): void {
  state.invocations.delete(id);
  for (const [next, waiting] of state.invocations) {
    if (!waiting.waiting) continue;
    attemptInvocation(state, next, ctx);
    break;
  }
}

function giveUp(state: FirehoseState, id: number, code: string, message: string, ctx: Ctx): void {
  const { records, attempts } = state.invocations.get(id)!;
  over(state, id, ctx);
  fail(state, records, attempts, code, message, ctx);
}

/** Records that could not be transformed go to the bucket as they came. */
function fail(state: FirehoseState, records: RecordBatch, attemptsMade: number, errorCode: string, errorMessage: string, ctx: Ctx): void {
  state.processingFailed += records.count;
  ctx.count('FailedProcessing.Records', records.count);
  ctx.trace('records.processing-failed', errorCode, { code: errorCode, attempts: attemptsMade }, { records: records.count });
  ctx.hop(records.rows, 'record.processing-failed', () => ({ code: errorCode }));
  const functionArn = state.config.functionArn || `arn:aws:lambda:::function:${ctx.neighbour(ctx.edgesAt('transform').at(-1)!)}`;
  // Spelled otherwise in the guide of the notes' time.
  const content = { ...failureContent(records, attemptsMade, errorCode, errorMessage, ctx), [ctx.limits.edition === 'notes' ? 'lambdaArn' : 'lambdaARN']: functionArn };
  writeFailures(state, records, 'processing-failed', failureBytes(records), content, ctx);
}

const reasons: Readonly<Record<string, readonly [code: string, message: string]>> = {
  ProcessingFailed: ['Lambda.ProcessingFailedStatus', 'ProcessingFailed status set for record'],
  missing: ['Lambda.MissingRecordId', 'One or more record Ids were not returned. Ensure that the Lambda function returns all received record Ids.'],
  duplicated: ['Lambda.DuplicatedRecordId', 'Multiple records were returned with the same record ID. Ensure that the Lambda function returns unique record IDs for each record.'],
  'unknown-id': ['Lambda.MissingRecordId', 'One or more record Ids were not returned. Ensure that the Lambda function returns all received record Ids.'],
};

/** Sorts the answer: what is Ok goes on, what is Dropped ends here, all else has failed. */
function settle(state: FirehoseState, id: number, response: InvokeResponse, ctx: Ctx): Deliverable | undefined {
  const { records, attempts } = state.invocations.get(id)!;
  over(state, id, ctx);
  const { results, bytes } = response;
  const by: number[][] = transformResults.map(() => []);
  for (let i = 0; i < records.count; i++) by[results?.[i] ?? 0]!.push(i);
  const [good, dropped] = by;
  ctx.count('SucceedProcessing.Records', good!.length + dropped!.length);
  if (dropped!.length > 0) {
    const gone = pickBatch(records, Uint32Array.from(dropped!));
    state.dropped += gone.count;
    ctx.records.release(gone.rows, 'dropped-by-rule');
    ctx.hop(gone.rows, 'record.dropped', () => ({ result: 'Dropped' }));
  }
  transformResults.forEach((name, i) => {
    const reason = reasons[name];
    if (reason && by[i]!.length > 0) fail(state, pickBatch(records, Uint32Array.from(by[i]!)), attempts, reason[0], reason[1], ctx);
  });
  if (good!.length === 0) return undefined;
  const kept = good!.length === records.count ? records : pickBatch(records, Uint32Array.from(good!));
  const contents = response.contents && good!.map((i) => response.contents![i]);
  if (contents) carry(kept.rows, contents, ctx);
  return { rows: kept.rows, sizes: bytes ? Uint32Array.from(good!, (i) => bytes[i]!) : kept.bytes, contents, lambdaKeys: response.partitionKeys && good!.map((i) => response.partitionKeys![i]) };
}

/**
 * What the function made of records is what they carry at the destination and behind it. The backup keeps what came.
 * SIMPLIFIED: where both go to one bucket, its readers see what the function made.
 */
function carry(rows: Uint32Array, contents: readonly (PlainData | undefined)[], ctx: Ctx): void {
  const edges = new Map<string, number>();
  for (const port of ['bucket', 'staging', 'warehouse', 'search', 'endpoint', 'failures']) for (const edge of ctx.edgesAt(port)) edges.set(ctx.neighbour(edge), edge);
  contents.forEach((content, i) => {
    if (content !== undefined) for (const edge of edges.values()) ctx.reshape(rows[i]!, edge, content);
  });
}
