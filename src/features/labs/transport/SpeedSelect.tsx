import type { ComponentProps } from 'react';
import { useRun, useRunStore } from '../runContext.ts';
import { speeds, speedText } from './stepSizes.ts';
import styles from './Transport.module.css';

/** How many simulated seconds go by in a second. */
export function SpeedSelect(props: Omit<ComponentProps<'select'>, 'value' | 'onChange'>) {
  const run = useRunStore();
  const speed = useRun((state) => state.speed);
  const options = speeds.some((known) => known === speed) ? speeds : [...speeds, speed].sort((a, b) => a - b);
  return (
    <select {...props} aria-label="Speed" data-testid="lab-speed" className={styles.select} value={speed} onChange={(event) => run.getState().setSpeed(Number(event.target.value))}>
      {options.map((option) => (
        <option key={option} value={option}>
          {speedText(option)}
        </option>
      ))}
    </select>
  );
}
