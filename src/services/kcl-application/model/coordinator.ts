/** A worker's side jobs: it starts, makes missing leases, takes leases, and cleans up after finished shards. */
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { DeleteItem, PutItem, Scan, UpdateItem, type ItemResponse, type ScanResponse } from '../../dynamodb-table/model/operations.ts';
import { ListShards, type ListedShard, type ListShardsResponse } from '../../kinesis-streams/model/operations.ts';
import { gain } from './held.ts';
import { leaseIntervals, planTake, seenAgain, type SeenLease } from './leaseTaker.ts';
import { leaseItem, leaseOf, type Lease, type Position } from './leases.ts';
import { holesOf, initialLeases, leasesToCreate, mayDelete, type NewLease } from './shardSync.ts';
import type { KclEvent, KclState, Worker } from './state.ts';
import { callTable, callTimeoutMs, conditionFailed, throttledCode } from './table.ts';

type Ctx = ServiceContext<KclEvent>;

/** Names of a worker in an event. */
export function by(worker: Worker) {
  return { worker: worker.number, life: worker.life } as const;
}

export function intervals(state: KclState, ctx: Ctx) {
  const { limits } = ctx;
  return leaseIntervals(state.config.failoverTime, limits.duration('kcl.lease.epsilon'), limits.number('kcl.lease.renew-divisor'), limits.number('kcl.lease.take-multiplier'));
}

function listShards(worker: Worker, about: KclEvent, ctx: Ctx): void {
  const edge = ctx.edgesAt('in')[0];
  if (edge !== undefined) ctx.call(edge, ListShards, { consumer: worker.id }, about, callTimeoutMs);
}

/** A process begins: it looks at the table before anything else. */
export function start(worker: Worker, ctx: Ctx): void {
  worker.startedAt = ctx.now;
  ctx.trace('worker.started', worker.id, { worker: worker.id });
  callTable(Scan, {}, { type: 'scanned-first', ...by(worker) }, ctx);
}

export function leasesOf(response: ScanResponse): Lease[] {
  return response.items.map(([, item]) => leaseOf(item)).filter((lease) => lease !== undefined);
}

/** Takes note of a scan: counters that changed, leases that came and went, and owners of another application. */
export function look(state: KclState, worker: Worker, leases: readonly Lease[], ctx: Ctx): void {
  const before = worker.seen;
  const present = new Set<number>();
  for (const lease of leases) {
    present.add(lease.shard);
    before.set(lease.shard, seenAgain(before.get(lease.shard), lease, ctx.now));
    const application = lease.owner?.slice(0, lease.owner.lastIndexOf('/'));
    if (application !== undefined && application !== ctx.nodeId) ctx.trace('application.name-clashed', state.name, { applicationName: state.name, other: application });
  }
  for (const { shard } of before.values()) if (!present.has(shard)) before.delete(shard);
}

export function scannedFirst(state: KclState, worker: Worker, reply: Reply<ScanResponse>, ctx: Ctx): void {
  if (!reply.ok) {
    ctx.after(ctx.limits.duration('kcl.consumer.task-backoff'), { type: 'start', ...by(worker) });
    return;
  }
  const leases = leasesOf(reply.response);
  if (leases.length === 0) return listShards(worker, { type: 'listed-first', ...by(worker) }, ctx);
  look(state, worker, leases, ctx);
  // What carries this worker's name is its own, even if it has expired meanwhile.
  for (const lease of leases) {
    if (lease.owner !== worker.id || lease.checkpointOwner !== null) continue;
    const next = Object.freeze({ ...lease, counter: lease.counter + 1 });
    callTable(UpdateItem, { key: shardIdText(lease.shard), set: { leaseCounter: next.counter }, condition: { leaseCounter: lease.counter } }, { type: 'readopted', ...by(worker), lease: next }, ctx);
  }
  startCoordinator(state, worker, ctx);
}

function startCoordinator(state: KclState, worker: Worker, ctx: Ctx): void {
  worker.creating = -1;
  const { limits } = ctx;
  ctx.after(0, { type: state.config.leaseAssignment === 'worker-utilization' ? 'assign' : 'take', ...by(worker) });
  if (state.config.leaseAssignment === 'worker-utilization') ctx.after(0, { type: 'report', ...by(worker) });
  ctx.after(intervals(state, ctx).renewMs, { type: 'renew', ...by(worker) });
  ctx.after(limits.duration('kcl.auditor.interval'), { type: 'audit', ...by(worker) });
  ctx.after(limits.duration('kcl.cleanup.completed-interval'), { type: 'cleanup', ...by(worker) });
}

