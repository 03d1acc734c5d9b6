/** What the product promises of the Firehose lab, with its numbers. */
import { describe, expect, it, vi } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { simulate } from '../../../testing/simulate.ts';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { parseFirehoseConfig } from './config.ts';

vi.setConfig({ testTimeout: 60_000 });
const day = 86_400_000;
const hour = 3_600_000;
/** 0.3 MiB a second in records of 1 KiB, or larger and fewer ones. */
const steady = (config: object, kibibytes = 1) => ({
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 307.2 / kibibytes, payloadBytes: 1024 * kibibytes, keys: 10 } },
    { id: 'put', kind: 'sdk-producer' },
    { id: 'hose', kind: 'firehose', config },
    { id: 'lake', kind: 's3-bucket' },
  ],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'lake' }],
});
const flushes = (config: object, seconds: number) => simulate(steady(config, 10), { length: `${seconds}s`, seed: 7, checkInvariants: false });

describe('feature 15: the Firehose lab', () => {
  it('feature 15: at 0.3 MiB/s, 5 MiB and 300 s flush every 16.7 s by size', () => {
    const run = flushes({ bufferSize: '5MiB', bufferInterval: '300s' }, 1000);
    // 1,000 s / 16.67 s = 60 flushes of 5 MiB.
    expect(run.view('hose')).toMatchObject({ flushes: 59, flushedBySize: 59 });
    const objects = run.view('lake').newest as { bytes: number; storedAt: number }[];
    expect(objects.every((object) => object.bytes === 5 * 1024 * 1024)).toBe(true);
    for (let i = 1; i < objects.length; i++) expect(Math.abs(objects[i - 1]!.storedAt - objects[i]!.storedAt - 16_667)).toBeLessThan(60);
  });

  it('feature 15: at 0.3 MiB/s, 128 MiB and 60 s flush every 60 s by time, with 18 MiB', () => {
    const run = flushes({ bufferSize: '128MiB', bufferInterval: '60s' }, 605);
    expect(run.view('hose')).toMatchObject({ flushes: 10, flushedByInterval: 10 });
    for (const object of run.view('lake').newest as { bytes: number }[]) expect(object.bytes / 1024 / 1024).toBeCloseTo(18, 1);
  });

  it('feature 15: size against interval: the story', () => {
    const of = (config: object) => ({ ...steady(config), nodes: steady(config).nodes.map((node) => (node.id === 'web' ? { id: 'web', kind: 'traffic', config: { keys: 10, payloadBytes: 10_240, shape: 'steps', recordsPerSecond: 2, steps: [{ at: 150_000, recordsPerSecond: 20 }] } } : node)) });
    const run = simulate(of({ bufferSize: '5MiB', bufferInterval: '60s' }), { length: '400s', seed: 7 });
    expect(run.view('hose').flushedByInterval).toBeGreaterThan(1);
    expect(run.view('hose').flushedBySize).toBeGreaterThan(3);
    assertGoldenTrace(run, new URL('./golden/size-or-interval.trace', import.meta.url));
  });

  const transformed = (fn: object, config: object = { bufferSize: '1MiB', bufferInterval: '60s' }, traffic: object = {}) => ({
    nodes: [
      { id: 'web', kind: 'traffic', config: { recordsPerSecond: 10, payloadBytes: 1000, keys: 10, ...traffic } },
      { id: 'put', kind: 'sdk-producer' },
      { id: 'hose', kind: 'firehose', config },
      { id: 'fn', kind: 'lambda-function', config: fn },
      { id: 'lake', kind: 's3-bucket' },
    ],
    edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'fn' }, { from: 'hose', to: 'lake' }],
  });

  it('feature 15: a function that throws: 3 retries, then the whole batch in processing-failed/', () => {
    const run = simulate(transformed({ failOn: ['*'] }, undefined, { stopAfter: 50_000 }), { length: '200s', seed: 7 });
    expect(run.metric('fn', 'Invocations').sum).toBe(4);
    expect(run.summary.records).toMatchObject({ born: 500, delivered: 0, parked: 500, lost: 0 });
    // One batch, and all of it in one object.
    expect(run.view('lake').newest).toHaveLength(1);
    expect((run.view('lake').newest as object[])[0]).toMatchObject({ records: 500, content: { attemptsMade: 4, errorCode: 'Lambda.FunctionError' } });
    expect((run.view('lake').newest as { key: string }[])[0]!.key).toMatch(/^processing-failed\//);
    assertGoldenTrace(run, new URL('./golden/function-fails.trace', import.meta.url));
  });

  it('feature 15: a changed recordId is a failure', () => {
    const classes = [{ name: 'good', share: 0.9, keys: 9 }, { name: 'odd', share: 0.1, keys: 1 }];
    const run = simulate(transformed({ changedRecordId: ['odd'] }, undefined, { classes, stopAfter: 50_000 }), { length: '200s', seed: 7 });
    expect(run.summary.records.parked).toBe(run.view('hose').processingFailed);
    const failed = (run.view('lake').newest as { key: string; purpose: string }[]).find(({ purpose }) => purpose === 'failed')!;
    expect(failed).toMatchObject({ records: run.summary.records.parked, content: { attemptsMade: 1, errorCode: 'Lambda.MissingRecordId' } });
    expect(failed.key).toMatch(/^processing-failed\//);
    expect(run.summary.records.parked).toBeGreaterThan(20);
    expect(run.summary.records.delivered + run.summary.records.parked).toBe(500);
    expect(run.metric('fn', 'Invocations').sum).toBe(1);
  });

  it('feature 15: Redshift down for 3 h with a retry of 7,200 s leaves a manifest', () => {
    const run = simulate(
      {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.1, payloadBytes: 1000, keys: 10, stopAfter: 5 * hour } },
          { id: 'put', kind: 'sdk-producer' },
          { id: 'hose', kind: 'firehose', config: { destination: 'redshift', retryDuration: '7200s', bufferSize: '1MiB', bufferInterval: '900s' } },
          { id: 'stage', kind: 's3-bucket' },
          { id: 'cluster', kind: 'redshift' },
        ],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose.staging', to: 'stage.staging' }, { from: 'hose.failures', to: 'stage.failures' }, { from: 'hose', to: 'cluster' }],
      },
      { length: '6h', seed: 7, interventions: [{ at: hour, type: 'fault', node: 'cluster', name: 'outage', duration: 3 * hour }] },
    );
    const manifest = (run.view('stage').newest as { key: string; purpose: string; content: { entries: object[] } | null }[]).find(({ purpose }) => purpose === 'manifest')!;
    expect(manifest.key).toMatch(/^errors\/manifests\//);
    expect(manifest.content!.entries).toMatchObject([{ mandatory: true }]);
    // An object of 90 records every 900 s: those staged 10 s after 1 h, 1 h 15, 1 h 30, 1 h 45 and 2 h see both their hours pass.
    // The last one's window ends with the first COPY after the outage, and an attempt at the very end is outside it.
    expect(run.view('stage')).toMatchObject({ manifests: 5 });
    expect(run.summary.records.parked).toBe(450);
    expect(run.summary.records.delivered + run.summary.records.parked).toBe(1800);
    expect(run.summary.records.duplicates).toBe(0);
    assertGoldenTrace(run, new URL('./golden/redshift-down.trace', import.meta.url));
  });

  it('feature 15: Direct PUT with S3 down for 62 h loses everything older than 24 h', () => {
    const run = simulate(
      { ...steady({ bufferSize: '1MiB', bufferInterval: '900s' }), nodes: steady({ bufferSize: '1MiB', bufferInterval: '900s' }).nodes.map((node) => (node.id === 'web' ? { id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.05, payloadBytes: 1000, keys: 10, stopAfter: 62 * hour } } : node)) },
      { length: '65h', seed: 7, interventions: [{ at: 0, type: 'fault', node: 'lake', name: 'outage', duration: 62 * hour }] },
    );
    const perHour = 0.05 * 3600;
    // 38 hours' records are lost; what is younger than a day when S3 comes back (or up to five minutes later) arrives.
    expect(Math.abs(run.summary.records.lost - 38 * perHour)).toBeLessThanOrEqual(perHour / 6);
    expect(run.summary.records.lostBy.expired).toBe(run.summary.records.lost);
    expect(run.summary.records.delivered + run.summary.records.lost).toBe(62 * perHour);
    expect(run.summary.records.latencyMs.max).toBeLessThan(day + 10 * 60_000);
    assertGoldenTrace(run, new URL('./golden/s3-down.trace', import.meta.url));
  });
});

