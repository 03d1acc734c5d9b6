import { useId } from 'react';
import type { ViewProps } from '../viewProps.ts';
import { readNumber } from './index.ts';
import styles from '../View.module.css';

/** A number with its unit behind it. What cannot be read as one number is said under the field. */
export function NumericView({ prompt, answer, onAnswer, labelledBy, describedBy, revealed }: ViewProps<'numeric'>) {
  const uid = useId();
  const text = answer?.text ?? '';
  const unreadable = text.trim() !== '' && readNumber(text, prompt.unit) === undefined;
  return (
    <fieldset className={styles.numeric} aria-labelledby={labelledBy} aria-describedby={describedBy} disabled={revealed !== undefined}>
      <label htmlFor={uid} className={styles.numericLabel}>
        Your answer, in {prompt.unit}
      </label>
      <span className={styles.numericField}>
        <input
          id={uid}
          data-testid="quiz-number"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          aria-invalid={unreadable || undefined}
          aria-describedby={unreadable ? `${uid}-error` : undefined}
          onChange={(event) => onAnswer({ type: 'numeric', text: event.target.value.slice(0, 40) })}
        />
        <span aria-hidden="true">{prompt.unit}</span>
      </span>
      <p id={`${uid}-error`} className={styles.error}>
        {unreadable ? 'That is no single number. Write digits, with a point for decimals: 1,500 or 2.5.' : ''}
      </p>
    </fieldset>
  );
}