export function listedFirst(state: KclState, worker: Worker, reply: Reply<ListShardsResponse>, ctx: Ctx): void {
  if (!reply.ok) {
    ctx.after(ctx.limits.duration('kcl.list-shards.backoff'), { type: 'start', ...by(worker) });
    return;
  }
  const { Shards } = reply.response;
  const wanted = initialLeases(Shards, state.config.initialPosition);
  worker.creating = wanted.length;
  if (wanted.length === 0) startCoordinator(state, worker, ctx);
  else createAll(worker, wanted, Shards, true, ctx);
}

/** A lease for a shard as listed; nobody owns it. */
export function newLease(listed: ListedShard, checkpoint: Position): Lease {
  return Object.freeze({ shard: listed.shard, owner: null, counter: 0, ownerSwitches: 0, checkpoint, parents: listed.parents, startingHashKey: listed.StartingHashKey, endingHashKey: listed.EndingHashKey, checkpointOwner: null, throughput: 0 });
}

function createAll(worker: Worker, wanted: readonly NewLease[], shards: readonly ListedShard[], initial: boolean, ctx: Ctx): void {
  for (const { shard, checkpoint } of wanted) createLease(worker, newLease(shards.find((listed) => listed.shard === shard)!, checkpoint), initial, ctx);
}

export function createLease(worker: Worker, lease: Lease, initial: boolean, ctx: Ctx): void {
  callTable(PutItem, { key: shardIdText(lease.shard), item: leaseItem(lease), condition: { leaseKey: null } }, { type: 'created', ...by(worker), lease, initial }, ctx);
}

export function noteCreated(worker: Worker, lease: Lease, ctx: Ctx): void {
  ctx.trace('lease.created', shardIdText(lease.shard), { shard: shardIdText(lease.shard), worker: worker.id, checkpoint: String(lease.checkpoint.sequence) });
}

export function created(state: KclState, worker: Worker, lease: Lease, initial: boolean, reply: Reply<null>, ctx: Ctx): void {
  if (reply.ok) noteCreated(worker, lease, ctx);
  else if (reply.error.code !== conditionFailed) {
    ctx.after(ctx.limits.duration('kcl.consumer.task-backoff'), { type: 'create', ...by(worker), lease, initial });
    return;
  }
  if (initial && worker.creating > 0 && --worker.creating === 0) startCoordinator(state, worker, ctx);
}

/** After a round of taking leases: the next one comes a fixed time later. */
export function takeLater(state: KclState, worker: Worker, ctx: Ctx): void {
  ctx.after(intervals(state, ctx).takeMs, { type: 'take', ...by(worker) });
}

export function take(worker: Worker, ctx: Ctx): void {
  callTable(Scan, {}, { type: 'scanned', ...by(worker) }, ctx);
}

export function scanned(state: KclState, worker: Worker, reply: Reply<ScanResponse>, ctx: Ctx): void {
  if (!reply.ok) {
    ctx.trace('lease.scan-failed', worker.id, { worker: worker.id, code: reply.error.code });
    return takeLater(state, worker, ctx);
  }
  look(state, worker, leasesOf(reply.response), ctx);
  const { config } = state;
  const settings = { failoverMs: config.failoverTime, veryOldMultiplier: ctx.limits.number('kcl.lease.very-old-multiplier'), priority: config.priorityAssignment, maxLeases: config.maxLeasesForWorker, maxSteal: config.maxLeasesToSteal };
  const plan = planTake(worker.id, [...worker.seen.values()], ctx.now, settings, (list) => shuffled(list, ctx));
  ctx.count('TotalLeases', worker.seen.size);
  ctx.count('NumWorkers', plan.workers);
  ctx.count('ExpiredLeases', plan.expired);
  ctx.count('LeasesToTake', plan.take.length);
  worker.taking = plan.take.length;
  if (worker.taking === 0) takeLater(state, worker, ctx);
  for (const seen of plan.take) sendTake(worker, seen, 1, plan.mode, ctx);
}

export function shuffled<T>(list: readonly T[], ctx: Ctx): readonly T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = ctx.rng.int(0, i);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

function sendTake(worker: Worker, seen: SeenLease, tries: number, why: string, ctx: Ctx): void {
  const switched = seen.owner !== null && seen.owner !== worker.id;
  const set = { leaseOwner: worker.id, leaseCounter: seen.counter + 1, ...(switched ? { ownerSwitchesSinceCheckpoint: seen.ownerSwitches + 1 } : {}) };
  callTable(UpdateItem, { key: shardIdText(seen.shard), set, condition: { leaseCounter: seen.counter } }, { type: 'taken', ...by(worker), seen, tries, why }, ctx);
}

