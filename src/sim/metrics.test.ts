import { expect, it } from 'vitest';
import { MetricTable, wholeRunStep } from './metrics.ts';

const minute = 60_000;
const hour = 60 * minute;

it('keeps a whole run in the step that it names for its length', () => {
  for (const length of [5 * minute, 24 * hour, 26 * hour, 27 * hour, 7 * 24 * hour]) {
    const metrics = new MetricTable();
    for (let at = 0; at < length; at += minute) metrics.count('stream', 'IncomingRecords', at, 2);
    const [series] = metrics.series(wholeRunStep(length), length - 1);
    expect(series?.from, `${length / hour} h`).toBe(0);
    expect(series?.sum.reduce((a, b) => a + b, 0), `${length / hour} h`).toBe((2 * length) / minute);
  }
  expect(wholeRunStep(24 * hour)).toBe(minute);
  expect(wholeRunStep(7 * 24 * hour)).toBe(hour);
});
