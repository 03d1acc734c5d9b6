/** Thirty simulated days at small rates: what is kept stays as small as after the first days. */
import { describe, expect, it, vi } from 'vitest';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';
import { growthInThirtyDays, noGrowth } from '../../../testing/soak.ts';

vi.setConfig({ testTimeout: 120_000 });

describe('thirty days', () => {
  it('leave nothing behind but what lies in the queue', () => {
    const recipe = recipeOf('traffic(rate=0.002/s, size=1KB, keys=3) -> put: queue-producer(messageGroup=key, dedup=record) -> orders: sqs-queue(fifo=true) -> work: queue-worker(count=1, batch=10, wait=20s, poll=20m, processing=100, poisonShare=0.1)\n orders -> dead: sqs-queue(fifo=true, retention=14d)', { length: '30d' });
    const simulation = simulationOf(recipe, { checkInvariants: false });
    const sizes: number[] = [];
    for (let day = 10; day <= 30; day += 10) {
      simulation.runUntil(day * 86_400_000);
      sizes.push(simulation.records.held);
    }
    const totals = simulation.records.totals();
    expect(totals.born).toBe(5184);
    expect(totals.delivered).toBeGreaterThan(4000);
    // Dead letters of the last fourteen days, about 17 a day, and what waits behind a poison message.
    expect(Math.max(...sizes)).toBeLessThan(600);
    expect(totals.lost + totals.parked + totals.delivered + totals.inTransit).toBe(totals.born);
    expect(simulation.records.lostBy.expired).toBeGreaterThan(50);
  });

  it('of a standard queue with copies that outlive their deletion', () =>
    expect(growthInThirtyDays({ nodes: [{ id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.003, keys: 3 } }, { id: 'put', kind: 'queue-producer' }, { id: 'orders', kind: 'sqs-queue', config: { duplicateProbability: 0.1 } }, { id: 'work', kind: 'queue-worker', config: { count: 1, maxNumberOfMessages: 10, waitTime: 20_000, pollInterval: 600_000 } }], edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'orders' }, { from: 'orders', to: 'work' }] })).toEqual(noGrowth));

  it('of a high-throughput queue, whose groups come and go', () =>
    expect(growthInThirtyDays({ facts: 'today', nodes: [{ id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.003, keys: 50 } }, { id: 'put', kind: 'queue-producer', config: { messageGroup: 'key', deduplicationId: 'record' } }, { id: 'orders', kind: 'sqs-queue', config: { fifo: true, highThroughput: true } }, { id: 'work', kind: 'queue-worker', config: { count: 1, maxNumberOfMessages: 10, waitTime: 20_000, pollInterval: 600_000 } }], edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'orders' }, { from: 'orders', to: 'work' }] })).toEqual(noGrowth));
});
