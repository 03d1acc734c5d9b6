import { expect, it } from 'vitest';
import { intervalText, wilson } from './wilson.ts';

it('agrees with the worked figure: 14 of 20 is 48.1 to 85.5 per cent', () => {
  const i = wilson(14, 20);
  expect((i?.low ?? 0) * 100).toBeCloseTo(48.1, 1);
  expect((i?.high ?? 0) * 100).toBeCloseTo(85.45, 1);
  expect(intervalText(i ?? { low: 0, high: 0 })).toBe('48–85 %');
});

it('stays inside 0 to 100 at the ends and says nothing of nothing', () => {
  expect(intervalText(wilson(0, 5) ?? { low: 9, high: 9 })).toBe('0–43 %');
  expect(intervalText(wilson(5, 5) ?? { low: 9, high: 9 })).toBe('56–100 %');
  expect(wilson(0, 0)).toBeUndefined();
});
