import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { codeOf, responseOf } from '../../../testing/streamBench.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { recipeOf, simulate, simulationOf } from '../../../testing/simulate.ts';
import { PutRecord, PutRecordBatch } from './operations.ts';

vi.setConfig({ testTimeout: 180_000 });
const bucket = { nodes: [{ id: 'lake', kind: 's3-bucket' }], edges: [{ from: 'it.bucket', to: 'lake.in' }] };
const web = (config: object = {}) => ({ id: 'web', kind: 'traffic', config: { recordsPerSecond: 10, payloadBytes: 1000, keys: 5, ...config } });
const small = { bufferSize: '1MiB', bufferInterval: '60s' };

describe('Direct PUT', () => {
  it('has quotas for records, calls and bytes, by Region and edition', () => {
    const refused = (config: object, facts: 'notes' | 'today', sizes: number[]) => {
      const b = new ServiceBench('firehose', ['in'], config as never, { ...bucket, facts });
      let failed = 0;
      for (let call = 0; call < 14; call++) failed += responseOf(b.ask('in', PutRecordBatch, { records: b.batch(sizes) })).FailedPutCount;
      return { failed, limit: b.events('put.refused')[0]?.subject };
    };
    const many = Array.from({ length: 500 }, () => 10);
    expect(refused({}, 'notes', many)).toEqual({ failed: 2000, limit: 'records a second' });
    expect(refused({}, 'today', many)).toEqual({ failed: 0, limit: undefined });
    expect(refused({ largeRegion: false }, 'notes', many)).toEqual({ failed: 6000, limit: 'records a second' });
    // 14 calls of 1,000,000 B against 5 MiB: 5 fit.
    expect(refused({}, 'notes', [500_000, 500_000])).toEqual({ failed: 18, limit: 'bytes a second' });
  });

  it('bills each record in steps of 5 KB', () => {
    const b = new ServiceBench('firehose', ['in'], {}, bucket);
    b.ask('in', PutRecordBatch, { records: b.batch([1, 5120, 5121, 10_240]) });
    expect(b.view().billedBytes).toBe((1 + 1 + 2 + 2) * 5120);
  });

  it('refuses whole calls above the call quota', () => {
    const b = new ServiceBench('firehose', ['in'], {}, { ...bucket, limitOverrides: { 'firehose.direct-put.large-region-calls-per-second': 3 } });
    const codes = Array.from({ length: 5 }, () => codeOf(b.ask('in', PutRecord, { records: b.batch([10]) })));
    expect(codes).toEqual(['ok', 'ok', 'ok', 'ServiceUnavailableException', 'ServiceUnavailableException']);
    expect(b.metric('ThrottledRecords')).toBe(2);
  });

  it('a producer sends again what was refused', () => {
    const run = simulate({ nodes: [web({ recordsPerSecond: 8000, payloadBytes: 50, stopAfter: 2000 }), { id: 'put', kind: 'sdk-producer', config: { maxAttempts: 20 } }, { id: 'hose', kind: 'firehose', config: small }, { id: 'lake', kind: 's3-bucket' }], edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'lake' }] }, { length: '90s' });
    expect(run.metric('hose', 'ThrottledRecords').sum).toBeGreaterThan(1000);
    expect(run.events('put.partial').length).toBeGreaterThan(0);
    expect(run.summary.records).toMatchObject({ born: 16_000, delivered: 16_000, duplicates: 0 });
  });

  it('text puts the producer in between', () => {
    const run = simulate('traffic(rate=100/s, size=1KiB, stopAfter=10s) -> firehose(size=1MiB, interval=60s) -> s3-bucket', { length: '90s' });
    expect(run.summary.records).toMatchObject({ born: 1000, delivered: 1000 });
  });
});

