import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareDecimals, decimalOf, neighbour, plainNumber, roundedBy, sameNumberText } from './decimals.ts';

it.each([
  ['1', '2', -1], ['-1', '-2', 1], ['-1', '1', -1], ['10', '9', 1], ['0', '-0.0', 0], ['1e2', '100.00', 0], ['-1.5', '-1.50', 0], ['.1', '0.1', 0], ['-1e-130', '0', -1], ['9e125', '89e124', 1],
  ['12345678901234567890123456789012345678', '12345678901234567890123456789012345677', 1],
])('%s and %s', (a, b, order) => {
  expect([Math.sign(compareDecimals(a, b)), Math.sign(compareDecimals(b, a))]).toEqual([order, order === 0 ? 0 : -order]);
  expect(sameNumberText(a) === sameNumberText(b)).toBe(order === 0);
});

it('orders drawn decimals as whole numbers of their smallest unit', () => {
  const scaled = fc.tuple(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), fc.integer({ min: 0, max: 20 }));
  const textOf = ([units, places]: readonly [bigint, number]) => `${units}e-${places}`;
  const unitsOf = ([units, places]: readonly [bigint, number]) => units * 10n ** BigInt(20 - places);
  fc.assert(
    fc.property(scaled, scaled, (a, b) => {
      const [x, y] = [unitsOf(a), unitsOf(b)];
      expect(Math.sign(compareDecimals(textOf(a), textOf(b)))).toBe(x < y ? -1 : x > y ? 1 : 0);
    }),
    { seed: 2026, numRuns: 500 },
  );
});

it('tells on which side the nearest double lies, and the next one', () => {
  expect([roundedBy('0.5'), roundedBy('9007199254740993'), roundedBy('9007199254740995'), roundedBy('-9007199254740993')]).toEqual([0, -1, 1, 1]);
  expect([neighbour(1, 1), neighbour(1, -1), neighbour(-1, 1), neighbour(0, 1), neighbour(0, -1)]).toEqual([1 + Number.EPSILON, 1 - Number.EPSILON / 2, -1 + Number.EPSILON / 2, Number.MIN_VALUE, -Number.MIN_VALUE]);
});

it('writes numbers without exponents, and reads nothing else as a number', () => {
  expect([1e21, -2.5e21, 1.5e-7, 123.25, 10n ** 30n].map(plainNumber)).toEqual(['1000000000000000000000', '-2500000000000000000000', '0.00000015', '123.25', `1${'0'.repeat(30)}`]);
  expect(['', '.', 'x', '1e', '1 2', '0x1', 'Infinity', 'NaN'].map(decimalOf)).toEqual(Array.from({ length: 8 }, () => undefined));
});
