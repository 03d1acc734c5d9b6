import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { seedOf } from '../../learning/chance.ts';
import { useEdition } from '../../state/edition.ts';
import { useProgress, useProgressStore } from '../../state/progressHooks.tsx';
import type { Draft, SessionRow } from '../../state/progressRows.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { ItemCard } from './ItemCard.tsx';
import { conceptIdOf, itemOf, useQuizData } from './quizData.ts';
import { emptyDraft } from './sitting.ts';
import { StorageNotice } from './StorageNotice.tsx';
import { useChecking } from './useChecking.ts';
import { shortStem } from './verdict.ts';
import styles from './Quiz.module.css';

/** An answer given here is still on show when one comes back within this time, in milliseconds. */
const keptFor = 60 * 60_000;

/** `/quiz/q/:id`: a single question, reached from notes, callouts and links. `?seed=` names the draw of a template. */
export function OneQuestionPage() {
  const { id = '' } = useParams();
  const [query] = useSearchParams();
  const data = useQuizData();
  const store = useProgressStore();
  const navigate = useNavigate();
  const checkAnswer = useChecking();
  const { edition } = useEdition();
  const sessionId = `one-${id}`;
  const stored = useProgress((state) => state.sessions.get(sessionId));
  const [fresh] = useState(() => seedOf(crypto.randomUUID()));
  const given = query.get('seed');
  const kept = stored && stored.endedAt === null && store.getState().now() - stored.startedAt < keptFor ? stored : undefined;
  const seed = given !== null && /^\d{1,10}$/.test(given) ? Number(given) : (kept?.queue[0]?.seed ?? fresh);
  const item = itemOf(data, id, seed);
  const draft: Draft = kept?.draft ?? emptyDraft(id);
  const attempt = useProgress((state) => (draft.attemptId === null ? undefined : state.attempts.find((row) => row.id === draft.attemptId)));
  const { saveSession, now } = store.getState();
  const path = `/quiz/q/${id}`;

  if (!item) {
    return (
      <Page title="No such question" width="prose">
        <EmptyState
          action={
            <Link to="/quiz" className={buttonClass('primary')}>
              To the quiz
            </Link>
          }
        >
          There is no question “{id}”. It may have been replaced by a better one.
        </EmptyState>
      </Page>
    );
  }
  const concept = conceptIdOf(data, item.id);
  const sessionWith = (changed: Draft | null, ended = false): SessionRow => ({
    id: sessionId, mode: 'one', path, edition, startedAt: kept?.startedAt ?? now(), endedAt: ended ? now() : null, queue: [{ itemId: id, seed, concept }], index: 0, draft: changed,
  });
  const onCheck = async (checked: Draft) => {
    const made = await checkAnswer({ item, concept, seed, draft: checked, edition, sessionId, mode: 'one' });
    await saveSession(sessionWith({ ...checked, attemptId: made.id }));
  };
  const goOn = async () => {
    await saveSession(sessionWith(null, true));
    await navigate(`/quiz/practice?concept=${encodeURIComponent(concept)}&n=4`);
  };
  return (
    <Page title={shortStem(item.stem)} documentTitle={[shortStem(item.stem), 'Quiz']} titleHidden width="prose">
      <StorageNotice />
      <ItemCard
        key={`${id}-${seed}`}
        item={item}
        seed={seed}
        data={data}
        draft={draft}
        onDraft={(changed) => void saveSession(sessionWith(changed))}
        attempt={attempt}
        onCheck={(checked) => void onCheck(checked)}
        next={{ label: 'More on this', onNext: () => void goOn() }}
        back={{ path, label: 'Back to the question' }}
        wantsConfidence={false}
        keys="page"
        level={2}
      />
      {attempt && (
        <p className={styles.after}>
          <Button size="s" onClick={() => void saveSession(sessionWith(null, true))}>
            Answer it again
          </Button>
          <Link to="/quiz">All of the quiz</Link>
        </p>
      )}
    </Page>
  );
}
