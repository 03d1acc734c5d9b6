import { describe, expect, it } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { drawnQueueRecipe } from '../../../testing/drawnQueues.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { recipeOf, simulationOf, type SimulateOptions } from '../../../testing/simulate.ts';

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

describe('queues, topics, producers and workers under random configurations and faults', { timeout: 120_000 }, () => {
  it('account for every record at every step', () => {
    assertForAll(drawnQueueRecipe(), (recipe) => assertConserved(recipe), { seed: 5101, runs: 40 });
  });

  it('in the Today edition too', () => {
    assertForAll(drawnQueueRecipe('today'), (recipe) => assertConserved(recipe, { facts: 'today' }), { seed: 5102, runs: 25 });
  });

  it('give the same digest in slices of any size, and after a return to any moment', () => {
    assertForAll(drawnQueueRecipe(), (source) => {
      const recipe = recipeOf(source);
      const whole = simulationOf(recipe, { checkInvariants: false });
      whole.runUntil(recipe.length);
      const sliced = simulationOf(recipe, { checkInvariants: false });
      for (let at = 0; at < recipe.length; at += 377) sliced.runUntil(Math.min(at + 377, recipe.length));
      sliced.runUntil(recipe.length);
      expect(sliced.digest()).toBe(whole.digest());
      const returned = simulationOf(recipe, { checkInvariants: false });
      returned.runUntil(Math.floor(recipe.length / 3));
      const checkpoint = returned.checkpoint();
      const digest = returned.digest();
      returned.runUntil(recipe.length);
      expect(returned.digest()).toBe(whole.digest());
      returned.restore(checkpoint);
      expect(returned.digest()).toBe(digest);
      returned.runUntil(recipe.length);
      expect(returned.digest()).toBe(whole.digest());
    }, { seed: 5103, runs: 20 });
  });
});
