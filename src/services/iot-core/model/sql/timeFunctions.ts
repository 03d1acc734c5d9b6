/**
 * parse_time() prints a moment by a pattern (Joda-Time), time_to_epoch() reads one (Java). SIMPLIFIED: English names; zones are
 * UTC and fixed offsets, names of places answer Undefined; letters for eras, weeks and quarters are not known.
 */
import { civilOf, daysIn, daysTo, type Civil } from '../../../../base/calendar.ts';
import { dayNames, monthNames } from '../../../../base/datePattern.ts';
import { earliest, latest, offsetOf, offsetText } from './zones.ts';
import type { SqlFunction } from './environment.ts';
import { toNumber, toText } from './values.ts';

/** Pieces of a pattern: runs of one letter, and text. `''` is a quote, `'…'` text. Undefined where a quote stays open. */
export function pieces(pattern: string): { readonly letter: string; readonly count: number; readonly text: string }[] | undefined {
  const found: { letter: string; count: number; text: string }[] = [];
  const literal = (text: string) => found.push({ letter: '', count: 0, text });
  let at = 0;
  while (at < pattern.length) {
    const c = pattern[at]!;
    if (c === "'") {
      const quoted = /'((?:[^']|'')*)'/y;
      quoted.lastIndex = at;
      const match = quoted.exec(pattern);
      if (!match) return undefined;
      literal(match[1] === '' ? "'" : match[1]!.replaceAll("''", "'"));
      at += match[0].length;
    } else if (/[a-zA-Z]/.test(c)) {
      let end = at;
      while (pattern[end] === c) end++;
      found.push({ letter: c, count: end - at, text: '' });
      at = end;
    } else {
      literal(c);
      at++;
    }
  }
  return found;
}

const digits = (value: number, count: number) => String(value).padStart(count, '0');

function printed(letter: string, count: number, at: Civil, offset: number): string | undefined {
  switch (letter) {
    case 'y':
    case 'Y':
    case 'u':
      return count === 2 ? digits(at.year % 100, 2) : digits(at.year, count);
    case 'M':
    case 'L':
      return count > 2 ? (count === 3 ? monthNames[at.month - 1]!.slice(0, 3) : monthNames[at.month - 1]) : digits(at.month, count);
    case 'd':
      return digits(at.day, count);
    case 'D':
      return digits(at.dayOfYear, count);
    case 'E':
      return count > 3 ? dayNames[at.weekday - 1] : dayNames[at.weekday - 1]!.slice(0, 3);
    case 'e':
      return digits(at.weekday, count);
    case 'a':
      return at.hour < 12 ? 'AM' : 'PM';
    case 'H':
      return digits(at.hour, count);
    case 'k':
      return digits(at.hour === 0 ? 24 : at.hour, count);
    case 'K':
      return digits(at.hour % 12, count);
    case 'h':
      return digits(at.hour % 12 === 0 ? 12 : at.hour % 12, count);
    case 'm':
      return digits(at.minute, count);
    case 's':
      return digits(at.second, count);
    case 'S':
      return digits(at.millisecond, 3).padEnd(count, '0').slice(0, count);
    case 'z':
      return offset === 0 ? 'UTC' : offsetText(offset, ':');
    case 'Z':
      return count > 2 ? (offset === 0 ? 'UTC' : offsetText(offset, ':')) : offsetText(offset, count === 1 ? '' : ':');
    default:
      return undefined;
  }
}

function print(pattern: string, ms: number, zone: string): string | undefined {
  const offset = offsetOf(zone);
  const parts = pieces(pattern);
  if (offset === undefined || parts === undefined || ms < earliest || ms + offset > latest || pattern.length > 1000) return undefined;
  const at = civilOf(Math.floor(ms) + offset);
  const texts = parts.map(({ letter, count, text }) => (letter === '' ? text : printed(letter, count, at, offset)));
  return texts.every((each) => each !== undefined) ? texts.join('') : undefined;
}

type Read = Record<string, number>;

