import { describe, expect, it } from 'vitest';
import { KplBench } from './bench.fixture.ts';

const throttled = 'ProvisionedThroughputExceededException';
const refuse = (code: string) => () => ({ code });

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
