import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { recipeOf, simulate, simulationOf, type FinishedRun } from '../../../testing/simulate.ts';

interface Wanted {
  readonly traffic?: object;
  readonly kpl?: object;
  readonly stream?: object;
  readonly reader?: object;
  readonly edge?: object;
  readonly interventions?: readonly unknown[];
  readonly length?: string | number;
}

const chain = ({ traffic, kpl, stream, reader, edge, interventions, length }: Wanted) => ({
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 1000, payloadBytes: 512, keys: 'random', ...traffic } },
    { id: 'kpl', kind: 'kpl-producer', config: { ...kpl } },
    { id: 'clicks', kind: 'kinesis-streams', config: { ...stream } },
    { id: 'app', kind: 'stream-reader', config: { pollInterval: 300, processingPerRecord: 0, ...reader } },
  ],
  edges: [{ from: 'web', to: 'kpl' }, { from: 'kpl', to: 'clicks', ...edge }, { from: 'clicks', to: 'app' }],
  interventions: interventions ?? [],
  length: length ?? '20s',
});

const streamRecords = (run: FinishedRun) => run.metric('clicks', 'IncomingRecords').sum;

describe('feature 13: the KPL microscope', () => {
  it('feature 13: 1,000 records of 512 bytes a second with a long buffer: 10 or 11 stream records a second', () => {
    const run = simulate(chain({ traffic: { keys: 1, stopAfter: 20_000 }, kpl: { recordMaxBufferedTime: 2000 }, length: '30s' }));
    expect(run.summary.records).toMatchObject({ born: 20_000, delivered: 20_000, lost: 0, orderViolations: 0, duplicates: 0 });
    expect(streamRecords(run) / 20).toBeGreaterThanOrEqual(10);
    expect(streamRecords(run) / 20).toBeLessThanOrEqual(11);
  });

  it('feature 13: and with 100 ms, 10 or fewer trays a second as well: time wins', () => {
    const run = simulate(chain({ traffic: { keys: 1, stopAfter: 20_000 }, length: '30s' }));
    expect(run.events('tray.sent').map((event) => event.subject)).toContain('time');
    expect(streamRecords(run) / 20).toBeGreaterThan(8);
    expect(streamRecords(run) / 20).toBeLessThan(12);
  });

  it('feature 13: aggregation off: 1,000 stream records a second', () => {
    const run = simulate(chain({ traffic: { stopAfter: 20_000 }, kpl: { aggregationEnabled: false }, length: '30s' }));
    expect(streamRecords(run)).toBe(20_000);
  });

  it('4,000 records of 200 bytes a second on one shard: throttled without aggregation, not with it', () => {
    const traffic = { recordsPerSecond: 4000, payloadBytes: 200, keys: 100 };
    const without = simulate(chain({ traffic, kpl: { aggregationEnabled: false }, length: '1500ms' }), { checkInvariants: false });
    const withIt = simulate(chain({ traffic, length: '5s' }));
    expect(without.metric('clicks', 'WriteProvisionedThroughputExceeded').sum).toBeGreaterThan(1000);
    expect(withIt.metric('clicks', 'WriteProvisionedThroughputExceeded').sum).toBe(0);
    expect(withIt.summary.records.lost).toBe(0);
  });

  it('collection: one call carries records for several shards; off, each record is a call', () => {
    const traffic = { recordsPerSecond: 2000, keys: 'random' };
    const on = simulate(chain({ traffic, stream: { shardCount: 8 }, length: '10s' })).view('kpl');
    const off = simulate(chain({ traffic, kpl: { collectionMaxCount: 1 }, stream: { shardCount: 8 }, length: '10s' })).view('kpl');
    expect(on.streamRecordsPerCall).toBeGreaterThan(4);
    expect(off.streamRecordsPerCall).toBe(1);
    expect(off.calls as number).toBeGreaterThan(4 * (on.calls as number));
  });

  it('feature 13: throttled longer than RecordTtl, 30 s: records expire in the KPL', () => {
    // 4 MB a second into one shard of 1 MB: the backlog reaches the time to live.
    const run = simulate(chain({ traffic: { recordsPerSecond: 400, payloadBytes: 10_000, keys: 50 }, length: '50s' }), { checkInvariants: false });
    expect(run.events('records.refused').length).toBeGreaterThan(0);
    expect(run.summary.records.lostBy.expired).toBeGreaterThan(500);
    expect(run.events('records.given-up')[0]?.detail.code).toBe('Expired');
    expect(run.events('records.given-up')[0]?.atMs).toBeGreaterThan(30_000);
    expect(run.view('kpl').expired).toBe(run.summary.records.lostBy.expired);
  });

  it('feature 13: a consumer without de-aggregation sees blobs, not events', () => {
    const run = simulate(chain({ traffic: { stopAfter: 10_000 }, reader: { deaggregate: false } }));
    // The stream holds them still: another consumer could read them, until retention ends.
    expect(run.summary.records).toMatchObject({ born: 10_000, delivered: 0, inTransit: 10_000 });
    expect(run.metric('app', 'RecordsProcessed').sum).toBe(streamRecords(run));
    const [told] = run.events('aggregate.unreadable');
    expect(told?.detail).toMatchObject({ aggregates: streamRecords(run), records: 10_000 });
  });

  it('S2, tiny records: 20,000 readings of 200 bytes a second into six shards, none lost', () => {
    const traffic = { recordsPerSecond: 20_000, payloadBytes: 200, keys: 'random', stopAfter: 8000 };
    const run = simulate(chain({ traffic, stream: { shardCount: 6 }, length: '15s' }), { checkInvariants: false });
    expect(run.summary.records).toMatchObject({ born: 160_000, delivered: 160_000, lost: 0, duplicates: 0, orderViolations: 0 });
    expect(streamRecords(run) / 8).toBeLessThan(200);
    const blobs = simulate(chain({ traffic, stream: { shardCount: 6 }, reader: { deaggregate: false }, length: '15s' }), { checkInvariants: false });
    expect(blobs.metric('app', 'RecordsProcessed').sum / 8).toBeLessThan(200);
    expect(blobs.summary.records.delivered).toBe(0);
  });

  it('the buffered time and the collector bound the delay: 120 ms at the default, and network', () => {
    const run = simulate(chain({ traffic: { recordsPerSecond: 5, keys: 3, stopAfter: 20_000 }, reader: { pollInterval: 210 }, length: '25s' }));
    expect(run.metric('kpl', 'BufferingTime').max).toBe(120);
    expect(run.summary.records.delivered).toBe(100);
  });

  it('a crash loses what is buffered', () => {
    const run = simulate(chain({ traffic: { stopAfter: 10_000 }, kpl: { recordMaxBufferedTime: 1000, aggregationMaxSize: 1_048_576 }, interventions: [{ at: 5500, type: 'fault', node: 'kpl', name: 'crash' }] }));
    const lost = run.summary.records.lostBy['died-with-process']!;
    expect(lost).toBeGreaterThan(100);
    expect(lost).toBeLessThanOrEqual(1100);
    expect(run.summary.records.delivered).toBe(10_000 - lost);
    expect(run.events('producer.crashed')[0]?.detail.buffered).toBe(lost);
  });

  it('lost answers: everything in those calls is stored twice', () => {
    const run = simulate(chain({ traffic: { stopAfter: 10_000, recordsPerSecond: 200 }, kpl: { requestTimeout: 500 }, stream: { shardCount: 2 }, interventions: [{ at: 3000, type: 'fault', node: 'kpl', name: 'lose-replies', duration: 1000 }] }));
    expect(run.summary.records.lost).toBe(0);
    expect(run.summary.records.duplicates).toBeGreaterThan(100);
  });

  it('a split in mid-stream: aggregates for the parent go again, nothing is lost, the map settles', () => {
    const run = simulate(chain({ traffic: { stopAfter: 15_000 }, stream: { controlPlaneDelay: 1000 }, interventions: [{ at: 5000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } }], length: '40s' }));
    expect(run.summary.records.lost).toBe(0);
    expect(run.summary.records.delivered).toBe(15_000);
    expect(run.events('shard.wrong').length).toBeGreaterThan(0);
    expect(run.events('shard-map.invalidated').length).toBe(1);
    expect(run.view('kpl').shardsKnown).toBe(2);
    // A reader that does not check ranges sees the aggregates of the wrong shard and the repeats.
    expect(run.summary.records.duplicates).toBeGreaterThan(0);
  });
});

