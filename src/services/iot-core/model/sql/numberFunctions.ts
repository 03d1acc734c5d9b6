import { arcCosine, arcSine, arcTangent, arcTangent2, cosine, cosineH, exponential, logarithm, logarithm10, power, sine, sineH, tangent, tangentH } from './angles.ts';
import { remainder, truncate } from './decimals.ts';
import type { SqlFunction } from './environment.ts';
import { finite, isNumber, toNumber, WholeDecimal, type SqlValue } from './values.ts';

/** Digits that trunc() keeps at most. */
const maxPlaces = 34;

type OfNumbers = (...numbers: number[]) => number | undefined;

function result(value: number | undefined): SqlValue {
  return value === undefined ? undefined : finite(value);
}

/** A function of numbers and texts of numbers. */
function numeric(name: string, count: number, of: OfNumbers): SqlFunction {
  return {
    name,
    usage: `${name}(${['x', 'y'].slice(0, count).join(', ')})`,
    min: count,
    max: count,
    call(args) {
      const numbers = args.map(toNumber);
      return numbers.every((each) => each !== undefined) ? result(of(...numbers)) : undefined;
    },
  };
}

/** Integers are 64 bits wide; what is not whole is rounded down first. */
function bits(of: (x: bigint, y: bigint) => bigint): OfNumbers {
  return (x, y = 0) => Number(BigInt.asIntN(64, of(BigInt(Math.floor(x)), BigInt(Math.floor(y)))));
}

/** Halves go away from zero. */
export function roundHalfAway(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}

export const numberFunctions: readonly SqlFunction[] = [
  { ...numeric('abs', 1, Math.abs), call: ([x]) => (x instanceof WholeDecimal ? new WholeDecimal(Math.abs(x.value)) : result(mapNumber(x, Math.abs))) },
  numeric('acos', 1, arcCosine),
  numeric('asin', 1, arcSine),
  numeric('atan', 1, arcTangent),
  numeric('atan2', 2, arcTangent2),
  numeric('bitand', 2, bits((x, y) => x & y)),
  numeric('bitor', 2, bits((x, y) => x | y)),
  numeric('bitxor', 2, bits((x, y) => x ^ y)),
  numeric('bitnot', 1, bits((x) => ~x)),
  numeric('ceil', 1, Math.ceil),
  numeric('cos', 1, cosine),
  numeric('cosh', 1, cosineH),
  numeric('exp', 1, exponential),
  numeric('floor', 1, Math.floor),
  numeric('ln', 1, logarithm),
  numeric('log', 1, logarithm10),
  numeric('mod', 2, remainder),
  numeric('remainder', 2, remainder),
  {
    name: 'nanvl',
    usage: 'nanvl(value, instead)',
    min: 2,
    max: 2,
    call([value, instead]) {
      if (value === undefined || value === null) return usable(instead);
      return isNumber(value) || toNumber(value) !== undefined ? value : undefined;
    },
  },
  numeric('power', 2, power),
  { name: 'rand', usage: 'rand()', min: 0, max: 0, call: (_, env) => env.unit() },
  numeric('round', 1, roundHalfAway),
  numeric('sign', 1, Math.sign),
  numeric('sin', 1, sine),
  numeric('sinh', 1, sineH),
  numeric('sqrt', 1, (x) => (x < 0 ? undefined : Math.sqrt(x))),
  numeric('tan', 1, tangent),
  numeric('tanh', 1, tangentH),
  numeric('trunc', 2, (x, places = 0) => truncate(x, Math.min(maxPlaces, Math.max(0, Math.floor(places))))),
];

function mapNumber(value: SqlValue, of: (x: number) => number): number | undefined {
  const number = toNumber(value);
  return number === undefined ? undefined : of(number);
}

function usable(value: SqlValue): SqlValue {
  return value === null || toNumber(value) === undefined ? undefined : value;
}
