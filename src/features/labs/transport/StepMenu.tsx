import type { ComponentProps } from 'react';
import { stepSizes, type StepSize } from './stepSizes.ts';
import styles from './Transport.module.css';

const sizes = Object.keys(stepSizes) as StepSize[];

/** How far the step buttons go. */
export function StepMenu({ value, onChange, ...rest }: { readonly value: StepSize; readonly onChange: (size: StepSize) => void } & Omit<ComponentProps<'select'>, 'value' | 'onChange'>) {
  return (
    <select {...rest} aria-label="Step by" className={styles.select} value={value} onChange={(event) => onChange(sizes.find((size) => size === event.target.value) ?? 'event')}>
      {sizes.map((size) => (
        <option key={size} value={size}>
          {stepSizes[size].label}
        </option>
      ))}
    </select>
  );
}
