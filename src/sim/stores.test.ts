import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { hashPlain } from '../base/copyPlain.ts';
import { Digest } from '../base/digest.ts';
import { assertForAll } from '../testing/forAll.ts';
import { Column } from './columns/column.ts';
import { LogSet } from './columns/logSet.ts';
import { OwnedMap } from './columns/ownedMap.ts';
import { EventQueue } from './eventQueue.ts';
import { MetricTable } from './metrics.ts';
import { bucketFloor, bucketOf, createHistogram, percentile } from './records/latencyHistogram.ts';
import { RecordTable } from './records/recordTable.ts';
import { Rng } from './rng.ts';
import { Trace } from './trace.ts';

vi.setConfig({ testTimeout: 60_000 });

function hashOf(store: unknown): string {
  const digest = new Digest();
  hashPlain(store, digest);
  return digest.hex();
}

describe('the event queue', () => {
  type Act = { readonly type: 'push'; readonly at: number } | { readonly type: 'cancel'; readonly which: number } | { readonly type: 'pop' } | { readonly type: 'clone' };
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 5, arbitrary: fc.record({ type: fc.constant('push' as const), at: fc.integer({ min: 0, max: 12 }) }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('cancel' as const), which: fc.nat(200) }) },
    { weight: 3, arbitrary: fc.constant({ type: 'pop' as const }) },
    { weight: 1, arbitrary: fc.constant({ type: 'clone' as const }) },
  );

  it('answers as a sorted list would: by time, then by insertion, cancelled ones never', () => {
    assertForAll(fc.array(act, { maxLength: 400, size: 'max' }), (acts) => {
      let queue = new EventQueue<{ n: number }>();
      let list: { at: number; n: number; id: number }[] = [];
      const ids: number[] = [];
      let n = 0;
      for (const step of acts) {
        if (step.type === 'push') {
          const id = queue.push(step.at, { n });
          if (ids.includes(id)) expect.fail('an id was given twice');
          ids.push(id);
          list.push({ at: step.at, n: n++, id });
        } else if (step.type === 'cancel' && ids.length > 0) {
          const id = ids[step.which % ids.length]!;
          expect(queue.cancel(id)).toBe(list.some((entry) => entry.id === id));
          list = list.filter((entry) => entry.id !== id);
        } else if (step.type === 'clone') {
          const left = queue;
          queue = queue.clone();
          // What is done to one side does not reach the other.
          left.push(0, { n: -1 });
          if (list.length > 0) left.cancel(list[0]!.id);
        } else if (step.type === 'pop') {
          const first = [...list].sort((a, b) => a.at - b.at || a.n - b.n)[0];
          expect(queue.nextTime()).toBe(first?.at ?? Infinity);
          if (first) {
            expect(queue.take()).toEqual({ n: first.n });
            list = list.filter((entry) => entry !== first);
          }
        }
        expect(queue.size).toBe(list.length);
      }
    }, { seed: 31, runs: 60 });
  });
});

