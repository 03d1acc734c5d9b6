import { plusMonths } from '../../../base/calendar.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { Limits } from '../../../sim/limits.ts';

/** A span as Data Pipeline writes it. Days and longer follow the calendar, in UTC. */
export interface Period {
  readonly count: number;
  readonly unit: 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'years';
}

const unitMs = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 7 * 86_400_000, months: 0, years: 0 } as const;

/** A period from `15 minutes`, `1 Hour`, `2 weeks`; undefined for anything else. */
export function parsePeriod(text: string): Period | undefined {
  const match = /^\s*(\d{1,6})\s+(minute|hour|day|week|month|year)s?\s*$/i.exec(text);
  if (!match) return undefined;
  return { count: Number(match[1]), unit: `${match[2]!.toLowerCase()}s` as Period['unit'] };
}

/** The time `times` periods after `start`. */
export function plusPeriods(start: number, period: Period, times: number): number {
  const count = period.count * times;
  if (period.unit === 'months') return plusMonths(start, count);
  if (period.unit === 'years') return plusMonths(start, count * 12);
  return start + count * unitMs[period.unit];
}

/** Length in ms; months count 28 days and years 365, the shortest that they can be. */
export function shortestMs(period: Period): number {
  if (period.unit === 'months') return period.count * 28 * unitMs.days;
  if (period.unit === 'years') return period.count * 365 * unitMs.days;
  return period.count * unitMs[period.unit];
}

/** A schedule's period: no shorter and no longer than the service allows. */
export function schedulePeriod(text: string, limits: Limits): Result<Period, string> {
  const period = parsePeriod(text);
  if (!period || period.count === 0) return fail(`"${text}" is no period; write for example "15 minutes", "1 hours" or "1 days"`);
  const [min, max] = [limits.duration('dp.schedule.min-period'), limits.duration('dp.schedule.max-period')];
  if (shortestMs(period) < min) return fail(`the period must be at least ${min / 60_000} minutes; got ${text}`);
  if (shortestMs(period) > max) return fail(`the period must be at most 3 years; got ${text}`);
  return ok(period);
}
