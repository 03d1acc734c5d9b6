/** Splunk and HTTP endpoints: tries, acknowledgements, windows, and what is left in S3. */
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { recipeOf, simulate, simulationOf } from '../../../testing/simulate.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { parseFirehoseConfig } from './config.ts';
import { PutRecordBatch } from './operations.ts';

const web = { id: 'web', kind: 'traffic', config: { recordsPerSecond: 10, payloadBytes: 1000, keys: 5, stopAfter: 30_000 } };
const chain = (hose: object, end: object, more: { nodes?: object[]; edges?: object[] } = {}) => ({
  nodes: [web, { id: 'put', kind: 'sdk-producer' }, { id: 'hose', kind: 'firehose', config: hose }, { id: 'end', kind: 'http-endpoint', config: end }, { id: 'lake', kind: 's3-bucket' }, ...(more.nodes ?? [])],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'end' }, { from: 'hose.failures', to: 'lake.failures' }, ...(more.edges ?? [])],
});
const http = (hose: object = {}) => ({ destination: 'http', bufferSize: '1MiB', bufferInterval: '60s', ...hose });
const splunk = (hose: object = {}) => ({ destination: 'splunk', ...hose });
const fault = (name: string, at: number, duration: number) => ({ at, type: 'fault', node: 'end', name, duration });
const newest = (run: ReturnType<typeof simulate>) => run.view('lake').newest as { key: string; content: { attemptsMade: number; errorCode: string } | null }[];

/** A bench with one batch, and the moments of its tries. */
function tries(hose: object, end: object, faultName: string | null, seconds: number): { at: number[]; b: ServiceBench } {
  const b = new ServiceBench('firehose', ['in'], hose as never, { facts: 'today', nodes: [{ id: 'end', kind: 'http-endpoint', config: end as never }, { id: 'lake', kind: 's3-bucket' }], edges: [{ from: 'it.endpoint', to: 'end.in' }, { from: 'it.failures', to: 'lake.failures' }] });
  if (faultName) b.intervene({ type: 'fault', node: 'end', name: faultName });
  b.begin('in', PutRecordBatch, { records: b.batch([100, 200]) });
  const at: number[] = [];
  let before = 0;
  for (let ms = 0; ms <= seconds * 1000; ms += 100) {
    b.waitUntil(ms);
    const now = b.metric('Requests', 'end');
    if (now > before) at.push(ms);
    before = now;
  }
  return { at, b };
}

