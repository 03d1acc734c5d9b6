import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { seedOf } from '../../learning/chance.ts';
import { useEdition } from '../../state/edition.ts';
import { useProgress, useProgressStore } from '../../state/progressHooks.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { useQuizData } from './quizData.ts';
import { chooseQueue, modeTitle, readWish, type SittingMode } from './sitting.ts';
import { SittingRunner } from './SittingRunner.tsx';

const nothing: Readonly<Record<SittingMode, string>> = {
  review: 'Nothing is due. Facts come up here once you have answered questions on them.',
  practice: 'No question fits this choice in the edition on show.',
  weak: 'No weak spots: nothing you were asked is likely to be forgotten, and no certain mistake is open.',
};

/** `/quiz/practice`, `/quiz/review`, `/quiz/weak`: starts a sitting, or goes on with the one named by `?session=`. */
export function SittingPage({ mode }: { readonly mode: SittingMode }) {
  const data = useQuizData();
  const store = useProgressStore();
  const navigate = useNavigate();
  const { edition } = useEdition();
  const [query] = useSearchParams();
  const sessionId = query.get('session');
  const session = useProgress((state) => (sessionId === null ? undefined : state.sessions.get(sessionId)));
  const [empty, setEmpty] = useState(false);
  const started = useRef<string | null>(null);
  const search = query.toString();

  useEffect(() => {
    // Strict mode runs effects twice: one address starts one sitting.
    if (session || started.current === search) return;
    started.current = search;
    const wanted = new URLSearchParams(search);
    wanted.delete('session');
    const id = crypto.randomUUID();
    const state = store.getState();
    const queue = chooseQueue(data, state, readWish(mode, wanted), edition, seedOf(id));
    setEmpty(queue.length === 0);
    if (queue.length === 0) return;
    wanted.set('session', id);
    const path = `/quiz/${mode}?${wanted.toString()}`;
    void state
      .saveSession({ id, mode, path, edition, startedAt: state.now(), endedAt: null, queue, index: 0, draft: null })
      .then(() => navigate(path, { replace: true, preventScrollReset: true }));
  }, [session, search, mode, data, store, edition, navigate]);

  useEffect(() => {
    if (session && session.endedAt !== null) void navigate(`/quiz/results/${session.id}`, { replace: true });
  }, [session, navigate]);

  if (session && session.endedAt === null) return <SittingRunner key={session.id} session={session} mode={mode} />;
  return (
    <Page title={modeTitle[mode]} width="prose">
      {empty ? (
        <EmptyState
          action={
            <Link to={mode === 'practice' ? '/quiz' : '/quiz/practice'} className={buttonClass('primary')}>
              {mode === 'practice' ? 'Choose again' : 'Practise instead'}
            </Link>
          }
        >
          {nothing[mode]}
        </EmptyState>
      ) : (
        <p role="status">Choosing questions…</p>
      )}
    </Page>
  );
}
