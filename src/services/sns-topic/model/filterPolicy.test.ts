import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import type { PlainData, PlainRecord } from '../../../sim/plainData.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { parseFilterPolicy, policyMatches } from './filterPolicy.ts';
import { filterPolicyProblem, type FilterScope } from './filterPolicyCheck.ts';

const limits = limitsOf('notes');
const matches = (policy: PlainRecord, properties: PlainRecord, edition: 'notes' | 'today' = 'today') => {
  const parsed = parseFilterPolicy(policy, 'MessageAttributes', limits);
  expect(parsed.ok ? [] : parsed.error).toEqual([]);
  return policyMatches(policy, properties, edition);
};

const problemOf = (policy: object, scope: FilterScope = 'MessageAttributes') => filterPolicyProblem(JSON.stringify(policy), scope, limits)?.message;

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
    expect([matches({ a: [{ 'anything-but': { prefix: 'order-' } }] }, { a: 'order-1' }), matches({ a: [{ 'anything-but': { prefix: 'order-' } }] }, { a: 'rugby' }), matches({ a: [{ 'anything-but': 5 }] }, { a: 6 })]).toEqual([false, true, true]);
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

describe('in bodies', () => {
  const inBody = (policy: PlainRecord, body: PlainRecord) => policyMatches(policy, body, 'today');

  it('a dot in a name is the same as an object inside', () => {
    const deep = { 'object.nested.test': ['v'] };
    for (const body of [{ object: { nested: { test: 'v' } } }, { 'object.nested.test': 'v' }, { 'object.nested': { test: 'v' } }, { object: { 'nested.test': 'v' } }]) {
      expect(inBody(deep, body), JSON.stringify(body)).toBe(true);
      expect(inBody({ object: { nested: { test: ['v'] } } }, body), JSON.stringify(body)).toBe(true);
    }
    expect([inBody(deep, { object: { nested: { test: 'w' } } }), inBody(deep, { object: { nested: 'v' } }), inBody(deep, { other: 'v' })]).toEqual([false, false, false]);
  });

  it('lists of lists of objects are looked through, each object by itself', () => {
    const policy = { Records: { s3: { object: { key: [{ prefix: 'auto-' }] } }, eventName: [{ prefix: 'ObjectCreated:' }] } };
    const record = (eventName: string, object: PlainData) => ({ eventName, s3: { object } });
    expect(inBody(policy, { Records: [record('ObjectCreated:Put', [[{ key: 'auto-1', size: 17 }]]), record('ObjectRemoved:Delete', { key: 'home-1' })] })).toBe(true);
    expect(inBody(policy, { Records: [record('ObjectRemoved:Delete', { key: 'auto-1' }), record('ObjectCreated:Put', { key: 'home-1' })] })).toBe(false);
  });

  it('what must not be there may be missing inside an object or with it', () => {
    const policy = { object: { key: [{ prefix: 'auto-' }, 'plain'], nested_key: [{ exists: false }] }, test: [{ exists: false }] };
    expect([inBody(policy, { object: { key: 'auto-test' } }), inBody(policy, { object: { key: 'plain' } })]).toEqual([true, true]);
    for (const body of [{ object: { key: 'test-auto' } }, { object: { key: 'auto-test' }, test: 'x' }, { object: { key: 'auto-test', nested_key: 'x' } }, { object: { test: 'auto-test' } }, { test: 'auto-test' }]) expect(inBody(policy, body)).toBe(false);
    expect(inBody({ object: { key: [{ exists: false }] } }, { other: 1 })).toBe(true);
  });
});