describe('an HTTP endpoint', () => {
  it('gets one request a batch', () => {
    const run = simulate(chain(http(), {}), { length: '100s', facts: 'today' });
    expect(run.summary.records).toMatchObject({ born: 300, delivered: 300, duplicates: 0, lost: 0 });
    expect(run.metric('end', 'Requests').sum).toBe(1);
    expect(run.metric('hose', 'DeliveryToHttpEndpoint.Bytes').sum).toBe(300_000);
  });

  it('is tried again after 1 s, 2 s, 4 s … at most 120 s, each 15% more or less, while the retry duration lasts', () => {
    const { at, b } = tries(http({ retryDuration: '900s' }), {}, 'outage', 1200);
    const gaps = at.slice(1).map((time, i) => time - at[i]!);
    expect(gaps.length).toBeGreaterThan(10);
    for (const [i, gap] of gaps.entries()) {
      const expected = Math.min(120_000, 1000 * 2 ** i);
      expect(gap).toBeGreaterThanOrEqual(expected * 0.85 - 100);
      expect(gap).toBeLessThanOrEqual(expected * 1.15 + 100);
    }
    expect(at.at(-1)! - at[0]!).toBeLessThan(900_000);
    expect(at.at(-1)! - at[0]!).toBeGreaterThan(900_000 - 138_000);
    const [object] = b.view('lake').newest as unknown as { key: string; content: { attemptsMade: number } }[];
    expect(object!.key).toMatch(/^http-endpoint-failed\/2020\/01\/06\/00\//);
    expect(object!.content.attemptsMade).toBe(at.length);
    expect(b.simulation.records.totals()).toMatchObject({ parked: 2, lost: 0, delivered: 0 });
    assertRowsConserved(b.simulation);
  });

  it('has three minutes to answer; the last try may end after the window', () => {
    const { at, b } = tries(http({ retryDuration: '60s' }), {}, 'no-answer', 500);
    // The first try ends 180 s after it began, and its failure opens the window; the second begins 1 s later, and ends far beyond the 60 s.
    expect(at).toHaveLength(2);
    expect(at[1]! - at[0]!).toBeGreaterThan(180_000);
    expect(at[1]! - at[0]!).toBeLessThan(181_500);
    expect(b.events('documents.given-up')[0]!.at).toBeGreaterThanOrEqual(at[1]! + 180_000 - 100);
    expect(b.metric('FailuresToS3.Records')).toBe(2);
  });

  it('with a retry duration of 0 has one try', () => {
    const { at, b } = tries(http({ retryDuration: 0 }), {}, 'outage', 200);
    expect(at).toHaveLength(1);
    expect(b.metric('FailuresToS3.Records')).toBe(2);
  });

  it('that says 413 loses the batch: no further try, and nothing in the bucket', () => {
    const run = simulate(chain(http(), { maxBody: 100_000 }), { length: '300s', facts: 'today' });
    expect(run.metric('end', 'Requests').sum).toBe(1);
    expect(run.summary.records).toMatchObject({ delivered: 0, parked: 0, lost: 300, lostBy: { refused: 300 } });
    expect(run.events('batch.rejected')[0]!.detail.code).toBe('413');
    expect(run.view('hose').rejected).toBe(300);
  });

  it('that stores and then says it failed gets everything again', () => {
    const run = simulate(chain(http(), {}), { length: '200s', facts: 'today', interventions: [fault('wrong-status', 0, 65_000)] });
    expect(run.summary.records.delivered).toBe(300);
    expect(run.summary.records.duplicates).toBeGreaterThanOrEqual(300);
    expect(run.summary.records.parked).toBe(0);
  });

  it('exists today, with buffers of up to 64 MiB', () => {
    const problems = (raw: object, facts: 'notes' | 'today') => {
      const parsed = parseFirehoseConfig(raw, limitsOf(facts));
      return parsed.ok ? [] : parsed.error.map(({ path }) => path);
    };
    expect(problems({ destination: 'http' }, 'notes')).toEqual(['destination']);
    expect(problems({ destination: 'http', bufferSize: '64MiB', bufferInterval: 0 }, 'today')).toEqual([]);
    expect(problems({ destination: 'http', bufferSize: '65MiB', bufferInterval: '901s' }, 'today')).toEqual(['bufferSize', 'bufferInterval']);
    expect(problems({ destination: 'http', retryDuration: '7201s' }, 'today')).toEqual(['retryDuration']);
  });
});

describe('Splunk', () => {
  it('is believed when it acknowledges, not before', () => {
    const run = simulate(chain(splunk(), { type: 'splunk', indexTime: 20_000 }), { length: '150s', facts: 'notes' });
    expect(run.summary.records).toMatchObject({ born: 300, delivered: 300, duplicates: 0 });
    expect(run.metric('end', 'Requests').sum).toBe(1);
    expect(run.metric('hose', 'DeliveryToSplunk.DataAckLatency').max).toBeGreaterThanOrEqual(20_000);
    expect(run.metric('hose', 'DeliveryToSplunk.Records').sum).toBe(300);
  });

  it('acknowledgements that never come: the batch is sent again after the timeout, twice indexed, and backed up in the end', () => {
    const run = simulate(chain(splunk({ ackTimeout: '180s', retryDuration: '300s' }), { type: 'splunk' }), { length: '1200s', facts: 'notes', interventions: [fault('lose-acks', 0, 1_200_000)] });
    // Sent at 60 s, 241 s and 423 s: 182 s after the first failure, inside the window; a fourth would begin after its 300 s.
    expect(run.metric('end', 'Requests').sum).toBe(3);
    expect(run.summary.records.duplicates).toBe(600);
    expect(newest(run)[0]).toMatchObject({ content: { attemptsMade: 3, errorCode: 'Splunk.AckTimeout' } });
    expect(newest(run)[0]!.key).toMatch(/^splunk-failed\//);
    expect(run.events('documents.given-up')[0]!.atMs).toBeGreaterThan(240_000 + 300_000);
  });

  it('that dies between its answer and its index never acknowledges; the next try arrives', () => {
    const run = simulate(chain(splunk({ retryDuration: '600s' }), { type: 'splunk', indexTime: 30_000 }), { length: '600s', facts: 'notes', interventions: [fault('outage', 70_000, 10_000)] });
    expect(run.summary.records).toMatchObject({ delivered: 300, lost: 0, parked: 0, duplicates: 0 });
    expect(run.metric('end', 'Requests').sum).toBe(2);
    expect(run.events('delivery.failed')[0]!.detail).toMatchObject({ destination: 'splunk', code: 'Splunk.AckTimeout' });
    expect(run.events('delivery.recovered')).toHaveLength(1);
  });

  it('without acknowledgements is a failure', () => {
    const run = simulate(chain(splunk({ retryDuration: 0 }), { type: 'splunk', acknowledges: false }), { length: '200s', facts: 'notes' });
    expect(newest(run)[0]).toMatchObject({ content: { attemptsMade: 1, errorCode: 'Splunk.AckingDisabled' } });
  });

  it('has its own buffers, by edition, and ten calls of a function at a time', () => {
    const parsed = (raw: object, facts: 'notes' | 'today') => {
      const found = parseFirehoseConfig({ destination: 'splunk', ...raw }, limitsOf(facts));
      return found.ok ? found.value : found.error.map(({ path }) => path);
    };
    expect(parsed({}, 'notes')).toMatchObject({ bufferSize: 5 * 1024 * 1024, bufferInterval: 60_000, ackTimeout: 180_000 });
    expect(parsed({ bufferSize: '1MiB', bufferInterval: '30s' }, 'notes')).toEqual(['bufferSize', 'bufferInterval']);
    expect(parsed({ bufferSize: '1MiB', bufferInterval: 0 }, 'today')).toMatchObject({ bufferSize: 1024 * 1024, lambdaBufferSize: 256 * 1024 });
    expect(parsed({ bufferSize: '6MiB', bufferInterval: '61s' }, 'today')).toEqual(['bufferSize', 'bufferInterval']);
    expect(parsed({ ackTimeout: '60s' }, 'today')).toEqual(['ackTimeout']);
    const busy = chain(splunk({ lambdaBufferSize: '1MiB' }), { type: 'splunk' }, { nodes: [{ id: 'fn', kind: 'lambda-function', config: { durationPerRecord: 200, timeout: 60_000 } }], edges: [{ from: 'hose', to: 'fn' }] });
    const nodes = busy.nodes.map((node) => (node === web ? { ...web, config: { recordsPerSecond: 300, payloadBytes: 10_000, keys: 5, stopAfter: 10_000 } } : node));
    const run = simulate({ ...busy, nodes }, { length: '200s', facts: 'today', checkInvariants: false });
    expect(run.metric('fn', 'ConcurrentExecutions').max).toBe(10);
  });
});

describe('a backup of all that comes', () => {
  it('lies in the bucket for failures, untransformed, beside what failed', () => {
    for (const [destination, kind, config] of [['search', 'search-index', {}], ['splunk', 'http-endpoint', { type: 'splunk' }], ['http', 'http-endpoint', {}]] as const) {
      const recipe = (s3BackupMode: string) => ({
        nodes: [web, { id: 'put', kind: 'sdk-producer' }, { id: 'hose', kind: 'firehose', config: { destination, s3BackupMode, prefix: 'all/', ...(destination === 'splunk' ? {} : { bufferSize: '1MiB', bufferInterval: '60s' }) } }, { id: 'end', kind, config }, { id: 'lake', kind: 's3-bucket' }, { id: 'fn', kind: 'lambda-function', config: { processingFailed: ['key-1'] } }],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'end' }, { from: 'hose.failures', to: 'lake.failures' }, { from: 'hose', to: 'fn' }],
      });
      const all = simulate(recipe('All'), { length: '250s', facts: 'today' });
      expect(all.view('lake'), destination).toMatchObject({ backupObjects: 1, backupRecords: 300, failedRecords: 60 });
      expect((all.view('lake').newest as { key: string; purpose: string }[]).find(({ purpose }) => purpose === 'backup')!.key).toMatch(/^all\/2020\/01\/06\/00\/hose-1-/);
      expect(all.summary.records, destination).toMatchObject({ delivered: 240, parked: 60, duplicates: 0, lost: 0 });
      expect(simulate(recipe('FailedOnly'), { length: '250s', facts: 'today' }).view('lake'), destination).toMatchObject({ backupObjects: 0, failedRecords: 60 });
    }
  });
});

