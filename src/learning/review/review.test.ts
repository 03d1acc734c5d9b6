import { createEmptyCard, fsrs, type Card } from 'ts-fsrs';
import { describe, expect, it } from 'vitest';
import { chance } from '../chance.ts';
import type { ReviewCard } from './card.ts';
import { dayFromText, dayMs, daysBetween, dayText, startOfDay } from './day.ts';
import { dueCards, isDue } from './due.ts';
import { examDeadline } from './examPlan.ts';
import { forecast, projectedReviewsPerDay } from './forecast.ts';
import { gradeOf, mayBeEasy, type Confidence, type Recall } from './grade.ts';
import { createScheduler } from './scheduler.ts';

const t0 = Date.UTC(2026, 0, 1);
const noon = (day: number) => t0 + day * dayMs + dayMs / 2;
const plain = createScheduler({ retention: 0.9, offsetMinutes: 0 });
const graded = (recall: Recall, nextDay = false) => ({ recall, nextDay });
const first = (recall: Recall, now = noon(0), fact = 'f') => plain.review(undefined, fact, graded(recall), now);
const dueDay = (card: ReviewCard) => daysBetween(t0, card.dueAt, 0);

describe('days', () => {
  it('begin at the learner’s own midnight', () => {
    const at = Date.UTC(2026, 2, 3, 23, 30);
    expect(startOfDay(at, 0)).toBe(Date.UTC(2026, 2, 3));
    expect(startOfDay(at, 60)).toBe(Date.UTC(2026, 2, 3, 23));
    expect(dayText(at, 60)).toBe('2026-03-04');
    expect(dayText(at, -600)).toBe('2026-03-03');
  });

  it('agree with the calendar, both ways, leap days included', () => {
    for (let at = Date.UTC(1999, 11, 1); at < Date.UTC(2032, 2, 5); at += dayMs) {
      const text = new Date(at).toISOString().slice(0, 10);
      expect(dayText(at, 0)).toBe(text);
      expect(dayFromText(text, 0)).toBe(at);
    }
    expect([dayFromText('2026-02-29', 0), dayFromText('2026-13-01', 0), dayFromText('soon', 0)]).toEqual([undefined, undefined, undefined]);
  });
});

describe('grades', () => {
  it.each<[boolean, Confidence, boolean, Recall, boolean]>([
    [false, 'certain', false, 'again', true],
    [false, 'certain', true, 'again', true],
    [false, 'fairly', false, 'again', false],
    [false, 'guessing', false, 'again', false],
    [false, null, false, 'again', false],
    [true, 'guessing', false, 'hard', false],
    [true, null, true, 'hard', false],
    [true, 'fairly', true, 'hard', false],
    [true, null, false, 'good', false],
    [true, 'fairly', false, 'good', false],
    [true, 'certain', false, 'good', false],
  ])('right %s, %s, hint %s: %s', (right, confidence, hintUsed, recall, nextDay) => {
    expect(gradeOf({ right, confidence, hintUsed })).toEqual({ recall, nextDay });
  });

  it('offer "too easy" only after a right, certain answer without a hint', () => {
    const offered = (right: boolean, confidence: Confidence, hintUsed: boolean) => mayBeEasy({ right, confidence, hintUsed });
    expect([offered(true, 'certain', false), offered(true, 'certain', true), offered(true, 'fairly', false), offered(false, 'certain', false)]).toEqual([true, false, false, false]);
  });
});

