import { useId, type ReactNode } from 'react';
import styles from './Select.module.css';

export interface SelectProps<T extends string> {
  /** When given, the control is found by `data-testid="ctl-<id>"`. */
  id?: string;
  label: string;
  value: T;
  options: readonly { readonly value: T; readonly label: string; readonly disabled?: boolean }[];
  onChange: (value: T) => void;
  help?: ReactNode;
  labelHidden?: boolean;
  edition?: ReactNode;
  disabled?: boolean;
}

/** A native select with a label. */
export function Select<T extends string>({
  id,
  label,
  value,
  options,
  onChange,
  help,
  labelHidden = false,
  edition,
  disabled,
}: SelectProps<T>) {
  const uid = useId();
  return (
    <div className={styles.field} data-testid={id ? `ctl-${id}` : undefined}>
      <div className={styles.head}>
        <label htmlFor={uid} className={labelHidden ? 'visually-hidden' : styles.label}>
          {label}
        </label>
        {edition}
      </div>
      <select
        id={uid}
        className={styles.select}
        value={value}
        disabled={disabled}
        aria-describedby={help ? `${uid}-help` : undefined}
        onChange={(event) => onChange(event.target.value as T)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      {help && (
        <p id={`${uid}-help`} className={styles.help}>
          {help}
        </p>
      )}
    </div>
  );
}
