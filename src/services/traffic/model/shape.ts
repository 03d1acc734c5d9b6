import { naturalExp } from '../../../base/naturalExp.ts';
import { naturalLog } from '../../../base/naturalLog.ts';
import type { TrafficConfig } from './config.ts';

const dayMs = 86_400_000;

/** Records a second that the configuration asks for at a moment. */
export function rateAt(config: TrafficConfig, now: number, startsAt: number): number {
  const base = config.recordsPerSecond;
  switch (config.shape) {
    case 'constant':
      return base;
    case 'ramp': {
      const part = Math.min(1, now / config.ramp.over);
      return base + (config.ramp.toRecordsPerSecond - base) * part;
    }
    case 'burst':
      return now >= config.burst.at && now < config.burst.at + config.burst.for ? base * config.burst.factor : base;
    case 'daily': {
      // A triangle with its top at the peak hour: straight lines only, since engines round cosines differently. Its mean is 1.
      const hour = ((startsAt + now) % dayMs) / 3_600_000;
      const away = Math.abs(hour - config.daily.peakHour);
      const distance = away > 12 ? 24 - away : away;
      return base * (1 + (config.daily.peakFactor - 1) * (1 - distance / 6));
    }
    case 'steps': {
      let rate = base;
      for (const step of config.steps) if (step.at <= now) rate = step.recordsPerSecond;
      return rate;
    }
  }
}

/** First moment after `now` at which the rate jumps; Infinity when it does not. */
export function nextJump(config: TrafficConfig, now: number): number {
  let next = Infinity;
  if (config.shape === 'steps') for (const step of config.steps) if (step.at > now) next = Math.min(next, step.at);
  if (config.shape === 'burst') for (const at of [config.burst.at, config.burst.at + config.burst.for]) if (at > now) next = Math.min(next, at);
  if (config.stopAfter > now) next = Math.min(next, config.stopAfter);
  return next;
}

/** Cumulative weights 1 / k^s of `count` keys, scaled to end at 1. */
export function zipfTable(count: number, exponent: number): Float64Array {
  const table = new Float64Array(count);
  let sum = 0;
  for (let k = 1; k <= count; k++) {
    sum += exponent === 0 ? 1 : exponent === 1 ? 1 / k : naturalExp(-exponent * naturalLog(k));
    table[k - 1] = sum;
  }
  for (let k = 0; k < count; k++) table[k]! /= sum;
  return table;
}

/** Index of the first entry of a cumulative table that exceeds `u`. */
export function pickFrom(table: Float64Array, u: number): number {
  let low = 0;
  let high = table.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (table[middle]! > u) high = middle;
    else low = middle + 1;
  }
  return low;
}
