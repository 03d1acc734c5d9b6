import { useState } from 'react';
import type { Item } from '../../content/types.ts';
import type { AttemptRow } from '../../state/progressRows.ts';
import { keyFor } from '../../state/shortcuts.ts';
import { Button } from '../../ui/Button.tsx';
import { ReportDialog } from './ReportDialog.tsx';
import styles from './Quiz.module.css';

export interface ItemActionsProps {
  readonly item: Item;
  readonly attempt?: AttemptRow;
  readonly hintUsed: boolean;
  onHint(): void;
  readonly next?: { readonly label: string; onNext(): void };
  readonly showKeys: boolean;
  readonly seed: number;
}

/** Check before, Next after; hint and report beside them. */
export function ItemActions({ item, attempt, hintUsed, onHint, next, showKeys, seed }: ItemActionsProps) {
  const [reporting, setReporting] = useState(false);
  const enter = showKeys && (
    <kbd className={styles.buttonKey} aria-hidden="true">
      ⏎
    </kbd>
  );
  return (
    <div className={styles.actions}>
      {attempt === undefined && (
        <Button variant="primary" type="submit" data-testid="quiz-check">
          Check answer {enter}
        </Button>
      )}
      {attempt !== undefined && next && (
        <Button variant="primary" onClick={() => next.onNext()} data-testid="quiz-next">
          {next.label} {enter}
        </Button>
      )}
      {attempt === undefined && item.hint !== undefined && !hintUsed && (
        <Button variant="quiet" onClick={onHint} aria-keyshortcuts={keyFor('quiz.hint')} data-testid="quiz-hint">
          Hint (costs nothing, is noted)
        </Button>
      )}
      <Button variant="quiet" className={styles.reportButton} onClick={() => setReporting(true)}>
        Report a problem
      </Button>
      {reporting && <ReportDialog item={item} attempt={attempt} seed={seed} onClose={() => setReporting(false)} />}
    </div>
  );
}
