import { beliefs, type Belief } from '../../learning/misconceptions.ts';
import { dayMs, dayText, startOfDay } from '../../learning/review/day.ts';
import { forecast, type ForecastDay } from '../../learning/review/forecast.ts';
import { createScheduler } from '../../learning/review/scheduler.ts';
import type { AttemptRow, MinutesRow } from '../../state/progressRows.ts';
import type { ProgressState } from '../../state/progressState.ts';

/** How well a section is likely to be recalled now. */
export interface SectionRecall {
  readonly topic: string;
  readonly title: string;
  /** Mean predicted recall of its facts in review, 0 to 1. */
  readonly recall: number;
  /** Facts in review. */
  readonly known: number;
  /** Facts of the section. */
  readonly facts: number;
}

export interface TopicFacts {
  readonly topic: string;
  readonly title: string;
  readonly facts: readonly string[];
}

/** Recall by section, weakest first; sections without a fact in review are left out. */
export function recallBySection(topics: readonly TopicFacts[], state: Pick<ProgressState, 'cards' | 'schedulerOptions' | 'now'>): readonly SectionRecall[] {
  const scheduler = createScheduler(state.schedulerOptions());
  const now = state.now();
  return topics
    .flatMap(({ topic, title, facts }) => {
      const recalls = facts.flatMap((fact) => {
        const card = state.cards.get(fact);
        return card ? [scheduler.recall(card, now)] : [];
      });
      return recalls.length === 0 ? [] : [{ topic, title, recall: recalls.reduce((a, b) => a + b, 0) / recalls.length, known: recalls.length, facts: facts.length }];
    })
    .sort((a, b) => a.recall - b.recall);
}

/** Reviews due on each of the coming 14 days. */
export function dueForecast(state: Pick<ProgressState, 'cards' | 'schedulerOptions' | 'now'>): readonly ForecastDay[] {
  return forecast([...state.cards.values()], state.now(), state.schedulerOptions().offsetMinutes);
}

/** Answers to questions as they are now: a question that was mended leaves its older answers out, one that is gone leaves all. */
export function currentAnswers(attempts: readonly AttemptRow[], versions: ReadonlyMap<string, number>): readonly AttemptRow[] {
  return attempts.filter((attempt) => versions.get(attempt.itemId) === attempt.itemVersion);
}

/** What the learner seems to believe, latest first. */
export function beliefsOf(attempts: readonly AttemptRow[]): readonly Belief[] {
  return beliefs(attempts.map(({ itemId, at, right, shown, offered }) => ({ itemId, at, right, shown, offered })));
}

/** Milliseconds by activity over the last seven days of the learner's calendar, today included. */
export function timeThisWeek(minutes: Iterable<MinutesRow>, now: number, offsetMinutes: number): Readonly<Record<MinutesRow['activity'], number>> {
  const days = new Set(Array.from({ length: 7 }, (_, i) => dayText(startOfDay(now, offsetMinutes) - i * dayMs, offsetMinutes)));
  const total = { quiz: 0, lab: 0, notes: 0 };
  for (const row of minutes) if (days.has(row.day)) total[row.activity] += row.ms;
  return total;
}
