import type { FactsEdition, Question } from '../../content/types.ts';
import { seedOf } from '../chance.ts';
import { conceptOf, fitsEdition, type Asked, type Bank, type History } from './bank.ts';
import { interleave } from './interleave.ts';

/**
 * Questions that review the given facts (least remembered first), at most `max`: for each fact one it was not asked by
 * lately, counting every due fact that a question covers. Facts that no question of this edition tests are left out.
 */
export function chooseReviews(bank: Bank, history: History, facts: readonly string[], edition: FactsEdition, seed: number, max: number): readonly Asked[] {
  const usable = bank.questions.filter((question) => fitsEdition(question, edition));
  const due = new Set(facts);
  const covered = new Set<string>();
  const chosen: Asked[] = [];
  for (const fact of facts) {
    if (chosen.length >= max) break;
    if (covered.has(fact)) continue;
    const taken = new Set(chosen.map((asked) => asked.itemId));
    const question = best(usable.filter((q) => q.facts.includes(fact) && !taken.has(q.id)), history, due, covered);
    if (!question) continue;
    for (const tested of question.facts) covered.add(tested);
    chosen.push({ itemId: question.id, seed: seedOf(`${seed}:${question.id}`), concept: conceptOf(question, bank.concepts) });
  }
  return interleave(chosen, bank.confusable);
}

/** Never asked before beats asked long ago beats asked lately; then the one that covers more of what is due. */
function best(questions: readonly Question[], history: History, due: ReadonlySet<string>, covered: ReadonlySet<string>): Question | undefined {
  const lastAt = (question: Question) => history.get(question.id)?.lastAt ?? -Infinity;
  const covers = (question: Question) => question.facts.filter((fact) => due.has(fact) && !covered.has(fact)).length;
  return [...questions].sort((a, b) => compare(lastAt(a), lastAt(b)) || covers(b) - covers(a) || (a.id < b.id ? -1 : 1))[0];
}

/** -Infinity minus itself is no number, so no subtraction. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
