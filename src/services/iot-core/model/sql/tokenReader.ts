import { tokenize, type Token } from './lexer.ts';
import { problemAt, type SqlProblem } from './problem.ts';

/** Thrown inside the parser where a piece cannot be read; caught at the next place from which reading can go on. */
class Unreadable extends Error {}
/** One for all: nobody looks at where it was made. */
const unreadable = new Unreadable('this piece cannot be read');

/** Walks over the tokens of a statement and gathers problems, at most one a place. */
export class TokenReader {
  readonly text: string;
  readonly problems: SqlProblem[];
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    const { tokens, problems } = tokenize(text);
    this.text = text;
    this.#tokens = tokens;
    this.problems = [...problems];
  }

  get next(): Token {
    return this.#tokens[this.#at]!;
  }

  peek(ahead: number): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!;
  }

  /** Where the last token taken ends. */
  get end(): number {
    return this.#at === 0 ? 0 : this.#tokens[this.#at - 1]!.to;
  }

  take(): Token {
    const token = this.next;
    if (token.type !== 'end') this.#at++;
    return token;
  }

  is(text: string): boolean {
    return (this.next.type === 'symbol' || this.next.type === 'keyword') && this.next.text === text;
  }

  /** Takes the symbol or keyword if it comes next. */
  skip(text: string): boolean {
    const found = this.is(text);
    if (found) this.#at++;
    return found;
  }

  expect(text: string, why: string): void {
    if (!this.skip(text)) this.fail(`${text} is missing ${why}`);
  }

  note(from: number, to: number, problem: string): void {
    if (!this.problems.some((known) => known.from === from)) this.problems.push(problemAt(this.text, from, to, problem));
  }

  /** Notes a problem at the next token and gives this piece up. */
  fail(problem: string): never {
    const { from, to, type, text } = this.next;
    this.note(from, to, type === 'end' ? `${problem}; the statement ends here` : `${problem}; found ${type === 'string' ? `'${text}'` : text}`);
    throw unreadable;
  }

  /** Reads a piece; where that fails goes on to the next of these words outside brackets, and answers undefined. */
  attempt<T>(read: () => T, upTo: readonly string[]): T | undefined {
    try {
      return read();
    } catch (error) {
      if (error !== unreadable) throw error;
      let depth = 0;
      while (this.next.type !== 'end') {
        const { text, type } = this.next;
        if (depth === 0 && type !== 'string' && upTo.includes(text)) break;
        if (type === 'symbol' && '([{'.includes(text)) depth++;
        if (type === 'symbol' && ')]}'.includes(text)) depth = Math.max(0, depth - 1);
        this.#at++;
      }
      return undefined;
    }
  }
}
