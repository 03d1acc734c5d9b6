/** The golden cases of Firehose, one by one, under their ids. */
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { codeOf } from '../../../testing/streamBench.ts';
import { parseFirehoseConfig } from './config.ts';
import { PutRecord, PutRecordBatch } from './operations.ts';
import { evaluatePrefix, indexName, prefixProblem } from './prefixes.ts';

const bucket = { nodes: [{ id: 'lake', kind: 's3-bucket' }], edges: [{ from: 'it.bucket', to: 'lake.in' }] };
const put = (b: ServiceBench, bytes: number) => b.begin('in', PutRecord, { records: b.batch([bytes]) });
const utc = (days: number, hour: number, minute = 0) => days * 86_400_000 + hour * 3_600_000 + minute * 60_000;
/** Days since 1970 of the dates below. */
const day = { '2018-07-06': 17_718, '2016-02-25': 16_856 };

describe('golden cases of Firehose', () => {
  it('FH-01', () => {
    const b = new ServiceBench('firehose', ['in'], { bufferSize: '5MiB', bufferInterval: '300s' }, bucket);
    for (let at = 500; at <= 6000; at += 500) {
      b.waitUntil(at);
      put(b, 524_288);
    }
    b.wait(0);
    const [first] = b.events('buffer.flushed');
    expect(first).toMatchObject({ at: 5000, subject: 'size' });
    expect(b.view()).toMatchObject({ flushes: 1, bufferedRecords: 2 });
  });

  it('FH-02', () => {
    const b = new ServiceBench('firehose', ['in'], { bufferSize: '5MiB', bufferInterval: '60s' }, bucket);
    b.waitUntil(10_000);
    put(b, 100);
    b.waitUntil(69_999);
    expect(b.events('buffer.flushed')).toHaveLength(0);
    b.waitUntil(80_000);
    expect(b.events('buffer.flushed')[0]).toMatchObject({ at: 70_000, subject: 'interval' });
  });

  it('FH-04', () => {
    const b = new ServiceBench('firehose', ['in'], { lambdaRetries: 3 }, {
      nodes: [{ id: 'lake', kind: 's3-bucket' }, { id: 'fn', kind: 'lambda-function', config: { concurrency: 0 } }],
      edges: [{ from: 'it.bucket', to: 'lake.in' }, { from: 'it.transform', to: 'fn.transform' }],
    });
    const records = b.batch([10, 20]);
    b.begin('in', PutRecordBatch, { records });
    b.waitUntil(120_000);
    expect(b.metric('Throttles', 'fn')).toBe(4);
    expect(b.metric('ExecuteProcessing.Success')).toBe(0);
    expect(b.view('lake')).toMatchObject({ failedObjects: 1, failedRecords: 2, dataObjects: 0 });
    const { key, content } = (b.view('lake').newest as unknown as { key: string; content: { attemptsMade: number } }[])[0]!;
    expect(key).toMatch(/^processing-failed\/2020\/01\/06\/00\//);
    expect(content.attemptsMade).toBe(4);
    expect(b.simulation.records.totals()).toMatchObject({ parked: 2, lost: 0 });
  });

  it('FH-05', () => {
    const b = new ServiceBench('firehose', ['in'], { destination: 'redshift', retryDuration: '3600s', bufferSize: '1MiB', bufferInterval: '60s' }, {
      nodes: [{ id: 'stage', kind: 's3-bucket' }, { id: 'cluster', kind: 'redshift' }],
      edges: [{ from: 'it.staging', to: 'stage.staging' }, { from: 'it.warehouse', to: 'cluster.in' }, { from: 'it.failures', to: 'stage.failures' }],
    });
    b.intervene({ type: 'fault', node: 'cluster', name: 'outage' });
    put(b, 1_000_000);
    put(b, 1_000);
    const attempts: number[] = [];
    let staged: number | undefined;
    for (let second = 60; second <= 4000; second++) {
      b.waitUntil(second * 1000 - 1);
      const before = b.metric('CopyCommands');
      b.waitUntil(second * 1000 + 998);
      if (b.metric('CopyCommands') > before) {
        staged ??= second;
        attempts.push(second - staged);
      }
    }
    expect(attempts).toEqual([0, 300, 600, 900, 1200, 1500, 1800, 2100, 2400, 2700, 3000, 3300]);
    const newest = b.view('stage').newest as unknown as { key: string; purpose: string; content: { entries: unknown[] } | null }[];
    expect(newest[0]).toMatchObject({ purpose: 'manifest', content: { entries: [{ mandatory: true }] } });
    expect(newest[0]!.key).toMatch(/^errors\/manifests\//);
    expect(b.simulation.records.totals()).toMatchObject({ parked: 2, delivered: 0, lost: 0 });
  });

  it('FH-07', () => {
    const prefix = 'myPrefix/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/';
    expect(evaluatePrefix(prefix, { utcMs: utc(day['2018-07-06'], 23, 5), random: () => '' })).toBe('myPrefix/year=2018/month=07/day=06/hour=23/');
  });

  it('FH-08', () => {
    expect(prefixProblem('!{timestamp:yyyy/MM/dd}', null)?.problem).toBe('ErrorOutputPrefix cannot be null or empty when Prefix contains expressions');
    const parsed = parseFirehoseConfig({ prefix: '!{timestamp:yyyy/MM/dd}' }, limitsOf('notes'));
    expect(parsed.ok ? undefined : parsed.error).toEqual([{ path: 'errorPrefix', problem: 'ErrorOutputPrefix cannot be null or empty when Prefix contains expressions' }]);
  });

  it('FH-10', () => {
    const arrival = utc(day['2016-02-25'], 13);
    expect(Object.fromEntries((['NoRotation', 'OneHour', 'OneDay', 'OneWeek', 'OneMonth'] as const).map((rotation) => [rotation, indexName('myindex', rotation, arrival)]))).toEqual({
      NoRotation: 'myindex',
      OneHour: 'myindex-2016-02-25-13',
      OneDay: 'myindex-2016-02-25',
      OneWeek: 'myindex-2016-w08',
      OneMonth: 'myindex-2016-02',
    });
  });

  it('FH-11', () => {
    const accepted = [
      { count: 501, bytesEach: 10 },
      { count: 500, bytesEach: 8389 },
      { count: 500, bytesEach: 8388 },
      { count: 1, bytesEach: 1_024_001 },
    ].map(({ count, bytesEach }) => {
      const b = new ServiceBench('firehose', ['in'], {}, bucket);
      return codeOf(b.ask('in', PutRecordBatch, { records: b.batch(Array.from({ length: count }, () => bytesEach)) })) === 'ok';
    });
    expect(accepted).toEqual([false, false, true, false]);
  });
});
