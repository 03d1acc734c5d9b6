import { useEffect, useState } from 'react';
import { useRun } from '../runContext.ts';
import styles from './Transport.module.css';

/** A wait of this long needs a word, ms. */
const patienceMs = 300;

/** Says that a long jump in time is being worked out. */
export function Working() {
  const jumping = useRun((state) => state.jumping);
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!jumping) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, [jumping]);
  return late ? <span className={styles.working}>Working it out…</span> : null;
}
