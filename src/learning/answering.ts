import { toKey, toPrompt, type Prompt } from '../content/prompt.ts';
import type { Item } from '../content/types.ts';
import { shuffled } from './chance.ts';
import { readNumber } from './question-types/numeric/index.ts';
import type { Answer, Marking } from './question-types/questionType.ts';
import { questionType } from './question-types/types.ts';

/** What an answer earned, and the facts it says were not known. */
export interface Score {
  readonly earned: number;
  readonly total: number;
  /** Full marks. Anything less counts as wrong for reviews. */
  readonly right: boolean;
  /** Some, not all, parts were right: feedback names them, reviews do not count them. */
  readonly partly: boolean;
  /** Fact ids. */
  readonly wrong: readonly string[];
}

/** Scores an answer; none given is wrong. */
export function scoreAnswer(item: Item, answer: Answer | undefined, marking: Marking): Score {
  const type = questionType(item.type);
  const key = toKey(item);
  const { earned, total } = type.score(key, answer, marking);
  const right = earned === total;
  const partly = !right && (earned > 0 || Object.values(type.parts(key, answer)).includes('right'));
  return { earned, total, right, partly, wrong: right ? [] : item.facts };
}

/** The prompt with its parts in the order of this attempt: the same seed gives the same order, and steps never start in the right one. */
export function promptFor(item: Item, seed: number): Prompt {
  const prompt = toPrompt(item);
  switch (prompt.type) {
    case 'numeric':
      return prompt;
    case 'order':
      return { ...prompt, steps: wronglyOrdered(prompt.steps, item, seed) };
    case 'match':
      return { ...prompt, rows: shuffled(prompt.rows, seed), choices: shuffled(prompt.choices, seed + 1) };
    default:
      return { ...prompt, options: shuffled(prompt.options, seed) };
  }
}

function wronglyOrdered<T extends { readonly id: string }>(steps: readonly T[], item: Item, seed: number): readonly T[] {
  const key = toKey(item);
  const isKey = (list: readonly T[]) => key.type === 'order' && list.every((step, i) => step.id === key.steps[i]);
  const first = shuffled(steps, seed);
  if (!isKey(first)) return first;
  return [...first.slice(1), ...first.slice(0, 1)];
}

/** Ids of the misconceptions that the answer shows: those of the wrong options chosen, or of the misreading that gives the typed number. */
export function misconceptionsShown(item: Item, answer: Answer | undefined): readonly string[] {
  if (answer === undefined) return [];
  if (item.type === 'numeric') {
    const value = answer.type === 'numeric' ? readNumber(answer.text, item.numeric.unit) : undefined;
    const { answer: right, tolerance, misreadings } = item.numeric;
    if (value === undefined || Math.abs(value - right) <= tolerance) return [];
    return misreadings.filter((m) => Math.abs(m.value - value) <= tolerance + 1e-9).map((m) => m.misconception);
  }
  if (!('options' in item) || !('chosen' in answer)) return [];
  return unique(item.options.filter((option) => !option.correct && answer.chosen.includes(option.id)).map((option) => option.misconception));
}

/** Ids of the misconceptions that the item tempts with; a right answer contrasts every one of them. */
export function misconceptionsOffered(item: Item): readonly string[] {
  if (item.type === 'numeric') return unique(item.numeric.misreadings.map((m) => m.misconception));
  if ('options' in item) return unique(item.options.filter((option) => !option.correct).map((option) => option.misconception));
  return [];
}

function unique(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}
