import type { Marks, PartMark, QuestionType } from '../questionType.ts';
import { allOrNothing } from '../questionType.ts';

/** Rows to pair with choices; a choice may serve several rows. Study counts rows, an exam wants them all. */
export const match: QuestionType<'match'> = {
  type: 'match',
  instruction: () => 'Choose the match for each row. A match may be used more than once, or not at all.',
  readiness(prompt, answer) {
    const matched = prompt.rows.filter((row) => answer?.pairs[row.id] !== undefined).length;
    if (matched === 0) return 'empty';
    return matched === prompt.rows.length ? 'ready' : 'partial';
  },
  score(key, answer, marking): Marks {
    const rows = Object.entries(key.pairs);
    const right = rows.filter(([row, choice]) => answer?.pairs[row] === choice).length;
    return marking === 'exam' ? allOrNothing(right === rows.length) : { earned: right, total: rows.length };
  },
  parts(key, answer) {
    return Object.fromEntries(Object.entries(key.pairs).map(([row, choice]): [string, PartMark] => [row, answer?.pairs[row] === choice ? 'right' : 'wrong']));
  },
};
