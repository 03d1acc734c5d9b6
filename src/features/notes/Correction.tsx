import { Icon } from '../../ui/Icon.tsx';
import styles from './Notes.module.css';

/** A place where the notes are wrong: their words struck out, and what is right. */
export function Correction({ was, now }: { was: string; now: string; errata?: number | string }) {
  return (
    <div role="note" aria-label="Correction of the notes" className={styles.correction}>
      <p className={styles.correctionHead}>
        <Icon name="flag" size={16} /> Correction
      </p>
      <p>
        <span className={styles.correctionWord}>The notes say</span> <del>{was}</del>
      </p>
      <p>
        <span className={styles.correctionWord}>In fact</span> <ins>{now}</ins>
      </p>
    </div>
  );
}
