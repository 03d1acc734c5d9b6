import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { recipeOf, simulate, simulationOf } from '../../../testing/simulate.ts';
import { rowsFrom, sortOut, takeApart, wholeRecords } from './aggregates.ts';
import { parseReaderConfig } from './config.ts';

const u32 = (...values: number[]) => Uint32Array.of(...values);
/** Records 5, 6 and 7 of a shard; the second is an aggregate of three. */
const mixed = makeBatch({ count: 3, rows: u32(10, 20, 21, 22, 30), first: u32(0, 1, 4, 5), keys: u32(0, 0, 0), bytes: u32(100, 300, 100), arrivedAt: u32(1, 2, 3), sequences: Float64Array.of(5, 6, 7) });

const chain = (reader: object, interventions: readonly unknown[] = [], length: string | number = '20s') => ({
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 500, payloadBytes: 50, keys: 20, stopAfter: 6000 } },
    { id: 'kpl', kind: 'kpl-producer', config: { recordMaxBufferedTime: 1000 } },
    { id: 'clicks', kind: 'kinesis-streams', config: {} },
    { id: 'app', kind: 'stream-reader', config: reader },
  ],
  edges: [{ from: 'web', to: 'kpl' }, { from: 'kpl', to: 'clicks' }, { from: 'clicks', to: 'app' }],
  interventions,
  length,
});

describe('aggregates taken apart', () => {
  it('become one entry a user record, in order, each with the position after it', () => {
    const { records, skipped } = takeApart(mixed, 4);
    expect(skipped).toBe(0);
    expect([...records.rows]).toEqual([10, 20, 21, 22, 30]);
    expect([...records.sequences!].map((position) => [wholeRecords(position), Math.round((position - wholeRecords(position)) * 2 ** 22)])).toEqual([[5, 0], [5, 1], [5, 2], [6, 0], [7, 0]]);
    expect([...records.arrivedAt!]).toEqual([1, 2, 2, 2, 3]);
    expect(records.first).toBeUndefined();
  });

  it('go on behind the user record that was done last', () => {
    const done = takeApart(mixed, 4).records.sequences![2]!;
    const again = makeBatch({ count: 2, rows: mixed.rows.subarray(1), first: u32(0, 3, 4), keys: u32(0, 0), bytes: u32(300, 100), arrivedAt: u32(2, 3), sequences: Float64Array.of(6, 7) });
    const { records, skipped } = takeApart(again, done);
    expect(skipped).toBe(2);
    expect([...records.rows]).toEqual([22, 30]);
    expect(takeApart(again, 5).skipped).toBe(0);
  });

  it('or are sorted out by a program that does not know them', () => {
    const { readable, unreadable, aggregates } = sortOut(mixed);
    expect([[...readable], [...unreadable], aggregates]).toEqual([[10, 30], [20, 21, 22], 1]);
    expect([...rowsFrom(mixed, 1)]).toEqual([20, 21, 22, 30]);
  });
});

describe('a consumer of aggregates', () => {
  it('works on each user record', () => {
    const run = simulate(chain({ processingPerRecord: 1 }));
    expect(run.summary.records).toMatchObject({ born: 3000, delivered: 3000, duplicates: 0, orderViolations: 0, lost: 0 });
    expect(run.metric('app', 'RecordsProcessed').sum).toBe(3000);
    expect(run.metric('clicks', 'IncomingRecords').sum).toBeLessThan(10);
  });

  for (const mode of ['polling', 'enhanced-fan-out']) {
    it(`goes on within an aggregate after a crash (${mode})`, () => {
      const crashes = [1530, 3333, 4650, 5205].map((at) => ({ at, type: 'fault', node: 'app', name: 'crash', target: 'consumer-1', duration: 100 }));
      const simulation = simulationOf(recipeOf(chain({ mode, processingPerRecord: 1.5, checkpointInterval: 100 }, crashes), { facts: 'today' }));
      for (let at = 0; at <= 20_000; at += 100) {
        simulation.runUntil(at);
        if (at % 500 === 0) assertRowsConserved(simulation);
      }
      const totals = simulation.records.totals();
      expect(totals).toMatchObject({ delivered: 3000, lost: 0, orderViolations: 0 });
      // A checkpoint every 100 ms: at most one piece of work is done again after each crash, not an aggregate of 500.
      expect(totals.duplicates).toBeLessThanOrEqual(4 * 67);
    });
  }

  it('that does not take them apart reads none of their user records, and says so', () => {
    const run = simulate(chain({ deaggregate: false, count: 2 }));
    expect(run.summary.records.delivered).toBe(0);
    const toldBy = (consumer: string) => run.events('aggregate.unreadable').reduce((sum, event) => sum + (event.subject === consumer ? (event.detail.records as number) : 0), 0);
    expect([toldBy('consumer-1'), toldBy('consumer-2')]).toEqual([3000, 3000]);
    assertRowsConserved(run.simulation);
  });

  it('loses them when the stream does not hold them any longer', () => {
    const run = simulate(chain({ deaggregate: false, pollInterval: 60_000, discoveryInterval: 3_600_000 }, [], '25h'), { checkInvariants: false });
    expect(run.summary.records).toMatchObject({ born: 3000, delivered: 0, lost: 3000, inTransit: 0 });
  });
});

it('the default leaves no trace in the configuration', () => {
  const parsed = (raw: object) => {
    const config = parseReaderConfig(raw, limitsOf('notes'));
    return config.ok ? config.value : undefined;
  };
  expect(Object.keys(parsed({})!)).not.toContain('deaggregate');
  expect(Object.keys(parsed({ deaggregate: true })!)).not.toContain('deaggregate');
  expect(parsed({ deaggregate: false })?.deaggregate).toBe(false);
});
