import { expect, it } from 'vitest';
import type { ChoiceTemplate, NumericTemplate, Template } from '../content/types.ts';
import { fillText, fillValue, numberText } from './placeholders.ts';
import { draws, instantiate } from './template.ts';

const common = {
  id: 'q.kds.t01', version: 1, level: 'apply', edition: 'both', topic: 'kds', facts: ['kds-shard-write-rps'], note: 'n.kds.shard-limits',
  source: { title: 'Guide', read: '2026-11-22' }, template: true,
} as const;

const sizing: NumericTemplate = {
  ...common,
  type: 'numeric',
  params: { rate: { from: [500, 1000, 2500, 4000] }, size: { from: [200, 400, 900] } },
  let: { bytes: 'rate * size', shards: 'max(ceil(rate / 1000), ceil(bytes / 1000000))' },
  where: ['shards >= 2'],
  stem: '{rate|n} records a second of {size} bytes: how many shards at least?',
  numeric: {
    answer: '{shards}', unit: 'shards', tolerance: 0, min: 1, max: 100, step: 1, rationale: '{rate|n} / 1,000 and {bytes|n} / 1,000,000, rounded up: {shards}.',
    misreadings: [{ value: '{shards - 1}', rationale: 'Rounded down, {shards-1} shards refuse the rest.', misconception: 'm.round-down' }],
  },
  sim: { mode: 'value', recipe: 'traffic(rate={rate}/s, size={size}B) -> kinesis-streams(shards={shards})', length: '20s', seed: 1, facts: 'notes', measure: 'nodes.kinesis-streams.view.openShards' },
};

const option = (id: string, value: string, misconception = 'm.x') => ({ id, text: `${value} shards`, value, rationale: 'Because {rate|n}.', misconception });
const choosing: ChoiceTemplate = {
  ...common,
  type: 'single',
  choose: 1,
  params: { rate: { from: [1000, 2000, 3000] } },
  let: { answer: 'rate / 1000', twice: 'answer * 2' },
  where: [],
  stem: 'How many shards for {rate|n} records a second?',
  options: [option('right', '{answer}', 'correct'), option('double', '{twice}'), option('one', '{1}')],
};

const drawn = (template: Template, n: number) => {
  const r = draws(template, n);
  if (!r.ok) throw new Error(r.error);
  return r.value;
};

it('fills texts, separates thousands, and keeps numbers numbers', () => {
  const scope = { rate: 2500, big: true, key: 'acme' };
  expect(fillText('{rate|n} of {key}: {rate * 2}', scope)).toEqual({ ok: true, value: '2,500 of acme: 5000' });
  expect(fillValue('{rate}', scope)).toEqual({ ok: true, value: 2500 });
  expect(fillValue('{key}', scope)).toEqual({ ok: true, value: 'acme' });
  expect(fillText('{rats}', scope)).toEqual({ ok: false, error: 'rats: "rats" is not known; did you mean "rate"?' });
  expect([numberText(1234567.5, true), numberText(0.1 + 0.2), numberText(-1500, true)]).toEqual(['1,234,567.5', '0.3', '-1,500']);
});

it('draws an ordinary item whose numbers belong together', () => {
  for (const { item, values } of drawn(sizing, 12)) {
    if (item.type !== 'numeric') throw new Error('not numeric');
    const { rate, size } = values as { rate: number; size: number };
    expect(item.numeric.answer).toBe(Math.max(Math.ceil(rate / 1000), Math.ceil((rate * size) / 1e6)));
    expect(item.numeric.answer).toBeGreaterThanOrEqual(2);
    expect(item.numeric.misreadings[0]?.value).toBe(item.numeric.answer - 1);
    expect(item.sim?.recipe).toBe(`traffic(rate=${rate}/s, size=${size}B) -> kinesis-streams(shards=${item.numeric.answer})`);
    expect(JSON.stringify(item)).not.toMatch(/[{]rate|params|"where"|"template"/);
  }
});

it('keeps only draws that "where" allows, each once, and the same for the same seed', () => {
  const all = drawn(sizing, 200);
  // Of 12 combinations, 500/s never needs two shards, and 1,000/s never more than one.
  expect(all).toHaveLength(6);
  expect(new Set(all.map((d) => d.item.stem)).size).toBe(6);
  expect(instantiate(sizing, 3)).toEqual(instantiate(sizing, 3));
});

it('settles options by the derived answer and drops draws with two equal options', () => {
  const all = drawn(choosing, 50);
  expect(all.map((d) => d.values['rate'] as number).sort((a, b) => a - b)).toEqual([2000, 3000]);
  for (const { item } of all) {
    if (item.type !== 'single') throw new Error('not single');
    expect(item.options.filter((o) => o.correct).map((o) => o.id)).toEqual(['right']);
    expect(item.options[0]).not.toHaveProperty('value');
  }
});

it.each<[string, Partial<NumericTemplate>, RegExp]>([
  ['an unknown name', { let: { shards: 'ceil(rat)' } }, /let.shards: ceil\(rat\): "rat" is not known; did you mean "rate"/],
  ['a where without comparison', { where: ['shards'] }, /where\[0\]: shards is a number; write a comparison/],
  ['a where that keeps nothing', { where: ['shards > 1000'] }, /none of 400 draws was kept/],
  ['an answer out of range', { numeric: { ...sizing.numeric, max: 1 } }, /outside 1 to 1/],
  ['an answer that is no number', { numeric: { ...sizing.numeric, answer: 'many' } }, /numeric.answer: many is no number/],
])('reports %s', (_name, part, reason) => {
  const r = instantiate({ ...sizing, ...part }, 1);
  expect(r.ok ? '' : r.error).toMatch(reason);
});

it('reports options of which not exactly the stated number is correct', () => {
  const r = instantiate({ ...choosing, let: { answer: '99', twice: 'answer * 2' } , options: [option('a', '{2}'), option('b', '{rate}'), option('c', '{3}')] }, 1);
  expect(r.ok ? '' : r.error).toMatch(/0 come out as correct, where 1 should/);
});
