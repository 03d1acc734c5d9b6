import { useId } from 'react';
import styles from './ProgressBar.module.css';

/** Progress with its name and words; `value` null means that how far is not known. */
export function ProgressBar({
  label,
  value,
  max = 1,
  valueText,
}: {
  label: string;
  value: number | null;
  max?: number;
  valueText?: string;
}) {
  const uid = useId();
  const fraction = value === null ? 0 : Math.min(1, value / max);
  return (
    <div className={styles.progress}>
      <div className={styles.head}>
        <span id={uid}>{label}</span>
        {valueText && <span className={styles.text}>{valueText}</span>}
      </div>
      <div
        role="progressbar"
        aria-labelledby={uid}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value ?? undefined}
        aria-valuetext={valueText}
        className={styles.track}
      >
        <div className={styles.fill} style={{ inlineSize: `${fraction * 100}%` }} />
      </div>
    </div>
  );
}
