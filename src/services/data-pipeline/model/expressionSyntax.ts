/** The grammar of `#{…}`: a small parser of our own. It never throws; an error has the position in the whole text. */

export type Expression =
  | { readonly type: 'literal'; readonly value: string | number; readonly at: number }
  | { readonly type: 'path'; readonly names: readonly string[]; readonly at: number }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly at: number }
  | { readonly type: 'sum'; readonly operator: '+' | '-' | '*' | '/' | '^'; readonly left: Expression; readonly right: Expression; readonly at: number };

/** What stands at `position` (characters from 0) and why it cannot. */
export interface ExpressionProblem {
  readonly position: number;
  readonly problem: string;
}

/** A text cut into what stands for itself and what is evaluated. */
export type Template = readonly (string | Expression)[];

type Token = { readonly kind: 'number' | 'text' | 'name' | 'sign' | 'end'; readonly text: string; readonly at: number };

/** Thrown and caught inside this file only. */
class Stop {
  readonly problem: ExpressionProblem;
  constructor(position: number, problem: string) {
    this.problem = { position, problem };
  }
}

const maxDepth = 40;
const nameStart = /[A-Za-z_@*]/;
const nameRest = /[A-Za-z0-9_@*]/;

/** Reads one token at `at`; spaces before it are skipped. */
function tokenAt(text: string, from: number): { token: Token; next: number } {
  let at = from;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  if (at >= text.length) return { token: { kind: 'end', text: '', at }, next: at };
  const first = text[at]!;
  let next = at + 1;
  if (/[0-9]/.test(first)) {
    const number = /^\d+(?:\.\d+)?/.exec(text.slice(at, at + 40))![0];
    return { token: { kind: 'number', text: number, at }, next: at + number.length };
  }
  if (nameStart.test(first) && !(first === '*' && !nameRest.test(text[at + 1] ?? ' '))) {
    while (next < text.length && nameRest.test(text[next]!)) next++;
    return { token: { kind: 'name', text: text.slice(at, next), at }, next };
  }
  if (first === "'" || first === '"') {
    // A quote inside is written twice, or with a backslash.
    let value = '';
    for (;;) {
      if (next >= text.length) throw new Stop(at, 'a text begins here and does not end');
      if (text[next] === '\\' && next + 1 < text.length) {
        value += text[next + 1]!;
        next += 2;
      } else if (text[next] === first && text[next + 1] === first) {
        value += first;
        next += 2;
      } else if (text[next] === first) return { token: { kind: 'text', text: value, at }, next: next + 1 };
      else value += text[next++]!;
    }
  }
  return { token: { kind: 'sign', text: first, at }, next };
}

class Parser {
  readonly #text: string;
  #next: number;
  #token: Token;
  #depth = 0;

  constructor(text: string, from: number) {
    this.#text = text;
    const { token, next } = tokenAt(text, from);
    this.#token = token;
    this.#next = next;
  }

  #advance(): Token {
    const before = this.#token;
    const { token, next } = tokenAt(this.#text, this.#next);
    this.#token = token;
    this.#next = next;
    return before;
  }

  #isSign(text: string): boolean {
    return this.#token.kind === 'sign' && this.#token.text === text;
  }

  #expect(sign: string, where: string): void {
    if (!this.#isSign(sign)) throw new Stop(this.#token.at, `expected ${sign} ${where}, found ${this.#token.kind === 'end' ? 'the end' : `"${this.#token.text}"`}`);
  }

  /** An expression up to its closing brace; answers the position after it. */
  whole(): { expression: Expression; end: number } {
    const expression = this.sum();
    this.#expect('}', 'to end the expression');
    return { expression, end: this.#token.at + 1 };
  }

  sum(): Expression {
    if (++this.#depth > maxDepth) throw new Stop(this.#token.at, `nested more than ${maxDepth} deep`);
    let left = this.#product();
    while (this.#isSign('+') || this.#isSign('-')) {
      const { text, at } = this.#advance();
      left = { type: 'sum', operator: text as '+' | '-', left, right: this.#product(), at };
    }
    this.#depth--;
    return left;
  }

  #product(): Expression {
    let left = this.#power();
    while (this.#isSign('*') || this.#isSign('/')) {
      const { text, at } = this.#advance();
      left = { type: 'sum', operator: text as '*' | '/', left, right: this.#power(), at };
    }
    return left;
  }

  #power(): Expression {
    const left = this.#primary();
    if (!this.#isSign('^')) return left;
    const { at } = this.#advance();
    return { type: 'sum', operator: '^', left, right: this.#primary(), at };
  }

  #primary(): Expression {
    const token = this.#advance();
    const { at } = token;
    if (token.kind === 'number') return { type: 'literal', value: Number(token.text), at };
    if (token.kind === 'text') return { type: 'literal', value: token.text, at };
    if (token.kind === 'name') return this.#isSign('(') ? this.#call(token) : this.#path(token);
    if (token.kind === 'sign' && token.text === '(') {
      const inner = this.sum();
      this.#expect(')', 'to close the bracket');
      this.#advance();
      return inner;
    }
    if (token.kind === 'sign' && token.text === '-') {
      if (++this.#depth > maxDepth) throw new Stop(at, `nested more than ${maxDepth} deep`);
      const right = this.#primary();
      this.#depth--;
      return { type: 'sum', operator: '-', left: { type: 'literal', value: 0, at }, right, at };
    }
    throw new Stop(at, token.kind === 'end' ? 'the expression ends too early; a value or } is missing' : `expected a value, a field or a function, found "${token.text}"`);
  }

  #call(name: Token): Expression {
    this.#advance();
    const args: Expression[] = [];
    if (!this.#isSign(')')) {
      args.push(this.sum());
      while (this.#isSign(',')) {
        this.#advance();
        args.push(this.sum());
      }
    }
    this.#expect(')', `to close the call of ${name.text}`);
    this.#advance();
    return { type: 'call', name: name.text, args, at: name.at };
  }

  #path(first: Token): Expression {
    const names = [first.text];
    while (this.#isSign('.')) {
      this.#advance();
      if (this.#token.kind !== 'name') throw new Stop(this.#token.at, 'expected the name of a field after the point');
      names.push(this.#advance().text);
    }
    return { type: 'path', names, at: first.at };
  }
}

/** Cuts a field's text into texts and expressions. */
export function parseTemplate(text: string): { readonly ok: true; readonly template: Template } | { readonly ok: false; readonly error: ExpressionProblem } {
  const parts: (string | Expression)[] = [];
  let from = 0;
  try {
    for (;;) {
      const begin = text.indexOf('#{', from);
      if (begin < 0) break;
      if (begin > from) parts.push(text.slice(from, begin));
      const { expression, end } = new Parser(text, begin + 2).whole();
      parts.push(expression);
      from = end;
    }
  } catch (error) {
    if (error instanceof Stop) return { ok: false, error: error.problem };
    throw error;
  }
  if (from < text.length) parts.push(text.slice(from));
  return { ok: true, template: parts };
}
