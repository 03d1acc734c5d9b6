import { describe, expect, it } from 'vitest';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { recipeOf, simulate } from '../../../testing/simulate.ts';
import { lineTime } from './lineTime.ts';
import { database, day, finished, models, move, run } from './transfers.fixture.ts';

describe('on the clock', () => {
  it('a line keeps to the formula: 200 TB over 500 Mbps at 80 % are there after 46.3 days', () => {
    const done = run(move({ dataSet: '200TB', bitsPerSecond: '500Mbps' }));
    expect((done.view('move').finishedAtMs as number) / day).toBeCloseTo(46.296, 3);
    expect(done.summary.records.delivered).toBe(1000);
    expect(done.view('move').movedBytes).toBe(200e12);
    expect(done.view('move').waitingBytes).toBe(0);
  });

  it('pieces that do not take whole milliseconds add up to the formula all the same', () => {
    const done = run(move({ dataSet: '1TB', pieces: 7777, bitsPerSecond: '933Mbps', utilisation: 0.77 }, { length: '2d' }));
    expect(Math.abs((done.view('move').finishedAtMs as number) - lineTime(1e12, { bitsPerSecond: 933e6, utilisation: 0.77 }).ms)).toBeLessThanOrEqual(1);
  });

  it('acceleration helps a far client whose windows are the limit, once it works', () => {
    const far = { dataSet: '1TB', bitsPerSecond: '1Gbps', streams: 4, roundTrip: 200, edgeRoundTrip: 20 };
    const accelerated = run(move({ option: 'transfer-acceleration', ...far }));
    expect(accelerated.events('acceleration.enabled')[0]!.atMs).toBe(1_800_000);
    // 42 Mbps straight, 419 Mbps by way of the edge.
    expect((accelerated.view('move').finishedAtMs as number) / day).toBeCloseTo((1e12 * 8) / 419.43e6 / 86_400 + 0.02, 2);
  });

  it('a Direct Connect that must be built arrives late, one that is there wins', () => {
    const fast = { option: 'direct-connect', dataSet: '200TB', bitsPerSecond: '10Gbps' };
    expect(finished(fast)).toBeCloseTo(44.3, 1);
    expect(finished({ ...fast, provisioning: 0 })).toBeCloseTo(2.3, 1);
  });

  it('Snowball: the run keeps to the plan', () => {
    const done = run(move({ option: 'snowball', dataSet: '200TB' }));
    expect((done.view('move').finishedAtMs as number) / day).toBeCloseTo(4 + (200e12 * 8) / (10e9 * 0.8) / 86_400 + 3, 4);
    expect(done.summary.records.delivered).toBe(1000);
    expect((done.view('move').timeline as unknown as { name: string }[]).map((phase) => phase.name)).toEqual(['ordering', 'copying', 'shipping', 'importing', 'done']);
    expect(done.view('move').deviceJobs).toHaveLength(3);
  });

  it('a lost device costs time and no data', () => {
    const lost = run(move({ option: 'snowball', dataSet: '200TB' }, { interventions: [{ at: '5d', type: 'fault', node: 'move', name: 'lose-device', target: 'device 2' }] }));
    expect(lost.events('device.lost')).toHaveLength(1);
    expect((lost.view('move').finishedAtMs as number) / day).toBeGreaterThan(11);
    expect(lost.summary.records.delivered).toBe(1000);
    expect(lost.summary.records.lost).toBe(0);
  });

  it('a line that breaks for a day is a day later', () => {
    const config = { dataSet: '20TB', bitsPerSecond: '500Mbps' };
    const broken = finished(config, { interventions: [{ at: '1d', type: 'fault', node: 'move', name: 'line-down', duration: '1d' }] });
    expect(broken - finished(config)).toBeCloseTo(1, 5);
  });

  it('the option is refused where the edition has no such line or device', () => {
    expect(() => recipeOf(move({ option: 'direct-connect', bitsPerSecond: '100Gbps' }), { models })).toThrow(/1, 10 Gbps/);
    expect(() => recipeOf(move({ option: 'snowball', dataSet: '1TB', existingCustomer: false }), { models, facts: 'today' })).toThrow(/closed to new customers/);
    expect(() => recipeOf(move({ option: 'snowball', dataSets: '1TB' }), { models })).toThrow(/nearest known one is "dataSet"/);
  });
});

