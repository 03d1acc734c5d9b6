/** Balancing of KCL 3.x: one worker holds a lock, looks at leases and loads, and says who is to have which lease. */
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { DeleteItem, GetItem, PutItem, Scan, UpdateItem, type ItemResponse, type ScanResponse } from '../../dynamodb-table/model/operations.ts';
import { by, leasesOf, look, shuffled, takeLater } from './coordinator.ts';
import { isExpired, type SeenLease } from './leaseTaker.ts';
import type { KclEvent, KclState, SeenPeer, Worker } from './state.ts';
import { callTable, conditionFailed } from './table.ts';
import { planAssignment, type AssignableLease, type AssignmentPlan } from './utilization.ts';
import { peerKey, peerOf } from './workerLoad.ts';

type Ctx = ServiceContext<KclEvent>;

/** Key of the row that is the leader's lock. SIMPLIFIED: it lies in the lease table; the library has a table of its own for it. */
export const lockKey = 'leader';

export function balancesByLoad(state: KclState): boolean {
  return state.config.leaseAssignment === 'worker-utilization';
}

function assignLater(state: KclState, worker: Worker, ctx: Ctx): void {
  ctx.after(ctx.limits.number('kcl.balance.interval-multiplier') * state.config.failoverTime, { type: 'assign', ...by(worker) });
}

/** A round begins with a look at the lock. */
export function assign(state: KclState, worker: Worker, ctx: Ctx): void {
  if (!balancesByLoad(state)) {
    resign(worker, 'balancing by load was turned off', ctx);
    return takeLater(state, worker, ctx);
  }
  assignLater(state, worker, ctx);
  callTable(GetItem, { key: lockKey, ConsistentRead: true }, { type: 'lock-read', ...by(worker) }, ctx);
}

export function lockRead(worker: Worker, reply: Reply<ItemResponse>, ctx: Ctx): void {
  if (!reply.ok) return;
  const { item } = reply.response;
  if (item === null) return callTable(PutItem, { key: lockKey, item: { leaseKey: lockKey, lockOwner: worker.id, heartbeat: 1 }, condition: { leaseKey: null } }, { type: 'lock-written', ...by(worker), heartbeat: 1 }, ctx);
  const owner = typeof item.lockOwner === 'string' ? item.lockOwner : '';
  const heartbeat = Number(item.heartbeat);
  if (owner === worker.id && worker.term > 0) return callTable(Scan, {}, { type: 'assign-scanned', ...by(worker) }, ctx);
  resign(worker, 'another worker has the lock', ctx);
  if (worker.lock?.owner !== owner || worker.lock.heartbeat !== heartbeat) worker.lock = Object.freeze({ owner, heartbeat, changedAt: ctx.now });
  // Its own lock from before a restart, or one without a heartbeat for its whole life by this worker's clock.
  if (owner !== worker.id && !isExpired(worker.lock.changedAt, ctx.limits.duration('kcl.leader.lock-lease'), ctx.now)) return;
  callTable(UpdateItem, { key: lockKey, set: { lockOwner: worker.id, heartbeat: heartbeat + 1 }, condition: { heartbeat } }, { type: 'lock-written', ...by(worker), heartbeat: heartbeat + 1 }, ctx);
}

export function lockWritten(worker: Worker, heartbeat: number, reply: Reply<unknown>, ctx: Ctx): void {
  if (!reply.ok) return;
  worker.term = heartbeat;
  worker.heartbeat = heartbeat;
  worker.rounds = 0;
  worker.lock = null;
  ctx.trace('leader.elected', worker.id, { worker: worker.id });
  ctx.after(ctx.limits.duration('kcl.leader.heartbeat'), { type: 'heartbeat', ...by(worker), term: worker.term });
  callTable(Scan, {}, { type: 'assign-scanned', ...by(worker) }, ctx);
}

export function beat(worker: Worker, term: number, ctx: Ctx): void {
  if (worker.term !== term) return;
  ctx.after(ctx.limits.duration('kcl.leader.heartbeat'), { type: 'heartbeat', ...by(worker), term });
  callTable(UpdateItem, { key: lockKey, set: { heartbeat: worker.heartbeat + 1 }, condition: { lockOwner: worker.id, heartbeat: worker.heartbeat } }, { type: 'beaten', ...by(worker), term }, ctx);
}

export function beaten(worker: Worker, term: number, reply: Reply<unknown>, ctx: Ctx): void {
  if (worker.term !== term) return;
  if (reply.ok) worker.heartbeat++;
  else if (reply.error.code === conditionFailed) resign(worker, 'another worker has the lock', ctx);
}

function resign(worker: Worker, why: string, ctx: Ctx): void {
  if (worker.term === 0) return;
  worker.term = 0;
  worker.peers = [];
  ctx.trace('leader.lost', worker.id, { worker: worker.id, why });
}

/** A worker that is told to stop gives the lock back. */
export function giveLockBack(worker: Worker, ctx: Ctx): void {
  if (worker.term > 0) callTable(DeleteItem, { key: lockKey, condition: { lockOwner: worker.id } }, { type: 'none' }, ctx);
}

