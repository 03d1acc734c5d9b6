/**
 * An application of the Kinesis Client Library: workers that share the shards of a stream by leases in a table, read them in
 * order, and checkpoint. Simplifications stand in ../README.md.
 */
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { readOperations } from '../../kinesis-streams/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { parseShardId } from '../../../aws/ids.ts';
import { kclFields, parseKclConfig, type KclConfig } from './config.ts';
import { processorOperations } from './operations.ts';
import { requestCheckpoint } from './processing.ts';
import { onEvent, onReply, wake } from './routing.ts';
import type { KclEvent, KclState, Worker } from './state.ts';
import { leaseOperations } from './table.ts';
import { describeApplication, viewApplication } from './view.ts';
import { addWorker, crash, pause, restart, settle, stop } from './workers.ts';

type Ctx = ServiceContext<KclEvent>;
/** Workers begin one after the other, so far apart. [SIM] */
const startGapMs = 1000;

function targets(state: KclState, target: string | undefined): readonly Worker[] {
  if (target === undefined) return state.workers.slice(0, 1);
  return state.workers.filter(({ id, number }) => id === target || id.endsWith(`/${target}`) || String(number) === target);
}

function applyConfig(state: KclState, config: KclConfig, ctx: Ctx): void {
  const before = state.config;
  state.config = config;
  if (config.workers === before.workers) return;
  while (state.workers.length > config.workers) stop(state, state.workers.at(-1)!, ctx);
  for (let i = 0; state.workers.length < config.workers; i++) addWorker(state, i * startGapMs, ctx);
}

/** The operator's word to a program that checkpoints only when told. */
function operateCheckpoint(state: KclState, request: PlainRecord, ctx: Ctx): void {
  const refuse = (message: string) => ctx.trace('operation.refused', 'Checkpoint', { operation: 'Checkpoint', code: 'InvalidArgumentException', message });
  const shard = request.ShardId === undefined ? undefined : parseShardId(String(request.ShardId as string));
  if (request.ShardId !== undefined && shard === undefined) return refuse('ShardId must be the id of a shard.');
  const { SequenceNumber: sequence, SubSequenceNumber: sub } = request;
  if ((sequence !== undefined && typeof sequence !== 'number') || (sub !== undefined && typeof sub !== 'number')) return refuse('SequenceNumber is the counter of a record, SubSequenceNumber its place in an aggregate.');
  let found = 0;
  for (const worker of state.workers) {
    for (const { shard: number, processed, phase } of worker.consumers.values()) {
      if (worker.paused || (shard !== undefined && number !== shard) || processed === null || phase !== 'PROCESSING') continue;
      found++;
      requestCheckpoint(state, worker, worker.consumers.write(number)!, sequence === undefined ? processed : Object.freeze({ sequence, sub: sub ?? 0 }), ctx);
    }
  }
  if (found === 0) refuse('No worker has processed a record of such a shard.');
}

/** Each worker's clock and counts are sane, and no two consumers of a worker share a shard's term. */
function consistent(state: KclState): boolean {
  return state.workers.every((worker) => worker.alive || (worker.held.size === 0 && worker.consumers.size === 0 && worker.frozen.length === 0));
}

export const kclApplication: ServiceModel<KclConfig, KclState, KclEvent> = {
  kind: 'kcl-application',
  says: 'An application of the Kinesis Client Library: workers that share the shards by leases, read them in order and checkpoint.',
  ports: [
    { name: 'in', direction: 'in', operations: readOperations, calls: true, max: 1 },
    { name: 'leases', direction: 'out', operations: leaseOperations, calls: true, max: 1 },
    { name: 'processor', direction: 'out', operations: processorOperations, calls: true, max: 1, local: true },
    { name: 'out', direction: 'out', operations: [Submit.name], calls: true, max: 16, local: true },
  ],
  fields: kclFields,
  metrics: ['RecordsProcessed', 'DataBytesProcessed', 'MillisBehindLatest', 'CurrentLeases', 'LostLeases', 'RenewLease.Success', 'TakeLease.Success', 'TotalLeases', 'NumWorkers', 'ExpiredLeases', 'LeasesToTake', 'Checkpoints'],
  faults: [
    { name: 'crash', says: 'A worker dies; after the duration the same one starts again. Without one, the Auto Scaling group replaces it, if there is a group', takesDuration: true, targets: 'worker' },
    { name: 'pause', says: 'A worker stands still, then goes on as if nothing had been: a zombie', takesDuration: true, targets: 'worker' },
    { name: 'slow', says: 'Work takes five times as long', takesDuration: true, targets: 'worker' },
    { name: 'exception', says: 'The record processor throws on its next batch, which is passed over', takesDuration: false, targets: 'worker' },
  ],
  operations: [{ name: 'Checkpoint', says: 'Checkpoints what has been processed', members: { ShardId: 'shard id, default all', SequenceNumber: 'counter of a record, default the newest processed', SubSequenceNumber: 'its place in an aggregate' } }],
  parseConfig: parseKclConfig,
  sinks: (_config, nodeId, connected) => (connected.has('processor') || connected.has('out') ? [] : [nodeId]),
  init(config, ctx) {
    const state: KclState = { config, name: config.applicationName || ctx.nodeId, workers: [], nextRun: 1, ownTable: new Map(), billedWorkers: 0, settledAt: 0, started: 0 };
    for (let i = 0; i < config.workers; i++) addWorker(state, i * startGapMs, ctx);
    return state;
  },
  onCall() {},
  onEvent,
  onReply,
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig') {
      if (config) applyConfig(state, config, ctx);
    } else if (what.type === 'operate') operateCheckpoint(state, what.request, ctx);
    else {
      for (const worker of targets(state, what.target)) {
        if (what.name === 'slow') worker.slowUntil = what.type === 'recover' ? 0 : what.duration === undefined ? Infinity : ctx.now + what.duration;
        else if (what.name === 'exception') worker.throwNext = what.type === 'fault';
        else if (what.name === 'pause') {
          if (what.type === 'fault') pause(worker, what.duration, ctx);
          else wake(state, worker, ctx);
        } else if (what.type === 'fault') crash(state, worker, what.duration, ctx);
        else restart(state, worker, ctx);
      }
    }
  },
  settle,
  view: viewApplication,
  describe: describeApplication,
  invariants: [
    { name: 'a dead worker holds nothing', holds: consistent },
    { name: 'a consumer never has done more of a delivery than it holds', holds: (state) => state.workers.every(({ consumers: all }) => [...all.values()].every(({ done, inbox }) => done === 0 || done < (inbox[0]?.rows.length ?? 0))) },
  ],
  heldRows(state, visit) {
    for (const worker of state.workers) {
      for (const { inbox, done } of worker.consumers.values()) inbox.forEach(({ rows }, i) => (i === 0 ? rows.subarray(done) : rows).forEach(visit));
      for (const frozen of worker.frozen) if (frozen.type === 'reply') frozen.rows?.forEach(visit);
    }
  },
};

