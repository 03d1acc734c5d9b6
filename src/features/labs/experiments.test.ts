import { readFileSync } from 'node:fs';
import { csvParse } from 'd3';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { readContent } from '../../content/nodeSource.ts';
import type { RunRecipe } from '../../sim/recipe.ts';
import { assertRowsConserved } from '../../testing/conservation.ts';
import { recipeOf, simulationOf } from '../../testing/simulate.ts';

const data = new URL('../../../content/data/', import.meta.url);
const files = parse(readFileSync(new URL('index.yaml', data), 'utf8')) as { id: string; file: string }[];

/** The data sets that a run replays. */
function assetsOf(recipe: RunRecipe) {
  return recipe.graph.nodes.flatMap(({ config }) => {
    const found = files.find(({ id }) => id === (config.replay as { asset?: string } | undefined)?.asset);
    if (!found) return [];
    const text = readFileSync(new URL(found.file, data), 'utf8');
    const rows = csvParse(text);
    const columns = Object.fromEntries(rows.columns.map((column) => [column, rows.map((row) => row[column] ?? '')]));
    return [{ id: found.id, rows: rows.length, columns, bytes: Uint32Array.from(rows, (_, i) => Buffer.byteLength(text.split('\n')[i + 1] ?? '')) }];
  });
}

const experiments = readContent().entries.flatMap((entry) => (entry.kind === 'experiment' ? [entry.value] : []));
const looks = 20;

it('ux 27: there are experiments to look at', () => expect(experiments.length).toBeGreaterThanOrEqual(20));

it.each(experiments.map((experiment) => [experiment.id, experiment] as const))('ux 27: %s: every record is delivered, lost, parked or under way, at each of 20 moments', { timeout: 120_000 }, (_, { recipe: source, seed, facts, length }) => {
  const recipe = recipeOf(source, { seed, facts, ...(length === undefined ? {} : { length }) });
  const simulation = simulationOf(recipe, { assets: assetsOf(recipe) });
  for (let look = 1; look <= looks; look++) {
    const status = simulation.runUntil(Math.round((recipe.length * look) / looks));
    if (status.type === 'invariant-broken') throw new Error(`${status.node}: ${status.name} at ${simulation.now} ms`);
    assertRowsConserved(simulation);
  }
  expect(simulation.records.totals().born).toBeGreaterThan(0);
});
