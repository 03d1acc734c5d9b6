import { describe, expect, it } from 'vitest';
import type { Limit, Quantity } from '../../src/aws/limits/index.ts';
import { bareNumbers, limitText } from './limitPhrases.ts';

const limit = (id: string, quantity: Quantity, notes: number, today?: number): Limit => ({ id, title: id, quantity, notes, source: 'x', ...(today === undefined ? {} : { today }) });
const MiB = 1024 * 1024;
const hour = 3_600_000;
const limits = [
  limit('size', 'bytes', MiB, 10 * MiB), limit('rate', 'bytes-per-second', 2 * MiB), limit('records', 'per-second', 1000), limit('keep', 'duration', 24 * hour), limit('longest', 'duration', 168 * hour, 8760 * hour), limit('count', 'count', 500), limit('wait', 'duration', 60_000, 0), limit('mqtt', 'port', 8883),
];
const found = (text: string): readonly string[] => bareNumbers(text, limits).map(({ written, limits: equal }) => `${written}=${equal.map(({ id }) => id).join('+')}`);

it.each([
  ['size', 'notes', '1 MiB'], ['size', 'today', '10 MiB'], ['rate', 'notes', '2 MiB/s'], ['records', 'notes', '1,000 a second'], ['keep', 'notes', '24 hours'], ['longest', 'notes', '7 days'], ['longest', 'today', '365 days'], ['count', 'notes', '500'], ['wait', 'today', '0 seconds'], ['mqtt', 'notes', 'port 8883'],
] as const)('%s in the %s edition reads %s', (id, edition, text) => expect(limitText(limits.find((each) => each.id === id)!, edition)).toBe(text));

it('writes odd values without rounding them away', () => {
  expect(limitText(limit('a', 'bytes', 51_200), 'notes')).toBe('50 KiB');
  expect(limitText(limit('a', 'bytes', 1_500), 'notes')).toBe('1,500 bytes');
  expect(limitText(limit('a', 'duration', 1500), 'notes')).toBe('1.5 seconds');
  expect(limitText(limit('a', 'duration', 60_000), 'notes')).toBe('1 minute');
});

describe('bare numbers', () => {
  it.each([
    ['A record of 1 MB at most.', '1 MB=size'], ['at most 1MiB', '1MiB=size'], ['up to 1,024 KB', '1,024 KB=size'], ['today 10 MiB', '10 MiB=size'], ['reads 2 MB/s.', '2 MB/s=rate'], ['2 MiB a second', '2 MiB a second=rate'],
    ['takes 1,000 records a second', '1,000 records a second=records'], ['takes 1000/s', '1000/s=records'], ['kept 24 hours', '24 hours=keep'], ['kept for 1 day', '1 day=keep'], ['up to 7 days', '7 days=longest'], ['up to 168 h', '168 h=longest'], ['now 365 days', '365 days=longest'],
  ])('%s', (text, expected) => expect(found(text)).toEqual([expected]));

  it.each(['3 MB', '1 MB/s', '1,500 records a second', '500 records', 'version 1.1 MBit', '24 hourglasses', 'x1 MB', 'port 8883', '-1 MB', 'one day', '1,001 MB', '11 MB', '48 hours', '0.1 MiB'])('leaves "%s" alone', (text) => expect(found(text)).toEqual([]));

  it('finds each of several', () => expect(found('24 hours, then 7 days, then 24 hours')).toEqual(['24 hours=keep', '7 days=longest', '24 hours=keep']));
});
