import { expect, it } from 'vitest';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { BatchWriteItem, keyText, PutItem, Query, Scan } from './operations.ts';
import { compareKeys, pageOf } from './pages.ts';
import type { StoredItem } from './state.ts';

const stored = (items: readonly { readonly h: string; readonly r: number }[], bytes = 100): Map<string, StoredItem> => new Map(items.map((item) => [keyText(item.h, item.r), { item, bytes }]));
const items = stored([10, 9, 100, 1].flatMap((r) => [{ h: 'a', r }, { h: 'b', r }]));
const ranges = (page: ReturnType<typeof pageOf>) => page.items.map(([, item]) => item.r);
const query = { attribute: 'h', equals: 'a', sortedBy: 'r', page: {} };

it('pages of a query go by the sort key, and on from where one ended', () => {
  expect(ranges(pageOf(items, query, 1e6))).toEqual([1, 9, 10, 100]);
  expect(ranges(pageOf(items, { ...query, page: { after: { key: keyText('a', 9), range: 9 } } }, 1e6))).toEqual([10, 100]);
  expect(ranges(pageOf(items, { ...query, page: { after: { key: keyText('a', 9), range: 9 }, backward: true } }, 1e6))).toEqual([1]);
  // The item of the last key may be gone meanwhile.
  expect(ranges(pageOf(items, { ...query, page: { after: { key: keyText('a', 50), range: 50 } } }, 1e6))).toEqual([100]);
});

it('a page ends at its limit or its bytes, and has one item at least', () => {
  expect(pageOf(items, { ...query, page: { limit: 2 } }, 1e6)).toMatchObject({ more: true, bytes: 200 });
  expect(pageOf(items, { ...query, page: { limit: 4 } }, 1e6).more).toBe(true);
  expect(pageOf(items, query, 1e6).more).toBe(false);
  expect(ranges(pageOf(items, query, 250))).toEqual([1, 9]);
  expect(ranges(pageOf(items, query, 50))).toEqual([1]);
});

it('segments part the items by their partition key, and a limit counts within one', () => {
  const many = stored(Array.from({ length: 60 }, (_, i) => ({ h: `key-${i % 20}`, r: i })));
  const segments = [0, 1, 2].map((number) => pageOf(many, { page: { segment: { number, of: 3 } } }, 1e6).items.map(([key]) => key));
  expect(new Set(segments.flat()).size).toBe(60);
  expect(segments.map((keys) => new Set(keys.map((key) => key.split('\u0000')[0])).size).reduce((a, b) => a + b)).toBe(20);
  expect(segments.every((keys) => keys.length > 0)).toBe(true);
  expect(pageOf(many, { page: { limit: 4, segment: { number: 1, of: 3 } } }, 1e6)).toMatchObject({ items: segments[1]!.slice(0, 4).map((key) => [key, {}]), more: true, bytes: 400 });
});

it('texts sort as their UTF-8 bytes do', () => {
  const texts = ['b', 'a', '\u{1F600}', '\uFFFD', 'ab', 'é'];
  expect(texts.sort(compareKeys)).toEqual(['a', 'ab', 'b', 'é', '\uFFFD', '\u{1F600}']);
  expect(compareKeys(10, 9)).toBeGreaterThan(0);
});

it('kept items count once: as items, and not as records; a repeat overwrites', () => {
  const bench = new ServiceBench('dynamodb-table', ['items', 'records'], { keepItems: true, itemKey: 'partition-key' });
  const write = (keys: readonly string[]) => {
    const batches = keys.map((key) => bench.batch([50], key));
    return bench.ask('records', BatchWriteItem, { records: makeBatch({ count: keys.length, rows: Uint32Array.from(batches, ({ rows }) => rows[0]!), keys: Uint32Array.from(batches, (one) => one.keys[0]!), bytes: new Uint32Array(keys.length).fill(50) }) });
  };
  expect(write(['x', 'y', 'x'])).toMatchObject({ ok: true, response: { outcome: { failed: 0 } } });
  expect(bench.view()).toMatchObject({ itemCount: 2 });
  bench.ask('items', PutItem, { key: 'z', item: { id: 'z' } });
  expect(bench.ask('items', Scan, { page: { limit: 2 } })).toMatchObject({ ok: true, response: { items: [['x', { id: 'x' }], ['y', { id: 'y' }]], more: true, units: 0.5 } });
  expect(bench.ask('items', Query, { attribute: 'id', equals: 'z', page: {} })).toMatchObject({ ok: true, response: { items: [['z', { id: 'z' }]], more: false } });
});

it('a table with a key of its own refuses records that have none, each by itself', () => {
  const bench = new ServiceBench('dynamodb-table', ['items', 'records'], { keepItems: true, hashKey: 'device' });
  expect(bench.ask('records', BatchWriteItem, { records: bench.batch([50, 60]) })).toMatchObject({ ok: false, error: { code: 'ValidationException' } });
  expect(bench.view()).toMatchObject({ itemCount: 0 });
});
