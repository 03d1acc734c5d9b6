import { describe, expect, it } from 'vitest';
import { streamColumns } from '../../../services/kinesis-streams/model/view.ts';
import type { StreamColumn, StreamFrame } from '../../../services/kinesis-streams/view/index.ts';
import type { RunRecipe } from '../../../sim/recipe.ts';
import type { StageFrame } from './frame.ts';
import { phaseOf } from './dots.ts';
import { keyPlans, keyShare } from './keyPlan.ts';
import { Marks, mostMarks } from './marks.ts';

const recipe = (config: Record<string, number | string>): RunRecipe =>
  ({
    graph: { nodes: [{ id: 'web', kind: 'traffic', config }, { id: 'put', kind: 'sdk-producer', config: {} }], edges: [{ from: { node: 'web' }, to: { node: 'put' } }] },
    interventions: [],
  }) as unknown as RunRecipe;

function frameAt(time: number, stored: readonly number[], refused: readonly number[] = [0, 0], rates: readonly number[] = [0, 0]): StageFrame {
  const columns = Object.fromEntries(streamColumns.map((name) => [name, new Float64Array(2)])) as Record<StreamColumn, Float64Array>;
  columns.endShare.set([0.5, 1]);
  columns.startShare.set([0, 0.5]);
  columns.length.set(stored);
  columns.held.set(stored);
  columns.refused.set(refused);
  columns.recordsPerSecond.set(rates);
  const stream: StreamFrame = { fields: {} as StreamFrame['fields'], count: 2, columns };
  return { time, playing: true, speed: 1, producers: [], stream, consumers: [], reshards: [], blocked: [] };
}

function marksFor(perMark: number, flightMs = 800, config: Record<string, number | string> = { keys: 1 }) {
  const marks = new Marks();
  marks.configure(keyPlans(recipe(config)), perMark);
  return {
    flights: marks.flights,
    take: (frame: StageFrame, from: StageFrame | undefined) => marks.take(frame, from, flightMs),
    storedAt: marks.storedAt.bind(marks),
    codeOf: marks.codeOf.bind(marks),
  };
}

const rows = ({ flights }: Pick<Marks, 'flights'>) =>
  Array.from({ length: flights.count }, (_, n) => {
    const i = (flights.first + n) % mostMarks;
    return { at: flights.at[i]!, shard: flights.shard[i]!, mark: flights.mark[i]!, refused: flights.refused[i]!, share: flights.share[i]!, code: flights.code[i]! };
  });

describe('marks under way', () => {
  it('set off when a shard has stored another N records, in proportion of time', () => {
    const marks = marksFor(50);
    const first = frameAt(1000, [0, 0]);
    marks.take(first, undefined);
    marks.take(frameAt(1100, [0, 200]), first);
    const early = phaseOf(1, 50) / 2;
    expect(early).toBeGreaterThan(0);
    expect(rows(marks).map(({ at, shard, mark }) => [at, shard, mark])).toEqual([[1025 - early, 1, 1], [1050 - early, 1, 2], [1075 - early, 1, 3], [1100 - early, 1, 4]]);
  });
  it('count every N-th record once over many snapshots, stored and refused apart', () => {
    const marks = marksFor(10, 100_000);
    let before = frameAt(0, [0, 0]);
    marks.take(before, undefined);
    for (let t = 33; t <= 3300; t += 33) {
      const next = frameAt(t, [0, Math.floor(t * 0.7)], [0, Math.floor(t * 0.3)]);
      marks.take(next, before);
      before = next;
    }
    const all = rows(marks);
    const early = phaseOf(1, 10);
    expect(all.filter((row) => row.refused === 0)).toHaveLength(Math.floor((2310 + early) / 10));
    expect(all.filter((row) => row.refused === 1)).toHaveLength(Math.floor((990 + early) / 10));
    expect(all.map((row) => row.at)).toEqual(all.map((row) => row.at).toSorted((a, b) => a - b));
  });
  it('lie at the place of their key, so the only key goes to one point', () => {
    const marks = marksFor(50);
    const first = frameAt(1000, [0, 0]);
    marks.take(first, undefined);
    marks.take(frameAt(1100, [0, 500]), first);
    const place = keyShare('key-0');
    expect(place).toBeGreaterThan(0.5);
    for (const row of rows(marks)) expect(row.share).toBeCloseTo(place, 6);
  });
  it('look the same after a jump as in every other run to that moment', () => {
    const at = () => {
      const marks = marksFor(20, 800, { keys: 40 });
      marks.take(frameAt(5000, [2000, 2000], [0, 500], [400, 400]), undefined);
      return rows(marks);
    };
    expect(at()).toEqual(at());
    expect(at().length).toBeGreaterThan(20);
    // As if it had gone on like now: 400 records/s over one flight of 0.8 s are 16 marks of 20 for each shard.
    expect(Math.abs(at().filter((row) => row.shard === 0).length - 16)).toBeLessThanOrEqual(1);
  });
  it('never exceed the bound', () => {
    const marks = marksFor(1);
    const first = frameAt(0, [0, 0]);
    marks.take(first, undefined);
    marks.take(frameAt(100, [50_000, 50_000]), first);
    expect(marks.flights.count).toBe(mostMarks);
  });
  it('are let go of once they have arrived', () => {
    const marks = marksFor(50);
    const first = frameAt(1000, [0, 0]);
    const second = frameAt(1100, [0, 500]);
    marks.take(first, undefined);
    marks.take(second, first);
    marks.take(frameAt(5000, [0, 500]), second);
    expect(marks.flights.count).toBe(0);
  });
});

