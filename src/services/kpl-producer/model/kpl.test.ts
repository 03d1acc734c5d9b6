import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { midpoint, uniformRange } from '../../../aws/hashKey.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import { limitsOf } from '../../../sim/limits.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { keyIn, KplBench, listedShard } from './bench.fixture.ts';
import { parseKplConfig } from './config.ts';
import { encodeAggregate } from './format.ts';
import { newLimiter, refill, tryTake } from './limiter.ts';
import { seriesPerMetric } from './metrics.ts';
import { user } from './userRecords.ts';

const throttled = 'ProvisionedThroughputExceededException';
const refuse = (code: string) => () => ({ code });

describe('golden cases of the KPL', () => {
  it('KPL-05', () => {
    const bench = new KplBench({ recordMaxBufferedTime: 100 }).until(1000);
    bench.putMany(1, 10).until(5000);
    expect(bench.events('tray.sent').map((event) => [event.at - 1000, event.detail.by])).toEqual([[100, 'time']]);
    expect(bench.calls.map((call) => [call.at - 1000, call.records.count])).toEqual([[120, 1]]);
  });

  it('KPL-07', () => {
    const limits = limitsOf('notes');
    const limiter = newLimiter(0, 0, limits);
    let passed = 0;
    while (tryTake(limiter, 100)) passed++;
    expect(passed).toBe(1000);
    refill(limiter, 150, 100, limits);
    passed = 0;
    while (tryTake(limiter, 100)) passed++;
    expect(passed).toBe(150);
  });

  it('KPL-08', () => {
    const bench = new KplBench({ recordMaxBufferedTime: 100, recordTtl: 30_000, aggregationEnabled: false, requestTimeout: 60_000 }).until(1000);
    bench.wholeCall = 'silence';
    bench.putMany(1, 10);
    // All moments lie a second later than in the case.
    bench.until(1000 + 29_980).answer(throttled);
    expect(bench.state.users.get(0, user.deadline)).toBe(1000 + 30_000);
    bench.until(1000 + 30_000);
    expect(bench.calls.map((call) => call.at - 1000)).toEqual([100, 30_000]);
    bench.until(1000 + 30_001).answer(throttled);
    expect([...bench.state.failed]).toEqual([['Expired', 1]]);
  });

  it('KPL-10', () => {
    expect(seriesPerMetric('shard', 2, 2)).toBe(7);
    expect([seriesPerMetric('global', 2, 2), seriesPerMetric('stream', 2, 2)]).toEqual([1, 3]);
  });

  it('KPL-11', () => {
    const bench = new KplBench().until(1000);
    for (let i = 0; i < 1000; i++) bench.putMany(1, 512).until(bench.now + (i % 50 === 0 ? 1 : 0));
    bench.until(5000);
    const entries = bench.calls.reduce((sum, call) => sum + call.records.count, 0);
    expect(entries).toBeGreaterThanOrEqual(10);
    expect(entries).toBeLessThanOrEqual(11);
    expect(bench.calls.flatMap((call) => call.sizes).reduce((a, b) => a + b)).toBe(1000);
  });
});

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

