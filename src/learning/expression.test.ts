import { expect, it } from 'vitest';
import { evaluate, type Scope } from './expression.ts';

const scope: Scope = { rate: 2500, size: 400, big: true, key: 'acme' };
const value = (source: string) => {
  const r = evaluate(source, scope);
  return r.ok ? r.value : r.error;
};

it.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['10 - 4 - 3', 3],
  ['12 / 3 / 2', 2],
  ['-2 * -3', 6],
  ['1 - -1', 2],
  ['rate * size', 1_000_000],
  ['max(ceil(rate / 1000), ceil(rate * size / 1000000))', 3],
  ['min(3, 1, 2)', 1],
  ['floor(2.9) + round(2.5)', 5],
  ['0.5 * 4', 2],
  ['rate >= 2500', true],
  ['rate > 2500', false],
  ['rate / 1000 != ceil(rate / 1000)', true],
  ['rate == 2500', true],
  ['big', true],
])('%s is %s', (source, wanted) => expect(value(source)).toBe(wanted));

it.each([
  ['', /value is missing/],
  ['1 +', /value is missing before the end/],
  ['(1 + 2', /"\)" is missing/],
  ['1 2', /"2" is not expected there/],
  ['rat * 2', /did you mean "rate"\?/],
  ['ceiling(2)', /did you mean ceil\(\)\?/],
  ['ceil(1, 2)', /takes one value/],
  ['1 / 0', /division by zero/],
  ['key + 1', /is a text/],
  ['(rate > 1) + 1', /comparison cannot/],
  ['rate; alert(1)', /not part of an expression/],
  ['constructor', /not known/],
  ['toString()', /value is missing|not known/],
  ['__proto__', /not known/],
  ['1'.repeat(400), /not a finite number/],
  ['1+'.repeat(300) + '1', /at most 200 parts/],
])('%s is refused with a reason', (source, reason) => expect(String(value(source))).toMatch(reason));
