import { expect, it } from 'vitest';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';
import type { ConnectorState } from './state.ts';

const day = 86_400_000;

it('a month with crashes: buffers, calls under way and ids of events do not pile up', { timeout: 120_000 }, () => {
  const simulation = simulationOf(
    recipeOf('web: traffic(rate=0.004/s, size=100B, keys=random) -> clicks: kinesis-streams(shards=2) -> app: kcl-application(workers=2, from=TRIM_HORIZON, failover=2h, idle=4m, autoscaling=30m) -> emit: connector(records=10, time=1h, eventIds=true) -> lake: s3-bucket(keepNewest=20)', {
      length: '30d',
      interventions: Array.from({ length: 14 }, (_, i) => ({ at: (2 * i + 1) * day + 777, type: 'fault', node: 'app', name: 'crash', target: `worker-${(i % 2) + 1}`, ...(i % 3 === 0 ? {} : { duration: 60_000 }) })),
    }),
    { checkInvariants: false },
  );
  const sizes: number[] = [];
  for (const until of [3, 16, 30]) {
    simulation.runUntil(until * day);
    const { pipelines, orphans, seen } = simulation.nodes.find(({ id }) => id === 'emit')!.state as ConnectorState;
    expect(orphans.size).toBe(0);
    // One block of ids for each 1,024 records.
    expect(seen.size).toBeLessThanOrEqual(Math.ceil(simulation.records.totals().born / 1024));
    sizes.push([...pipelines.values()].reduce((sum, { count, chunks }) => sum + 1 + count + chunks.length, 0) + simulation.records.held);
  }
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(120);
  const { born, delivered, lost } = simulation.records.totals();
  expect(born - delivered).toBeLessThan(60);
  expect(lost).toBe(0);
});
