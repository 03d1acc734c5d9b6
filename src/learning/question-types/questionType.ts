import type { Key, Prompt } from '../../content/prompt.ts';
import type { ItemType } from '../../content/types.ts';

/** What a learner gave as an answer; stored as it stands, so plain data. */
export type Answer =
  | { readonly type: 'single' | 'multiple' | 'predict-the-run'; readonly chosen: readonly string[] }
  /** The text as typed: it may be half a number. */
  | { readonly type: 'numeric'; readonly text: string }
  /** Step ids from first to last; absent until the learner moved one. */
  | { readonly type: 'order'; readonly order: readonly string[] }
  /** Row id to choice id; rows not yet matched are absent. */
  | { readonly type: 'match'; readonly pairs: { readonly [row: string]: string } };

/** Whether an answer can be checked: nothing given, not complete, or complete. */
export type Readiness = 'empty' | 'partial' | 'ready';

/** Study gives partial credit for orders and matches; an exam is all or nothing. */
export type Marking = 'study' | 'exam';

export interface Marks {
  /** Between 0 and `total`. */
  readonly earned: number;
  readonly total: number;
}

/** What became of one part (option, step, row): chosen rightly, chosen wrongly, should have been chosen, or rightly left alone. */
export type PartMark = 'right' | 'wrong' | 'missed' | 'left';

/** The member of a union that serves a question type; one member may serve several. */
type Serving<Union, T> = Union extends { readonly type: infer Served } ? ([T] extends [Served] ? Union : never) : never;
export type PromptOf<T extends ItemType> = Serving<Prompt, T>;
export type KeyOf<T extends ItemType> = Serving<Key, T>;
export type AnswerOf<T extends ItemType> = Serving<Answer, T>;

/** A question type without its view: readiness and scoring, pure. */
export interface QuestionType<T extends ItemType> {
  readonly type: T;
  /** What the learner is asked to do, under the stem. */
  instruction(prompt: PromptOf<T>): string;
  readiness(prompt: PromptOf<T>, answer: AnswerOf<T> | undefined): Readiness;
  score(key: KeyOf<T>, answer: AnswerOf<T> | undefined, marking: Marking): Marks;
  /** The mark of each part by id; numeric questions have none. */
  parts(key: KeyOf<T>, answer: AnswerOf<T> | undefined): { readonly [part: string]: PartMark };
}

/** Full or no marks. */
export function allOrNothing(right: boolean): Marks {
  return { earned: right ? 1 : 0, total: 1 };
}
