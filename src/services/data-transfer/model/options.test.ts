import { describe, expect, it } from 'vitest';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { recipeOf, simulationOf, type FinishedRun } from '../../../testing/simulate.ts';
import { database, day, finished, models, move, operate, phasesOf, run } from './transfers.fixture.ts';

const states = (done: FinishedRun) => done.events('connection.state').map((event) => [event.atMs / day, event.subject] as const);
const line = (config: object, interventions: readonly object[] = []) => move({ option: 'direct-connect', dataSet: '100TB', bitsPerSecond: '10Gbps', provisioning: '10d', ...config }, { interventions, length: '30d' });

describe('Direct Connect', () => {
  it('passes from requested over pending to available, and is down while the line is', () => {
    const done = run(line({}, [{ at: '10d', type: 'fault', node: 'move', name: 'line-down', duration: '1d' }]));
    expect(states(done)).toEqual([[0, 'requested'], [1, 'pending'], [10, 'available'], [10, 'down'], [11, 'available']]);
    expect(done.view('move').connectionState).toBe('available');
    expect((done.view('move').finishedAtMs as number) / day).toBeCloseTo(11 + 100e12 / 1e9 / 86_400, 3);
    assertGoldenTrace(done, new URL('./golden/direct-connect.trace', import.meta.url));
  });

  it('hosted and to be confirmed by hand, stays ordering until it is', () => {
    const hosted = { connection: 'hosted', confirmation: 'manual' };
    expect(states(run(line(hosted)))).toEqual([[0, 'ordering']]);
    const confirmed = run(line(hosted, [operate('3d', 'ConfirmConnection')]));
    expect(states(confirmed)).toEqual([[0, 'ordering'], [3, 'pending'], [12, 'available']]);
    expect(confirmed.view('move').phase).toBe('done');
    const rejected = run(line(hosted, [operate('2d', 'DeleteConnection'), operate('3d', 'ConfirmConnection'), operate('4d', 'DeleteConnection')]));
    expect(states(rejected)).toEqual([[0, 'ordering'], [2, 'rejected']]);
    expect(rejected.events('operation.refused')).toHaveLength(2);
    expect(rejected.view('move').movedBytes).toBe(0);
  });

  it('deleted moves nothing more, whatever is mended', () => {
    const done = run(line({ provisioning: 0 }, [operate('12h', 'DeleteConnection'), { at: '1d', type: 'recover', node: 'move', name: 'line-down' }]));
    expect(states(done).map(([, state]) => state)).toEqual(['available', 'deleting', 'deleted']);
    const moved = done.view('move').movedBytes as number;
    expect(moved).toBeGreaterThan(40e12);
    expect(moved).toBeLessThanOrEqual(43.2e12);
    expect(done.summary.records.lost).toBe(0);
  });
});

describe('Snowball jobs', () => {
  const jobs = (at: number, config: object = {}, interventions: readonly object[] = []) => {
    const recipe = recipeOf(move({ option: 'snowball', dataSet: '200TB', devicesAtOnce: 1, ...config }, { interventions }), { models });
    const simulation = simulationOf(recipe, { models });
    simulation.runUntil(at);
    const node = simulation.nodes[0]!;
    return (node.model.describe!(node.state, { now: simulation.now, limits: simulation.limits, keys: simulation.keys, records: simulation.records, startsAt: recipe.startsAt }).deviceJobs as unknown as { jobState: string }[]).map((job) => job.jobState);
  };

  it('of later waves are pending until they are ordered', () => {
    expect(jobs(0)).toEqual(['New', 'Pending', 'Pending']);
    expect(jobs(4.5 * day)).toEqual(['WithCustomer', 'Pending', 'Pending']);
    expect(jobs(40 * day)).toEqual(['Complete', 'Complete', 'Complete']);
  });

  it('can be canceled until AWS prepares the device; their data goes over the line', () => {
    const canceled = run(move({ option: 'snowball', dataSet: '200TB', devicesAtOnce: 1, bitsPerSecond: '1Gbps' }, { interventions: [operate('1d', 'CancelJob', { device: 3 }), operate('1d', 'CancelJob', { device: 1 }), operate('1d', 'CancelJob', { device: 9 })] }));
    expect(canceled.events('device.canceled').map((event) => event.subject)).toEqual(['device 3']);
    expect(canceled.events('operation.refused').reduce((sum, event) => sum + event.count, 0)).toBe(2);
    expect((canceled.view('move').deviceJobs as unknown as { jobState: string }[]).map((job) => job.jobState)).toEqual(['Complete', 'Complete', 'Cancelled']);
    expect(canceled.summary.records).toMatchObject({ delivered: 1000, lost: 0, inTransit: 0 });
    expect(canceled.view('move').phase).toBe('done');
    assertGoldenTrace(canceled, new URL('./golden/snowball-canceled.trace', import.meta.url));
  });

  it('by next-day shipping save a day each way', () => {
    const days = (shippingOption: string) => finished({ option: 'snowball', dataSet: '50TB', shippingOption });
    expect(days('SECOND_DAY') - days('NEXT_DAY')).toBeCloseTo(2, 6);
  });

  it('name their capacity as the API does, by edition', () => {
    const view = (device: string, facts: 'notes' | 'today') => run(move({ option: 'snowball', dataSet: '1TB', device }, { length: '1d' }), { facts }).view('move');
    expect(['snowball-50', 'snowball-80', 'snowball-edge-storage', 'snowball-edge-compute', 'snowmobile'].map((device) => view(device, 'notes').capacity)).toEqual(['T50', 'T80', 'T100', 'T42', null]);
    expect(view('snowball-edge-storage', 'notes').vcpus).toBe(24);
    expect(view('snowball-edge-storage', 'today')).toMatchObject({ capacity: 'T240', vcpus: 104 });
  });
});

