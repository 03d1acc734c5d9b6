import { seedOf } from '../chance.ts';
import { dayMs } from './day.ts';

/** The last days before an exam in which every fact is seen twice. */
export const examWindowDays = 10;
const half = examWindowDays / 2;

/**
 * The latest day on which a card has to come up for the exam, given the days on which it was reviewed inside the window:
 * once in the first half, once in the second, and never later than the day before the exam while it is owed a look.
 * Cards are spread over their half by fact, so that no day carries them all. Days are midnights; `exam` is the exam's own.
 */
export function examDeadline(fact: string, today: number, exam: number, reviewedDays: readonly number[]): number {
  const opens = exam - examWindowDays * dayMs;
  const middle = exam - half * dayMs;
  const seen = reviewedDays.filter((day) => day >= opens && day < exam);
  const spread = (seedOf(fact) % half) * dayMs;
  if (seen.length >= 2) return exam;
  const first = Math.max(opens + spread, today);
  if (seen.length === 0 && first < middle) return first;
  const tomorrow = today + (seen.includes(today) ? dayMs : 0);
  return Math.min(exam, Math.max(middle + spread, tomorrow));
}

/** Days inside the exam's window; a card remembers only these. */
export function inExamWindow(day: number, exam: number): boolean {
  return day >= exam - examWindowDays * dayMs && day < exam;
}
