import { ChoiceView } from '../ChoiceView.tsx';
import type { ViewProps } from '../viewProps.ts';

/** One of several options, by radio. */
export function SingleView({ prompt, onAnswer, ...rest }: ViewProps<'single'>) {
  return <ChoiceView {...rest} options={prompt.options} choose={1} onChosen={(chosen) => onAnswer({ type: 'single', chosen })} />;
}
