import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { recipeOf, simulationOf, type SimulateOptions } from '../../../testing/simulate.ts';
import { limitsOf } from '../../../sim/limits.ts';
import { parseKclConfig } from './config.ts';
import { leaseOf } from './leases.ts';

const length = 60_000;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const some = (shape: Record<string, fc.Arbitrary<unknown>>) => fc.record(shape).map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)));
const at = fc.integer({ min: 0, max: length - 1000 });
const duration = maybe(fc.constantFrom(1, 700, 8000, 20_000));

function drawn(facts: 'notes' | 'today') {
  const app = some({
    workers: fc.constantFrom(1, 2, 4),
    mode: facts === 'today' ? maybe(fc.constantFrom('polling', 'enhanced-fan-out')) : fc.constant(undefined),
    failoverTime: maybe(fc.constantFrom(1000, 3000, 10_000)),
    idleTime: maybe(fc.constantFrom(200, 1000)),
    maxRecords: maybe(fc.constantFrom(1, 30, 10_000)),
    processingPerRecord: fc.constantFrom(0, 0.3, 20),
    initialPosition: maybe(fc.constantFrom('LATEST', 'TRIM_HORIZON', 'AT_TIMESTAMP')),
    startAt: maybe(fc.constantFrom(0, 3000)),
    checkpoint: maybe(fc.constantFrom('every-batch', 'every-records', 'every-interval', 'before-processing', 'explicit', 'never')),
    checkpointEvery: maybe(fc.constantFrom(1, 7, 100)),
    checkpointInterval: maybe(fc.constantFrom(0, 5000)),
    checkpointBackoff: maybe(fc.constantFrom(1, 3000)),
    checkpointTries: maybe(fc.constantFrom(1, 10)),
    replaceAfter: maybe(fc.constantFrom(1, 5000)),
    priorityAssignment: maybe(fc.boolean()),
    idempotent: maybe(fc.boolean()),
    ...(facts === 'today'
      ? { leaseAssignment: maybe(fc.constantFrom('lease-count', 'worker-utilization')), workerMetric: maybe(fc.constantFrom('cpu', 'throughput')), workerCores: maybe(fc.constantFrom(1, 8)), gracefulHandoff: maybe(fc.boolean()) }
      : {}),
  });
  const table = some({ writeCapacityUnits: maybe(fc.constantFrom(1, 5, 100)), burstSeconds: maybe(fc.constantFrom(0, 20)) });
  const emit = some({ bufferRecords: maybe(fc.constantFrom(1, 40, 1000)), bufferTime: maybe(fc.constantFrom(0, 5000)), flush: maybe(fc.constantFrom('after-batch', 'exact-count')), retryLimit: maybe(fc.constantFrom(0, 3)), backoff: maybe(fc.constantFrom(0, 2000)), emitTimeout: maybe(fc.constantFrom(10, 60_000)), keep: maybe(fc.constantFrom(['key-1'], ['key-0', 'key-2'])) });
  const edge = some({ latencyMs: maybe(fc.constantFrom(0, 5, 300)), loseRequests: maybe(fc.constantFrom(0, 0.05)), loseReplies: maybe(fc.constantFrom(0, 0.05)) });
  const fault = (node: string, name: string, target?: fc.Arbitrary<string>) => fc.record({ at, type: fc.constantFrom('fault', 'fault', 'fault', 'recover'), node: fc.constant(node), name: fc.constant(name), ...(target ? { target } : {}), duration });
  const worker = fc.constantFrom('worker-1', 'worker-2', 'worker-3');
  const operate = (node: string, operation: string, request: fc.Arbitrary<object>) => fc.record({ at, type: fc.constant('operate'), node: fc.constant(node), operation: fc.constant(operation), request });
  const shard = fc.integer({ min: 0, max: 6 }).map(String);
  const one = fc.oneof(
    fault('app', 'crash', worker),
    fault('app', 'crash', worker),
    fault('app', 'pause', worker),
    fault('app', 'slow', worker),
    fault('app', 'exception', worker),
    fault('leases', 'throttle'),
    fault('leases', 'outage'),
    fault('clicks', 'internal-failure'),
    operate('clicks', 'SplitShard', fc.record({ ShardToSplit: shard })),
    operate('clicks', 'MergeShards', fc.record({ ShardToMerge: shard, AdjacentShardToMerge: shard })),
    operate('app', 'Checkpoint', fc.record({})),
    operate('leases', 'UpdateTable', fc.record({ WriteCapacityUnits: fc.constantFrom(1, 50) })),
    fc.record({ at, type: fc.constant('setConfig'), node: fc.constant('app'), config: fc.record({ workers: fc.constantFrom(0, 1, 3), ...(facts === 'today' ? { mode: fc.constantFrom('polling', 'enhanced-fan-out'), leaseAssignment: fc.constantFrom('lease-count', 'worker-utilization') } : {}) }) }),
  );
  const target = fc.constantFrom('none', 'bucket', 'items', 'own-table');
  return fc.record({ app, table, emit, target, rate: fc.constantFrom(3, 40), edges: fc.tuple(edge, edge, edge), interventions: fc.array(one, { maxLength: 6, size: 'max' }), seed: fc.integer({ min: 1, max: 1000 }) }).map((of) => {
    const connected = of.target === 'bucket' || of.target === 'items';
    return {
      nodes: [
        { id: 'web', kind: 'traffic', config: { recordsPerSecond: of.rate, payloadBytes: 100, keys: 5 } },
        { id: 'put', kind: 'sdk-producer' },
        { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 2, controlPlaneDelay: 500 } },
        { id: 'app', kind: 'kcl-application', config: of.app },
        { id: 'leases', kind: 'dynamodb-table', config: of.table },
        ...(connected ? [{ id: 'emit', kind: 'connector', config: of.emit }, of.target === 'bucket' ? { id: 'target', kind: 's3-bucket' } : { id: 'target', kind: 'dynamodb-table', config: { itemKey: 'event-id' } }] : []),
      ],
      edges: [
        { from: 'web', to: 'put' },
        { from: 'put', to: 'clicks' },
        { from: 'clicks', to: 'app', ...of.edges[0] },
        ...(of.target === 'own-table' ? [] : [{ from: 'app', to: 'leases', ...of.edges[1] }]),
        ...(connected ? [{ from: 'app', to: 'emit' }, { from: 'emit', to: 'target', ...of.edges[2] }] : []),
      ],
      interventions: of.interventions,
      length,
      seed: of.seed,
    };
  });
}

