/** Attribute values as the API writes them, {S: 'x'} and {N: '5'}, and the plain data that a table keeps. */
import { base64Bytes } from '../../base/base64.ts';
import type { PlainData, PlainRecord } from '../../sim/plainData.ts';
import { isPlainRecord } from '../../sim/plainData.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord, ApiValue } from '../values.ts';

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

/** A number as DynamoDB writes it: no exponent, no zeros that mean nothing. */
function numberText(value: number | bigint): string {
  const text = String(value);
  if (!/e/i.test(text)) return text;
  const [digits = '', exponent = '0'] = text.toLowerCase().split('e');
  const sign = digits.startsWith('-') ? '-' : '';
  const [whole = '', part = ''] = digits.replace('-', '').split('.');
  const at = whole.length + Number(exponent);
  const all = whole + part;
  if (at <= 0) return `${sign}0.${'0'.repeat(-at)}${all}`;
  return at >= all.length ? sign + all.padEnd(at, '0') : `${sign}${all.slice(0, at)}.${all.slice(at)}`;
}

/** Plain data of a table's item as an attribute value. */
export function attributeOf(value: PlainData): Attribute {
  if (value === null) return { NULL: true };
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'boolean':
      return { BOOL: value };
    case 'number':
      return Number.isFinite(value) ? { N: numberText(value) } : { S: String(value) };
    case 'bigint':
      return { N: numberText(value) };
    default:
      if (!isPlainRecord(value)) return { L: (value as readonly PlainData[]).map(attributeOf) };
      return typeof value.$base64 === 'string' ? { B: value.$base64 } : { M: mapOf(value) };
  }
}

export function mapOf(item: PlainRecord): AttributeMap {
  return Object.fromEntries(Object.entries(item).flatMap(([name, value]) => (value === undefined ? [] : [[name, attributeOf(value)]])));
}

const numberForm = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/;
const largest = 1e126;
const smallest = 1e-130;

function checkNumber(text: string, where: string): void {
  if (!numberForm.test(text)) return refuse('ValidationException', `${where}The parameter cannot be converted to a numeric value${text === '' ? '' : `: ${text}`}`);
  const size = Math.abs(Number(text));
  if (size >= largest) return refuse('ValidationException', `${where}Number overflow. Attempting to store a number with magnitude larger than supported range`);
  if (size !== 0 && size < smallest) return refuse('ValidationException', `${where}Number underflow. Attempting to store a number with magnitude smaller than supported range`);
  const digits = text.replace(/[eE].*$/, '').replace(/[-+.\s]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  if (digits.length > 38) refuse('ValidationException', `${where}Attempting to store more than 38 significant digits in a Number`);
}

const emptyText = 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';

/** Refuses a value that is none: no type, two types, a number that is none. `where` and `key` say which it is. */
export function checkAttribute(value: ApiValue | undefined, where = '', key = ''): void {
  const types = value === null || value === undefined ? [] : Object.keys(value as ApiRecord);
  if (types.length === 0) return refuse('ValidationException', `${where}${emptyText}${key}`);
  if (types.length > 1) return refuse('ValidationException', `${where}Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes${key}`);
  const attribute = value as Attribute;
  const inner = `${where}One or more parameter values were invalid: `;
  switch (types[0]) {
    case 'N':
      return checkNumber(attribute.N as string, where);
    case 'NS':
      for (const each of listOf<string | null>(attribute.NS)) checkNumber(each ?? '', where);
      return checkSet(attribute.NS, 'number', (text) => String(Number(text)), inner);
    case 'SS':
      return checkSet(attribute.SS, 'string', (text) => text, inner);
    case 'BS':
      return checkSet(attribute.BS, 'binary', (text) => text, inner);
    case 'NULL':
      if (attribute.NULL !== true) refuse('ValidationException', `${inner}Null attribute value types must have the value of true`);
      return;
    case 'L':
      for (const each of listOf(attribute.L)) checkAttribute(each, where, key);
      return;
    case 'M':
      for (const each of Object.values(attribute.M as ApiRecord)) checkAttribute(each, where, key);
  }
}

function checkSet(set: ApiValue | undefined, kind: string, same: (text: string) => string, where: string): void {
  const members = listOf<string | null>(set);
  if (members.length === 0) return refuse('ValidationException', `${where}An ${kind} set  may not be empty`);
  if (members.includes(null)) return refuse('ValidationException', `${where}An ${kind} set may not have a null string as a member`);
  if (new Set(members.map((each) => same(each ?? ''))).size < members.length) refuse('ValidationException', `${where}Input collection [${members.join(', ')}] contains duplicates.`);
}

function bytesOf(text: string): Uint8Array {
  return base64Bytes(text) ?? new Uint8Array();
}

/** Order of two values of one type that has an order; undefined where there is none. SIMPLIFIED: numbers compare as doubles. */
export function compareAttributes(a: Attribute, b: Attribute): number | undefined {
  const type = typeOf(a);
  if (type !== typeOf(b)) return undefined;
  if (type === 'N') return Number(a.N) - Number(b.N);
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
      return Number(a.N) === Number(b.N);
    case 'NULL':
      return true;
    case 'SS':
    case 'NS':
    case 'BS': {
      const form = (set: Attribute) => listOf<string>(set[type]).map((each) => (type === 'NS' ? String(Number(each)) : each)).sort().join('\u0000');
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
