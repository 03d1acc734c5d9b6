import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assertForAll } from '../testing/forAll.ts';
import { defaultBurdens } from './burden.ts';
import { costOf, defaultPrices, parsePriceTable, priceOf } from './prices.ts';

const services = new URL('../services/', import.meta.url);

/** Billing units that the models name in their sources, with the kind of each. */
function unitsBilled(): readonly { kind: string; unit: string }[] {
  const found: { kind: string; unit: string }[] = [];
  for (const file of readdirSync(services, { recursive: true, encoding: 'utf8' })) {
    const path = file.replaceAll('\\', '/');
    if (!/\/model\/.*\.ts$/.test(path) || path.endsWith('.test.ts')) continue;
    for (const [, argument] of readFileSync(new URL(path, services), 'utf8').matchAll(/ctx\.bill\(([^,]*),/g)) {
      // In a choice between units the condition names none.
      const units = argument!.includes('?') ? argument!.slice(argument!.indexOf('?')) : argument!;
      for (const [, unit] of units.matchAll(/'([^']+)'/g)) found.push({ kind: path.split('/')[0]!, unit: unit! });
    }
  }
  return found;
}

it('has a price for every unit that a service bills', () => {
  const billed = unitsBilled();
  expect(billed).toEqual(
    expect.arrayContaining([
      { kind: 'kinesis-streams', unit: 'shard-hour' },
      { kind: 'sqs-queue', unit: 'FIFO requests' },
    ]),
  );
  expect(billed.filter(({ kind, unit }) => priceOf(defaultPrices, unit, kind) === undefined)).toEqual([]);
});

it('has one price for a unit of a kind, a date, and a name for each', () => {
  const names = defaultPrices.prices.map((price) => `${price.kind ?? ''} ${price.unit}`);
  expect(new Set(names).size).toBe(names.length);
  expect(defaultPrices.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  for (const price of defaultPrices.prices) {
    expect(price.says.length, price.unit).toBeGreaterThan(8);
    expect(price.per, price.unit).toBeGreaterThan(0);
    expect(price.points, price.unit).toBeGreaterThanOrEqual(0);
  }
});

it('tells units of one name apart by the kind that bills them', () => {
  const units = [
    { node: 'q', unit: 'requests', amount: 1_000_000 },
    { node: 't', unit: 'requests', amount: 1_000_000 },
    { node: 'x', unit: 'requests', amount: 1 },
  ];
  const cost = costOf(units, defaultPrices, (node) => ({ q: 'sqs-queue', t: 'sns-topic' })[node]);
  expect(cost.lines.map((line) => line.points)).toEqual([267, 333, undefined]);
  expect(cost.unpriced).toEqual(['requests']);
});

it('may be edited: it reads back as it was, and says all that is wrong', () => {
  expect(parsePriceTable(JSON.parse(JSON.stringify(defaultPrices)))).toEqual({ ok: true, value: defaultPrices });
  const wrong = parsePriceTable({
    date: 'today',
    pries: [],
    prices: [{ unit: 'a', points: -1 }, { unit: 'b' }, { unit: 'b' }, { point: 1 }],
  });
  expect(wrong.ok ? [] : wrong.error.map((issue) => issue.path)).toEqual([
    'pries',
    'date',
    'prices.0.points',
    'prices.2.unit',
    'prices.3.point',
  ]);
  assertForAll(
    fc.oneof(fc.anything(), fc.record({ date: fc.anything(), prices: fc.array(fc.anything()) })),
    (raw) => void parsePriceTable(raw),
    { seed: 61, runs: 300 },
  );
});

it('stands beside a rubric of services that there are', () => {
  for (const { kind } of defaultBurdens.parts) expect(existsSync(new URL(kind, services)), kind).toBe(true);
});
