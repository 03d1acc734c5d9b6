import { describe, expect, it, vi } from 'vitest';
import { simulate, type SimulateOptions } from '../../../testing/simulate.ts';
import { limitsOf } from '../../../sim/limits.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import fc from 'fast-check';
import { parseConnectorConfig } from './config.ts';
import { afterTry, flushReason, shouldFlush, triesOf, type Emitted } from './rules.ts';

vi.setConfig({ testTimeout: 60_000 });

const limits = { records: 1000, bytes: 1_048_576, ms: Number.MAX_SAFE_INTEGER };

/** Plays what an emitter returns, try after try. */
function play(returns: readonly Emitted[], retryLimit: number, backoffMs: number) {
  let sleptMs = 0;
  for (let tries = 1; ; tries++) {
    const next = afterTry(returns[tries - 1]!, tries, retryLimit);
    if (next.sleeps) sleptMs += backoffMs;
    if (next.type !== 'again') return { emitCalls: tries, sleptMs, failCalled: next.fail, checkpointWritten: next.type === 'done', bufferCleared: next.type === 'done' };
  }
}
const returned = (failed: number): Emitted => ({ type: 'returned', failed });

describe('golden cases of the Connector Library', () => {
  it('CON-01: bytes alone flush', () => {
    expect(shouldFlush({ records: 999, bytes: 1_048_576 }, 0, limits)).toBe(true);
    expect(flushReason({ records: 999, bytes: 1_048_576 }, 0, limits)).toBe('bytes');
    expect(shouldFlush({ records: 999, bytes: 1_048_575 }, 0, limits)).toBe(false);
  });

  it('CON-02: an empty buffer is never flushed', () => {
    expect(shouldFlush({ records: 0, bytes: 0 }, 5000, { ...limits, ms: 1000 })).toBe(false);
    expect(shouldFlush({ records: 1, bytes: 0 }, 5000, { ...limits, ms: 1000 })).toBe(true);
  });

  it('CON-04: one item fails, the second try takes it', () => {
    expect(play([returned(1), returned(0)], 3, 10_000)).toEqual({ emitCalls: 2, sleptMs: 10_000, failCalled: false, checkpointWritten: true, bufferCleared: true });
  });

  it('CON-05: an exception: fail is called, nothing is checkpointed or cleared', () => {
    expect(play([{ type: 'threw' }], 3, 10_000)).toEqual({ emitCalls: 1, sleptMs: 0, failCalled: true, checkpointWritten: false, bufferCleared: false });
  });

  it('what never gets through fails after all tries, with a sleep after each, and is checkpointed', () => {
    expect(play([returned(2), returned(2), returned(1)], 3, 10_000)).toEqual({ emitCalls: 3, sleptMs: 30_000, failCalled: true, checkpointWritten: true, bufferCleared: true });
    expect([triesOf(0), triesOf(-1), triesOf(3)]).toEqual([1, 1, 3]);
  });
});

const run = (targets: string, connector: string, options: SimulateOptions, app = '', traffic = 'rate=50/s, size=100B, keys=20') =>
  simulate(`web: traffic(${traffic}) -> clicks: kinesis-streams(shards=2) -> app: kcl-application(from=TRIM_HORIZON${app}) -> emit: connector(${connector})\n${targets}`, { checkInvariants: false, ...options });
const fault = (node: string, name: string, at: number, duration?: number) => ({ at, type: 'fault', node, name, ...(duration === undefined ? {} : { duration }) });

