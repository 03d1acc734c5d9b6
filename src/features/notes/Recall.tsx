import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { Button } from '../../ui/Button.tsx';
import { SlotView } from '../../ui/SlotView.tsx';
import styles from './Notes.module.css';

export interface RecallProps {
  item: string;
  /** Whether the text of the block is folded, so that the answer comes from memory. */
  folded: boolean;
  onFold: (folded: boolean) => void;
  onDone: () => void;
  onAnother: (() => void) | undefined;
}

/** A question on a block, answered in its place; takes the focus when it opens. */
export function Recall({ item, folded, onFold, onDone, onAnother }: RecallProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={place} tabIndex={-1} role="group" aria-label="Recall" className={styles.recall}>
      <p className={styles.recallHead}>
        {folded ? 'The text is folded: answer from memory.' : 'The text is below.'}
        <Button size="s" variant="quiet" onClick={() => onFold(!folded)}>
          {folded ? 'Show the text' : 'Fold the text'}
        </Button>
      </p>
      <SlotView
        name="InlineItem"
        props={{ itemId: item, onDone }}
        where="The question"
        waiting={<p role="status">Loading the question…</p>}
        absent={
          <p>
            Questions cannot be shown here. <Link to={`/quiz/q/${item}`}>Open the question on its own page</Link>
          </p>
        }
      />
      {onAnother && (
        <Button size="s" variant="quiet" onClick={onAnother}>
          Another question on this block
        </Button>
      )}
    </div>
  );
}
