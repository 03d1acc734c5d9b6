import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ChoiceItem, Item, MatchItem, NumericItem, OrderItem } from '../../content/types.ts';
import { misconceptionsOffered, misconceptionsShown, promptFor, scoreAnswer } from '../answering.ts';
import { readNumber } from './numeric/index.ts';
import type { Answer } from './questionType.ts';
import { questionType, questionTypes } from './types.ts';

const common = {
  version: 1, level: 'apply', edition: 'both', topic: 'kds', facts: ['f1', 'f2'], note: 'n.kds.a', stem: 'Which?', source: { title: 'Guide', read: '2026-11-22' },
} as const;
const option = (id: string, correct: boolean) => ({ id, text: id, correct, rationale: 'r', misconception: correct ? 'correct' : `m.${id}` });
const one: ChoiceItem = { ...common, id: 'q.1', type: 'single', choose: 1, options: [option('a', true), option('b', false), option('c', false), option('d', false)] };
const two: ChoiceItem = { ...common, id: 'q.2', type: 'multiple', choose: 2, options: [option('a', true), option('b', true), option('c', false), option('d', false), option('e', false)] };
const number: NumericItem = {
  ...common, id: 'q.3', type: 'numeric',
  numeric: { answer: 3, unit: 'shards', tolerance: 0, min: 1, max: 9, step: 1, rationale: 'r', misreadings: [{ value: 2, rationale: 'r', misconception: 'm.two' }] },
};
const steps: OrderItem = { ...common, id: 'q.4', type: 'order', order: { steps: ['s1', 's2', 's3'].map((id) => ({ id, text: id, rationale: 'r' })) } };
const pairs: MatchItem = {
  ...common, id: 'q.5', type: 'match',
  match: { rows: [['r1', 'c1'], ['r2', 'c2'], ['r3', 'c1']].map(([id = '', pair = '']) => ({ id, text: id, pair, rationale: 'r' })), choices: ['c1', 'c2', 'c3'].map((id) => ({ id, text: id })) },
};
const chosen = (...ids: string[]): Answer => ({ type: 'multiple', chosen: ids });
const ready = (item: Item, answer: Answer | undefined) => questionType(item.type).readiness(promptFor(item, 1), answer);

it('has a folder for every listed type and lists every folder', () => {
  const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name);
  expect(questionTypes.map((t) => t.type).sort()).toEqual(folders.sort());
});

it('tells when an answer can be checked', () => {
  expect([ready(one, undefined), ready(one, { type: 'single', chosen: [] }), ready(one, { type: 'single', chosen: ['b'] })]).toEqual(['empty', 'empty', 'ready']);
  expect([ready(two, chosen()), ready(two, chosen('a')), ready(two, chosen('a', 'c'))]).toEqual(['empty', 'partial', 'ready']);
  const typed = (text: string): Answer => ({ type: 'numeric', text });
  expect([ready(number, typed(' ')), ready(number, typed('three')), ready(number, typed('3'))]).toEqual(['empty', 'partial', 'ready']);
  expect([ready(steps, { type: 'order', order: [] }), ready(steps, { type: 'order', order: ['s2', 's1', 's3'] })]).toEqual(['empty', 'ready']);
  expect([ready(pairs, { type: 'match', pairs: { r1: 'c1' } }), ready(pairs, { type: 'match', pairs: { r1: 'c1', r2: 'c1', r3: 'c1' } })]).toEqual(['partial', 'ready']);
});

it('gives no partial credit for choices, but notices what was right', () => {
  expect(scoreAnswer(two, chosen('b', 'a'), 'study')).toEqual({ earned: 1, total: 1, right: true, partly: false, wrong: [] });
  expect(scoreAnswer(two, chosen('a', 'c'), 'study')).toEqual({ earned: 0, total: 1, right: false, partly: true, wrong: ['f1', 'f2'] });
  expect(scoreAnswer(two, chosen('a', 'b', 'c'), 'study').right).toBe(false);
  expect(scoreAnswer(two, undefined, 'exam')).toMatchObject({ right: false, partly: false });
  expect(questionType('multiple').parts({ type: 'multiple', correct: ['a', 'b'] }, chosen('a', 'c'))).toEqual({ a: 'right', b: 'missed', c: 'wrong' });
});

