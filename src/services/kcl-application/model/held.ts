/** The leases that a worker believes to hold: gained, renewed, lost. */
import { rangeWords } from '../../kpl-producer/model/operations.ts';
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { GetItem, UpdateItem, type ItemResponse } from '../../dynamodb-table/model/operations.ts';
import { isExpired } from './leaseTaker.ts';
import type { Lease } from './leases.ts';
import type { HeldLease, KclEvent, KclState, Worker } from './state.ts';
import { callTable, conditionFailed, throttledCode } from './table.ts';
import { measureThroughput } from './workerLoad.ts';

type Ctx = ServiceContext<KclEvent>;

/** Names of a consumer in an event. */
export function of(worker: Worker, { shard, run }: { readonly shard: number; readonly run: number }) {
  return { worker: worker.number, life: worker.life, shard, run } as const;
}

/** Time until the worker's loop next looks at its leases, ms. */
export function untilDispatch(worker: Worker, ctx: Ctx): number {
  const every = ctx.limits.duration('kcl.consumer.dispatch-poll');
  return every - ((ctx.now - worker.startedAt) % every);
}

/** Whether the worker may still act for a term of a lease, by its own clock. */
export function holds(state: KclState, worker: Worker, { shard, run }: { readonly shard: number; readonly run: number }, ctx: Ctx): boolean {
  const held = worker.held.get(shard);
  return held?.run === run && !isExpired(held.renewedAt, state.config.failoverTime, ctx.now);
}

/** A new term of a lease begins: its consumer starts with the worker's next round. */
export function gain(state: KclState, worker: Worker, lease: Lease, ctx: Ctx): void {
  const { shard, counter, checkpoint, parents, startingHashKey, endingHashKey } = lease;
  if (worker.held.has(shard)) lose(worker, shard, 'taken again', ctx);
  const run = state.nextRun++;
  const { throughput } = lease;
  worker.held.set(shard, { shard, run, counter, renewedAt: ctx.now, writing: null, checkpoint, parents, startingHashKey, endingHashKey, handoff: null, saved: false, throughput: throughput > 0 ? throughput : null, fetchedBytes: 0, measuredAt: ctx.now });
  ctx.after(untilDispatch(worker, ctx), { type: 'dispatch', ...of(worker, { shard, run }) });
}

/** The worker has learned that a lease is no longer its own. */
export function lose(worker: Worker, shard: number, why: string, ctx: Ctx): void {
  const held = worker.held.get(shard);
  if (!held) return;
  worker.held.delete(shard);
  ctx.count('LostLeases', 1);
  ctx.trace('lease.lost', shardIdText(shard), { shard: shardIdText(shard), worker: worker.id, why });
  const consumer = worker.consumers.write(shard);
  if (consumer?.run !== held.run) return;
  consumer.lost = true;
  ctx.after(untilDispatch(worker, ctx), { type: 'stop', ...of(worker, held) });
}

function sendRenewal(state: KclState, worker: Worker, held: HeldLease, tries: number, ctx: Ctx): void {
  held.writing = 'renewal';
  const { shard, counter } = held;
  const also = state.config.leaseAssignment === 'worker-utilization' ? { throughputKBps: tries === 1 ? measureThroughput(held, ctx) : (held.throughput ?? 0) } : { leaseOwner: worker.id };
  callTable(UpdateItem, { key: shardIdText(shard), set: { leaseCounter: counter + 1, ...also }, condition: { leaseCounter: counter } }, { type: 'renewed', ...of(worker, held), tries }, ctx);
}

/** One round of the renewer. A lease that has expired by this worker's own clock is not renewed but dropped. */
export function renewAll(state: KclState, worker: Worker, ctx: Ctx): void {
  let current = 0;
  for (const { shard, renewedAt, writing } of worker.held.values()) {
    if (writing !== null) continue;
    if (isExpired(renewedAt, state.config.failoverTime, ctx.now)) lose(worker, shard, 'not renewed in time', ctx);
    else {
      sendRenewal(state, worker, worker.held.write(shard)!, 1, ctx);
      current++;
    }
  }
  ctx.count('CurrentLeases', current);
}

/** Notes how a renewal ended; what waits for the lease goes on afterwards. */
export function renewed(state: KclState, worker: Worker, event: { readonly shard: number; readonly run: number; readonly tries: number }, reply: Reply<ItemResponse>, ctx: Ctx): void {
  const held = worker.held.write(event.shard);
  if (held?.run !== event.run) return;
  held.writing = null;
  ctx.count('RenewLease.Success', reply.ok ? 1 : 0);
  if (reply.ok) {
    held.counter++;
    held.renewedAt = ctx.now;
  } else if (reply.error.code === conditionFailed) {
    if (state.config.leaseAssignment !== 'worker-utilization') return lose(worker, event.shard, 'another worker took it', ctx);
    held.writing = 'renewal';
    callTable(GetItem, { key: shardIdText(event.shard), ConsistentRead: true }, { type: 'lease-checked', ...of(worker, held) }, ctx);
  }
  else if (reply.error.code === throttledCode && event.tries < ctx.limits.number('kcl.lease.renew-tries')) sendRenewal(state, worker, held, event.tries + 1, ctx);
  else ctx.trace('lease.renewal-failed', worker.id, { worker: worker.id, code: reply.error.code }, { leases: 1 });
}

/** The hash keys of a lease's shard, as words. */
export function rangeOf({ startingHashKey, endingHashKey }: HeldLease): Uint32Array {
  return rangeWords({ startingHashKey: BigInt(startingHashKey), endingHashKey: BigInt(endingHashKey) });
}
