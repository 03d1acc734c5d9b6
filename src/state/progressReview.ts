import { misconceptionsOffered, misconceptionsShown, scoreAnswer } from '../learning/answering.ts';
import { gradeOf, type Grade } from '../learning/review/grade.ts';
import type { ReviewScheduler } from '../learning/review/scheduler.ts';
import type { AttemptRow, CardRow } from './progressRows.ts';
import type { Checked } from './progressState.ts';

/** The stored form of a checked answer. */
export function attemptOf(checked: Checked, id: string, at: number): AttemptRow {
  const { item, answer } = checked;
  const { earned, total, right, partly } = scoreAnswer(item, answer ?? undefined, 'study');
  return {
    id,
    sessionId: checked.sessionId,
    mode: checked.mode,
    itemId: item.id,
    itemVersion: item.version,
    seed: checked.seed,
    topic: item.topic,
    concept: checked.concept,
    facts: item.facts,
    edition: checked.edition,
    answer,
    right,
    partly,
    earned,
    total,
    confidence: checked.confidence,
    hintUsed: checked.hintUsed,
    easy: false,
    shown: misconceptionsShown(item, answer ?? undefined),
    offered: misconceptionsOffered(item),
    at,
    ms: Math.max(0, Math.round(checked.ms)),
    changes: checked.changes,
  };
}

/** The cards of the answer's facts after it; a card per fact, made where there is none. */
export function reviewedCards(attempt: AttemptRow, cards: ReadonlyMap<string, CardRow | undefined>, scheduler: ReviewScheduler): readonly CardRow[] {
  const grade: Grade = attempt.easy ? { recall: 'easy', nextDay: false } : gradeOf(attempt);
  return attempt.facts.map((fact) => scheduler.review(cards.get(fact), fact, grade, attempt.at));
}
