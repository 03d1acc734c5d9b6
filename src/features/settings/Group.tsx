import type { ReactNode } from 'react';
import styles from './SettingsPage.module.css';

/** A part of the settings with its anchor. */
export function Group({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section id={id} tabIndex={-1} aria-labelledby={`${id}-title`} className={styles.group}>
      <h2 id={`${id}-title`}>{title}</h2>
      <div className={styles.rows}>{children}</div>
    </section>
  );
}
