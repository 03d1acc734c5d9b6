/** What records carry after a transformation, and how that sorts them. */
import { describe, expect, it } from 'vitest';
import { simulate, simulationOf, recipeOf } from '../../../testing/simulate.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { limitsOf } from '../../../sim/limits.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { parseFirehoseConfig } from './config.ts';
import { PutRecordBatch } from './operations.ts';

const payload = { customer: { id: '{{pick ada bob}}' }, n: '{{row}}', time: 1565382027 };
const web = (more: object = {}) => ({ id: 'web', kind: 'traffic', config: { recordsPerSecond: 10, payloadBytes: 1000, keys: 5, payload, stopAfter: 30_000, ...more } });
const put = { id: 'put', kind: 'sdk-producer' };
const half = { bufferSize: '64MiB', bufferInterval: '60s' };
const rowsOf = (run: ReturnType<typeof simulate>, node: string) => {
  const found = run.simulation.nodes.findIndex(({ id }) => id === node);
  const rows: number[] = [];
  run.simulation.nodes[found]!.model.heldRows!(run.simulation.nodes[found]!.state, (row) => rows.push(row));
  return { rows: rows.sort((a, b) => a - b), place: found };
};
const newest = (run: ReturnType<typeof simulate>, node = 'lake') => run.view(node).newest as { key: string; purpose: string; records: number; bytes: number; content: Record<string, unknown> | null }[];

describe('a transformation of contents', () => {
  const run = simulate(
    {
      nodes: [web(), put, { id: 'hose', kind: 'firehose', config: { bufferSize: '1MiB', bufferInterval: '60s' } }, { id: 'fn', kind: 'lambda-function', config: { keep: ['n'], set: { who: '.customer.id', day: '.time | strftime("%Y-%m-%d")', v: 2 } } }, { id: 'lake', kind: 's3-bucket' }, { id: 'raw', kind: 's3-bucket' }, { id: 'emr', kind: 'emr-cluster', config: { startTime: 3_600_000 } }, { id: 'emr2', kind: 'emr-cluster', config: { startTime: 3_600_000 } }],
      edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'fn' }, { from: 'hose', to: 'lake' }, { from: 'hose.backup', to: 'raw.backup' }, { from: 'lake', to: 'emr' }, { from: 'raw', to: 'emr2' }],
    },
    { length: '200s', facts: 'notes' },
  );

  it('is what the records carry at the destination; the backup keeps what came', () => {
    const { rows, place } = rowsOf(run, 'lake');
    expect(rows).toHaveLength(300);
    const raw = run.simulation.nodes.findIndex(({ id }) => id === 'raw');
    const carried = rows.map((row) => run.simulation.records.content(row, [place])) as { n: number; who: string; day: string; v: number }[];
    for (const [i, content] of carried.entries()) expect(content).toEqual({ n: rows[i], who: content.who, day: '2019-08-09', v: 2 });
    expect(new Set(carried.map(({ who }) => who))).toEqual(new Set(['ada', 'bob']));
    expect(rowsOf(run, 'raw').rows).toEqual(rows);
    expect(rows.every((row) => run.simulation.records.content(row, [raw]) === undefined)).toBe(true);
  });

  it('changes the size of the data', () => {
    const size = (object: object) => JSON.stringify(object).length;
    const [object] = newest(run);
    // 1,000 B, less what was left out, more what was added, for each record; names and numbers are as long for all.
    const shrunk = size({ customer: { id: 'ada' }, time: 1565382027 }) - size({ who: 'ada', day: '2019-08-09', v: 2 });
    expect(object!.bytes).toBe(300 * (1000 - shrunk));
    expect(newest(run, 'raw')[0]!.bytes).toBe(300_000);
  });
});

