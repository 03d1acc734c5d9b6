import { describe, expect, it } from 'vitest';
import { maxHashKey } from '../../../aws/hashKey.ts';
import { limitValue } from '../../../aws/limits/index.ts';
import { utf8Text } from '../../../base/md5.ts';
import { deaggregate } from '../../kpl-producer/model/operations.ts';
import { isAfter, ruleOn } from './checkpointer.ts';
import { renewUnitsPerSecond, secondsOfBurst } from './leaseLoad.ts';
import { leaseIntervals, never, planTake, seenAgain, targetPerWorker, type SeenLease } from './leaseTaker.ts';
import { shardEnd, type Position } from './leases.ts';
import { leasesToCreate, parentsDone, type InitialPosition, type KnownShard } from './shardSync.ts';

const of = (id: string) => limitValue(id, 'notes');
const intervals = (failoverMs: number, epsilonMs: number) => leaseIntervals(failoverMs, epsilonMs, of('kcl.lease.renew-divisor'), of('kcl.lease.take-multiplier'));
const at = (sequence: Position['sequence'], sub = 0): Position => ({ sequence, sub });
const settings = { failoverMs: 10_000, veryOldMultiplier: 3, priority: true, maxLeases: of('kcl.lease.max-per-worker'), maxSteal: of('kcl.lease.max-steal') };
const now = 1_000_000;
const lease = (shard: number, owner: string | null, changedAt = owner === null ? now - 15_000 : now): SeenLease => ({ shard, owner, counter: 7, ownerSwitches: 0, checkpoint: at('LATEST'), changedAt });
const asGiven = <T>(list: readonly T[]) => list;
const reversed = <T>(list: readonly T[]) => [...list].reverse();

describe('golden cases of the Kinesis Client Library', () => {
  it('KCL-01: renew and take intervals of a failover time', () => {
    const both = [10_000, 30_000].map((failover) => intervals(failover, 25));
    expect(both.map(({ renewMs }) => renewMs)).toEqual([3308, 9975]);
    expect(both.map(({ takeMs }) => takeMs)).toEqual([20_050, 60_050]);
    expect([of('kcl.lease.failover-time'), of('kcl.lease.epsilon')]).toEqual([10_000, 25]);
  });

  it('KCL-02: steals one lease of the worker that has most', () => {
    const leases = [lease(1, 'bar'), ...[2, 3, 4, 5, 6].map((shard) => lease(shard, 'baz'))];
    for (const shuffle of [asGiven, reversed]) {
      const plan = planTake('foo', leases, now, settings, shuffle);
      expect(plan).toMatchObject({ target: 2, mode: 'steal', victim: 'baz' });
      expect(plan.take).toHaveLength(1);
      expect(plan.take[0]!.shard).not.toBe(1);
    }
  });

  it('KCL-04: never steals while there is an expired lease', () => {
    const plan = planTake('foo', [lease(1, null), lease(2, 'bar'), lease(3, 'bar'), lease(4, 'bar')], now, settings, asGiven);
    expect(plan.take.map(({ shard }) => shard)).toEqual([1]);
    expect([plan.mode, plan.victim]).toEqual(['available', null]);
  });

  it('KCL-05: without the very-old rule a worker takes its share only', () => {
    const plan = planTake('foo', [lease(0, null, -1e15), lease(1, null, -1e15), lease(2, null, -1e15), lease(4, 'bar')], now, { ...settings, priority: false }, asGiven);
    expect([plan.target, plan.take.length]).toEqual([2, 2]);
    expect(planTake('foo', [lease(0, null, -1e15), lease(1, null, -1e15), lease(2, null, -1e15), lease(4, 'bar')], now, settings, asGiven).take).toHaveLength(3);
  });

  it('KCL-07: targets', () => {
    const pairs = [[4, 1], [4, 2], [5, 2], [3, 5], [10, 3]] as const;
    expect(pairs.map(([leases, workers]) => targetPerWorker(leases, workers, settings.maxLeases))).toEqual([4, 2, 3, 1, 4]);
  });

  it('KCL-08: leases for the first ancestors that need processing', () => {
    const parents: Record<number, number[]> = { 6: [0, 1], 7: [2, 3], 8: [6, 7], 9: [5], 10: [5] };
    const shards: KnownShard[] = Array.from({ length: 11 }, (_, shard) => ({ shard, parents: parents[shard] ?? [], closed: ![4, 8, 9, 10].includes(shard) }));
    const leases = new Map([4, 5, 7].map((shard) => [shard, at(500)]));
    const created = (position: InitialPosition) => leasesToCreate(shards, leases, position).map(({ shard }) => shard);
    expect(created('LATEST')).toEqual([6]);
    expect(created('TRIM_HORIZON')).toEqual([0, 1]);
    expect(created('AT_TIMESTAMP')).toEqual([0, 1]);
  });

  it('KCL-10: a crash repeats what came after the checkpoint', () => {
    const checkpoint = at(10_000);
    const processed = Array.from({ length: 20_000 }, (_, i) => i + 1);
    const again = processed.filter((sequence) => isAfter(sequence, 0, checkpoint));
    expect([again[0], again.length]).toEqual([10_001, 10_000]);
  });

  it('KCL-11: an aggregate taken apart', () => {
    const hex = 'f3899ac20a03706b310a03706b321a0908001a0568656c6c6f1a0908011a05776f726c6487c22af1ed18e292eb55b018413a3cff';
    const bytes = Uint8Array.from(hex.match(/../g)!, (pair) => Number.parseInt(pair, 16));
    const user = deaggregate(bytes, { startingHashKey: 0n, endingHashKey: maxHashKey })!;
    expect(user.map(({ partitionKey, data }, subSequenceNumber) => ({ partitionKey, data: utf8Text(data), subSequenceNumber }))).toEqual([
      { partitionKey: 'pk1', data: 'hello', subSequenceNumber: 0 },
      { partitionKey: 'pk2', data: 'world', subSequenceNumber: 1 },
    ]);
  });

  it('KCL-13: a child waits until each parent has ended or has no lease', () => {
    const leases = new Map<number, Position>([[1, shardEnd], [2, at(495)]]);
    const blocked = () => !parentsDone([1, 2], (parent) => leases.get(parent));
    expect(blocked()).toBe(true);
    leases.set(2, shardEnd);
    expect(blocked()).toBe(false);
    leases.delete(2);
    expect(blocked()).toBe(false);
  });

  it('KCL-14: 40 leases and ten write units', () => {
    const rate = renewUnitsPerSecond(40, intervals(10_000, 25).renewMs);
    expect(Math.round(rate * 100) / 100).toBe(12.09);
    expect(secondsOfBurst(rate, of('kcl.table.write-units'), of('kcl.table.burst-window'))).toBe(1434);
    expect(secondsOfBurst(renewUnitsPerSecond(33, 3308), 10, 300_000)).toBe(Infinity);
  });
});

