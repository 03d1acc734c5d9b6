import { describe, expect, it, vi } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { recipeOf, simulate, simulationOf } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Files to S3, their names through a second stream, several files with one COPY. */
function manifest({ files = 4, interventions = [] as readonly unknown[], rate = 40, length = '180s' } = {}) {
  return {
    nodes: [
      { id: 'web', kind: 'traffic', config: { recordsPerSecond: rate, payloadBytes: 200, keys: 20, stopAfter: 120_000 } },
      { id: 'put', kind: 'sdk-producer' },
      { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 2 } },
      { id: 'app', kind: 'kcl-application', config: { initialPosition: 'TRIM_HORIZON' } },
      { id: 'write', kind: 'connector', config: { bufferRecords: 50, bufferTime: 20_000 } },
      { id: 'lake', kind: 's3-bucket' },
      { id: 'names', kind: 'kinesis-streams' },
      { id: 'loader', kind: 'kcl-application', config: { initialPosition: 'TRIM_HORIZON' } },
      { id: 'load', kind: 'connector', config: { reads: 'files', bufferRecords: files, bufferTime: 20_000 } },
      { id: 'dw', kind: 'redshift' },
    ],
    edges: [
      { from: 'web', to: 'put' },
      { from: 'put', to: 'clicks' },
      { from: 'clicks', to: 'app' },
      { from: 'app', to: 'write' },
      { from: { node: 'write', port: 'staging' }, to: { node: 'lake', port: 'staging' } },
      { from: 'write', to: 'names' },
      { from: 'names', to: 'loader' },
      { from: 'loader', to: 'load' },
      { from: 'load', to: 'dw' },
    ],
    interventions,
    length,
  };
}

describe('the emitter with a manifest', () => {
  it('puts names of files through a second stream, and loads several files with one COPY', () => {
    const of = simulate(manifest(), { checkInvariants: false });
    expect(of.summary.records).toMatchObject({ born: 4800, delivered: 4800, lost: 0, duplicates: 0, orderViolations: 0 });
    const files = of.view('lake').objects as number;
    expect(files).toBeGreaterThan(60);
    // One record of the second stream for each file, as small as a name.
    expect(of.metric('names', 'IncomingRecords').sum).toBe(files);
    expect(of.metric('names', 'IncomingBytes').sum / files).toBeLessThan(100);
    expect(of.view('dw').objectsLoaded).toBe(files);
    const copies = of.view('dw').copies as number;
    expect(copies).toBeLessThan(files / 2);
    expect(of.events('buffer.flushed').filter(({ node, detail }) => node === 'load' && detail.why === 'records').length).toBeGreaterThan(0);
  });

  it('loads no file twice: what a crash repeats is known to the table of files', () => {
    const crashes = [30_500, 61_000, 90_300].map((at) => ({ at, type: 'fault', node: 'loader', name: 'crash', duration: 25_000 }));
    // A slow COPY is done when its worker is dead: nothing was checkpointed.
    const slow = crashes.map(({ at }) => ({ at: at - 3000, type: 'fault', node: 'dw', name: 'slow', duration: 4000 }));
    const of = simulate(manifest({ interventions: [...crashes, ...slow] }), { checkInvariants: false });
    expect(of.summary.records).toMatchObject({ delivered: 4800, lost: 0 });
    expect(of.summary.records.duplicates).toBe(0);
    expect(of.view('dw').objectsLoaded).toBe(of.view('lake').objects);
  });

  it('a second stream that refuses makes the whole flush go again', () => {
    const of = simulate(manifest({ interventions: [{ at: 30_000, type: 'fault', node: 'names', name: 'internal-failure', duration: 12_000 }] }), { checkInvariants: false });
    expect(of.events('emit.returned-failed').length).toBeGreaterThan(0);
    expect(of.summary.records).toMatchObject({ delivered: 4800, lost: 0, duplicates: 0 });
  });

  it('counts every row at every step, whatever dies', () => {
    const faults = [
      { at: 12_300, type: 'fault', node: 'app', name: 'crash', duration: 700 },
      { at: 20_100, type: 'fault', node: 'loader', name: 'crash', duration: 700 },
      { at: 25_000, type: 'fault', node: 'dw', name: 'outage', duration: 9000 },
      { at: 40_000, type: 'fault', node: 'lake', name: 'outage', duration: 40_000 },
      { at: 52_000, type: 'operate', node: 'names', operation: 'SplitShard', request: { ShardToSplit: '0' } },
    ];
    const recipe = recipeOf(manifest({ interventions: faults, rate: 15, length: '140s' }));
    const simulation = simulationOf(recipe);
    for (let now = 500; now <= recipe.length; now += 500) {
      expect(simulation.runUntil(now).type).not.toBe('invariant-broken');
      assertRowsConserved(simulation);
    }
  });
});

describe('a collection transformer', () => {
  const collection = (connector: string, target: string, traffic = 'rate=20/s, size=400B, keys=20, stopAfter=60s') =>
    simulate(`web: traffic(${traffic}) -> clicks: kinesis-streams(shards=1) -> app: kcl-application(from=TRIM_HORIZON) -> emit: connector(${connector}) -> target: ${target}`, { length: '150s', checkInvariants: false });

  it('makes three items of each record: the buffer counts items, and the table gets them all', () => {
    const of = collection('items=3, records=300, time=20s', 'dynamodb-table(wcu=1000)');
    expect(of.summary.records).toMatchObject({ born: 1200, delivered: 1200, lost: 0, duplicates: 0 });
    expect(of.view('target').itemCount).toBe(3600);
    expect(of.metric('emit', 'RecordsEmitted').sum).toBe(3600);
    const full = of.events('buffer.flushed').filter(({ detail }) => detail.why === 'records');
    expect(full.length).toBeGreaterThan(0);
    // 300 items are 100 records.
    for (const { detail, count } of full) expect((detail.records as number) / count).toBeLessThan(130);
    expect(collection('records=300, time=20s', 'dynamodb-table(wcu=1000)').view('target').itemCount).toBe(1200);
  });

  it('counts each item with the bytes of its whole record, and shares the data out when it emits', () => {
    const byBytes = (items: number) => collection(`items=${items}, bytes=40000`, 'dynamodb-table(wcu=1000)').events('buffer.flushed').length;
    expect(byBytes(4)).toBeGreaterThan(2 * byBytes(1));
    // 133 or 134 bytes an item: one write unit each.
    const of = collection('items=3, records=300, time=20s', 'dynamodb-table(wcu=1000)');
    expect(of.metric('target', 'ConsumedWriteCapacityUnits').sum).toBe(3600);
  });

  it('a fixed number of items is rounded up to whole records; what fails of a record is tried again', () => {
    const of = collection('items=3, records=50, flush=exact-count, time=20s', 'search-index');
    expect(of.summary.records).toMatchObject({ delivered: 1200, duplicates: 0 });
    for (const { detail, count } of of.events('buffer.flushed').filter((event) => event.detail.why === 'records')) expect((detail.records as number) / count).toBe(17);
    const throttled = collection('items=3, records=90, tries=60, backoff=500ms, time=20s', 'dynamodb-table(wcu=50, burst=0)');
    expect(throttled.metric('target', 'WriteThrottleEvents').sum).toBeGreaterThan(0);
    expect(throttled.view('target').itemCount).toBe(3600);
    expect(throttled.summary.records).toMatchObject({ delivered: 1200, duplicates: 0, lost: 0 });
  });
});