describe('dynamic partitioning', () => {
  const partitioned = (hose: object, options: { fn?: object; traffic?: object; length?: string; interventions?: readonly object[]; limitOverrides?: Record<string, number> } = {}) =>
    simulate(
      {
        nodes: [web(options.traffic), put, { id: 'hose', kind: 'firehose', config: { ...half, prefix: 'who=!{partitionKeyFromQuery:who}/', errorPrefix: 'bad/!{firehose:error-output-type}/', partitionKeys: { who: '.customer.id' }, ...hose } }, { id: 'lake', kind: 's3-bucket' }, ...(options.fn ? [{ id: 'fn', kind: 'lambda-function', config: options.fn }] : [])],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'lake' }, ...(options.fn ? [{ from: 'hose', to: 'fn' }] : [])],
      },
      { length: options.length ?? '200s', facts: 'today', ...(options.interventions ? { interventions: options.interventions } : {}), ...(options.limitOverrides ? { limitOverrides: options.limitOverrides } : {}) },
    );

  it('sorts records by their own values, a buffer and an object each', () => {
    const run = partitioned({});
    const objects = newest(run);
    expect(objects).toHaveLength(2);
    for (const who of ['ada', 'bob']) expect(objects.filter(({ key }) => key.startsWith(`who=${who}/2020/01/06/00/hose-1-2020-01-06-00-00-0`))).toHaveLength(1);
    expect(objects[0]!.records + objects[1]!.records).toBe(300);
    expect(run.summary.records).toMatchObject({ born: 300, delivered: 300, lost: 0, duplicates: 0 });
    expect(run.view('hose')).toMatchObject({ activePartitions: 0, objects: 2, flushedByInterval: 2 });
    expect(run.metric('hose', 'PartitionCount').max).toBe(2);
  });

  it('takes keys from the function, from before it has changed the data', () => {
    const run = partitioned({ prefix: '!{partitionKeyFromLambda:day}/!{partitionKeyFromQuery:who}/!{timestamp:HH}/', partitionKeys: { who: '.name' } }, { fn: { partitionKeys: { day: '.time | strftime("%d")' }, keep: ['n'], set: { name: '.customer.id' } } });
    expect(new Set(newest(run).map(({ key }) => key.slice(0, 10)))).toEqual(new Set(['09/ada/00/', '09/bob/00/']));
    expect(run.summary.records.delivered).toBe(300);
  });

  it('a record without the key goes to the error prefix, with the reason', () => {
    const run = partitioned({}, { traffic: { payload: { n: '{{row}}' } } });
    expect(run.summary.records).toMatchObject({ delivered: 0, parked: 300, lost: 0 });
    const [object] = newest(run);
    expect(object).toMatchObject({ purpose: 'failed', records: 300, content: { errorCode: 'DynamicPartitioning.MetadataExtractionFailed' } });
    expect(object!.key).toMatch(/^bad\/processing-failed\//);
    expect(run.view('hose')).toMatchObject({ processingFailed: 300, activePartitions: 0 });
  });

  it('beyond 500 active partitions records go to activePartitionExceeded/', () => {
    expect(limitsOf('today').number('firehose.partitioning.active-partitions')).toBe(500);
    const run = partitioned({ partitionKeys: { who: '.n' } }, { traffic: { recordsPerSecond: 12, stopAfter: 50_000 } });
    // 600 records in 50 s, each with a value of its own: all before the first object, at 60 s.
    expect(run.summary.records).toMatchObject({ born: 600, delivered: 500, parked: 100 });
    expect(newest(run).filter(({ key }) => key.startsWith('bad/activePartitionExceeded/')).reduce((sum, { records }) => sum + records, 0)).toBe(100);
    expect(run.metric('hose', 'PartitionCount').max).toBe(500);
  });

  it('a partition ends with its object, and makes room for another', () => {
    const run = partitioned({ partitionKeys: { who: '.n' } }, { traffic: { recordsPerSecond: 5, stopAfter: 300_000 }, length: '400s' });
    expect(run.summary.records).toMatchObject({ born: 1500, delivered: 1500, parked: 0 });
    expect(run.metric('hose', 'PartitionCount').max).toBeLessThan(310);
    const { state } = run.simulation.nodes.find(({ id }) => id === 'hose')!;
    expect((state as { logs: { count: number } }).logs.count).toBeLessThan(315);
  });

  it('an object that cannot be written makes the next of its partition wait, and no other', () => {
    const run = partitioned({}, { traffic: { stopAfter: 600_000, recordsPerSecond: 2, keys: 2, payload: { customer: { id: '{{key}}' } } }, length: '1300s', interventions: [{ at: 0, type: 'fault', node: 'lake', name: 'outage', duration: 400_000 }] });
    expect(run.summary.records).toMatchObject({ born: 1200, delivered: 1200, lost: 0, duplicates: 0, orderViolations: 0 });
    const objects = newest(run).map(({ records }) => records).sort((a, b) => b - a);
    // What waited through the outage became one object for each partition.
    expect(objects[0]).toBeGreaterThan(300);
    expect(objects.length).toBeLessThan(16);
  });

  it('settings: today only, for S3, with a jq path for each key, no small and no zero buffers', () => {
    const good = { prefix: '!{partitionKeyFromQuery:a}/', errorPrefix: 'bad/', partitionKeys: { a: '.a' } };
    const problems = (raw: object, facts: 'notes' | 'today' = 'today') => {
      const parsed = parseFirehoseConfig({ ...good, ...raw }, limitsOf(facts));
      return parsed.ok ? [] : parsed.error.map(({ path }) => path);
    };
    expect(problems({})).toEqual([]);
    expect(problems({}, 'notes')).toEqual(['prefix']);
    expect(problems({ destination: 'search' })).toEqual(['prefix']);
    expect(problems({ partitionKeys: {} })).toEqual(['partitionKeys']);
    expect(problems({ partitionKeys: { a: 'a | length' } })).toEqual(['partitionKeys.a']);
    expect(problems({ bufferSize: '5MiB', bufferInterval: '60s' })).toEqual(['bufferSize']);
    expect(problems({ bufferSize: '64MiB', bufferInterval: 0 })).toEqual(['bufferInterval']);
    expect(problems({ errorPrefix: '' })).toEqual(['errorPrefix']);
    expect(problems({ prefix: 'plain/' })).toEqual(['prefix']);
  });

  it('a size reached cuts an object at once', () => {
    const b = new ServiceBench('firehose', ['in'], { prefix: '!{partitionKeyFromLambda:a}/', errorPrefix: 'bad/', ...half }, { facts: 'today', nodes: [{ id: 'lake', kind: 's3-bucket' }], edges: [{ from: 'it.bucket', to: 'lake.in' }] });
    // Nobody gives the key: what failed has a buffer as well.
    for (let i = 0; i < 70; i++) {
      b.begin('in', PutRecordBatch, { records: b.batch([1_000_000]) });
      b.wait(400);
    }
    expect(b.view('lake')).toMatchObject({ failedObjects: 1, failedRecords: 68 });
    assertRowsConserved(b.simulation);
  });

  it('every record is accounted for, and a restored run tells the same story', () => {
    const recipe = recipeOf(
      {
        nodes: [web({ stopAfter: 200_000, recordsPerSecond: 3 }), put, { id: 'hose', kind: 'firehose', config: { ...half, prefix: '!{partitionKeyFromQuery:who}/', errorPrefix: 'bad/', partitionKeys: { who: '.customer.id' } } }, { id: 'fn', kind: 'lambda-function', config: { set: { customer: { id: 7 } }, processingFailed: ['key-3'], errorRate: 0.2 } }, { id: 'lake', kind: 's3-bucket' }],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'fn' }, { from: 'hose', to: 'lake', loseReplies: 0.3 }],
      },
      { length: '400s', facts: 'today', interventions: [{ at: 90_000, type: 'fault', node: 'lake', name: 'outage', duration: 70_000 }] },
    );
    const one = simulationOf(recipe);
    for (let at = 0; at <= 400_000; at += 10_000) {
      expect(one.runUntil(at).type).not.toBe('invariant-broken');
      assertRowsConserved(one);
    }
    const other = simulationOf(recipe);
    other.runUntil(123_456);
    const kept = other.checkpoint();
    other.runUntil(300_000);
    other.restore(kept);
    other.runUntil(400_000);
    expect(other.digest()).toBe(one.digest());
  });
});
