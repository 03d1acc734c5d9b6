import { Link } from 'react-router';
import { ProgressGate, useProgress } from '../../state/progressHooks.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Callout } from '../../ui/Callout.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorBoundary, ErrorReport } from '../../ui/ErrorBoundary.tsx';
import { Page } from '../../ui/Page.tsx';
import { useLoaded } from '../../ui/useLoaded.ts';
import { Beliefs } from './Beliefs.tsx';
import { Experiments, Minutes } from './Done.tsx';
import { ExportData } from './ExportData.tsx';
import { Forecast } from './Forecast.tsx';
import { dueForecast } from './progressView.ts';
import { LoadedProgressData, loadProgressData } from './progressData.ts';
import { Calibration, Recall } from './Sections.tsx';
import styles from './Progress.module.css';

/** `/progress`: what is likely to be remembered, what falls due, and what to mend. */
export function Component() {
  const data = useLoaded('progress', loadProgressData);
  const waiting = (
    <Page title="Progress">
      <p role="status">Fetching your progress…</p>
    </Page>
  );
  if (data.status === 'loading') return waiting;
  if (data.status === 'failed') {
    return (
      <Page title="Progress">
        <ErrorReport error={data.error} where="Progress" onRetry={data.retry} />
      </Page>
    );
  }
  return (
    <ErrorBoundary where="Progress">
      <LoadedProgressData value={data.value}>
        <ProgressGate waiting={waiting}>
          <Progress />
        </ProgressGate>
      </LoadedProgressData>
    </ErrorBoundary>
  );
}

function Progress() {
  const state = useProgress((whole) => whole);
  const due = dueForecast(state)[0]?.due ?? 0;
  const review = due > 0 && (
    <Link to="/quiz/review" className={buttonClass('primary')}>
      Review {due} due
    </Link>
  );
  return (
    <Page title="Progress" actions={review}>
      {state.warning !== null && (
        <Callout status="warn" level={2} title="Your answers are not safely stored" testId="storage-warning">
          <p>{state.warning}</p>
        </Callout>
      )}
      {state.attempts.length === 0 && state.predictions.length === 0 ? (
        <EmptyState
          action={
            <Link to="/quiz/practice" className={buttonClass('primary')}>
              Practise ten questions
            </Link>
          }
        >
          Nothing to show yet: answer some questions, and what you are likely to remember appears here.
        </EmptyState>
      ) : (
        <div className={styles.columns}>
          <Recall />
          <Beliefs />
          <Forecast />
          <Calibration />
          <Experiments />
          <Minutes />
        </div>
      )}
      <ExportData />
    </Page>
  );
}

export default Component;
