/** Attribute values as the API writes them, {S: 'x'} and {N: '5'}, and the plain data that a table keeps. */
import { base64Bytes } from '../../base/base64.ts';
import type { PlainData, PlainRecord } from '../../sim/plainData.ts';
import { isPlainRecord } from '../../sim/plainData.ts';
import type { Limits } from '../../sim/limits.ts';
import type { ApiRecord, ApiValue } from '../values.ts';
import { compareDecimals, decimalOf, plainNumber, sameNumberText } from './decimals.ts';

export type AttributeType = 'S' | 'N' | 'B' | 'SS' | 'NS' | 'BS' | 'M' | 'L' | 'NULL' | 'BOOL';
/** One member, named by its type. */
export type Attribute = ApiRecord;
export type AttributeMap = { readonly [name: string]: Attribute };

export function typeOf(value: Attribute): AttributeType {
  for (const type in value) if (value[type] !== undefined) return type as AttributeType;
  return 'NULL';
}

export const textOf = (value: Attribute, type: AttributeType): string => value[type] as string;
export const listOf = <T = ApiValue>(value: ApiValue | undefined): readonly T[] => (value ?? []) as unknown as readonly T[];

/** Plain data of a table's item as an attribute value. */
export function attributeOf(value: PlainData): Attribute {
  if (value === null) return { NULL: true };
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'boolean':
      return { BOOL: value };
    case 'number':
      return Number.isFinite(value) ? { N: plainNumber(value) } : { S: String(value) };
    case 'bigint':
      return { N: plainNumber(value) };
    default:
      if (!isPlainRecord(value)) return { L: (value as readonly PlainData[]).map(attributeOf) };
      return typeof value.$base64 === 'string' ? { B: value.$base64 } : { M: mapOf(value) };
  }
}

export function mapOf(item: PlainRecord): AttributeMap {
  return Object.fromEntries(Object.entries(item).flatMap(([name, value]) => (value === undefined ? [] : [[name, attributeOf(value)]])));
}

/** Powers of ten of the largest and the smallest number. */
const [largest, smallest] = [125, -130];

function numberProblem(text: string | null | undefined, limits: Limits): string | undefined {
  const decimal = text ? decimalOf(text) : undefined;
  if (!decimal) return `The parameter cannot be converted to a numeric value${text ? `: ${text}` : ''}`;
  if (decimal.exponent > largest) return 'Number overflow. Attempting to store a number with magnitude larger than supported range';
  if (decimal.exponent < smallest) return 'Number underflow. Attempting to store a number with magnitude smaller than supported range';
  const most = limits.number('dynamodb.number.max-digits');
  return decimal.digits.length > most ? `Attempting to store more than ${most} significant digits in a Number` : undefined;
}

const wrongValue = 'One or more parameter values were invalid: ';

/** What is wrong with a value: no type, two types, a number that is none, a set with a member twice; undefined when nothing is. */
export function attributeProblem(value: ApiValue | undefined, limits: Limits): string | undefined {
  const types = value === null || value === undefined ? [] : Object.keys(value as ApiRecord);
  if (types.length === 0) return 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';
  const attribute = value as Attribute;
  for (const type of types) {
    const problem = typedProblem(type as AttributeType, attribute, limits);
    if (problem !== undefined) return problem;
  }
  return types.length > 1 ? 'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes' : undefined;
}

function typedProblem(type: AttributeType, attribute: Attribute, limits: Limits): string | undefined {
  const first = (values: readonly (ApiValue | undefined)[]) => values.map((each) => attributeProblem(each, limits)).find((problem) => problem !== undefined);
  switch (type) {
    case 'N':
      return numberProblem(attribute.N as string, limits);
    case 'NULL':
      return attribute.NULL === true ? undefined : `${wrongValue}Null attribute value types must have the value of true`;
    case 'SS':
    case 'NS':
    case 'BS':
      return setProblem(type, listOf<string | null>(attribute[type]), limits);
    case 'L':
      return first(listOf(attribute.L));
    case 'M':
      return first(Object.values(attribute.M as ApiRecord));
    default:
      return undefined;
  }
}

function setProblem(type: 'SS' | 'NS' | 'BS', members: readonly (string | null)[], limits: Limits): string | undefined {
  if (members.length === 0) return wrongValue + { SS: 'An string set  may not be empty', NS: 'An number set  may not be empty', BS: 'Binary sets should not be empty' }[type];
  if (type === 'NS') {
    const problem = members.map((each) => numberProblem(each, limits)).find((found) => found !== undefined);
    if (problem !== undefined) return problem;
  } else if (members.includes(null)) return wrongValue + (type === 'SS' ? 'An string set may not have a null string as a member' : 'Binary sets may not contain null or empty values');
  const different = new Set(members.map((each) => (type === 'NS' ? sameNumberText(each!) : each)));
  if (different.size === members.length) return undefined;
  if (type === 'NS') return 'Input collection contains duplicates';
  return `${wrongValue}Input collection [${members.join(', ')}]${type === 'BS' ? 'of type BS' : ''} contains duplicates.`;
}

function bytesOf(text: string): Uint8Array {
  return base64Bytes(text) ?? new Uint8Array();
}

/** Order of two values of one type that has an order; undefined where there is none. */
export function compareAttributes(a: Attribute, b: Attribute): number | undefined {
  const type = typeOf(a);
  if (type !== typeOf(b)) return undefined;
  if (type === 'N') return compareDecimals(a.N as string, b.N as string);
  if (type === 'S') return textOf(a, 'S') === textOf(b, 'S') ? 0 : codePoints(textOf(a, 'S'), textOf(b, 'S'));
  if (type !== 'B') return undefined;
  const [x, y] = [bytesOf(textOf(a, 'B')), bytesOf(textOf(b, 'B'))];
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}

function codePoints(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i]!.codePointAt(0)! - y[i]!.codePointAt(0)!;
  return x.length - y.length;
}

/** Whether two values are the same; the order of a set's members does not count. */
export function sameAttribute(a: Attribute, b: Attribute): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  switch (type) {
    case 'N':
      return compareDecimals(a.N as string, b.N as string) === 0;
    case 'NULL':
      return true;
    case 'SS':
    case 'NS':
    case 'BS': {
      const form = (set: Attribute) => listOf<string>(set[type]).map((each) => (type === 'NS' ? sameNumberText(each) : each)).sort().join('\u0000');
      return form(a) === form(b);
    }
    case 'L': {
      const [x, y] = [listOf<Attribute>(a.L), listOf<Attribute>(b.L)];
      return x.length === y.length && x.every((each, i) => sameAttribute(each, y[i]!));
    }
    case 'M': {
      const [x, y] = [a.M as AttributeMap, b.M as AttributeMap];
      const names = Object.keys(x);
      return names.length === Object.keys(y).length && names.every((name) => y[name] !== undefined && sameAttribute(x[name]!, y[name]));
    }
    default:
      return a[type] === b[type];
  }
}

/** As messages show a value: AttributeValue: {N:5}. */
export function shownAttribute(value: Attribute): string {
  const type = typeOf(value);
  return `AttributeValue: {${type}:${typeof value[type] === 'object' ? JSON.stringify(value[type]) : String(value[type])}}`;
}
