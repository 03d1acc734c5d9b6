import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

/** Nothing here yet: one sentence and, at most, one thing to do. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p>{children}</p>
      {action}
    </div>
  );
}
