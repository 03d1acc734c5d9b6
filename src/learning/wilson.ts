/** z of a two-sided 95 % interval. */
const z = 1.959963984540054;

/** A range of proportions between 0 and 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The Wilson 95 % interval for `right` successes of `n`; undefined when there is nothing to go by. */
export function wilson(right: number, n: number): Interval | undefined {
  if (n <= 0) return undefined;
  const p = right / n;
  const scale = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale;
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** The interval in whole per cents as people read it: the fraction is cut, so 48.1 to 85.5 prints "48–85 %". */
export function intervalText(interval: Interval): string {
  const cut = (x: number) => Math.floor(x * 100 + 1e-9);
  return `${cut(interval.low)}–${cut(interval.high)} %`;
}

/** The share in whole per cents, rounded. */
export function percentText(right: number, n: number): string {
  return n === 0 ? '–' : `${Math.round((right / n) * 100)} %`;
}
