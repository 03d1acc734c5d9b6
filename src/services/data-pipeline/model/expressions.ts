/** What `#{…}` comes to: fields of the object, of others by references, and functions. UTC throughout. */
import { checkedTime, civilOf, isoTime, parseTime, plusMonths, startOfDay } from '../../../base/calendar.ts';
import { formatTime } from '../../../base/datePattern.ts';
import { nearest } from '../../../base/nearest.ts';
import { parseTemplate, type Expression, type ExpressionProblem } from './expressionSyntax.ts';

/** A moment, apart from the numbers. */
export interface DateTime {
  readonly time: number;
}

export type Value = string | number | DateTime | readonly Value[];

/** Answers the value of a path such as `@scheduledStartTime` or `node.output.directoryPath`, or why there is none. */
export type Lookup = (names: readonly string[]) => { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

export type Evaluated = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ExpressionProblem };

const isTime = (value: Value): value is DateTime => typeof value === 'object' && 'time' in value;
const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** A value as it stands in a text. */
export function valueText(value: Value): string {
  if (isList(value)) return value.map(valueText).join(',');
  return isTime(value) ? isoTime(value.time) : String(value);
}

type Kind = 'time' | 'int' | 'text' | 'number';
interface Func {
  readonly takes: readonly Kind[];
  readonly of: (args: readonly (string | number)[]) => Value | undefined;
}

const time = (ms: number | undefined): DateTime | undefined => (ms === undefined || !Number.isFinite(ms) || Math.abs(ms) > 2e14 ? undefined : { time: ms });
const num = (value: string | number | undefined) => value as number;
const shift = (unit: number, sign: number): Func => ({ takes: ['time', 'int'], of: ([at, count]) => time(num(at) + sign * num(count) * unit) });
const months = (factor: number): Func => ({ takes: ['time', 'int'], of: ([at, count]) => (Math.abs(num(count)) > 100_000 ? undefined : time(plusMonths(num(at), factor * num(count)))) });
const part = (of: (at: number) => number): Func => ({ takes: ['time'], of: ([at]) => of(num(at)) });
const moved = (of: (at: number) => number): Func => ({ takes: ['time'], of: ([at]) => time(of(num(at))) });
const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];

/** Functions by name; times come in as ms. */
export const functions: { readonly [name: string]: Func } = {
  day: part((at) => civilOf(at).day),
  dayOfYear: part((at) => civilOf(at).dayOfYear),
  firstOfMonth: moved((at) => at - (civilOf(at).day - 1) * dayMs),
  format: { takes: ['time', 'text'], of: ([at, pattern]) => {
    const text = formatTime(num(at), String(pattern), 'joda');
    return text.ok ? text.value : undefined;
  } },
  hour: part((at) => civilOf(at).hour),
  makeDate: { takes: ['int', 'int', 'int'], of: ([y, m, d]) => time(checkedTime(num(y), num(m), num(d))) },
  makeDateTime: { takes: ['int', 'int', 'int', 'int', 'int'], of: ([y, m, d, h, i]) => time(checkedTime(num(y), num(m), num(d), num(h), num(i))) },
  midnight: moved(startOfDay),
  minusDays: shift(dayMs, -1),
  minusHours: shift(hourMs, -1),
  minusMinutes: shift(minuteMs, -1),
  minusMonths: months(-1),
  minusWeeks: shift(7 * dayMs, -1),
  minusYears: months(-12),
  minute: part((at) => civilOf(at).minute),
  month: part((at) => civilOf(at).month),
  plusDays: shift(dayMs, 1),
  plusHours: shift(hourMs, 1),
  plusMinutes: shift(minuteMs, 1),
  plusMonths: months(1),
  plusWeeks: shift(7 * dayMs, 1),
  plusYears: months(12),
  sunday: moved((at) => at - (civilOf(at).weekday % 7) * dayMs),
  year: part((at) => civilOf(at).year),
  yesterday: moved((at) => at - dayMs),
};

/** What a lookup gives as the kind that a function takes: a text may be a time or a number. */
function asKind(value: Value, kind: Kind): string | number | undefined {
  if (kind === 'text') return isList(value) ? undefined : valueText(value);
  if (kind === 'time') return isTime(value) ? value.time : typeof value === 'string' ? parseTime(value) : undefined;
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
  return number !== undefined && (kind === 'number' || Number.isInteger(number)) ? number : undefined;
}

const kindNames: Readonly<Record<Kind, string>> = { time: 'a DateTime', int: 'a whole number', text: 'a text', number: 'a number' };

