/** A stream's records pushed to the function: enhanced fan-out, in the Today edition. */
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { recipeOf, simulate, simulationOf } from '../../../testing/simulate.ts';
import { parseFunctionConfig } from './config.ts';

const stream = (config: object, traffic: object = {}, readers = 0) => ({
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 50, payloadBytes: 100, keys: 10, stopAfter: 20_000, ...traffic } },
    { id: 'put', kind: 'sdk-producer' },
    { id: 'clicks', kind: 'kinesis-streams', config: { controlPlaneDelay: 1000 } },
    { id: 'fn', kind: 'lambda-function', config: { mode: 'enhanced-fan-out', ...config } },
    ...(readers > 0 ? [{ id: 'others', kind: 'stream-reader', config: { count: readers } }] : []),
  ],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'fn' }, ...(readers > 0 ? [{ from: 'clicks', to: 'others' }] : [])],
});
const today = { length: '40s', facts: 'today' as const };

describe('enhanced fan-out', () => {
  it('is of the Today edition', () => {
    expect(parseFunctionConfig({ mode: 'enhanced-fan-out' }, limitsOf('notes')).ok).toBe(false);
    expect(parseFunctionConfig({ mode: 'enhanced-fan-out' }, limitsOf('today')).ok).toBe(true);
  });

  it('delivers everything once, in order, within a fraction of a second, and asks for nothing', () => {
    const run = simulate(stream({ coldStart: 0, durationPerRecord: 0 }), today);
    expect(run.summary.records).toMatchObject({ born: 1000, delivered: 1000, duplicates: 0, orderViolations: 0 });
    expect(run.summary.records.latencyMs.p99).toBeLessThan(300);
    expect(run.metric('clicks', 'GetRecords.Success').sum).toBe(0);
    expect(run.metric('clicks', 'SubscribeToShardEvent.Records').sum).toBe(1000);
    const polled = simulate(stream({ mode: 'polling', coldStart: 0, durationPerRecord: 0 }), today);
    expect(polled.summary.records.latencyMs.p99).toBeGreaterThan(900);
  });

  it('takes nothing from what others may read', () => {
    const refused = (mode: string) => simulate(stream({ mode }, {}, 5), today).metric('clicks', 'ReadProvisionedThroughputExceeded').sum;
    expect(refused('enhanced-fan-out')).toBe(0);
    expect(refused('polling')).toBeGreaterThan(0);
  });

  it('a subscription ends after five minutes, and the next goes on where it stopped', () => {
    const run = simulate(stream({}, { recordsPerSecond: 5, stopAfter: 700_000 }), { length: '720s', facts: 'today' });
    expect(run.summary.records).toMatchObject({ born: 3500, delivered: 3500, duplicates: 0, orderViolations: 0 });
  });

  it('reads children after their parents', () => {
    const run = simulate(stream({}, { stopAfter: 25_000 }), { ...today, interventions: [{ at: 5000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } }] });
    expect(run.summary.records).toMatchObject({ born: 1250, delivered: 1250, duplicates: 0, orderViolations: 0 });
    expect(run.events('shard.drained')).toHaveLength(1);
  });

  it('a function that is stuck takes only so many records; later it has everything', () => {
    const raw = stream({ coldStart: 0, durationPerRecord: 0 }, { recordsPerSecond: 1000, payloadBytes: 10, stopAfter: 40_000 });
    const simulation = simulationOf(recipeOf(raw, { length: '90s', facts: 'today', seed: 7, interventions: [{ at: 2000, type: 'fault', node: 'fn', name: 'throttle', duration: 20_000 }] }));
    const held = (at: number) => {
      simulation.runUntil(at);
      const fn = simulation.nodes.find((node) => node.id === 'fn')!;
      let rows = 0;
      fn.model.heldRows!(fn.state, () => rows++);
      return rows;
    };
    // 10,000 may wait, with one push more and the batch that is being tried.
    expect(held(16_000)).toBeGreaterThan(10_000);
    expect(held(16_000)).toBeLessThan(10_500);
    expect(held(30_000)).toBe(held(16_000));
    simulation.runUntil(90_000);
    assertRowsConserved(simulation);
    expect(simulation.records.totals()).toMatchObject({ born: 40_000, delivered: 40_000, duplicates: 0, orderViolations: 0 });
  });

  it('may be turned on and off while it runs', () => {
    const run = simulate(stream({ startFrom: 'LATEST' }, { recordsPerSecond: 5, stopAfter: 800_000 }), {
      length: '1200s',
      facts: 'today',
      interventions: [{ at: 100_000, type: 'setConfig', node: 'fn', config: { mode: 'polling' } }, { at: 600_000, type: 'setConfig', node: 'fn', config: { mode: 'enhanced-fan-out' } }],
    });
    expect(run.metric('clicks', 'GetRecords.Success').sum).toBeGreaterThan(200);
    expect(run.summary.records).toMatchObject({ delivered: run.summary.records.born, duplicates: 0, orderViolations: 0 });
  });
});

describe('a shard that expires before it has been read', () => {
  it('leads on to its children by way of the list', () => {
    const run = simulate(stream({ mode: 'polling', batchSize: 10 }, { recordsPerSecond: 0.02, stopAfter: 30 * 3_600_000 }), {
      length: '32h',
      facts: 'notes',
      interventions: [
        { at: 1000, type: 'fault', node: 'fn', name: 'throttle', duration: 27 * 3_600_000 },
        { at: 3_600_000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } },
      ],
    });
    expect(run.summary.records.lost).toBeGreaterThan(0);
    expect(run.summary.records.delivered).toBeGreaterThan(1500);
    expect(run.summary.records.delivered + run.summary.records.lost + run.summary.records.inTransit).toBe(run.summary.records.born);
    expect(run.summary.records.inTransit).toBe(0);
  });
});