describe('the scheduler', () => {
  it('brings better known facts back later', () => {
    expect([first('again'), first('hard'), first('good'), first('easy')].map(dueDay)).toEqual([1, 1, 2, 8]);
  });

  it('follows a scripted history of ten reviews', () => {
    let card = first('again');
    const due = [dueDay(card)];
    for (const recall of ['good', 'good', 'hard', 'good', 'again', 'good', 'good', 'easy', 'good'] as const) {
      card = plain.review(card, 'f', graded(recall), card.dueAt + dayMs / 2);
      due.push(dueDay(card));
    }
    expect(due).toMatchInlineSnapshot(`
      [
        1,
        3,
        9,
        22,
        51,
        53,
        57,
        64,
        81,
        110,
      ]
    `);
    expect({ reps: card.reps, lapses: card.lapses }).toEqual({ reps: 10, lapses: 1 });
  });

  it('agrees with the FSRS library, run directly through the same ten reviews', () => {
    const library = fsrs({ request_retention: 0.9, enable_fuzz: false, enable_short_term: false });
    let own: ReviewCard | undefined;
    let theirs: Card = createEmptyCard(noon(0));
    let day = 0;
    for (const [recall, rating] of [['again', 1], ['good', 3], ['hard', 2], ['good', 3], ['easy', 4], ['again', 1], ['good', 3], ['good', 3], ['hard', 2], ['good', 3]] as const) {
      own = plain.review(own, 'f', graded(recall), noon(day));
      theirs = library.next(theirs, noon(day), rating).card;
      expect(own.stabilityDays).toBeCloseTo(theirs.stability, 6);
      expect(own.difficulty).toBeCloseTo(theirs.difficulty, 6);
      expect(dueDay(own)).toBe(day + library.next_interval(theirs.stability, 0));
      day = dueDay(own);
    }
  });

  it('forgets along the curve: 90 % after the stability, less later', () => {
    const card = first('good');
    expect(plain.recall(card, card.lastReviewAt)).toBeCloseTo(1, 5);
    const after = (days: number) => plain.recall(card, card.lastReviewAt + days * dayMs);
    expect(after(2)).toBeGreaterThan(0.9);
    expect(after(3)).toBeLessThan(0.9);
  });

  it('does not take a second right answer on the same day for spaced practice', () => {
    const again = plain.review(first('good'), 'f', graded('good'), noon(0) + 60_000);
    expect(again.stabilityDays).toBeCloseTo(first('good').stabilityDays, 1);
  });

  it('makes certain and wrong due the next day, whatever the interval and whatever follows that day', () => {
    let card = first('good');
    for (let i = 0; i < 4; i++) card = plain.review(card, 'f', graded('good'), card.dueAt + dayMs / 2);
    const late = card.dueAt + dayMs / 2 + 9 * 3_600_000;
    const usual = plain.review(card, 'f', graded('again'), late);
    expect(daysBetween(late, usual.dueAt, 0)).toBeGreaterThan(1);
    const forced = plain.review(card, 'f', graded('again', true), late);
    expect(daysBetween(late, forced.dueAt, 0)).toBe(1);
    const rightAgain = plain.review(forced, 'f', graded('good'), late + 600_000);
    expect(daysBetween(late, rightAgain.dueAt, 0)).toBe(1);
    expect([isDue(forced, late + 60_000), isDue(forced, startOfDay(late, 0) + dayMs)]).toEqual([false, true]);
    const nextDay = plain.review(rightAgain, 'f', graded('good'), late + dayMs);
    expect(daysBetween(late + dayMs, nextDay.dueAt, 0)).toBeGreaterThan(1);
    expect(nextDay.forcedAt).toBeNull();
  });

  it('asks more often when more is to be kept', () => {
    const strict = createScheduler({ retention: 0.95, offsetMinutes: 0 });
    const loose = createScheduler({ retention: 0.8, offsetMinutes: 0 });
    expect(strict.intervalDays(30, noon(0))).toBeLessThan(plain.intervalDays(30, noon(0)));
    expect(loose.intervalDays(30, noon(0))).toBeGreaterThan(plain.intervalDays(30, noon(0)));
    const out = createScheduler({ retention: 0.2, offsetMinutes: 0 });
    expect(out.intervalDays(30, noon(0))).toBe(loose.intervalDays(30, noon(0)));
  });
});

/** A learner who recalls with exactly the chance the model predicts. */
function study(target: number, examInDays: number | undefined, facts: number) {
  const examDay = examInDays === undefined ? undefined : t0 + examInDays * dayMs;
  const scheduler = createScheduler({ retention: target, offsetMinutes: 0, ...(examDay === undefined ? {} : { examDay }) });
  const random = chance(5);
  const lucky = (p: number) => random.below(1_000_000) < p * 1_000_000;
  let reviews = 0;
  const cards: ReviewCard[] = [];
  for (let i = 0; i < facts; i++) {
    let card = scheduler.review(undefined, `fact-${i}`, graded(lucky(0.6) ? 'good' : 'again'), noon(i % 8));
    for (let day = (i % 8) + 1; day < 30; day++) {
      if (!isDue(card, noon(day))) continue;
      reviews++;
      card = scheduler.review(card, card.fact, graded(lucky(plain.recall(card, noon(day))) ? 'good' : 'again'), noon(day));
      if (examDay !== undefined) expect(card.dueAt).toBeLessThanOrEqual(examDay);
    }
    cards.push(card);
  }
  const onTheDay = cards.reduce((sum, card) => sum + plain.recall(card, t0 + 30 * dayMs + 9 * 3_600_000), 0) / facts;
  return { reviews, onTheDay, cards };
}

