export type Scale = 'linear' | 'log';

/** Steps of the range input, from one end to the other. */
export const rangeSteps = 1000;

/** Where a value stands between min and max, 0..1. A log scale needs min > 0. */
export function toFraction(value: number, min: number, max: number, scale: Scale): number {
  if (max <= min) return 0;
  const fraction = scale === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.min(1, Math.max(0, fraction));
}

/** The value at a fraction, on the step grid; on a log scale rounded to two significant digits first. */
export function fromFraction(fraction: number, min: number, max: number, scale: Scale, step: number): number {
  if (fraction <= 0) return min;
  if (fraction >= 1) return max;
  const raw = scale === 'log' ? min * (max / min) ** fraction : min + fraction * (max - min);
  return clampToStep(scale === 'log' ? Number(raw.toPrecision(2)) : raw, min, max, step);
}

/** The nearest value on the step grid that starts at min, inside min..max. */
export function clampToStep(value: number, min: number, max: number, step: number): number {
  if (value >= max) return max;
  if (value <= min) return min;
  const decimals = decimalsOf(step) + decimalsOf(min);
  const snapped = Number((min + Math.round((value - min) / step) * step).toFixed(Math.min(decimals, 12)));
  return Math.min(max, Math.max(min, snapped));
}

/** What − and + lead to: one step on a linear scale; on a log scale the next of 1, 2, 5, 10, 20, 50, … */
export function stepBy(value: number, direction: 1 | -1, min: number, max: number, step: number, scale: Scale): number {
  if (scale === 'linear') return clampToStep(value + direction * step, min, max, step);
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const marks = [0.5, 1, 2, 5, 10].map((mark) => Number((mark * decade).toPrecision(2)));
  const next =
    direction > 0 ? marks.find((mark) => mark > value * (1 + 1e-9)) : marks.findLast((mark) => mark < value * (1 - 1e-9));
  return clampToStep(next ?? value, min, max, step);
}

function decimalsOf(value: number): number {
  const text = String(value);
  const exponent = /e-(\d+)$/.exec(text);
  if (exponent) return Number(exponent[1]);
  return text.split('.')[1]?.length ?? 0;
}
