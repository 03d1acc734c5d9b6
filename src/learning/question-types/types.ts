import { assert } from '../../base/assert.ts';
import type { Key, Prompt } from '../../content/prompt.ts';
import type { ItemType } from '../../content/types.ts';
import { match } from './match/index.ts';
import { multiple } from './multiple/index.ts';
import { numeric } from './numeric/index.ts';
import { order } from './order/index.ts';
import { predictTheRun } from './predict-the-run/index.ts';
import type { Answer, Marking, Marks, PartMark, QuestionType, Readiness } from './questionType.ts';
import { single } from './single/index.ts';

/** A question type whose prompt, key and answer are only known to belong together when it runs. */
export interface ErasedType {
  readonly type: ItemType;
  instruction(prompt: Prompt): string;
  readiness(prompt: Prompt, answer: Answer | undefined): Readiness;
  score(key: Key, answer: Answer | undefined, marking: Marking): Marks;
  parts(key: Key, answer: Answer | undefined): { readonly [part: string]: PartMark };
}

type Typed = { readonly type: ItemType };

/** The one place where the types of a slice are forgotten: a prompt, key or answer of another type is our own mistake and throws. */
function erase<T extends ItemType>(slice: QuestionType<T>): ErasedType {
  const own = <V>(given: Typed): V => {
    assert(given.type === slice.type, `a ${slice.type} question was given a ${given.type} value`);
    return given as V;
  };
  const maybe = <V>(given: Typed | undefined): V | undefined => (given === undefined ? undefined : own<V>(given));
  return {
    type: slice.type,
    instruction: (prompt) => slice.instruction(own(prompt)),
    readiness: (prompt, answer) => slice.readiness(own(prompt), maybe(answer)),
    score: (key, answer, marking) => slice.score(own(key), maybe(answer), marking),
    parts: (key, answer) => slice.parts(own(key), maybe(answer)),
  };
}

/** Every question type: one line each. Its view stands in `views.ts`. */
export const questionTypes: readonly ErasedType[] = [
  erase(single),
  erase(multiple),
  erase(numeric),
  erase(order),
  erase(match),
  erase(predictTheRun),
];

const byType = new Map(questionTypes.map((entry) => [entry.type, entry]));

/** The logic of a question type. */
export function questionType(type: ItemType): ErasedType {
  const found = byType.get(type);
  assert(found !== undefined, `no question type "${type}" in question-types/types.ts`);
  return found;
}