describe('a stream as source', () => {
  const fromStream = (hose: object, more: object = {}, stream: object = {}) => ({
    nodes: [web({ stopAfter: 20_000, ...more }), { id: 'put', kind: 'sdk-producer' }, { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 2, controlPlaneDelay: 1000, ...stream } }, { id: 'hose', kind: 'firehose', config: { ...small, ...hose } }, { id: 'lake', kind: 's3-bucket' }],
    edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'hose' }, { from: 'hose', to: 'lake' }],
  });

  it('is read from its newest record on', () => {
    const late = simulate({ ...fromStream({}), edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'hose', latencyMs: 2000 }, { from: 'hose', to: 'lake' }] }, { length: '120s' });
    // Its iterators come some seconds after the first records.
    expect(late.summary.records.delivered).toBeLessThan(180);
    expect(late.summary.records.delivered).toBeGreaterThan(100);
    expect(late.summary.records.lost).toBe(0);
  });

  it('is followed through a split, in order', () => {
    const run = simulate(fromStream({}, { stopAfter: 40_000 }), { length: '150s', interventions: [{ at: 8000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } }] });
    expect(run.summary.records.delivered).toBeGreaterThanOrEqual(398);
    expect(run.summary.records.orderViolations).toBe(0);
  });

  it('allows no Direct PUT', () => {
    const b = new ServiceBench('firehose', ['in'], {}, { nodes: [{ id: 'clicks', kind: 'kinesis-streams' }], edges: [{ from: 'clicks.out', to: 'it.stream' }] });
    expect(codeOf(b.ask('in', PutRecord, { records: b.batch([10]) }))).toBe('InvalidArgumentException');
  });

  it('keeps what cannot be delivered: its retention governs, not the 24 h of Direct PUT', () => {
    const down = (retention: number) => simulate(fromStream({ bufferInterval: '900s' }, { recordsPerSecond: 0.02, stopAfter: 108_000_000 }, { retentionPeriodHours: retention }), { length: '40h', checkInvariants: false, interventions: [{ at: 0, type: 'fault', node: 'lake', name: 'outage', duration: '30h' }] }).summary.records;
    expect(down(48).lost).toBe(0);
    expect(down(24).lost).toBeGreaterThan(300);
    expect(down(24).lostBy.expired).toBe(down(24).lost);
  });
});

describe('aggregates', () => {
  it('are taken apart when they come from a stream; billing counts what came', () => {
    const kpl = (config: object) => ({
      nodes: [web({ payloadBytes: 100, recordsPerSecond: 100, stopAfter: 10_000 }), { id: 'kpl', kind: 'kpl-producer', config }, { id: 'clicks', kind: 'kinesis-streams' }, { id: 'hose', kind: 'firehose', config: small }, { id: 'lake', kind: 's3-bucket' }],
      edges: [{ from: 'web', to: 'kpl' }, { from: 'kpl', to: 'clicks' }, { from: 'clicks', to: 'hose' }, { from: 'hose', to: 'lake' }],
    });
    const run = simulate(kpl({}), { length: '90s' });
    const incoming = run.metric('hose', 'IncomingRecords').sum;
    expect(run.summary.records.delivered).toBeGreaterThan(980);
    expect(incoming).toBeLessThan(run.summary.records.delivered / 3);
    expect(run.view('lake').dataBytes).toBe(run.summary.records.delivered * 100);
  });
});

describe('growth', () => {
  const run = (dynamicGrowth: string) =>
    simulate(
      { nodes: [web({ recordsPerSecond: 400, payloadBytes: 2000, stopAfter: 60_000 }), { id: 'put', kind: 'sdk-producer' }, { id: 'hose', kind: 'firehose', config: { ...small, dynamicGrowth } }, { id: 'lake', kind: 's3-bucket', config: { bytesPerSecond: '500kB' } }], edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'lake' }] },
      { length: '300s', checkInvariants: true },
    );

  it('doubling: a slow bucket gets fewer, larger objects, and the size shrinks again', () => {
    const grown = run('double');
    expect(grown.events('buffer.grown').length).toBeGreaterThan(0);
    expect(grown.events('buffer.shrunk').length).toBeGreaterThan(0);
    const largest = Math.max(...(grown.view('lake').newest as { bytes: number }[]).map((object) => object.bytes));
    expect(largest).toBeGreaterThan(3 * 1024 * 1024);
    expect(grown.summary.records.delivered).toBe(24_000);
  });

  it('none: batches queue', () => {
    const plain = run('none');
    expect(plain.events('buffer.grown')).toHaveLength(0);
    const sizes = (plain.view('lake').newest as { bytes: number }[]).map((object) => object.bytes);
    expect(Math.max(...sizes)).toBeLessThan(1.01 * 1024 * 1024);
    expect(plain.summary.records.delivered).toBe(24_000);
    expect(plain.summary.records.orderViolations).toBe(0);
  });
});