describe('marks of an even load', () => {
  it('do not set off from all shards in the same instant', () => {
    const marks = marksFor(100, 800, { keys: 2 });
    const first = frameAt(0, [0, 0]);
    marks.take(first, undefined);
    marks.take(frameAt(1000, [1000, 1000]), first);
    const [a, b] = [0, 1].map((shard) => rows(marks).find((row) => row.shard === shard)!.at);
    expect(Math.abs(a! - b!)).toBeGreaterThan(5);
  });
});

describe('the lanes while marks are under way', () => {
  it('show what was stored one flight earlier', () => {
    const marks = marksFor(50);
    const first = frameAt(1000, [0, 0]);
    const second = frameAt(1100, [0, 100]);
    marks.take(first, undefined);
    marks.take(second, first);
    marks.take(frameAt(1200, [0, 300]), second);
    expect(marks.storedAt(1, 1000)).toBe(0);
    expect(marks.storedAt(1, 1050)).toBe(50);
    expect(marks.storedAt(1, 1150)).toBe(200);
    expect(marks.storedAt(1, 1200)).toBe(300);
  });
  it('remember the look that a mark had in flight', () => {
    const marks = marksFor(10, 800, { keys: 4 });
    const first = frameAt(1000, [0, 0]);
    const second = frameAt(1100, [300, 300]);
    marks.take(first, undefined);
    marks.take(second, first);
    for (const { shard, mark, code } of rows(marks)) expect(marks.codeOf(second.stream!, shard, mark, 1100)).toBe(code);
  });
});

describe('plans of keys', () => {
  it('give up to four keys a hue each, more a letter, and the heaviest of many their own', () => {
    const four = keyPlans(recipe({ keys: 4 }))[0]!;
    expect(four.keys.map((key) => key.hue).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
    expect(four.legend.map((entry) => entry.label)).toEqual(['key-0', 'key-1', 'key-2', 'key-3']);
    expect(keyPlans(recipe({ keys: 9 }))[0]!.lettered).toBe(true);
    const skewed = keyPlans(recipe({ keys: 'zipf', zipfExponent: 1.2 }))[0]!;
    expect(skewed.legend.map((entry) => entry.label)).toEqual(['key-0', 'key-1', 'key-2', 'other keys']);
  });
  it('do not list what is too much to place', () => {
    expect(keyPlans(recipe({ keys: 'random' }))[0]!.keys).toEqual([]);
  });
  it('begin anew where keys are changed', () => {
    const changed = { ...recipe({ keys: 1 }), interventions: [{ at: 2000, what: { type: 'setConfig', node: 'web', config: { keys: 3 } } }] } as unknown as RunRecipe;
    const plans = keyPlans(changed);
    expect(plans.map((plan) => [plan.from, plan.keys.length])).toEqual([[0, 1], [2000, 3]]);
  });
});

describe('the start of a run', () => {
  const producers = [{ name: 'Producer', recordsPerSecond: 1500, payloadBytes: 500, waiting: 0, retried: 0, givenUp: 0 }];
  const at = (time: number, stored: readonly number[]): StageFrame => ({ ...frameAt(time, stored), producers });
  it('shows records leave the producer before the stream has told of any', () => {
    const marks = marksFor(50);
    const first = at(0, [0, 0]);
    marks.take(first, undefined);
    expect(marks.flights.count).toBe(0);
    const second = at(33, [0, 0]);
    marks.take(second, first);
    expect(rows(marks).some((row) => row.at <= 33)).toBe(true);
    for (const row of rows(marks)) expect([row.shard, row.share > 0.5]).toEqual([1, true]);
  });
  it('tells them again, at nearly the same places, once the stream answers', () => {
    const marks = marksFor(50);
    const first = at(0, [0, 0]);
    const second = at(99, [0, 0]);
    marks.take(first, undefined);
    marks.take(second, first);
    const before = rows(marks);
    marks.take(at(110, [0, 150]), second);
    const after = rows(marks);
    expect(after).toHaveLength(3);
    for (const row of after) expect(Math.abs(row.at - before.find((other) => other.mark === row.mark)!.at)).toBeLessThan(15);
  });
  it('lets go of them when nothing comes of it', () => {
    const marks = marksFor(50);
    const first = at(0, [0, 0]);
    const second = at(99, [0, 0]);
    marks.take(first, undefined);
    marks.take(second, first);
    marks.take(at(600, [0, 0]), second);
    expect(marks.flights.count).toBe(0);
  });
});
