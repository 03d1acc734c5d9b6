import { ChoiceView } from '../ChoiceView.tsx';
import type { ViewProps } from '../viewProps.ts';

/** What a run will show, by radio; the run itself is opened after the answer. */
export function PredictTheRunView({ prompt, onAnswer, ...rest }: ViewProps<'predict-the-run'>) {
  return <ChoiceView {...rest} options={prompt.options} choose={1} onChosen={(chosen) => onAnswer({ type: 'predict-the-run', chosen })} />;
}
