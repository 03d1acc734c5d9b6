import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRegistry } from '../../../sim/registry.ts';
import { eraseModel, type ServiceModel } from '../../../sim/serviceModel.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { recipeOf, simulate, simulationOf, type SimulateOptions } from '../../../testing/simulate.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import { traffic } from '../../traffic/model/index.ts';
import { dataTransfer } from './index.ts';
import { lineTime } from './lineTime.ts';

type Fake = { stored: number };
/** A bucket that keeps nothing, and fails the first call of each even second. */
const fakeBucket: ServiceModel<{ flaky: boolean }, Fake, { type: string }> = {
  kind: 'fake-bucket',
  says: '',
  ports: [{ name: 'in', direction: 'in', operations: [PutObject.name], calls: false, max: 9 }],
  fields: {},
  metrics: [],
  faults: [],
  operations: [],
  parseConfig: () => ({ ok: true, value: { flaky: true } }),
  sinks: (_config, nodeId) => [nodeId],
  init: () => ({ stored: 0 }),
  onCall(state, call, ctx) {
    if (!PutObject.is(call)) return;
    if (state.stored++ % 5 === 0) return ctx.reply(call, { ok: false, error: { code: 'InternalError', message: '', retryable: true } });
    const { rows } = call.request.records;
    ctx.records.hold(rows);
    ctx.records.deliver(ctx.sink(ctx.nodeId), rows, ctx.now, 'dropped-by-code');
    ctx.reply(call, { ok: true, response: { ETag: '' } });
  },
  onEvent() {},
  onReply() {},
  onIntervention() {},
  view: (state) => ({ fields: { stored: state.stored } }),
  invariants: [],
};

const models = makeRegistry([eraseModel(traffic), eraseModel(dataTransfer), eraseModel(fakeBucket)]);
const day = 86_400_000;
const run = (source: unknown, options: SimulateOptions = {}) => simulate(source, { models, checkInvariants: true, ...options });
const move = (config: object, more: object = {}) => ({ nodes: [{ id: 'move', kind: 'data-transfer', config }], length: '49d', ...more });
const finished = (config: object, more: object = {}, options: SimulateOptions = {}) => (run(move(config, more), options).view('move').finishedAtMs as number) / day;

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

  it('acceleration does not beat the uplink', () => {
    expect(finished({ option: 'transfer-acceleration', dataSet: '200TB', bitsPerSecond: '500Mbps', streams: 100 })).toBeGreaterThanOrEqual(46.29);
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

const database = (config: object, interventions: readonly object[] = []) => ({
  nodes: [
    { id: 'app', kind: 'traffic', config: { recordsPerSecond: 0.002, payloadBytes: 16_000_000, keys: 5, stopAfter: '6d' } },
    { id: 'move', kind: 'data-transfer', config: { option: 'dms', dataSet: '6TB', bitsPerSecond: '500Mbps', ...config } },
  ],
  edges: [{ from: 'app', to: 'move' }],
  length: '8d',
  interventions,
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
        { id: 'app', kind: 'traffic', config: { recordsPerSecond: 2.5, payloadBytes: 16_000_000, keys: 1, stopAfter: '4h' } },
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

const drawn = fc.record({
  option: fc.constantFrom('internet', 'transfer-acceleration', 'direct-connect', 'snowball', 'storage-gateway', 'dms'),
  dataSet: fc.constantFrom('1GB', '90TB', '3TB'),
  pieces: fc.constantFrom(1, 7, 90),
  bitsPerSecond: fc.constantFrom('1Gbps', '10Gbps'),
  provisioning: fc.constantFrom(0, 3_600_000),
  orderAndShip: fc.constantFrom(0, 3_600_000),
  devicesAtOnce: fc.constantFrom(0, 1),
  device: fc.constantFrom('snowball-50', 'snowball-edge-compute'),
  sourceStopped: fc.boolean(),
  followUp: fc.boolean(),
  migration: fc.constantFrom('full-load', 'cdc', 'full-load-and-cdc'),
  openTransactions: fc.constantFrom(0, 90_000),
  database: fc.boolean(),
  wired: fc.boolean(),
  faults: fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 36_000_000 }), type: fc.constantFrom('fault', 'fault', 'recover'), node: fc.constant('move'), name: fc.constantFrom('line-down', 'lose-device'), duration: fc.constantFrom(1000, 3_000_000) }),
    { maxLength: 4 },
  ),
});

function recipeFrom({ wired, faults, ...config }: { readonly wired: boolean; readonly faults: readonly object[] }) {
  return {
    nodes: [
      { id: 'app', kind: 'traffic', config: { recordsPerSecond: 0.01, payloadBytes: 500_000, keys: 3 } },
      { id: 'move', kind: 'data-transfer', config },
      ...(wired ? [{ id: 'bucket', kind: 'fake-bucket' }] : []),
    ],
    edges: [{ from: 'app', to: 'move' }, ...(wired ? [{ from: 'move', to: 'bucket' }] : [])],
    interventions: [...faults, { at: 20_000_000, type: 'operate', node: 'move', operation: 'CutOver', request: {} }],
    length: '12h',
  };
}

describe('at every step', () => {
  it('all rows are accounted for, under random ways and faults', () => {
    assertForAll(
      drawn,
      (config) => {
        const recipe = recipeOf(recipeFrom(config), { models });
        const simulation = simulationOf(recipe, { models, checkInvariants: true });
        for (let at = 0; at <= recipe.length; at += 2_400_000) {
          const status = simulation.runUntil(at);
          if (status.type === 'invariant-broken') throw new Error(status.name);
          assertRowsConserved(simulation);
        }
      },
      { seed: 73, runs: 40 },
    );
  });

  it('a run that was left and come back to is the same run', () => {
    assertForAll(
      drawn,
      (config) => {
        const recipe = recipeOf(recipeFrom(config), { models });
        const straight = simulationOf(recipe, { models });
        straight.runUntil(recipe.length);
        const stepped = simulationOf(recipe, { models });
        stepped.runUntil(9_000_001);
        const kept = stepped.checkpoint();
        stepped.runUntil(30_000_000);
        stepped.restore(kept);
        for (let at = 9_000_001; at < recipe.length; at += 5_000_017) stepped.runUntil(at);
        stepped.runUntil(recipe.length);
        expect(stepped.digest()).toBe(straight.digest());
      },
      { seed: 74, runs: 12 },
    );
  });

  it('thirty days of records over a line that keeps up leave nothing behind', () => {
    const recipe = recipeOf({ nodes: [{ id: 'app', kind: 'traffic', config: { recordsPerSecond: 0.05, payloadBytes: 1_000_000 } }, { id: 'move', kind: 'data-transfer', config: { bitsPerSecond: '10Mbps' } }], edges: [{ from: 'app', to: 'move' }], length: '30d' }, { models });
    const simulation = simulationOf(recipe, { models });
    simulation.runUntil(10 * day);
    const early = JSON.stringify(simulation.nodes[1]!.state, (_, value: unknown) => (value instanceof Map ? [...value] : value)).length;
    simulation.runUntil(30 * day);
    const late = JSON.stringify(simulation.nodes[1]!.state, (_, value: unknown) => (value instanceof Map ? [...value] : value)).length;
    expect(late).toBeLessThan(early + 2000);
    expect(simulation.records.held).toBeLessThan(5);
    expect(simulation.records.totals().delivered).toBeGreaterThan(129_000);
  });
});