/** The reports as the leader knows them: when it last saw each change, by its own clock. */
function lookAtPeers(worker: Worker, response: ScanResponse, ctx: Ctx): void {
  const before = new Map(worker.peers.map((peer) => [peer.id, peer]));
  worker.peers = response.items
    .map(([, item]) => peerOf(item))
    .filter((report) => report !== undefined)
    .map((report): SeenPeer => {
      const known = before.get(report.id);
      return Object.freeze({ ...report, changedAt: known?.reports === report.reports ? known.changedAt : ctx.now });
    });
  const stale = ctx.limits.duration('kcl.worker-metrics.cleanup-after');
  for (const { id, changedAt } of worker.peers) if (ctx.now - changedAt > stale) callTable(DeleteItem, { key: peerKey(id) }, { type: 'none' }, ctx);
}

function assignableOf(seen: SeenLease, failoverMs: number, now: number): AssignableLease {
  const { shard, owner, checkpointOwner, checkpoint, changedAt, throughput } = seen;
  const handing = (checkpointOwner ?? null) !== null;
  return { shard, owner, free: owner === null || isExpired(changedAt, failoverMs, now), fixed: handing || checkpoint.sequence === 'SHARD_END', changedAt, throughput: throughput ?? 0 };
}

export function assignScanned(state: KclState, worker: Worker, reply: Reply<ScanResponse>, ctx: Ctx): void {
  if (worker.term === 0) return;
  if (!reply.ok) return ctx.trace('lease.scan-failed', worker.id, { worker: worker.id, code: reply.error.code });
  look(state, worker, leasesOf(reply.response), ctx);
  lookAtPeers(worker, reply.response, ctx);
  const { config } = state;
  const { limits } = ctx;
  const seen = [...worker.seen.values()];
  const leases = seen.map((lease) => assignableOf(lease, config.failoverTime, ctx.now));
  // Whose leases expire is not there, whenever it last reported.
  const silent = new Set(seen.filter((lease) => isExpired(lease.changedAt, config.failoverTime, ctx.now)).map((lease) => lease.checkpointOwner ?? lease.owner));
  const active = worker.peers.filter(({ id, changedAt }) => !silent.has(id) && ctx.now - changedAt <= 2 * limits.duration('kcl.worker-metrics.interval'));
  const rebalances = worker.rounds++ % limits.number('kcl.balance.every-runs') === 0;
  const settings = { threshold: config.rebalanceThreshold, dampening: config.dampening, maxLeases: config.maxLeasesForWorker, byThroughput: config.workerMetric === 'throughput', rebalances };
  const plan = planAssignment(active, leases, settings, (list) => shuffled(list, ctx));
  ctx.count('TotalLeases', seen.length);
  ctx.count('NumWorkers', active.length);
  ctx.count('ExpiredLeases', leases.filter(({ free }) => free).length);
  ctx.count('LeasesToTake', plan.assignments.length);
  write(state, worker, plan, leases, ctx);
  endSlowHandoffs(worker, ctx);
}

function write(state: KclState, worker: Worker, plan: AssignmentPlan, leases: readonly AssignableLease[], ctx: Ctx): void {
  const free = new Map(leases.map((lease) => [lease.shard, lease.free]));
  const moved = plan.assignments.filter(({ shard }) => free.get(shard) === false).length;
  if (moved > 0) ctx.trace('workers.rebalanced', worker.id, { leader: worker.id, mean: plan.mean, highest: plan.highest, lowest: plan.lowest }, { leases: moved });
  for (const { shard, from, to } of plan.assignments) {
    const { counter, ownerSwitches, checkpointOwner } = worker.seen.get(shard)!;
    const graceful = free.get(shard) === false && state.config.gracefulHandoff;
    const set: PlainRecord = { leaseOwner: to, leaseCounter: counter + 1, checkpointOwner: graceful ? from : null, ...(from !== null && from !== to ? { ownerSwitchesSinceCheckpoint: ownerSwitches + 1 } : {}) };
    const why = free.get(shard) === false ? 'rebalanced' : from === null ? 'unowned' : 'expired';
    callTable(UpdateItem, { key: shardIdText(shard), set, condition: { leaseCounter: counter } }, { type: 'assigned', ...by(worker), shard, from: checkpointOwner ?? from, to, why }, ctx);
  }
}

export function assigned(worker: Worker, { shard, from, to, why }: { readonly shard: number; readonly from: string | null; readonly to: string; readonly why: string }, reply: Reply<ItemResponse>, ctx: Ctx): void {
  if (reply.ok) ctx.trace('lease.assigned', shardIdText(shard), { shard: shardIdText(shard), leader: worker.id, from: from ?? 'nobody', to, why });
  // Somebody wrote the row meanwhile: the next round sees it.
  else if (reply.error.code !== conditionFailed) ctx.trace('lease.take-failed', worker.id, { worker: worker.id, code: reply.error.code }, { leases: 1 });
}

/** A handoff that has lasted too long is over: the new owner begins at the last checkpoint. */
function endSlowHandoffs(worker: Worker, ctx: Ctx): void {
  const before = worker.handoffs;
  const since = new Map<number, number>();
  for (const { shard, counter, checkpointOwner } of worker.seen.values()) {
    if ((checkpointOwner ?? null) === null) continue;
    const begun = before.get(shard) ?? ctx.now;
    since.set(shard, begun);
    if (ctx.now - begun < ctx.limits.duration('kcl.handoff.timeout')) continue;
    since.delete(shard);
    callTable(UpdateItem, { key: shardIdText(shard), set: { checkpointOwner: null, leaseCounter: counter + 1 }, condition: { leaseCounter: counter } }, { type: 'none' }, ctx);
    ctx.trace('lease.handoff-timed-out', shardIdText(shard), { shard: shardIdText(shard), worker: checkpointOwner! });
  }
  worker.handoffs = since;
}
