import { useId } from 'react';
import { useSampledRun } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import styles from './Scene.module.css';

/** The run in two to four sentences, silently brought up to date once a second. */
export function SceneSummary() {
  const id = useId();
  const { panel } = useLab();
  const text = useSampledRun((state) => (state.snapshot ? panel.scene(state.snapshot).summary.join(' ') : 'The simulation is being loaded.'), 1);
  return (
    <section aria-labelledby={id} className={styles.summary}>
      <h2 id={id} className="visually-hidden">
        Scene summary
      </h2>
      <p data-testid="lab-summary">{text}</p>
    </section>
  );
}
