import type { ReactNode } from 'react';
import { Popover } from './Popover.tsx';
import styles from './ThenNow.module.css';

export interface ThenNowProps {
  /** What the number limits, in plain words. */
  title: string;
  /** The edition on show. */
  edition: 'notes' | 'today';
  /** Both values with their units, ready to read. */
  notes: string;
  today: string;
  source: string;
  /** When AWS changed it. */
  changed?: string;
  /** What is shown; default: the value of the edition on show. */
  children?: ReactNode;
  /** `value` sits in a sentence with a dotted underline, `chip` beside it. */
  look?: 'value' | 'chip';
}

/** A number that differs, or may differ, between the notes and today: shown with a dotted underline, both values one press away. */
export function ThenNow({ title, edition, notes, today, source, changed, children, look = 'value' }: ThenNowProps) {
  const shown = edition === 'notes' ? notes : today;
  return (
    <Popover
      trigger={children ?? shown}
      title={title}
      label={look === 'chip' ? `${typeof children === 'string' ? children : shown}: ${title}` : undefined}
      className={look === 'chip' ? styles.chip : styles.value}
    >
      <span className={styles.pair}>
        {(['notes', 'today'] as const).map((which) => (
          <span key={which} className={styles.line}>
            <span className={styles.name}>
              {which === 'notes' ? 'Notes' : 'Today'}
              {which === edition && <span className={styles.current}> (shown)</span>}
            </span>
            <span className={styles.number}>{which === 'notes' ? notes : today}</span>
          </span>
        ))}
      </span>
      {notes === today && <span className={styles.small}>Unchanged since the notes were written.</span>}
      {changed && <span className={styles.small}>Changed: {changed}.</span>}
      <span className={styles.small}>Source: {source}</span>
    </Popover>
  );
}
