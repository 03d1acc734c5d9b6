import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { withReask } from '../../learning/selection/reask.ts';
import { useProgress, useProgressStore } from '../../state/progressHooks.tsx';
import type { Draft, SessionRow } from '../../state/progressRows.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { ItemCard } from './ItemCard.tsx';
import { conceptIdOf, itemOf, useQuizData } from './quizData.ts';
import { attemptsOf, currentAsked, emptyDraft, modeTitle, type SittingMode } from './sitting.ts';
import { StorageNotice } from './StorageNotice.tsx';
import { useChecking } from './useChecking.ts';

/** One sitting, question by question. Where it stands is stored at each step, so a reload or a detour through a lab comes back here. */
export function SittingRunner({ session, mode }: { readonly session: SessionRow; readonly mode: SittingMode }) {
  const data = useQuizData();
  const store = useProgressStore();
  const navigate = useNavigate();
  const checkAnswer = useChecking();
  const page = useRef<HTMLDivElement>(null);
  const moveFocus = useRef(false);
  const asked = currentAsked(session);
  const item = asked && itemOf(data, asked.itemId, asked.seed);
  const draft = asked && session.draft?.itemId === asked.itemId ? session.draft : emptyDraft(asked?.itemId ?? '');
  const attempt = useProgress((state) => (draft.attemptId === null ? undefined : state.attempts.find((row) => row.id === draft.attemptId)));
  const answered = useProgress((state) => attemptsOf(state.attempts, session.id).length);
  const total = session.queue.length;
  const { saveSession, setKeyed, now } = store.getState();
  const place = `${modeTitle[mode]}, question ${session.index + 1} of ${total}`;

  const end = async () => {
    await saveSession({ ...session, endedAt: now(), draft: null });
    await setKeyed('lastPlace', null);
    await navigate(answered === 0 ? '/quiz' : `/quiz/results/${session.id}`, { replace: true });
  };
  const next = () => {
    if (session.index + 1 >= total) return void end();
    moveFocus.current = true;
    void saveSession({ ...session, index: session.index + 1, draft: null });
  };

  useEffect(() => {
    void setKeyed('lastPlace', { title: place, path: session.path });
  }, [place, session.path, setKeyed]);

  useEffect(() => {
    if (!moveFocus.current) return;
    moveFocus.current = false;
    page.current?.querySelector<HTMLElement>('[data-stem]')?.focus();
  }, [session.index]);

  useEffect(() => {
    // Content may have changed since the sitting was made: a question that is gone is passed over.
    if (asked && !item) next();
  });

  const onCheck = async (checked: Draft) => {
    if (!item || !asked) return;
    const made = await checkAnswer({ item, concept: conceptIdOf(data, item.id), seed: asked.seed, draft: checked, edition: session.edition, sessionId: session.id, mode });
    const queue = !made.right && made.confidence === 'certain' ? withReask(session.queue, session.index, data.bank, session.edition) : session.queue;
    await saveSession({ ...session, queue, draft: { ...checked, attemptId: made.id } });
  };

  return (
    <Page
      title={modeTitle[mode]}
      documentTitle={[place]}
      width="prose"
      actions={
        <Button variant="quiet" size="s" onClick={() => void end()}>
          End here
        </Button>
      }
    >
      <StorageNotice />
      <div ref={page}>
        {item && asked && (
          <ItemCard
            key={`${session.index}-${item.id}`}
            item={item}
            seed={asked.seed}
            data={data}
            draft={draft}
            onDraft={(changed) => void saveSession({ ...session, draft: changed })}
            attempt={attempt}
            onCheck={(checked) => void onCheck(checked)}
            position={`${session.index + 1} of ${total}`}
            next={{ label: session.index + 1 >= total ? 'See the result' : 'Next', onNext: next }}
            back={{ path: session.path, label: `Back to question ${session.index + 1}` }}
            wantsConfidence
            keys="page"
            level={2}
          />
        )}
      </div>
      <ProgressBar label="Questions answered" value={answered} max={total} valueText={`${answered} of ${total} answered`} />
    </Page>
  );
}
