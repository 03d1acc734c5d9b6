import type { RefObject } from 'react';
import { useState } from 'react';
import type { Prompt } from '../../content/prompt.ts';
import type { Item } from '../../content/types.ts';
import { useProgressStore } from '../../state/progressHooks.tsx';
import type { AttemptRow } from '../../state/progressRows.ts';
import { Button } from '../../ui/Button.tsx';
import { Callout } from '../../ui/Callout.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { BackTo } from './labLinks.ts';
import type { QuizData } from './quizData.ts';
import { Rationales } from './Rationales.tsx';
import { partlyLine, verdictLine } from './verdict.ts';
import styles from './Quiz.module.css';

export interface FeedbackProps {
  readonly item: Item;
  readonly prompt: Prompt;
  readonly attempt: AttemptRow;
  readonly data: QuizData;
  readonly back: BackTo;
  readonly verdict: RefObject<HTMLHeadingElement | null>;
  readonly level: 3 | 4;
}

/** Everything after a check: verdict first, then what it means for later, then why. */
export function Feedback({ item, prompt, attempt, data, back, verdict, level }: FeedbackProps) {
  const store = useProgressStore();
  const [easyOffered, setEasyOffered] = useState(() => store.getState().canBeEasy(attempt.id));
  const Heading = `h${level}` as const;
  const partly = partlyLine(item, prompt, attempt);
  const sayEasy = () => {
    void store.getState().tooEasy(attempt.id);
    setEasyOffered(false);
  };
  return (
    <div className={styles.feedback}>
      <Heading ref={verdict} tabIndex={-1} className={styles.verdict} data-testid="quiz-verdict" data-right={attempt.right}>
        <Icon name={attempt.right ? 'check' : 'cross'} />
        <span>{verdictLine(item, prompt, attempt)}</span>
      </Heading>
      {partly !== undefined && <p>{partly}</p>}
      {attempt.right && attempt.confidence === 'guessing' && <p>Right, but you were guessing — it’ll come back sooner.</p>}
      {!attempt.right && attempt.confidence === 'certain' && <CertainWrong item={item} attempt={attempt} data={data} />}
      <Rationales item={item} prompt={prompt} attempt={attempt} noteHref={data.links.find(item.note)?.href} back={back} />
      <p className={styles.source}>
        Source: {item.source.title}, read {item.source.read}. Answered under the {attempt.edition === 'notes' ? 'Notes' : 'Today'} edition
        {item.edition === 'both' ? '; the key is the same in both.' : '.'}
      </p>
      {easyOffered && (
        <p>
          <Button size="s" onClick={sayEasy} data-testid="quiz-too-easy">
            Too easy: show it much later
          </Button>
        </p>
      )}
      {attempt.easy && <p className={styles.muted}>Noted as too easy; it comes back much later.</p>}
    </div>
  );
}

/** The fullest card: a mistake made with certainty is the one worth most. */
function CertainWrong({ item, attempt, data }: { readonly item: Item; readonly attempt: AttemptRow; readonly data: QuizData }) {
  const chosen: readonly string[] = attempt.answer !== null && 'chosen' in attempt.answer ? attempt.answer.chosen : [];
  const lures = 'options' in item ? item.options.filter((option) => !option.correct && chosen.includes(option.id)) : [];
  const isSitting = attempt.mode !== 'one' && attempt.mode !== 'inline';
  const believed = attempt.shown.flatMap((id) => data.misconceptions.get(id)?.believes ?? []);
  return (
    <Callout status="warn" level={4} title="You were certain: this is the one to learn" testId="quiz-certain-wrong">
      {lures.map((lure) =>
        lure.rightIf === undefined ? null : (
          <p key={lure.id}>
            <strong>Your answer would be right if…</strong> {lure.rightIf}
          </p>
        ),
      )}
      {believed.length > 0 && <p>The idea behind it: {believed.join(' ')}</p>}
      <p>{isSitting ? 'It comes back after at least six other questions, and again tomorrow.' : 'It comes back in your next sitting, and again tomorrow.'}</p>
    </Callout>
  );
}
