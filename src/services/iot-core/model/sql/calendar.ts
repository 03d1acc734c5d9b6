/** The calendar of a moment: the core has no Date. UTC milliseconds in, years as of the Gregorian calendar. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
  readonly dayOfYear: number;
}

const dayMs = 86_400_000;
/** Moments of the years 1 to 9999. */
export const earliest = -62_135_596_800_000;
export const latest = 253_402_300_799_999;

const floorDiv = (a: number, b: number) => Math.floor(a / b);

/** Days from 1970-01-01 to a date; months may lie outside 1 to 12. */
export function daysTo(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = floorDiv(shifted, 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

export function civilOf(ms: number): Civil {
  const days = floorDiv(ms, dayMs);
  const within = ms - days * dayMs;
  const shifted = days + 719_468;
  const era = floorDiv(shifted, 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const rest = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * rest + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day: rest - Math.floor((153 * march + 2) / 5) + 1,
    hour: Math.floor(within / 3_600_000),
    minute: Math.floor(within / 60_000) % 60,
    second: Math.floor(within / 1000) % 60,
    millisecond: within % 1000,
    weekday: ((((days + 3) % 7) + 7) % 7) + 1,
    dayOfYear: days - daysTo(year, 1, 1) + 1,
  };
}

/** Days of a month. */
export function daysIn(year: number, month: number): number {
  return month === 12 ? 31 : daysTo(year, month + 1, 1) - daysTo(year, month, 1);
}

/** Offset of a zone in ms: UTC, GMT, Z and fixed offsets such as +01:00; undefined for names of places. */
export function offsetOf(zone: string): number | undefined {
  if (/^(?:UTC|GMT|Z|Etc\/UTC|Etc\/GMT)$/i.test(zone)) return 0;
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(zone);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (minutes > 18 * 60) return undefined;
  return (match[1] === '-' ? -1 : 1) * minutes * 60_000;
}

/** `+01:00`, or with another text between hours and minutes. */
export function offsetText(offset: number, colon: string): string {
  const minutes = Math.abs(offset) / 60_000;
  return `${offset < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}${colon}${String(minutes % 60).padStart(2, '0')}`;
}

export const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
export const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
