import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../base/md5.ts';
import { limitsOf } from '../../../sim/limits.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { KplBench } from './bench.fixture.ts';
import { parseKplConfig } from './config.ts';
import { newLimiter, refill, tryTake } from './limiter.ts';
import { seriesPerMetric } from './metrics.ts';
import { user } from './userRecords.ts';

const throttled = 'ProvisionedThroughputExceededException';

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