describe('in topology text', () => {
  it('a KPL stands between a traffic and a stream, and readers may not know its format', () => {
    const text = (reader: string) => `traffic(rate=500/s, size=100B, keys=random, stopAfter=4000) -> kpl-producer(buffer=200ms, aggregation=true) -> kinesis-streams(shards=2) -> stream-reader(${reader})`;
    expect(simulate(text(''), { length: '10s' }).summary.records).toMatchObject({ born: 2000, delivered: 2000 });
    expect(simulate(text('deaggregate=false'), { length: '10s' }).summary.records.delivered).toBe(0);
  });

  it('a mistake in its configuration is named, all at once', () => {
    expect(() => simulate(chain({ kpl: { recordMaxBuffered: '1s', collectionMaxCount: 501 } }))).toThrow(/recordMaxBuffered.*recordMaxBufferedTime[\s\S]*collectionMaxCount/);
    expect(() => simulate('traffic -> kpl-producer(aggregationMaxSize=2MiB) -> kinesis-streams')).toThrow(/Notes edition/);
    expect(simulate('traffic(rate=1) -> kpl-producer(aggregationMaxSize=2MiB) -> kinesis-streams', { facts: 'today', length: '2s' }).status.type).toBe('reached');
  });
});

describe('a followed record', () => {
  it('tells its way inside an aggregate: sent, put with the sequence number of the whole, read, delivered', () => {
    const simulation = simulationOf(recipeOf(chain({ traffic: { recordsPerSecond: 100, keys: 3, stopAfter: 1000 }, length: '5s' })));
    simulation.following = 17;
    simulation.runUntil(5000);
    const hops = simulation.hops.filter((hop) => hop.type !== 'call.arrived');
    expect(hops.map((hop) => `${hop.node} ${hop.type}`)).toEqual(['kpl record.sent', 'clicks record.put', 'app record.delivered'].flatMap((hop) => (hop.startsWith('app') ? ['clicks record.read', hop] : [hop])));
    const arrived = simulation.hops.find((hop) => hop.type === 'call.arrived' && hop.node === 'clicks');
    expect(arrived?.detail).toMatchObject({ entry: 0, of: 1 });
    const [, stored, read] = hops;
    expect(stored?.detail.stored).toBe(true);
    expect(read?.detail.position as number).toBeLessThan(5);
  });
});

