import type { ReviewCard } from './card.ts';
import { dayMs, startOfDay } from './day.ts';
import { createScheduler, type SchedulerOptions } from './scheduler.ts';

/** Reviews that fall due on one day. */
export interface ForecastDay {
  /** Midnight of the day. */
  readonly day: number;
  readonly due: number;
}

/** Cards due on each of the coming days, today first; what is overdue counts for today. */
export function forecast(cards: readonly ReviewCard[], now: number, offsetMinutes: number, days = 14): readonly ForecastDay[] {
  const today = startOfDay(now, offsetMinutes);
  const counts = Array.from({ length: days }, () => 0);
  for (const card of cards) {
    const index = Math.max(0, Math.floor((startOfDay(card.dueAt, offsetMinutes) - today) / dayMs));
    if (index < days) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.map((due, i) => ({ day: today + i * dayMs, due }));
}

/**
 * About how many reviews a day these options would ask for over the coming 30 days.
 * SIMPLIFIED: every review is taken to succeed, and the share that would fail (one minus the retention) is added as one more review each.
 */
export function projectedReviewsPerDay(cards: readonly ReviewCard[], options: SchedulerOptions, now: number, days = 30): number {
  const scheduler = createScheduler(options);
  const end = startOfDay(now, options.offsetMinutes) + days * dayMs;
  let reviews = 0;
  for (const start of cards) {
    let card = scheduler.replan(start, now);
    for (let at = Math.max(card.dueAt, now); at < end; at = Math.max(card.dueAt, at + dayMs)) {
      reviews++;
      card = scheduler.review(card, card.fact, { recall: 'good', nextDay: false }, at);
    }
  }
  return (reviews * (2 - options.retention)) / days;
}
