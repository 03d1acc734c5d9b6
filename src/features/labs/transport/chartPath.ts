import type { MetricSeries } from '../../../sim/metrics.ts';

/** Values per second over time, oldest first: [simulated ms, value]. */
export type Line = readonly (readonly [at: number, value: number])[];

/** Seconds are kept for the last ten minutes; longer runs are drawn in coarser steps. */
const secondsReach = 660_000;

/** The roll-ups fit for a run of this length. */
export function seriesFor(length: number, seconds: readonly MetricSeries[], coarse: readonly MetricSeries[]): readonly MetricSeries[] {
  return length <= secondsReach ? seconds : coarse;
}

/** Several series added up, per second; the step that is still under way at `until` is left out. */
export function lineOf(series: readonly MetricSeries[], until: number): Line {
  const first = series[0];
  if (!first) return [];
  const line: [number, number][] = [];
  for (let i = 0; i < first.sum.length; i++) {
    const at = first.from + i * first.stepMs;
    if (at + first.stepMs > until) break;
    let sum = 0;
    for (const one of series) sum += one.sum[i - (first.from - one.from) / one.stepMs] ?? 0;
    line.push([at, (sum * 1000) / first.stepMs]);
  }
  return line;
}

/** SVG path of a stepped line in a box; closed down to the ground for an area. Empty when there is nothing to draw. */
export function stepPath(line: Line, length: number, max: number, width: number, height: number, closed: boolean): string {
  if (line.length === 0) return '';
  const stepMs = line.length > 1 ? line[1]![0] - line[0]![0] : 1000;
  const x = (at: number) => ((Math.min(at, length) / length) * width).toFixed(2);
  const y = (value: number) => (height - (Math.min(value, max) / max) * height).toFixed(2);
  const steps = line.map(([at, value]) => `V${y(value)}H${x(at + stepMs)}`).join('');
  const start = `M${x(line[0]![0])} ${closed ? height : y(line[0]![1])}`;
  return closed ? `${start}${steps}V${height}Z` : `${start}${steps}`;
}

/** The largest value of some lines, at least 1. */
export function topOf(lines: readonly Line[]): number {
  let top = 1;
  for (const line of lines) for (const [, value] of line) top = Math.max(top, value);
  return top;
}
