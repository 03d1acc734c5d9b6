/** UTC dates by arithmetic: the core has no Date. Times are ms since 1970, years those of the Gregorian calendar. */

/** A moment in parts. */
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
  /** 1 to 366. */
  readonly dayOfYear: number;
}

const dayMs = 86_400_000;

/** Days from 1970-01-01 to a date; the month is 1 to 12, the day may lie outside its month. */
export function daysTo(year: number, month: number, day: number): number {
  // Years begin in March here, so that the odd day is their last, and come in eras of 400.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** Days of a month, 28 to 31. */
export function daysIn(year: number, month: number): number {
  return month === 12 ? 31 : daysTo(year, month + 1, 1) - daysTo(year, month, 1);
}

/** The parts of a moment. */
export function civilOf(time: number): Civil {
  const days = Math.floor(time / dayMs);
  const within = time - days * dayMs;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const sinceMarch = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * sinceMarch + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day: sinceMarch - Math.floor((153 * fromMarch + 2) / 5) + 1,
    hour: Math.floor(within / 3_600_000),
    minute: Math.floor(within / 60_000) % 60,
    second: Math.floor(within / 1000) % 60,
    millisecond: within % 1000,
    weekday: ((((days + 3) % 7) + 7) % 7) + 1,
    dayOfYear: days - daysTo(year, 1, 1) + 1,
  };
}

/** The time of a date that there is. */
export function timeOf(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  return daysTo(year, month, day) * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1000;
}

/** The time of a date of the years 1 to 9999, or undefined where there is no such date. */
export function checkedTime(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number | undefined {
  const parts = [year, month, day, hour, minute, second];
  if (!parts.every(Number.isInteger) || year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ? undefined : timeOf(year, month, day, hour, minute, second);
}

/** Midnight of the day of a moment. */
export function startOfDay(time: number): number {
  return Math.floor(time / dayMs) * dayMs;
}

/** Whole months later or earlier; the day is the last of its month where that month is shorter. */
export function plusMonths(time: number, months: number): number {
  const { year, month, day } = civilOf(time);
  const count = year * 12 + (month - 1) + months;
  const newYear = Math.floor(count / 12);
  const newMonth = count - newYear * 12 + 1;
  return timeOf(newYear, newMonth, Math.min(day, daysIn(newYear, newMonth))) + (time - startOfDay(time));
}

/** ISO week of a moment: weeks begin on Monday, and week 1 has the year's first Thursday. */
export function isoWeek(time: number): { readonly year: number; readonly week: number } {
  const { year, dayOfYear } = civilOf(time + (4 - civilOf(time).weekday) * dayMs);
  return { year, week: Math.floor((dayOfYear - 1) / 7) + 1 };
}

const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');

/** `2011-05-24T17:10:00Z`. */
export function isoTime(time: number): string {
  const { year, month, day, hour, minute, second } = civilOf(time);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}Z`;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Tue, 24 May 2011 17:10:00 GMT`, as HTTP headers give times. */
export function httpDate(time: number): string {
  const { year, month, day, hour, minute, second, weekday } = civilOf(time);
  return `${weekdays[weekday - 1]}, ${pad(day)} ${months[month - 1]} ${pad(year, 4)} ${pad(hour)}:${pad(minute)}:${pad(second)} GMT`;
}

/** UTC ms of `2012-09-01T00:00:00`, with or without seconds, time and Z; undefined for anything else. */
export function parseTime(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?\s*(?:Z|z|UTC)?)?$/.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  return checkedTime(year, month, day, hour, minute, second);
}

/** UTC ms of `Tue, 24 May 2011 17:10:00 GMT`; undefined for anything else. */
export function parseHttpDate(text: string): number | undefined {
  const match = /^[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/.exec(text.trim());
  if (!match) return undefined;
  return checkedTime(Number(match[3]), months.indexOf(match[2]!) + 1, Number(match[1]), Number(match[4]), Number(match[5]), Number(match[6]));
}