export function evaluate(expression: Expression, lookup: Lookup): Evaluated {
  const stop = (problem: string, at = expression.at): Evaluated => ({ ok: false, error: { position: at, problem } });
  switch (expression.type) {
    case 'literal':
      return { ok: true, value: expression.value };
    case 'path': {
      const found = lookup(expression.names);
      return found.ok ? found : stop(found.problem);
    }
    case 'call': {
      const of = Object.hasOwn(functions, expression.name) ? functions[expression.name] : undefined;
      if (!of) return stop(`there is no function ${expression.name}; the nearest is ${nearest(expression.name, Object.keys(functions))}`);
      if (expression.args.length !== of.takes.length) return stop(`${expression.name} takes ${of.takes.length} argument${of.takes.length === 1 ? '' : 's'} (${of.takes.map((kind) => kindNames[kind]).join(', ')}); got ${expression.args.length}`);
      const values: Value[] = [];
      for (const arg of expression.args) {
        const value = evaluate(arg, lookup);
        if (!value.ok) return value;
        values.push(value.value);
      }
      return mapped(values[0]!, (first) => {
        const args: (string | number)[] = [];
        for (let i = 0; i < of.takes.length; i++) {
          const arg = asKind(i === 0 ? first : values[i]!, of.takes[i]!);
          if (arg === undefined) return stop(`argument ${i + 1} of ${expression.name} must be ${kindNames[of.takes[i]!]}; got ${valueText(i === 0 ? first : values[i]!)}`, expression.args[i]!.at);
          args.push(arg);
        }
        const value = of.of(args);
        if (value !== undefined) return { ok: true, value };
        const why = expression.name === 'format' ? formatTime(num(args[0]), String(args[1]), 'joda') : undefined;
        return stop(why && !why.ok ? why.error : `${expression.name} of ${args.join(', ')} is no date`);
      });
    }
    case 'sum': {
      const left = evaluate(expression.left, lookup);
      if (!left.ok) return left;
      const right = evaluate(expression.right, lookup);
      if (!right.ok) return right;
      // A list on either side: each of its entries is joined.
      return mapped(left.value, (a) => mapped(right.value, (b) => combine(expression, a, b)));
    }
  }
}

function mapped(value: Value, of: (entry: Value) => Evaluated): Evaluated {
  if (!isList(value)) return of(value);
  const values: Value[] = [];
  for (const entry of value) {
    const result = of(entry);
    if (!result.ok) return result;
    if (isList(result.value)) values.push(...result.value);
    else values.push(result.value);
  }
  return { ok: true, value: values };
}

function combine(expression: Extract<Expression, { type: 'sum' }>, a: Value, b: Value): Evaluated {
  const { operator, at } = expression;
  const [x, y] = [asKind(a, 'number'), asKind(b, 'number')];
  if (operator === '+' && (typeof a !== 'number' || typeof b !== 'number')) return { ok: true, value: valueText(a) + valueText(b) };
  if (typeof x !== 'number' || typeof y !== 'number') return { ok: false, error: { position: at, problem: `${operator} needs numbers; got ${valueText(a)} and ${valueText(b)}` } };
  const value = operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : operator === '/' ? (y === 0 ? NaN : x / y) : power(x, y);
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, error: { position: at, problem: `${x} ${operator} ${y} is no number` } };
}

/** Whole exponents only: others would come out differently in different browsers. */
function power(base: number, exponent: number): number {
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 1000) return NaN;
  let value = 1;
  for (let i = 0; i < Math.abs(exponent); i++) value *= base;
  return exponent < 0 ? 1 / value : value;
}

/** The value of a whole field: of its expression alone where it is nothing else, else a text with all of them put in. */
export function evaluateText(text: string, lookup: Lookup): Evaluated {
  const parsed = parseTemplate(text);
  if (!parsed.ok) return { ok: false, error: parsed.error };
  const only = parsed.template.length === 1 ? parsed.template[0] : undefined;
  if (only !== undefined && typeof only !== 'string') return evaluate(only, lookup);
  let out = '';
  for (const piece of parsed.template) {
    if (typeof piece === 'string') out += piece;
    else {
      const value = evaluate(piece, lookup);
      if (!value.ok) return value;
      out += valueText(value.value);
    }
  }
  return { ok: true, value: out };
}

/** Names of functions that an expression calls and that there are not, or with the wrong number of arguments: found without running it. */
export function checkExpression(expression: Expression): ExpressionProblem | undefined {
  if (expression.type === 'sum') return checkExpression(expression.left) ?? checkExpression(expression.right);
  if (expression.type !== 'call') return undefined;
  const of = Object.hasOwn(functions, expression.name) ? functions[expression.name] : undefined;
  if (!of) return { position: expression.at, problem: `there is no function ${expression.name}; the nearest is ${nearest(expression.name, Object.keys(functions))}` };
  if (of.takes.length !== expression.args.length) return { position: expression.at, problem: `${expression.name} takes ${of.takes.length} argument${of.takes.length === 1 ? '' : 's'}; got ${expression.args.length}` };
  for (const arg of expression.args) {
    const problem = checkExpression(arg);
    if (problem) return problem;
  }
  return undefined;
}
