import { useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../../ui/Button.tsx';
import { SlotView } from '../../ui/SlotView.tsx';
import styles from './Notes.module.css';

/** The end of a section: three questions from memory, one after the other. */
export function SayItBack({ items }: { items: string }) {
  const ids = items.split(/\s+/).filter(Boolean);
  const [started, setStarted] = useState(false);
  const [at, setAt] = useState(0);
  const id = ids[at];

  return (
    <section aria-labelledby="say-it-back" className={styles.sayItBack}>
      <h2 id="say-it-back">Say it back</h2>
      {!started ? (
        <>
          <p>
            {ids.length === 1 ? 'One question' : `${ids.length} questions`} on this page, from memory. Recalling now is what makes
            it stay.
          </p>
          <Button variant="primary" onClick={() => setStarted(true)}>
            Start
          </Button>
        </>
      ) : id ? (
        <>
          <p className="num">
            Question {at + 1} of {ids.length}
          </p>
          <SlotView
            key={id}
            name="InlineItem"
            props={{ itemId: id, onDone: () => setAt(at + 1) }}
            where="The question"
            waiting={<p>Loading the question…</p>}
            absent={
              <p>
                Questions cannot be shown here. <Link to={`/quiz/q/${id}`}>Open the question on its own page</Link>
              </p>
            }
          />
        </>
      ) : (
        <p role="status">That was all {ids.length}. Questions you missed will come back in your reviews.</p>
      )}
    </section>
  );
}
