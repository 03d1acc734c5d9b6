import { describe, expect, it } from 'vitest';
import { limitValue } from '../../../aws/limits/index.ts';
import { leasesFor, planAssignment, smoothed, utilizationOf, type AssignableLease, type BalanceSettings } from './utilization.ts';

const of = (id: string) => limitValue(id, 'today');
const settings: BalanceSettings = { threshold: of('kcl.balance.threshold'), dampening: of('kcl.balance.dampening'), maxLeases: 1000, byThroughput: false, rebalances: true };
const asGiven = <T>(list: readonly T[]) => list;
let next = 0;
const lease = (owner: string | null, throughput: number, more: Partial<AssignableLease> = {}): AssignableLease => ({ shard: next++, owner, free: owner === null, fixed: false, changedAt: 0, throughput, ...more });
const many = (count: number, owner: string | null, throughput: number) => Array.from({ length: count }, () => lease(owner, throughput));
const worker = (id: string, metric: number) => ({ id, metric });
const moved = (plan: ReturnType<typeof planAssignment>, leases: readonly AssignableLease[]) => plan.assignments.reduce((sum, { shard }) => sum + leases.find((each) => each.shard === shard)!.throughput, 0);

describe('loads', () => {
  it('are smoothed: the newest figure has weight 0.5', () => {
    const alpha = of('kcl.balance.smoothing');
    expect(alpha).toBe(0.5);
    expect(smoothed(null, 80, alpha)).toBe(80);
    expect(smoothed(80, 40, alpha)).toBe(60);
    expect(smoothed(smoothed(0, 80, alpha), 80, alpha)).toBe(60);
  });

  it('are work against processors, at most 100 %', () => {
    expect(utilizationOf(15_000, 30_000, 2)).toBe(25);
    expect(utilizationOf(90_000, 30_000, 2)).toBe(100);
    expect(utilizationOf(0, 0, 2)).toBe(0);
  });
});

describe('the range', () => {
  const leases = () => [...many(50, 'a', 1), ...many(50, 'b', 1)];

  it('is the mean and 10 % to either side: 70 % and 40 % are outside 49.5 to 60.5 %', () => {
    const plan = planAssignment([worker('a', 70), worker('b', 40)], leases(), settings, asGiven);
    expect(plan).toMatchObject({ mean: 55, highest: 70, lowest: 40, unbalanced: true });
    expect(plan.assignments.length).toBeGreaterThan(0);
    expect(plan.assignments.every(({ from, to }) => from === 'a' && to === 'b')).toBe(true);
  });

  it('inside it nothing moves, at its edge neither', () => {
    for (const [a, b] of [[60, 50], [55, 45], [55, 55]] as const) expect(planAssignment([worker('a', a), worker('b', b)], leases(), settings, asGiven).assignments, `${a} and ${b}`).toEqual([]);
    expect(planAssignment([worker('a', 55.1), worker('b', 44.9)], leases(), settings, asGiven).unbalanced).toBe(true);
  });

  it('one worker far below is enough: then the busiest gives', () => {
    const workers = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'].map((id) => worker(id, id === 'c' ? 51 : 50));
    const plan = planAssignment([...workers, worker('new', 40)], workers.flatMap(({ id }) => many(20, id, 1)), settings, asGiven);
    expect(plan.unbalanced).toBe(true);
    expect(plan.highest).toBeLessThan(plan.mean * 1.1);
    expect(new Set(plan.assignments.map(({ from, to }) => `${from}>${to}`))).toEqual(new Set(['c>new']));
  });
});

describe('what is moved', () => {
  it('is 80 % of what the worker has over the mean, in data rate', () => {
    const leases = [...many(1000, 'a', 0.1), ...many(10, 'b', 1)];
    const plan = planAssignment([worker('a', 80), worker('b', 20)], leases, settings, asGiven);
    // 30 of 80 points over the mean, of 100 kB/s; nobody is lifted over the mean by it.
    expect(moved(plan, leases)).toBeGreaterThan(100 * (30 / 80) * 0.8 - 0.2);
    expect(moved(plan, leases)).toBeLessThanOrEqual(100 * (30 / 80) * 0.8);
    const whole = planAssignment([worker('a', 80), worker('b', 20)], leases, { ...settings, dampening: 0.4 }, asGiven);
    expect(moved(whole, leases)).toBeCloseTo(15, 0);
  });

  it('are leases that fit together, by chance, and the smallest when none fits', () => {
    const leases = [lease('a', 50), lease('a', 9), lease('a', 8), lease('a', 2)];
    const rates = (throughput: number, shuffle: typeof asGiven = asGiven) => leasesFor(throughput, leases, (each) => each.throughput, shuffle).map(({ throughput: rate }) => rate);
    expect(rates(18)).toEqual([9, 8]);
    expect(rates(18, (list) => [...list].reverse())).toEqual([2, 8]);
    expect(rates(1)).toEqual([2]);
    expect(leasesFor(5, [], () => 1, asGiven)).toEqual([]);
  });

  it('lifts nobody over the mean: one hot lease stays where it is', () => {
    const leases = [lease('a', 100), lease('b', 5)];
    expect(planAssignment([worker('a', 80), worker('b', 4)], leases, settings, asGiven).assignments).toEqual([]);
  });

  it('leaves leases that are being handed over or have ended, and moves only in a round for that', () => {
    const leases = many(20, 'a', 1).map((each) => ({ ...each, fixed: true }));
    expect(planAssignment([worker('a', 80), worker('b', 0)], leases, settings, asGiven).assignments).toEqual([]);
    expect(planAssignment([worker('a', 80), worker('b', 0)], many(20, 'a', 1), { ...settings, rebalances: false }, asGiven).assignments).toEqual([]);
  });
});

describe('free leases', () => {
  it('go to the idlest worker, foretold by data rate, those expired first', () => {
    const leases = [lease('a', 10), lease('b', 10), lease('dead', 10, { free: true, changedAt: 50 }), lease('dead', 10, { free: true, changedAt: 20 }), lease(null, 10, { changedAt: -1 })];
    const plan = planAssignment([worker('a', 60), worker('b', 40)], leases, { ...settings, rebalances: false }, asGiven);
    expect(plan.assignments.map(({ shard, from, to }) => [leases.findIndex((each) => each.shard === shard), from, to])).toEqual([[4, null, 'b'], [3, 'dead', 'a'], [2, 'dead', 'b']]);
  });

  it('without any load are spread by number, within the most leases of a worker', () => {
    const plan = planAssignment([worker('a', 0), worker('b', 0), worker('c', 0)], many(7, null, 0), settings, asGiven);
    const to = (id: string) => plan.assignments.filter((each) => each.to === id).length;
    expect([to('a'), to('b'), to('c')]).toEqual([3, 2, 2]);
    expect(planAssignment([worker('a', 0)], many(7, null, 0), { ...settings, maxLeases: 5 }, asGiven).assignments).toHaveLength(5);
    expect(planAssignment([], many(7, null, 0), settings, asGiven).assignments).toEqual([]);
  });

  it('data rates are balanced when asked, and when no worker has any load', () => {
    const leases = [...many(8, 'a', 10), ...many(2, 'b', 10)];
    for (const [workers, by] of [[[worker('a', 50), worker('b', 50)], true], [[worker('a', 0), worker('b', 0)], false]] as const) {
      const plan = planAssignment(workers, leases, { ...settings, byThroughput: by }, asGiven);
      expect(plan).toMatchObject({ mean: 50, highest: 80, lowest: 20 });
      expect(plan.assignments).toHaveLength(2);
    }
  });
});
