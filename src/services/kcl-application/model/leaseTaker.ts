/** Which leases a worker takes: the count-based rule of the KCL. It reads nobody's clock but its own. */
import type { Lease, Position } from './leases.ts';

/** A lease as one worker knows it: `changedAt` is the local time of the scan that last saw its counter change. */
export interface SeenLease {
  readonly shard: number;
  readonly owner: string | null;
  readonly counter: number;
  readonly ownerSwitches: number;
  readonly checkpoint: Position;
  readonly changedAt: number;
  /** KCL 3.x: who still works on a lease that is being handed over, and the lease's data rate, kB/s. */
  readonly checkpointOwner?: string | null | undefined;
  readonly throughput?: number | undefined;
}

/** Local time of a lease that was never seen to change: older than any clock. */
export const never = -1e15;

/** How often leases are renewed and looked over for a failover time and its margin, ms. */
export function leaseIntervals(failoverMs: number, epsilonMs: number, renewDivisor: number, takeMultiplier: number): { readonly renewMs: number; readonly takeMs: number } {
  return { renewMs: Math.floor(failoverMs / renewDivisor) - epsilonMs, takeMs: takeMultiplier * (failoverMs + epsilonMs) };
}

/** Leases that each worker should hold. */
export function targetPerWorker(leases: number, workers: number, most: number): number {
  return Math.min(workers >= leases ? 1 : Math.ceil(leases / workers), most);
}

/** What a scan at `now` adds to what a worker knows of a lease. */
export function seenAgain(before: SeenLease | undefined, lease: Lease, now: number): SeenLease {
  const { shard, owner, counter, ownerSwitches, checkpoint, checkpointOwner, throughput } = lease;
  const changedAt = before === undefined ? (owner === null ? never : now) : before.counter === counter ? before.changedAt : now;
  return Object.freeze({ shard, owner, counter, ownerSwitches, checkpoint, changedAt, checkpointOwner, throughput });
}

export function isExpired(changedAt: number, failoverMs: number, now: number): boolean {
  return now - changedAt > failoverMs;
}

export interface TakerSettings {
  readonly failoverMs: number;
  /** Leases unchanged for so many failover times are taken first, all of them. */
  readonly veryOldMultiplier: number;
  readonly priority: boolean;
  readonly maxLeases: number;
  readonly maxSteal: number;
}

export interface TakePlan {
  readonly mode: 'none' | 'very-old' | 'available' | 'steal';
  readonly target: number;
  readonly take: readonly SeenLease[];
  readonly victim: string | null;
  /** Workers that hold a lease, this one counted. */
  readonly workers: number;
  readonly expired: number;
}

/** The leases to take after a scan at `now`. `shuffle` decides between equals. */
export function planTake(me: string, leases: readonly SeenLease[], now: number, settings: TakerSettings, shuffle: <T>(list: readonly T[]) => readonly T[]): TakePlan {
  const available = leases.filter((lease) => lease.owner === null || isExpired(lease.changedAt, settings.failoverMs, now));
  const open = new Set(available);
  const counts = new Map<string, number>([[me, 0]]);
  for (const lease of leases) if (lease.owner !== null && !open.has(lease)) counts.set(lease.owner, (counts.get(lease.owner) ?? 0) + 1);
  const mine = counts.get(me)!;
  const target = targetPerWorker(leases.length, counts.size, settings.maxLeases);
  const plan = (mode: TakePlan['mode'], take: readonly SeenLease[], victim: string | null = null): TakePlan => ({ mode: take.length === 0 ? 'none' : mode, target, take, victim, workers: counts.size, expired: available.length });
  if (leases.length === 0) return plan('none', []);
  if (settings.priority) {
    const veryOld = leases.filter((lease) => lease.changedAt < now - settings.veryOldMultiplier * settings.failoverMs);
    if (veryOld.length > 0) return plan('very-old', shuffle(veryOld).slice(0, Math.max(0, settings.maxLeases - mine)));
  }
  const need = target - mine;
  if (need <= 0) return plan('none', []);
  if (available.length > 0) return plan('available', shuffle(available).slice(0, need));
  const victim = busiest(counts);
  const over = counts.get(victim)! - target;
  const surplus = Math.min(need, over);
  const steal = Math.min(surplus <= 0 && need > 1 && over >= 0 ? 1 : Math.max(0, surplus), settings.maxSteal);
  return plan('steal', shuffle(leases.filter((lease) => lease.owner === victim)).slice(0, steal), victim);
}

/** The worker with most leases; of several the first by id. */
function busiest(counts: ReadonlyMap<string, number>): string {
  let found = '';
  let most = -1;
  for (const worker of [...counts.keys()].sort()) {
    if (counts.get(worker)! > most) {
      found = worker;
      most = counts.get(worker)!;
    }
  }
  return found;
}
