import { expect, it } from 'vitest';
import type { SeedResult, Verdict } from './verdict.ts';
import { isWorse, worstOf } from './worst.ts';

const met = (badness: number): Verdict => ({ type: 'met', measured: '', wanted: '', badness });
const missed = (badness: number): Verdict => ({ type: 'missed', measured: '', wanted: '', badness, evidence: [], why: 'kds-what' });
const ungradable: Verdict = { type: 'ungradable', reason: 'x' };
const result = (seed: number, ...verdicts: Verdict[]): SeedResult => ({
  seed,
  digest: '',
  verdicts: verdicts.map((verdict, i) => ({ criterion: `c${i}`, kind: 'k', title: '', needed: i === 0, verdict })),
  numbers: { lossShare: seed / 10, p99Ms: 100 - seed, pointsPerHour: 1 },
});

it('ranks missed before ungradable before met, then by how bad it is', () => {
  expect(isWorse(missed(0), ungradable)).toBe(true);
  expect(isWorse(ungradable, met(9))).toBe(true);
  expect(isWorse(met(9), missed(1))).toBe(false);
  expect(isWorse(missed(2), missed(1))).toBe(true);
  expect(isWorse(met(1), met(1))).toBe(false);
});

it('takes the worst seed of each criterion on its own', () => {
  const grade = worstOf([result(1, met(1), missed(5)), result(2, missed(2), met(0)), result(3, missed(3), missed(5))]);
  expect(grade.verdicts.map(({ worstSeed, verdict }) => [worstSeed, verdict.type])).toEqual([
    [3, 'missed'],
    [1, 'missed'],
  ]);
  expect(grade.passes).toBe(false);
  expect(grade.numbers).toEqual({ lossShare: expect.closeTo(0.3, 9), p99Ms: 99, pointsPerHour: 1 });
});

it('passes on the needed criteria alone, and on all seeds', () => {
  expect(worstOf([result(1, met(1), missed(1)), result(2, met(1), missed(1))]).passes).toBe(true);
  expect(worstOf([result(1, met(1), met(1)), result(2, ungradable, met(1))]).passes).toBe(false);
});
