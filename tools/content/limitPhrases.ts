import type { Edition, Limit, Quantity } from '../../src/aws/limits/index.ts';

/** A unit: how many base units it holds, and how people write it after a number. */
interface Unit {
  readonly size: number;
  readonly words: readonly string[];
}

const perSecond = ['/s', '/sec', ' a second', ' per second', ' each second', ' every second'];
const sizes: readonly Unit[] = [
  { size: 1024 ** 5, words: ['PiB', 'PB'] },
  { size: 1024 ** 4, words: ['TiB', 'TB'] },
  { size: 1024 ** 3, words: ['GiB', 'GB'] },
  { size: 1024 ** 2, words: ['MiB', 'MB', 'megabytes', 'megabyte'] },
  { size: 1024, words: ['KiB', 'KB', 'kB', 'kilobytes', 'kilobyte'] },
];
const units: { readonly [Q in Quantity]: readonly Unit[] } = {
  bytes: sizes,
  'bytes-per-second': sizes.map(({ size, words }) => ({ size, words: words.flatMap((word) => perSecond.map((suffix) => word + suffix)) })),
  duration: [
    { size: 86_400_000, words: ['days', 'day'] },
    { size: 3_600_000, words: ['hours', 'hour', 'h'] },
    { size: 60_000, words: ['minutes', 'minute', 'min'] },
    { size: 1000, words: ['seconds', 'second', 's'] },
    { size: 1, words: ['milliseconds', 'ms'] },
  ],
  'per-second': [{ size: 1, words: ['records', 'record', 'reads', 'calls', 'requests', 'messages', 'transactions', 'writes', ''].flatMap((noun) => perSecond.map((suffix) => (noun === '' ? suffix.trimStart() : noun + suffix))) }],
  count: [],
  port: [],
  ratio: [{ size: 0.01, words: ['%', 'per cent', 'percent'] }],
};

function grouped(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

function fits(value: number): boolean {
  return Math.abs(value * 10 - Math.round(value * 10)) < 1e-9;
}

/** A single day is said as 24 hours: that is how AWS says it. */
function leastOf(size: number): number {
  return size === 86_400_000 ? 2 * size : size;
}

/** The value with its unit, as short as it can be said: `1 MiB/s`, `0 seconds`, `24 hours`, `1,000 a second`, `port 8883`. */
export function limitText(limit: Limit, edition: Edition): string {
  const value = edition === 'today' ? (limit.today ?? limit.notes) : limit.notes;
  if (limit.quantity === 'per-second') return `${grouped(value)} a second`;
  if (limit.quantity === 'port') return `port ${value}`;
  if (limit.quantity === 'duration' && value === 0) return '0 seconds';
  const unit = units[limit.quantity].find(({ size }) => value >= leastOf(size) && fits(value / size));
  if (!unit) return limit.quantity === 'bytes' ? `${grouped(value)} bytes` : grouped(value);
  const amount = Math.round((value / unit.size) * 10) / 10;
  const word = limit.quantity === 'duration' && amount === 1 ? unit.words[1] : unit.words[0];
  return `${grouped(amount)} ${word ?? ''}`;
}

/** A limit found as a bare number in text. */
export interface BareNumber {
  readonly written: string;
  readonly limits: readonly Limit[];
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const number = '(\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.(\\d+))?';
const patterns = (Object.keys(units) as Quantity[])
  .filter((quantity) => quantity !== 'ratio')
  .flatMap((quantity) => units[quantity].flatMap(({ size, words }) => words.map((word) => ({ quantity, size, word }))))
  .sort((a, b) => b.word.length - a.word.length);
const anyPattern = new RegExp(`(?<![\\w.,-])${number}[ \\u00a0-]?(${[...new Set(patterns.map(({ word }) => escape(word)))].join('|')})(?![\\w/])`, 'g');

/** Every number with a unit in the text that equals one of the limits, in either edition; 1 MB counts as 1 MiB. Plain counts have no unit and are not looked for. */
export function bareNumbers(text: string, limits: readonly Limit[]): readonly BareNumber[] {
  const found: BareNumber[] = [];
  for (const [written, whole = '', fraction, word = ''] of text.matchAll(anyPattern)) {
    const amount = Number.parseFloat(`${whole.replaceAll(',', '')}.${fraction ?? '0'}`);
    const values = patterns.filter((pattern) => pattern.word === word).map(({ quantity, size }) => ({ quantity, value: amount * size }));
    const equal = limits.filter((limit) => values.some(({ quantity, value }) => quantity === limit.quantity && (value === limit.notes || value === limit.today)));
    if (equal.length > 0) found.push({ written, limits: equal });
  }
  return found;
}
