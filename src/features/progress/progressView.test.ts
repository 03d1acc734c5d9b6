import { expect, it } from 'vitest';
import { dayMs } from '../../learning/review/day.ts';
import type { AttemptRow } from '../../state/progressRows.ts';
import { beliefsOf, currentAnswers, recallBySection, timeThisWeek } from './progressView.ts';

const now = Date.UTC(2026, 10, 22, 12);
const attempt = (itemId: string, part: Partial<AttemptRow> = {}): AttemptRow => ({
  id: itemId, sessionId: 's', mode: 'practice', itemId, itemVersion: 1, seed: 1, topic: 'kds', concept: 'c', facts: ['f'], edition: 'notes', answer: null, right: false, partly: false, earned: 0, total: 1,
  confidence: null, hintUsed: false, easy: false, shown: ['m.a'], offered: ['m.a'], at: 1, ms: 1, changes: 0, ...part,
});
const card = (fact: string, daysAgo: number) =>
  [fact, { fact, stabilityDays: 5, difficulty: 5, reps: 1, lapses: 0, lastReviewAt: now - daysAgo * dayMs, reviewDays: [], forcedAt: null, dueAt: now }] as const;

it('lists sections by recall, the weakest first, and leaves out what was never asked', () => {
  const topics = [{ topic: 'kds', title: 'Streams', facts: ['a', 'b'] }, { topic: 'sqs', title: 'Queues', facts: ['c'] }, { topic: 'iot', title: 'IoT', facts: ['d'] }];
  const found = recallBySection(topics, { cards: new Map([card('a', 0), card('c', 30)]), schedulerOptions: () => ({ retention: 0.9, offsetMinutes: 0 }), now: () => now });
  expect(found.map((section) => [section.topic, section.known, section.facts])).toEqual([['sqs', 1, 1], ['kds', 1, 2]]);
  expect(found[0]?.recall).toBeLessThan(0.9);
  expect(found[1]?.recall).toBeCloseTo(1, 3);
});

it('counts answers to the present version of a question only', () => {
  const answers = ['q1', 'q2', 'q3'].map((id) => attempt(id));
  const all = new Map([['q1', 1], ['q2', 1], ['q3', 1]]);
  expect(beliefsOf(currentAnswers(answers, all)).map((belief) => belief.id)).toEqual(['m.a']);
  expect(beliefsOf(currentAnswers(answers, new Map([...all, ['q2', 2]])))).toEqual([]);
});

it('adds up the last seven days of the calendar', () => {
  const row = (day: string, ms: number) => ({ id: day, day, activity: 'quiz' as const, ms });
  expect(timeThisWeek([row('2026-11-22', 10), row('2026-11-16', 5), row('2026-11-15', 100)], now, 0)).toEqual({ quiz: 15, lab: 0, notes: 0 });
});
