import { describe, expect, it } from 'vitest';
import { midpoint, uniformRange } from '../../../aws/hashKey.ts';
import { keyIn, KplBench, listedShard } from './bench.fixture.ts';

describe('the shard map', () => {
  const halves = (() => {
    const whole = uniformRange(0, 1);
    const middle = midpoint(whole);
    return [listedShard(0, whole, true), listedShard(1, { startingHashKey: 0n, endingHashKey: middle }), listedShard(2, { startingHashKey: middle + 1n, endingHashKey: whole.endingHashKey })];
  })();

  it('is asked for at the start; until it is there records travel alone, past the limiter', () => {
    const bench = new KplBench();
    bench.listError = 'InternalFailure';
    bench.until(10);
    bench.putMany(1200, 10).until(200);
    expect(bench.state.map.status).toBe('INVALID');
    expect(bench.calls.every((call) => call.sizes.every((size) => size === 1))).toBe(true);
    expect(bench.calls.reduce((sum, call) => sum + call.records.count, 0)).toBe(1200);
  });

  it('is asked for again after 1 s, 1.5 s, 2.25 s … at most 30 s, and success resets that', () => {
    const bench = new KplBench();
    bench.listError = 'InternalFailure';
    bench.until(200_000);
    const gaps = bench.listings.slice(1).map((at, i) => at - bench.listings[i]!);
    expect(gaps.slice(0, 5)).toEqual([1000, 1500, 2250, 3375, 5062]);
    expect(Math.max(...gaps)).toBe(30_000);
    bench.listError = undefined;
    bench.until(240_000);
    expect(bench.state.map.status).toBe('READY');
    expect(bench.state.map.backoff).toBe(1000);
    expect(bench.events('shard-map.updated').length).toBe(1);
  });

  it('takes as many calls as there are pages', () => {
    const bench = new KplBench({}, { shards: 2500 }).until(10);
    expect(bench.listings.length).toBe(3);
    expect(bench.state.map.open.shards.length).toBe(2500);
  });

  it('after a split: records in unknown shards are sent again as Wrong Shard, in the right ones, and the map is renewed', () => {
    const bench = new KplBench().until(1000);
    bench.reshard(halves);
    const [low, high] = [keyIn(0, 2), keyIn(1, 2)];
    bench.put({ key: low, bytes: 10 }, { key: high, bytes: 10 }).until(3000);
    expect(bench.events('shard-map.invalidated').length).toBe(1);
    expect(bench.listings.length).toBe(2);
    // Once as one aggregate, and again, one each.
    expect(bench.calls.map((call) => call.sizes)).toEqual([[2], [1, 1]]);
    expect(bench.state.put).toBe(2);
    expect(bench.state.errors.get('Wrong Shard')).toBe(2);
  });

  it('a record that landed in a known shard which owns it is stored, whatever was predicted', () => {
    const bench = new KplBench({ recordMaxBufferedTime: 1000 }, { shards: 2 }).until(1000);
    const key = keyIn(0, 2);
    bench.script = () => ({ shard: 1 });
    bench.put({ key, bytes: 10 }).until(2100);
    // Shard 1 is known and does not own it.
    expect(bench.state.errors.get('Wrong Shard')).toBe(1);
    const child = new KplBench({ recordMaxBufferedTime: 1000 }).until(1000);
    child.put({ key, bytes: 10 });
    // The map is renewed while the record waits in the tray of the parent.
    child.reshard(halves);
    child.state.map.status = 'INVALID';
    child.simulation.nodes[1]!.model.onEvent(child.state, { type: 'update-map', run: child.state.map.run } as never, child.simulation.nodes[1]!.context);
    child.until(3000);
    expect(child.state.errors.get('Wrong Shard')).toBeUndefined();
    expect(child.state.put).toBe(1);
    expect(child.calls.length).toBe(1);
  });

  it('does not send again with aggregation off: a single record is where it belongs', () => {
    const bench = new KplBench({ aggregationEnabled: false }).until(1000);
    bench.reshard(halves);
    bench.putMany(3, 10).until(3000);
    expect(bench.calls.length).toBe(1);
    expect(bench.state.put).toBe(3);
  });

  it('remembers a closed shard for a minute after its update', () => {
    for (const [wait, wrong] of [[59_000, undefined], [62_000, 1]] as const) {
      const bench = new KplBench().until(1000);
      bench.reshard(halves);
      bench.put({ key: keyIn(0, 2), bytes: 10 }).until(2000);
      expect(bench.state.errors.get('Wrong Shard')).toBe(1);
      bench.state.errors.clear();
      bench.until(1000 + wait);
      // The desk says once more that a record went to the parent.
      bench.script = (_entry, call) => (bench.calls.indexOf(call) === 2 ? { shard: 0 } : undefined);
      bench.put({ key: keyIn(0, 2), bytes: 10 }).until(70_000);
      expect(bench.state.errors.get('Wrong Shard')).toBe(wrong);
    }
  });
});
