import { useId, type ComponentProps, type ReactNode } from 'react';
import { classNames } from './classNames.ts';
import styles from './Select.module.css';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  label: string;
  value: string;
  onChange: (text: string) => void;
  help?: ReactNode;
  error?: string;
  labelHidden?: boolean;
  monospace?: boolean;
}

/** A line of text with a label; an error is said beside the field and tied to it. */
export function TextField({
  id,
  label,
  value,
  onChange,
  help,
  error = '',
  labelHidden = false,
  monospace = false,
  ...rest
}: TextFieldProps) {
  const uid = useId();
  return (
    <div className={styles.field} data-testid={id ? `ctl-${id}` : undefined}>
      <label htmlFor={uid} className={labelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      <input
        {...rest}
        id={uid}
        value={value}
        className={classNames(styles.input, monospace && styles.mono)}
        aria-invalid={error !== '' || undefined}
        aria-describedby={classNames(help !== undefined && `${uid}-help`, error !== '' && `${uid}-error`) || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {help && (
        <p id={`${uid}-help`} className={styles.help}>
          {help}
        </p>
      )}
      <p id={`${uid}-error`} aria-live="polite" className={styles.error}>
        {error}
      </p>
    </div>
  );
}
