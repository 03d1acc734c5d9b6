import { describe, expect, it, vi } from 'vitest';
import { simulate, type SimulateOptions } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

const chain = (traffic: string, producer: string, stream = 'shards=10') => `web: traffic(${traffic}) -> put: sdk-producer(${producer}) -> clicks: kinesis-streams(${stream})`;
const run = (text: string, options: SimulateOptions) => simulate(text, options);

describe('batches', () => {
  it('go out at once, or when full, or when the linger time of their oldest record is over', () => {
    const at = (producer: string) => run(chain('rate=100/s, size=100B', producer), { length: '10s' });
    expect(at('').metric('put', 'RequestsSent').sum).toBe(500);
    expect(at('linger=1s').metric('put', 'RequestsSent').sum).toBeLessThanOrEqual(10);
    expect(at('linger=1s').metric('clicks', 'PutRecords.TotalRecords').max).toBeGreaterThanOrEqual(100);
    const full = at('linger=10s, batch=30');
    expect(full.metric('clicks', 'PutRecords.TotalRecords').max).toBe(30);
    expect(full.metric('clicks', 'PutRecords.TotalRecords').sum / full.metric('put', 'RequestsSent').sum).toBeGreaterThan(29);
  });

  it('that linger are not torn open by answers to other calls', () => {
    // A refused entry is tried again every few ms: its answers must not send what waits for more.
    const of = run(chain('rate=60/s, size=20KB, keys=1', 'linger=900ms, batch=500, retry=backoff, maxAttempts=30, backoffBase=20ms, backoffMax=20ms', 'shards=1'), { length: '10s' });
    expect(of.metric('clicks', 'WriteProvisionedThroughputExceeded').sum).toBeGreaterThan(20);
    const first = of.metric('put', 'RequestsSent').sum - of.events('records.retried').reduce((sum, event) => sum + event.count, 0);
    expect(first).toBeLessThanOrEqual(12);
  });

  it('wait no longer than that, also when all places were taken', () => {
    const of = run(chain('rate=50/s, size=100B, stopAfter=2s', 'linger=100ms, maxInFlight=1', 'shards=1'), { length: '6s' });
    expect(of.metric('clicks', 'IncomingRecords').sum).toBe(100);
    expect(of.view('put').held).toBe(0);
  });

  it('stay within the bytes of one request', () => {
    const of = run(chain('rate=100/s, size=200KB, keys=random', 'linger=1s, retry=none', 'shards=100'), { length: '5s', checkInvariants: false });
    expect(of.metric('clicks', 'PutRecords.TotalRecords').max).toBeLessThanOrEqual(Math.floor((5 * 1024 * 1024) / 200_000));
    expect(of.summary.records.lostBy.refused).toBe(0);
  });

  it('of PutRecord are one record', () => {
    const of = run(chain('rate=40/s, size=100B', 'api=PutRecord'), { length: '5s' });
    expect(of.metric('put', 'RequestsSent').sum).toBe(200);
    expect(of.metric('clicks', 'PutRecord.Success').sum).toBeGreaterThanOrEqual(199);
    expect(of.metric('clicks', 'PutRecords.TotalRecords').sum).toBe(0);
  });
});

