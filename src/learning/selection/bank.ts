import type { Concept, FactsEdition, Question } from '../../content/types.ts';

/** Everything that can be asked, and how it hangs together. */
export interface Bank {
  readonly questions: readonly Question[];
  readonly concepts: readonly Concept[];
  /** Groups of concept ids that learners mix up. */
  readonly confusable: readonly (readonly string[])[];
}

/** One place of a queue: which question, and the seed of its draw and of the order of its options. */
export interface Asked {
  readonly itemId: string;
  readonly seed: number;
  readonly concept: string;
}

/** What is remembered of earlier answers to a question. */
export interface ItemHistory {
  readonly lastAt: number;
  readonly lastRight: boolean;
  readonly times: number;
}

export type History = ReadonlyMap<string, ItemHistory>;

/** The answers as selection sees them, oldest first. */
export interface PastAnswer {
  readonly itemId: string;
  readonly concept: string;
  readonly at: number;
  readonly right: boolean;
  readonly confidence: 'guessing' | 'fairly' | 'certain' | null;
}

/** Earlier answers, gathered by question. */
export function historyOf(answers: readonly PastAnswer[]): History {
  const history = new Map<string, ItemHistory>();
  for (const { itemId, at, right } of answers) {
    history.set(itemId, { lastAt: at, lastRight: right, times: (history.get(itemId)?.times ?? 0) + 1 });
  }
  return history;
}

/** The concept of a question: its own, or one that holds its first fact, or its topic. */
export function conceptOf(question: Question, concepts: readonly Concept[]): string {
  return question.concept ?? concepts.find((concept) => question.facts.some((fact) => concept.facts.includes(fact)))?.id ?? question.topic;
}

/** Whether the key holds under this edition's rules. */
export function fitsEdition(question: Question, edition: FactsEdition): boolean {
  return question.edition === 'both' || question.edition === edition;
}

/** Concepts that learners mix up with this one, the concept itself left out. */
export function twinsOf(concept: string, confusable: Bank['confusable']): readonly string[] {
  return [...new Set(confusable.filter((group) => group.includes(concept)).flat())].filter((id) => id !== concept);
}
