/** An EMR cluster that works through the objects of a bucket, a step at a time. What it leaves out stands in ../README.md. */
import type { Reply } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { GetObject, ListObjectsV2, type GetObjectResponse, type ListObjectsV2Response, readObjectOperations } from '../../s3-bucket/model/operations.ts';
import { clusterFields, parseClusterConfig, type ClusterConfig } from './config.ts';

interface ClusterState {
  config: ClusterConfig;
  /** Bumped by an outage: what an older life of the cluster began counts for nothing. */
  life: number;
  phase: 'starting' | 'idle' | 'listing' | 'reading' | 'working' | 'down';
  /** Keys of the step under way that are still to be read. */
  keys: readonly string[];
  read: readonly RecordBatch[];
  bytes: number;
  /** The last key of the newest step that succeeded, and of the one under way. */
  doneTo: string;
  stepTo: string;
  slowUntil: number;
  steps: number;
  failedSteps: number;
  objects: number;
  records: number;
}

type ClusterEvent =
  | { readonly type: 'step'; readonly life: number }
  | { readonly type: 'listed'; readonly life: number }
  | { readonly type: 'got'; readonly life: number }
  | { readonly type: 'worked'; readonly life: number }
  | { readonly type: 'ready'; readonly life: number };
type Ctx = ServiceContext<ClusterEvent>;
const slowFactor = 5;
const answerTimeoutMs = 300_000;

function about<T extends ClusterEvent['type']>(type: T, state: ClusterState): { readonly type: T; readonly life: number } {
  return { type, life: state.life };
}

function begin(state: ClusterState, ctx: Ctx): void {
  state.phase = 'starting';
  ctx.after(state.config.startTime, about('ready', state));
}

/** Looks for objects after the last one that has been worked through. */
function step(state: ClusterState, ctx: Ctx): void {
  ctx.after(state.config.stepInterval, about('step', state));
  const edge = ctx.edgesAt('in')[0];
  if (state.phase !== 'idle' || edge === undefined) return;
  state.phase = 'listing';
  ctx.call(edge, ListObjectsV2, { Prefix: state.config.prefix, StartAfter: state.doneTo, MaxKeys: state.config.objectsPerStep }, about('listed', state), answerTimeoutMs);
}

function listed(state: ClusterState, reply: Reply<ListObjectsV2Response>, ctx: Ctx): void {
  if (!reply.ok) return failStep(state, reply.error.code, ctx);
  state.keys = reply.response.Contents.filter((object) => object.purpose === 'data').map((object) => object.Key);
  const last = reply.response.Contents.at(-1)?.Key;
  if (state.keys.length === 0) {
    state.doneTo = last ?? state.doneTo;
    state.phase = 'idle';
    return;
  }
  state.stepTo = last!;
  state.phase = 'reading';
  ctx.call(ctx.edgesAt('in')[0]!, GetObject, { Key: state.keys[0]! }, about('got', state), answerTimeoutMs);
}

function got(state: ClusterState, reply: Reply<GetObjectResponse>, ctx: Ctx): void {
  if (!reply.ok && reply.error.code !== 'NoSuchKey') return failStep(state, reply.error.code, ctx);
  if (reply.ok) {
    const { records, object } = reply.response;
    ctx.keep(records.rows);
    state.read = [...state.read, records];
    state.bytes += object.bytes;
    state.objects++;
  }
  state.keys = state.keys.slice(1);
  const [next] = state.keys;
  if (next !== undefined) return ctx.call(ctx.edgesAt('in')[0]!, GetObject, { Key: next }, about('got', state), answerTimeoutMs);
  state.phase = 'working';
  const { coreNodes, bytesPerSecondPerNode, stepStart } = state.config;
  const time = stepStart + Math.ceil((state.bytes * 1000) / (coreNodes * bytesPerSecondPerNode));
  ctx.after(time * (ctx.now < state.slowUntil ? slowFactor : 1), about('worked', state));
}