describe('stories', () => {
  const stories = {
    split: chain({ traffic: { recordsPerSecond: 200, keys: 20, stopAfter: 9000 }, stream: { controlPlaneDelay: 500 }, interventions: [{ at: 3000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } }], length: '15s' }),
    expiry: chain({ traffic: { recordsPerSecond: 1500, payloadBytes: 1000, keys: 1 }, kpl: { recordTtl: 3000 }, interventions: [{ at: 9000, type: 'fault', node: 'kpl', name: 'crash' }], length: '10s' }),
  };

  for (const [name, recipe] of Object.entries(stories)) {
    it(`${name}: keeps its wording and its moments`, () => {
      const run = simulate(recipe);
      expect(run.status.type).toBe('reached');
      assertGoldenTrace(run, new URL(`./golden/${name}.trace`, import.meta.url));
    });
  }
});

const config = fc.record({
  aggregationEnabled: fc.boolean(),
  aggregationMaxCount: fc.constantFrom(1, 7, 4_294_967_295),
  aggregationMaxSize: fc.constantFrom(64, 2000, 51_200),
  collectionMaxCount: fc.constantFrom(1, 5, 500),
  recordMaxBufferedTime: fc.constantFrom(0, 100, 700),
  recordTtl: fc.constantFrom(100, 900, 30_000),
  rateLimit: fc.constantFrom(10, 150),
  failIfThrottled: fc.boolean(),
  maxConnections: fc.constantFrom(1, 24),
  requestTimeout: fc.constantFrom(100, 600),
  maxOutstanding: fc.constantFrom(20, 100_000),
  metricsLevel: fc.constantFrom('none', 'summary', 'detailed'),
});
const at = fc.integer({ min: 0, max: 3900 });
const fault = (node: string, name: string) => fc.record({ at, type: fc.constantFrom('fault', 'recover'), node: fc.constant(node), name: fc.constant(name), duration: fc.constantFrom(100, 900) });
const drawn = fc.record({
  traffic: fc.record({ recordsPerSecond: fc.constantFrom(3, 80, 900), payloadBytes: fc.constantFrom(0, 30, 3000), keys: fc.constantFrom<unknown>(1, 5, 'random') }),
  kpl: config,
  stream: fc.record({ shardCount: fc.constantFrom(1, 3), controlPlaneDelay: fc.constantFrom(0, 400) }),
  reader: fc.record({ count: fc.constantFrom(1, 2), deaggregate: fc.boolean(), processingPerRecord: fc.constantFrom(0, 0.7), checkpointInterval: fc.constantFrom(200, 5000) }),
  edge: fc.record({ latencyMs: fc.constantFrom(0, 5, 150), loseRequests: fc.constantFrom(0, 0.1), loseReplies: fc.constantFrom(0, 0.1) }),
  interventions: fc.array(
    fc.oneof(
      fault('kpl', 'crash'),
      fault('kpl', 'lose-replies'),
      fault('kpl', 'short-answers'),
      fault('clicks', 'internal-failure'),
      fc.record({ at, type: fc.constant('fault'), node: fc.constant('app'), name: fc.constant('crash'), target: fc.constant('consumer-1'), duration: fc.constantFrom(50, 600) }),
      fc.record({ at, type: fc.constant('operate'), node: fc.constant('kpl'), operation: fc.constant('Flush'), request: fc.constant({}) }),
      fc.record({ at, type: fc.constant('operate'), node: fc.constant('clicks'), operation: fc.constant('UpdateShardCount'), request: fc.constant({ TargetShardCount: 2 }) }),
      fc.record({ at, type: fc.constant('setConfig'), node: fc.constant('kpl'), config: fc.constantFrom<object>({ aggregationEnabled: false }, { aggregationEnabled: true, recordMaxBufferedTime: 300 }, { maxOutstanding: 5 }) }),
    ),
    { maxLength: 4 },
  ),
});

