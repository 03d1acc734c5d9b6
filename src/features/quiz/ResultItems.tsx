import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { promptFor } from '../../learning/answering.ts';
import { useProgress } from '../../state/progressHooks.tsx';
import type { AttemptRow, SessionRow } from '../../state/progressRows.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { answerText } from './labLinks.ts';
import { itemOf, useQuizData } from './quizData.ts';
import { Rationales } from './Rationales.tsx';
import { filtered, type ItemFilter } from './results.ts';
import { verdictLine } from './verdict.ts';
import styles from './Quiz.module.css';

/** All questions of a sitting, each to be opened for its full rationale. */
export function ResultItems({ attempts, session }: { readonly attempts: readonly AttemptRow[]; readonly session: SessionRow }) {
  const [filter, setFilter] = useState<ItemFilter>('all');
  const flags = useProgress((state) => state.flags);
  const shown = filtered(attempts, filter, (itemId) => flags.get(itemId)?.on ?? false);
  return (
    <section className={styles.section} aria-labelledby="all-items">
      <h2 id="all-items">All questions</h2>
      <Segmented
        label="Show"
        labelHidden
        value={filter}
        onChange={setFilter}
        options={[
          { value: 'all', label: `All ${attempts.length}` },
          { value: 'wrong', label: 'Wrong' },
          { value: 'flagged', label: 'Flagged' },
          { value: 'guessed', label: 'Guessed' },
        ]}
      />
      {shown.length === 0 && <p>None of this kind.</p>}
      <ol className={styles.items}>
        {shown.map((attempt) => (
          <li key={attempt.id}>
            <ResultItem attempt={attempt} session={session} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function ResultItem({ attempt, session }: { readonly attempt: AttemptRow; readonly session: SessionRow }) {
  const data = useQuizData();
  const [open, setOpen] = useState(false);
  const item = itemOf(data, attempt.itemId, attempt.seed);
  const prompt = useMemo(() => item && promptFor(item, attempt.seed), [item, attempt.seed]);
  if (!item || !prompt) return <p>This question has been taken out since.</p>;
  return (
    <details className={styles.item} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name={attempt.right ? 'check' : 'cross'} size={16} />
        <span className="visually-hidden">{attempt.right ? 'Right: ' : 'Wrong: '}</span>
        <span>{item.stem}</span>
      </summary>
      {open && (
        <div className={styles.itemBody}>
          <p>
            <strong>{verdictLine(item, prompt, attempt)}</strong>
          </p>
          <p>You answered: {answerText(item, attempt.answer) ?? 'nothing'}.</p>
          <Rationales item={item} prompt={prompt} attempt={attempt} noteHref={data.links.find(item.note)?.href} back={{ path: `/quiz/results/${session.id}`, label: 'Back to the results' }} />
          <p>
            <Link to={`/quiz/q/${item.id}?seed=${attempt.seed}`}>Open the question on its own</Link>
          </p>
        </div>
      )}
    </details>
  );
}
