import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertForAll } from '../testing/forAll.ts';
import { checkedTime, civilOf, daysIn, daysTo, isoTime, isoWeek, parseTime, plusMonths, startOfDay, timeOf, httpDate, parseHttpDate } from './calendar.ts';
import { formatTime, parsePattern, type PatternDialect } from './datePattern.ts';

const at = (text: string) => parseTime(text)!;

describe('the calendar', () => {
  it('says what Date says, before 1970 too', () => {
    assertForAll(
      fc.integer({ min: -62_000_000_000_000, max: 250_000_000_000_000 }),
      (ms) => {
        const date = new Date(ms);
        const civil = civilOf(ms);
        expect(civil).toMatchObject({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds(), millisecond: date.getUTCMilliseconds(), weekday: date.getUTCDay() || 7 });
        expect(civil.dayOfYear).toBe((startOfDay(ms) - startOfDay(new Date(ms).setUTCMonth(0, 1))) / 86_400_000 + 1);
        expect(timeOf(civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second) + civil.millisecond).toBe(ms);
        expect(isoTime(ms)).toBe(date.toISOString().slice(0, 19) + 'Z');
        expect(parseTime(isoTime(ms))).toBe(Math.floor(ms / 1000) * 1000);
      },
      { seed: 61, runs: 1000 },
    );
  });

  it('goes there and back for every month of four centuries', () => {
    let before = timeOf(1899, 12, 31);
    for (let year = 1900; year < 2300; year++) {
      for (let month = 1; month <= 12; month++) {
        for (const day of [1, daysIn(year, month)]) {
          const time = timeOf(year, month, day, 13, 14, 15);
          expect(civilOf(time)).toMatchObject({ year, month, day, hour: 13, minute: 14, second: 15 });
          expect(time).toBeGreaterThan(before);
          before = time;
        }
      }
    }
    expect(timeOf(1970, 1, 1)).toBe(0);
    expect(timeOf(2020, 1, 6)).toBe(1_578_268_800_000);
    expect(daysTo(1969, 12, 31)).toBe(-1);
  });

  it('knows leap days, weekdays and ends of months', () => {
    expect(isoTime(plusMonths(at('2012-01-31T05:00:00Z'), 1))).toBe('2012-02-29T05:00:00Z');
    expect(isoTime(plusMonths(at('2013-03-31'), -1))).toBe('2013-02-28T00:00:00Z');
    expect(isoTime(plusMonths(at('2013-11-30'), 15))).toBe('2015-02-28T00:00:00Z');
    expect(civilOf(at('2011-05-22')).weekday).toBe(7);
    expect(civilOf(at('2012-12-31')).dayOfYear).toBe(366);
    expect([daysIn(1900, 2), daysIn(2000, 2), daysIn(2023, 2), daysIn(2024, 2), daysIn(2024, 12)]).toEqual([28, 29, 28, 29, 31]);
  });

  it('refuses dates that there are not', () => {
    expect(['2013-02-29', '2013-02-28T24:00', '2013-13-01', '2013-00-10', '2013-1-1', 'soon', '0000-01-01'].map(parseTime)).toEqual(Array(7).fill(undefined));
    expect([checkedTime(2013, 2, 29), checkedTime(2013, 2.5, 1), checkedTime(2013, 2, 1, 24), checkedTime(10_000, 1, 1)]).toEqual([undefined, undefined, undefined, undefined]);
    expect(parseTime(' 2013-02-28 07:05 UTC ')).toBe(Date.UTC(2013, 1, 28, 7, 5));
  });

  it('counts ISO weeks', () => {
    const week = (text: string) => isoWeek(at(text));
    expect(week('2016-01-01')).toEqual({ year: 2015, week: 53 });
    expect(week('2018-12-31')).toEqual({ year: 2019, week: 1 });
    expect(week('2020-12-31')).toEqual({ year: 2020, week: 53 });
    expect(week('2021-01-04')).toEqual({ year: 2021, week: 1 });
  });
});

const text = (pattern: string, dialect: PatternDialect, time = at('2011-05-04T17:10:09Z')) => {
  const result = formatTime(time, pattern, dialect);
  return result.ok ? result.value : result.error;
};

describe('patterns', () => {
  it('as Joda Time reads them', () => {
    expect(text('YYYY-MM-dd HH:mm:ss z', 'joda')).toBe('2011-05-04 17:10:09 UTC');
    expect(text("yyyy-MM-dd'T'HH:mm:ss", 'joda')).toBe('2011-05-04T17:10:09');
    expect(text('yy d MMM MMMM EEE EEEE h a D Z', 'joda')).toBe('11 4 May May Wed Wednesday 5 PM 124 +0000');
    expect(text("''yyyy''", 'joda')).toBe("'2011'");
    expect(text("xxxx-'W'ww-e", 'joda', at('2018-12-31'))).toBe('2019-W01-1');
    expect(text('YYYY kk KK hh SS', 'joda', at('2018-12-31'))).toBe('2018 24 00 12 00');
    expect(text('yyyy-bb', 'joda')).toBe('the pattern yyyy-bb has the letter b; known are y, Y, w, M, d, D, E, e, H, k, h, K, a, m, s, S, x, z, Z');
    expect(text("yyyy 'x", 'joda')).toContain('quote');
  });

  it('as Java reads them', () => {
    expect(text("yy-M-d H:m:s.SSS 'of' uuuu ''", 'java', Date.UTC(2018, 7, 27, 10, 30, 5))).toBe("18-8-27 10:30:5.000 of 2018 '");
    expect(text("YYYY-'w'ww", 'java', at('2018-12-31'))).toBe('2019-w01');
    expect(parsePattern('yyyy-QQ', 'java').ok).toBe(false);
    expect(parsePattern("yyyy'", 'java').ok).toBe(false);
  });

  it('never throw, whatever the text', () => {
    assertForAll(fc.tuple(fc.string(), fc.integer({ min: -1e14, max: 1e14 }), fc.constantFrom<PatternDialect>('joda', 'java')), ([pattern, time, dialect]) => void formatTime(time, pattern, dialect), { seed: 62, runs: 500 });
  });
});

it('writes times as HTTP headers do', () => {
  for (const time of [0, 951_782_399_000, 1_330_473_600_000, 4_107_542_399_000]) expect(httpDate(time)).toBe(new Date(time).toUTCString());
});

it('reads times as HTTP headers give them, and nothing else', () => {
  for (const time of [0, 951_782_399_000, 1_330_473_600_000, 4_107_542_399_000]) expect(parseHttpDate(httpDate(time))).toBe(time);
  for (const text of ['', '2026-01-05', 'Mon, 05 Jan 2026 00:00:00', 'Mon, 31 Feb 2026 00:00:00 GMT', 'Mon, 05 Foo 2026 00:00:00 GMT', 'Mon, 05 Jan 2026 25:00:00 GMT']) expect(parseHttpDate(text)).toBeUndefined();
});
