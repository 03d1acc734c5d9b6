import { useId } from 'react';
import { PartMarkWord } from '../PartMarkWord.tsx';
import { letterAt, type ViewProps } from '../viewProps.ts';
import styles from '../View.module.css';

/** Rows, each with a native list to choose its match from. */
export function MatchView({ prompt, answer, onAnswer, labelledBy, describedBy, revealed }: ViewProps<'match'>) {
  const uid = useId();
  const pairs = answer?.pairs ?? {};
  const textOf = new Map(prompt.choices.map((choice) => [choice.id, choice.text]));
  const choose = (row: string, choice: string) => {
    const { [row]: _before, ...others } = pairs;
    onAnswer({ type: 'match', pairs: choice === '' ? others : { ...others, [row]: choice } });
  };
  return (
    <fieldset className={styles.options} aria-labelledby={labelledBy} aria-describedby={describedBy} disabled={revealed !== undefined}>
      {prompt.rows.map((row, i) => {
        const mark = revealed?.marks[row.id];
        return (
          <div key={row.id} className={styles.row} data-mark={mark} data-testid={`quiz-option-${row.id}`}>
            <label htmlFor={`${uid}-${i}`} className={styles.rowText}>
              <span className={`${styles.letter} num`}>{letterAt(i)}</span> <span className={styles.text}>{row.text}</span>
            </label>
            <select id={`${uid}-${i}`} className={styles.select} value={pairs[row.id] ?? ''} onChange={(event) => choose(row.id, event.target.value)}>
              <option value="">Match with …</option>
              {prompt.choices.map((choice) => (
                <option key={choice.id} value={choice.id}>
                  {choice.text}
                </option>
              ))}
            </select>
            {revealed && <PartMarkWord mark={mark} word={mark === 'right' ? 'Right' : `Belongs to: ${textOf.get(revealed.key.pairs[row.id] ?? '') ?? ''}`} />}
          </div>
        );
      })}
    </fieldset>
  );
}
