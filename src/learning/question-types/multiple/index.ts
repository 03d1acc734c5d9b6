import { choiceRules } from '../choice.ts';
import type { QuestionType } from '../questionType.ts';

const words = ['none', 'one', 'two', 'three', 'four', 'five'];

/** "two" for 2; digits from six on. */
export function countWord(n: number): string {
  return words[n] ?? String(n);
}

/** A stated number of correct options; all of them or no marks. */
export const multiple: QuestionType<'multiple'> = {
  type: 'multiple',
  instruction: (prompt) => `Choose ${countWord(prompt.choose)}.`,
  readiness(prompt, answer) {
    const chosen = answer?.chosen.length ?? 0;
    if (chosen === 0) return 'empty';
    return chosen === prompt.choose ? 'ready' : 'partial';
  },
  ...choiceRules,
};
