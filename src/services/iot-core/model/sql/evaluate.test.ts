import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertForAll } from '../../../../testing/forAll.ts';
import type { PlainData } from '../../../../sim/plainData.ts';
import { evaluateStatement, payloadOfBytes, payloadOfText } from './evaluate.ts';
import { parseExpression, parseStatement } from './parser.ts';
import { functions } from './functions.ts';
import { environment, evaluate, problemsOf, run } from './tryout.fixture.ts';

describe('operators', () => {
  const rows: readonly (readonly [string, unknown])[] = [
    ['1 + 2', 3],
    ['0.1 + 0.2', 0.3],
    ['"a" + 1', 'a1'],
    ['1 + "a"', '1a'],
    ['"a" + missing', undefined],
    ['true + 1', undefined],
    ['"3" - 1', 2],
    ['"x" - 1', undefined],
    ['7 / 2', 3],
    ['-7 / 2', -3],
    ['7 / 2.0', 3],
    ['7.0 / 2.5', 2.8],
    ['1 / 0', undefined],
    ['1 / 0.0', undefined],
    ['7 % 4', 3],
    ['2 * 3 + 4 * 5', 26],
    ['2 * (3 + 4)', 14],
    ['-(-3)', 3],
    ['- - 3', 3],
    ['true AND "TRUE"', true],
    ['true OR 1', undefined],
    ['false AND missing', undefined],
    ['NOT "false"', true],
    ['NOT 1', undefined],
    ['NOT true OR true', true],
    ['"b" > "a"', undefined],
    ['"10" > 9', true],
    ['[1, 2] = [1, 2.0]', true],
    ['[1, 2] = [2, 1]', false],
    ['{"a": 1, "b": 2} = {"b": 2, "a": 1}', true],
    ['NULL = NULL', true],
    ['NULL = 0', false],
    ['true = "true"', false],
    ['"1" <> 1', true],
    ['missing <> 1', undefined],
    ['cast("10.9" AS Int)', 10],
    ['cast(10.9 AS Integer)', 10],
    ['cast(-1.5 AS Int)', -2],
    ['cast(0 AS Boolean)', false],
    ['cast("TRUE" AS Bool)', true],
    ['cast("yes" AS Boolean)', undefined],
    ['cast(false AS Decimal)', 0],
    ['cast([1,2] AS String)', '[1,2]'],
    ['cast(null AS String)', undefined],
    ['CASE 2 WHEN 1 THEN "a" WHEN 2.0 THEN "b" END', 'b'],
    ['CASE 3 WHEN 1 THEN "a" END', undefined],
    ['CASE missing WHEN 1 THEN "a" ELSE "b" END', undefined],
  ];
  for (const [text, wanted] of rows) it(`${text}`, () => expect(evaluate(text)).toEqual(wanted));

  it('version 2015-10-08 keeps a whole Decimal apart from an Int', () => {
    expect(evaluate('10.0 / 4', {}, { version: '2015-10-08' })).toBe(2.5);
    expect(evaluate('10.0 / 4', {}, { version: '2016-03-23' })).toBe(2);
  });
});

