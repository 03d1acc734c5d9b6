/** UTC dates by arithmetic: the core has no clock and no Date. Times are ms since 1970. */

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

const dayMs = 86_400_000;

/** Days since 1970-01-01 of a date of the Gregorian calendar. */
function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function timeOf(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, ms = 0): number {
  return daysOf(year, month, day) * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1000 + ms;
}

/** The time of a date, or undefined where there is no such date. */
export function checkedTime(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number | undefined {
  const parts = [year, month, day, hour, minute, second];
  if (!parts.every(Number.isInteger) || year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ? undefined : timeOf(year, month, day, hour, minute, second);
}

export function civil(time: number): Civil {
  const days = Math.floor(time / dayMs);
  const within = time - days * dayMs;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(within / 3_600_000),
    minute: Math.floor(within / 60_000) % 60,
    second: Math.floor(within / 1000) % 60,
    ms: within % 1000,
  };
}

/** 1 to 366. */
export function dayOfYear(time: number): number {
  return Math.floor(time / dayMs) - daysOf(civil(time).year, 1, 1) + 1;
}

/** 0 for Sunday to 6. */
export function weekday(time: number): number {
  return (((Math.floor(time / dayMs) + 4) % 7) + 7) % 7;
}

export function startOfDay(time: number): number {
  return Math.floor(time / dayMs) * dayMs;
}

/** Whole months later or earlier; the day is the last of its month where that month is shorter. */
export function plusMonths(time: number, months: number): number {
  const { year, month, day } = civil(time);
  const count = year * 12 + (month - 1) + months;
  const newYear = Math.floor(count / 12);
  const newMonth = count - newYear * 12 + 1;
  return timeOf(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth))) + (time - startOfDay(time));
}

const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');

/** `2011-05-24T17:10:00Z`. */
export function isoTime(time: number): string {
  const { year, month, day, hour, minute, second } = civil(time);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}Z`;
}

/** UTC ms of `2012-09-01T00:00:00`, with or without seconds, time and Z; undefined for anything else. */
export function parseTime(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?\s*(?:Z|z|UTC)?)?$/.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  return checkedTime(year, month, day, hour, minute, second);
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A time in a Joda pattern, or what is wrong with the pattern. Text between single quotes stands for itself; '' is one quote. */
export function formatTime(time: number, pattern: string): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string } {
  const at = civil(time);
  let text = '';
  for (let i = 0; i < pattern.length; ) {
    const letter = pattern[i]!;
    if (letter === "'") {
      const end = pattern.indexOf("'", i + 1);
      if (end < 0) return { ok: false, problem: `the pattern ${pattern} has a quote that does not end` };
      text += end === i + 1 ? "'" : pattern.slice(i + 1, end);
      i = end + 1;
      continue;
    }
    let count = 1;
    while (pattern[i + count] === letter) count++;
    i += count;
    const part = /[A-Za-z]/.test(letter) ? field(letter, count, at, time) : letter.repeat(count);
    if (part === undefined) return { ok: false, problem: `the pattern ${pattern} has a letter that Joda Time does not know here: ${letter}` };
    text += part;
  }
  return { ok: true, text };
}

function field(letter: string, count: number, at: Civil, time: number): string | undefined {
  switch (letter) {
    case 'Y':
    case 'y':
    case 'x':
      return count === 2 ? pad(at.year % 100) : pad(at.year, count);
    case 'M':
      return count >= 4 ? months[at.month - 1]! : count === 3 ? months[at.month - 1]!.slice(0, 3) : pad(at.month, count);
    case 'd':
      return pad(at.day, count);
    case 'D':
      return pad(dayOfYear(time), count);
    case 'E':
      return count >= 4 ? weekdays[weekday(time)]! : weekdays[weekday(time)]!.slice(0, 3);
    case 'e':
      return pad(weekday(time) === 0 ? 7 : weekday(time), count);
    case 'H':
      return pad(at.hour, count);
    case 'k':
      return pad(at.hour === 0 ? 24 : at.hour, count);
    case 'h':
      return pad(at.hour % 12 === 0 ? 12 : at.hour % 12, count);
    case 'K':
      return pad(at.hour % 12, count);
    case 'a':
      return at.hour < 12 ? 'AM' : 'PM';
    case 'm':
      return pad(at.minute, count);
    case 's':
      return pad(at.second, count);
    case 'S':
      return pad(at.ms, 3).slice(0, count).padEnd(count, '0');
    case 'z':
      return 'UTC';
    case 'Z':
      return count >= 2 ? '+00:00' : '+0000';
    default:
      return undefined;
  }
}
