import { ChoiceView } from '../ChoiceView.tsx';
import type { ViewProps } from '../viewProps.ts';
import styles from '../View.module.css';

/** Several of the options, by checkbox, with a count of how many are chosen. */
export function MultipleView({ prompt, onAnswer, ...rest }: ViewProps<'multiple'>) {
  const chosen = rest.answer?.chosen.length ?? 0;
  return (
    <>
      <ChoiceView {...rest} options={prompt.options} choose={prompt.choose} onChosen={(ids) => onAnswer({ type: 'multiple', chosen: ids })} />
      {!rest.revealed && (
        <p className={`${styles.counter} num`}>
          {chosen} of {prompt.choose} chosen
        </p>
      )}
    </>
  );
}
