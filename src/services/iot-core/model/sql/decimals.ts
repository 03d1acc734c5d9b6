/** Exact decimal arithmetic: 0.1 + 0.2 is 0.3, as AWS answers, whatever binary fractions would make of it. */

interface Decimal {
  readonly digits: bigint;
  /** The value is digits / 10^scale. */
  readonly scale: number;
}

/** Digits of a quotient, as AWS's Decimal has. [SIM] */
const quotientDigits = 34;

function decimalOf(value: number): Decimal {
  const match = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))!;
  const fraction = match[2] ?? '';
  const scale = fraction.length - Number(match[3] ?? 0);
  const digits = BigInt(match[1]! + fraction);
  // The sign of -0.5 stands before a zero.
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

function numberOf({ digits, scale }: Decimal): number {
  return Number(`${digits}e-${scale}`);
}

function aligned(a: number, b: number): [bigint, bigint, number] {
  const left = decimalOf(a);
  const right = decimalOf(b);
  const scale = Math.max(left.scale, right.scale);
  return [left.digits * 10n ** BigInt(scale - left.scale), right.digits * 10n ** BigInt(scale - right.scale), scale];
}

const bothWhole = (a: number, b: number, result: number) => Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(result);

export function add(a: number, b: number): number {
  if (bothWhole(a, b, a + b)) return a + b;
  const [left, right, scale] = aligned(a, b);
  return numberOf({ digits: left + right, scale });
}

export function subtract(a: number, b: number): number {
  return add(a, -b);
}

export function multiply(a: number, b: number): number {
  if (bothWhole(a, b, a * b)) return a * b;
  const left = decimalOf(a);
  const right = decimalOf(b);
  return numberOf({ digits: left.digits * right.digits, scale: left.scale + right.scale });
}

/** Undefined for division by zero. */
export function divide(a: number, b: number): number | undefined {
  if (b === 0) return undefined;
  const [left, right] = aligned(a, b);
  return numberOf({ digits: (left * 10n ** BigInt(quotientDigits)) / right, scale: quotientDigits });
}

/** What is left of a division, with the sign of `a`; undefined when b is 0. */
export function remainder(a: number, b: number): number | undefined {
  if (b === 0) return undefined;
  if (bothWhole(a, b, 0)) return a % b;
  const [left, right, scale] = aligned(a, b);
  return numberOf({ digits: left % right, scale });
}

/** The number without the digits after place `places`. */
export function truncate(value: number, places: number): number {
  const { digits, scale } = decimalOf(value);
  if (scale <= places) return value;
  return numberOf({ digits: digits / 10n ** BigInt(scale - places), scale: places });
}

/** A number times a power of ten and whole, rounded toward zero: for reducing angles. */
export function scaled(value: number, places: number): bigint {
  const { digits, scale } = decimalOf(value);
  return scale <= places ? digits * 10n ** BigInt(places - scale) : digits / 10n ** BigInt(scale - places);
}