export function taken(state: KclState, worker: Worker, event: { readonly seen: SeenLease; readonly tries: number; readonly why: string }, reply: Reply<ItemResponse>, ctx: Ctx): void {
  const { seen, tries, why } = event;
  if (!reply.ok && reply.error.code === throttledCode && tries < ctx.limits.number('kcl.lease.take-tries')) return sendTake(worker, seen, tries + 1, why, ctx);
  ctx.count('TakeLease.Success', reply.ok ? 1 : 0);
  const lease = reply.ok ? leaseOf(reply.response.item) : undefined;
  if (lease) {
    const detail = { shard: shardIdText(lease.shard), worker: worker.id, from: seen.owner ?? 'nobody' };
    if (why === 'steal') ctx.trace('lease.stolen', detail.shard, detail);
    else ctx.trace('lease.taken', detail.shard, { ...detail, why: seen.owner === null ? 'unowned' : why === 'very-old' ? 'long expired' : 'expired' });
    gain(state, worker, lease, ctx);
  } else if (!reply.ok && reply.error.code !== conditionFailed) ctx.trace('lease.take-failed', worker.id, { worker: worker.id, code: reply.error.code }, { leases: 1 });
  if (--worker.taking === 0) takeLater(state, worker, ctx);
}

/** One worker audits for all: the first of those that own a lease. */
export function audit(worker: Worker, ctx: Ctx): void {
  ctx.after(ctx.limits.duration('kcl.auditor.interval'), { type: 'audit', ...by(worker) });
  const owners = [...worker.seen.values()].map(({ owner }) => owner).filter((owner) => owner !== null);
  if (owners.every((owner) => owner >= worker.id)) listShards(worker, { type: 'audited', ...by(worker) }, ctx);
  else worker.holes = 0;
}

export function audited(state: KclState, worker: Worker, reply: Reply<ListShardsResponse>, ctx: Ctx): void {
  if (!reply.ok) return;
  const { Shards } = reply.response;
  const leases = new Map([...worker.seen.values()].map(({ shard, checkpoint }) => [shard, checkpoint]));
  worker.holes = holesOf(Shards, leases).length > 0 ? worker.holes + 1 : 0;
  if (worker.holes < ctx.limits.number('kcl.auditor.holes')) return;
  worker.holes = 0;
  createAll(worker, leasesToCreate(Shards, leases, state.config.initialPosition), Shards, false, ctx);
}

/** Leases of shards that have ended go when nobody needs them; now and then those of shards that are gone, too. */
export function cleanup(worker: Worker, ctx: Ctx): void {
  const { limits } = ctx;
  const every = limits.duration('kcl.cleanup.completed-interval');
  ctx.after(every, { type: 'cleanup', ...by(worker) });
  const garbage = ++worker.cleanups % Math.max(1, Math.floor(limits.duration('kcl.cleanup.garbage-interval') / every)) === 0;
  const ended = [...worker.held.values()].some(({ checkpoint }) => checkpoint.sequence === 'SHARD_END');
  if (worker.held.size > 0 && (ended || garbage)) listShards(worker, { type: 'cleanup-listed', ...by(worker), garbage }, ctx);
}

export function cleanupListed(worker: Worker, garbage: boolean, reply: Reply<ListShardsResponse>, ctx: Ctx): void {
  if (!reply.ok) return;
  const shards = Object.freeze(reply.response.Shards.map(({ shard, parents }) => Object.freeze({ shard, parents })));
  callTable(Scan, {}, { type: 'cleanup-scanned', ...by(worker), garbage, shards }, ctx);
}

export function cleanupScanned(worker: Worker, event: { readonly garbage: boolean; readonly shards: readonly { readonly shard: number; readonly parents: readonly number[] }[] }, reply: Reply<ScanResponse>, ctx: Ctx): void {
  if (!reply.ok) return;
  const leases = leasesOf(reply.response);
  const checkpoints = new Map(leases.map(({ shard, checkpoint }) => [shard, checkpoint]));
  for (const lease of leases) {
    if (!worker.held.has(lease.shard)) continue;
    const gone = event.garbage && !event.shards.some(({ shard }) => shard === lease.shard);
    const children = event.shards.filter(({ parents }) => parents.includes(lease.shard)).map(({ shard }) => shard);
    if (gone || mayDelete(lease, children, checkpoints)) callTable(DeleteItem, { key: shardIdText(lease.shard) }, { type: 'deleted', ...by(worker), shard: lease.shard }, ctx);
  }
}
