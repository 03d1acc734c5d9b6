import { describe, expect, it } from 'vitest';
import { calibration, certaintyScore, type Judged } from './calibration.ts';
import { beliefs, type Evidence } from './misconceptions.ts';

let clock = 0;
const answer = (itemId: string, shown: string[], offered = ['m.share', 'm.other']): Evidence => ({ itemId, at: ++clock, right: shown.length === 0, shown, offered });
const ids = (answers: Evidence[]) => beliefs(answers).map((belief) => belief.id);

describe('misconceptions', () => {
  const three = [answer('q1', ['m.share']), answer('q2', ['m.share']), answer('q3', ['m.share'])];

  it('enter when chosen in three different items, not when one item is missed three times', () => {
    expect(ids(three.slice(0, 2))).toEqual([]);
    expect(ids([answer('q1', ['m.share']), answer('q1', ['m.share']), answer('q1', ['m.share'])])).toEqual([]);
    expect(beliefs(three)).toEqual([{ id: 'm.share', items: ['q1', 'q2', 'q3'], lastAt: three[2]?.at, contrasts: 0 }]);
  });

  it('leave after right answers to two different items that tempt with them', () => {
    expect(beliefs([...three, answer('q4', [])])[0]?.contrasts).toBe(1);
    expect(ids([...three, answer('q4', []), answer('q4', [])])).toEqual(['m.share']);
    expect(ids([...three, answer('q4', []), answer('q5', [], ['m.elsewhere'])])).toEqual(['m.share']);
    expect(ids([...three, answer('q4', []), answer('q5', [])])).toEqual([]);
  });

  it('start again from nothing when shown once more', () => {
    expect(beliefs([...three, answer('q4', []), answer('q5', ['m.share']), answer('q6', [])])[0]?.contrasts).toBe(1);
    expect(ids([...three, answer('q4', []), answer('q5', []), answer('q1', ['m.share'])])).toEqual([]);
  });

  it('put the latest first', () => {
    const other = [answer('q7', ['m.other']), answer('q8', ['m.other']), answer('q9', ['m.other'])];
    expect(ids([...three, ...other])).toEqual(['m.other', 'm.share']);
    expect(ids([...three, ...other, answer('q1', ['m.share'])])).toEqual(['m.share', 'm.other']);
  });
});

describe('calibration', () => {
  const said = (confidence: Judged['confidence'], right: boolean): Judged => ({ confidence, right });

  it('counts each confidence by itself and leaves out answers without one', () => {
    const bars = calibration([said('certain', true), said('certain', false), said('guessing', true), said(null, false)]);
    expect(bars.map((bar) => [bar.level, bar.right, bar.n])).toEqual([['guessing', 1, 1], ['fairly', 0, 0], ['certain', 1, 2]]);
  });

  it('looks at the last 200 only', () => {
    const old = Array.from({ length: 50 }, () => said('certain', false));
    const recent = Array.from({ length: 200 }, () => said('certain', true));
    expect(calibration([...old, ...recent])[2]).toMatchObject({ n: 200, right: 200 });
  });

  it('marks confident errors hardest', () => {
    expect(certaintyScore([said('certain', true), said('certain', false), said('fairly', true), said('guessing', false)])).toBe((3 - 6 + 2 + 0) / 4);
    expect(certaintyScore([said(null, true)])).toBeUndefined();
  });
});
