import fc from 'fast-check';
import { describe, it } from 'vitest';
import { assertRowsConserved } from '../testing/conservation.ts';
import { assertForAll } from '../testing/forAll.ts';
import { drawnRecipe } from '../testing/drawnRecipes.ts';
import { recipeOf, simulationOf, type SimulateOptions } from '../testing/simulate.ts';

/** Runs in steps of `step` ms and counts all rows after each. */
function assertConserved(source: unknown, options: SimulateOptions = {}, step = 500): void {
  const recipe = recipeOf(source, options);
  const simulation = simulationOf(recipe, { ...options, checkInvariants: true });
  for (let at = 0; at < recipe.length; at += step) {
    const status = simulation.runUntil(Math.min(at + step, recipe.length));
    if (status.type === 'invariant-broken') throw new Error(`${status.node}: ${status.name} at ${simulation.now} ms`);
    assertRowsConserved(simulation);
  }
}

const lossy = (edge: object, producer: object = {}, interventions: readonly unknown[] = []) => ({
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 60, payloadBytes: 100, keys: 8 } },
    { id: 'put', kind: 'sdk-producer', config: producer },
    { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 2 } },
    { id: 'app', kind: 'stream-reader', config: { count: 2, pollInterval: 300 } },
  ],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks', ...edge }, { from: 'clicks', to: 'app', ...edge }],
  length: '12s',
  interventions,
});

describe('no row is counted twice or forgotten', { timeout: 60_000 }, () => {
  it('when a producer dies while its calls are under way', () => {
    const crashes = [1, 2.005, 3.01, 4.001, 5, 9].map((at) => ({ at: Math.round(at * 1000), type: 'fault', node: 'put', name: 'crash' }));
    assertConserved(lossy({}, {}, crashes));
    assertConserved(lossy({ latencyMs: 200 }, { batch: 20 }, crashes), {}, 100);
  });

  it('when requests and answers are lost', () => {
    assertConserved(lossy({ loseRequests: 0.2, loseReplies: 0.3 }, { requestTimeout: 300, maxAttempts: 3 }));
  });

  it('when a call outlives the patience of its caller', () => {
    assertConserved(lossy({ latencyMs: 1500 }, { requestTimeout: 200, maxAttempts: 2, retry: 'immediate' }));
    assertConserved(lossy({ latencyMs: 11_000 }, { requestTimeout: 100, retry: 'none' }));
  });

  it('when a reader dies with records in its hands', () => {
    assertConserved(lossy({}, {}, [2000, 4003, 6110].map((at) => ({ at, type: 'fault', node: 'app', name: 'crash', target: 'consumer-1', duration: 700 }))), {}, 100);
  });

  it('when the network before a producer loses what it carries', () => {
    const recipe = lossy({});
    assertConserved({ ...recipe, edges: [{ from: 'web', to: 'put', latencyMs: 40, loseRequests: 0.3 }, ...recipe.edges.slice(1)] }, {}, 90);
  });

  it('when records expire while an answer carries them to a reader', () => {
    // The reader is a day behind: it reads at the very edge at which records expire.
    assertConserved(
      {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 2, payloadBytes: 100, keys: 2, stopAfter: 600_000 } },
          { id: 'put', kind: 'sdk-producer' },
          { id: 'clicks', kind: 'kinesis-streams', config: {} },
          { id: 'slow', kind: 'stream-reader', config: { count: 2, pollInterval: 1000, limit: 1, processingPerRecord: 900, discoveryInterval: 3_600_000 } },
        ],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'slow', latencyMs: 900 }],
        length: '1445m',
        interventions: [
          { at: 0, type: 'fault', node: 'slow', name: 'crash', target: 'consumer-1', duration: '86399s' },
          { at: 0, type: 'fault', node: 'slow', name: 'crash', target: 'consumer-2', duration: '86399400ms' },
        ],
      },
      {},
      60_000,
    );
  });

  it('under random configurations and faults', () => {
    assertForAll(drawnRecipe(), (recipe) => assertConserved(recipe), { seed: 4711, runs: 25 });
  });

  it('and for the same configurations in the Today edition', () => {
    assertForAll(fc.tuple(drawnRecipe('today')), ([recipe]) => assertConserved(recipe, { facts: 'today' }), { seed: 4712, runs: 25 });
  });
});