it('counts steps and rows in study, and only the whole in an exam', () => {
  const order: Answer = { type: 'order', order: ['s1', 's3', 's2'] };
  expect(scoreAnswer(steps, order, 'study')).toMatchObject({ earned: 1, total: 3, right: false, partly: true });
  expect(scoreAnswer(steps, order, 'exam')).toMatchObject({ earned: 0, total: 1, right: false });
  expect(scoreAnswer(steps, { type: 'order', order: ['s1', 's2', 's3'] }, 'exam')).toMatchObject({ earned: 1, total: 1, right: true });
  const match: Answer = { type: 'match', pairs: { r1: 'c1', r2: 'c3', r3: 'c1' } };
  expect(scoreAnswer(pairs, match, 'study')).toMatchObject({ earned: 2, total: 3, partly: true });
  expect(scoreAnswer(pairs, match, 'exam')).toMatchObject({ earned: 0, total: 1 });
});

it.each([
  ['3', 3], [' 1,500 ', 1500], ['1 500', 1500], ['1,500,000.5', 1500000.5], ['3 shards', 3], ['.5', 0.5], ['-2', -2], ['1,50', undefined], ['3,5', undefined], ['', undefined], ['3 4', undefined], ['1e3', undefined], ['three', undefined],
])('reads the typed number "%s" as %s', (text, value) => expect(readNumber(text, 'shards')).toBe(value));

it('accepts numbers within the tolerance, the edge included', () => {
  const loose: NumericItem = { ...number, numeric: { ...number.numeric, answer: 46.3, tolerance: 0.1 } };
  const right = (text: string) => scoreAnswer(loose, { type: 'numeric', text }, 'study').right;
  expect([right('46.2'), right('46.4'), right('46.41'), right('46.19')]).toEqual([true, true, false, false]);
});

it('shuffles stably, and never starts an order with the right one', () => {
  expect(promptFor(one, 9)).toEqual(promptFor(one, 9));
  const orders = new Set<string>();
  for (let seed = 0; seed < 300; seed++) {
    const prompt = promptFor(steps, seed);
    if (prompt.type === 'order') orders.add(prompt.steps.map((s) => s.id).join(' '));
  }
  expect(orders.has('s1 s2 s3')).toBe(false);
  expect(orders.size).toBeGreaterThanOrEqual(4);
});

it('puts the correct option in every place about equally often', () => {
  const places = [0, 0, 0, 0];
  for (let seed = 0; seed < 2000; seed++) {
    const prompt = promptFor(one, seed);
    if (prompt.type === 'single') places[prompt.options.findIndex((o) => o.id === 'a')]! += 1;
  }
  for (const count of places) expect(Math.abs(count - 500)).toBeLessThan(90);
});

it('keeps the key out of prompts', () => {
  for (const item of [one, two, number, steps, pairs]) expect(JSON.stringify(promptFor(item, 1))).not.toMatch(/correct|rationale|misconception|pair"|answer/);
});

it('names the misconceptions that an answer shows and those an item tempts with', () => {
  expect(misconceptionsShown(two, chosen('a', 'c'))).toEqual(['m.c']);
  expect(misconceptionsShown(number, { type: 'numeric', text: '2' })).toEqual(['m.two']);
  expect(misconceptionsShown(number, { type: 'numeric', text: '3' })).toEqual([]);
  expect(misconceptionsOffered(one)).toEqual(['m.b', 'm.c', 'm.d']);
});

it('throws when an answer of another type is given: a mistake of ours', () => {
  expect(() => questionType('order').score({ type: 'single', correct: [] }, undefined, 'study')).toThrow(/order question was given a single/);
});
