import type { ComponentType } from 'react';
import { assert } from '../../base/assert.ts';
import type { Key, Prompt } from '../../content/prompt.ts';
import type { ItemType } from '../../content/types.ts';
import { MatchView } from './match/View.tsx';
import { MultipleView } from './multiple/View.tsx';
import { NumericView } from './numeric/View.tsx';
import { OrderView } from './order/View.tsx';
import { PredictTheRunView } from './predict-the-run/View.tsx';
import type { Answer, PartMark } from './questionType.ts';
import { SingleView } from './single/View.tsx';
import type { ViewProps } from './viewProps.ts';

/** Props of a view whose prompt, answer and key are only known to belong together when it is drawn. */
export interface ErasedViewProps {
  readonly prompt: Prompt;
  readonly answer: Answer | undefined;
  onAnswer(answer: Answer): void;
  readonly labelledBy: string;
  readonly describedBy: string;
  say(text: string): void;
  readonly revealed?: { readonly key: Key; readonly marks: { readonly [part: string]: PartMark } };
}

/** The one place where the types of a view are forgotten; `questionView` is asked with the type of the prompt, so they fit. */
function erase<T extends ItemType>(type: T, View: ComponentType<ViewProps<T>>): readonly [ItemType, ComponentType<ErasedViewProps>] {
  return [type, View as unknown as ComponentType<ErasedViewProps>];
}

/** The view of every question type: one line each. Its logic stands in `types.ts`. */
export const questionViews: readonly (readonly [ItemType, ComponentType<ErasedViewProps>])[] = [
  erase('single', SingleView),
  erase('multiple', MultipleView),
  erase('numeric', NumericView),
  erase('order', OrderView),
  erase('match', MatchView),
  erase('predict-the-run', PredictTheRunView),
];

const byType = new Map(questionViews);

/** The view that draws prompts of a type. */
export function questionView(type: ItemType): ComponentType<ErasedViewProps> {
  const View = byType.get(type);
  assert(View !== undefined, `no view for question type "${type}" in question-types/views.ts`);
  return View;
}
