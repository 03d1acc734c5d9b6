import { describe, expect, it, test } from 'vitest';
import type { MetricSeries } from '../../../sim/metrics.ts';
import { lineOf, seriesFor, stepPath, topOf } from './chartPath.ts';
import { markerWidth, placeMarkers } from './laneLayout.ts';
import { scrubStep } from './Scrubber.tsx';
import { nextItem } from './Transport.tsx';

const series = (sum: number[], from = 0): MetricSeries => ({ node: 'clicks', metric: 'x', stepMs: 1000, from, sum: Float64Array.from(sum), max: Float64Array.from(sum), samples: Float64Array.from(sum, () => 1) });

describe('markers', () => {
  it('stand side by side where there is room, below each other where there is not', () => {
    const placed = placeMarkers([0, 0.01, 0.5], (at) => at, 1000);
    expect(placed.map(({ row, x }) => [row, x])).toEqual([[0, 14], [1, 14], [0, 500]]);
  });
  it('join when three rows are full, and no two of a row overlap', () => {
    const items = Array.from({ length: 30 }, (_, i) => i / 100);
    const placed = placeMarkers(items, (at) => at, 400);
    expect(placed.flatMap((mark) => mark.items)).toHaveLength(30);
    for (const row of [0, 1, 2]) {
      const xs = placed.filter((mark) => mark.row === row).map((mark) => mark.x);
      for (let i = 1; i < xs.length; i++) expect(xs[i]! - xs[i - 1]!).toBeGreaterThanOrEqual(markerWidth);
    }
  });
  it('stay inside the lane', () => {
    for (const { x } of placeMarkers([0, 1], (at) => at, 300)) expect(x >= 14 && x <= 286).toBe(true);
  });
});

describe('the chart', () => {
  it('adds series up, and leaves out the second under way', () => {
    expect(lineOf([series([1, 2, 3]), series([10, 20, 30])], 2500)).toEqual([[0, 11], [1000, 22]]);
    expect(lineOf([], 1000)).toEqual([]);
  });
  it('draws steps down to the ground', () => {
    expect(stepPath([[0, 1], [1000, 2]], 4000, 2, 400, 100, true)).toBe('M0.00 100V50.00H100.00V0.00H200.00V100Z');
    expect(stepPath([], 4000, 2, 400, 100, true)).toBe('');
    expect(topOf([[[0, 500]], []])).toBe(500);
  });
  it('takes minutes for long runs', () => {
    const seconds = [series([1])];
    const minutes = [series([2])];
    expect(seriesFor(60_000, seconds, minutes)).toBe(seconds);
    expect(seriesFor(3_600_000, seconds, minutes)).toBe(minutes);
  });
});

test.each([
  [60_000, 100],
  [600_000, 1000],
  [90_000, 200],
  [7 * 86_400_000, 2_000_000],
])('arrow keys of a run of %d ms go %d ms', (length, step) => expect(scrubStep(length)).toBe(step));

test('arrows go round in the toolbar', () => {
  expect(nextItem('ArrowRight', 7, 8)).toBe(0);
  expect(nextItem('ArrowLeft', 0, 8)).toBe(7);
  expect(nextItem('End', 0, 8)).toBe(7);
  expect(nextItem('x', 0, 8)).toBeNull();
});
