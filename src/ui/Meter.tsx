import { useId } from 'react';
import { classNames } from './classNames.ts';
import styles from './Meter.module.css';

export interface MeterProps {
  label: string;
  value: number;
  limit: number;
  /** What the line is called, for example `1,000 records/s`. */
  limitLabel: string;
  unit: string;
  format?: (value: number) => string;
}

export type Load = 'plain' | 'near' | 'over';

/** Below 70 % of the limit plain, to 100 % near, above it over. */
export function loadOf(value: number, limit: number): Load {
  if (value > limit) return 'over';
  return value >= 0.7 * limit ? 'near' : 'plain';
}

const words: Record<Load, string> = { plain: '', near: 'near limit', over: 'over' };

/** Throughput against a labelled limit line; the scale runs to 150 % of the limit so that an overshoot shows. */
export function Meter({ label, value, limit, limitLabel, unit, format = (v) => v.toLocaleString('en-GB') }: MeterProps) {
  const uid = useId();
  const load = loadOf(value, limit);
  const fraction = Math.min(1, limit === 0 ? 0 : value / (limit * 1.5));
  const text = `${format(value)} ${unit}, limit ${limitLabel}${words[load] ? `, ${words[load]}` : ''}`;
  return (
    <div className={styles.meter}>
      <div className={styles.head}>
        <span id={uid}>{label}</span>
        <span className={styles.value}>
          {words[load] && <span className={styles.word}>{words[load]}</span>} {format(value)} {unit}
        </span>
      </div>
      <div
        role="meter"
        aria-labelledby={uid}
        aria-valuemin={0}
        aria-valuemax={limit * 1.5}
        aria-valuenow={Math.min(value, limit * 1.5)}
        aria-valuetext={text}
        className={styles.track}
      >
        <div className={classNames(styles.fill, styles[load])} style={{ inlineSize: `${fraction * 100}%` }} />
        <div className={styles.limit} />
      </div>
      <div aria-hidden="true" className={styles.foot}>
        <span className={styles.limitLabel}>{limitLabel}</span>
      </div>
    </div>
  );
}
