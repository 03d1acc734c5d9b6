import type { FactsEdition, Question } from '../../content/types.ts';
import { seedOf } from '../chance.ts';
import { conceptOf, fitsEdition, type Asked, type Bank, type PastAnswer } from './bank.ts';
import { certainErrors } from './weak.ts';

/** A concept answered wrongly while certain comes back after at least this many other questions. */
export const othersBetween = 6;

/**
 * The queue with one more question on the concept of place `index`, after at least six others: another question on it
 * where there is one, else the same with another draw. Unchanged when the sitting is too short for that; the concept is then owed.
 */
export function withReask(queue: readonly Asked[], index: number, bank: Bank, edition: FactsEdition): readonly Asked[] {
  const missed = queue[index];
  if (!missed) return queue;
  const at = index + othersBetween + 1;
  if (queue.slice(at).some((asked) => asked.concept === missed.concept)) return queue;
  if (queue.length < at) return queue;
  return [...queue.slice(0, at), again(missed, queue, bank, edition), ...queue.slice(at)];
}

/** A new sitting with what earlier ones owe: one question for each concept whose certain error was not asked again, far enough from it. */
export function withOwed(queue: readonly Asked[], answers: readonly PastAnswer[], bank: Bank, edition: FactsEdition): readonly Asked[] {
  let out = queue;
  for (const concept of certainErrors(answers)) {
    const lastIndex = answers.map((answer) => answer.concept).lastIndexOf(concept);
    const last = answers[lastIndex];
    if (!last) continue;
    const wait = Math.max(0, othersBetween - (answers.length - 1 - lastIndex));
    if (out.slice(wait).some((asked) => asked.concept === concept) || out.length < wait) continue;
    const missed: Asked = { itemId: last.itemId, seed: seedOf(`owed:${last.itemId}:${last.at}`), concept };
    out = [...out.slice(0, wait), again(missed, out, bank, edition), ...out.slice(wait)];
  }
  return out;
}

function again(missed: Asked, queue: readonly Asked[], bank: Bank, edition: FactsEdition): Asked {
  const used = new Set(queue.map((asked) => asked.itemId));
  const own = (question: Question) => fitsEdition(question, edition) && conceptOf(question, bank.concepts) === missed.concept;
  const other = bank.questions.find((question) => own(question) && question.id !== missed.itemId && !used.has(question.id));
  return { itemId: other?.id ?? missed.itemId, seed: seedOf(`again:${missed.seed}:${missed.itemId}`), concept: missed.concept };
}
