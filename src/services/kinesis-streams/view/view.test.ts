import { describe, expect, it } from 'vitest';
import { streamColumns } from '../model/view.ts';
import { ageBehind, distanceFromTip, laneScale, nearRecords } from './laneScale.ts';
import { countText, fullness, lagText, meterText, shortCount } from './meters.ts';
import { shardOrder, windowOf } from './shardOrder.ts';
import { byteUse, copyStream, openShardAt, recordUse, shardsOver, type StreamColumn, type StreamFrame } from './streamFrame.ts';

/** Shards as [start, end, state]. */
function streamOf(shards: readonly (readonly [number, number, number])[], more: Partial<Record<StreamColumn, readonly number[]>> = {}): StreamFrame {
  const columns = Object.fromEntries(streamColumns.map((name) => [name, new Float64Array(shards.length)])) as Record<StreamColumn, Float64Array>;
  shards.forEach(([start, end, state], s) => {
    columns.index[s] = s;
    columns.startShare[s] = start;
    columns.endShare[s] = end;
    columns.state[s] = state;
  });
  for (const [name, values] of Object.entries(more)) columns[name as StreamColumn].set(values);
  return { fields: { recordRateLimit: 1000, byteRateLimit: 1_048_576, readByteRateLimit: 2_097_152, readCallLimit: 5 } as StreamFrame['fields'], count: shards.length, columns };
}

describe('order of shards', () => {
  it('puts each closed parent right before its children, by range', () => {
    const stream = streamOf([
      [0, 0.5, 1],
      [0.5, 1, 1],
      [0.5, 0.75, 0],
      [0.75, 1, 0],
      [0, 0.25, 0],
      [0.25, 0.5, 0],
    ]);
    expect(shardOrder(stream)).toEqual([0, 4, 5, 1, 2, 3]);
  });
  it('puts a merged shard after both parents, and leaves expired shards out', () => {
    expect(shardOrder(streamOf([[0, 0.5, 1], [0.5, 1, 1], [0, 1, 0]]))).toEqual([0, 1, 2]);
    expect(shardOrder(streamOf([[0, 0.5, 2], [0.5, 1, 0], [0, 0.5, 0]]))).toEqual([2, 1]);
  });
  it('lists only open shards by range when there are very many', () => {
    const many = Array.from({ length: 200 }, (_, i): [number, number, number] => [(199 - i) / 200, (200 - i) / 200, i === 7 ? 1 : 0]);
    const order = shardOrder(streamOf(many));
    expect(order).toHaveLength(199);
    expect(order[0]).toBe(199);
  });
  it('cuts a window around the chosen shard', () => {
    const order = Array.from({ length: 100 }, (_, i) => i);
    expect(windowOf(order, 10, 50)).toEqual({ from: 45, rows: order.slice(45, 55) });
    expect(windowOf(order, 10, 99).from).toBe(90);
    expect(windowOf(order, 10, -1).from).toBe(0);
    expect(windowOf(order, 200, 50).rows).toHaveLength(100);
  });
});

describe('places of the hash-key space', () => {
  const stream = streamOf([[0, 0.5, 0], [0.5, 1, 1], [0.5, 0.75, 0], [0.75, 1, 0]]);
  it('belong to the open shard whose range holds them', () => {
    expect([0, 0.4999, 0.5, 0.75, 1].map((share) => openShardAt(stream, share))).toEqual([0, 0, 2, 3, 3]);
  });
  it('remember the shards before', () => {
    expect(shardsOver(stream, 0.6)).toEqual([1, 2]);
  });
});

describe('use of limits', () => {
  it('counts refused records, and their bytes like those of stored ones', () => {
    const stream = streamOf([[0, 1, 0]], { recordsPerSecond: [1000], refusedPerSecond: [500], bytesPerSecond: [500_000] });
    expect(recordUse(stream, 0)).toEqual({ value: 1500, limit: 1000, share: 1.5 });
    expect(byteUse(stream, 0).value).toBe(750_000);
  });
  it('is plain below 70 %, near up to the limit, over above it', () => {
    expect([0, 0.699, 0.7, 1, 1.001].map(fullness)).toEqual(['plain', 'plain', 'near', 'near', 'over']);
  });
  it('is said with its unit', () => {
    expect(meterText('records', { value: 1500, limit: 1000, share: 1.5 })).toEqual({ value: '1,500 rec/s', limit: '1,000' });
    expect(meterText('bytes', { value: 524_288, limit: 1_048_576, share: 0.5 })).toEqual({ value: '0.50 MiB/s', limit: '1 MiB' });
    expect([1500, 9999, 12_400, 3_100_000].map(shortCount)).toEqual(['1,500', '9,999', '12.4k', '3.1M']);
    expect(countText(1234567)).toBe('1,234,567');
    expect(countText(0.1)).toBe('0.1');
    expect(countText(1 / 15)).toBe('0.067');
    expect([0, 42, 420, 3200, 61_000, 9_000_000].map(lagText)).toEqual(['0 ms', '42 ms', '420 ms', '3.2 s', '1.0 min', '2.5 h']);
  });
});

describe('the scale of a lane', () => {
  const scale = laneScale(600, 10, 50);
  it('gives every near mark its own place', () => {
    expect(distanceFromTip(scale, 0, 100)).toBe(0);
    expect(distanceFromTip(scale, 50, 100)).toBe(10);
    expect(distanceFromTip(scale, 500, 10_000)).toBe(100);
  });
  it('squeezes what is older, and ends at the retention horizon', () => {
    const near = nearRecords(scale);
    expect(distanceFromTip(scale, near, 1e6)).toBeCloseTo(scale.near);
    const further = [2, 4, 8].map((times) => distanceFromTip(scale, near * times, 1e6));
    expect(further[0]).toBeGreaterThan(scale.near);
    expect(further).toEqual(further.toSorted((a, b) => a - b));
    expect(distanceFromTip(scale, 1e6, 1e6)).toBeCloseTo(600);
  });
  it('puts marks side by side in a column', () => {
    expect(distanceFromTip(laneScale(100, 10, 1, 5), 5, 100)).toBe(10);
  });
  it('ages a position by its part of the records held', () => {
    expect(ageBehind(50, 200, 8000)).toBe(2000);
    expect(ageBehind(0, 0, 0)).toBe(0);
  });
});

describe('a copied stream', () => {
  it('stays as it was when the snapshot goes back to the pool', () => {
    const source = Object.fromEntries(streamColumns.map((name) => [name, Float64Array.of(1, 2)]));
    const copied = copyStream({ fields: {}, columns: source })!;
    source.held!.fill(99);
    expect([...copied.columns.held]).toEqual([1, 2]);
  });
  it('is written into a frame that is no longer drawn', () => {
    const first = copyStream({ fields: {}, columns: { index: Float64Array.of(0, 1) } })!;
    const second = copyStream({ fields: {}, columns: { index: Float64Array.of(5) } }, first)!;
    expect(second.columns.index).toBe(first.columns.index);
    expect(second.count).toBe(1);
    expect(copyStream({ fields: {} })).toBeUndefined();
  });
});
