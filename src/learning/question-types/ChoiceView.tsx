import { useId } from 'react';
import { PartMarkWord } from './PartMarkWord.tsx';
import type { PartMark } from './questionType.ts';
import { letterAt, type ViewProps } from './viewProps.ts';
import styles from './View.module.css';

type ChoiceProps = Omit<ViewProps<'single' | 'multiple' | 'predict-the-run'>, 'prompt' | 'onAnswer'> & {
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly choose: number;
  onChosen(chosen: readonly string[]): void;
};

function wordFor(mark: PartMark | undefined, several: boolean): string | undefined {
  if (mark === 'missed') return several ? 'Right, not chosen' : 'Right answer';
  return mark === 'right' ? 'Your answer, right' : mark === 'wrong' ? 'Your answer, wrong' : undefined;
}

/** Options as native radios (one to choose) or checkboxes (several); each whole row is the label. */
export function ChoiceView({ options, choose, answer, onChosen, labelledBy, describedBy, revealed, say }: ChoiceProps) {
  const name = useId();
  const chosen = answer?.chosen ?? [];
  const several = choose > 1;
  const toggle = (id: string, on: boolean) => {
    if (!several) return onChosen([id]);
    if (!on) return onChosen(chosen.filter((other) => other !== id));
    if (chosen.length >= choose) return say(`${chosen.length} of ${choose} are chosen already. Take one away first.`);
    onChosen([...chosen, id]);
  };
  return (
    <fieldset className={styles.options} aria-labelledby={labelledBy} aria-describedby={describedBy} disabled={revealed !== undefined}>
      {options.map((option, i) => {
        const isChosen = chosen.includes(option.id);
        const mark = revealed?.marks[option.id];
        return (
          <label key={option.id} className={styles.option} data-testid={`quiz-option-${option.id}`} data-chosen={isChosen || undefined} data-mark={mark}>
            <input
              type={several ? 'checkbox' : 'radio'}
              name={name}
              value={option.id}
              checked={isChosen}
              aria-keyshortcuts={String(i + 1)}
              onChange={(event) => toggle(option.id, event.target.checked)}
            />
            <span className={styles.letter}>{letterAt(i)}</span> <span className={styles.text}>{option.text}</span>{' '}
            {revealed && <PartMarkWord mark={mark} word={wordFor(mark, several)} />}
            {!revealed && (
              <kbd className={styles.keyHint} aria-hidden="true">
                {i + 1}
              </kbd>
            )}
          </label>
        );
      })}
    </fieldset>
  );
}