describe('to S3', () => {
  const s3 = 'emit -> lake: s3-bucket';

  it('objects of about the buffer, named by their sequence numbers; everything arrives once', () => {
    const of = run(s3, 'records=200', { length: '120s' });
    expect(of.summary.records).toMatchObject({ lost: 0, duplicates: 0, orderViolations: 0 });
    expect(of.summary.records.delivered).toBeGreaterThan(5500);
    const flushed = of.events('buffer.flushed');
    expect(flushed.every((event) => event.detail.why === 'records' && (event.detail.records as number) >= 200)).toBe(true);
    expect(of.metric('emit', 'RecordsEmitted').sum).toBe(of.summary.records.delivered);
  });

  it('by time too, when nothing comes: empty batches look at the buffer as well', () => {
    const of = run(s3, 'time=20s', { length: '60s' }, '', 'rate=50/s, size=100B, keys=20, stopAfter=5s');
    expect(of.events('buffer.flushed').every((event) => event.detail.why === 'time')).toBe(true);
    expect(of.summary.records.delivered).toBe(250);
  });

  it('without a limit reached nothing is written, and nothing is checkpointed', () => {
    const of = run(s3, '', { length: '60s' }, '', 'rate=2/s, size=100B, keys=20');
    expect(of.summary.records.delivered).toBe(0);
    expect(of.metric('app', 'Checkpoints').sum).toBe(0);
    expect(of.view('emit').buffered).toBeGreaterThan(110);
  });

  it('an outage of a minute: tried three times, then failed and checkpointed all the same', () => {
    const of = run(s3, 'records=100', { length: '200s', interventions: [fault('lake', 'outage', 60_000, 60_000)] });
    expect(of.events('emit.failed').length).toBeGreaterThan(0);
    const failed = of.metric('emit', 'RecordsFailed').sum;
    expect(failed).toBeGreaterThan(100);
    expect(of.summary.records.born - of.summary.records.delivered).toBeGreaterThanOrEqual(failed);
    const [first, second] = of.events('emit.returned-failed').filter((event) => event.subject === 'shardId-000000000000');
    // Ten seconds of sleep, and the request.
    expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(10_000);
    expect(second!.atMs - first!.atMs).toBeLessThan(10_100);
    // With patience enough nothing is lost.
    expect(run(s3, 'records=100, tries=20', { length: '300s', interventions: [fault('lake', 'outage', 60_000, 60_000)] }).metric('emit', 'RecordsFailed').sum).toBe(0);
  });

  it('an emitter that throws: fail is called, the buffer is kept without a checkpoint, and the next batch tries again', () => {
    const of = run(s3, 'records=100, emitTimeout=100', { length: '120s', interventions: [fault('lake', 'slow', 60_000, 20_000)] });
    const times = (type: string) => of.events(type).reduce((sum, event) => sum + event.count, 0);
    // The next batch comes about a second later, and all that was kept goes with it.
    expect(times('emit.threw')).toBeGreaterThan(20);
    expect(times('emit.failed')).toBe(times('emit.threw'));
    const largest = Math.max(...of.events('buffer.flushed').map((event) => (event.detail.records as number) / event.count));
    expect(largest).toBeGreaterThan(200);
    expect(of.summary.records.lost).toBe(0);
    expect(of.summary.records.delivered).toBeGreaterThan(5500);
    // Objects were written all the same, only late: their records lie in two of them.
    expect(of.summary.records.duplicates).toBeGreaterThan(0);
  });

  it('a crash drops the buffer, and its records are read again', () => {
    const of = run(s3, 'records=300', { length: '150s', interventions: [fault('app', 'crash', 60_500, 1000)] });
    expect(of.summary.records.lost).toBe(0);
    // Only what was emitted and not yet checkpointed could come twice.
    expect(of.summary.records.duplicates).toBe(0);
    expect(of.summary.records.delivered).toBeGreaterThan(6900);
  });

  it('the end of a shard empties the buffer', () => {
    const of = run(s3, 'records=100000', { length: '100s', interventions: [{ at: 30_000, type: 'operate', node: 'clicks', operation: 'MergeShards', request: { ShardToMerge: '0', AdjacentShardToMerge: '1' } }] });
    expect(of.events('shard.ended')).toHaveLength(2);
    expect(of.events('buffer.flushed').map((event) => event.detail.why)).toEqual(['shutdown', 'shutdown']);
    // The merge is done 30 s after it was asked for.
    expect(Math.abs(of.summary.records.delivered - 3000)).toBeLessThan(20);
  });

  it('flushes of a fixed number put the same records into the same objects after a crash', () => {
    const of = run(s3, 'records=50, flush=exact-count', { length: '60s' });
    const counts = of.events('buffer.flushed').map((event) => (event.detail.records as number) / event.count);
    expect(new Set(counts)).toEqual(new Set([50]));
  });
});

