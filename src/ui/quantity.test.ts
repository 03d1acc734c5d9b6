import { expect, test } from 'vitest';
import { formatBytes, formatDuration, formatQuantity } from './quantity.ts';

test.each([
  [1024 * 1024, '1 MiB'],
  [51_200, '50 KiB'],
  [700, '700 bytes'],
  [1, '1 byte'],
  [5_000_000, '5 MB'],
  [256 * 1024, '256 KiB'],
  [2 * 1024 ** 3, '2 GiB'],
  [1_234_567, '1.18 MiB'],
])('%d bytes', (value, text) => expect(formatBytes(value)).toBe(text));

test.each([
  [0, '0 s'],
  [200, '200 ms'],
  [60_000, '60 s'],
  [300_000, '5 minutes'],
  [3_600_000, '1 hour'],
  [5_400_000, '90 minutes'],
  [86_400_000, '24 hours'],
  [2 * 86_400_000, '2 days'],
  [7 * 86_400_000, '7 days'],
  [365 * 86_400_000, '365 days'],
])('%d ms', (value, text) => expect(formatDuration(value)).toBe(text));

test('quantities carry their unit', () => {
  expect(formatQuantity(1000, 'per-second')).toBe('1,000 a second');
  expect(formatQuantity(1024 * 1024, 'bytes-per-second')).toBe('1 MiB a second');
  expect(formatQuantity(0.02, 'ratio')).toBe('2 %');
  expect(formatQuantity(10_000, 'count')).toBe('10,000');
  expect(formatQuantity(8883, 'port')).toBe('port 8883');
});
