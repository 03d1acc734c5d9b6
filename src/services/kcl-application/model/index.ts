/**
 * An application of the Kinesis Client Library: workers that share the shards of a stream by leases in a table, read them in
 * order, and checkpoint. Simplifications stand in ../README.md.
 */
import type { Reply } from '../../../sim/calls.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { isRecordBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { GetItem, PutItem, Scan, UpdateItem } from '../../dynamodb-table/model/operations.ts';
import { GetRecords, GetShardIterator, ListShards, readOperations, SubscribeToShard } from '../../kinesis-streams/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { parseShardId } from '../../../aws/ids.ts';
import { kclFields, parseKclConfig, type KclConfig } from './config.ts';
import * as consumers from './consumer.ts';
import * as coordinator from './coordinator.ts';
import { gain, renewAll, renewed } from './held.ts';
import { ProcessRecords, processorOperations, ShutdownProcessor } from './operations.ts';
import { checkpointWritten, handed, requestCheckpoint, workDone, writeCheckpoint } from './processing.ts';
import type { Consumer, ConsumerEvent, KclEvent, KclState, Worker, WorkerEvent } from './state.ts';
import { answerOwnCall, leaseOperations } from './table.ts';
import { describeApplication, viewApplication } from './view.ts';
import { addWorker, crash, pause, replace, restart, settle, stop } from './workers.ts';

type Ctx = ServiceContext<KclEvent>;
/** Workers begin one after the other, so far apart. [SIM] */
const startGapMs = 1000;

function workerOf(state: KclState, event: KclEvent): Worker | undefined {
  if (!('worker' in event)) return undefined;
  const worker = state.workers.find(({ number }) => number === event.worker);
  return worker?.life === event.life ? worker : undefined;
}

function consumerOf(worker: Worker, { shard, run }: ConsumerEvent): Consumer | undefined {
  return worker.consumers.get(shard)?.run === run ? worker.consumers.write(shard) : undefined;
}

function onEvent(state: KclState, event: KclEvent, ctx: Ctx): void {
  if (event.type === 'own-call') return onReply(state, event.about, answerOwnCall(state, event), ctx);
  if (event.type === 'replace') return replace(state, event.dead, ctx);
  const worker = workerOf(state, event);
  if (!worker) return;
  if (event.type === 'wake') {
    if (event.pauseRun === worker.pauseRun) wake(state, worker, ctx);
  } else if (worker.paused) worker.frozen.push({ type: 'event', event });
  else if ('run' in event) consumerEvent(state, worker, event, ctx);
  else workerEvent(state, worker, event as WorkerEvent, ctx);
}

function workerEvent(state: KclState, worker: Worker, event: WorkerEvent, ctx: Ctx): void {
  switch (event.type) {
    case 'start':
      return coordinator.start(worker, ctx);
    case 'restart':
      return restart(state, worker, ctx);
    case 'renew':
      ctx.after(coordinator.intervals(state, ctx).renewMs, event);
      return renewAll(state, worker, ctx);
    case 'take':
      return coordinator.take(worker, ctx);
    case 'audit':
      return coordinator.audit(worker, ctx);
    case 'cleanup':
      return coordinator.cleanup(worker, ctx);
    case 'create':
      return coordinator.createLease(worker, event.lease, event.initial, ctx);
    default:
      return;
  }
}

function consumerEvent(state: KclState, worker: Worker, event: ConsumerEvent, ctx: Ctx): void {
  if (event.type === 'dispatch') {
    const held = worker.held.get(event.shard);
    if (held?.run === event.run) consumers.dispatch(worker, held, ctx);
    return;
  }
  const consumer = consumerOf(worker, event);
  if (!consumer) return;
  switch (event.type) {
    case 'stop':
      return consumers.goOn(state, worker, consumer, ctx);
    case 'look-at-parent':
      return consumers.lookAtParent(worker, consumer, parentsOf(worker, consumer), ctx);
    case 'initialize':
      return consumers.initialize(worker, consumer, ctx);
    case 'ask-iterator':
      return consumers.askIterator(state, worker, consumer, ctx);
    case 'poll':
      return consumers.poll(state, worker, consumer, ctx);
    case 'work':
      workDone(state, worker, consumer, event.entries, ctx);
      return consumers.goOn(state, worker, consumer, ctx);
    case 'try-checkpoint':
      if (consumer.pending !== null) writeCheckpoint(state, worker, consumer, ctx);
      return consumers.goOn(state, worker, consumer, ctx);
    case 'end':
      if (consumer.phase === 'SHUTTING_DOWN') consumers.agree(state, worker, consumer, ctx);
      else consumers.goOn(state, worker, consumer, ctx);
      return;
    case 'child':
      return consumers.createChild(worker, consumer, event.lease, ctx);
    default:
      return;
  }
}

function parentsOf(worker: Worker, consumer: Consumer): readonly number[] {
  return worker.held.get(consumer.shard)?.parents ?? [];
}

