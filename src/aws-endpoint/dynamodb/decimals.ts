/** Numbers as DynamoDB has them: decimal, exact, of up to 38 digits. */

interface Decimal {
  readonly negative: boolean;
  /** Without zeros at the ends; empty for zero. */
  readonly digits: string;
  /** Power of ten of the first digit. */
  readonly exponent: number;
}

const form = /^\s*([-+]?)(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?\s*$/;

/** Reads a number's text; undefined where it is none. */
export function decimalOf(text: string): Decimal | undefined {
  const match = form.exec(text);
  if (!match || (match[2] === '' && match[3] === '')) return undefined;
  const [, sign = '', whole = '', part = '', power = '0'] = match;
  const all = whole + part;
  const leading = /^0*/.exec(all)![0].length;
  const digits = all.slice(leading).replace(/0+$/, '');
  return digits === '' ? { negative: false, digits, exponent: 0 } : { negative: sign === '-', digits, exponent: whole.length - leading - 1 + Number(power) };
}

/** One text for each number, however it was written; the text itself where it is no number. */
export function sameNumberText(text: string): string {
  const decimal = decimalOf(text);
  return decimal ? `${decimal.negative ? '-' : ''}${decimal.digits}e${decimal.exponent}` : text;
}

/** Order of two numbers by their texts. */
export function compareDecimals(a: string, b: string): number {
  const [x, y] = [decimalOf(a), decimalOf(b)];
  if (!x || !y) return 0;
  const [p, q] = [signOf(x), signOf(y)];
  if (p !== q) return p - q;
  const size = x.exponent - y.exponent || (x.digits === y.digits ? 0 : x.digits < y.digits ? -1 : 1);
  return size === 0 ? 0 : p * size;
}

const signOf = ({ negative, digits }: Decimal) => (digits === '' ? 0 : negative ? -1 : 1);

/** A number as DynamoDB writes it: no exponent, no zeros that mean nothing. */
export function plainNumber(value: number | bigint): string {
  const text = String(value);
  if (!/e/i.test(text)) return text;
  const { negative, digits, exponent } = decimalOf(text)!;
  const sign = negative ? '-' : '';
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  return exponent + 1 >= digits.length ? sign + digits.padEnd(exponent + 1, '0') : `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/** -1, 0 or 1 as the double nearest to a number lies below it, on it or above it. */
export const roundedBy = (text: string): number => Math.sign(compareDecimals(String(Number(text)), text));

/** The next double above (1) or below (-1). */
export function neighbour(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0]! += BigInt(value > 0 ? direction : -direction);
  return new Float64Array(bits.buffer)[0]!;
}