describe('a transformation', () => {
  const transformed = (fn: object, hose: object = {}, classes?: object, interventions: readonly object[] = []) =>
    simulate(
      { nodes: [web({ stopAfter: 60_000, ...(classes ? { classes } : {}) }), { id: 'put', kind: 'sdk-producer' }, { id: 'hose', kind: 'firehose', config: { ...small, ...hose } }, { id: 'fn', kind: 'lambda-function', config: fn }, { id: 'lake', kind: 's3-bucket' }, { id: 'raw', kind: 's3-bucket' }], edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'fn' }, { from: 'hose', to: 'lake' }, { from: 'hose.backup', to: 'raw' }] },
      { length: '300s', interventions },
    );
  const classes = ['Ok', 'drop', 'fail', 'miss', 'twice', 'other'].map((name) => ({ name, share: 1 / 6, keys: 2 }));

  it('sorts by result: Ok is delivered, Dropped is gone without a trace in S3, all else has failed', () => {
    const run = transformed({ dropped: ['drop'], processingFailed: ['fail'], missing: ['miss'], duplicated: ['twice'], changedRecordId: ['other'] }, {}, classes);
    const { born, delivered, parked, lost, lostBy } = run.summary.records;
    expect(born).toBe(600);
    expect(delivered + parked + lost).toBe(600);
    expect(lostBy['dropped-by-rule']).toBe(lost);
    for (const count of [delivered, lost]) expect(Math.abs(count - 100)).toBeLessThan(40);
    expect(Math.abs(parked - 400)).toBeLessThan(60);
    expect(run.metric('hose', 'SucceedProcessing.Records').sum).toBe(delivered + lost);
    expect(new Set(run.events('records.processing-failed').map((event) => event.subject))).toEqual(new Set(['Lambda.ProcessingFailedStatus', 'Lambda.MissingRecordId', 'Lambda.DuplicatedRecordId']));
  });

  it('the source backup gets everything as it came', () => {
    const run = transformed({ processingFailed: ['*'] });
    expect(run.view('raw')).toMatchObject({ backupRecords: 600, dataObjects: 0 });
    expect(run.view('raw').bytes).toBe(600_000);
    expect(run.summary.records.delivered).toBe(0);
    expect((run.view('raw').newest as { key: string }[])[0]!.key).toMatch(/^source_records\//);
  });

  it('the buffer counts transformed bytes', () => {
    const run = transformed({ outputFactor: 2 }, { lambdaBufferSize: '1MiB' });
    expect(run.view('lake').bytes).toBe(1_200_000);
  });

  it('survives trouble that is shorter than its retries', () => {
    const run = transformed({ coldStart: 0 }, {}, undefined, [{ at: 60_000, type: 'fault', node: 'fn', name: 'throttle', duration: 2500 }]);
    expect(run.summary.records.delivered).toBe(600);
    expect(run.metric('fn', 'Throttles').sum).toBe(3);
  });

  it('a call larger than 6 MB is a failure without retries', () => {
    const b = new ServiceBench('firehose', ['in'], { lambdaBufferSize: '3MiB' }, { limitOverrides: { 'firehose.lambda.max-payload': 100_000 }, nodes: [{ id: 'lake', kind: 's3-bucket' }, { id: 'fn', kind: 'lambda-function' }], edges: [{ from: 'it.bucket', to: 'lake.in' }, { from: 'it.transform', to: 'fn.transform' }] });
    b.ask('in', PutRecordBatch, { records: b.batch([90_000]) });
    b.waitUntil(120_000);
    expect(b.metric('Invocations', 'fn')).toBe(0);
    expect(b.view('lake')).toMatchObject({ failedRecords: 1 });
  });

  it('runs five calls at a time', () => {
    const run = simulate({ nodes: [web({ recordsPerSecond: 300, payloadBytes: 10_000, stopAfter: 20_000 }), { id: 'put', kind: 'sdk-producer' }, { id: 'hose', kind: 'firehose', config: { ...small, lambdaBufferSize: '1MiB' } }, { id: 'fn', kind: 'lambda-function', config: { durationPerRecord: 60, timeout: 60_000 } }, { id: 'lake', kind: 's3-bucket' }], edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'fn' }, { from: 'hose', to: 'lake' }] }, { length: '300s', checkInvariants: false });
    expect(run.metric('fn', 'ConcurrentExecutions').max).toBe(5);
    expect(run.summary.records.delivered).toBe(6000);
  });
});