describe('a policy is checked', () => {
  it('for combinations: 150 at most', () => {
    const values = (count: number) => Array.from({ length: count }, (_, i) => `v${i}`);
    expect(parseFilterPolicy({ a: values(15), b: values(10) }, 'MessageAttributes', limits).ok).toBe(true);
    expect(parseFilterPolicy({ a: values(15), b: values(11) }, 'MessageAttributes', limits).ok).toBe(false);
  });

  it('for nested ones each list counts as often as it is deep, and the branches of $or add up', () => {
    const nested = { key_a: { key_b: { key_c: ['1', '2', '3', '4'] } }, key_d: { key_e: ['1', '2', '3'] } };
    expect(problemOf({ ...nested, key_f: ['1', '2'] }, 'MessageBody')).toBeUndefined();
    expect(problemOf({ ...nested, key_f: ['1', '2', '3'] }, 'MessageBody')).toBe('FilterPolicy: Filter policy is too complex');
    const values = (count: number) => Array.from({ length: count }, (_, i) => i);
    const or = (spaces: number) => ({ source: values(4), $or: [{ metricName: values(6) }, { metricType: values(4), $or: [{ metricId: values(4) }, { spaceId: values(spaces) }] }] });
    expect([problemOf(or(3)), problemOf(or(4))]).toEqual([undefined, 'FilterPolicy: Filter policy is too complex']);
    expect(problemOf(Object.fromEntries(values(6).map((i) => [`key${i}`, ['v']])))).toBe('FilterPolicy: Filter policy can not have more than 5 keys');
  });

  it('for nesting, which attributes have none of', () => {
    expect(problemOf({ object: { key: [{ prefix: 'auto-' }] } })).toBe('Filter policy scope MessageAttributes does not support nested filter policy');
  });

  // Texts and places as AWS answers them.
  it.each([
    ['{"key":[["value"]]}', 'Match value must be String, number, true, false, or null', 10],
    ['{"key":[{"wrong-operator":true}]}', 'Unrecognized match type wrong-operator', 31],
    ['{"key":[{"suffix":"value","prefix":"value2"}]}', 'Only one key allowed in match expression', 37],
    ['{"key":[{"suffix":100}]}', 'suffix match pattern must be a string', 22],
    ['{"key":[{"suffix":null}]}', 'suffix match pattern must be a string', 23],
    ['{"key":{"suffix":"value"}}', '"suffix" must be an object or an array', 19],
    ['{"key":[{"suffix":["test","test2"]}]}', 'suffix match pattern must be a string', 20],
    ['{"key_a":"value_one"}', '"key_a" must be an object or an array', 11],
    ['{"key":[{"numeric":[]}]}', 'Invalid member in numeric match: ]', 22],
    ['{"key":[{"numeric":["operator"]}]}', 'Unrecognized numeric range operator: operator', 32],
    ['{"key":[{"numeric":[1,"<="]}]}', 'Invalid member in numeric match: 1', 22],
    ['{"key":[{"numeric":["=","000"]}]}', 'Value of equals must be numeric', 26],
    ['{"key":[{"numeric":[">="]}]}', 'Value of >= must be numeric', 26],
    ['{"key":[{"numeric":["<",100,">",10]}]}', 'Too many elements in numeric expression', 30],
    ['{"key":[{"numeric":[">=",1,">",2]}]}', 'Bad numeric range operator: >', 31],
    ['{"key":[{"numeric":[">",3,"<",1]}]}', 'Bottom must be less than top', 33],
    ['{"key":[{"numeric":[">",20,"<="]}]}', 'Value of <= must be numeric', 33],
    ['{"key":[{"numeric":[">",20,30]}]}', 'Bad value in numeric range: 30', 30],
    ['{"key":[{"numeric":[">",20,"test"]}]}', 'Bad numeric range operator: test', 34],
    ['{"key":[{"numeric":[">","20","<","30"]}]}', 'Value of > must be numeric', 26],
    ['{"key":[{"numeric":[">",20,"<","30"]}]}', 'Value of < must be numeric', 33],
    ['{"key":[{"numeric":[">",20,"<",30,"<",50]}]}', 'Too many terms in numeric range expression', 36],
    ['{"key":[{"exists":null}]}', 'exists match pattern must be either true or false.', 23],
    ['{"key":[{"exists":"no"}]}', 'exists match pattern must be either true or false.', 20],
    ['{"key":[{"anything-but":{"wrong-operator":null}}]}', 'Unsupported anything-but pattern: wrong-operator', 47],
    ['{"key":[{"anything-but":{"suffix":"test"}}]}', 'Unsupported anything-but pattern: suffix', 36],
    ['{"key":[{"anything-but":{"exists":false}}]}', 'Unsupported anything-but pattern: exists', 40],
    ['{"key":[{"anything-but":{"prefix":false}}]}', 'prefix match pattern must be a string', 40],
    ['{invalidjson}', "failed to parse JSON. Unexpected character ('i' (code 105)): was expecting double-quote to start field name", 2],
    ['invalid', "failed to parse JSON. Unrecognized token 'invalid': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')", 8],
  ])('%s', (text, what, column) => {
    expect(filterPolicyProblem(text, 'MessageAttributes', limits)?.message).toBe(`FilterPolicy: ${what}\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: 1, column: ${column}]`);
  });

  it.each(['{"a":[]}', '{}', '{"a":{}}', '{"a":[{}]}', '{"a":["x"] "b":["y"]}', '{"a":["x" "y"]}', '{"a" ["x"]}', '{"a":["x"}', '{"a":["x"]', '{"a":["x', '', '{"a":["x"]} y', '{"a":["\\x"]}', '{"a":["\n"]}', '{"a":[{"cidr":"10.0.0.0"}]}', '{"a":[{"cidr":"300.0.0.0/8"}]}', '{"a":[{"anything-but":["x",5]}]}', '{"a":[{"anything-but":[]}]}', '{"$or":[{"a":["x"]}]}', '{"$or":[{"prefix":["x"]},{"a":["y"]}]}', '{"$or":["x","y"]}', '[]'])('%s is no policy', (text) => {
    expect(filterPolicyProblem(text, 'MessageBody', limits)?.what.length).toBeGreaterThan(10);
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
