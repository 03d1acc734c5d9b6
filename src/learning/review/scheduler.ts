import { fsrs, Rating, State, type CardInput, type FSRS, type Grade as FsrsGrade } from 'ts-fsrs';
import type { ReviewCard } from './card.ts';
import { dayMs, startOfDay } from './day.ts';
import { examDeadline, examWindowDays } from './examPlan.ts';
import type { Grade, Recall } from './grade.ts';

export interface SchedulerOptions {
  /** Chance of recall at which a fact comes back: 0.80 to 0.95. */
  readonly retention: number;
  /** Midnight that begins the day of the exam; absent when there is none. */
  readonly examDay?: number;
  /** The learner's local time minus UTC, in minutes. */
  readonly offsetMinutes: number;
}

/** Decides when facts come back. The time is always given, never read. */
export interface ReviewScheduler {
  /** The card after one more answer; without a card, its first. */
  review(card: ReviewCard | undefined, fact: string, grade: Grade, now: number): ReviewCard;
  /** The chance, 0 to 1, that the fact is recalled now. */
  recall(card: ReviewCard, now: number): number;
  /** Whole days from the last review to the next one that memory alone asks for. */
  intervalDays(stabilityDays: number, now: number): number;
  /** The card with its due day as these options make it; nothing else changes. */
  replan(card: ReviewCard, now: number): ReviewCard;
}

/**
 * Before the last days, an exam's plan lets recall sag to this: what is looked at then would be looked at again anyway.
 * Holding the target all the way costs more reviews and is no better on the day.
 */
export const retentionFarFromExam = 0.7;
export const minRetention = 0.8;
export const maxRetention = 0.95;
/** As many as can lie in an exam's window. */
const daysKept = examWindowDays;

const grades: Readonly<Record<Recall, FsrsGrade>> = { again: Rating.Again, hard: Rating.Hard, good: Rating.Good, easy: Rating.Easy };

/** A scheduler on the FSRS memory model, in whole days, without chance. */
export function createScheduler(options: SchedulerOptions): ReviewScheduler {
  const { examDay, offsetMinutes } = options;
  const retention = Math.min(maxRetention, Math.max(minRetention, options.retention));
  const near = model(retention);
  const far = model(Math.min(retention, retentionFarFromExam));
  const today = (now: number) => startOfDay(now, offsetMinutes);
  const examAhead = (now: number): number | undefined => (examDay !== undefined && today(now) < examDay ? examDay : undefined);
  const modelAt = (now: number) => {
    const exam = examAhead(now);
    return exam !== undefined && today(now) < exam - examWindowDays * dayMs ? far : near;
  };
  const intervalDays = (stabilityDays: number, now: number) => Math.max(1, modelAt(now).next_interval(stabilityDays, 0));

  const replan = (card: ReviewCard, now: number): ReviewCard => {
    const remembered = today(card.lastReviewAt) + intervalDays(card.stabilityDays, card.lastReviewAt) * dayMs;
    const exam = examAhead(now);
    const deadline = exam === undefined ? Infinity : examDeadline(card.fact, today(now), exam, card.reviewDays);
    return { ...card, dueAt: Math.min(remembered, card.forcedAt ?? Infinity, deadline) };
  };

  return {
    intervalDays,
    replan,
    recall: (card, now) => near.get_retrievability(toFsrs(card), now, false),
    review(card, fact, grade, now) {
      const next = near.next(card ? toFsrs(card) : emptyCard(now), now, grades[grade.recall]).card;
      const day = today(now);
      const stillForced = card?.forcedAt !== null && card?.forcedAt !== undefined && now < card.forcedAt ? card.forcedAt : null;
      const days = card?.reviewDays ?? [];
      return replan(
        {
          fact,
          stabilityDays: next.stability,
          difficulty: next.difficulty,
          reps: next.reps,
          lapses: next.lapses,
          lastReviewAt: now,
          reviewDays: days.includes(day) ? days : [...days, day].slice(-daysKept),
          forcedAt: grade.nextDay ? day + dayMs : stillForced,
          dueAt: now,
        },
        now,
      );
    },
  };
}

/** Cards count in days: steps of minutes within a sitting are the session's business. */
function model(retention: number): FSRS {
  return fsrs({ request_retention: retention, enable_fuzz: false, enable_short_term: false });
}

function emptyCard(now: number): CardInput {
  return { due: now, stability: 0, difficulty: 0, elapsed_days: 0, scheduled_days: 0, learning_steps: 0, reps: 0, lapses: 0, state: State.New };
}

function toFsrs(card: ReviewCard): CardInput {
  return {
    due: card.dueAt,
    stability: card.stabilityDays,
    difficulty: card.difficulty,
    elapsed_days: 0,
    scheduled_days: 0,
    learning_steps: 0,
    reps: card.reps,
    lapses: card.lapses,
    state: State.Review,
    last_review: card.lastReviewAt,
  };
}