describe('a search domain', () => {
  const search = (hose: object, interventions: readonly object[], facts: 'notes' | 'today' = 'notes') =>
    simulate(
      { nodes: [web({ stopAfter: 60_000 }), { id: 'put', kind: 'sdk-producer' }, { id: 'hose', kind: 'firehose', config: { ...small, destination: 'search', ...hose } }, { id: 'domain', kind: 'search-index' }, { id: 'lake', kind: 's3-bucket' }], edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'domain' }, { from: 'hose.failures', to: 'lake.failures' }] },
      { length: '3000s', facts, interventions: interventions.map((each) => ({ type: 'fault', node: 'domain', name: 'outage', ...each })) },
    );

  it('gets documents in rotated indexes', () => {
    const run = search({ indexRotation: 'OneMonth', indexName: 'clicks' }, []);
    expect(run.summary.records.delivered).toBe(600);
    expect(run.view('domain').indexes).toEqual([{ name: 'clicks-2020-01', documents: 600 }]);
  });

  it('is tried again every five minutes while the retry duration lasts', () => {
    const long = search({ retryDuration: '1200s' }, [{ at: 0, duration: 800_000 }]);
    expect(long.summary.records).toMatchObject({ delivered: 600, parked: 0 });
    expect(long.events('delivery.failed')[0]!.detail.destination).toBe('search');
    const short = search({}, [{ at: 0, duration: 800_000 }]);
    expect(short.summary.records.parked).toBeGreaterThan(500);
    expect((short.view('lake').newest as { key: string }[])[0]!.key).toMatch(/^elasticsearch_failed\//);
    const today = search({ retryDuration: 0 }, [{ at: 0, duration: 100_000 }], 'today');
    expect((today.view('lake').newest as { key: string; content: { attemptsMade: number } }[]).at(-1)).toMatchObject({ content: { attemptsMade: 1 } });
    expect((today.view('lake').newest as { key: string }[])[0]!.key).toMatch(/^AmazonOpenSearchService_failed\//);
  });
});

