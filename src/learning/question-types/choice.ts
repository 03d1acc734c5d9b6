import type { AnswerOf, KeyOf, PartMark, Readiness } from './questionType.ts';
import { allOrNothing } from './questionType.ts';

type ChoiceType = 'single' | 'multiple' | 'predict-the-run';
type ChoiceAnswer = AnswerOf<ChoiceType>;

/** The same ids, in any order. */
function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id));
}

/** Options to choose from: full marks for exactly the correct ones, none otherwise (AWS gives no partial credit either). */
export const choiceRules = {
  score: (key: KeyOf<ChoiceType>, answer: ChoiceAnswer | undefined) => allOrNothing(sameSet(answer?.chosen ?? [], key.correct)),
  parts(key: KeyOf<ChoiceType>, answer: ChoiceAnswer | undefined): { readonly [part: string]: PartMark } {
    const marks: Record<string, PartMark> = {};
    for (const id of key.correct) marks[id] = 'missed';
    for (const id of answer?.chosen ?? []) marks[id] = key.correct.includes(id) ? 'right' : 'wrong';
    return marks;
  },
};

/** The rules of a question with exactly one correct option. */
export function oneOf(instruction: string) {
  return {
    instruction: () => instruction,
    readiness: (_prompt: unknown, answer: ChoiceAnswer | undefined): Readiness => (answer?.chosen.length === 1 ? 'ready' : 'empty'),
    ...choiceRules,
  };
}