function rowsIn(reply: Reply<unknown>): Uint32Array | null {
  const batch: unknown = reply.ok ? (reply.response as { records?: RecordBatch } | null)?.records : undefined;
  return isRecordBatch(batch) ? batch.rows : null;
}

function onReply(state: KclState, about: KclEvent, reply: Reply<unknown>, ctx: Ctx): void {
  const worker = workerOf(state, about);
  if (!worker) return;
  if (worker.paused) {
    const rows = rowsIn(reply);
    if (rows) ctx.keep(rows);
    worker.frozen.push({ type: 'reply', about, reply, rows });
  } else if ('run' in about) consumerReply(state, worker, about, reply, ctx);
  else workerReply(state, worker, about as WorkerEvent, reply, ctx);
}

function workerReply(state: KclState, worker: Worker, about: WorkerEvent, reply: Reply<unknown>, ctx: Ctx): void {
  switch (about.type) {
    case 'scanned-first':
      return coordinator.scannedFirst(state, worker, Scan.reply(reply), ctx);
    case 'listed-first':
      return coordinator.listedFirst(state, worker, ListShards.reply(reply), ctx);
    case 'readopted':
      if (reply.ok) gain(state, worker, about.lease, ctx);
      return;
    case 'created':
      return coordinator.created(state, worker, about.lease, about.initial, PutItem.reply(reply), ctx);
    case 'scanned':
      return coordinator.scanned(state, worker, Scan.reply(reply), ctx);
    case 'taken':
      return coordinator.taken(state, worker, about, UpdateItem.reply(reply), ctx);
    case 'audited':
      return coordinator.audited(state, worker, ListShards.reply(reply), ctx);
    case 'cleanup-listed':
      return coordinator.cleanupListed(worker, about.garbage, ListShards.reply(reply), ctx);
    case 'cleanup-scanned':
      return coordinator.cleanupScanned(worker, about, Scan.reply(reply), ctx);
    case 'deleted': {
      if (!reply.ok) return;
      ctx.trace('lease.deleted', String(about.shard), { shard: about.shard, worker: worker.id });
      const consumer = worker.consumers.write(about.shard);
      worker.held.delete(about.shard);
      if (consumer) consumers.drop(worker, consumer, 'ZOMBIE', ctx);
      return;
    }
    default:
      return;
  }
}

function consumerReply(state: KclState, worker: Worker, about: ConsumerEvent, reply: Reply<unknown>, ctx: Ctx): void {
  const consumer = consumerOf(worker, about);
  if (about.type === 'renewed') {
    renewed(worker, about, UpdateItem.reply(reply), ctx);
    if (consumer?.queued && worker.held.get(about.shard)?.writing !== 'renewal') {
      consumer.queued = false;
      if (consumer.pending !== null) writeCheckpoint(state, worker, consumer, ctx);
      consumers.goOn(state, worker, consumer, ctx);
    }
    return;
  }
  if (!consumer) return;
  switch (about.type) {
    case 'parent':
      return consumers.parentSeen(worker, consumer, parentsOf(worker, consumer), GetItem.reply(reply), ctx);
    case 'lease-read':
      return consumers.leaseRead(state, worker, consumer, GetItem.reply(reply), ctx);
    case 'iterator':
      return consumers.iteratorGiven(state, worker, consumer, GetShardIterator.reply(reply), ctx);
    case 'fetched':
      return consumers.fetched(state, worker, consumer, GetRecords.reply(reply), ctx);
    case 'pushed':
      return consumers.pushed(state, worker, consumer, SubscribeToShard.reply(reply), ctx);
    case 'handed':
      handed(state, worker, consumer, ProcessRecords.reply(reply), ctx);
      return consumers.goOn(state, worker, consumer, ctx);
    case 'checkpointed':
      checkpointWritten(state, worker, consumer, about.position, UpdateItem.reply(reply), ctx);
      return consumers.goOn(state, worker, consumer, ctx);
    case 'end-listed':
      return consumers.endListed(state, worker, consumer, ListShards.reply(reply), ctx);
    case 'child-created':
      return consumers.childCreated(state, worker, consumer, about.lease, PutItem.reply(reply), ctx);
    case 'end-agreed':
      return consumers.agreed(state, worker, consumer, ShutdownProcessor.reply(reply), ctx);
    default:
      return;
  }
}

/** A frozen process goes on where it was: it does not know that time has passed. */
function wake(state: KclState, worker: Worker, ctx: Ctx): void {
  if (!worker.paused) return;
  worker.paused = false;
  ctx.trace('worker.resumed', worker.id, { worker: worker.id, leases: worker.held.size });
  const { frozen } = worker;
  worker.frozen = [];
  for (const each of frozen) {
    if (each.type === 'event') onEvent(state, each.event, ctx);
    else {
      onReply(state, each.about, each.reply, ctx);
      // Whoever wants the rows holds them by now.
      if (each.rows) ctx.records.release(each.rows, 'died-with-process');
    }
  }
}

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

