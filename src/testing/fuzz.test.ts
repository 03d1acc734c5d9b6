import { expect, it } from 'vitest';
import { models } from '../services/models.ts';
import { drawGraph, legalRecipe } from './drawnGraphs.ts';
import { checkRun } from './runGraph.ts';

/** The first seeds of `npm run fuzz`, which runs five hundred. */
const seeds = 24;

it.each(Array.from({ length: seeds }, (_, i) => i + 1))('a graph drawn at random keeps every invariant (seed %i)', (seed) => {
  const legal = legalRecipe(drawGraph(seed, models), models);
  if ('refused' in legal) expect.fail(JSON.stringify(legal.refused));
  expect(legal.raw.nodes.length).toBeLessThanOrEqual(12);
  expect(checkRun(legal.recipe, models, () => 0).events).toBeGreaterThan(0);
});

it('the same seed draws the same graph, and most graphs are of several services', () => {
  const sizes = Array.from({ length: 50 }, (_, i) => drawGraph(i + 1, models).nodes.length);
  expect(drawGraph(7, models)).toEqual(drawGraph(7, models));
  expect(Math.max(...sizes)).toBeGreaterThan(8);
  expect(sizes.filter((size) => size >= 3).length).toBeGreaterThan(40);
});
