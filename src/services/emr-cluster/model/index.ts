/** An EMR cluster that works through the objects of a bucket, and the records of a stream, a step at a time. What it leaves out stands in ../README.md. */
import { faultEnd } from '../../../sim/arriving.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { GetRecords, GetShardIterator, ListShards } from '../../kinesis-streams/model/operations.ts';
import { GetObject, ListObjectsV2, readObjectOperations } from '../../s3-bucket/model/operations.ts';
import { clusterFields, parseClusterConfig, type ClusterConfig } from './config.ts';
import { about, type ClusterEvent, type ClusterState } from './state.ts';
import { begin, failStep, got, listed, step, worked, workOn } from './steps.ts';
import { gotRecords, gotShardIterator, gotShards, readOn } from './streamReading.ts';

export const emrCluster: ServiceModel<ClusterConfig, ClusterState, ClusterEvent> = {
  kind: 'emr-cluster',
  says: 'An EMR cluster that works through new objects of a bucket or new records of a stream, a step at a time.',
  ports: [
    { name: 'in', direction: 'in', operations: readObjectOperations, calls: true, max: 1 },
    { name: 'stream', direction: 'in', operations: [GetShardIterator.name, GetRecords.name, ListShards.name], calls: true, max: 1 },
  ],
  fields: clusterFields,
  metrics: ['RecordsProcessed', 'StepsCompleted', 'StepsFailed'],
  faults: [
    { name: 'outage', says: 'The cluster ends with its step; after the duration a new one starts', takesDuration: true, targets: 'node' },
    { name: 'slow', says: 'Work takes five times as long', takesDuration: true, targets: 'node' },
  ],
  operations: [],
  parseConfig: parseClusterConfig,
  sinks: (_config, nodeId, connected) => (connected.has('in') || connected.has('stream') ? [nodeId] : []),
  init(config, ctx) {
    const state: ClusterState = { config, life: 1, phase: 'starting', keys: [], read: [], bytes: 0, objectsRead: 0, doneTo: '', stepTo: '', positions: new Map(), ended: new Map(), reading: null, slowUntil: 0, steps: 0, failedSteps: 0, objects: 0, records: 0 };
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
    else if (event.type === 'read-on') readOn(state, ctx);
  },
  onReply(state, event, reply, ctx) {
    if (event.life !== state.life) return;
    if (event.type === 'listed') listed(state, ListObjectsV2.reply(reply), ctx);
    else if (event.type === 'got') got(state, GetObject.reply(reply), ctx);
    else {
      const over = event.type === 'shards' ? gotShards(state, ListShards.reply(reply), ctx) : event.type === 'iterator' ? gotShardIterator(state, GetShardIterator.reply(reply), ctx) : gotRecords(state, GetRecords.reply(reply), ctx);
      if (over) workOn(state, ctx);
    }
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig') {
      if (config) state.config = config;
    } else if (what.type === 'operate') return;
    else if (what.name === 'slow') state.slowUntil = faultEnd(what, ctx.now);
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
  view: (state) => ({ fields: { phase: state.phase, steps: state.steps, failedSteps: state.failedSteps, objects: state.objects, records: state.records, doneTo: state.doneTo, readFromStream: [...state.positions].map(([shard, position]) => ({ shard, position })) } }),
  invariants: [{ name: 'only a step under way holds records', holds: (state) => state.read.length === 0 || state.phase === 'reading' || state.phase === 'working' }],
  heldRows(state, visit) {
    for (const { rows } of state.read) rows.forEach(visit);
  },
};
