import { useId, type ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { Icon } from './Icon.tsx';
import { statusIcon } from './Pill.tsx';
import styles from './Callout.module.css';

export interface CalloutProps {
  status?: 'info' | 'ok' | 'warn' | 'bad';
  title: ReactNode;
  level?: 2 | 3 | 4;
  children?: ReactNode;
  actions?: ReactNode;
  testId?: string;
}

/** Something worth stopping for: a titled box with what it says and what can be done. */
export function Callout({ status = 'info', title, level = 3, children, actions, testId }: CalloutProps) {
  const uid = useId();
  const Heading = `h${level}` as const;
  return (
    <section aria-labelledby={uid} data-testid={testId} className={classNames(styles.callout, styles[status])}>
      <div className={styles.head}>
        <Icon name={statusIcon[status]} />
        <Heading id={uid} className={styles.title}>
          {title}
        </Heading>
      </div>
      {children && <div className={styles.body}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}
