import { nearest } from '../../../../base/nearest.ts';
import type { BinaryOperator, CastType, Expression, SqlVersion } from './ast.ts';
import { functions } from './functions.ts';
import { readSelectList } from './selectList.ts';
import type { TokenReader } from './tokenReader.ts';

/** What the rules of reading depend on. */
export interface ReadOptions {
  readonly version: SqlVersion;
  /** An error action's SQL may not call other services. */
  readonly errorAction: boolean;
}

const levels: readonly (readonly BinaryOperator[])[] = [['OR'], ['AND'], ['=', '<>', '<', '<=', '>', '>='], ['+', '-'], ['*', '/', '%']];
const comparisons = 2;
/** Brackets and signs may nest this deep; deeper ones are refused, so that reading ends. [SIM] */
const maxDepth = 100;

const castTypes: Readonly<Record<string, CastType>> = { string: 'String', nvarchar: 'String', text: 'String', ntext: 'String', varchar: 'String', int: 'Int', integer: 'Int', double: 'Decimal', decimal: 'Decimal', bool: 'Boolean', boolean: 'Boolean' };
const laterCasts = ['decimal', 'bool', 'boolean'];

/** Reads an expression of a rule's SQL. */
export function readExpression(reader: TokenReader, options: ReadOptions, depth = 0): Expression {
  if (depth > maxDepth) reader.fail(`at most ${maxDepth} levels may be nested`);
  return readLevel(reader, options, 0, depth);
}

function readLevel(reader: TokenReader, options: ReadOptions, level: number, depth: number): Expression {
  const operators = levels[level];
  if (operators === undefined) return readUnary(reader, options, depth);
  const operand = () => (level === comparisons ? readLevel(reader, options, level + 1, depth) : level === 1 ? readNot(reader, options, depth) : readLevel(reader, options, level + 1, depth));
  let left = operand();
  for (let turns = 0; ; turns++) {
    const operator = operators.find((candidate) => reader.is(candidate));
    if (operator === undefined) return left;
    if (level === comparisons && turns > 0) reader.note(reader.next.from, reader.next.to, 'comparisons cannot follow one another; join two with AND');
    if (turns > 2000) reader.fail('this expression is too long');
    reader.take();
    const right = operand();
    left = Object.freeze({ type: 'binary', operator, left, right, from: left.from, to: right.to });
  }
}

function readNot(reader: TokenReader, options: ReadOptions, depth: number): Expression {
  const { from } = reader.next;
  if (depth > maxDepth) reader.fail(`at most ${maxDepth} levels may be nested`);
  if (!reader.skip('NOT')) return readLevel(reader, options, comparisons, depth);
  const of = readNot(reader, options, depth + 1);
  return Object.freeze({ type: 'not', of, from, to: of.to });
}

function readUnary(reader: TokenReader, options: ReadOptions, depth: number): Expression {
  const { from } = reader.next;
  if (depth > maxDepth) reader.fail(`at most ${maxDepth} levels may be nested`);
  if (reader.skip('-')) {
    const of = readUnary(reader, options, depth + 1);
    return Object.freeze({ type: 'negative', of, from, to: of.to });
  }
  let value = readPrimary(reader, options, depth);
  let parts = 0;
  while (reader.skip('.')) {
    if (++parts > maxDepth) reader.fail(`a path has at most ${maxDepth} parts`);
    if (reader.next.type !== 'word') reader.fail("a name must follow the dot; names with other signs need get(object, 'name')");
    const { text, to } = reader.take();
    value = Object.freeze({ type: 'member', of: value, name: text, from: value.from, to });
  }
  if (reader.is('[')) reader.fail(`square brackets do not pick an element; write get(${reader.text.slice(value.from, value.to)}, 0)`);
  return value;
}

function readPrimary(reader: TokenReader, options: ReadOptions, depth: number): Expression {
  const { type, text, from, to } = reader.next;
  const place = { from, to };
  switch (type) {
    case 'number':
      reader.take();
      return Object.freeze({ type: 'number', text, ...place });
    case 'string':
      reader.take();
      return Object.freeze({ type: 'literal', value: text, ...place });
    case 'word':
      reader.take();
      if (reader.is('(')) return text.toLowerCase() === 'cast' ? readCast(reader, options, from, depth) : readCall(reader, options, text, place, depth);
      return Object.freeze({ type: 'name', name: text, ...place });
    case 'keyword':
      if (text === 'TRUE' || text === 'FALSE' || text === 'NULL') {
        reader.take();
        return Object.freeze({ type: 'literal', value: text === 'NULL' ? null : text === 'TRUE', ...place });
      }
      if (text === 'CASE') return readCase(reader, options, depth);
      break;
    case 'symbol':
      if (text === '(') return readParen(reader, options, depth);
      if (text === '{') return readObject(reader, options, depth);
      if (text === '[') return readArray(reader, options, depth);
      if (text === '*') reader.fail('* stands alone in SELECT, or as the argument of a function such as encode(*, \'base64\')');
      break;
    default:
  }
  return reader.fail('a value is missing: a name, a number, a \'text\' or a function');
}

