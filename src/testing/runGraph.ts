import type { ModelRegistry } from '../sim/registry.ts';
import { Simulation } from '../sim/simulation.ts';
import { Timeline } from '../sim/timeline.ts';
import type { RunRecipe } from '../sim/recipe.ts';
import { Rng } from '../sim/rng.ts';
import { assertRowsConserved } from './conservation.ts';

/** What the clock may count up in one drawn run, ms: beyond that something loops or piles up. */
const budgetMs = 30_000;

/**
 * Runs a recipe with all invariants checked at every step, rows counted on the way, and again in slices of other sizes with a
 * detour into the past: the digest must be the same. Throws with what is wrong.
 */
export function checkRun(recipe: RunRecipe, models: ModelRegistry, clock: () => number): { readonly events: number; readonly records: number } {
  const began = clock();
  const straight = new Simulation(recipe, { models, checkInvariants: true });
  const parts = 7;
  for (let part = 1; part <= parts; part++) {
    const status = straight.runUntil(Math.floor((recipe.length * part) / parts));
    if (status.type === 'invariant-broken') throw new Error(`invariant broken at ${straight.now} ms: ${JSON.stringify(status)}`);
    if (status.type === 'budget-exhausted') throw new Error(`at ${straight.now} ms: ${JSON.stringify(status)}`);
    assertRowsConserved(straight);
    if (clock() - began > budgetMs) throw new Error(`${straight.now} of ${recipe.length} ms took more than ${budgetMs / 1000} s, ${straight.processed} events`);
  }
  const timeline = new Timeline(recipe, { models });
  const rng = Rng.of(recipe.seed, 'slices');
  for (let at = 0; at < recipe.length; at = Math.min(recipe.length, at + rng.int(1, Math.ceil(recipe.length / 5)))) timeline.runTo(at);
  timeline.runTo(recipe.length);
  timeline.seek(Math.floor(recipe.length / 3));
  timeline.seek(recipe.length);
  if (timeline.simulation.digest() !== straight.digest()) throw new Error('the digest differs between straight play and slices with a way back');
  return { events: straight.processed, records: straight.records.born };
}