function worked(state: ClusterState, ctx: Ctx): void {
  let duplicates = 0;
  let outOfOrder = 0;
  let count = 0;
  for (const { rows } of state.read) {
    const found = ctx.records.deliver(ctx.sink(ctx.nodeId), rows, ctx.now, 'dropped-by-code');
    duplicates += found.duplicates;
    outOfOrder += found.outOfOrder;
    count += rows.length;
    ctx.hop(rows, 'record.delivered', () => ({ step: state.steps + 1 }));
  }
  if (duplicates > 0) ctx.trace('records.duplicated', ctx.nodeId, {}, { records: duplicates });
  if (outOfOrder > 0) ctx.trace('order.broken', ctx.nodeId, {}, { records: outOfOrder });
  ctx.count('RecordsProcessed', count);
  ctx.count('StepsCompleted', 1);
  ctx.trace('step.completed', ctx.nodeId, { step: state.steps + 1 }, { records: count, objects: state.read.length });
  state.records += count;
  state.steps++;
  state.doneTo = state.stepTo;
  clear(state);
  state.phase = 'idle';
}

function clear(state: ClusterState): void {
  state.read = [];
  state.keys = [];
  state.bytes = 0;
}

/** A step that fails begins anew at the next interval; its objects still lie in the bucket. */
function failStep(state: ClusterState, code: string, ctx: Ctx): void {
  for (const { rows } of state.read) ctx.records.release(rows, 'died-with-process');
  clear(state);
  state.phase = 'idle';
  state.failedSteps++;
  ctx.count('StepsFailed', 1);
  ctx.trace('step.failed', ctx.nodeId, { code }, { steps: 1 });
}

export const emrCluster: ServiceModel<ClusterConfig, ClusterState, ClusterEvent> = {
  kind: 'emr-cluster',
  says: 'An EMR cluster that works through new objects of a bucket, a step at a time.',
  ports: [{ name: 'in', direction: 'in', operations: readObjectOperations, calls: true, max: 1 }],
  fields: clusterFields,
  metrics: ['RecordsProcessed', 'StepsCompleted', 'StepsFailed'],
  faults: [
    { name: 'outage', says: 'The cluster ends with its step; after the duration a new one starts', takesDuration: true, targets: 'node' },
    { name: 'slow', says: 'Work takes five times as long', takesDuration: true, targets: 'node' },
  ],
  operations: [],
  parseConfig: parseClusterConfig,
  sinks: (_config, nodeId, connected) => (connected.has('in') ? [nodeId] : []),
  init(config, ctx) {
    const state: ClusterState = { config, life: 1, phase: 'starting', keys: [], read: [], bytes: 0, doneTo: '', stepTo: '', slowUntil: 0, steps: 0, failedSteps: 0, objects: 0, records: 0 };
    begin(state, ctx);
    return state;
  },
  onCall() {},
  onEvent(state, event, ctx) {
    if (event.life !== state.life) return;
    if (event.type === 'ready') {
      if (state.phase === 'down') return begin(state, ctx);
      state.phase = 'idle';
      ctx.trace('cluster.ready', ctx.nodeId, { nodes: state.config.coreNodes });
      step(state, ctx);
    } else if (event.type === 'step') step(state, ctx);
    else if (event.type === 'worked') worked(state, ctx);
  },
  onReply(state, event, reply, ctx) {
    if (event.life !== state.life) return;
    if (event.type === 'listed') listed(state, ListObjectsV2.reply(reply), ctx);
    else if (event.type === 'got') got(state, GetObject.reply(reply), ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig') {
      if (config) state.config = config;
    } else if (what.type === 'operate') return;
    else if (what.name === 'slow') state.slowUntil = what.type === 'recover' ? 0 : what.duration === undefined ? Infinity : ctx.now + what.duration;
    else if (what.type === 'recover') {
      if (state.phase === 'down') begin(state, ctx);
    } else if (state.phase !== 'down') {
      failStep(state, 'ClusterTerminated', ctx);
      state.life++;
      state.phase = 'down';
      ctx.trace('cluster.ended', ctx.nodeId, {});
      if (what.duration !== undefined) ctx.after(what.duration, about('ready', state));
    }
  },
  view: (state) => ({ fields: { phase: state.phase, steps: state.steps, failedSteps: state.failedSteps, objects: state.objects, records: state.records, doneTo: state.doneTo } }),
  invariants: [{ name: 'only a step under way holds records', holds: (state) => state.read.length === 0 || state.phase === 'reading' || state.phase === 'working' }],
  heldRows(state, visit) {
    for (const { rows } of state.read) rows.forEach(visit);
  },
};
