import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { percentText } from '../../learning/wilson.ts';
import { useEdition } from '../../state/edition.ts';
import { useProgress } from '../../state/progressHooks.tsx';
import { fitsEdition } from '../../learning/selection/bank.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { PracticeForm } from './PracticeForm.tsx';
import { conceptTitle, useQuizData } from './quizData.ts';
import { tally } from './results.ts';
import { attemptsOf, dueFacts, modeTitle, weakNow, type SittingMode } from './sitting.ts';
import { StorageNotice } from './StorageNotice.tsx';
import styles from './Quiz.module.css';

/** `/quiz`: four ways to be asked, with what waits in each. */
export function QuizHome() {
  const data = useQuizData();
  const { edition } = useEdition();
  const state = useProgress((whole) => whole);
  const due = dueFacts(state).length;
  const weak = weakNow(data, state);
  const usable = data.bank.questions.filter((question) => fitsEdition(question, edition)).length;
  return (
    <Page title="Quiz" lead={<p>Every answer that depends on behaviour was proved by a run, and you can watch it.</p>}>
      <StorageNotice />
      <LastSitting />
      <ul className={styles.modes}>
        <Mode title="Due now" count={due} unit={due === 1 ? 'fact' : 'facts'}>
          <p>{due === 0 ? 'Nothing is due. Facts come up here in time, once you have answered questions on them.' : 'Facts you are about to forget, mixed so that look-alikes meet.'}</p>
          {due > 0 && (
            <Link to="/quiz/review" className={buttonClass('primary')}>
              Start due
            </Link>
          )}
        </Mode>
        <Mode title="Practice" count={usable} unit="questions">
          <PracticeForm topics={data.topics} primary={due === 0} />
        </Mode>
        <Mode title="Weak spots" count={weak.length} unit={weak.length === 1 ? 'concept' : 'concepts'}>
          {weak[0] === undefined ? (
            <p>None so far. They show once answers are in and memory fades.</p>
          ) : (
            <>
              <p>
                Weakest: {conceptTitle(data, weak[0].concept)}
                {weak[0].certainWrong ? ', answered wrongly while certain.' : `, ${Math.round(weak[0].recall * 100)} % likely to be recalled.`}
              </p>
              <Link to="/quiz/weak" className={buttonClass()}>
                Work on them
              </Link>
            </>
          )}
        </Mode>
        <Mode title="Mock exam" status="in preparation">
          <p>
            A timed exam without feedback before the end. It needs questions on all services of the exam; so far there are {data.bank.questions.length}, on{' '}
            {data.topics.map((topic) => topic.title).join(', ')}.
          </p>
        </Mode>
      </ul>
    </Page>
  );
}

function Mode({ title, count, unit, status, children }: { readonly title: string; readonly count?: number; readonly unit?: string; readonly status?: string; readonly children: ReactNode }) {
  return (
    <li className={styles.mode}>
      <h2>{title}</h2>
      <p className={`${styles.count} num`}>{status ?? `${(count ?? 0).toLocaleString('en')} ${unit ?? ''}`}</p>
      {children}
    </li>
  );
}

const isSitting = (mode: string): mode is SittingMode => mode in modeTitle;

/** The sitting to go on with, or else the result of the last one. */
function LastSitting() {
  const sessions = useProgress((state) => state.sessions);
  const attempts = useProgress((state) => state.attempts);
  const sittings = [...sessions.values()].filter((session) => isSitting(session.mode)).sort((a, b) => b.startedAt - a.startedAt);
  const last = sittings.find((session) => attemptsOf(attempts, session.id).length > 0);
  if (!last || !isSitting(last.mode)) return null;
  const score = tally(attemptsOf(attempts, last.id));
  return last.endedAt === null ? (
    <p className={styles.last}>
      <span>
        {modeTitle[last.mode]}: at question {last.index + 1} of {last.queue.length}.
      </span>
      <Link to={last.path} className={buttonClass()}>
        Go on
      </Link>
    </p>
  ) : (
    <p className={`${styles.last} num`}>
      <span>
        Last result: {modeTitle[last.mode]}, {score.right} of {score.n} ({percentText(score.right, score.n)}).
      </span>
      <Link to={`/quiz/results/${last.id}`}>See it</Link>
    </p>
  );
}