function assertConserved(source: unknown, options: SimulateOptions = {}, step = 1500): void {
  const recipe = recipeOf(source, options);
  const simulation = simulationOf(recipe, { ...options, checkInvariants: true });
  for (let now = 0; now < recipe.length; now += step) {
    const status = simulation.runUntil(Math.min(now + step, recipe.length));
    if (status.type === 'invariant-broken') throw new Error(`${status.node}: ${status.name} at ${simulation.now} ms`);
    assertRowsConserved(simulation);
  }
}

describe('no record is counted twice or forgotten', { timeout: 120_000 }, () => {
  it('under drawn configurations, faults and reshards', () => {
    assertForAll(drawn('notes'), (recipe) => assertConserved(recipe), { seed: 99, runs: 18 });
  });

  it('when a worker dies while its records are on the way to a target', () => {
    const crashes = [5000, 9300, 13_000, 17_700, 22_100, 26_000].map((when) => ({ at: when, type: 'fault', node: 'app', name: 'crash', duration: 300 }));
    assertConserved('traffic(rate=40/s, size=100B, keys=5) -> kinesis-streams(shards=2) -> app: kcl-application(from=TRIM_HORIZON) -> connector(records=20) -> s3-bucket(requestTime=2500)', { length: '30s', interventions: crashes }, 100);
  });

  it('and in the Today edition', () => {
    assertForAll(drawn('today'), (recipe) => assertConserved(recipe, { facts: 'today' }), { seed: 100, runs: 18 });
  });
});

describe('one recipe, one run', { timeout: 120_000 }, () => {
  it('in slices of any size, and after going back', () => {
    assertForAll(
      fc.constantFrom('notes' as const, 'today' as const).chain((facts) => fc.tuple(fc.constant(facts), drawn(facts), fc.integer({ min: 1, max: length - 1 }))),
      ([facts, raw, middle]) => {
        const recipe = recipeOf(raw, { facts });
        const whole = simulationOf(recipe, { checkInvariants: false });
        whole.runUntil(length);
        const sliced = simulationOf(recipe, { checkInvariants: false });
        for (let now = 777; now < length; now += 777) sliced.runUntil(now);
        sliced.runUntil(length);
        expect(sliced.digest()).toBe(whole.digest());
        const back = simulationOf(recipe, { checkInvariants: false });
        back.runUntil(middle);
        const checkpoint = back.checkpoint();
        back.runUntil(length);
        back.restore(checkpoint);
        back.runUntil(length);
        expect(back.digest()).toBe(whole.digest());
      },
      { seed: 7, runs: 12 },
    );
  });
});

describe('parsers', () => {
  it('never throw', () => {
    assertForAll(fc.anything(), (raw) => void parseKclConfig(raw, limitsOf('notes')), { seed: 5, runs: 300 });
    assertForAll(fc.dictionary(fc.constantFrom('leaseKey', 'leaseOwner', 'leaseCounter', 'checkpoint', 'checkpointSubSequenceNumber', 'parentShardId', 'startingHashKey'), fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.string()), fc.constant('shardId-000000000003'))), (item) => void leaseOf(item as never), { seed: 6, runs: 500 });
  });
});
