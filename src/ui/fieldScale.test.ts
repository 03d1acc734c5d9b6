import { expect, test } from 'vitest';
import { clampToStep, fromFraction, stepBy, toFraction } from './fieldScale.ts';

test('a log scale puts the geometric middle in the middle', () => {
  expect(toFraction(100, 10, 1000, 'log')).toBeCloseTo(0.5, 10);
  expect(fromFraction(0.5, 10, 1000, 'log', 1)).toBe(100);
});

test('the ends of the range are the exact limits', () => {
  expect(fromFraction(0, 0.1, 1024, 'log', 0.1)).toBe(0.1);
  expect(fromFraction(1, 0.1, 1024, 'log', 0.1)).toBe(1024);
});

test('a linear scale and back again', () => {
  for (const value of [1, 3, 9, 16]) expect(fromFraction(toFraction(value, 1, 16, 'linear'), 1, 16, 'linear', 1)).toBe(value);
});

test('values outside are pulled to the nearest end and on the grid', () => {
  expect(clampToStep(9000, 10, 5000, 10)).toBe(5000);
  expect(clampToStep(-4, 10, 5000, 10)).toBe(10);
  expect(clampToStep(0.26, 0.1, 2, 0.1)).toBe(0.3);
});

test('plus and minus on a log scale go through 1, 2, 5', () => {
  expect(stepBy(200, 1, 10, 5000, 1, 'log')).toBe(500);
  expect(stepBy(500, 1, 10, 5000, 1, 'log')).toBe(1000);
  expect(stepBy(1000, -1, 10, 5000, 1, 'log')).toBe(500);
  expect(stepBy(5000, 1, 10, 5000, 1, 'log')).toBe(5000);
  expect(stepBy(0.1, -1, 0.1, 1024, 0.1, 'log')).toBe(0.1);
});

test('plus and minus on a linear scale take one step', () => {
  expect(stepBy(2, 1, 1, 16, 1, 'linear')).toBe(3);
  expect(stepBy(1, -1, 1, 16, 1, 'linear')).toBe(1);
});
