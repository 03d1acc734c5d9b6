import { useId, useState, type ReactNode } from 'react';
import { clampToStep, fromFraction, rangeSteps, stepBy, toFraction, type Scale } from './fieldScale.ts';
import { FieldTicks, type Tick } from './FieldTicks.tsx';
import { Icon } from './Icon.tsx';
import styles from './Field.module.css';

export interface FieldProps {
  /** The control is found by `data-testid="ctl-<id>"`. */
  id: string;
  label: string;
  unit: string;
  value: number;
  onChange: (value: number) => void;
  min: number;
  max: number;
  step?: number;
  /** `log` where the range spans more than two decades; min must then be above 0. */
  scale?: Scale;
  /** The number as a person reads it; default: digits with thousands separators. */
  format?: (value: number) => string;
  /** Spoken value with unit and meaning; default: format and unit. */
  describe?: (value: number) => string;
  /** AWS limits on the scale. */
  ticks?: readonly Tick[];
  /** Chip beside the label when the limit differs between editions. */
  edition?: ReactNode;
  help?: ReactNode;
  disabled?: boolean;
}

const plain = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 3 });

/** A number with its unit: range, number field and − / + on one value. Typing outside the range is pulled in on blur and said. */
export function Field(props: FieldProps) {
  const {
    id,
    label,
    unit,
    value,
    onChange,
    min,
    max,
    step = 1,
    scale = 'linear',
    format = plain,
    ticks,
    edition,
    help,
    disabled,
  } = props;
  const uid = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const describe = props.describe ?? ((v: number) => `${format(v)} ${unit}`);
  const set = (next: number) => {
    setNote('');
    if (next !== value) onChange(next);
  };

  const commit = () => {
    if (draft === null) return;
    setDraft(null);
    const typed = Number(draft.replace(/[\s,]/g, ''));
    if (draft.trim() === '' || !Number.isFinite(typed)) {
      setNote(`“${draft}” is not a number; kept ${describe(value)}.`);
      return;
    }
    const next = clampToStep(typed, min, max, step);
    set(next);
    if (typed < min) setNote(`Set to ${describe(min)}, the least this control takes.`);
    else if (typed > max) setNote(`Set to ${describe(max)}, the most this control takes.`);
  };

  return (
    <div role="group" aria-labelledby={`${uid}-label`} data-testid={`ctl-${id}`} className={styles.field}>
      <div className={styles.head}>
        <span id={`${uid}-label`} className={styles.label}>
          {label}
        </span>
        {edition}
      </div>
      <div className={styles.row}>
        <button
          type="button"
          className={styles.step}
          aria-label={`Less: ${label}`}
          disabled={disabled || value <= min}
          onClick={() => set(stepBy(value, -1, min, max, step, scale))}
        >
          <Icon name="minus" size={16} />
        </button>
        <div className={styles.range}>
          <input
            type="range"
            aria-label={label}
            aria-valuetext={describe(value)}
            aria-describedby={help ? `${uid}-help` : undefined}
            min={0}
            max={rangeSteps}
            step={scale === 'linear' ? Math.min(rangeSteps, (step / (max - min)) * rangeSteps) : 1}
            value={toFraction(value, min, max, scale) * rangeSteps}
            disabled={disabled}
            onChange={(event) => set(fromFraction(Number(event.target.value) / rangeSteps, min, max, scale, step))}
          />
          {ticks && ticks.length > 0 && <FieldTicks ticks={ticks} min={min} max={max} scale={scale} />}
        </div>
        <button
          type="button"
          className={styles.step}
          aria-label={`More: ${label}`}
          disabled={disabled || value >= max}
          onClick={() => set(stepBy(value, 1, min, max, step, scale))}
        >
          <Icon name="plus" size={16} />
        </button>
        <label className={styles.number}>
          <span className="visually-hidden">{`${label}, ${unit}`}</span>
          <input
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={draft ?? format(value)}
            disabled={disabled}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={commit}
            onKeyDown={(event) => {
              if (event.key === 'Enter') commit();
              if (event.key === 'Escape') setDraft(null);
            }}
          />
          <span aria-hidden="true" className={styles.unit}>
            {unit}
          </span>
        </label>
      </div>
      {help && (
        <p id={`${uid}-help`} className={styles.help}>
          {help}
        </p>
      )}
      <p aria-live="polite" className={styles.note}>
        {note}
      </p>
    </div>
  );
}
