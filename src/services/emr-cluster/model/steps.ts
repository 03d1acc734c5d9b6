/** Steps: what is new is read, worked through by all nodes, and has arrived when the step succeeds. */
import type { Reply } from '../../../sim/calls.ts';
import { arriveHere } from '../../../sim/arriving.ts';
import { GetObject, ListObjectsV2, type GetObjectResponse, type ListObjectsV2Response } from '../../s3-bucket/model/operations.ts';
import { about, type ClusterState, type Ctx } from './state.ts';
import { commitReading, readStream } from './streamReading.ts';

const slowFactor = 5;
const answerTimeoutMs = 300_000;

export function begin(state: ClusterState, ctx: Ctx): void {
  state.phase = 'starting';
  ctx.after(state.config.startTime, about('ready', state));
}

/** Looks for objects after the last one that has been worked through, and for records of a stream. */
export function step(state: ClusterState, ctx: Ctx): void {
  ctx.after(state.config.stepInterval, about('step', state));
  const edge = ctx.edgesAt('in')[0];
  if (state.phase !== 'idle') return;
  if (edge === undefined) return readStream(state, ctx);
  state.phase = 'listing';
  ctx.call(edge, ListObjectsV2, { Prefix: state.config.prefix, StartAfter: state.doneTo, MaxKeys: state.config.objectsPerStep }, about('listed', state), answerTimeoutMs);
}

export function listed(state: ClusterState, reply: Reply<ListObjectsV2Response>, ctx: Ctx): void {
  if (!reply.ok) return failStep(state, reply.error.code, ctx);
  state.keys = reply.response.Contents.filter((object) => object.purpose === 'data').map((object) => object.Key);
  const last = reply.response.Contents.at(-1)?.Key;
  if (state.keys.length === 0) {
    state.doneTo = last ?? state.doneTo;
    state.stepTo = state.doneTo;
    return objectsRead(state, ctx);
  }
  state.stepTo = last!;
  state.phase = 'reading';
  ctx.call(ctx.edgesAt('in')[0]!, GetObject, { Key: state.keys[0]! }, about('got', state), answerTimeoutMs);
}

export function got(state: ClusterState, reply: Reply<GetObjectResponse>, ctx: Ctx): void {
  if (!reply.ok && reply.error.code !== 'NoSuchKey') return failStep(state, reply.error.code, ctx);
  if (reply.ok) {
    const { records, object } = reply.response;
    ctx.keep(records.rows);
    state.read = [...state.read, records];
    state.bytes += object.bytes;
    state.objects++;
    state.objectsRead++;
  }
  state.keys = state.keys.slice(1);
  const [next] = state.keys;
  if (next !== undefined) return ctx.call(ctx.edgesAt('in')[0]!, GetObject, { Key: next }, about('got', state), answerTimeoutMs);
  objectsRead(state, ctx);
}

function objectsRead(state: ClusterState, ctx: Ctx): void {
  if (ctx.edgesAt('stream').length > 0) readStream(state, ctx);
  else workOn(state, ctx);
}

/** Works through what has been read, if anything. */
export function workOn(state: ClusterState, ctx: Ctx): void {
  if (state.read.length === 0 && state.stepTo === state.doneTo) {
    commitReading(state, ctx);
    state.phase = 'idle';
    return;
  }
  state.phase = 'working';
  const { coreNodes, bytesPerSecondPerNode, stepStart } = state.config;
  const time = stepStart + Math.ceil((state.bytes * 1000) / (coreNodes * bytesPerSecondPerNode));
  ctx.after(time * (ctx.now < state.slowUntil ? slowFactor : 1), about('worked', state));
}

export function worked(state: ClusterState, ctx: Ctx): void {
  let count = 0;
  for (const { rows } of state.read) {
    arriveHere(rows, { step: state.steps + 1 }, ctx);
    count += rows.length;
  }
  ctx.count('RecordsProcessed', count);
  ctx.count('StepsCompleted', 1);
  ctx.trace('step.completed', ctx.nodeId, { step: state.steps + 1 }, { records: count, objects: state.objectsRead });
  state.records += count;
  state.steps++;
  state.doneTo = state.stepTo;
  commitReading(state, ctx);
  clear(state);
  state.phase = 'idle';
}

function clear(state: ClusterState): void {
  state.read = [];
  state.keys = [];
  state.bytes = 0;
  state.objectsRead = 0;
  state.stepTo = state.doneTo;
  state.reading = null;
}

/** A step that fails begins anew at the next interval; its objects still lie in the bucket, and its records in the stream. */
export function failStep(state: ClusterState, code: string, ctx: Ctx): void {
  for (const { rows } of state.read) ctx.records.release(rows, 'died-with-process');
  clear(state);
  state.phase = 'idle';
  state.failedSteps++;
  ctx.count('StepsFailed', 1);
  ctx.trace('step.failed', ctx.nodeId, { code }, { steps: 1 });
}
