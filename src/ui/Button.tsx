import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './classNames.ts';
import styles from './Button.module.css';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 's' | 'm';

/** The class of a link that should look like a button. */
export function buttonClass(variant: ButtonVariant = 'secondary', size: ButtonSize = 'm'): string {
  return classNames(styles.button, styles[variant], size === 's' && styles.small);
}

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** While true the button says it is working and takes no presses, but keeps focus. */
  busy?: boolean;
  /** Makes it a toggle button. */
  pressed?: boolean;
  children: ReactNode;
}

/** A native button; `type="button"` unless said otherwise. */
export function Button({
  variant = 'secondary',
  size = 'm',
  icon,
  busy = false,
  pressed,
  children,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-pressed={pressed}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onClick}
      className={classNames(buttonClass(variant, size), className)}
    >
      {icon}
      <span className={styles.label}>{children}</span>
    </button>
  );
}
