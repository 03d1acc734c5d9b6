/** UTC dates from milliseconds since 1970, and as text by a Java pattern (the letters that Firehose prefixes use). */
import { fail, ok, type Result } from '../../../base/result.ts';

export interface UtcDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millis: number;
  /** Days since 1970-01-01, a Thursday. */
  readonly days: number;
}

export function utcDate(utcMs: number): UtcDate {
  const days = Math.floor(utcMs / 86_400_000);
  const left = utcMs - days * 86_400_000;
  // Civil date from days, counted from 0000-03-01 in eras of 400 years.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const dayOfYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(left / 3_600_000),
    minute: Math.floor(left / 60_000) % 60,
    second: Math.floor(left / 1000) % 60,
    millis: left % 1000,
    days,
  };
}

/** ISO week: weeks begin on Monday, and week 1 has the year's first Thursday. */
export function isoWeek(days: number): { readonly year: number; readonly week: number } {
  const weekday = (((days + 3) % 7) + 7) % 7;
  const thursday = days - weekday + 3;
  const { year } = utcDate(thursday * 86_400_000);
  let first = thursday;
  while (utcDate((first - 7) * 86_400_000).year === year) first -= 7;
  return { year, week: (thursday - first) / 7 + 1 };
}

export function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

type Piece = { readonly letter: string; readonly count: number } | string;

/** Reads a pattern such as `yyyy/MM/dd` or `'year='yyyy`. */
export function parsePattern(pattern: string): Result<readonly Piece[], string> {
  const pieces: Piece[] = [];
  for (let i = 0; i < pattern.length; ) {
    const c = pattern[i]!;
    if (c === "'") {
      const close = pattern.indexOf("'", i + 1);
      if (close < 0) return fail(`a quote in "${pattern}" is never closed`);
      pieces.push(close === i + 1 ? "'" : pattern.slice(i + 1, close));
      i = close + 1;
    } else if (/[A-Za-z]/.test(c)) {
      let count = 1;
      while (pattern[i + count] === c) count++;
      if (!'yYuMdHmsSw'.includes(c)) return fail(`the letter ${c} of "${pattern}" is none of y, M, d, H, m, s, S, w`);
      pieces.push({ letter: c, count });
      i += count;
    } else {
      pieces.push(c);
      i++;
    }
  }
  return ok(pieces);
}

/** A moment as text; the pattern has been read by parsePattern. */
export function formatDate(pieces: readonly Piece[], utcMs: number): string {
  const date = utcDate(utcMs);
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      const { letter, count } = piece;
      switch (letter) {
        case 'y':
        case 'u':
          return count === 2 ? padded(date.year % 100, 2) : padded(date.year, count);
        case 'Y':
          return padded(isoWeek(date.days).year, count);
        case 'M':
          return padded(date.month, count);
        case 'd':
          return padded(date.day, count);
        case 'H':
          return padded(date.hour, count);
        case 'm':
          return padded(date.minute, count);
        case 's':
          return padded(date.second, count);
        case 'S':
          return padded(date.millis, 3).slice(0, count);
        default:
          return padded(isoWeek(date.days).week, count);
      }
    })
    .join('');
}

export function dateText(pattern: string, utcMs: number): string {
  const pieces = parsePattern(pattern);
  if (!pieces.ok) throw new Error(pieces.error);
  return formatDate(pieces.value, utcMs);
}
