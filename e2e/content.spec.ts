import { expect, test } from '@playwright/test';
import { readContent } from '../src/content/nodeSource.ts';
import { makeRegistry } from '../src/content/registry.ts';
import { toReveal } from '../src/content/prompt.ts';
import { isTemplate, type Item } from '../src/content/types.ts';
import { promptFor } from '../src/learning/answering.ts';
import { makeReport } from '../tools/content/report.ts';
import { proveAll } from '../tools/proving/proveAll.ts';

const content = readContent();
const registry = makeRegistry(content);
const items = registry.all('question').filter((question): question is Item => !isTemplate(question));

test('ux 6: no id leads nowhere, and every block of the notes has a question or says why not', () => {
  expect(makeReport(content).problems).toEqual([]);
  const blocks = registry.all('note');
  expect(blocks.length).toBeGreaterThan(20);
  expect(blocks.filter(({ id, context }) => context === undefined && registry.itemsOn(id).length === 0).map(({ id }) => id)).toEqual([]);
});

test('ux 36: the engine gives the keyed answer of every question with a run', () => {
  test.setTimeout(240_000);
  const { proved, failed } = proveAll(registry, { draws: 1 });
  expect(failed).toEqual([]);
  expect(proved).toBeGreaterThan(50);
});

test('ux 37: every option says why, every question leads to a note, and neither place nor length gives the answer away', () => {
  const silent = items.flatMap((item) => toReveal(item).parts.filter(({ rationale }) => rationale.trim().length < 40).map(({ id }) => `${item.id} ${id}`));
  expect(silent, 'parts without a reason').toEqual([]);
  expect(items.filter(({ note }) => registry.find(note)?.kind !== 'note').map(({ id }) => id), 'questions without a note').toEqual([]);

  // The place of the right option on the screen, over many attempts, by the number of options.
  for (const count of [3, 4, 5]) {
    const places = Array.from({ length: count }, () => 0);
    const asked = items.filter((item) => 'options' in item && item.choose === 1 && item.options.length === count);
    for (const item of asked) {
      for (let seed = 1; seed <= 40; seed++) {
        const prompt = promptFor(item, seed);
        if (!('options' in prompt) || !('options' in item)) continue;
        places[prompt.options.findIndex(({ id }) => item.options.some((option) => option.id === id && option.correct))]!++;
      }
    }
    const sum = asked.length * 40;
    if (sum === 0) continue;
    for (const times of places) expect(Math.abs(times / sum - 1 / count), `${count} options: ${places.join(', ')}`).toBeLessThanOrEqual(0.1);
  }
  const { longestIsCorrect, longestByChance } = makeReport(content).items;
  expect(longestIsCorrect - longestByChance).toBeLessThanOrEqual(0.1);
});
