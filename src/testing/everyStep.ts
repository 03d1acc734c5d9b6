import { expect } from 'vitest';
import type { RunRecipe } from '../sim/recipe.ts';
import type { ModelRegistry } from '../sim/registry.ts';
import type { Simulation } from '../sim/simulation.ts';
import { assertRowsConserved } from './conservation.ts';
import { simulationOf } from './simulate.ts';

/** Runs a recipe in steps of `stepMs` with all invariants checked, and counts every row after each. Throws with what is wrong. */
export function assertConservedThroughout(recipe: RunRecipe, models: ModelRegistry, stepMs: number): void {
  const simulation = simulationOf(recipe, { models, checkInvariants: true });
  for (let at = 0; at <= recipe.length; at += stepMs) {
    const status = simulation.runUntil(at);
    if (status.type !== 'reached') throw new Error(JSON.stringify(status));
    assertRowsConserved(simulation);
  }
}

/** A run that is left in its first quarter, come back to from later on, and played in slices ends with the digest of straight play. */
export function assertSameWhenLeft(recipe: RunRecipe, models: ModelRegistry): void {
  const straight = simulationOf(recipe, { models });
  straight.runUntil(recipe.length);
  const stepped = simulationOf(recipe, { models });
  const left = Math.floor(recipe.length / 5) + 1;
  stepped.runUntil(left);
  const kept = stepped.checkpoint();
  stepped.runUntil(Math.floor(recipe.length * 0.7));
  stepped.restore(kept);
  for (let at = left; at < recipe.length; at += Math.floor(recipe.length / 9) + 17) stepped.runUntil(at);
  stepped.runUntil(recipe.length);
  expect(stepped.digest()).toBe(straight.digest());
}

/** Characters of a node's state as text, columns by their length: what must not grow in a long run. */
export function stateSize(simulation: Simulation, node: string): number {
  const found = simulation.nodes.find(({ id }) => id === node);
  if (!found) throw new Error(`there is no node ${node}`);
  return JSON.stringify(found.state, (_, value: unknown) => (value instanceof Map ? [...value] : ArrayBuffer.isView(value) ? (value as Uint32Array).length : value)).length;
}
