import { describe, expect, it } from 'vitest';
import type { Box } from '../../../services/kinesis-streams/view/index.ts';
import { layoutStage, rowsThatFit, type LayoutInput, type Row, type StageLayout } from './layout.ts';

const open = (count: number): Row[] => Array.from({ length: count }, (_, shard) => ({ shard, presence: 1, closed: 0 }));
const input = (width: number, height: number, rows: readonly Row[], more: Partial<LayoutInput> = {}): LayoutInput => ({ width, height, scale: 1, producers: 1, rows, hidden: 0, ...more });

const inside = (outer: Box, inner: Box) => inner.x >= outer.x - 0.01 && inner.y >= outer.y - 0.01 && inner.x + inner.w <= outer.x + outer.w + 0.01 && inner.y + inner.h <= outer.y + outer.h + 0.01;
const apart = (a: Box, b: Box) => a.x + a.w <= b.x + 0.01 || b.x + b.w <= a.x + 0.01 || a.y + a.h <= b.y + 0.01 || b.y + b.h <= a.y + 0.01;

/** What is wrong with a layout: boxes that leave the stage, are empty, or overlap. */
function problemsOf(layout: StageLayout): string[] {
  const stage = { x: 0, y: 0, w: layout.width, h: layout.height };
  const boxes = [...layout.producers, layout.ruler, layout.tray, layout.legend, ...layout.lanes.map((lane) => lane.track)];
  const text = JSON.stringify;
  return [
    ...boxes.filter((box) => !inside(stage, box)).map((box) => `outside ${text(box)}`),
    ...boxes.filter((box) => box.w <= 0 || box.h <= 0).map((box) => `empty ${text(box)}`),
    ...boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => !apart(a, b)).map((b) => `overlap ${text(a)} ${text(b)}`)),
    ...layout.lanes.flatMap((lane) => lane.meters.filter((meter) => !inside(stage, meter.bar)).map((meter) => `outside ${text(meter.bar)}`)),
  ];
}

describe('wide stage', () => {
  it.each([
    [940, 420, 1],
    [940, 420, 2],
    [940, 440, 4],
    [1100, 460, 16],
    [700, 220, 2],
    [500, 560, 2],
    [600, 420, 8],
  ])('%i × %i px with %i shards: nothing overlaps or leaves the stage', (width, height, shards) => {
    expect(problemsOf(layoutStage(input(width, height, open(shards)), false))).toEqual([]);
  });
  it('shows all three limits in words where there is room, and less with more shards', () => {
    const details = [2, 4, 6, 12, 26].map((shards) => layoutStage(input(940, 460, open(shards)), false).lanes[0]!.detail);
    expect(details).toEqual(['full', 'full', 'medium', 'slim', 'strip']);
  });
  it('stays sound with the largest text and eight producers', () => {
    expect(problemsOf(layoutStage(input(940, 460, open(3), { scale: 1.25, producers: 8 }), false))).toEqual([]);
  });
  it('gives a closed parent less room than an open shard', () => {
    const rows = [{ shard: 0, presence: 1, closed: 1 }, ...open(3).slice(1)];
    const [closed, first] = layoutStage(input(940, 460, rows), false).lanes;
    expect(closed!.row.h).toBeLessThan(first!.row.h);
    expect(closed!.meters).toEqual([]);
  });
  it('lets a new shard grow from nothing', () => {
    const heights = [0, 0.5, 1].map((presence) => layoutStage(input(940, 460, [open(1)[0]!, { shard: 1, presence, closed: 0 }]), false).lanes[1]!.row.h);
    expect(heights[0]).toBe(0);
    expect(heights[1]).toBeGreaterThan(0);
    expect(heights[2]).toBeGreaterThan(heights[1]!);
  });
  it('stacks lanes in the order of their rows', () => {
    const { lanes } = layoutStage(input(940, 460, open(5)), false);
    const tops = lanes.map((lane) => lane.row.y);
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  });
});

describe('compact stage', () => {
  it.each([
    [328, 320, 2],
    [328, 220, 2],
    [328, 280, 4],
    [360, 320, 8],
    [300, 380, 1],
  ])('%i × %i px with %i shards: nothing overlaps or leaves the stage', (width, height, shards) => {
    expect(problemsOf(layoutStage(input(width, height, open(shards)), true))).toEqual([]);
  });
  it('draws columns with the newest record on top', () => {
    const lane = layoutStage(input(328, 320, open(2)), true).lanes[0]!;
    expect([lane.axis, lane.towardsOld, lane.detail]).toEqual(['y', 1, 'column']);
    expect(lane.tip).toBeLessThan(lane.track.y + 10);
  });
});

describe('how many shards fit', () => {
  it('is a few columns on a phone and some dozens of thin rows on a desk', () => {
    expect(rowsThatFit({ width: 328, height: 320, scale: 1 }, true)).toBe(7);
    expect(rowsThatFit({ width: 940, height: 420, scale: 1 }, false)).toBe(24);
  });
});
