import { describe, expect, it } from 'vitest';
import { hash01, hueOf, isRetry, ladder, letterOf, markCode, ratioOutgrown, recordsPerMark } from './dots.ts';

describe('records for each mark', () => {
  it('climbs 1, 2, 5, 10, 20, 50 …', () => {
    expect([1, 1.01, 3, 6, 10, 11, 21, 51, 130].map(ladder)).toEqual([1, 2, 5, 10, 10, 20, 50, 100, 200]);
  });
  it('keeps at most 60 marks a second of wall time', () => {
    expect([0, 60, 61, 1500, 5000, 90_000].map(recordsPerMark)).toEqual([1, 1, 2, 50, 100, 2000]);
    for (const rate of [70, 333, 1500, 47_000]) expect(rate / recordsPerMark(rate)).toBeLessThanOrEqual(60);
  });
  it('is kept until marks come too fast or too slow', () => {
    expect(ratioOutgrown(50, 1500)).toBe(false);
    expect(ratioOutgrown(50, 7000)).toBe(false);
    expect(ratioOutgrown(50, 8000)).toBe(true);
    expect(ratioOutgrown(50, 100)).toBe(true);
    expect(ratioOutgrown(50, 0)).toBe(false);
    expect(ratioOutgrown(1, 1)).toBe(false);
  });
});

describe('the look of a mark', () => {
  it('goes into one byte and comes back', () => {
    for (const hue of [0, 1, 2, 3]) for (const letter of [0, 1, 2, 3, 4]) for (const retry of [true, false]) {
      const code = markCode(hue, letter, retry);
      expect(code).toBeLessThan(256);
      expect([hueOf(code), letterOf(code), isRetry(code)]).toEqual([hue, letter, retry]);
    }
  });
  it('varies by a hash that is the same every time and spread evenly', () => {
    expect(hash01(3, 17, 1)).toBe(hash01(3, 17, 1));
    const values = Array.from({ length: 4000 }, (_, i) => hash01(1, i));
    const tenths = Array.from({ length: 10 }, (_, t) => values.filter((value) => Math.floor(value * 10) === t).length);
    for (const count of tenths) expect(Math.abs(count - 400)).toBeLessThan(90);
  });
});
