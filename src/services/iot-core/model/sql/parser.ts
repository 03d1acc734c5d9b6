/**
 * Reads a rule's SQL (semantics of both versions, 2015-10-08 and 2016-03-23) and finds all its problems at once, each with its
 * place and a cure. Never throws.
 */
import { fail, ok, type Result } from '../../../../base/result.ts';
import type { Expression, SqlVersion, Statement } from './ast.ts';
import { readExpression, type ReadOptions } from './expressions.ts';
import { problemAt, type SqlProblem } from './problem.ts';
import { readSelectList } from './selectList.ts';
import { TokenReader } from './tokenReader.ts';

export interface ParseOptions {
  readonly version?: SqlVersion;
  readonly errorAction?: boolean;
  /** What is wrong with a topic filter, if anything: the broker's rules. */
  readonly checkFilter?: (filter: string) => string | undefined;
}

/** Characters of a statement. [SIM] */
const maxText = 16_384;

function tooLong(text: string): SqlProblem {
  return problemAt(text, maxText, text.length, `a statement has at most ${maxText} characters; this one has ${text.length}`);
}

function sorted(problems: readonly SqlProblem[]): SqlProblem[] {
  return [...problems].sort((a, b) => a.from - b.from);
}

/** A statement: `SELECT … [FROM 'filter'] [WHERE …]`. */
export function parseStatement(text: string, { version = '2016-03-23', errorAction = false, checkFilter }: ParseOptions = {}): Result<Statement, readonly SqlProblem[]> {
  if (text.length > maxText) return fail([tooLong(text)]);
  const reader = new TokenReader(text);
  const options: ReadOptions = { version, errorAction };
  const select = reader.attempt(() => {
    if (!reader.skip('SELECT')) reader.fail("a rule begins with SELECT: SELECT * FROM 'topic'");
    return readSelectList(reader, () => readExpression(reader, options));
  }, ['FROM', 'WHERE']);
  if (select && !['FROM', 'WHERE'].includes(reader.next.text) && reader.next.type !== 'end') reader.attempt(() => reader.fail("FROM 'topic filter' or the end of the statement is expected"), ['FROM', 'WHERE']);
  const topicFilter = reader.skip('FROM') ? reader.attempt(() => readFilter(reader, checkFilter), ['WHERE']) : undefined;
  if (!reader.is('WHERE') && reader.next.type !== 'end') reader.attempt(() => reader.fail('WHERE or the end of the statement is expected'), ['WHERE']);
  const where = reader.skip('WHERE') ? reader.attempt(() => readExpression(reader, options), []) : undefined;
  if (reader.next.type !== 'end') reader.attempt(() => reader.fail(extra(reader.next.text)), []);
  if (reader.problems.length > 0 || !select) return fail(sorted(reader.problems));
  return ok(Object.freeze({ version, select, topicFilter, where }));
}

function extra(word: string): string {
  const upper = word.toUpperCase();
  return ['GROUP', 'ORDER', 'LIMIT', 'HAVING', 'JOIN'].includes(upper) ? `AWS IoT SQL has no ${upper}: a rule looks at one message` : 'the statement should end here; take the rest out, or join it with AND or OR';
}

function readFilter(reader: TokenReader, check: ParseOptions['checkFilter']): string {
  if (reader.next.type !== 'string') reader.fail("FROM takes a topic filter in quotes: FROM 'sensors/+/temperature'");
  const { text, from, to } = reader.take();
  const problem = text === '' ? 'the topic filter is empty' : check?.(text);
  if (problem !== undefined) reader.note(from, to, problem);
  if (reader.is(',')) reader.fail('a rule reads one topic filter; use + and #, or write a second rule');
  return text;
}

/** One expression alone, as `${…}` in an action holds. */
export function parseExpression(text: string, { version = '2016-03-23', errorAction = false }: ParseOptions = {}): Result<Expression, readonly SqlProblem[]> {
  if (text.length > maxText) return fail([tooLong(text)]);
  const reader = new TokenReader(text);
  const read = reader.attempt(() => readExpression(reader, { version, errorAction }), []);
  if (read && reader.next.type !== 'end') reader.attempt(() => reader.fail('one value is expected here'), []);
  return read && reader.problems.length === 0 ? ok(read) : fail(sorted(reader.problems));
}
