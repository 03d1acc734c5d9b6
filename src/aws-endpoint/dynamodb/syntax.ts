/** Expressions of DynamoDB as trees: conditions (filter, key condition) and projections. Names and values are put in while reading. */
import { utf8Bytes } from '../../base/md5.ts';
import type { Limits } from '../../sim/limits.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import { compareAttributes, shownAttribute, typeOf, type Attribute } from './attributes.ts';
import { isReserved } from './reservedWords.ts';

/** Names of attributes, and numbers of list elements. */
export type Path = readonly (string | number)[];
export type Operand = { readonly kind: 'path'; readonly path: Path } | { readonly kind: 'value'; readonly value: Attribute } | { readonly kind: 'size'; readonly of: Operand };
export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly operator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly of: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly of: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Operand[] };

/** Names and values of a call, and which of them an expression has used. */
export interface Substitutes {
  readonly names: ApiRecord;
  readonly values: ApiRecord;
  readonly usedNames: Set<string>;
  readonly usedValues: Set<string>;
  readonly limits: Limits;
}

interface Token {
  readonly text: string;
  readonly at: number;
  readonly kind: 'word' | 'name' | 'value' | 'number' | 'sign' | 'end';
}

const tokenForms: readonly (readonly [Token['kind'], RegExp])[] = [
  ['name', /#[A-Za-z0-9_]+/y],
  ['value', /:[A-Za-z0-9_]+/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['number', /\d+/y],
  ['sign', /<>|<=|>=|[=<>()[\],.]/y],
];
const keywords = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN']);
const operandsOf: Readonly<Record<string, number>> = { attribute_exists: 1, attribute_not_exists: 1, attribute_type: 2, begins_with: 2, contains: 2, size: 1 };

export class ExpressionReader {
  readonly #tokens: Token[] = [];
  #next = 0;
  #operators = 0;
  readonly #what: string;
  readonly #substitutes: Substitutes;

  /** `what` is the member that messages name: FilterExpression. */
  constructor(what: string, text: string, substitutes: Substitutes) {
    this.#what = what;
    this.#substitutes = substitutes;
    if (text.trim() === '') this.#wrong('The expression can not be empty;');
    const bytes = utf8Bytes(text).length;
    if (bytes > substitutes.limits.bytes('dynamodb.expression.max-bytes')) this.#wrong(`Expression size has exceeded the maximum allowed size; expression size: ${bytes}`);
    for (let at = 0; at < text.length; ) {
      if (/\s/.test(text[at]!)) {
        at++;
        continue;
      }
      let found: Token | undefined;
      for (const [kind, form] of tokenForms) {
        form.lastIndex = at;
        const match = form.exec(text);
        if (match) {
          found = { kind, text: match[0], at };
          break;
        }
      }
      if (!found) this.#wrong(`Syntax error; token: "${text[at]!}", near: "${text.slice(Math.max(0, at - 2), at + 3).trim()}"`);
      this.#tokens.push(found);
      at += found.text.length;
    }
    this.#tokens.push({ kind: 'end', text: '<EOF>', at: text.length });
  }

  #wrong(problem: string): never {
    return refuse('ValidationException', `Invalid ${this.#what}: ${problem}`);
  }

  get #token(): Token {
    return this.#tokens[this.#next]!;
  }

  #unexpected(): never {
    const near = this.#tokens.slice(Math.max(0, this.#next - 1), this.#next + 2).filter(({ kind }) => kind !== 'end');
    return this.#wrong(`Syntax error; token: "${this.#token.text}", near: "${near.map(({ text }) => text).join(' ')}"`);
  }

  #is(text: string): boolean {
    const { kind, text: found } = this.#token;
    return (kind === 'sign' && found === text) || (kind === 'word' && found.toUpperCase() === text);
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) this.#unexpected();
  }

  #count(): void {
    const most = this.#substitutes.limits.number('dynamodb.expression.max-operators');
    if (++this.#operators > most) this.#wrong(`The expression contains more than ${most} operators; number of operators: ${this.#operators}`);
  }

  /** Reads the whole text as a condition. */
  condition(): Condition {
    const read = this.#or();
    if (this.#token.kind !== 'end') this.#unexpected();
    return read;
  }

  #or(): Condition {
    let left = this.#and();
    while (this.#take('OR')) {
      this.#count();
      left = { kind: 'or', left, right: this.#and() };
    }
    return left;
  }

  #and(): Condition {
    let left = this.#not();
    while (this.#take('AND')) {
      this.#count();
      left = { kind: 'and', left, right: this.#not() };
    }
    return left;
  }

  #not(): Condition {
    if (!this.#take('NOT')) return this.#single();
    this.#count();
    return { kind: 'not', of: this.#not() };
  }

  #single(): Condition {
    if (this.#take('(')) {
      this.#count();
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    const call = this.#call();
    if (call && call.name !== 'size') return call;
    const left: Operand = call ? { kind: 'size', of: call.operands[0]! } : this.#operand();
    this.#count();
    if (this.#take('BETWEEN')) {
      const low = this.#operand();
      this.#expect('AND');
      const high = this.#operand();
      this.#checkBounds(low, high);
      return { kind: 'between', of: left, low, high };
    }
    if (this.#take('IN')) {
      this.#expect('(');
      const list = this.#list();
      if (list.length > this.#substitutes.limits.number('dynamodb.expression.max-in-operands')) this.#wrong(`The IN operator is provided with too many operands; number of operands: ${list.length}`);
      return { kind: 'in', of: left, list };
    }
    const { kind, text } = this.#token;
    if (kind !== 'sign' || !['=', '<>', '<', '<=', '>', '>='].includes(text)) {
      if (call) this.#wrong('The function is not allowed to be used this way in an expression; function: size');
      this.#unexpected();
    }
    this.#next++;
    return { kind: 'compare', operator: text as Comparator, left, right: this.#operand() };
  }

  /** Bounds that are values must be of one type, and in order. */
  #checkBounds(low: Operand, high: Operand): void {
    if (low.kind !== 'value' || high.kind !== 'value') return;
    const bounds = `lower bound operand: ${shownAttribute(low.value)}, upper bound operand: ${shownAttribute(high.value)}`;
    if (typeOf(low.value) !== typeOf(high.value)) this.#wrong(`The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
    if ((compareAttributes(low.value, high.value) ?? 0) > 0) this.#wrong(`The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`);
  }

  #list(): Operand[] {
    const list = [this.#operand()];
    while (this.#take(',')) list.push(this.#operand());
    this.#expect(')');
    return list;
  }

  #call(): Extract<Condition, { kind: 'call' }> | undefined {
    const { kind, text: name } = this.#token;
    if (kind !== 'word' || this.#tokens[this.#next + 1]!.text !== '(' || keywords.has(name.toUpperCase())) return undefined;
    this.#next += 2;
    if (!Object.hasOwn(operandsOf, name)) this.#wrong(`Invalid function name; function: ${name}`);
    this.#count();
    const operands = this.#take(')') ? [] : this.#list();
    if (operands.length !== operandsOf[name]) this.#wrong(`Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`);
    const [first, second] = operands;
    const type = second?.kind === 'value' ? Object.keys(second.value)[0]! : undefined;
    const badType = (found: string) => this.#wrong(`Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${found}`);
    if (name.startsWith('attribute_') && first!.kind !== 'path') this.#wrong(`Operator or function requires a document path; operator or function: ${name}`);
    if (name === 'attribute_type') {
      if (type === undefined) this.#wrong('Operator or function requires an expression attribute value; operator or function: attribute_type');
      if (type !== 'S') badType(type);
      const wanted = (second as Extract<Operand, { kind: 'value' }>).value.S as string;
      if (!['S', 'N', 'B', 'SS', 'NS', 'BS', 'M', 'L', 'NULL', 'BOOL'].includes(wanted)) this.#wrong(`Invalid attribute type name found; type: ${wanted}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`);
    }
    if (name === 'begins_with' && type !== undefined && type !== 'S' && type !== 'B') badType(type);
    if (name === 'size' && first!.kind === 'value' && ['N', 'BOOL', 'NULL'].includes(Object.keys(first!.value)[0]!)) badType(Object.keys(first!.value)[0]!);
    return { kind: 'call', name, operands };
  }

  #operand(): Operand {
    const { kind, text } = this.#token;
    if (kind === 'value') {
      this.#next++;
      const value = this.#substitutes.values[text];
      if (value === undefined) this.#wrong(`An expression attribute value used in expression is not defined; attribute value: ${text}`);
      this.#substitutes.usedValues.add(text);
      return { kind: 'value', value: value as Attribute };
    }
    const call = this.#call();
    if (call) return call.name === 'size' ? { kind: 'size', of: call.operands[0]! } : this.#wrong(`The function is not allowed to be used this way in an expression; function: ${call.name}`);
    return { kind: 'path', path: this.#path() };
  }

  #path(): Path {
    const path: (string | number)[] = [this.#name()];
    for (;;) {
      if (this.#take('.')) path.push(this.#name());
      else if (this.#take('[')) {
        if (this.#token.kind !== 'number') this.#unexpected();
        path.push(Number(this.#token.text));
        this.#next++;
        this.#expect(']');
      } else break;
    }
    if (path.length > this.#substitutes.limits.number('dynamodb.document.max-depth')) this.#wrong('The document path has too many nesting elements; nesting levels: ' + path.length);
    return path;
  }

  #name(): string {
    const { kind, text } = this.#token;
    if (kind === 'name') {
      this.#next++;
      const name = this.#substitutes.names[text];
      if (typeof name !== 'string') this.#wrong(`An expression attribute name used in the document path is not defined; attribute name: ${text}`);
      this.#substitutes.usedNames.add(text);
      return name;
    }
    if (kind !== 'word' || keywords.has(text.toUpperCase())) this.#unexpected();
    if (isReserved(text)) this.#wrong(`Attribute name is a reserved keyword; reserved keyword: ${text}`);
    this.#next++;
    return text;
  }

  /** Reads the whole text as paths; none may lie inside another. */
  projection(): Path[] {
    const paths = [this.#path()];
    while (this.#take(',')) paths.push(this.#path());
    if (this.#token.kind !== 'end') this.#unexpected();
    paths.forEach((one, i) => {
      for (const other of paths.slice(i + 1)) {
        const shorter = Math.min(one.length, other.length);
        if (one.slice(0, shorter).every((step, at) => step === other[at])) this.#wrong(`Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${one.join(', ')}], path two: [${other.join(', ')}]`);
        if (one.slice(0, shorter).some((step, at) => one.slice(0, at).every((before, k) => before === other[k]) && typeof step !== typeof other[at])) this.#wrong(`Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [${one.join(', ')}], path two: [${other.join(', ')}]`);
      }
    });
    return paths;
  }
}
