import type { FactsEdition } from '../../content/types.ts';
import { seedOf } from '../chance.ts';
import { dayMs } from '../review/day.ts';
import { conceptOf, fitsEdition, historyOf, twinsOf, type Asked, type Bank, type PastAnswer } from './bank.ts';

/** How well a concept is remembered. */
export interface WeakSpot {
  readonly concept: string;
  /** Mean predicted recall of its facts that have been asked, 0 to 1. */
  readonly recall: number;
  /** Answered wrongly while certain, within the last 14 days, and not rightly since. */
  readonly certainWrong: boolean;
}

export const certainWrongDays = 14;
/** Concepts recalled better than this are no weak spots. */
const strongEnough = 0.9;

/** The concepts that need work, weakest first; certain errors of the last 14 days come before all others. */
export function weakSpots(bank: Bank, recallOf: ReadonlyMap<string, number>, answers: readonly PastAnswer[], now: number): readonly WeakSpot[] {
  const wrong = certainErrors(answers.filter((answer) => answer.at > now - certainWrongDays * dayMs));
  const asked = new Map<string, string[]>();
  for (const question of bank.questions) {
    const concept = conceptOf(question, bank.concepts);
    asked.set(concept, [...(asked.get(concept) ?? []), ...question.facts]);
  }
  const spots: WeakSpot[] = [];
  for (const [concept, facts] of asked) {
    const known = [...new Set(facts)].map((fact) => recallOf.get(fact)).filter((recall): recall is number => recall !== undefined);
    if (known.length === 0 && !wrong.has(concept)) continue;
    const recall = known.length === 0 ? 0 : known.reduce((sum, r) => sum + r, 0) / known.length;
    if (recall < strongEnough || wrong.has(concept)) spots.push({ concept, recall, certainWrong: wrong.has(concept) });
  }
  return spots.sort((a, b) => Number(b.certainWrong) - Number(a.certainWrong) || a.recall - b.recall || (a.concept < b.concept ? -1 : 1));
}

/** Concepts whose last certain error has not been followed by a right answer. Answers are oldest first. */
export function certainErrors(answers: readonly PastAnswer[]): ReadonlySet<string> {
  const open = new Set<string>();
  for (const { concept, right, confidence } of answers) {
    if (!right && confidence === 'certain') open.add(concept);
    else if (right) open.delete(concept);
  }
  return open;
}

/** A sitting on the weakest concepts, each followed by one it is mixed up with. */
export function chooseWeak(
  bank: Bank,
  spots: readonly WeakSpot[],
  answers: readonly PastAnswer[],
  edition: FactsEdition,
  seed: number,
  n: number,
): readonly Asked[] {
  const history = historyOf(answers);
  const chosen: Asked[] = [];
  const take = (concept: string): boolean => {
    const open = bank.questions
      .filter((q) => fitsEdition(q, edition) && conceptOf(q, bank.concepts) === concept && !chosen.some((asked) => asked.itemId === q.id))
      .sort((a, b) => (history.get(a.id)?.lastAt ?? 0) - (history.get(b.id)?.lastAt ?? 0) || (a.id < b.id ? -1 : 1));
    const question = open[0];
    if (!question || chosen.length >= n) return false;
    chosen.push({ itemId: question.id, seed: seedOf(`${seed}:${question.id}`), concept });
    return true;
  };
  for (let round = 0; chosen.length < n; round++) {
    let taken = false;
    for (const { concept } of spots) {
      if (!take(concept)) continue;
      taken = true;
      const twins = twinsOf(concept, bank.confusable);
      const twin = twins[round % Math.max(1, twins.length)];
      if (twin !== undefined) take(twin);
    }
    if (!taken) break;
  }
  return chosen;
}
