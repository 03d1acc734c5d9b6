import { useEffect, useRef } from 'react';
import type { RunState } from '../../../state/runStore.ts';
import { useRunStore } from '../runContext.ts';
import { clockText } from '../words.ts';
import { speedText } from './stepSizes.ts';
import styles from './Transport.module.css';

const textOf = ({ snapshot, speed }: RunState) => `${clockText(snapshot?.time ?? 0)} sim · ${speedText(speed)}`;

/** Simulated time and speed, written straight into the page thirty times a second. */
export function Clock() {
  const run = useRunStore();
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const write = (state: RunState) => {
      element.textContent = textOf(state);
    };
    write(run.getState());
    return run.subscribe(write);
  }, [run]);
  return <span ref={place} className={styles.clock} data-testid="lab-clock" />;
}