describe('a statement', () => {
  it('copies all, then overrides and adds', () => {
    expect(run("SELECT *, temp * 2 AS temp, topic(2) AS id FROM 'a/+/c'", { temp: 3, x: 1 })).toEqual({ temp: 6, x: 1, id: 'b' });
    expect(run("SELECT 9 AS temp, * FROM 'a'", { temp: 3 })).toEqual({ temp: 3 });
  });

  it('of which only true fires', () => {
    for (const [where, fires] of [['true', true], ['"true"', true], ['1', false], ['"yes"', false], ['missing', false], ['null', false]] as const) {
      expect(run(`SELECT 1 AS one FROM 'a' WHERE ${where}`), where).toEqual(fires ? { one: 1 } : null);
    }
  });

  it('takes keywords and functions in any case, names as they are', () => {
    expect(run("select Temp as T, TOPIC(1) as a from 'x' where Temp > 1", { Temp: 2, temp: 0 })).toEqual({ T: 2, a: 'a' });
  });

  it('that selects nothing there is answers an empty object, or an empty text', () => {
    expect(run("SELECT missing FROM 'a'")).toEqual({});
    expect(run("SELECT VALUE missing FROM 'a'")).toBe('');
  });

  it('names unnamed values by path, function or text', () => {
    expect(run("SELECT a.b, abs(x), x + 1 FROM 'a'", { a: { b: 1 }, x: -2 })).toEqual({ b: 1, abs: 2, 'x + 1': -1 });
  });

  it('reads members of brackets and functions, and value as a name where it is one', () => {
    expect(run("SELECT get(list, 0).a AS a, (o).b AS b, value FROM 'a'", { list: [{ a: 1 }], o: { b: 2 }, value: 3 })).toEqual({ a: 1, b: 2, value: 3 });
  });

  it('over an object in an inner SELECT answers one object', () => {
    expect(run("SELECT (SELECT a FROM o) AS x, (SELECT a FROM missing) AS y FROM 't'", { o: { a: 1, b: 2 } })).toEqual({ x: { a: 1 } });
  });

  it('makes nothing of names in a payload that is no JSON, and passes its bytes', () => {
    const binary = payloadOfBytes(Uint8Array.of(255, 1, 2));
    expect(run("SELECT a FROM 't'", binary)).toEqual({});
    expect(run("SELECT * FROM 't'", binary)).toEqual(Uint8Array.of(255, 1, 2));
    expect(run("SELECT encode(*, 'base64') AS data FROM 't'", binary)).toEqual({ data: '/wEC' });
  });

  it('does not mistake members that every object is born with', () => {
    expect(run("SELECT constructor, toString, get(*, '__proto__') AS p FROM 't'", {})).toEqual({});
    expect(JSON.stringify(run("SELECT * FROM 't'", payloadOfText('{"__proto__": 1}')))).toBe('{"__proto__":1}');
  });

  it('does not change the message', () => {
    const payload = { bar: { x: 1 } };
    expect(run("SELECT bar, 2 AS bar.y FROM 't'", payload)).toEqual({ bar: { x: 1, y: 2 } });
    expect(payload).toEqual({ bar: { x: 1 } });
  });
});

describe('problems', () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['', ["1:1 a rule begins with SELECT: SELECT * FROM 'topic'; the statement ends here"]],
    ["SELECT temp FORM 'a'", ['1:13 a comma is missing before the next item, or AS before its name; found FORM']],
    ["SELECT FROM 'a'", ['1:8 nothing is selected here; write * or a name; found FROM']],
    ['SELECT * FROM sensors', ["1:15 FROM takes a topic filter in quotes: FROM 'sensors/+/temperature'; found sensors"]],
    ["SELECT a FROM 'x' WHERE b == 1", ['1:27 == is not an operator here; write =']],
    ["SELECT a FROM 'x' WHERE b != 'y", ['1:27 != is not an operator here; write <>', "1:30 the text that begins here has no closing '"]],
    ["SELECT flor(1), abs(), list[0] FROM 'x'", ['1:8 there is no function flor(); the nearest is floor()', '1:17 abs() takes 1 argument; here are 0. Write abs(x)', '1:28 square brackets do not pick an element; write get(list, 0); found [']],
    ["SELECT (a + 1 FROM 'x'", ['1:8 the bracket that opens here is never closed; write ) after the value', '1:15 ) is missing; found FROM']],
    ["SELECT a\nFROM 'x'\nWHERE a >", ["3:10 a value is missing: a name, a number, a 'text' or a function; the statement ends here"]],
    ["SELECT a FROM 'x' ORDER BY a", ['1:19 WHERE or the end of the statement is expected; found ORDER']],
    ["SELECT a FROM 'x' WHERE a = 1 LIMIT 3", ['1:31 AWS IoT SQL has no LIMIT: a rule looks at one message; found LIMIT']],
    ["SELECT a -- note\nFROM 'x'", ['1:10 comments are not allowed in AWS IoT SQL; take this one out']],
    ["SELECT a FROM 'x';", ['1:18 a rule is one statement without a semicolon; take it out']],
    ["SELECT CASE WHEN a THEN 1 END AS b FROM 'x'", ["1:13 CASE needs a value to compare: CASE color WHEN 'red' THEN 1 END; found WHEN"]],
    ["SELECT a AS 'b' FROM 'x'", ['1:13 a name must follow AS, without quotes and not one of the words of SQL; found \'b\'']],
    ["SELECT VALUE a, b FROM 'x'", ['1:15 SELECT VALUE takes one value only; found ,']],
    ["SELECT a FROM 'x', 'y'", ['1:18 a rule reads one topic filter; use + and #, or write a second rule; found ,']],
    ["SELECT a FROM 'x' WHERE 1 < a < 3", ['1:31 comparisons cannot follow one another; join two with AND']],
  ];
  for (const [text, wanted] of rows) it(`${JSON.stringify(text)}`, () => expect(problemsOf(text)).toEqual(wanted));

  it('what version 2015-10-08 does not know', () => {
    expect(problemsOf("SELECT {'a': 1} AS o, (SELECT x FROM y) AS z, length(a), cast(a AS Decimal) FROM 't'", '2015-10-08')).toEqual([
      '1:8 an object in braces needs awsIotSqlVersion 2016-03-23',
      '1:24 a SELECT inside another needs awsIotSqlVersion 2016-03-23',
      '1:47 length() needs awsIotSqlVersion 2016-03-23',
      '1:68 cast to Decimal needs awsIotSqlVersion 2016-03-23',
    ]);
  });

  it('functions that an error action may not call', () => {
    expect(problemsOf("SELECT aws_lambda('arn', *) AS x FROM 't'", '2016-03-23', true)).toEqual(['1:8 aws_lambda() is not allowed in the SQL of an error action']);
  });
});

