import { expect, test } from 'vitest';
import { clockText, counted, delayText, momentInWords, percent, plainText, shardIndex, shortName } from './words.ts';

test.each([
  [0, '00:00.0'],
  [12_400, '00:12.4'],
  [59_999, '00:59.9'],
  [600_000, '10:00.0'],
  [3_661_000, '1:01:01'],
  [2 * 86_400_000 + 3 * 3_600_000, '2 d 03:00'],
])('the clock at %d ms says %s', (ms, text) => expect(clockText(ms)).toBe(text));

test.each([
  [12_400, '12.4 seconds'],
  [1000, '1 second'],
  [200_000, '3 minutes 20 seconds'],
  [18_600_000, '5 hours 10 minutes'],
  [3 * 86_400_000, '3 days 0 hours'],
])('%d ms in words', (ms, text) => expect(momentInWords(ms)).toBe(text));

test('names and figures are short', () => {
  expect(shortName('consumer-1 shardId-000000000012')).toBe('consumer-1 shard 12');
  expect(shardIndex('shardId-000000000003')).toBe(3);
  expect(shardIndex('consumer-3')).toBeUndefined();
  expect(counted(1, 'record')).toBe('1 record');
  expect(counted(2500, 'record')).toBe('2,500 records');
  expect(delayText(95_000)).toBe('1 min 35 s');
  expect(percent(0.756)).toBe('76 %');
  expect(plainText({})).toBe('');
});
