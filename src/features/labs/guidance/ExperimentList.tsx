import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Experiment } from '../../../content/types.ts';
import { loadPanel } from '../../../content/viteSource.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { useLoaded } from '../../../ui/useLoaded.ts';
import { useLab, useSession } from '../session/context.ts';
import styles from './Guidance.module.css';

/** Whether the prompt of the prediction, which stands right below, asks the driving question over again. */
function asksTheSame({ question, prediction }: Experiment): boolean {
  const last = question.split(/(?<=[.?!]) /).at(-1) ?? question;
  return prediction?.prompt.endsWith(last) === true;
}

/** The driving questions of the lab; the one on show stands on top, the others in a list that opens. */
export function ExperimentList() {
  const { panel } = useLab();
  const [query] = useSearchParams();
  const current = useSession((state) => state.experiment);
  const loaded = useLoaded(panel.slug, () => loadPanel(panel.slug));
  const [open, setOpen] = useState(!query.has('x'));
  const list = useRef<HTMLDetailsElement>(null);
  useEffect(() => setOpen(current === undefined), [current]);

  if (loaded.status === 'loading') return <p role="status">Loading the experiments…</p>;
  if (loaded.status === 'failed') {
    return (
      <p role="alert">
        The experiments could not be loaded.{' '}
        <button type="button" onClick={loaded.retry}>
          Try again
        </button>
      </p>
    );
  }
  const facts = query.get('facts');
  return (
    <div className={styles.experiments}>
      <details ref={list} open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className={styles.details}>
        <summary>
          {current && (
            <span className={styles.question}>
              <strong>{current.title}.</strong> {asksTheSame(current) ? '' : current.question}
            </span>
          )}
          <span className={styles.others}>
            {current ? 'Other experiments' : 'Choose an experiment'} ({loaded.value.experiments.length})
          </span>
        </summary>
        <ol className={styles.list}>
          {loaded.value.experiments.map((experiment) => (
            <li key={experiment.id}>
              <Link to={`?x=${experiment.id}${facts === null ? '' : `&facts=${facts}`}`} aria-current={experiment.id === current?.id ? 'true' : undefined} className={styles.card} preventScrollReset>
                <span className={styles.cardTitle}>
                  {experiment.title}
                  {experiment.facts === 'today' && <span className={styles.today}>Today</span>}
                </span>
                <span className={styles.cardText}>{experiment.question}</span>
                <span className={styles.minutes}>
                  <Icon name="play" size={14} /> {experiment.minutes} min
                </span>
              </Link>
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}