describe('an exam date', () => {
  it('is never passed by a due day, and every fact is seen twice in the last ten days', () => {
    const { cards } = study(0.9, 30, 150);
    for (const card of cards) expect(card.reviewDays.filter((day) => day >= t0 + 20 * dayMs).length).toBeGreaterThanOrEqual(2);
  });

  it('reaches the target on the day with fewer reviews than holding it all 30 days', () => {
    for (const target of [0.9, 0.95]) {
      const exam = study(target, 30, 150);
      const hold = study(target, undefined, 150);
      expect(exam.onTheDay).toBeGreaterThanOrEqual(target);
      expect(exam.reviews).toBeLessThan(hold.reviews);
    }
  });

  it('holds for any fact, any day and any history of reviews', () => {
    const exam = t0 + 30 * dayMs;
    for (let n = 0; n < 400; n++) {
      const today = t0 + (n % 30) * dayMs;
      const seen = [0, 3, 6].map((back) => today - back * dayMs).slice(0, n % 4);
      const deadline = examDeadline(`fact-${n}`, today, exam, seen);
      expect(deadline).toBeLessThanOrEqual(exam);
      expect(deadline).toBeGreaterThanOrEqual(today);
    }
  });

  it('moves due days when it is changed or taken away, and touches nothing else', () => {
    let card = first('good');
    for (let i = 0; i < 3; i++) card = plain.review(card, 'f', graded('good'), card.dueAt + dayMs / 2);
    const now = card.lastReviewAt + dayMs;
    const soon = createScheduler({ retention: 0.9, offsetMinutes: 0, examDay: startOfDay(now, 0) + 12 * dayMs }).replan(card, now);
    expect(daysBetween(now, soon.dueAt, 0)).toBeLessThanOrEqual(7);
    expect({ ...soon, dueAt: 0 }).toEqual({ ...card, dueAt: 0 });
    expect(plain.replan(soon, now)).toEqual(card);
  });

  it('stops counting once it is past', () => {
    const past = createScheduler({ retention: 0.9, offsetMinutes: 0, examDay: t0 });
    expect(past.review(undefined, 'f', graded('good'), noon(0)).dueAt).toBe(first('good').dueAt);
  });
});

describe('what is due', () => {
  it('lists the least remembered first', () => {
    const cards = [first('good', noon(0), 'b'), first('again', noon(0), 'a'), first('good', noon(8), 'c'), first('good', noon(0), 'aa')];
    expect(dueCards(cards, plain, noon(9)).map((card) => card.fact)).toEqual(['a', 'aa', 'b']);
  });

  it('is forecast by day, the overdue today', () => {
    const cards = [first('again', noon(0)), first('good', noon(0)), first('good', noon(0)), first('easy', noon(0))];
    const days = forecast(cards, noon(1), 0, 14);
    expect(days.map((d) => d.due)).toEqual([1, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect(days[0]?.day).toBe(t0 + dayMs);
    expect(forecast(cards, noon(5), 0, 4).map((d) => d.due)).toEqual([3, 0, 0, 1]);
  });

  it('is projected to cost more a day the more is to be kept', () => {
    const cards = Array.from({ length: 40 }, (_, i) => first('good', noon(0), `f${i}`));
    const load = (retention: number) => projectedReviewsPerDay(cards, { retention, offsetMinutes: 0 }, noon(0));
    expect(load(0.95)).toBeGreaterThan(load(0.9));
    expect(load(0.9)).toBeGreaterThan(load(0.8));
    expect(projectedReviewsPerDay([], { retention: 0.9, offsetMinutes: 0 }, noon(0))).toBe(0);
  });
});