describe('DMS on the clock', () => {
  it('full load, cached changes, replication and a cut-over of ten minutes; no change is lost', () => {
    const done = run(database({}));
    expect((done.view('move').timeline as unknown as { name: string }[]).map((phase) => phase.name)).toEqual(['full-load', 'cached-changes', 'replication', 'cut-over', 'done']);
    expect(done.view('move').downtimeMs).toBe(600_000);
    expect(done.summary.records).toMatchObject({ lost: 0, inTransit: 0, orderViolations: 0 });
    expect(done.metric('move', 'CDCIncomingChanges').sum).toBeGreaterThan(100);
    assertGoldenTrace(done, new URL('./golden/dms.trace', import.meta.url));
  });

  it('the cut-over waits to be told', () => {
    const told = run(database({ cutOver: 'manual' }, [{ at: '5d', type: 'operate', node: 'move', operation: 'CutOver', request: {} }]));
    const cutOver = (told.view('move').timeline as unknown as { name: string; from: number }[]).find((phase) => phase.name === 'cut-over')!;
    expect(cutOver.from).toBeGreaterThanOrEqual(5 * day);
    expect(cutOver.from).toBeLessThan(5.1 * day);
  });

  it('a full load alone loses what is written meanwhile', () => {
    const lost = run(database({ migration: 'full-load' }));
    expect(lost.view('move').changesLost).toBeGreaterThan(100);
    expect(lost.summary.records.lostBy['dropped-by-rule'] ?? 0).toBe(0);
    expect(lost.summary.records.lost).toBe(lost.view('move').changesLost);
  });

  it('with the source stopped nothing is lost, and the downtime is the whole load', () => {
    const stopped = run(database({ migration: 'full-load', sourceStopped: true }));
    expect(stopped.summary.records.lost).toBe(0);
    expect(stopped.view('move').downtimeMs).toBeGreaterThan(1.38 * day);
  });

  it('a Snowball carries the first load, and DMS brings the rest until the cut-over', () => {
    const recipe = database({ option: 'snowball', database: true });
    const done = run({ ...recipe, length: '12d' });
    expect((done.view('move').timeline as unknown as { name: string }[]).map((phase) => phase.name)).toEqual(['ordering', 'copying', 'shipping', 'importing', 'cached-changes', 'replication', 'cut-over', 'done']);
    expect(done.view('move').downtimeMs).toBe(600_000);
    expect(done.summary.records).toMatchObject({ lost: 0, inTransit: 0 });
  });

  it('a Snowball alone is a snapshot: what changes meanwhile is lost', () => {
    const done = run({ ...database({ option: 'snowball', database: true, followUp: false }), length: '12d' });
    expect(done.view('move').changesLost).toBeGreaterThan(500);
    expect(done.summary.records.lost).toBe(done.view('move').changesLost);
  });

  it('a CutOver without replication is refused', () => {
    const refused = run(move({ dataSet: '1TB' }, { length: '1d', interventions: [{ at: '1h', type: 'operate', node: 'move', operation: 'CutOver', request: {} }] }));
    expect(refused.events('operation.refused')).toHaveLength(1);
  });
});

describe('Storage Gateway on the clock', () => {
  it('tells when the upload buffer is full', () => {
    const full = run({
      nodes: [
        { id: 'app', kind: 'traffic', config: { recordsPerSecond: 2.5, payloadBytes: 16_000_000, keys: 1, stopAfter: '3h' } },
        { id: 'move', kind: 'data-transfer', config: { option: 'storage-gateway', bitsPerSecond: '96Mbps', utilisation: 1, compression: 2 } },
      ],
      edges: [{ from: 'app', to: 'move' }],
      length: '8h',
    });
    // 40 MB/s come, 24 MB/s go: 150 GiB are full after 10,066 s.
    expect(full.events('upload-buffer.full')[0]!.atMs / 1000).toBeCloseTo((150 * 2 ** 30) / 16e6, -2);
    expect(full.events('upload-buffer.free')).toHaveLength(1);
    expect(full.summary.records.inTransit).toBe(0);
  });
});

describe('into a bucket', () => {
  it('pieces larger than one PUT become several objects, and every record arrives once', () => {
    const done = simulate({ nodes: [{ id: 'move', kind: 'data-transfer', config: { dataSet: '300GB', pieces: 10, bitsPerSecond: '10Gbps' } }, { id: 'lake', kind: 's3-bucket' }], edges: [{ from: 'move', to: 'lake' }], length: '1d' });
    expect(done.summary.records).toMatchObject({ born: 10, delivered: 10, duplicates: 0, inTransit: 0 });
    expect(done.summary.nodes['move']!.view.waitingBytes).toBe(0);
  });
});
