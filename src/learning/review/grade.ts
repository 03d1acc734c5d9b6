/** How sure the learner was, asked before the answer is revealed; null when skipped. */
export type Confidence = 'guessing' | 'fairly' | 'certain' | null;
/** How well a fact was recalled; `easy` only when the learner says so. */
export type Recall = 'again' | 'hard' | 'good' | 'easy';

export interface Outcome {
  /** Full marks; an answer that is partly right is not. */
  readonly right: boolean;
  readonly confidence: Confidence;
  readonly hintUsed: boolean;
}

export interface Grade {
  readonly recall: Recall;
  /** Certain and wrong: has to come back the next day, whatever the interval says. */
  readonly nextDay: boolean;
}

/** The grade of an answer. Response time never counts. */
export function gradeOf({ right, confidence, hintUsed }: Outcome): Grade {
  if (!right) return { recall: 'again', nextDay: confidence === 'certain' };
  return { recall: confidence === 'guessing' || hintUsed ? 'hard' : 'good', nextDay: false };
}

/** Whether "too easy" may be offered: right, certain and without a hint. */
export function mayBeEasy({ right, confidence, hintUsed }: Outcome): boolean {
  return right && confidence === 'certain' && !hintUsed;
}
