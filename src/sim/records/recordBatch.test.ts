import { expect, it } from 'vitest';
import { concatBatches, makeBatch, pickBatch, rowsOf, sliceBatch } from './recordBatch.ts';

const u32 = (...values: number[]) => Uint32Array.of(...values);
/** Three entries; the second is an aggregate of three rows. */
const mixed = makeBatch({ count: 3, rows: u32(10, 20, 21, 22, 30), first: u32(0, 1, 4, 5), rowKeys: u32(0, 6, 7, 8, 0), keys: u32(1, 2, 3), bytes: u32(100, 200, 300), receives: u32(1, 2, 3) });
const plain = makeBatch({ count: 2, rows: u32(40, 50), keys: u32(4, 5), bytes: u32(400, 500) });

const entries = (batch: typeof mixed) => Array.from({ length: batch.count }, (_, i) => [...rowsOf(batch, i)]);

it('cuts, picks and joins aggregates with the rows that belong to them', () => {
  expect(entries(mixed)).toEqual([[10], [20, 21, 22], [30]]);
  expect(entries(sliceBatch(mixed, 1, 3))).toEqual([[20, 21, 22], [30]]);
  expect([...sliceBatch(mixed, 1, 3).receives!]).toEqual([2, 3]);
  expect(entries(pickBatch(mixed, u32(2, 1)))).toEqual([[30], [20, 21, 22]]);
  const joined = concatBatches([plain, mixed, plain]);
  expect(entries(joined)).toEqual([[40], [50], [10], [20, 21, 22], [30], [40], [50]]);
  expect([...joined.bytes]).toEqual([400, 500, 100, 200, 300, 400, 500]);
});

it('needs no column for entries of one row each', () => {
  expect(concatBatches([plain, plain]).first).toBeUndefined();
  expect(entries(pickBatch(plain, u32(1)))).toEqual([[50]]);
});

it('keeps what each user record of an aggregate is routed by beside its row', () => {
  const routed = (batch: typeof mixed) => [...(batch.rowKeys ?? [])];
  expect(routed(sliceBatch(mixed, 1, 3))).toEqual([6, 7, 8, 0]);
  expect(routed(pickBatch(mixed, u32(2, 1)))).toEqual([0, 6, 7, 8]);
  expect(routed(concatBatches([plain, mixed]))).toEqual([0, 0, 0, 6, 7, 8, 0]);
  expect(sliceBatch(plain, 0, 1).rowKeys).toBeUndefined();
});
