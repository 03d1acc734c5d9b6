/** To whom an event or a reply goes, and what waits while a worker stands still. */
import type { Reply } from '../../../sim/calls.ts';
import { isRecordBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { GetItem, PutItem, Scan, UpdateItem } from '../../dynamodb-table/model/operations.ts';
import { GetRecords, GetShardIterator, ListShards, SubscribeToShard } from '../../kinesis-streams/model/operations.ts';
import * as consumers from './consumer.ts';
import * as coordinator from './coordinator.ts';
import { drop } from './dropping.ts';
import * as handoff from './handoff.ts';
import { gain, renewAll, renewed } from './held.ts';
import * as leader from './leader.ts';
import { ProcessRecords, ShutdownProcessor } from './operations.ts';
import { checkpointWritten, handed, workDone, writeCheckpoint } from './processing.ts';
import type { Consumer, ConsumerEvent, KclEvent, KclState, Worker, WorkerEvent } from './state.ts';
import { answerOwnCall } from './table.ts';
import { report } from './workerLoad.ts';
import { replace, restart } from './workers.ts';

type Ctx = ServiceContext<KclEvent>;

function workerOf(state: KclState, event: KclEvent): Worker | undefined {
  if (!('worker' in event)) return undefined;
  const worker = state.workers.find(({ number }) => number === event.worker);
  return worker?.life === event.life ? worker : undefined;
}

function consumerOf(worker: Worker, { shard, run }: ConsumerEvent): Consumer | undefined {
  return worker.consumers.get(shard)?.run === run ? worker.consumers.write(shard) : undefined;
}

export function onEvent(state: KclState, event: KclEvent, ctx: Ctx): void {
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
      renewAll(state, worker, ctx);
      if (leader.balancesByLoad(state)) handoff.discover(worker, ctx);
      return;
    case 'take':
      if (!leader.balancesByLoad(state)) return coordinator.take(worker, ctx);
      if (!worker.reporting) report(state, worker, ctx);
      return leader.assign(state, worker, ctx);
    case 'assign':
      return leader.assign(state, worker, ctx);
    case 'report':
      return report(state, worker, ctx);
    case 'heartbeat':
      return leader.beat(worker, event.term, ctx);
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

export function onReply(state: KclState, about: KclEvent, reply: Reply<unknown>, ctx: Ctx): void {
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
    case 'discovered':
      return handoff.discovered(state, worker, Scan.reply(reply), ctx);
    case 'lock-read':
      return leader.lockRead(worker, GetItem.reply(reply), ctx);
    case 'lock-written':
      return leader.lockWritten(worker, about.heartbeat, reply, ctx);
    case 'beaten':
      return leader.beaten(worker, about.term, reply, ctx);
    case 'assign-scanned':
      return leader.assignScanned(state, worker, Scan.reply(reply), ctx);
    case 'assigned':
      return leader.assigned(worker, about, UpdateItem.reply(reply), ctx);
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
      if (consumer) drop(worker, consumer, 'ZOMBIE', ctx);
      return;
    }
    default:
      return;
  }
}

function consumerReply(state: KclState, worker: Worker, about: ConsumerEvent, reply: Reply<unknown>, ctx: Ctx): void {
  const consumer = consumerOf(worker, about);
  if (about.type === 'renewed' || about.type === 'lease-checked') {
    if (about.type === 'renewed') renewed(state, worker, about, UpdateItem.reply(reply), ctx);
    else if (handoff.leaseChecked(worker, about, GetItem.reply(reply), ctx) && consumer) consumers.goOn(state, worker, consumer, ctx);
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
    case 'handed-over':
      return handoff.leaseHandedOver(worker, consumer, UpdateItem.reply(reply), ctx);
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
export function wake(state: KclState, worker: Worker, ctx: Ctx): void {
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