describe('the age of a lease', () => {
  it('expired: older than the failover time by this worker\'s own looks, to the millisecond', () => {
    const taken = (age: number) => planTake('foo', [lease(1, 'bar', now - age), lease(2, 'baz')], now, settings, asGiven).mode;
    expect([taken(10_000), taken(10_001)]).toEqual(['none', 'available']);
  });

  it('a first look at an owned lease counts as just renewed, at an unowned one as never; a counter that stands still keeps its time', () => {
    const row = { shard: 1, owner: 'bar', counter: 7, ownerSwitches: 0, checkpoint: at('LATEST'), parents: [], startingHashKey: '0', endingHashKey: '9', checkpointOwner: null, throughput: 0 };
    const first = seenAgain(undefined, row, now);
    expect([first.changedAt, seenAgain(undefined, { ...row, owner: null }, now).changedAt]).toEqual([now, never]);
    expect(seenAgain(first, row, now + 5000).changedAt).toBe(now);
    expect(seenAgain(first, { ...row, counter: 8 }, now + 5000).changedAt).toBe(now + 5000);
  });

  it('off by one is left alone; a worker with nothing takes one even from workers that are at their target', () => {
    const held = (counts: Record<string, number>) => Object.entries(counts).flatMap(([owner, n], w) => Array.from({ length: n }, (_, i) => lease(w * 10 + i, owner)));
    expect(planTake('foo', held({ foo: 2, bar: 3 }), now, settings, asGiven).mode).toBe('none');
    expect(planTake('foo', held({ foo: 0, bar: 2, baz: 2 }), now, settings, asGiven)).toMatchObject({ mode: 'steal', target: 2 });
  });
});

describe('checkpoint rules', () => {
  it('from the last checkpoint up to the newest record delivered', () => {
    expect(ruleOn(at(5), at('TRIM_HORIZON'), at(9), false)).toEqual({ type: 'write', position: at(5) });
    expect(ruleOn(at(5, 2), at(5, 2), at(9), false)).toEqual({ type: 'same' });
    expect(ruleOn(at(5, 1), at(5, 2), at(9), false).type).toBe('illegal');
    expect(ruleOn(at(10), at(5), at(9), false).type).toBe('illegal');
    expect(ruleOn(at(9, 1), at(5), at(9, 0), false).type).toBe('illegal');
    expect(ruleOn(at(5), at(1), null, false).type).toBe('illegal');
    expect(ruleOn(at(7, -1), at(5), at(9), false).type).toBe('illegal');
  });

  it('the last record of an ended shard stands for its end', () => {
    expect(ruleOn(at(9), at(5), at(9), true)).toEqual({ type: 'write', position: shardEnd });
    expect(ruleOn(at(7), at(5), at(9), true)).toEqual({ type: 'write', position: at(7) });
    expect(ruleOn(shardEnd, at(5), null, true)).toEqual({ type: 'write', position: shardEnd });
    expect(ruleOn(shardEnd, at(5), at(9), false).type).toBe('illegal');
  });
});
