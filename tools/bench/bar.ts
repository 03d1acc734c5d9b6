/** One line of the benchmark: a ratio or a figure, what it should be, and whether it is. */
export interface Bar {
  readonly bar: number;
  readonly name: string;
  readonly value: number;
  readonly wanted: string;
  readonly unit: string;
  readonly holds: boolean;
}

export function atLeast(bar: number, name: string, value: number, least: number, unit: string): Bar {
  return { bar, name, value: round(value), wanted: `>= ${least}`, unit, holds: value >= least };
}

export function atMost(bar: number, name: string, value: number, most: number, unit: string): Bar {
  return { bar, name, value: round(value), wanted: `<= ${most}`, unit, holds: value <= most };
}

/** A figure that stands beside the bars: reported, not judged. */
export function figure(bar: number, name: string, value: number, unit: string): Bar {
  return { bar, name, value: round(value), wanted: '-', unit, holds: true };
}

function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * q) - 1)]!;
}
