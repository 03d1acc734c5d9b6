import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { recipeOf, simulate, simulationOf } from '../../../testing/simulate.ts';

const stream = (config: object, traffic: object = {}, shards = 1) => ({
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 50, payloadBytes: 100, keys: 10, stopAfter: 20_000, ...traffic } },
    { id: 'put', kind: 'sdk-producer' },
    { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: shards, controlPlaneDelay: 1000 } },
    { id: 'fn', kind: 'lambda-function', config },
    { id: 'dead', kind: 'sqs-queue' },
  ],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'fn' }, { from: 'fn.failures', to: 'dead.in' }],
});
const poison = { classes: [{ name: 'good', share: 0.99, keys: 9 }, { name: 'poison', share: 0.01, keys: 1 }] };

describe('a stream as event source', () => {
  it('delivers everything once and in order', () => {
    const run = simulate(stream({}, {}, 2), { length: '30s' });
    expect(run.summary.records).toMatchObject({ born: 1000, delivered: 1000, duplicates: 0, orderViolations: 0 });
    expect(run.metric('fn', 'Invocations').sum).toBeGreaterThan(20);
  });

  it('waits for full batches as long as the window lasts', () => {
    const small = simulate(stream({ batchSize: 500 }), { length: '40s' }).metric('fn', 'Invocations').sum;
    const windowed = simulate(stream({ batchSize: 500, batchWindow: 10_000 }), { length: '40s' });
    expect(small).toBeGreaterThanOrEqual(19);
    expect(windowed.metric('fn', 'Invocations').sum).toBeLessThanOrEqual(4);
    expect(windowed.summary.records.delivered).toBe(1000);
  });

  it('a batch that always fails holds up its shard until its records expire, unless retries end', () => {
    const stuck = simulate(stream({ failOn: ['poison'] }, poison), { length: '60s' });
    expect(stuck.summary.records.delivered).toBeLessThan(900);
    expect(stuck.events('batch.retried').length).toBeGreaterThan(0);
    const limited = simulate(stream({ failOn: ['poison'], maxRetries: 2, bisectOnError: true }, poison), { length: '120s' });
    expect(limited.events('batch.bisected').length).toBeGreaterThan(0);
    // Cutting finds the poison: all others arrive, and the poison lies in the queue for failures.
    expect(limited.summary.records.delivered + Number(limited.view('fn').deadLettered)).toBe(1000);
    expect(limited.view('fn').deadLettered).toBeGreaterThan(2);
    expect(limited.view('fn').deadLettered).toBeLessThan(30);
    const whole = simulate(stream({ failOn: ['poison'], maxRetries: 2 }, poison), { length: '200s' });
    expect(whole.view('fn').deadLettered).toBeGreaterThan(limited.view('fn').deadLettered as number);
  });

  it('gives up records above their largest age', () => {
    const run = simulate(stream({ maxRecordAge: 5000 }), { length: '60s', interventions: [{ at: 2000, type: 'fault', node: 'fn', name: 'errors', duration: 12_000 }] });
    expect(run.events('batch.discarded').length).toBeGreaterThan(0);
    expect(run.summary.records.delivered).toBeGreaterThan(400);
    expect((run.view('fn').deadLettered as number) + run.summary.records.delivered).toBe(1000);
  });

  it('several lanes work one shard side by side and keep the order of keys', () => {
    const slow = (factor: number) => simulate(stream({ parallelizationFactor: factor, durationPerRecord: 40, batchSize: 20 }), { length: '30s' });
    expect(slow(1).summary.records.delivered).toBeLessThan(760);
    const parallel = slow(4);
    expect(parallel.summary.records.delivered).toBeGreaterThan(950);
    expect(parallel.summary.records.orderViolations).toBe(0);
    expect(parallel.metric('fn', 'ConcurrentExecutions').max).toBeGreaterThan(1);
  });

  it('answers that give back a part go on from the first failure', () => {
    const run = simulate(stream({ failOn: ['poison'], reportBatchItemFailures: true, maxRetries: 1 }, poison), { length: '120s' });
    expect(run.summary.records.delivered).toBeGreaterThan(700);
    expect(run.events('batch.retried').some((event) => event.detail.message === 'batchItemFailures')).toBe(true);
  });

  it('reads children after their parents', () => {
    const run = simulate(stream({}, { stopAfter: 25_000 }), { length: '40s', interventions: [{ at: 5000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } }] });
    expect(run.summary.records).toMatchObject({ born: 1250, delivered: 1250, orderViolations: 0 });
    expect(run.events('shard.drained')).toHaveLength(1);
  });

  it('throttles hold records up and lose none', () => {
    const run = simulate(stream({}), { length: '60s', interventions: [{ at: 2000, type: 'fault', node: 'fn', name: 'throttle', duration: 10_000 }] });
    expect(run.metric('fn', 'Throttles').sum).toBeGreaterThan(2);
    expect(run.summary.records).toMatchObject({ delivered: 1000, lost: 0 });
  });
});