function readCall(reader: TokenReader, options: ReadOptions, name: string, place: { from: number; to: number }, depth: number): Expression {
  const open = reader.take();
  const args: Expression[] = [];
  while (!reader.is(')') && reader.next.type !== 'end') {
    if (args.length > 0) reader.expect(',', `between the arguments of ${name}()`);
    const { from, to } = reader.next;
    if (reader.is('*') && [',', ')'].includes(reader.peek(1).text)) {
      reader.take();
      args.push(Object.freeze({ type: 'star', from, to }));
    } else args.push(readExpression(reader, options, depth + 1));
  }
  if (!reader.skip(')')) {
    reader.note(open.from, open.to, `the bracket that opens here is never closed; write ) after the arguments of ${name}()`);
    reader.fail(') is missing');
  }
  checkCall(reader, options, name, args, place);
  return Object.freeze({ type: 'call', name: name.toLowerCase(), args: Object.freeze(args), from: place.from, to: reader.end });
}

function checkCall(reader: TokenReader, options: ReadOptions, name: string, args: readonly Expression[], place: { from: number; to: number }): void {
  const known = functions.get(name.toLowerCase());
  const bad = (problem: string) => reader.note(place.from, place.to, problem);
  if (known === undefined) return bad(`there is no function ${name}(); the nearest is ${nearest(name, [...functions.values()].map((each) => each.name))}()`);
  if (args.length < known.min || args.length > known.max) {
    const wanted = known.min === known.max ? `${known.min}` : known.max === Infinity ? `at least ${known.min}` : `${known.min} to ${known.max}`;
    bad(`${known.name}() takes ${wanted} argument${wanted === '1' ? '' : 's'}; here are ${args.length}. Write ${known.usage}`);
  }
  if (known.since2016 && options.version === '2015-10-08') bad(`${known.name}() needs awsIotSqlVersion 2016-03-23`);
  if (known.external && options.errorAction) bad(`${known.name}() is not allowed in the SQL of an error action`);
}

function readCast(reader: TokenReader, options: ReadOptions, from: number, depth: number): Expression {
  reader.take();
  const of = readExpression(reader, options, depth + 1);
  reader.expect('AS', 'in cast(value AS type)');
  const word = reader.next;
  const target = castTypes[word.text.toLowerCase()];
  if (target === undefined) reader.fail(`cast() knows String, Int, Decimal and Boolean`);
  if (options.version === '2015-10-08' && laterCasts.includes(word.text.toLowerCase())) reader.note(word.from, word.to, `cast to ${word.text} needs awsIotSqlVersion 2016-03-23`);
  reader.take();
  reader.expect(')', 'after the type of cast()');
  return Object.freeze({ type: 'cast', of, target, from, to: reader.end });
}

function readCase(reader: TokenReader, options: ReadOptions, depth: number): Expression {
  const { from } = reader.take();
  const read = () => readExpression(reader, options, depth + 1);
  if (reader.is('WHEN')) reader.fail('CASE needs a value to compare: CASE color WHEN \'red\' THEN 1 END');
  const subject = read();
  const branches: { when: Expression; result: Expression }[] = [];
  while (reader.skip('WHEN')) {
    const when = read();
    reader.expect('THEN', 'after WHEN and its value');
    branches.push(Object.freeze({ when, result: read() }));
  }
  if (branches.length === 0) reader.fail('WHEN is missing after CASE and its value');
  const otherwise = reader.skip('ELSE') ? read() : undefined;
  reader.expect('END', 'at the end of CASE');
  return Object.freeze({ type: 'case', subject, branches: Object.freeze(branches), otherwise, from, to: reader.end });
}

function needs2016(reader: TokenReader, options: ReadOptions, what: string): void {
  if (options.version === '2015-10-08') reader.note(reader.next.from, reader.next.to, `${what} needs awsIotSqlVersion 2016-03-23`);
}

function readParen(reader: TokenReader, options: ReadOptions, depth: number): Expression {
  const { from, to } = reader.take();
  if (!reader.is('SELECT')) {
    const inner = readExpression(reader, options, depth + 1);
    if (!reader.skip(')')) {
      reader.note(from, to, 'the bracket that opens here is never closed; write ) after the value');
      reader.fail(') is missing');
    }
    return inner;
  }
  needs2016(reader, options, 'a SELECT inside another');
  reader.take();
  const select = readSelectList(reader, () => readExpression(reader, options, depth + 1));
  reader.expect('FROM', 'in the inner SELECT: name the array or object it reads');
  const source = readExpression(reader, options, depth + 1);
  const where = reader.skip('WHERE') ? readExpression(reader, options, depth + 1) : undefined;
  reader.expect(')', 'after the inner SELECT');
  return Object.freeze({ type: 'select', select, source, where, from, to: reader.end });
}

function readObject(reader: TokenReader, options: ReadOptions, depth: number): Expression {
  needs2016(reader, options, 'an object in braces');
  const { from } = reader.take();
  const members: { name: string; value: Expression }[] = [];
  while (!reader.is('}')) {
    if (members.length > 0) reader.expect(',', 'between the members of an object');
    if (reader.next.type !== 'string') reader.fail("a member begins with its name in quotes: {'name': value}");
    const name = reader.take().text;
    reader.expect(':', 'after the name of a member');
    members.push(Object.freeze({ name, value: readExpression(reader, options, depth + 1) }));
  }
  reader.take();
  return Object.freeze({ type: 'object', members: Object.freeze(members), from, to: reader.end });
}

function readArray(reader: TokenReader, options: ReadOptions, depth: number): Expression {
  needs2016(reader, options, 'an array in square brackets');
  const { from } = reader.take();
  const items: Expression[] = [];
  while (!reader.is(']')) {
    if (items.length > 0) reader.expect(',', 'between the elements of an array');
    items.push(readExpression(reader, options, depth + 1));
  }
  reader.take();
  return Object.freeze({ type: 'array', items: Object.freeze(items), from, to: reader.end });
}
