import { Digest } from '../../base/digest.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { isPlainRecord, type PlainData } from '../plainData.ts';

/** A number, text or part of one that is drawn anew for each record. */
type Draw =
  | { readonly of: 'key' | 'row' | 'createdAt' | 'time' }
  | { readonly of: 'int'; readonly min: number; readonly max: number }
  | { readonly of: 'float'; readonly min: number; readonly max: number; readonly digits: number }
  | { readonly of: 'pick'; readonly choices: readonly string[] };

/** A template with its placeholders read. */
export type PayloadTemplate =
  | { readonly type: 'fixed'; readonly value: PlainData }
  | { readonly type: 'draw'; readonly draw: Draw }
  | { readonly type: 'text'; readonly parts: readonly (string | Draw)[] }
  | { readonly type: 'list'; readonly items: readonly PayloadTemplate[] }
  | { readonly type: 'object'; readonly members: readonly (readonly [name: string, value: PayloadTemplate])[] };

const placeholder = /\{\{([^}]*)\}\}/g;

function parseDraw(text: string): Result<Draw, string> {
  const [word = '', ...args] = text.trim().split(/\s+/);
  const numbers = args.map(Number);
  if (word === 'key' || word === 'row' || word === 'createdAt' || word === 'time') return args.length === 0 ? ok({ of: word }) : fail(`{{${word}}} takes nothing more`);
  if (word === 'int' && numbers.length === 2 && numbers.every(Number.isInteger) && numbers[0]! <= numbers[1]!) return ok({ of: 'int', min: numbers[0]!, max: numbers[1]! });
  if (word === 'float' && (numbers.length === 2 || numbers.length === 3) && numbers.every(Number.isFinite) && numbers[0]! <= numbers[1]!) {
    const digits = numbers[2] ?? 2;
    if (Number.isInteger(digits) && digits >= 0 && digits <= 9) return ok({ of: 'float', min: numbers[0]!, max: numbers[1]!, digits });
  }
  if (word === 'pick' && args.length > 0) return ok({ of: 'pick', choices: args });
  return fail(`{{${text}}} is none of {{key}}, {{row}}, {{createdAt}}, {{time}}, {{int 1 100}}, {{float 0 50 2}}, {{pick a b c}}`);
}

function parseText(text: string): Result<PayloadTemplate, string> {
  const parts: (string | Draw)[] = [];
  let from = 0;
  for (const match of text.matchAll(placeholder)) {
    const draw = parseDraw(match[1]!);
    if (!draw.ok) return draw;
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push(draw.value);
    from = match.index + match[0].length;
  }
  if (parts.length === 0) return ok({ type: 'fixed', value: text });
  if (from < text.length) parts.push(text.slice(from));
  const [only] = parts;
  return ok(parts.length === 1 && typeof only === 'object' ? { type: 'draw', draw: only } : { type: 'text', parts });
}

/** Reads a template: plain data whose texts may hold placeholders. A text that is one placeholder gives a number where the placeholder does. */
export function parsePayload(raw: unknown, path = ''): Result<PayloadTemplate, string> {
  const at = (problem: string) => fail(path === '' ? problem : `${path}: ${problem}`);
  if (typeof raw === 'string') {
    const text = parseText(raw);
    return text.ok ? text : at(text.error);
  }
  if (raw === null || typeof raw === 'boolean' || (typeof raw === 'number' && Number.isFinite(raw))) return ok({ type: 'fixed', value: raw });
  const members: [string, PayloadTemplate][] = [];
  const isList = Array.isArray(raw);
  if (!isList && !isPlainRecord(raw)) return at('must be text, number, true, false, null, a list or an object');
  for (const [name, value] of Object.entries(raw)) {
    const member = parsePayload(value, path === '' ? name : `${path}.${name}`);
    if (!member.ok) return member;
    members.push([name, member.value]);
  }
  return ok(isList ? { type: 'list', items: members.map(([, item]) => item) } : { type: 'object', members });
}

/** What a template needs to know of one record. */
export interface RecordFacts {
  readonly row: number;
  readonly key: string;
  readonly createdAt: number;
  /** UTC ms of its birth. */
  readonly time: number;
}

function unit(facts: RecordFacts, seed: number, place: number): number {
  const digest = new Digest(seed, place);
  digest.number(facts.row);
  digest.int(place);
  return ((digest.a >>> 0) + (digest.b >>> 0) / 4294967296) / 4294967296;
}

function drawn(draw: Draw, facts: RecordFacts, seed: number, place: number): string | number {
  switch (draw.of) {
    case 'key':
    case 'row':
    case 'createdAt':
    case 'time':
      return facts[draw.of];
    case 'int':
      return draw.min + Math.floor(unit(facts, seed, place) * (draw.max - draw.min + 1));
    case 'float': {
      const scale = 10 ** draw.digits;
      return Math.round((draw.min + unit(facts, seed, place) * (draw.max - draw.min)) * scale) / scale;
    }
    case 'pick':
      return draw.choices[Math.floor(unit(facts, seed, place) * draw.choices.length)]!;
  }
}

/**
 * What records of each class carry: made from a template when somebody asks, never kept. The same row always carries the same,
 * whatever else a run does.
 */
export class PayloadTable {
  readonly #seed: number;
  readonly #templates: (PayloadTemplate | undefined)[] = [];
  readonly #known = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /**
   * The first of consecutive numbers for the classes of one source of records; `undefined` stands for opaque data, which one
   * number serves for all. The same source asking again for the same gets the same numbers. Throws on a template that is none.
   */
  addClasses(source: string, raw: readonly unknown[]): number {
    const id = `${source}\n${JSON.stringify(raw)}`;
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const base = this.#templates.length;
    for (const each of raw) {
      const template = each === undefined || each === null ? ok(undefined) : parsePayload(each);
      if (!template.ok) throw new Error(`${source}: ${template.error}`);
      this.#templates.push(template.value);
    }
    this.#known.set(id, base);
    return base;
  }

  /** True when records of the class carry something that can be looked into. */
  isReadable(classOf: number): boolean {
    return this.#templates[classOf] !== undefined;
  }

  /** The payload of a record; undefined when it is opaque. */
  of(classOf: number, facts: RecordFacts): PlainData | undefined {
    const template = this.#templates[classOf];
    if (template === undefined) return undefined;
    let place = 0;
    const make = (part: PayloadTemplate): PlainData => {
      switch (part.type) {
        case 'fixed':
          return part.value;
        case 'draw':
          return drawn(part.draw, facts, this.#seed, ++place);
        case 'text':
          return part.parts.map((piece) => (typeof piece === 'string' ? piece : String(drawn(piece, facts, this.#seed, ++place)))).join('');
        case 'list':
          return part.items.map(make);
        case 'object': {
          const made: Record<string, PlainData> = {};
          for (const [name, value] of part.members) {
            if (name === '__proto__') Object.defineProperty(made, name, { value: make(value), enumerable: true, configurable: true, writable: true });
            else made[name] = make(value);
          }
          return made;
        }
      }
    };
    return make(template);
  }
}
