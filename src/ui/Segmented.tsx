import { useId } from 'react';
import { classNames } from './classNames.ts';
import styles from './Segmented.module.css';

export interface SegmentedProps<T extends string> {
  label: string;
  options: readonly { readonly value: T; readonly label: string; readonly hint?: string }[];
  value: T;
  onChange: (value: T) => void;
  labelHidden?: boolean;
  size?: 's' | 'm';
}

/** One choice of a few, all in view: native radios, arrow keys included. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onChange,
  labelHidden = false,
  size = 'm',
}: SegmentedProps<T>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-labelledby={`${name}-label`} className={classNames(styles.set, size === 's' && styles.small)}>
      <span id={`${name}-label`} className={labelHidden ? 'visually-hidden' : styles.legend}>
        {label}
      </span>
      <div className={styles.row}>
        {options.map((option) => (
          <label key={option.value} className={styles.option} title={option.hint}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