describe('copies of a store do not see each other’s writes', () => {
  it('columns', () => {
    const write = fc.record({ side: fc.nat(2), index: fc.oneof(fc.nat(5), fc.nat(9000)), value: fc.nat(1000) });
    assertForAll(fc.array(fc.oneof(write, fc.constant('clone' as const)), { maxLength: 60, size: 'max' }), (acts) => {
      const sides: { column: Column; model: Map<number, number> }[] = [{ column: new Column(), model: new Map() }];
      for (const step of acts) {
        const side = sides[step === 'clone' ? sides.length - 1 : step.side % sides.length]!;
        if (step === 'clone') sides.push({ column: side.column.clone(), model: new Map(side.model) });
        else {
          side.column.set(step.index, step.value);
          side.model.set(step.index, step.value);
        }
      }
      for (const { column, model } of sides) {
        for (let i = 0; i < 9100; i++) if (column.get(i) !== (model.get(i) ?? 0)) expect.fail(`entry ${i}: ${column.get(i)} instead of ${model.get(i) ?? 0}`);
      }
    }, { seed: 32, runs: 60 });
  });

  it('logs, over page edges and after entries were dropped', () => {
    const append = fc.record({ type: fc.constant('append' as const), side: fc.nat(3), log: fc.nat(1), count: fc.constantFrom(1, 3, 200, 256, 300) });
    const drop = fc.record({ type: fc.constant('drop' as const), side: fc.nat(3), log: fc.nat(1), part: fc.double({ min: 0, max: 1, noNaN: true }) });
    const clone = fc.record({ type: fc.constant('clone' as const), side: fc.nat(3) });
    assertForAll(fc.array(fc.oneof({ weight: 4, arbitrary: append }, drop, clone), { maxLength: 40, size: 'max' }), (acts) => {
      const sides: { logs: LogSet; model: number[][]; first: number[] }[] = [{ logs: new LogSet(2), model: [[], []], first: [0, 0] }];
      let row = 0;
      for (const step of acts) {
        const side = sides[step.side % sides.length]!;
        if (step.type === 'clone') sides.push({ logs: side.logs.clone(), model: side.model.map((rows) => [...rows]), first: [...side.first] });
        else if (step.type === 'append') {
          for (let i = 0; i < step.count; i++) {
            row++;
            if (side.logs.append(step.log, row, row * 2, 10 + (row % 7)) !== side.model[step.log]!.length) expect.fail('positions are not counted up');
            side.model[step.log]!.push(row);
          }
        } else {
          const rows = side.model[step.log]!;
          const to = side.first[step.log]! + Math.floor((rows.length - side.first[step.log]!) * step.part);
          side.logs.dropBefore(step.log, to);
          side.first[step.log] = to;
        }
      }
      for (const { logs, model, first } of sides) {
        for (let log = 0; log < 2; log++) {
          const wanted = model[log]!;
          expect([logs.first(log), logs.length(log)]).toEqual([first[log], wanted.length]);
          const count = wanted.length - first[log]!;
          const [rows, arrived, bytes] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)];
          logs.readInto(log, first[log]!, wanted.length, rows, arrived, bytes);
          expect(Array.from(rows)).toEqual(wanted.slice(first[log]));
          for (let i = 0; i < count; i++) if (arrived[i] !== rows[i]! * 2 || bytes[i] !== 10 + (rows[i]! % 7)) throw new Error(`entry ${i}`);
          if (count > 0) {
            const middle = first[log]! + Math.floor(count / 2);
            expect(logs.row(log, middle)).toBe(wanted[middle]);
            expect(logs.firstArrivedAtOrAfter(log, first[log]!, wanted[middle]! * 2)).toBe(middle);
            const fit = logs.fit(log, first[log]!, 50, 200);
            let sum = 0;
            let to = first[log]!;
            while (to < wanted.length && to - first[log]! < 50 && sum + 10 + (wanted[to]! % 7) <= 200) sum += 10 + (wanted[to++]! % 7);
            expect(fit).toEqual({ to, bytes: sum });
          }
        }
      }
    }, { seed: 33, runs: 80 });
  });

  it('the record table', () => {
    const act = fc.record({ side: fc.nat(2), type: fc.constantFrom('birth', 'birth', 'hold', 'release', 'deliver', 'park', 'unpark', 'clone'), pick: fc.nat(100_000) });
    assertForAll(fc.array(act, { maxLength: 100, size: 'max' }), (acts) => {
      interface Side {
        readonly table: RecordTable;
        readonly rows: { holds: number; delivered: number; fate: string }[];
      }
      const first = new RecordTable();
      first.addSink('app');
      const sides: Side[] = [{ table: first, rows: [] }];
      for (const { side: of, type, pick } of acts) {
        const { table, rows } = sides[of % sides.length]!;
        if (type === 'birth') {
          for (let i = 0; i < 700; i++) {
            if (table.birth(i, pick % 5, i % 900, 0) !== rows.length) expect.fail('rows are not counted up');
            rows.push({ holds: 1, delivered: 0, fate: 'pending' });
          }
        } else if (type === 'clone') {
          if (sides.length < 5) sides.push({ table: table.clone(), rows: rows.map((row) => ({ ...row })) });
        } else {
          for (let i = 0; i < 300 && rows.length > 0; i++) {
            const number = (pick + i * 7) % rows.length;
            const row = rows[number]!;
            if (row.holds === 0) continue;
            if (type === 'hold') {
              table.holdRow(number);
              row.holds++;
            } else if (type === 'release') {
              table.releaseRow(number, 'expired');
              if (--row.holds === 0 && row.fate === 'pending') row.fate = 'lost';
            } else if (type === 'deliver') {
              table.deliver(0, Uint32Array.of(number), 5000);
              row.delivered++;
              row.fate = 'delivered';
            } else if (type === 'unpark') {
              table.unpark(Uint32Array.of(number));
              if (row.fate === 'parked') row.fate = 'pending';
            } else {
              table.park(Uint32Array.of(number));
              if (row.fate === 'pending') row.fate = 'parked';
            }
          }
        }
      }
      for (const { table, rows } of sides) {
        const of = (fate: string) => rows.filter((row) => row.fate === fate).length;
        const totals = table.totals();
        expect([totals.born, totals.delivered, totals.lost, totals.parked, totals.inTransit]).toEqual([rows.length, of('delivered'), of('lost'), of('parked'), of('pending')]);
        expect(totals.duplicates).toBe(rows.reduce((sum, row) => sum + Math.max(0, row.delivered - 1), 0));
        expect(table.held).toBe(rows.filter((row) => row.holds > 0).length);
        for (let i = 0; i < rows.length; i++) if (table.holds(i) !== rows[i]!.holds) expect.fail(`row ${i}: ${table.holds(i)} holds instead of ${rows[i]!.holds}`);
      }
    }, { seed: 34, runs: 30 });
  });

  it('metrics, the trace, chance and maps of one’s own', () => {
    const metrics = new MetricTable();
    metrics.count('a', 'x', 0, 1);
    const trace = new Trace();
    trace.note(0, 'a', 'x', 's', {}, { n: 1 });
    const rng = Rng.of(1, 'a');
    const map = new OwnedMap<{ n: number }>();
    map.set(1, { n: 1 });
    for (const [store, change] of [
      [metrics, (of: MetricTable) => Array.from({ length: 200 }, (_, i) => of.count('a', `m${i % 50}`, i * 700, i))],
      [trace, (of: Trace) => Array.from({ length: 200 }, (_, i) => of.note(i * 600, 'a', 'x', `s${i % 3}`, {}, { n: 1 }))],
      [rng, (of: Rng) => [of.unit(), of.gapMs(0.7)]],
      [map, (of: OwnedMap<{ n: number }>) => (of.write(1)!.n = 5)],
    ] as const) {
      const before = hashOf(store);
      const copy = store.clone();
      expect(hashOf(copy)).toBe(before);
      (change as (of: unknown) => unknown)(store);
      expect(hashOf(copy)).toBe(before);
      expect(hashOf(store)).not.toBe(before);
      (change as (of: unknown) => unknown)(copy);
      expect(hashOf(copy)).toBe(hashOf(store));
    }
  });
});