describe('the limiter', () => {
  it('lets a burst through and then so many a second, looking every 25 ms', () => {
    const bench = new KplBench({ aggregationMaxCount: 1, recordMaxBufferedTime: 0, collectionMaxCount: 500 }).until(1000);
    bench.putMany(2000, 10).until(1000);
    const sent = () => bench.calls.reduce((sum, call) => sum + call.records.count, 0);
    expect(sent()).toBe(1000);
    bench.until(1100);
    expect(sent()).toBe(1000 + 150);
    bench.until(1024 + 1000);
    expect(sent()).toBe(2000);
    expect(bench.events('limiter.held-back').length).toBeGreaterThan(0);
  });

  it('holds up what fits behind a first that does not', () => {
    const bench = new KplBench({ aggregationMaxCount: 1, recordMaxBufferedTime: 0, rateLimit: 100 }).until(1000);
    bench.putMany(1, 1_000_000).putMany(1, 100_000).putMany(1, 10).until(1000);
    expect(bench.calls.map((call) => [...call.records.bytes])).toEqual([[1_000_001]]);
    // 51,424 bytes are missing: 50 ms at a mebibyte a second.
    bench.until(1049);
    expect(bench.calls.length).toBe(1);
    bench.until(1050);
    expect(bench.calls.slice(1).flatMap((call) => [...call.records.bytes])).toEqual([100_001, 11]);
  });

  it('lets go of what has waited longer than its time to live', () => {
    const bench = new KplBench({ aggregationMaxCount: 1, recordMaxBufferedTime: 0, rateLimit: 1, recordTtl: 1000 }).until(1000);
    bench.putMany(1200, 10).until(1900);
    expect(bench.state.failed.size).toBe(0);
    bench.until(2100);
    expect(bench.state.failed.get('Expired')).toBe(1200 - 1000 - 10);
    expect(bench.simulation.records.lostBy.expired).toBe(190);
    expect(bench.events('records.given-up')[0]?.detail.code).toBe('Expired');
  });
});

describe('the collector', () => {
  it('sends at a number, at a size, at 256 KiB for one shard, or when the time is up', () => {
    const count = new KplBench({ aggregationMaxCount: 1, collectionMaxCount: 20 }).until(1000);
    count.putMany(50, 10).until(2000);
    expect(count.calls.map((call) => [call.at, call.sizes.length])).toEqual([[1000, 20], [1000, 20], [1100, 10]]);
    const size = new KplBench({ aggregationEnabled: false, collectionMaxSize: 60_000 }).until(1000);
    size.putMany(7, 19_999).until(1000);
    // Sizes with their keys: 20,000 each; the third makes it full.
    expect(size.calls.map((call) => call.sizes.length)).toEqual([3, 3]);
    const shard = new KplBench({ aggregationMaxCount: 1 }).until(1000);
    shard.putMany(4, 65_535).putMany(1, 4).until(1000);
    expect(shard.calls.map((call) => call.sizes.length)).toEqual([5]);
  });

  it('forgets the data of a shard once it is sent', () => {
    const bench = new KplBench({ aggregationMaxCount: 1 }).until(1000);
    bench.putMany(3, 65_536).until(2000).putMany(2, 65_536).until(2000);
    expect(bench.calls.map((call) => call.at)).toEqual([1100]);
    expect([...bench.state.collection.shardBytes]).toEqual([[1, 131_072]]);
    bench.until(3000);
    expect(bench.calls.map((call) => call.at)).toEqual([1100, 2100]);
    expect(bench.state.collection.shardBytes.size).toBe(0);
  });

  it('waits a fifth of the buffered time longer, 50 ms at most, never past the end of a record', () => {
    const sentAt = (config: object) => {
      const bench = new KplBench(config as never).until(1000);
      return bench.putMany(1, 10).until(9000).calls[0]!.at - 1000;
    };
    expect(sentAt({ recordMaxBufferedTime: 60 })).toBe(72);
    expect(sentAt({ recordMaxBufferedTime: 1000 })).toBe(1050);
    expect(sentAt({ recordMaxBufferedTime: 0 })).toBe(0);
    expect(sentAt({ recordMaxBufferedTime: 1000, recordTtl: 1010 })).toBe(1010);
    expect(sentAt({ recordMaxBufferedTime: 1000, aggregationEnabled: false })).toBe(1000);
  });

  it('keeps no more calls under way than connections', () => {
    const bench = new KplBench({ aggregationEnabled: false, collectionMaxCount: 1, maxConnections: 3, requestTimeout: 1000 }).until(1000);
    bench.wholeCall = 'silence';
    bench.putMany(5, 10).until(1100);
    expect(bench.calls.length).toBe(3);
    expect(bench.state.waiting.length).toBe(2);
    bench.wholeCall = undefined;
    bench.until(2500);
    expect(bench.state.put).toBe(5);
  });

  it('flush: trays at once, the request 80 ms later', () => {
    const bench = new KplBench({ recordMaxBufferedTime: 5000 }).until(1000);
    bench.putMany(3, 10);
    bench.simulation.apply({ type: 'operate', node: 'kpl', operation: 'Flush', request: {} });
    bench.until(1079);
    expect(bench.state.collection.records.length === 1 || bench.calls.length === 1).toBe(true);
    bench.until(1080);
    expect(bench.calls.map((call) => call.sizes)).toEqual([[3]]);
    expect(bench.events('producer.flushed').length).toBe(1);
  });
});