describe('feature 10: the Notes / Today switch', () => {
  it('feature 10: the shortest Firehose interval is 60 s in the notes and 0 today', () => {
    const problems = (bufferInterval: number, facts: 'notes' | 'today') => {
      const parsed = parseFirehoseConfig({ bufferSize: '1MiB', bufferInterval }, limitsOf(facts));
      return parsed.ok ? [] : parsed.error.map(({ path }) => path);
    };
    expect([problems(60_000, 'notes'), problems(59_999, 'notes'), problems(0, 'today')]).toEqual([[], ['bufferInterval'], []]);
    const run = simulate(steady({ bufferSize: '5MiB', bufferInterval: 0 }), { length: '20s', seed: 7, facts: 'today' });
    expect(run.summary.records.latencyMs.max).toBeLessThan(1000);
    expect(run.view('hose').flushedByInterval).toBeGreaterThan(100);
  });
});

describe('feature 20: cost by billing unit', () => {
  it('feature 20: records of 1 KB are billed as 5 KB each', () => {
    const run = simulate(steady({ bufferSize: '5MiB', bufferInterval: '300s' }), { length: '60s', seed: 7 });
    const received = run.view('hose').received as number;
    expect(run.view('hose').billedBytes).toBe(received * 5 * 1024);
    expect(run.metric('hose', 'IncomingBytes').sum).toBe(received * 1024);
    expect(run.summary.cost.units.find((unit) => unit.unit === 'firehose-gibibyte')!.amount).toBeCloseTo((received * 5 * 1024) / 1024 ** 3, 9);
  });
});
