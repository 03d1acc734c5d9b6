/** How a worker of KCL 3.x learns of assignments: leases found with its name on them, and leases it is to hand over. */
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { Query, UpdateItem, type ItemResponse, type ScanResponse } from '../../dynamodb-table/model/operations.ts';
import { by, leasesOf } from './coordinator.ts';
import { drop } from './dropping.ts';
import { gain, lose, of } from './held.ts';
import { leaseOf } from './leases.ts';
import { requestCheckpoint } from './processing.ts';
import type { Consumer, KclEvent, KclState, Worker } from './state.ts';
import { callTable, conditionFailed } from './table.ts';

type Ctx = ServiceContext<KclEvent>;

/** Looks for leases that the leader has given to this worker, by an index on their owner. */
export function discover(worker: Worker, ctx: Ctx): void {
  callTable(Query, { attribute: 'leaseOwner', equals: worker.id }, { type: 'discovered', ...by(worker) }, ctx);
}

export function discovered(state: KclState, worker: Worker, reply: Reply<ScanResponse>, ctx: Ctx): void {
  if (!reply.ok) return ctx.trace('lease.scan-failed', worker.id, { worker: worker.id, code: reply.error.code });
  for (const lease of leasesOf(reply.response)) {
    // While another worker hands it over, it is not this one's yet.
    if (lease.owner !== worker.id || lease.checkpointOwner !== null || worker.held.has(lease.shard)) continue;
    ctx.trace('lease.taken', shardIdText(lease.shard), { shard: shardIdText(lease.shard), worker: worker.id, from: 'the leader', why: 'assigned' });
    gain(state, worker, lease, ctx);
  }
}

/** A write was refused: the row says whether the lease is lost, or to be handed over, or still this worker's. True when the worker still acts for the lease. */
export function leaseChecked(worker: Worker, event: { readonly shard: number; readonly run: number }, reply: Reply<ItemResponse>, ctx: Ctx): boolean {
  const held = worker.held.write(event.shard);
  if (held?.run !== event.run) return false;
  held.writing = null;
  const lease = reply.ok ? leaseOf(reply.response.item) : undefined;
  const mine = lease !== undefined && (lease.checkpointOwner ?? lease.owner) === worker.id;
  if (!mine) {
    lose(worker, event.shard, 'another worker took it', ctx);
    return false;
  }
  held.counter = lease.counter;
  held.renewedAt = ctx.now;
  if (lease.owner !== worker.id) held.handoff = lease.owner;
  return true;
}

/** Goes on with handing a lease over, between two batches: a checkpoint, then the row. True when there is nothing else to do for the consumer. */
export function handLeaseOver(state: KclState, worker: Worker, consumer: Consumer, ctx: Ctx): boolean {
  const held = worker.held.get(consumer.shard);
  if (held?.run !== consumer.run || held.handoff === null) return false;
  if (consumer.phase === 'SHUTTING_DOWN') return false;
  if (held.writing === 'handoff') return true;
  const saves = state.config.checkpoint !== 'never' && state.config.checkpoint !== 'explicit' && ctx.edgesAt('processor').length === 0;
  if (!held.saved) {
    worker.held.write(consumer.shard)!.saved = true;
    if (saves && consumer.processed !== null && consumer.phase === 'PROCESSING') requestCheckpoint(state, worker, consumer, consumer.processed, ctx);
    if (consumer.pending !== null) return true;
  }
  if (held.writing !== null) {
    consumer.queued = true;
    return true;
  }
  const mine = worker.held.write(consumer.shard)!;
  mine.writing = 'handoff';
  callTable(UpdateItem, { key: shardIdText(mine.shard), set: { checkpointOwner: null, leaseCounter: mine.counter + 1 }, condition: { leaseCounter: mine.counter } }, { type: 'handed-over', ...of(worker, mine) }, ctx);
  return true;
}

export function leaseHandedOver(worker: Worker, consumer: Consumer, reply: Reply<ItemResponse>, ctx: Ctx): void {
  const held = worker.held.write(consumer.shard);
  if (held?.run !== consumer.run) return;
  held.writing = null;
  if (!reply.ok && reply.error.code !== conditionFailed) {
    ctx.after(ctx.limits.duration('kcl.consumer.task-backoff'), { type: 'stop', ...of(worker, consumer) });
    return;
  }
  if (!reply.ok) return lose(worker, consumer.shard, 'another worker took it', ctx);
  const shard = shardIdText(consumer.shard);
  ctx.trace('lease.handed-over', shard, { shard, worker: worker.id, to: held.handoff!, sinceCheckpoint: consumer.sinceCheckpoint });
  worker.held.delete(consumer.shard);
  drop(worker, consumer, 'ZOMBIE', ctx);
}
