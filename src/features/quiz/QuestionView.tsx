import { createElement } from 'react';
import { questionView, type ErasedViewProps } from '../../learning/question-types/views.ts';

/** The view of whatever type the prompt is of. */
export function QuestionView(props: ErasedViewProps) {
  // createElement, since the component is picked from a fixed table and not made here.
  return createElement(questionView(props.prompt.type), props);
}
