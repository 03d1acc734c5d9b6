import { fail, ok, type Result } from '../base/result.ts';
import { nearest } from '../base/nearest.ts';

/**
 * Arithmetic of question templates, e.g. `max(ceil(rate / 1000), ceil(rate * size / 1000000))` or `shards >= 2`.
 * Numbers, names, + - * / ( ), < <= > >= == !=, and the calls below; nothing else, and never JavaScript's own eval.
 */
export type Value = number | boolean;
export type Scope = Readonly<Record<string, Value | string>>;

const calls: Readonly<Record<string, (...n: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  ceil: Math.ceil,
  floor: Math.floor,
  round: Math.round,
};
const oneArgument = new Set(['ceil', 'floor', 'round']);
const tokenPattern = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(<=|>=|==|!=|[-+*/()<>,]))/y;
const maxTokens = 200;

interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
}

class Problem extends Error {}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  const end = source.trimEnd().length;
  let at = 0;
  while (at < end) {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(source);
    if (!match) throw new Problem(`"${source.slice(at, at + 10).trim()}" is not part of an expression`);
    at = tokenPattern.lastIndex;
    const [, number, name, sign] = match;
    tokens.push(
      number !== undefined
        ? { kind: 'number', text: number }
        : name !== undefined
          ? { kind: 'name', text: name }
          : { kind: 'sign', text: sign ?? '' },
    );
    if (tokens.length > maxTokens) throw new Problem(`an expression may hold at most ${maxTokens} parts`);
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}

/** Recursive descent: comparison, then sum, product, sign, and a single value. */
class Evaluation {
  private at = 0;
  private readonly tokens: readonly Token[];
  private readonly scope: Scope;
  constructor(tokens: readonly Token[], scope: Scope) {
    this.tokens = tokens;
    this.scope = scope;
  }

  whole(): Value {
    const value = this.comparison();
    if (this.peek().kind !== 'end') throw new Problem(`"${this.peek().text}" is not expected there`);
    return value;
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: 'the end' };
  }

  private take(...signs: string[]): string | undefined {
    const token = this.peek();
    if (token.kind !== 'sign' || !signs.includes(token.text)) return undefined;
    this.at++;
    return token.text;
  }

  private comparison(): Value {
    const left = this.sum();
    const sign = this.take('<=', '>=', '==', '!=', '<', '>');
    if (sign === undefined) return left;
    const right = this.sum();
    if (sign === '==') return left === right;
    if (sign === '!=') return left !== right;
    const [a, b] = [numeric(left), numeric(right)];
    return sign === '<' ? a < b : sign === '<=' ? a <= b : sign === '>' ? a > b : a >= b;
  }

  private sum(): Value {
    let left = this.product();
    for (let sign = this.take('+', '-'); sign; sign = this.take('+', '-')) {
      const right = numeric(this.product());
      left = sign === '+' ? numeric(left) + right : numeric(left) - right;
    }
    return left;
  }

  private product(): Value {
    let left = this.signed();
    for (let sign = this.take('*', '/'); sign; sign = this.take('*', '/')) {
      const right = numeric(this.signed());
      if (sign === '/' && right === 0) throw new Problem('a division by zero');
      left = sign === '*' ? numeric(left) * right : numeric(left) / right;
    }
    return left;
  }

  private signed(): Value {
    return this.take('-') ? -numeric(this.signed()) : this.single();
  }

  private single(): Value {
    const token = this.peek();
    if (this.take('(')) {
      const value = this.comparison();
      this.expect(')');
      return value;
    }
    this.at++;
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'name') return this.take('(') ? this.call(token.text) : this.named(token.text);
    throw new Problem(`a value is missing before ${token.text}`);
  }

  private call(name: string): number {
    const fn = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (!fn) throw new Problem(`${name}() is not known; did you mean ${nearest(name, Object.keys(calls)) ?? 'min'}()?`);
    const args = [numeric(this.comparison())];
    while (this.take(',')) args.push(numeric(this.comparison()));
    this.expect(')');
    if (oneArgument.has(name) && args.length !== 1) throw new Problem(`${name}() takes one value`);
    return fn(...args);
  }

  private named(name: string): Value {
    const value = Object.hasOwn(this.scope, name) ? this.scope[name] : undefined;
    if (value === undefined) {
      const known = nearest(name, Object.keys(this.scope));
      throw new Problem(`"${name}" is not known${known === undefined ? '' : `; did you mean "${known}"?`}`);
    }
    if (typeof value === 'string') throw new Problem(`"${name}" is a text and cannot be reckoned with`);
    return value;
  }

  private expect(sign: string): void {
    if (!this.take(sign)) throw new Problem(`"${sign}" is missing before ${this.peek().text}`);
  }
}

function numeric(value: Value): number {
  if (typeof value !== 'number') throw new Problem('a comparison cannot be reckoned with');
  return value;
}

/** The value of an expression, or a sentence that says what is wrong with it. Never throws. */
export function evaluate(source: string, scope: Scope): Result<Value, string> {
  try {
    const value = new Evaluation(tokenize(source), scope).whole();
    if (typeof value === 'number' && !Number.isFinite(value)) return fail(`${source}: the result is not a finite number`);
    return ok(value);
  } catch (problem) {
    if (problem instanceof Problem) return fail(`${source}: ${problem.message}`);
    throw problem;
  }
}
