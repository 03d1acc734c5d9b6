import { useId } from 'react';
import type { Confidence } from '../../learning/review/grade.ts';
import { keyFor, type ShortcutId } from '../../state/shortcuts.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Quiz.module.css';

const levels: readonly { readonly value: Exclude<Confidence, null>; readonly label: string; readonly shortcut: ShortcutId }[] = [
  { value: 'guessing', label: 'Guessing', shortcut: 'quiz.guessing' },
  { value: 'fairly', label: 'Fairly sure', shortcut: 'quiz.fairly-sure' },
  { value: 'certain', label: 'Certain', shortcut: 'quiz.certain' },
];

/** The shortcuts of the confidences. */
export const confidenceOf: Partial<Record<ShortcutId, Exclude<Confidence, null>>> = Object.fromEntries(levels.map((level) => [level.shortcut, level.value]));

export interface ConfidenceChoiceProps {
  readonly value: Confidence;
  readonly skipped: boolean;
  onChange(value: Exclude<Confidence, null>): void;
  onSkip(): void;
  readonly showKeys: boolean;
}

/** How sure the learner is, before the answer is shown; may be skipped. */
export function ConfidenceChoice({ value, skipped, onChange, onSkip, showKeys }: ConfidenceChoiceProps) {
  const name = useId();
  return (
    <fieldset className={styles.confidence}>
      <legend>How sure are you?</legend>
      <div className={styles.confidenceRow}>
        {levels.map((level) => (
          <label key={level.value} className={styles.level} data-testid={`quiz-confidence-${level.value}`}>
            <input type="radio" name={name} value={level.value} checked={value === level.value} onChange={() => onChange(level.value)} />
            {level.label}
            {showKeys && (
              <kbd aria-hidden="true" className={styles.keyHint}>
                {keyFor(level.shortcut)}
              </kbd>
            )}
          </label>
        ))}
        <Button variant="quiet" size="s" pressed={skipped} onClick={onSkip} data-testid="quiz-confidence-skip">
          Skip
        </Button>
      </div>
    </fieldset>
  );
}