describe('Storage Gateway', () => {
  const written = (config: object) =>
    run({
      nodes: [
        { id: 'app', kind: 'traffic', config: { recordsPerSecond: 2.5, payloadBytes: 16_000_000, keys: 1, stopAfter: '3h' } },
        { id: 'move', kind: 'data-transfer', config: { option: 'storage-gateway', bitsPerSecond: '96Mbps', utilisation: 1, compression: 2, ...config } },
      ],
      edges: [{ from: 'app', to: 'move' }],
      length: '8h',
    });

  it('an S3 File Gateway keeps what waits in its cache, and what has gone stays there as far as there is room', () => {
    const full = written({ gatewayType: 'FILE_S3' });
    // 40 MB/s come, 24 MB/s go: 150 GiB are full after 10,066 s.
    expect(full.events('cache.full')[0]!.atMs / 1000).toBeCloseTo((150 * 2 ** 30) / 16e6, -2);
    expect(full.events('cache.free')).toHaveLength(1);
    expect(full.view('move').cachedBytes).toBe(150 * 2 ** 30);
    expect(full.metric('move', 'CachePercentDirty').max).toBe(100);
    const large = written({ gatewayType: 'FILE_S3', cache: '1TB' });
    expect(large.events('cache.full')).toHaveLength(0);
    expect(large.view('move').cachedBytes).toBe(432e9);
  });

  it('refuses what a gateway cannot have', () => {
    const problem = (config: object, facts: 'notes' | 'today' = 'notes') => () => recipeOf(move({ option: 'storage-gateway', ...config }), { models, facts });
    expect(problem({ gatewayType: 'FILE_S3', cache: '149GiB' })).toThrow(/cache/);
    expect(problem({ gatewayType: 'FILE_S3', cache: '65TiB' })).toThrow(/cache/);
    expect(problem({ gatewayType: 'FILE_S3', fileShares: 51 })).toThrow(/fileShares/);
    expect(problem({ gatewayType: 'FILE_S3', dataSet: '12TB', pieces: 2 })).toThrow(/at most 5 TiB/);
    expect(problem({ uploadBuffer: '149GiB' })).toThrow(/uploadBuffer/);
    expect(problem({ gatewayType: 'FILE_FSX_SMB' }, 'today')).toThrow(/closed to new customers/);
    expect(problem({ gatewayType: 'FILE_FSX_SMB' })).not.toThrow();
  });
});

describe('DMS before the load', () => {
  const phase = (done: FinishedRun, name: string) => (done.view('move').timeline as unknown as { name: string; from: number; to: number }[]).find((each) => each.name === name);

  it('waits at most 600 s for open transactions, and tells that some are open still', () => {
    const done = run(database({ openTransactions: '1h' }));
    expect(phase(done, 'full-load')!.from).toBe(600_000);
    expect(done.events('transactions.still-open')).toHaveLength(1);
    expect(phase(run(database({ openTransactions: '5m' })), 'full-load')!.from).toBe(300_000);
    expect(phase(run(database({ openTransactions: '1h', migration: 'full-load' })), 'full-load')!.from).toBe(0);
  });

  it('to another engine, has the schema converted first', () => {
    const done = run(database({ targetEngine: 'PostgreSQL', conversionTime: '12h' }));
    expect(phasesOf(done).slice(0, 2)).toEqual(['schema-conversion', 'full-load']);
    expect(phase(done, 'full-load')!.from).toBe(day / 2);
    expect(done.events('schema.converting')[0]!.detail.by).toBe('SCT');
    expect(phasesOf(run(database({ targetEngine: 'oracle' })))[0]).toBe('full-load');
  });
});
