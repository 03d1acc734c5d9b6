import { expect, it, vi } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { recipeOf, simulate, simulationOf } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

const chain = 'web: traffic(rate=50/s, size=200B, keys=5, stopAfter=5m) -> agent: kinesis-agent(rotate=time, rotateEvery=1m) -> lake: firehose -> bucket: s3-bucket';

it('an agent fills a Firehose stream: every line arrives in S3 once', () => {
  const run = simulate(chain, { length: '15m' });
  expect(run.summary.records).toMatchObject({ born: 15_000, delivered: 15_000, lost: 0, parked: 0, duplicates: 0, inTransit: 0 });
  // No partition key: a record is its line and a newline.
  expect(run.metric('agent', 'BytesSent').sum).toBe(15_000 * 201);
});

it('accounts for every line on the way, through a crash of the agent', () => {
  const recipe = recipeOf(chain, { length: '15m', interventions: [{ at: 100_007, type: 'fault', node: 'agent', name: 'crash', duration: 9000 }] });
  const simulation = simulationOf(recipe, {});
  for (let to = 0; to <= recipe.length; to += 30_000) {
    expect(simulation.runUntil(to).type).not.toBe('invariant-broken');
    assertRowsConserved(simulation);
  }
  expect(simulation.records.totals()).toMatchObject({ born: 15_000, delivered: 15_000, lost: 0 });
});