describe('the retrier', () => {
  it('sends a throttled record again after half the buffered time and the collector\'s wait, without back-off', () => {
    const bench = new KplBench({ recordMaxBufferedTime: 100 }).until(1000);
    bench.script = (_entry, call) => (bench.calls.indexOf(call) < 3 ? { code: throttled } : undefined);
    bench.putMany(2, 10).until(3000);
    expect(bench.calls.map((call) => call.at - 1000)).toEqual([120, 190, 260, 330]);
    expect(bench.state.put).toBe(2);
    expect(bench.metric('RetriesPerRecord')?.max).toBe(3);
    expect(bench.events('put.partial')[0]?.count).toBe(3);
    expect(bench.metric('AllErrors')?.sum).toBe(3);
    expect(bench.metric('KinesisRecordsPut')?.sum).toBe(1);
  });

  it('a new record in the place of one that was tried often begins with no tries', () => {
    const bench = new KplBench().until(1000);
    bench.script = (_entry, call) => (bench.calls.indexOf(call) < 3 ? { code: throttled } : undefined);
    bench.putMany(1, 10).until(3000);
    expect(bench.metric('RetriesPerRecord')?.sum).toBe(3);
    bench.putMany(1, 10).until(5000);
    expect(bench.state.put).toBe(2);
    expect(bench.metric('RetriesPerRecord')?.sum).toBe(3);
  });

  it('packs a retried record with new ones, the older deadline first', () => {
    const bench = new KplBench({ recordMaxBufferedTime: 100 }).until(1000);
    bench.script = (_entry, call) => (bench.calls.indexOf(call) < 1 ? { code: throttled } : undefined);
    bench.putMany(1, 10).until(1125);
    bench.putMany(1, 10).until(3000);
    expect(bench.calls.map((call) => [call.at - 1000, call.sizes, [...call.records.rows]])).toEqual([[120, [1], [0]], [190, [2], [0, 1]]]);
  });

  it('FailIfThrottled: gives up at the first throttle, and not for other errors', () => {
    const bench = new KplBench({ failIfThrottled: true }).until(1000);
    bench.script = refuse(throttled);
    bench.putMany(2, 10).until(2000);
    expect(bench.calls.length).toBe(1);
    expect([...bench.state.failed]).toEqual([[throttled, 2]]);
    const other = new KplBench({ failIfThrottled: true }).until(1000);
    other.script = (_entry, call) => (other.calls.indexOf(call) === 0 ? { code: 'InternalFailure' } : undefined);
    other.putMany(2, 10).until(2000);
    expect(other.state.put).toBe(2);
    const whole = new KplBench({ failIfThrottled: true }).until(1000);
    whole.wholeCall = throttled;
    whole.putMany(2, 10).until(2000);
    expect([...whole.state.failed]).toEqual([[throttled, 2]]);
  });

  it('a whole call that fails is tried again until the record is too old', () => {
    const bench = new KplBench({ recordTtl: 500 }).until(1000);
    bench.wholeCall = 'ServiceUnavailable';
    bench.putMany(3, 10).until(3000);
    expect([...bench.state.failed]).toEqual([['Expired', 3]]);
    expect(bench.calls.at(-1)!.at).toBeGreaterThanOrEqual(1500);
    expect(bench.state.users.used).toBe(0);
    expect(bench.simulation.records.lostBy.expired).toBe(3);
  });

  it('Record Count Mismatch: all fail, none is tried again', () => {
    const bench = new KplBench().until(1000);
    bench.simulation.apply({ type: 'fault', node: 'kpl', name: 'short-answers', duration: 500 });
    bench.putMany(4, 10).until(3000);
    expect([...bench.state.failed]).toEqual([['Record Count Mismatch', 4]]);
    expect(bench.calls.length).toBe(1);
  });

  it('an answer that never comes: the call is made again after the timeout', () => {
    const bench = new KplBench({ requestTimeout: 400 }).until(1000);
    bench.wholeCall = 'silence';
    bench.putMany(1, 10).until(1519);
    bench.wholeCall = undefined;
    bench.until(3000);
    expect(bench.calls.map((call) => call.at - 1000)).toEqual([120, 120 + 400 + 70]);
    expect(bench.events('request.timed-out').length).toBe(1);
    const lost = new KplBench({ requestTimeout: 400 }).until(1000);
    lost.simulation.apply({ type: 'fault', node: 'kpl', name: 'lose-replies', duration: 500 });
    lost.putMany(1, 10).until(3000);
    expect(lost.calls.map((call) => call.at - 1000)).toEqual([120, 590]);
  });
});

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