const queue = (config: object, traffic: object = {}, queueConfig: object = {}) => ({
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 20, payloadBytes: 100, keys: 10, stopAfter: 20_000, ...traffic } },
    { id: 'put', kind: 'sdk-producer' },
    { id: 'clicks', kind: 'kinesis-streams' },
    { id: 'relay', kind: 'lambda-function', config: { batchSize: 10 } },
    { id: 'jobs', kind: 'sqs-queue', config: { visibilityTimeout: 30_000, ...queueConfig } },
    { id: 'fn', kind: 'lambda-function', config },
  ],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'relay' }, { from: 'relay', to: 'jobs' }, { from: 'jobs', to: 'fn' }],
});

describe('a queue as event source', () => {
  it('messages are handled and deleted', () => {
    const run = simulate(queue({}), { length: '60s' });
    expect(run.summary.records).toMatchObject({ born: 400, delivered: 400, duplicates: 0 });
  });

  it('a failed batch comes again when its visibility ends; a partial answer sends back only what failed', () => {
    const failing = simulate(queue({ errorRate: 0.5 }, {}, { visibilityTimeout: 5000 }), { length: '300s' });
    expect(failing.summary.records.delivered).toBeGreaterThan(395);
    expect(failing.events('batch.returned').length).toBeGreaterThan(0);
    const partial = simulate(queue({ failOn: ['poison'], reportBatchItemFailures: true }, poison), { length: '40s' });
    expect(partial.summary.records.duplicates).toBe(0);
    // What was given back is not deleted.
    expect(partial.metric('jobs', 'NumberOfMessagesDeleted').sum).toBe(partial.summary.records.delivered);
    expect(partial.summary.records.delivered).toBeLessThan(400);
    expect(partial.summary.records.delivered).toBeGreaterThan(380);
  });

  it('pollers grow in number while all are busy', () => {
    const run = simulate(queue({ durationPerRecord: 2000, timeout: 60_000 }, { recordsPerSecond: 40, stopAfter: 120_000 }, { visibilityTimeout: 120_000 }), { length: '130s' });
    expect(run.view('fn').pollers).toBeGreaterThan(10);
    expect(run.metric('fn', 'ConcurrentExecutions').max).toBeGreaterThan(5);
    expect(simulate(queue({ durationPerRecord: 2000, timeout: 60_000, maxConcurrency: 3 }, { recordsPerSecond: 40 }), { length: '100s' }).metric('fn', 'ConcurrentExecutions').max).toBe(3);
  });
});

describe('no row is counted twice or forgotten', { timeout: 60_000 }, () => {
  it('under random settings and faults; and a restored run tells the same story', () => {
    const drawn = fc.record({
      config: fc.record({
        batchSize: fc.constantFrom(1, 10, 100),
        batchWindow: fc.constantFrom(0, 1500),
        parallelizationFactor: fc.constantFrom(1, 3),
        bisectOnError: fc.boolean(),
        maxRetries: fc.constantFrom(-1, 0, 2),
        errorRate: fc.constantFrom(0, 0.3),
        reportBatchItemFailures: fc.boolean(),
        failOn: fc.constantFrom([], ['poison']),
        concurrency: fc.constantFrom(1, 100),
      }),
      source: fc.constantFrom('stream', 'queue'),
      faults: fc.array(fc.record({ at: fc.integer({ min: 0, max: 9000 }), type: fc.constant('fault'), node: fc.constant('fn'), name: fc.constantFrom('errors', 'slow', 'throttle'), duration: fc.constantFrom(500, 4000) }), { maxLength: 3 }),
      seed: fc.nat(1000),
    });
    assertForAll(
      drawn,
      ({ config, source, faults, seed }) => {
        const raw = source === 'stream' ? stream(config, poison, 2) : queue(config, poison, { visibilityTimeout: 2000 });
        const recipe = recipeOf(raw, { length: '10s', interventions: faults, seed });
        const one = simulationOf(recipe);
        for (let at = 500; at <= 10_000; at += 500) {
          const status = one.runUntil(at);
          if (status.type === 'invariant-broken') throw new Error(status.name);
          assertRowsConserved(one);
        }
        const other = simulationOf(recipe);
        other.runUntil(4321);
        const kept = other.checkpoint();
        other.runUntil(10_000);
        other.restore(kept);
        other.runUntil(10_000);
        expect(other.digest()).toBe(one.digest());
      },
      { seed: 72, runs: 25 },
    );
  });
});
