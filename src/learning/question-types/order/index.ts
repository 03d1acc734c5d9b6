import type { Marks, PartMark, QuestionType } from '../questionType.ts';
import { allOrNothing } from '../questionType.ts';

/** Steps to put in order. Study counts steps in their right place; an exam wants the whole order. */
export const order: QuestionType<'order'> = {
  type: 'order',
  instruction: () => 'Put the steps in order, first step at the top.',
  readiness(prompt, answer) {
    if (answer === undefined || answer.order.length === 0) return 'empty';
    return prompt.steps.every((step) => answer.order.includes(step.id)) && answer.order.length === prompt.steps.length ? 'ready' : 'partial';
  },
  score(key, answer, marking): Marks {
    const placed = key.steps.filter((id, i) => answer?.order[i] === id).length;
    return marking === 'exam' ? allOrNothing(placed === key.steps.length) : { earned: placed, total: key.steps.length };
  },
  parts(key, answer) {
    return Object.fromEntries(key.steps.map((id, i): [string, PartMark] => [id, answer?.order[i] === id ? 'right' : 'wrong']));
  },
};