describe('to other targets', () => {
  it('DynamoDB: 25 items a call; what is throttled is tried again', () => {
    const of = run('emit -> items: dynamodb-table(wcu=15, burst=0)', 'records=100, tries=30, backoff=1s', { length: '150s' }, '', 'rate=20/s, size=100B, keys=20, stopAfter=60s');
    expect(of.metric('items', 'WriteThrottleEvents').sum).toBeGreaterThan(0);
    expect(of.events('emit.returned-failed').length).toBeGreaterThan(0);
    expect(of.summary.records).toMatchObject({ lost: 0, duplicates: 0 });
    expect(of.metric('emit', 'RecordsFailed').sum).toBe(0);
    expect(of.summary.records.delivered).toBeGreaterThan(950);
  });

  it('DynamoDB by the id of the event: what a crash repeats is no second item', () => {
    const events = (itemKey: string) => run(`emit -> items: dynamodb-table(wcu=1000, itemKey=${itemKey})`, 'records=20, tries=2, backoff=5s', { length: '150s', interventions: [fault('app', 'crash', 60_000, 1000), fault('app', 'pause', 90_000, 30_000)] }, ', workers=2');
    expect(events('event-id').summary.records.duplicates).toBe(0);
    expect(events('event-id').summary.records.lost).toBe(0);
  });

  it('Elasticsearch and Redshift', () => {
    expect(run('emit -> search: search-index', 'records=100', { length: '60s' }).summary.records.delivered).toBeGreaterThan(2600);
    const of = simulate(
      {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 50, payloadBytes: 100 } },
          { id: 'put', kind: 'sdk-producer' },
          { id: 'clicks', kind: 'kinesis-streams' },
          { id: 'app', kind: 'kcl-application', config: { initialPosition: 'TRIM_HORIZON' } },
          { id: 'emit', kind: 'connector', config: { bufferRecords: 200 } },
          { id: 'lake', kind: 's3-bucket' },
          { id: 'dw', kind: 'redshift' },
        ],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'app' }, { from: 'app', to: 'emit' }, { from: 'emit', to: 'dw' }, { from: { node: 'emit', port: 'staging' }, to: { node: 'lake', port: 'staging' } }],
      },
      { length: '120s', checkInvariants: false, interventions: [fault('dw', 'outage', 30_000, 12_000)] },
    );
    expect(of.events('emit.returned-failed').length).toBeGreaterThan(0);
    expect(of.summary.sinks.dw).toMatchObject({ duplicates: 0, lost: 0 });
    expect(of.summary.sinks.dw!.delivered).toBeGreaterThan(5000);
  });
});

describe('transformer and filter', () => {
  it('keep classes, and pass over what cannot be read', () => {
    const classes = '[{name: good, share: 0.8, keys: 5, groups: 1}, {name: beat, share: 0.1, keys: 5, groups: 1}, {name: bad, share: 0.1, keys: 5, groups: 1}]';
    const of = run('emit -> lake: s3-bucket', 'records=100, keep=[good], unreadable=[bad]', { length: '60s' }, '', `rate=50/s, size=100B, classes=${classes}`);
    expect(of.view('emit').filtered).toBeGreaterThan(200);
    expect(of.view('emit').unreadable).toBeGreaterThan(200);
    expect(of.summary.records.delivered).toBeGreaterThan(1900);
    expect(of.summary.records.delivered).toBeLessThan(2450);
  });
});

it('no configuration makes the parser throw', () => {
  assertForAll(fc.anything(), (raw) => void parseConnectorConfig(raw, limitsOf('notes')), { seed: 5, runs: 300 });
});
