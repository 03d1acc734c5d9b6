import { useContext, type ReactNode } from 'react';
import { ProgressGate } from '../../state/progressHooks.tsx';
import { ErrorBoundary, ErrorReport } from '../../ui/ErrorBoundary.tsx';
import { Page } from '../../ui/Page.tsx';
import { useLoaded } from '../../ui/useLoaded.ts';
import { LoadedQuizData, QuizDataContext } from './quizData.ts';

/** Fetches questions and progress, then shows its children; a failure is shown in their place, with a way to try again. */
export function QuizGate({ waiting, children }: { readonly waiting: ReactNode; readonly children: ReactNode }) {
  const load = useContext(QuizDataContext);
  const data = useLoaded('quiz', load);
  if (data.status === 'failed') return <ErrorReport error={data.error} where="The questions" onRetry={data.retry} />;
  if (data.status === 'loading') return waiting;
  return (
    <LoadedQuizData value={data.value}>
      <ProgressGate waiting={waiting}>{children}</ProgressGate>
    </LoadedQuizData>
  );
}

/** A quiz page: its frame while things are fetched, and when that fails. */
export function QuizFrame({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const waiting = (
    <Page title={title} width="prose">
      <p role="status">Fetching the questions…</p>
    </Page>
  );
  return (
    <ErrorBoundary where="The quiz">
      <QuizGate waiting={waiting}>{children}</QuizGate>
    </ErrorBoundary>
  );
}
