/**
 * Values of a rule's SQL and how they turn into each other. Undefined is a missing key or a function that could not work.
 * SIMPLIFIED: numbers carry 17 significant digits where AWS has 34; a number that a JSON payload writes as 10.0 is the Int 10.
 */
import type { PlainData } from '../../../../sim/plainData.ts';

/** A whole number that version 2015-10-08 keeps apart from an Int, such as 10.0. */
export class WholeDecimal {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export type SqlValue = undefined | null | boolean | number | WholeDecimal | string | Uint8Array | readonly SqlValue[] | SqlObject;
export interface SqlObject {
  readonly [key: string]: SqlValue;
}

export function isArray(value: SqlValue): value is readonly SqlValue[] {
  return Array.isArray(value);
}

export function isObject(value: SqlValue): value is SqlObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof WholeDecimal) && !(value instanceof Uint8Array);
}

export function isNumber(value: SqlValue): value is number | WholeDecimal {
  return typeof value === 'number' || value instanceof WholeDecimal;
}

/** A finite number as a value; anything else is Undefined. */
export function finite(value: number): SqlValue {
  return Number.isFinite(value) ? (value === 0 ? 0 : value) : undefined;
}

const numeric = /^-?\d+(\.\d+)?([eE]-?\d+)?$/;

/** As a number: of numbers and of texts of numbers. */
export function toNumber(value: SqlValue): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof WholeDecimal) return value.value;
  if (typeof value === 'string' && numeric.test(value)) {
    const parsed = Number(value);
    return Number.isFinite(parsed) ? parsed : undefined;
  }
  return undefined;
}

/** The Boolean, or what a text of one says. */
export function toBoolean(value: SqlValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' || value.length > 5) return undefined;
  const lower = value.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

export function numberText(value: number): string {
  return String(value).replace('e+', 'E').replace('e', 'E');
}

/** As a text; Null and Undefined have none, arrays and objects are their JSON. */
export function toText(value: SqlValue): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return numberText(value);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      if (value === undefined || value === null) return undefined;
      if (value instanceof WholeDecimal) return `${numberText(value.value)}.0`;
      return value instanceof Uint8Array ? textOfBytes(value) : jsonText(value);
  }
}

/** What leaves the rule: Undefined members go, Undefined elements of an array too; undefined when nothing is left. */
export function toPlain(value: SqlValue): PlainData | undefined {
  if (typeof value === 'bigint') return Number(value);
  if (value === undefined || value === null || typeof value !== 'object') return value;
  if (value instanceof WholeDecimal) return value.value;
  if (value instanceof Uint8Array) return textOfBytes(value);
  if (isArray(value)) return value.map(toPlain).filter((each) => each !== undefined);
  const plain: Record<string, PlainData> = {};
  for (const key of Object.keys(value)) {
    const member = toPlain(value[key]);
    if (member !== undefined) setOwn(plain, key, member);
  }
  return plain;
}

/** Sets a member also where its name is one that objects are born with. */
export function setOwn<T>(object: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

export function member(object: SqlObject, key: string): SqlValue {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function jsonText(value: SqlValue): string {
  return JSON.stringify(toPlain(value)) ?? '';
}

/** Text of UTF-8 bytes; undefined when they are none. */
export function textOfUtf8(bytes: Uint8Array): string | undefined {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i]!;
    const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
    if (length === 0 || i + length > bytes.length) return undefined;
    let code = length === 1 ? first : first & (0x7f >> length);
    for (let k = 1; k < length; k++) {
      const next = bytes[i + k]!;
      if ((next & 0xc0) !== 0x80) return undefined;
      code = (code << 6) | (next & 0x3f);
    }
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
    text += String.fromCodePoint(code);
    i += length;
  }
  return text;
}

function textOfBytes(bytes: Uint8Array): string {
  return textOfUtf8(bytes) ?? Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** Equal by value: elements in order, members in any. */
export function deepEqual(a: SqlValue, b: SqlValue): boolean {
  if (isNumber(a) && isNumber(b)) return toNumber(a) === toNumber(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (isArray(a)) return isArray(b) && a.length === b.length && a.every((each, i) => deepEqual(each, b[i]));
  if (a instanceof Uint8Array || b instanceof Uint8Array) return a instanceof Uint8Array && b instanceof Uint8Array && a.length === b.length && a.every((byte, i) => byte === b[i]);
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]));
}