/** How one piece is read: a pattern and what it sets. */
function reader(letter: string, count: number, adjacent: boolean): { pattern: string; set: (text: string, to: Read) => boolean } | undefined {
  const number = (name: string, width = adjacent || count > 1 ? `{${count}}` : '{1,9}') => ({ pattern: `(\\d${width})`, set: (text: string, to: Read) => ((to[name] = Number(text)), true) });
  const names = (name: string, list: readonly string[], short: boolean) => ({
    pattern: `(${list.map((each) => (short ? each.slice(0, 3) : each)).join('|')})`,
    set: (text: string, to: Read) => ((to[name] = list.findIndex((each) => each.startsWith(text)) + 1), true),
  });
  switch (letter) {
    case 'y':
    case 'u':
      return count === 2 ? { pattern: '(\\d{2})', set: (text, to) => ((to.year = 2000 + Number(text)), true) } : number('year', adjacent ? `{${count}}` : `{${Math.min(4, count)},9}`);
    case 'M':
    case 'L':
      return count > 2 ? names('month', monthNames, count === 3) : number('month');
    case 'd':
      return number('day');
    case 'E':
      return names('weekday', dayNames, count < 4);
    case 'H':
      return number('hour');
    case 'h':
      return number('half');
    case 'a':
      return names('noon', ['AM', 'PM'], false);
    case 'm':
      return number('minute');
    case 's':
      return number('second');
    case 'S':
      return { pattern: `(\\d{${count}})`, set: (text, to) => ((to.millisecond = Math.floor(Number(text) / Number(`1e${count - 3}`))), true) };
    case 'z':
    case 'Z':
    case 'X':
    case 'x':
    case 'V':
    case 'O':
      return {
        pattern: '([A-Za-z/]*[+-]\\d{1,2}(?::?\\d{2})?|[A-Za-z/]+)',
        set: (text, to) => {
          const offset = offsetOf(text);
          if (offset !== undefined) to.offset = offset;
          return offset !== undefined;
        },
      };
    default:
      return undefined;
  }
}

function read(text: string, pattern: string): number | undefined {
  const parts = pieces(pattern);
  if (parts === undefined || text.length > 200 || pattern.length > 200) return undefined;
  const readers = parts.map((part, i) => (part.letter === '' ? undefined : reader(part.letter, part.count, /[a-zA-Z]/.test(parts[i + 1]?.letter ?? ''))));
  if (parts.some((part, i) => part.letter !== '' && readers[i] === undefined)) return undefined;
  const source = parts.map((part, i) => readers[i]?.pattern ?? part.text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('');
  const match = new RegExp(`^${source}$`).exec(text);
  if (!match) return undefined;
  const to: Read = { month: 1, day: 1, minute: 0, second: 0, millisecond: 0, offset: 0 };
  const setters = readers.filter((each) => each !== undefined);
  if (!setters.every((each, i) => each.set(match[i + 1]!, to))) return undefined;
  const hour = to.hour ?? (to.half === undefined ? 0 : (to.half % 12) + (to.noon === 2 ? 12 : 0));
  const { year, month, day, minute, second, millisecond, offset, half } = to;
  if (year === undefined || year < 1 || year > 9999 || month! < 1 || month! > 12 || day! < 1 || day! > daysIn(year, month!)) return undefined;
  if (hour > 23 || minute! > 59 || second! > 59 || (half !== undefined && (half < 1 || half > 12))) return undefined;
  return daysTo(year, month!, day!) * 86_400_000 + hour * 3_600_000 + minute! * 60_000 + second! * 1000 + millisecond! - offset!;
}

export const timeFunctions: readonly SqlFunction[] = [
  {
    name: 'parse_time',
    usage: "parse_time('yyyy-MM-dd', timestamp(), 'UTC')",
    min: 2,
    max: 3,
    since2016: true,
    call(args) {
      const pattern = toText(args[0]);
      const ms = toNumber(args[1]);
      const zone = args.length > 2 ? toText(args[2]) : 'UTC';
      return pattern === undefined || ms === undefined || zone === undefined ? undefined : print(pattern, ms, zone);
    },
  },
  {
    name: 'time_to_epoch',
    usage: "time_to_epoch('2020-04-03 09:45:00 UTC', 'yyyy-MM-dd HH:mm:ss z')",
    min: 2,
    max: 2,
    since2016: true,
    call([value, format]) {
      const text = toText(value);
      const pattern = toText(format);
      return text === undefined || pattern === undefined ? undefined : read(text, pattern);
    },
  },
];
