/** Moments as text by patterns such as `yyyy/MM/dd` or `yyyy-MM-dd'T'HH:mm`, in UTC and English. */
import { civilOf, isoWeek } from './calendar.ts';
import { fail, ok, type Result } from './result.ts';

/** A run of one letter, or text that stands for itself. */
export type PatternPiece = { readonly letter: string; readonly count: number } | string;

/** Joda Time: Y is the year, x the year of the ISO week. Java: Y is the year of the ISO week, u the year. */
export type PatternDialect = 'joda' | 'java';

const shared = ['y', 'Y', 'w', 'M', 'd', 'D', 'E', 'e', 'H', 'k', 'h', 'K', 'a', 'm', 's', 'S'];
const letters: Readonly<Record<PatternDialect, readonly string[]>> = { joda: [...shared, 'x', 'z', 'Z'], java: [...shared, 'u'] };

/** Reads a pattern; text between single quotes stands for itself, '' is one quote. */
export function parsePattern(pattern: string, dialect: PatternDialect): Result<readonly PatternPiece[], string> {
  const pieces: PatternPiece[] = [];
  for (let i = 0; i < pattern.length; ) {
    const c = pattern[i]!;
    if (c === "'") {
      const close = pattern.indexOf("'", i + 1);
      if (close < 0) return fail(`the pattern ${pattern} has a quote that is never closed`);
      pieces.push(close === i + 1 ? "'" : pattern.slice(i + 1, close));
      i = close + 1;
    } else if (/[A-Za-z]/.test(c)) {
      let count = 1;
      while (pattern[i + count] === c) count++;
      if (!letters[dialect].includes(c)) return fail(`the pattern ${pattern} has the letter ${c}; known are ${letters[dialect].join(', ')}`);
      pieces.push({ letter: c, count });
      i += count;
    } else {
      pieces.push(c);
      i++;
    }
  }
  return ok(pieces);
}

/** January first. */
export const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
/** Monday first, as ISO counts. */
export const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const pad = (value: number, digits: number) => String(value).padStart(digits, '0');
const named = (name: string, count: number) => (count >= 4 ? name : name.slice(0, 3));
const years = (year: number, count: number) => (count === 2 ? pad(year % 100, 2) : pad(year, count));

/** A moment by a pattern that has been read. */
export function formatPattern(pieces: readonly PatternPiece[], time: number, dialect: PatternDialect): string {
  const at = civilOf(time);
  const one = (letter: string, count: number): string => {
    switch (letter) {
      case 'Y':
        return years(dialect === 'java' ? isoWeek(time).year : at.year, count);
      case 'x':
        return years(isoWeek(time).year, count);
      case 'M':
        return count >= 3 ? named(monthNames[at.month - 1]!, count) : pad(at.month, count);
      case 'w':
        return pad(isoWeek(time).week, count);
      case 'd':
        return pad(at.day, count);
      case 'D':
        return pad(at.dayOfYear, count);
      case 'E':
        return named(dayNames[at.weekday - 1]!, count);
      case 'e':
        return pad(at.weekday, count);
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
        return pad(at.millisecond, 3).slice(0, count).padEnd(count, '0');
      case 'z':
        return 'UTC';
      case 'Z':
        return count >= 2 ? '+00:00' : '+0000';
      default:
        return years(at.year, count);
    }
  };
  return pieces.map((piece) => (typeof piece === 'string' ? piece : one(piece.letter, piece.count))).join('');
}

/** A moment by a pattern, or what is wrong with the pattern. */
export function formatTime(time: number, pattern: string, dialect: PatternDialect): Result<string, string> {
  const pieces = parsePattern(pattern, dialect);
  return pieces.ok ? ok(formatPattern(pieces.value, time, dialect)) : pieces;
}
