import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertForAll } from '../../../testing/forAll.ts';
import { keyIn, KplBench } from './bench.fixture.ts';
import { encodeAggregate } from './format.ts';

describe('the aggregator', () => {
  it('closes a tray at a number of records, and sends a single one as it is', () => {
    const bench = new KplBench({ aggregationMaxCount: 3, recordMaxBufferedTime: 50 }).until(100);
    bench.putMany(7, 10).until(1000);
    expect(bench.calls.flatMap((call) => call.sizes)).toEqual([3, 3, 1]);
    const last = bench.calls.at(-1)!.records;
    expect(bench.simulation.keys.text(last.keys[last.count - 1]!)).toBe('a');
    expect(last.bytes[last.count - 1]).toBe(11);
  });

  it('gives an aggregate the partition key "a", the hash key of its first record, and the size that the encoder makes', () => {
    const key = fc.constantFrom('k1', 'k2', 'longer-key', 'é', '日本', 'x'.repeat(200));
    const drawn = fc.array(fc.record({ key, bytes: fc.nat(2000), explicitHashKey: fc.option(fc.bigInt({ min: 0n, max: 1n << 100n }), { nil: undefined, freq: 4 }) }), { minLength: 2, maxLength: 30 });
    assertForAll(
      drawn,
      (puts) => {
        const bench = new KplBench({ aggregationMaxSize: 1_048_576 }).until(100);
        bench.put(...puts.map(({ explicitHashKey, ...rest }) => (explicitHashKey === undefined ? rest : { ...rest, explicitHashKey }))).until(1000);
        const [call] = bench.calls;
        expect(bench.calls.length).toBe(1);
        expect(call!.sizes).toEqual([puts.length]);
        const { records } = call!;
        const { keys } = bench.simulation;
        const encoded = encodeAggregate(puts.map((each) => ({ partitionKey: each.key, data: new Uint8Array(each.bytes), ...(each.explicitHashKey === undefined ? {} : { explicitHashKey: each.explicitHashKey.toString() }) })));
        expect(records.bytes[0]).toBe(encoded.length + 1);
        expect(keys.text(records.keys[0]!)).toBe('a');
        expect(keys.text(records.explicitHashKeys![0]! - 1)).toBe(puts[0]!.explicitHashKey?.toString() ?? puts[0]!.key);
      },
      { seed: 31, runs: 60 },
    );
  });

  it('keeps to AggregationMaxSize with the exact size, and what does not fit opens the next tray', () => {
    const bench = new KplBench({ aggregationMaxSize: 1000 }).until(100);
    bench.put(...Array.from({ length: 60 }, (_, i) => ({ key: `key-${i % 7}`, bytes: 90 + (i % 5) }))).until(1000);
    const sizes = bench.calls.flatMap((call) => call.sizes);
    expect(sizes.reduce((a, b) => a + b)).toBe(60);
    for (const call of bench.calls) for (const bytes of call.records.bytes) expect(bytes).toBeLessThanOrEqual(1001);
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(7);
    // Order within the shard is that of the puts.
    const rows = bench.calls.flatMap((call) => [...call.records.rows]);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
  });

  it('lets a record that is larger than the limit leave by itself', () => {
    const bench = new KplBench({ aggregationMaxSize: 1000 }).until(100);
    bench.putMany(1, 5000).until(100);
    expect(bench.events('tray.sent').map((event) => [event.at, event.detail.by])).toEqual([[100, 'size']]);
    bench.until(200);
    expect(bench.calls.map((call) => [call.at, call.sizes, [...call.records.bytes]])).toEqual([[200, [1], [5001]]]);
  });

  it('measures one record by its data alone', () => {
    const bench = new KplBench({ aggregationMaxSize: 1000 }).until(100);
    bench.putMany(1, 999).until(199);
    expect(bench.events('tray.sent')).toEqual([]);
    bench.putMany(1, 1000, 'b').until(199);
    expect(bench.events('tray.sent').map((event) => event.detail.by)).toEqual(['size']);
  });

  it('keeps the order of puts among those that did not fit: the estimate is low for small records', () => {
    const bench = new KplBench({ rateLimit: 1000 }).until(100);
    bench.putMany(9000, 10).until(2000);
    const rows = bench.calls.flatMap((call) => [...call.records.rows]);
    expect(rows.length).toBe(9000);
    expect(rows.every((row, i) => row === i)).toBe(true);
  });

  it('has a tray for each predicted shard', () => {
    const bench = new KplBench({}, { shards: 2 }).until(100);
    const [low, high] = [keyIn(0, 2), keyIn(1, 2)];
    bench.put({ key: low, bytes: 10 }, { key: high, bytes: 10 }, { key: low, bytes: 10 }, { key: high, bytes: 10 }, { key: high, bytes: 10 }).until(1000);
    expect(bench.calls.flatMap((call) => call.sizes).sort((a, b) => a - b)).toEqual([2, 3]);
  });

  it('off: every user record travels alone, with its own key, past the limiter', () => {
    const bench = new KplBench({ aggregationEnabled: false }).until(100);
    bench.putMany(1200, 10).until(100);
    expect(bench.calls.map((call) => call.sizes.length)).toEqual([500, 500]);
    bench.until(300);
    expect(bench.calls.map((call) => [call.at, call.sizes.length])).toEqual([[100, 500], [100, 500], [200, 200]]);
    expect(bench.calls.every((call) => call.records.first === undefined)).toBe(true);
  });
});
