/** Intervals of a schedule, when their work is due, and which of them have been missed. */
import { isoTime } from '../../../base/calendar.ts';
import type { Limits } from '../../../sim/limits.ts';
import { plusPeriods, shortestMs, type Period } from './period.ts';

export type ScheduleType = 'cron' | 'timeseries' | 'ondemand';

/** A schedule with its start known, UTC ms. */
export interface Timing {
  readonly start: number;
  readonly period: Period;
  /** The last interval ends no later; null for no end. */
  readonly end: number | null;
  readonly occurrences: number | null;
}

export interface Interval {
  readonly k: number;
  readonly start: number;
  readonly end: number;
}

/** Interval `k`, from 0; undefined where the schedule is over. */
export function interval(timing: Timing, k: number): Interval | undefined {
  if (k < 0 || (timing.occurrences !== null && k >= timing.occurrences)) return undefined;
  const end = plusPeriods(timing.start, timing.period, k + 1);
  if (timing.end !== null && end > timing.end) return undefined;
  return { k, start: plusPeriods(timing.start, timing.period, k), end };
}

/** Intervals there are in all; Infinity for a schedule without an end. */
export function countIntervals(timing: Timing): number {
  if (timing.occurrences !== null) return timing.occurrences;
  if (timing.end === null) return Infinity;
  let low = 0;
  let high = Math.floor((timing.end - timing.start) / shortestMs(timing.period)) + 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (plusPeriods(timing.start, timing.period, middle) <= timing.end) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** Time-series work is due at the end of its interval, cron work at the start. */
export function dueAt(of: Interval, type: ScheduleType): number {
  return type === 'timeseries' ? of.end : of.start;
}

/** Number of the interval that holds a time; -1 before the first and after the last. */
export function intervalAt(timing: Timing, at: number): number {
  if (at < timing.start) return -1;
  let low = 0;
  let high = Math.floor((at - timing.start) / shortestMs(timing.period)) + 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (plusPeriods(timing.start, timing.period, middle) <= at) low = middle;
    else high = middle - 1;
  }
  return interval(timing, low) === undefined ? -1 : low;
}

/** How many intervals were due before `now`: the work of a back-fill. */
export function missedIntervals(timing: Timing, type: ScheduleType, now: number): number {
  let missed = 0;
  for (let of = interval(timing, 0); of !== undefined && dueAt(of, type) < now && missed < 1_000_000; of = interval(timing, missed)) missed++;
  return missed;
}

/**
 * Why a pipeline with this start may not be activated now, or undefined: an accidental back-fill is refused.
 * SIMPLIFIED: exactly the longest time back is still allowed; AWS's page suggests so.
 */
export function activationProblem(start: number, now: number, limits: Limits): string | undefined {
  const longest = limits.duration('dp.schedule.max-past-start');
  return now - start <= longest ? undefined : `the schedule starts at ${isoTime(start)}, more than ${longest / 86_400_000} day before now (${isoTime(now)}): activation is blocked, to prevent an accidental backfill`;
}
