import { useId, type ReactNode } from 'react';
import styles from './Toggle.module.css';

export interface ToggleProps {
  /** When given, the control is found by `data-testid="ctl-<id>"`. */
  id?: string;
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  help?: ReactNode;
  disabled?: boolean;
}

/** An on/off switch (native checkbox); the whole row is the label. */
export function Toggle({ id, label, checked, onChange, help, disabled }: ToggleProps) {
  const uid = useId();
  return (
    <div className={styles.toggle} data-testid={id ? `ctl-${id}` : undefined}>
      <label className={styles.row}>
        <input
          type="checkbox"
          // oxlint-disable-next-line jsx-a11y/role-has-required-aria-props -- a native checkbox brings its own checked state
          role="switch"
          className={styles.box}
          checked={checked}
          disabled={disabled}
          aria-describedby={help ? `${uid}-help` : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      {help && (
        <p id={`${uid}-help`} className={styles.help}>
          {help}
        </p>
      )}
    </div>
  );
}