describe('Redshift', () => {
  const cluster = (hose: object, outage: object) =>
    simulate(
      { nodes: [web({ recordsPerSecond: 1, stopAfter: 600_000 }), { id: 'put', kind: 'sdk-producer' }, { id: 'hose', kind: 'firehose', config: { ...small, destination: 'redshift', ...hose } }, { id: 'stage', kind: 's3-bucket' }, { id: 'cluster', kind: 'redshift' }], edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose.staging', to: 'stage.staging' }, { from: 'hose.failures', to: 'stage.failures' }, { from: 'hose', to: 'cluster' }] },
      { length: '2000s', interventions: [{ type: 'fault', node: 'cluster', name: 'outage', ...outage }] },
    );
  it('with a retry of 0 every object has one try', () => {
    const run = cluster({ retryDuration: 0 }, { at: 0, duration: 300_000 });
    expect(run.view('stage').manifests).toBe(4);
    expect(run.summary.records.delivered + run.summary.records.parked).toBe(600);
    expect(run.summary.records.delivered).toBeGreaterThan(300);
  });
  it('loads all that waits with one COPY when the cluster is back', () => {
    const run = cluster({ retryDuration: '7200s' }, { at: 0, duration: 800_000 });
    expect(run.summary.records).toMatchObject({ delivered: 600, parked: 0, duplicates: 0 });
    expect(run.metric('cluster', 'Copies').sum).toBeLessThan(4);
  });
});

describe('no row is counted twice or forgotten', () => {
  const drawn = fc.record({
    destination: fc.constantFrom('s3', 'redshift', 'search', 'splunk'),
    source: fc.constantFrom('direct', 'stream'),
    dynamicGrowth: fc.constantFrom('double', 'none'),
    transform: fc.boolean(),
    backup: fc.boolean(),
    retryDuration: fc.constantFrom(0, 40_000, 600_000),
    rate: fc.constantFrom(2, 20),
    bytes: fc.constantFrom(100, 60_000),
    speed: fc.constantFrom('200kB', '100MB'),
    loseReplies: fc.constantFrom(0, 0.1),
    fn: fc.record({ errorRate: fc.constantFrom(0, 0.5), dropped: fc.constantFrom([], ['key-1']), missing: fc.constantFrom([], ['key-2']) }),
    faults: fc.array(fc.record({ at: fc.integer({ min: 0, max: 90_000 }), node: fc.constantFrom('lake', 'end', 'fn'), duration: fc.constantFrom(3000, 50_000) }), { maxLength: 4 }),
    seed: fc.nat(1000),
  });

  it('under random settings and faults; and a restored run, or one in slices, tells the same story', () => {
    assertForAll(
      drawn,
      (of) => {
        const lake = of.destination === 's3' ? 'hose.bucket' : of.destination === 'redshift' ? 'hose.staging' : 'hose.failures';
        const end = of.destination === 'redshift' ? 'redshift' : of.destination === 'splunk' ? 'http-endpoint' : 'search-index';
        const nodes = [
          web({ recordsPerSecond: of.rate, payloadBytes: of.bytes }),
          { id: 'put', kind: 'sdk-producer' },
          ...(of.source === 'stream' ? [{ id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 2 } }] : []),
          { id: 'hose', kind: 'firehose', config: { ...(of.destination === 'splunk' ? {} : small), destination: of.destination, dynamicGrowth: of.dynamicGrowth, retryDuration: of.retryDuration } },
          { id: 'lake', kind: 's3-bucket', config: { bytesPerSecond: of.speed } },
          ...(of.destination === 's3' ? [] : [{ id: 'end', kind: end, config: of.destination === 'splunk' ? { type: 'splunk' } : {} }]),
          ...(of.transform ? [{ id: 'fn', kind: 'lambda-function', config: of.fn }] : []),
        ];
        const edges = [
          { from: 'web', to: 'put' },
          ...(of.source === 'stream' ? [{ from: 'put', to: 'clicks' }, { from: 'clicks', to: 'hose' }] : [{ from: 'put', to: 'hose' }]),
          { from: lake, to: of.destination === 's3' ? 'lake.in' : of.destination === 'redshift' ? 'lake.staging' : 'lake.failures', loseReplies: of.loseReplies },
          ...(of.destination === 's3' ? [] : [{ from: of.destination === 'redshift' ? 'hose.warehouse' : of.destination === 'splunk' ? 'hose.endpoint' : 'hose.search', to: 'end', loseReplies: of.loseReplies }]),
          ...(of.transform ? [{ from: 'hose', to: 'fn', loseReplies: of.loseReplies }] : []),
          ...(of.backup ? [{ from: 'hose.backup', to: 'lake' }] : []),
        ];
        const ids = new Set(nodes.map((node) => node.id));
        const interventions = of.faults.filter((fault) => ids.has(fault.node)).map((fault) => ({ ...fault, type: 'fault', name: fault.node === 'fn' ? 'throttle' : 'outage' }));
        const recipe = recipeOf({ nodes, edges }, { length: 500_000, interventions, seed: of.seed });
        const one = simulationOf(recipe);
        for (let at = 0; at <= 500_000; at += 23_000) {
          const status = one.runUntil(Math.min(at, 500_000));
          if (status.type === 'invariant-broken') throw new Error(`${status.node}: ${status.name}`);
          assertRowsConserved(one);
        }
        one.runUntil(500_000);
        const other = simulationOf(recipe);
        other.runUntil(123_456);
        const kept = other.checkpoint();
        other.runUntil(400_000);
        other.restore(kept);
        other.runUntil(500_000);
        expect(other.digest()).toBe(one.digest());
      },
      { seed: 66, runs: 8 },
    );
  });
});
