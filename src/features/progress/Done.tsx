import { Link } from 'react-router';
import { useProgress } from '../../state/progressHooks.tsx';
import type { PredictionRow } from '../../state/progressRows.ts';
import { useProgressData } from './progressData.ts';
import { timeThisWeek } from './progressView.ts';
import styles from './Progress.module.css';

/** Experiments the learner ran, as a plain list with the last prediction's outcome. */
export function Experiments() {
  const { links } = useProgressData();
  const predictions = useProgress((state) => state.predictions);
  const latest = new Map<string, PredictionRow>(predictions.map((row) => [row.experiment, row]));
  return (
    <section className={styles.section} aria-labelledby="experiments">
      <h2 id="experiments">Experiments done</h2>
      {latest.size === 0 && (
        <p>
          None yet. <Link to="/lab/kinesis">Open the Kinesis lab</Link>
        </p>
      )}
      <ul className={styles.plainList}>
        {[...latest.values()].map((row) => {
          const target = links.find(row.experiment);
          return (
            <li key={row.id}>
              {target?.href === undefined ? row.experiment : <Link to={target.href}>{target.title}</Link>} <span className={styles.muted}>{outcome(row)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function outcome(row: PredictionRow): string {
  if (row.answer === null) return 'run without a prediction';
  if (row.right === null) return row.finishedAt === null ? 'predicted, not watched to the end' : 'predicted';
  return row.right ? 'predicted rightly' : 'predicted, and the run showed otherwise';
}

/** Time spent in the last seven days. */
export function Minutes() {
  const minutes = useProgress((state) => state.minutes);
  const { now, schedulerOptions } = useProgress((state) => state);
  const week = timeThisWeek(minutes.values(), now(), schedulerOptions().offsetMinutes);
  const whole = (ms: number) => Math.round(ms / 60_000);
  const sum = week.quiz + week.lab + week.notes;
  const parts = ([['questions', week.quiz], ['labs', week.lab], ['notes', week.notes]] as const).filter(([, ms]) => whole(ms) > 0);
  return (
    <section className={styles.section} aria-labelledby="minutes">
      <h2 id="minutes">Minutes this week</h2>
      <p className="num">
        {sum > 0 && whole(sum) === 0 ? 'Less than a minute' : `${whole(sum)} ${whole(sum) === 1 ? 'minute' : 'minutes'}`} in the last seven days{parts.length > 0 && `: ${parts.map(([name, ms]) => `${name} ${whole(ms)}`).join(', ')}`}.
      </p>
    </section>
  );
}