describe('the rest', () => {
  it('drops what goes beyond the bound of outstanding records', () => {
    const bench = new KplBench({ maxOutstanding: 10 }).until(1000);
    bench.putMany(25, 10).until(3000);
    expect(bench.simulation.records.lostBy).toMatchObject({ 'buffer-full': 15 });
    expect(bench.events('buffer.full').length).toBe(1);
    expect(bench.state.put).toBe(10);
  });

  it('refuses a user record over 1 MiB, and a key that is empty or too long', () => {
    const bench = new KplBench().until(1000);
    bench.put({ key: 'a', bytes: 1_048_577 }, { key: '', bytes: 1 }, { key: 'é'.repeat(257), bytes: 1 }, { key: 'é'.repeat(256), bytes: 1 }).until(3000);
    expect(utf8Bytes('é'.repeat(256)).length).toBe(512);
    expect(bench.state.put).toBe(1);
    expect(bench.state.dropped).toBe(3);
  });

  it('dies with what it holds; what is on the wire may still be stored', () => {
    const bench = new KplBench({ recordMaxBufferedTime: 500, requestTimeout: 300 }).until(1000);
    bench.wholeCall = 'silence';
    bench.putMany(3, 10).until(1560);
    bench.putMany(4, 10);
    bench.simulation.apply({ type: 'fault', node: 'kpl', name: 'crash' });
    expect(bench.simulation.records.lostBy).toEqual({ 'died-with-process': 4 });
    expect(bench.events('producer.crashed')[0]?.detail).toMatchObject({ buffered: 4 });
    expect(bench.listings.length).toBe(1);
    bench.wholeCall = undefined;
    bench.until(3000);
    expect(bench.listings.length).toBe(2);
    // Nobody stored the three: their call had no answer, and nobody tried again.
    expect(bench.simulation.records.lostBy).toEqual({ 'died-with-process': 7 });
    bench.putMany(2, 10).until(5000);
    expect(bench.state.put).toBe(2);
  });

  it('no configuration makes the parser throw', () => {
    const names = fc.constantFrom('aggregationMaxSize', 'recordTtl', 'rateLimit', 'metricsLevel', 'aggregationEnabled', 'nothing');
    assertForAll(fc.oneof(fc.anything(), fc.dictionary(names, fc.anything())), (raw) => expect(typeof parseKplConfig(raw, limitsOf('notes')).ok).toBe('boolean'), { seed: 32, runs: 500 });
  });

  it('counts only what the level of metrics asks for', () => {
    const counted = (metricsLevel: string) => {
      const bench = new KplBench({ metricsLevel }).until(1000);
      bench.putMany(3, 10).until(3000);
      return [bench.metric('UserRecordsPut')?.sum ?? 0, bench.metric('UserRecordsReceived')?.sum ?? 0];
    };
    expect([counted('none'), counted('summary'), counted('detailed')]).toEqual([[0, 0], [3, 0], [3, 3]]);
  });
});
