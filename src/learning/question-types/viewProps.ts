import type { ItemType } from '../../content/types.ts';
import type { AnswerOf, KeyOf, PartMark, PromptOf } from './questionType.ts';

/** What the view of a question type is given. The key comes only with `revealed`, after the answer was checked. */
export interface ViewProps<T extends ItemType> {
  readonly prompt: PromptOf<T>;
  readonly answer: AnswerOf<T> | undefined;
  onAnswer(answer: AnswerOf<T>): void;
  /** Ids of the elements that name the question and say what to do. */
  readonly labelledBy: string;
  readonly describedBy: string;
  /** Says something to screen readers: a step moved, a third tick refused. */
  say(text: string): void;
  readonly revealed?: { readonly key: KeyOf<T>; readonly marks: { readonly [part: string]: PartMark } };
}

/** The label of the part at a place: A, B, C … */
export function letterAt(index: number): string {
  return String.fromCharCode(65 + index);
}
