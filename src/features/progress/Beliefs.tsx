import { Link } from 'react-router';
import { itemsNeeded } from '../../learning/misconceptions.ts';
import { useProgress } from '../../state/progressHooks.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { beliefsOf, currentAnswers } from './progressView.ts';
import { useProgressData } from './progressData.ts';
import styles from './Progress.module.css';

/** Mistakes that come from the same wrong idea, each with a run, two questions and the note that set it right. */
export function Beliefs() {
  const { misconceptions, links, versions } = useProgressData();
  const attempts = currentAnswers(useProgress((state) => state.attempts), versions);
  const held = beliefsOf(attempts).flatMap((belief) => {
    const misconception = misconceptions.get(belief.id);
    return misconception ? [{ belief, misconception }] : [];
  });
  return (
    <section className={styles.section} aria-labelledby="beliefs">
      <h2 id="beliefs">You seem to believe…</h2>
      {held.length === 0 && <p>Nothing wrong that shows. An idea is listed here once it led you astray in {itemsNeeded} different questions.</p>}
      <ol className={styles.beliefs} data-testid="beliefs">
        {held.map(({ belief, misconception }) => {
          const lab = misconception.lab === undefined ? undefined : links.find(misconception.lab);
          const note = links.find(misconception.contrast);
          const questions = [...new Set([...links.itemsOn(misconception.contrast), ...belief.items])].slice(0, 2);
          return (
            <li key={belief.id} data-misconception={belief.id}>
              <p className={styles.belief}>{misconception.believes}</p>
              <p className={styles.muted}>
                Chosen in {belief.items.length} questions. {belief.contrasts === 1 ? 'One right answer against it so far; one more and it leaves.' : 'Two right answers against it and it leaves.'}
              </p>
              <p className={styles.links}>
                {lab?.href !== undefined && (
                  <Link to={lab.href} className={buttonClass('primary', 's')}>
                    See it: {lab.title}
                  </Link>
                )}
                {note?.href !== undefined && <Link to={note.href}>Note: {note.title}</Link>}
                {questions.map((id, i) => (
                  <Link key={id} to={`/quiz/q/${id}`}>
                    Question {i + 1} on it
                  </Link>
                ))}
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
