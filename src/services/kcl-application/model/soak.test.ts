import { expect, it } from 'vitest';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';
import type { KclState } from './state.ts';

const day = 86_400_000;
/** Reports and heartbeats twice an hour instead of twice a minute: a month of the latter takes long. */
const seldom = { 'kcl.worker-metrics.interval': 1_800_000, 'kcl.leader.heartbeat': 1_800_000, 'kcl.leader.lock-lease': 7_200_000 };

it.each(['lease-count', 'worker-utilization'])('four leases and three workers for 30 days: what the application keeps does not grow, balanced by %s', { timeout: 300_000 }, (assignment) => {
  const crashes = Array.from({ length: 30 }, (_, i) => ({ at: i * day + 5_000_000, type: 'fault', node: 'app', name: 'crash', target: `worker-${(i % 3) + 1}`, ...(i % 2 === 0 ? { duration: 3_600_000 } : {}) }));
  const recipe = recipeOf(
    `web: traffic(rate=0.004/s, size=100B, keys=random) -> clicks: kinesis-streams(shards=4) -> app: kcl-application(workers=3, from=TRIM_HORIZON, failover=2h, idle=4m, autoscaling=30m, assignment=${assignment})
    app -> leases: dynamodb-table`,
    { length: '30d', facts: 'today', interventions: crashes },
  );
  const simulation = simulationOf(recipe, { checkInvariants: false, limitOverrides: seldom });
  const sizes: number[] = [];
  for (const until of [2, 16, 30]) {
    simulation.runUntil(until * day);
    const state = simulation.nodes.find((node) => node.id === 'app')!.state as KclState;
    expect(state.workers).toHaveLength(3);
    sizes.push(state.workers.reduce((sum, { held, seen, consumers, frozen }) => sum + held.size + seen.size + consumers.size + frozen.length, 0));
  }
  // Each worker knows all four rows; held leases and consumers are four each.
  for (const size of sizes) expect(Math.abs(size - 20)).toBeLessThanOrEqual(8);
  const totals = simulation.records.totals();
  expect(totals.born).toBe(10_368);
  expect(totals.lost).toBe(0);
  expect(simulation.records.held).toBeLessThan(600);
});