const words = fc.constantFrom('SELECT', 'VALUE', 'FROM', 'WHERE', 'AS', 'AND', 'NOT', 'CASE', 'WHEN', 'THEN', 'END', 'NULL', "'t'", '"x"', '*', ',', '.', '(', ')', '[', ']', '{', '}', ':', '+', '-', '/', '%', '=', '<>', '<', '1', '2.5', 'a', 'b', 'cast', 'Int', ...[...functions.values()].map((each) => each.name));
const shortText = fc.array(words, { maxLength: 24 }).map((parts) => parts.join(' '));
const json = fc.jsonValue({ maxDepth: 4 });

describe('fuzz', () => {
  it('no text makes the parser throw', () => {
    assertForAll(fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), shortText, shortText.map((rest) => `SELECT ${rest}`)), (text) => {
      const parsed = parseStatement(text);
      if (!parsed.ok) expect(parsed.error.length).toBeGreaterThan(0);
    }, { seed: 5, runs: 1000 });
    for (const text of ['('.repeat(8000), `SELECT ${'-'.repeat(8000)}1`, `SELECT ${'NOT '.repeat(8000)}1`, `SELECT a${'.a'.repeat(8000)}`, `SELECT ${'1+'.repeat(8000)}1`, `SELECT ${'[('.repeat(4000)}`]) expect(parseStatement(text).ok).toBe(false);
  });

  it('no payload makes an expression throw', () => {
    const names = fc.constantFrom('a', 'b', 'a.b', 'get(a, 0)', '*', '1', '-2.5', "'7'", "''", 'null', 'true', "'base64'", "'enrichArray'", '[a, b]', "{'a': b}", '1e308', "'(a+)+'");
    const calls = fc.tuple(fc.constantFrom(...functions.values()), fc.array(names, { minLength: 0, maxLength: 6 })).map(([{ name, min, max }, args]) => `${name}(${Array.from({ length: Math.min(max, Math.max(min, args.length)) }, (_, i) => args[i] ?? 'a').join(', ')})`);
    const operand = fc.oneof(calls, names.filter((name) => name !== '*'));
    const operator = fc.constantFrom('+', '-', '*', '/', '%', '=', '<>', '<', '>=', 'AND', 'OR');
    assertForAll(fc.tuple(operand, operator, operand, json, fc.constantFrom('2015-10-08' as const, '2016-03-23' as const)), ([left, op, right, value, version]) => {
      const parsed = parseExpression(`${left} ${op} ${right}`);
      if (!parsed.ok) throw new Error(`${left} ${op} ${right}: ${parsed.error[0]!.problem}`);
      const select = { type: 'value', of: parsed.value } as const;
      evaluateStatement({ version, select, topicFilter: 't', where: undefined }, environment({ type: 'json', value: { a: value, b: value } as PlainData }));
    }, { seed: 6, runs: 1000 });
  });

  it('no bytes make a payload that cannot be evaluated', () => {
    assertForAll(fc.uint8Array({ maxLength: 64 }), (bytes) => void run("SELECT *, a.b + 1 AS c, encode(*, 'base64') AS d FROM 't'", payloadOfBytes(bytes)), { seed: 7, runs: 500 });
    expect(payloadOfText('['.repeat(60_000) + ']'.repeat(60_000)).type).toBe('binary');
  });
});
