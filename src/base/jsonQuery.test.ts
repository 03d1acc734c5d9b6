import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertForAll } from '../testing/forAll.ts';
import { parseJsonQuery, queryText } from './jsonQuery.ts';

/** The example record of the Firehose guide. */
const record = { type: { device: 'mobile', event: 'user_clicked_submit_button' }, customer_id: '1234567890', event_timestamp: 1565382027, list: [{ a: 7 }, true], 'odd name': 'x', none: null };
const ask = (text: string, content: unknown = record) => {
  const query = parseJsonQuery(text);
  return query.ok ? queryText(content, query.value) : 'refused';
};

describe('a simple jq path', () => {
  it('leads to texts, numbers and booleans', () => {
    expect(ask('.customer_id')).toBe('1234567890');
    expect(ask(' .type.device ')).toBe('mobile');
    expect(ask('.list[0].a')).toBe('7');
    expect(ask('.list[1]')).toBe('true');
    expect(ask('.["odd name"]')).toBe('x');
    expect(ask('["customer_id"]')).toBe('1234567890');
  });

  it('makes dates of seconds', () => {
    expect(ask('.event_timestamp| strftime("%Y")')).toBe('2019');
    expect(ask('.event_timestamp | strftime("year=%Y/month=%m/day=%d/hour=%H/%M:%S%%")')).toBe('year=2019/month=08/day=09/hour=20/20:27%');
    expect(ask('.customer_id | strftime("%Y")')).toBeUndefined();
  });

  it('leads nowhere else', () => {
    for (const text of ['.missing', '.type', '.list', '.list[2]', '.type[0]', '.list.a', '.none', '.constructor', '.type.device.length']) expect(ask(text), text).toBeUndefined();
    expect(ask('.a', 'text')).toBeUndefined();
    expect(ask('.a', undefined)).toBeUndefined();
  });

  it('is refused where it is more than simple', () => {
    for (const text of ['', '.', 'a', '.a | length', '.a[]', '.[1', '.a..b', '.a | strftime("%q")', '.a | strftime("%")', '.a ,.b']) expect(ask(text), text).toBe('refused');
    expect(parseJsonQuery(7).ok).toBe(false);
  });

  it('never throws', () => {
    expect(() => assertForAll(fc.tuple(fc.oneof(fc.string(), fc.string().map((text) => `.${text}`), fc.string().map((text) => `.a | strftime("${text}")`)), fc.anything(), fc.double()), ([text, content, time]) => void [ask(text, content), ask(text, { a: time })], { seed: 91, runs: 500 })).not.toThrow();
  });
});
