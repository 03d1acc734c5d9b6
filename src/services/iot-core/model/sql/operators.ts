import type { BinaryOperator, CastType, SqlVersion } from './ast.ts';
import { add, divide, multiply, remainder, subtract } from './decimals.ts';
import { deepEqual, finite, isArray, isNumber, isObject, toBoolean, toNumber, toText, WholeDecimal, type SqlValue } from './values.ts';

/** A Decimal: version 2015-10-08 keeps whole ones apart from Ints. */
export function decimal(value: number | undefined, version: SqlVersion): SqlValue {
  if (value === undefined) return undefined;
  return version === '2015-10-08' && Number.isInteger(value) ? new WholeDecimal(value) : finite(value);
}

export function isInt(value: SqlValue): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

/** Kinds of values that can be equal at all. */
function kindOf(value: SqlValue): string {
  if (value === null) return 'null';
  if (isNumber(value)) return 'number';
  return isArray(value) ? 'array' : isObject(value) ? 'object' : typeof value;
}

function compare(a: SqlValue, b: SqlValue, holds: (x: number, y: number) => boolean): SqlValue {
  const left = toNumber(a);
  const right = toNumber(b);
  return left === undefined || right === undefined ? undefined : holds(left, right);
}

function equals(a: SqlValue, b: SqlValue): boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  return kindOf(a) === kindOf(b) && deepEqual(a, b);
}

function arithmetic(a: SqlValue, b: SqlValue, of: (x: number, y: number) => number | undefined, version: SqlVersion): SqlValue {
  const left = toNumber(a);
  const right = toNumber(b);
  if (left === undefined || right === undefined) return undefined;
  const value = of(left, right);
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return isInt(a) && isInt(b) ? finite(Math.trunc(value)) : decimal(value === 0 ? 0 : value, version);
}

function plus(a: SqlValue, b: SqlValue, version: SqlVersion): SqlValue {
  if (typeof a !== 'string' && typeof b !== 'string') return isNumber(a) && isNumber(b) ? arithmetic(a, b, add, version) : undefined;
  const left = toText(a);
  const right = toText(b);
  return left === undefined || right === undefined || left.length + right.length > longestText ? undefined : left + right;
}

/** Texts grow no longer than this. [SIM] */
const longestText = 1_048_576;

export function applyBinary(operator: BinaryOperator, a: SqlValue, b: SqlValue, version: SqlVersion): SqlValue {
  switch (operator) {
    case 'AND':
    case 'OR': {
      const left = toBoolean(a);
      const right = toBoolean(b);
      if (left === undefined || right === undefined) return undefined;
      return operator === 'AND' ? left && right : left || right;
    }
    case '=':
      return equals(a, b);
    case '<>': {
      const same = equals(a, b);
      return same === undefined ? undefined : !same;
    }
    case '<':
      return compare(a, b, (x, y) => x < y);
    case '<=':
      return compare(a, b, (x, y) => x <= y);
    case '>':
      return compare(a, b, (x, y) => x > y);
    case '>=':
      return compare(a, b, (x, y) => x >= y);
    case '+':
      return plus(a, b, version);
    case '-':
      return arithmetic(a, b, subtract, version);
    case '*':
      return arithmetic(a, b, multiply, version);
    case '/':
      // Whole numbers are divided exactly before the fraction is cut off.
      return isInt(a) && isInt(b) ? (b === 0 ? undefined : finite((a - (a % b)) / b)) : arithmetic(a, b, divide, version);
    case '%':
      return arithmetic(a, b, remainder, version);
  }
}

export function castTo(value: SqlValue, target: CastType, version: SqlVersion): SqlValue {
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'boolean' ? Number(value) : toNumber(value);
  switch (target) {
    case 'String':
      return toText(value);
    case 'Boolean':
      return isNumber(value) ? number !== 0 : toBoolean(value);
    case 'Int':
      if (number === undefined) return undefined;
      return finite(typeof value === 'string' ? Math.trunc(number) : Math.floor(number));
    case 'Decimal':
      return decimal(number, version);
  }
}
