import { expect, it } from 'vitest';
import { rawItem, rawMatch, rawNumeric, rawOption, rawOrder, type Raw } from '../testing/contentExamples.ts';
import { readContent } from './nodeSource.ts';
import { parseQuestions } from './parse/index.ts';
import { type Item, isTemplate, toKey, toPrompt, toReveal } from './types.ts';

function item(raw: Raw): Item {
  const parsed = parseQuestions([raw], 'content/items/kds/a.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value[0] as Item;
}

const secret = /^(correct|rationale|misconception|rightIf|claim|change|goal|measure|pair|answer|tolerance|misreadings|event|note|facts_tested|source)$/;

/** Every key name inside a value. */
function keysOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [...(Array.isArray(value) ? [] : [key]), ...keysOf(inner)]);
}

const allItems = (): readonly Item[] => readContent().entries.flatMap((entry) => (entry.kind === 'question' && !isTemplate(entry.value) ? [entry.value] : []));

it('no prompt of the bank carries a key, an explanation or a claim, by name or by text', { timeout: 60_000 }, () => {
  const items = allItems();
  expect(items.length).toBeGreaterThan(20);
  for (const each of items) {
    const prompt = toPrompt(each);
    const { run: _, ...shown } = prompt as typeof prompt & { run?: unknown };
    expect(keysOf(shown).filter((key) => secret.test(key)), each.id).toEqual([]);
    const text = JSON.stringify(prompt);
    for (const { rationale } of toReveal(each).parts) expect(text.includes(rationale), each.id).toBe(false);
  }
});

it('the order of the parts says nothing: the right one is about equally often in each place', () => {
  const places = [0, 0, 0];
  for (let n = 100; n < 700; n++) {
    const each = item(rawItem({ id: `q.kds.${n}` }));
    const prompt = toPrompt(each);
    if (prompt.type !== 'single') throw new Error('a single-choice item was expected');
    const place = prompt.options.findIndex((option) => option.id === 'record');
    places[place] = (places[place] ?? 0) + 1;
  }
  for (const count of places) expect(count).toBeGreaterThan(150);
});

it('steps lose their order and rows their pairs', () => {
  const orders = new Set<string>();
  for (let n = 100; n < 200; n++) {
    const prompt = toPrompt(item(rawOrder({ id: `q.kds.${n}` })));
    if (prompt.type === 'order') orders.add(prompt.steps.map((step) => step.id).join());
  }
  expect(orders.size).toBe(6);
  const match = toPrompt(item(rawMatch()));
  expect(match.type === 'match' && match.rows.every((row) => Object.keys(row).join() === 'id,text')).toBe(true);
});

it('the key holds the right answer of each type', () => {
  expect(toKey(item(rawItem()))).toEqual({ type: 'single', correct: ['record'] });
  const five = ['a', 'b', 'c', 'd', 'e'].map((id, index) => rawOption(id, index > 2));
  expect(toKey(item(rawItem({ type: 'multiple', choose: 2, options: five })))).toEqual({ type: 'multiple', correct: ['d', 'e'] });
  expect(toKey(item(rawNumeric()))).toEqual({ type: 'numeric', answer: 3, tolerance: 0, unit: 'shards' });
  expect(toKey(item(rawOrder()))).toEqual({ type: 'order', steps: ['split', 'drain', 'read'] });
  expect(toKey(item(rawMatch()))).toEqual({ type: 'match', pairs: { 'row-a': 'choice-a', 'row-b': 'choice-b' } });
});

it('a prediction shows the run it is about, without what settles it', () => {
  const claim = [{ measure: 'records.lost', op: '==', value: 0 }];
  const options = [rawOption('a', true, { claim }), rawOption('b', false, { claim }), rawOption('c', false, { claim })];
  const prompt = toPrompt(item(rawItem({ type: 'predict-the-run', options, sim: { mode: 'observe', recipe: 'traffic() -> kinesis-streams()', length: '5s', seed: 3, goal: claim, seeAt: 1000 } })));
  expect(prompt).toMatchObject({ run: { recipe: 'traffic() -> kinesis-streams()', length: '5s', seed: 3, facts: 'notes' } });
  expect(keysOf(prompt).filter((key) => ['goal', 'claim', 'seeAt', 'measure'].includes(key))).toEqual([]);
});

it('after the check everything is explained', () => {
  const revealed = toReveal(item(rawItem({ options: [rawOption('a', true), rawOption('b', false, { rightIf: 'The records were large.' }), rawOption('c', false)] })));
  expect(revealed).toMatchObject({ note: 'n.kds.limits', facts: ['kds-a'], concept: 'c.hot', key: { correct: ['a'] } });
  expect(revealed.parts.map(({ id, correct, misconception, rightIf }) => ({ id, correct, misconception, rightIf }))).toEqual([
    { id: 'a', correct: true, misconception: undefined, rightIf: undefined },
    { id: 'b', correct: false, misconception: 'm.wrong', rightIf: 'The records were large.' },
    { id: 'c', correct: false, misconception: 'm.wrong', rightIf: undefined },
  ]);
  expect(toReveal(item(rawNumeric()))).toMatchObject({ rationale: expect.stringContaining('1,000') as string, parts: [{ value: 2, correct: false }] });
});
