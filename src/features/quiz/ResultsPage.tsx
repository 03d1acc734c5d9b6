import { Link, useParams } from 'react-router';
import { calibration } from '../../learning/calibration.ts';
import { intervalText, percentText, wilson } from '../../learning/wilson.ts';
import { useProgress } from '../../state/progressHooks.tsx';
import type { AttemptRow, SessionRow } from '../../state/progressRows.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { ShareBars } from '../../ui/viz/ShareBars.tsx';
import { calibrationSentence } from './calibrationText.ts';
import { conceptTitle, itemOf, useQuizData } from './quizData.ts';
import { bySection, certainWrong, durationText, enoughToTell, median, nextActions, tally, type Tally } from './results.ts';
import { shortStem } from './verdict.ts';
import { ResultItems } from './ResultItems.tsx';
import { attemptsOf } from './sitting.ts';
import { StorageNotice } from './StorageNotice.tsx';
import styles from './Quiz.module.css';

const levelTitle = { guessing: 'Guessing', fairly: 'Fairly sure', certain: 'Certain' } as const;

function intervalOf({ right, n }: Tally): string {
  const interval = wilson(right, n);
  return interval === undefined ? '' : intervalText(interval);
}

/** `/quiz/results/:attempt`: what a sitting showed, and what to do with it. */
export function ResultsPage() {
  const { attempt: sessionId = '' } = useParams();
  const session = useProgress((state) => state.sessions.get(sessionId));
  const all = useProgress((state) => state.attempts);
  const attempts = attemptsOf(all, sessionId);
  if (!session || attempts.length === 0) {
    return (
      <Page title="Results" width="prose">
        <EmptyState
          action={
            <Link to="/quiz" className={buttonClass('primary')}>
              To the quiz
            </Link>
          }
        >
          {session ? 'Nothing was answered in this sitting.' : 'There is no such sitting on this device.'}
        </EmptyState>
      </Page>
    );
  }
  return <Results key={sessionId} session={session} attempts={attempts} />;
}

function Results({ session, attempts }: { readonly session: SessionRow; readonly attempts: readonly AttemptRow[] }) {
  const data = useQuizData();
  const score = tally(attempts);
  const actions = nextActions(data, attempts);
  const lures = certainWrong(attempts);
  const bars = calibration(attempts);
  const slowest = [...attempts].sort((a, b) => b.ms - a.ms).slice(0, 3);
  const changed = attempts.reduce((sum, attempt) => sum + attempt.changes, 0);
  return (
    <Page title="Results" documentTitle={[`${score.right} of ${score.n}`, 'Results']} width="prose">
      <StorageNotice />
      <p className={`${styles.headline} num`} data-testid="quiz-headline">
        {score.right} of {score.n} · {percentText(score.right, score.n)} <span>(likely range {intervalOf(score)})</span>
      </p>
      <section className={styles.section} aria-labelledby="next-ten">
        <h2 id="next-ten">Next ten minutes</h2>
        {actions.length === 0 ? (
          <p>Nothing was missed. The next reviews come up by themselves; {session.mode === 'review' ? 'you are done for now.' : 'practise another section, or rest.'}</p>
        ) : (
          <ol className={styles.nextList}>
            {actions.map((action, i) => (
              <li key={action.href}>
                <Link to={action.href} className={buttonClass(i === 0 ? 'primary' : 'secondary')}>
                  {action.text}
                </Link>
              </li>
            ))}
          </ol>
        )}
        <p>
          {session.mode === 'review' && <Link to="/quiz/review?n=10">10 more reviews</Link>}
          {session.mode !== 'review' && <Link to="/quiz">Another sitting</Link>}
        </p>
      </section>
      {lures.length > 0 && (
        <section className={styles.section} aria-labelledby="certain-wrong">
          <h2 id="certain-wrong">Certain, but wrong</h2>
          <ul className={styles.plainList}>
            {lures.map((attempt) => (
              <li key={attempt.id}>
                <Link to={`/quiz/q/${attempt.itemId}?seed=${attempt.seed}`}>{shortStem(itemOf(data, attempt.itemId, attempt.seed)?.stem ?? conceptTitle(data, attempt.concept))}</Link>
                <p className={styles.muted}>
                  {conceptTitle(data, attempt.concept)}
                  {attempt.shown.map((id) => data.misconceptions.get(id)?.believes).flatMap((believes) => (believes === undefined ? [] : [`. The idea behind it: ${believes}`]))}
                </p>
              </li>
            ))}
          </ul>
          <p className={styles.muted}>They are due again tomorrow.</p>
        </section>
      )}
      <section className={styles.section} aria-labelledby="by-section">
        <h2 id="by-section">By section</h2>
        <ShareBars
          title="Right answers by section"
          valueTitle="Right"
          bars={bySection(data, attempts).map((section) => ({
            key: section.topic,
            label: section.title,
            share: section.right / section.n,
            n: section.n,
            text: section.n < enoughToTell ? `${section.right} of ${section.n}: too few to tell` : `${section.right} of ${section.n}, ${percentText(section.right, section.n)} (${intervalOf(section)})`,
          }))}
        />
      </section>
      <section className={styles.section} aria-labelledby="calibration">
        <h2 id="calibration">How well you know what you know</h2>
        <p>{calibrationSentence(bars)} The pale band is where answers of that kind should lie.</p>
        <ShareBars
          title="Right answers by confidence"
          valueTitle="Right"
          bandTitle="Should be"
          bars={bars.map((bar) => ({
            key: bar.level,
            label: levelTitle[bar.level],
            share: bar.n === 0 ? undefined : bar.right / bar.n,
            n: bar.n,
            band: bar.band,
            text: bar.n === 0 ? 'none' : `${bar.right} of ${bar.n}, ${percentText(bar.right, bar.n)}`,
          }))}
        />
      </section>
      <section className={styles.section} aria-labelledby="time">
        <h2 id="time">Time</h2>
        <p>
          Half of the questions took less than {durationText(median(attempts.map((attempt) => attempt.ms)) ?? 0)}. You changed a chosen answer {changed} {changed === 1 ? 'time' : 'times'}.
        </p>
        <p>The slowest:</p>
        <ol className={styles.plainList}>
          {slowest.map((attempt) => (
            <li key={attempt.id}>
              {conceptTitle(data, attempt.concept)}, {durationText(attempt.ms)}
            </li>
          ))}
        </ol>
      </section>
      <ResultItems attempts={attempts} session={session} />
    </Page>
  );
}
