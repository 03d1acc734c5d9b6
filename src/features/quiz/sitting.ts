import type { FactsEdition } from '../../content/types.ts';
import { dueCards } from '../../learning/review/due.ts';
import { createScheduler } from '../../learning/review/scheduler.ts';
import { historyOf, type Asked } from '../../learning/selection/bank.ts';
import { choosePractice } from '../../learning/selection/practice.ts';
import { withOwed } from '../../learning/selection/reask.ts';
import { chooseReviews } from '../../learning/selection/reviews.ts';
import { chooseWeak, weakSpots, type WeakSpot } from '../../learning/selection/weak.ts';
import type { AttemptRow, Draft, SessionRow } from '../../state/progressRows.ts';
import type { ProgressState } from '../../state/progressState.ts';
import type { QuizData } from './quizData.ts';

export type SittingMode = 'review' | 'practice' | 'weak';

/** What the address of a sitting asks for. */
export interface SittingWish {
  readonly mode: SittingMode;
  /** Topics; none means all. */
  readonly sections: readonly string[];
  readonly concept?: string;
  /** Infinity for all there is. */
  readonly n: number;
  readonly mix: 'mixed' | 'blocked';
}

const defaultCount: Readonly<Record<SittingMode, number>> = { review: 20, practice: 10, weak: 10 };

/** The wish in an address: `?sec=kds,kpl&n=20&mix=blocked&concept=c.hot-shard`; `n=all` asks everything once. */
export function readWish(mode: SittingMode, query: URLSearchParams): SittingWish {
  const n = query.get('n');
  const count = n === 'all' ? Infinity : Number(n ?? NaN);
  const concept = query.get('concept');
  return {
    mode,
    sections: (query.get('sec') ?? '').split(',').filter((topic) => topic !== '' && topic !== 'all'),
    n: Number.isInteger(count) && count > 0 ? Math.min(count, 200) : count === Infinity ? Infinity : defaultCount[mode],
    mix: query.get('mix') === 'blocked' ? 'blocked' : 'mixed',
    ...(concept === null ? {} : { concept }),
  };
}

/** Facts due now, least remembered first. */
export function dueFacts(state: ProgressState): readonly string[] {
  return dueCards([...state.cards.values()], createScheduler(state.schedulerOptions()), state.now()).map((card) => card.fact);
}

/** Concepts that need work now, weakest first. */
export function weakNow(data: QuizData, state: ProgressState): readonly WeakSpot[] {
  const scheduler = createScheduler(state.schedulerOptions());
  const now = state.now();
  const recall = new Map([...state.cards.values()].map((card) => [card.fact, scheduler.recall(card, now)]));
  return weakSpots(data.bank, recall, state.attempts, now);
}

/** The questions of a new sitting, in order; empty when there is nothing to ask. */
export function chooseQueue(data: QuizData, state: ProgressState, wish: SittingWish, edition: FactsEdition, seed: number): readonly Asked[] {
  const { bank } = data;
  const { attempts } = state;
  const history = historyOf(attempts);
  switch (wish.mode) {
    case 'review':
      return chooseReviews(bank, history, dueFacts(state), edition, seed, wish.n);
    case 'weak':
      return chooseWeak(bank, weakNow(data, state), attempts, edition, seed, Math.min(wish.n, 200));
    case 'practice': {
      const chosen = choosePractice(bank, history, { ...wish, edition, seed });
      return wish.concept === undefined ? withOwed(chosen, attempts, bank, edition) : chosen;
    }
  }
}

/** An unanswered question. */
export function emptyDraft(itemId: string): Draft {
  return { itemId, answer: null, confidence: null, hintUsed: false, ms: 0, changes: 0, attemptId: null };
}

/** The question a sitting stands at; undefined when it is over. */
export function currentAsked(session: SessionRow): Asked | undefined {
  return session.endedAt === null ? session.queue[session.index] : undefined;
}

/** Checked answers of a sitting, in order. */
export function attemptsOf(attempts: readonly AttemptRow[], sessionId: string): readonly AttemptRow[] {
  return attempts.filter((attempt) => attempt.sessionId === sessionId);
}

/** What the modes are called. */
export const modeTitle: Readonly<Record<SittingMode, string>> = { review: 'Reviews due', practice: 'Practice', weak: 'Weak spots' };