describe('whatever is drawn', { timeout: 120_000 }, () => {
  it('no row is counted twice or forgotten', () => {
    assertForAll(
      drawn,
      (wanted) => {
        const recipe = recipeOf(chain({ ...wanted, length: 4000 }));
        const simulation = simulationOf(recipe);
        for (let until = 250; until <= recipe.length; until += 250) {
          const status = simulation.runUntil(until);
          if (status.type === 'invariant-broken') throw new Error(`${status.node}: ${status.name} at ${simulation.now}`);
          assertRowsConserved(simulation);
        }
      },
      { seed: 61, runs: 25 },
    );
  });

  it('a return to a keyframe equals never having left, and slices of any size have one digest', () => {
    assertForAll(
      fc.record({ wanted: drawn, back: fc.integer({ min: 100, max: 3000 }), step: fc.integer({ min: 7, max: 500 }) }),
      ({ wanted, back, step }) => {
        const recipe = recipeOf(chain({ ...wanted, length: 4000 }));
        const straight = simulationOf(recipe, { checkInvariants: false });
        straight.runUntil(4000);
        const sliced = simulationOf(recipe, { checkInvariants: false });
        for (let until = 0; until < 4000; until += step) {
          sliced.runUntil(until);
          sliced.checkpoint();
        }
        sliced.runUntil(4000);
        expect(sliced.digest()).toBe(straight.digest());
        const left = simulationOf(recipe, { checkInvariants: false });
        left.runUntil(back);
        const checkpoint = left.checkpoint();
        left.runUntil(4000);
        left.restore(checkpoint);
        left.runUntil(4000);
        expect(left.digest()).toBe(straight.digest());
      },
      { seed: 62, runs: 12 },
    );
  });
});

it('retries over a network without delay end with the time of the records, not with the budget of events', () => {
  const run = simulate(
    chain({
      traffic: { recordsPerSecond: 20, stopAfter: 1000 },
      kpl: { aggregationEnabled: false, collectionMaxCount: 1, recordTtl: 500 },
      edge: { latencyMs: 0 },
      interventions: [{ at: 100, type: 'fault', node: 'clicks', name: 'internal-failure', duration: 5000 }],
      length: '8s',
    }),
  );
  expect(run.summary.status).not.toBe('budget-exhausted');
  expect(run.summary.records.lost).toBeGreaterThan(10);
});