describe('refused entries', () => {
  const hot = (producer: string) => run(chain('rate=1100/s, size=100B, keys=1', producer, 'shards=1'), { length: '20s', seed: 3, checkInvariants: false });

  it('are given up at once without retries', () => {
    const of = hot('retry=none');
    expect(of.summary.records.lostBy.refused).toBeGreaterThan(700);
    expect(of.metric('put', 'RecordsRetried').sum).toBe(0);
    expect(of.events('put.partial')[0]!.detail.httpStatus).toBe(200);
    expect(of.summary.records.lostBy.refused).toBe(of.metric('put', 'RecordsGivenUp').sum);
  });

  it('are tried again, alone, and never more often than allowed', () => {
    for (const retry of ['immediate', 'backoff']) {
      const of = hot(`retry=${retry}, maxAttempts=4`);
      expect(of.metric('put', 'RecordsRetried').sum, retry).toBeGreaterThan(0);
      for (const event of of.events('records.given-up')) expect(event.detail.attempts).toBe(4);
      for (const event of of.events('records.retried')) expect(event.detail.attempt).toBeLessThanOrEqual(4);
      // What was stored is never sent again: nothing is stored twice.
      expect(of.metric('clicks', 'IncomingRecords').sum, retry).toBeLessThanOrEqual(of.summary.records.born);
    }
  });

  it('take the stored ones with them when the whole batch is sent again: copies', () => {
    const of = run(chain('rate=1100/s, size=100B, keys=1', 'retry=whole-batch', 'shards=1').concat(' -> app: stream-reader'), { length: '20s', checkInvariants: false });
    expect(of.summary.records.duplicates).toBeGreaterThan(100);
    expect(run(chain('rate=1100/s, size=100B, keys=1', 'retry=backoff', 'shards=1').concat(' -> app: stream-reader'), { length: '20s', checkInvariants: false }).summary.records.duplicates).toBe(0);
  });

  it('wait for back-off alone: a whole batch goes out again at once, whatever the wait is set to', () => {
    const counts = (producer: string) => {
      const of = run(chain('rate=1100/s, size=100B, keys=1', producer, 'shards=1'), { length: '10s', checkInvariants: false });
      return [of.metric('put', 'RecordsRetried').sum, of.metric('put', 'RecordsGivenUp').sum];
    };
    expect(counts('retry=whole-batch, backoffBase=2s')).toEqual(counts('retry=whole-batch, backoffBase=1ms'));
    expect(counts('retry=backoff, backoffBase=2s')).not.toEqual(counts('retry=backoff, backoffBase=1ms'));
  });

  it('wait longer and longer, by chance, up to the limit', () => {
    const of = run(chain('rate=1/s, size=100B', 'retry=backoff, maxAttempts=6, backoffBase=100ms, backoffMax=400ms'), { length: '20s', interventions: [{ at: 0, type: 'fault', node: 'clicks', name: 'internal-failure' }] });
    // Five waits of at most 100, 200, 400, 400 and 400 ms, and six round trips of 10 ms.
    for (const event of of.events('records.given-up')) expect(event.atMs % 1000).toBeLessThanOrEqual(560 + 1000);
    expect(of.summary.records.lostBy.refused).toBeGreaterThanOrEqual(17);
    expect(of.events('records.given-up')[0]!.detail.code).toBe('InternalFailure');
  });

  it('of a request that can never pass are not tried again', () => {
    const of = run(chain('rate=2/s, size=2MB', 'retry=backoff', 'shards=4'), { length: '5s' });
    expect(of.metric('put', 'RecordsRetried').sum).toBe(0);
    expect(of.events('records.given-up')[0]!.detail.code).toBe('InvalidArgumentException');
    expect(of.events('record.too-large').length).toBeGreaterThan(0);
  });
});

describe('answers that are lost', () => {
  it('make copies: the record is stored again under another sequence number', () => {
    const of = run(chain('rate=20/s, size=100B, keys=2', 'requestTimeout=500ms').concat(' -> app: stream-reader'), { length: '20s', interventions: [{ at: 5000, type: 'fault', node: 'put', name: 'lose-replies', duration: 2000 }] });
    expect(of.events('request.timed-out').length).toBeGreaterThan(0);
    expect(of.summary.records.duplicates).toBeGreaterThanOrEqual(30);
    expect(of.summary.records.lost).toBe(0);
    expect(of.metric('clicks', 'IncomingRecords').sum).toBeGreaterThan(of.summary.records.born);
  });

  it('may go on for hours: a row is held for every copy', () => {
    const of = run(chain('rate=0.2/s, size=100B, keys=1', 'requestTimeout=200ms, retry=immediate, maxAttempts=100'), { length: '60s', interventions: [{ at: 0, type: 'fault', node: 'put', name: 'lose-replies' }] });
    expect(of.metric('clicks', 'IncomingRecords').sum).toBeGreaterThan(800);
    expect(of.summary.records.lost).toBe(0);
  });
});

describe('the buffer', () => {
  it('drops what it has no room for, and says so', () => {
    const of = run(chain('rate=500/s, size=100B', 'bufferRecords=50, maxInFlight=1, batch=4'), { length: '5s' });
    expect(of.summary.records.lostBy['buffer-full']).toBeGreaterThan(0);
    expect(of.events('buffer.full').length).toBeGreaterThan(0);
    expect(of.view('put').dropped).toBe(of.summary.records.lostBy['buffer-full']);
  });
});

describe('partition keys', () => {
  const keysOf = (producer: string, traffic = 'rate=80/s, size=100B, classes=[{name: acme, share: 0.75, keys: 10, groups: 2}, {name: zeta, share: 0.25, keys: 1}]') => {
    const of = run(chain(traffic, producer, 'shards=20'), { length: '5s', checkInvariants: false });
    const shards = of.view('clicks').shards as readonly { incomingRecords: number }[];
    return shards.filter((shard) => shard.incomingRecords > 0).length;
  };

  it('are the entity, its group, a salted group, one at random, or one for all', () => {
    expect(keysOf('partitionKey=constant')).toBe(1);
    expect(keysOf('partitionKey=group')).toBeLessThanOrEqual(3);
    expect(keysOf('partitionKey=key')).toBeGreaterThan(5);
    expect(keysOf('partitionKey=salted, saltBuckets=2')).toBeLessThanOrEqual(6);
    expect(keysOf('partitionKey=random')).toBe(20);
    expect(keysOf('partitionKey=salted, saltBuckets=8', 'rate=80/s, size=100B, keys=1')).toBeGreaterThan(4);
    expect(keysOf('partitionKey=key', 'rate=80/s, size=100B, keys=1')).toBe(1);
  });
});
