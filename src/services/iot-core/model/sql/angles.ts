/**
 * Trigonometry, logarithms and powers from + - * / and square roots alone: engines round Math.sin and its kin differently,
 * and a shared link must give the same run everywhere. Undefined stands for what is no real number.
 */
import { naturalExp } from '../../../../base/naturalExp.ts';
import { naturalLog } from '../../../../base/naturalLog.ts';
import { scaled } from './decimals.ts';

const places = 80;
/** Half of pi times 10^80. */
const halfPi = 157079632679489661923132169163975144209858469968755291048747229615390820314310449n;
/** Larger angles have no digits left that say where on the circle they lie. [SIM] */
const largestAngle = 1e40;

/** The quarter of the circle and what is left of the angle, at most pi/4 to either side. */
function reduce(angle: number): { quarter: number; rest: number } {
  const whole = scaled(angle, places);
  let quarter = (whole + halfPi / 2n) / halfPi;
  let rest = whole - quarter * halfPi;
  if (rest < -halfPi / 2n) {
    rest += halfPi;
    quarter -= 1n;
  }
  return { quarter: Number(((quarter % 4n) + 4n) % 4n), rest: Number(`${rest}e-${places}`) };
}

function series(x: number, first: number, start: number): number {
  let term = first;
  let sum = first;
  for (let k = start; k < start + 26; k += 2) {
    term *= -(x * x) / (k * (k + 1));
    sum += term;
  }
  return sum;
}

const smallSine = (x: number) => series(x, x, 2);
const smallCosine = (x: number) => series(x, 1, 1);

export function sine(angle: number): number | undefined {
  if (Math.abs(angle) > largestAngle) return undefined;
  const { quarter, rest } = reduce(angle);
  const value = quarter % 2 === 0 ? smallSine(rest) : smallCosine(rest);
  return quarter < 2 ? value : -value;
}

export function cosine(angle: number): number | undefined {
  if (Math.abs(angle) > largestAngle) return undefined;
  const { quarter, rest } = reduce(angle);
  const value = quarter % 2 === 0 ? smallCosine(rest) : smallSine(rest);
  return quarter === 0 || quarter === 3 ? value : -value;
}

export function tangent(angle: number): number | undefined {
  const over = sine(angle);
  const under = cosine(angle);
  return over === undefined || under === undefined || under === 0 ? undefined : over / under;
}

const pi = 3.141592653589793;

export function arcTangent(x: number): number {
  if (x < 0) return -arcTangent(-x);
  if (x > 1) return pi / 2 - arcTangent(1 / x);
  // Half the angle twice, and the series converges at once.
  const half = x / (1 + Math.sqrt(1 + x * x));
  const quarter = half / (1 + Math.sqrt(1 + half * half));
  let term = quarter;
  let sum = 0;
  for (let k = 1; k < 50; k += 2) {
    sum += term / k;
    term *= -(quarter * quarter);
  }
  return 4 * sum;
}

/** Angle of the point (x, y). */
export function arcTangent2(y: number, x: number): number {
  if (x > 0) return arcTangent(y / x);
  if (x < 0) return y >= 0 ? arcTangent(y / x) + pi : arcTangent(y / x) - pi;
  return y > 0 ? pi / 2 : y < 0 ? -pi / 2 : 0;
}

export function arcSine(x: number): number | undefined {
  return Math.abs(x) > 1 ? undefined : arcTangent2(x, Math.sqrt((1 - x) * (1 + x)));
}

export function arcCosine(x: number): number | undefined {
  return Math.abs(x) > 1 ? undefined : arcTangent2(Math.sqrt((1 - x) * (1 + x)), x);
}

export function exponential(x: number): number | undefined {
  if (x > 709.7) return undefined;
  return x < -745 ? 0 : naturalExp(x);
}

export function logarithm(x: number): number | undefined {
  return x > 0 && x < Infinity ? naturalLog(x) : undefined;
}

/** To base 10; exact for powers of ten. */
export function logarithm10(x: number): number | undefined {
  const natural = logarithm(x);
  if (natural === undefined) return undefined;
  const value = natural / 2.302585092994046;
  const whole = Math.round(value);
  return x === Number(`1e${whole}`) ? whole : value;
}

export function sineH(x: number): number | undefined {
  if (Math.abs(x) < 0.5) {
    let term = x;
    let sum = x;
    for (let k = 2; k < 24; k += 2) {
      term *= (x * x) / (k * (k + 1));
      sum += term;
    }
    return sum;
  }
  const up = exponential(x);
  const down = exponential(-x);
  return up === undefined || down === undefined ? undefined : (up - down) / 2;
}

export function cosineH(x: number): number | undefined {
  const up = exponential(x);
  const down = exponential(-x);
  return up === undefined || down === undefined ? undefined : (up + down) / 2;
}

export function tangentH(x: number): number {
  if (Math.abs(x) > 20) return x > 0 ? 1 : -1;
  return sineH(x)! / cosineH(x)!;
}

export function power(base: number, exponent: number): number | undefined {
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 4096) {
    let result = 1;
    let square = base;
    for (let n = Math.abs(exponent); n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) result *= square;
      square *= square;
    }
    return exponent >= 0 ? result : result === 0 ? undefined : 1 / result;
  }
  if (base === 0) return exponent > 0 ? 0 : undefined;
  if (base < 0) return undefined;
  const natural = logarithm(base);
  return natural === undefined ? undefined : exponential(natural * exponent);
}
