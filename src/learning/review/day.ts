import { daysIn, daysTo, isoTime } from '../../base/calendar.ts';

/** One day in milliseconds. Reviews count in days; clock changes of an hour do not matter to them. */
export const dayMs = 86_400_000;

/** Midnight, in wall-clock milliseconds since 1970, of the learner's day that holds `at`; `offsetMinutes` is local time minus UTC. */
export function startOfDay(at: number, offsetMinutes: number): number {
  const shift = offsetMinutes * 60_000;
  return Math.floor((at + shift) / dayMs) * dayMs - shift;
}

/** Midnight `days` days after the day that holds `at`. */
export function startOfDayAfter(at: number, days: number, offsetMinutes: number): number {
  return startOfDay(at, offsetMinutes) + days * dayMs;
}

/** Whole days from the day that holds `from` to the day that holds `to`; negative when `to` is earlier. */
export function daysBetween(from: number, to: number, offsetMinutes: number): number {
  return Math.round((startOfDay(to, offsetMinutes) - startOfDay(from, offsetMinutes)) / dayMs);
}

/** Midnight that begins a calendar day written YYYY-MM-DD; undefined when it is no such day. */
export function dayFromText(text: string, offsetMinutes: number): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return daysTo(year, month, day) * dayMs - offsetMinutes * 60_000;
}

/** The calendar day YYYY-MM-DD that holds `at`. */
export function dayText(at: number, offsetMinutes: number): string {
  return isoTime(at + offsetMinutes * 60_000).slice(0, 10);
}
