import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { Icon, type IconName } from './Icon.tsx';
import styles from './Pill.module.css';

export type Status = 'ok' | 'warn' | 'bad' | 'info' | 'plain';

/** The icon that goes with a status, so that colour never stands alone. */
export const statusIcon: Record<Exclude<Status, 'plain'>, IconName> = { ok: 'check', warn: 'alert', bad: 'cross', info: 'info' };

/** A status in a word, with its icon. */
export function Pill({ status, children }: { status: Status; children: ReactNode }) {
  return (
    <span className={classNames(styles.pill, styles[status])}>
      {status !== 'plain' && <Icon name={statusIcon[status]} size={14} />}
      {children}
    </span>
  );
}

/** A small label; with `onClick` a button, with `pressed` a toggle. */
export function Chip({ children, onClick, pressed }: { children: ReactNode; onClick?: () => void; pressed?: boolean }) {
  if (!onClick) return <span className={styles.chip}>{children}</span>;
  return (
    <button type="button" className={styles.chip} aria-pressed={pressed} onClick={onClick}>
      {children}
    </button>
  );
}