describe('no row is counted twice or forgotten', () => {
  it('under faults and lost answers; and a restored run tells the same story', () => {
    for (const [i, [hose, end]] of ([[http({ retryDuration: '20s', s3BackupMode: 'All' }), { failureRate: 0.3 }], [splunk({ retryDuration: '200s' }), { type: 'splunk', failureRate: 0.2 }]] as const).entries()) {
      const raw = chain(hose, end);
      const recipe = recipeOf({ ...raw, edges: raw.edges.map((edge) => ({ ...edge, ...((edge as { from?: string }).from === 'hose' ? { loseReplies: 0.1 } : {}) })) }, { length: '700s', facts: 'today', seed: 5 + i, interventions: [fault('outage', 65_000, 30_000), fault('lose-acks', 100_000, 50_000), fault('no-answer', 200_000, 20_000), fault('wrong-status', 0, 65_000)] });
      const one = simulationOf(recipe);
      for (let at = 0; at <= 700_000; at += 10_000) {
        expect(one.runUntil(at).type).not.toBe('invariant-broken');
        assertRowsConserved(one);
      }
      const other = simulationOf(recipe);
      other.runUntil(123_456);
      const kept = other.checkpoint();
      other.runUntil(300_000);
      other.restore(kept);
      other.runUntil(700_000);
      expect(other.digest()).toBe(one.digest());
    }
  });
});