describe('the latency histogram', () => {
  it('is never off by more than 1 %', () => {
    assertForAll(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (ms) => {
      const floor = bucketFloor(bucketOf(ms));
      expect(floor).toBeLessThanOrEqual(ms);
      expect(ms - floor).toBeLessThanOrEqual(ms * 0.01);
    }, { seed: 35, runs: 2000 });
  });

  it('counts what is longer than 49.7 days as the longest, not as something short', () => {
    const last = createHistogram().length - 1;
    for (const ms of [2 ** 32 - 1, 2 ** 32, 2 ** 32 + 5, 2 ** 33 + 100, 2 ** 40, Number.MAX_SAFE_INTEGER]) expect(bucketOf(ms)).toBe(last);
    const histogram = createHistogram();
    histogram[bucketOf(2 ** 32 + 5)]!++;
    expect(percentile(histogram, 0.5)).toBeGreaterThan(2 ** 32 * 0.99);
  });

  it('answers percentiles within 1 % of the sorted list', () => {
    assertForAll(fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 300, size: 'max' }), (values) => {
      const histogram = createHistogram();
      for (const value of values) histogram[bucketOf(value)]!++;
      const sorted = [...values].sort((a, b) => a - b);
      for (const q of [0.5, 0.99]) {
        const exact = sorted[Math.ceil(values.length * q) - 1]!;
        expect(Math.abs(percentile(histogram, q) - exact)).toBeLessThanOrEqual(exact * 0.01);
      }
    }, { seed: 36 });
    expect(percentile(createHistogram(), 0.5)).toBe(0);
  });
});

