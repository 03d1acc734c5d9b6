import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { parseFilterPolicy, policyMatches } from './filterPolicy.ts';

const limits = limitsOf('notes');
const matches = (policy: PlainRecord, properties: PlainRecord, edition: 'notes' | 'today' = 'today') => {
  const parsed = parseFilterPolicy(policy, 'MessageAttributes', limits);
  expect(parsed.ok ? [] : parsed.error).toEqual([]);
  return policyMatches(policy, properties, edition);
};

describe('operators', () => {
  it('exact values: of the same type and case; one element of a list is enough', () => {
    expect(matches({ a: ['x', 5, true, null] }, { a: 'x' })).toBe(true);
    expect(matches({ a: ['x'] }, { a: 'X' })).toBe(false);
    expect(matches({ a: [5] }, { a: '5' })).toBe(false);
    expect(matches({ a: ['x'] }, { a: ['y', 'x'] })).toBe(true);
    expect(matches({ a: ['x'] }, { a: [] })).toBe(false);
    expect(matches({ a: [false] }, { a: false })).toBe(true);
  });

  it('prefix, suffix, equals-ignore-case, wildcard', () => {
    expect([matches({ a: [{ prefix: 'bas' }] }, { a: 'baseball' }), matches({ a: [{ prefix: 'bas' }] }, { a: 'rugby' })]).toEqual([true, false]);
    expect([matches({ a: [{ suffix: 'ball' }] }, { a: 'baseball' }), matches({ a: [{ suffix: 'ball' }] }, { a: 'balls' })]).toEqual([true, false]);
    expect([matches({ a: [{ 'equals-ignore-case': 'TENNIS' }] }, { a: 'tennis' }), matches({ a: [{ 'equals-ignore-case': 'x' }] }, { a: 'y' })]).toEqual([true, false]);
    expect(['ab', 'axxb', 'axbyb', 'abx'].map((a) => matches({ a: [{ wildcard: 'a*b' }] }, { a }))).toEqual([true, true, true, false]);
    expect(['aba', 'a', 'aa'].map((a) => matches({ a: [{ wildcard: 'a*a' }] }, { a }))).toEqual([true, false, true]);
  });

  it('numeric: one comparison or a range', () => {
    expect([99.9, 100, 150, 151].map((a) => matches({ a: [{ numeric: ['>=', 100, '<', 151] }] }, { a }))).toEqual([false, true, true, false]);
    expect([matches({ a: [{ numeric: ['=', 3.5] }] }, { a: 3.5 }), matches({ a: [{ numeric: ['<=', 3] }] }, { a: '2' }), matches({ a: [{ numeric: ['>', 3] }] }, { a: 3 })]).toEqual([true, false, false]);
  });

  it('anything-but: of a list, one other element was enough once; today none may be listed', () => {
    const policy = { a: [{ 'anything-but': ['rugby', 'tennis'] }] };
    for (const edition of ['notes', 'today'] as const) {
      expect(matches(policy, { a: 'baseball' }, edition)).toBe(true);
      expect(matches(policy, { a: 'rugby' }, edition)).toBe(false);
      expect(matches(policy, { a: ['rugby', 'tennis'] }, edition)).toBe(false);
      expect(matches(policy, { b: 'x' }, edition)).toBe(false);
    }
    expect([matches(policy, { a: ['rugby', 'baseball'] }, 'notes'), matches(policy, { a: ['rugby', 'baseball'] }, 'today')]).toEqual([true, false]);
    expect([matches({ a: [{ 'anything-but': { prefix: 'order-' } }] }, { a: 'order-1' }), matches({ a: [{ 'anything-but': { suffix: 'ball' } }] }, { a: 'rugby' }), matches({ a: [{ 'anything-but': 5 }] }, { a: 6 })]).toEqual([false, true, true]);
  });

  it('exists: false needs at least one other attribute', () => {
    expect([matches({ a: [{ exists: true }] }, { a: 'x' }), matches({ a: [{ exists: true }] }, { b: 'x' })]).toEqual([true, false]);
    expect([matches({ a: [{ exists: false }] }, { a: 'x' }), matches({ a: [{ exists: false }] }, { b: 'x' }), matches({ a: [{ exists: false }] }, {})]).toEqual([false, true, false]);
  });

  it('cidr', () => {
    expect(['10.0.0.0', '10.0.0.255', '10.0.1.0', 'x'].map((a) => matches({ a: [{ cidr: '10.0.0.0/24' }] }, { a }))).toEqual([true, true, false, false]);
  });

  it('names together, values one of them, and $or between policies', () => {
    expect(matches({ a: ['x'], b: ['y'] }, { a: 'x' })).toBe(false);
    expect(matches({ a: ['x'], $or: [{ b: [1] }, { c: [{ prefix: 'z' }] }] }, { a: 'x', c: 'zz' })).toBe(true);
    expect(matches({ a: ['x'], $or: [{ b: [1] }, { c: [2] }] }, { a: 'x', b: 2, c: 1 })).toBe(false);
  });

  it('look into the body where that is the scope', () => {
    const policy = { order: { item: [{ prefix: 'shoe' }], price: [{ numeric: ['>', 10] }] } };
    expect(parseFilterPolicy(policy, 'MessageBody', limits).ok).toBe(true);
    expect(parseFilterPolicy(policy, 'MessageAttributes', limits).ok).toBe(false);
    expect(policyMatches(policy, { order: { item: 'shoes', price: 11 } }, 'today')).toBe(true);
    expect(policyMatches(policy, { order: [{ item: 'hat', price: 11 }, { item: 'shoes', price: 11 }] }, 'today')).toBe(true);
    expect(policyMatches(policy, { order: 'shoes' }, 'today')).toBe(false);
    expect(policyMatches(policy, {}, 'today')).toBe(false);
  });
});

describe('a policy is checked', () => {
  it('for combinations: 150 at most', () => {
    const values = (count: number) => Array.from({ length: count }, (_, i) => `v${i}`);
    expect(parseFilterPolicy({ a: values(15), b: values(10) }, 'MessageAttributes', limits).ok).toBe(true);
    expect(parseFilterPolicy({ a: values(15), b: values(11) }, 'MessageAttributes', limits).ok).toBe(false);
  });

  it('all problems at once', () => {
    const parsed = parseFilterPolicy({ a: [{ prefx: 'x' }], b: [{ numeric: ['~', 1] }], c: 5, d: [], e: [{ exists: 'yes' }], f: [{ cidr: '300.0.0.0/8' }], $or: [{}] }, 'MessageAttributes', limits);
    expect(parsed.ok ? 0 : parsed.error.length).toBe(7);
  });

  it('and neither checking nor matching ever throws', () => {
    const policies = fc.dictionary(fc.constantFrom('a', 'b', '$or', 'prefix'), fc.jsonValue({ maxDepth: 4 }));
    assertForAll(fc.tuple(policies, fc.dictionary(fc.constantFrom('a', 'b'), fc.jsonValue({ maxDepth: 3 }))), ([policy, properties]) => {
      for (const scope of ['MessageAttributes', 'MessageBody'] as const) {
        const parsed = parseFilterPolicy(policy, scope, limits);
        if (parsed.ok) expect(typeof policyMatches(parsed.value, properties as PlainRecord, 'today')).toBe('boolean');
      }
    }, { seed: 71, runs: 500 });
  });
});
