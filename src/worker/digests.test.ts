import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { recipeOf, simulationOf } from '../testing/simulate.ts';
import { digestCases } from './digests.fixture.ts';

function digestsOf(recipe: unknown, moments: readonly number[]): string[] {
  const simulation = simulationOf(recipeOf(recipe), { checkInvariants: false });
  return moments.map((at) => {
    simulation.runUntil(at);
    return simulation.digest();
  });
}

describe('the digest of a recipe in Node is the one that the worker has too', () => {
  for (const { name, recipe, digests } of digestCases) {
    it(`${name}`, () => {
      const found = digestsOf(recipe, digests.map(([at]) => at));
      if (process.env.UPDATE_DIGESTS === '1') update(name, found);
      else expect(found).toEqual(digests.map(([, digest]) => digest));
    }, 60_000);
  }
});

/** Writes the digests of one case into the fixture file. */
function update(name: string, found: readonly string[]): void {
  const file = fileURLToPath(new URL('./digests.fixture.ts', import.meta.url));
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf('digests: [[', text.indexOf(`name: '${name}'`));
  const to = text.indexOf('\n', from);
  let i = 0;
  const line = text.slice(from, to).replace(/'[0-9a-f]*'/g, () => `'${found[i++]}'`);
  writeFileSync(file, text.slice(0, from) + line + text.slice(to));
  expect(i).toBe(found.length);
}
