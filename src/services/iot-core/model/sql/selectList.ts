import type { Expression, SelectItem, SelectList } from './ast.ts';
import type { TokenReader } from './tokenReader.ts';

const startsValue = (token: { readonly type: string; readonly text: string }) =>
  ['word', 'number', 'string'].includes(token.type) || ['(', '{', '[', 'CASE', 'TRUE', 'FALSE', 'NULL'].includes(token.text);

/** What follows SELECT: `VALUE expression`, or items with names. Goes on after a bad item, so that all problems are found. */
export function readSelectList(reader: TokenReader, expression: () => Expression): SelectList {
  if (reader.next.type === 'word' && reader.next.text.toLowerCase() === 'value') {
    const after = reader.peek(1);
    const star = after.text === '*' && after.type === 'symbol' && ['FROM', ''].includes(reader.peek(2).text);
    if (startsValue(after) || star) {
      reader.take();
      const of = star ? starOf(reader) : expression();
      if (reader.is(',')) reader.fail('SELECT VALUE takes one value only');
      return Object.freeze({ type: 'value', of });
    }
  }
  const items: SelectItem[] = [];
  do {
    const item = reader.attempt(() => readItem(reader, expression), [',', 'FROM', 'WHERE']);
    if (item) items.push(item);
  } while (reader.skip(','));
  return Object.freeze({ type: 'items', items: Object.freeze(items) });
}

function starOf(reader: TokenReader): Expression {
  const { from, to } = reader.take();
  return Object.freeze({ type: 'star', from, to });
}

function readItem(reader: TokenReader, expression: () => Expression): SelectItem {
  if (reader.is('*')) {
    const value = starOf(reader);
    if (reader.is('AS')) reader.fail('* has no name of its own; take AS out');
    if (reader.next.type !== 'end' && !reader.is(',') && !reader.is('FROM') && !reader.is('WHERE') && !reader.is(')')) reader.fail('* is not a number; a comma or FROM follows it');
    return Object.freeze({ value, path: Object.freeze([]) });
  }
  if (reader.is('FROM') || reader.is(',')) reader.fail('nothing is selected here; write * or a name');
  const value = expression();
  const path = reader.skip('AS') ? readPath(reader) : [nameOf(value, reader.text)];
  if (reader.next.type === 'word' || reader.next.type === 'number' || reader.next.type === 'string') reader.fail('a comma is missing before the next item, or AS before its name');
  return Object.freeze({ value, path: Object.freeze(path) });
}

function readPath(reader: TokenReader): string[] {
  const path: string[] = [];
  do {
    if (reader.next.type !== 'word') reader.fail('a name must follow AS, without quotes and not one of the words of SQL');
    path.push(reader.take().text);
  } while (reader.skip('.'));
  return path;
}

/** The name of a value that was given none: the last part of a path, the function's name, or its text. [SIM] */
function nameOf(value: Expression, text: string): string {
  if (value.type === 'name' || value.type === 'member' || value.type === 'call') return value.name;
  return value.type === 'cast' ? 'cast' : text.slice(value.from, value.to);
}
