import { useState } from 'react';
import { seedOf } from '../../learning/chance.ts';
import { useEdition } from '../../state/edition.ts';
import { useProgress } from '../../state/progressHooks.tsx';
import type { Draft } from '../../state/progressRows.ts';
import { ItemCard } from './ItemCard.tsx';
import { conceptIdOf, itemOf, useQuizData } from './quizData.ts';
import { QuizGate } from './QuizFrame.tsx';
import { emptyDraft } from './sitting.ts';
import { useChecking } from './useChecking.ts';
import styles from './Quiz.module.css';

export interface InlineItemProps {
  readonly itemId: string;
  /** Called when the learner goes on after the feedback; without it there is no button to go on. */
  readonly onDone?: () => void;
}

/** One question inside a note or a lab: same card, same progress, keys only while focus is inside it. */
export function InlineItem(props: InlineItemProps) {
  return (
    <QuizGate waiting={<p role="status">Fetching the question…</p>}>
      <InlineQuestion key={props.itemId} {...props} />
    </QuizGate>
  );
}

function InlineQuestion({ itemId, onDone }: InlineItemProps) {
  const data = useQuizData();
  const checkAnswer = useChecking();
  const { edition } = useEdition();
  const [seed] = useState(() => seedOf(crypto.randomUUID()));
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(itemId));
  const attempt = useProgress((state) => (draft.attemptId === null ? undefined : state.attempts.find((row) => row.id === draft.attemptId)));
  const item = itemOf(data, itemId, seed);
  if (!item) return <p>There is no question “{itemId}”. It may have been replaced by a better one.</p>;
  const onCheck = async (checked: Draft) => {
    const made = await checkAnswer({ item, concept: conceptIdOf(data, itemId), seed, draft: checked, edition, sessionId: 'inline', mode: 'inline' });
    setDraft({ ...checked, attemptId: made.id });
  };
  return (
    <div className={styles.inline}>
      <ItemCard
        item={item}
        seed={seed}
        data={data}
        draft={draft}
        onDraft={setDraft}
        attempt={attempt}
        onCheck={(checked) => void onCheck(checked)}
        back={{ path: `/quiz/q/${itemId}?seed=${seed}`, label: 'Back to the question' }}
        wantsConfidence={false}
        keys="card"
        level={3}
        {...(onDone ? { next: { label: 'Go on', onNext: onDone } } : {})}
      />
    </div>
  );
}

export default InlineItem;
