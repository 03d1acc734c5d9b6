import { expect, it } from 'vitest';
import { readContent } from '../../src/content/nodeSource.ts';
import { makeRegistry } from '../../src/content/registry.ts';
import type { Item } from '../../src/content/types.ts';
import type { LimitOverrides } from '../../src/sim/limits.ts';
import { near, scaled } from './proof.ts';
import { proveAll } from './proveAll.ts';
import { proveItem } from './proveItem.ts';
import { createRunner } from './runs.ts';
import { traceTypes } from './traceTypes.ts';

const registry = makeRegistry(readContent());
const types = traceTypes();
const runner = createRunner();
const item = (changes: object): Item => {
  const found = registry.get('question', 'q.kds.003');
  if (!found || 'template' in found) throw new Error('q.kds.003 is a plain question');
  return { ...found, ...changes } as Item;
};

/** Questions and a lab whose key rests on 1,000 records a second for a shard, one of each way of proving. */
const resting = [
  'q.kds.003',
  'q.kds.016',
  'q.kds.029',
  'q.kds.018',
  'q.kds.t02',
  'x.kinesis.hot-key',
  'x.kinesis.size-your-stream',
  'x.kinesis.two-limits',
];

it('confirms the keys as they are, and sees them turn red when the limit is changed', () => {
  expect(proveAll(registry, { only: resting, draws: 2 })).toMatchObject({ proved: resting.length, failed: [], unproved: [] });
  const planted = proveAll(registry, { only: resting, draws: 2, limitOverrides: { 'kds.shard.write-records-per-second': 2000 } });
  expect([...new Set(planted.failed.map(({ id }) => id))].sort()).toEqual([...resting].sort());
  expect(planted.failed.every(({ keyed, computed }) => keyed !== computed)).toBe(true);
}, 120_000);

it('sees both limits in the labs that rest on two', () => {
  const both = ['x.kinesis.size-your-stream', 'x.kinesis.two-limits'];
  const planted = (limitOverrides: LimitOverrides) =>
    Object.fromEntries(proveAll(registry, { only: both, limitOverrides }).failed.map(({ id, computed }) => [id, computed]));
  expect(planted({ 'kds.shard.write-records-per-second': 2000 })).toEqual({
    'x.kinesis.size-your-stream': '2 shards',
    'x.kinesis.two-limits': 'none',
  });
  expect(planted({ 'kds.shard.write-bytes-per-second': 500_000 })).toMatchObject({ 'x.kinesis.size-your-stream': '4 shards' });
  expect(planted({ 'kds.shard.write-bytes-per-second': 2_000_000 })).toEqual({ 'x.kinesis.two-limits': 'none' });
}, 120_000);

it('says what the engine holds for right when a key is turned round', () => {
  const plain = item({});
  if (!('options' in plain)) throw new Error('q.kds.003 has options');
  const right = plain.options.find((option) => option.correct)!;
  const wrong = plain.options.find((option) => !option.correct)!;
  const turned = { ...plain, options: plain.options.map((option) => ({ ...option, correct: option.id === wrong.id })) };
  expect(proveItem(plain, runner, types)).toBeUndefined();
  expect(proveItem(turned, runner, types)).toEqual({ keyed: wrong.id, computed: right.id });
});

it('reports a proof that cannot be made instead of passing it', () => {
  const plain = item({});
  if (!('options' in plain) || !plain.sim) throw new Error('q.kds.003 has options and a run');
  const claims = (measure: string) => ({
    ...plain,
    options: plain.options.map((option) => ({ ...option, claim: [{ measure, op: '==' as const, value: 0 }] })),
  });
  expect(proveItem(claims('events.records.refusd.count'), runner, types)?.computed).toMatch(
    /cannot be computed: .*did you mean "records.refused"/,
  );
  expect(proveItem(claims('records.lots'), runner, types)?.computed).toMatch(/did you mean "lost"/);
  expect(
    proveItem({ ...plain, options: plain.options.map((option) => ({ ...option, claim: [] })) }, runner, types)?.computed,
  ).toMatch(/cannot be computed/);
  expect(
    proveItem({ ...plain, sim: { ...plain.sim, recipe: 'traffic(rate=1/s) -> kinesis-stream' } }, runner, types)?.computed,
  ).toMatch(/nearest/);
});

it('runs equal recipes once', () => {
  const own = createRunner();
  const how = { seed: 1, facts: 'notes' as const, length: '1s' };
  for (const text of [
    'traffic(rate=10/s) -> kinesis-streams -> stream-reader',
    'traffic(rate=10/s) -> kinesis-streams(shards=1) -> stream-reader',
  ])
    own.summary(text, how);
  own.summary('traffic(rate=10/s) -> kinesis-streams -> stream-reader', how);
  expect(own.counts).toEqual({ runs: 2, repeats: 1 });
});

it('offers the nearest id for an unknown one', () => {
  expect(() => proveAll(registry, { only: ['q.kds.03'] })).toThrow(
    /^nothing with a proof is called "q\.kds\.03"; the nearest is "q\.kds\./,
  );
});

it('compares numbers scaled and rounded, free of the last binary digit', () => {
  expect(scaled(0.1 + 0.2, 10, 'ceil')).toBe(3);
  expect(scaled(2001, 0.001, 'ceil')).toBe(3);
  expect(scaled(2999, 0.001, 'floor')).toBe(2);
  expect(near(3.1, 3, 0.1)).toBe(true);
  expect(near(3.2, 3, 0.1)).toBe(false);
});