describe('chance', () => {
  it('of one label does not depend on others', () => {
    const draws = (rng: Rng) => Array.from({ length: 5 }, () => rng.unit());
    expect(draws(Rng.of(7, 'web'))).toEqual(draws(Rng.of(7, 'web')));
    expect(draws(Rng.of(7, 'web'))).not.toEqual(draws(Rng.of(7, 'put')));
    expect(draws(Rng.of(7, 'web'))).not.toEqual(draws(Rng.of(8, 'web')));
  });

  it('is even, keeps to its ends, and gaps have their mean although they are whole', () => {
    const rng = Rng.of(3, 'x');
    const seen = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) seen[rng.int(0, 5)]!++;
    for (const count of seen) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    for (const mean of [0.05, 0.7, 12]) {
      let sum = 0;
      for (let i = 0; i < 40_000; i++) sum += rng.gapMs(mean);
      expect(Math.abs(sum / 40_000 / mean - 1), String(mean)).toBeLessThan(0.02);
    }
    let arrivals = 0;
    for (let i = 0; i < 2000; i++) arrivals += rng.arrivals(i % 2 === 0 ? 3 : 700);
    expect(Math.abs(arrivals / (1000 * 703) - 1)).toBeLessThan(0.01);
  });
});

describe('metrics', () => {
  it('roll up by second, minute and hour, and know the busiest second', () => {
    const metrics = new MetricTable();
    for (let ms = 0; ms < 7_200_000; ms += 500) metrics.count('a', 'x', ms, ms < 3_600_000 ? 1 : 2);
    const of = (step: 1000 | 60_000 | 3_600_000) => metrics.series(step, 7_199_999)[0]!;
    expect(Array.from(of(3_600_000).sum)).toEqual([7200, 14_400]);
    expect(Array.from(of(60_000).sum).slice(-1)).toEqual([240]);
    expect(Array.from(of(1000).sum).slice(-2)).toEqual([4, 4]);
    expect(of(1000).from).toBe(7_200_000 - of(1000).sum.length * 1000);
    expect(metrics.totals()[0]!.total).toEqual({ sum: 21_600, max: 2, last: 2, samples: 14_400, perSecondMax: 4 });
  });
});

describe('the trace', () => {
  it('joins what goes on within a second into one episode, and adds its sums', () => {
    const trace = new Trace();
    for (const at of [0, 900, 1900, 3000]) trace.note(at, 'n', 'records.refused', 'shard', { limit: 'record rate' }, { refused: 2 });
    trace.note(1000, 'n', 'records.refused', 'other', {});
    expect(trace.events().map((event) => [event.at, event.lastAt, event.count, event.subject, event.detail.refused])).toEqual([[0, 1900, 3, 'shard', 6], [3000, 3000, 1, 'shard', 2], [1000, 1000, 1, 'other', undefined]]);
  });

  it('stays bounded and keeps the first and the last', () => {
    const trace = new Trace();
    for (let i = 0; i < 5000; i++) trace.note(i * 2000, 'n', 't', 's', { i });
    const events = trace.events();
    expect(events.length).toBeLessThanOrEqual(2002);
    expect([events[0]!.detail.i, events.at(-1)!.detail.i]).toEqual([0, 4999]);
  });
});
