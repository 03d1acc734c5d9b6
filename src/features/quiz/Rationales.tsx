import { Link } from 'react-router';
import { toReveal, type Explanation, type Prompt } from '../../content/prompt.ts';
import type { Item } from '../../content/types.ts';
import { numberText } from '../../learning/placeholders.ts';
import { readNumber } from '../../learning/question-types/numeric/index.ts';
import { letterAt } from '../../learning/question-types/viewProps.ts';
import type { AttemptRow } from '../../state/progressRows.ts';
import { Icon } from '../../ui/Icon.tsx';
import { runOption, seeItHappen, type BackTo } from './labLinks.ts';
import { letters } from './verdict.ts';
import styles from './Quiz.module.css';

export interface RationalesProps {
  readonly item: Item;
  readonly prompt: Prompt;
  readonly attempt: AttemptRow;
  readonly noteHref: string | undefined;
  readonly back: BackTo;
}

interface Block {
  readonly part: Explanation;
  readonly text: string;
  readonly label: string;
  readonly word: string;
  readonly chosen: boolean;
}

/** Why each part is right or wrong: the right ones first, then what was chosen, then the rest. */
export function Rationales({ item, prompt, attempt, noteHref, back }: RationalesProps) {
  const reveal = toReveal(item);
  const see = seeItHappen(item, attempt.answer, back);
  const blocks = blocksOf(item, prompt, attempt, reveal.parts);
  return (
    <div className={styles.rationales}>
      {reveal.rationale !== undefined && (
        <section className={styles.rationale}>
          <h4>How it comes about</h4>
          <p>{reveal.rationale}</p>
        </section>
      )}
      {blocks.map(({ part, text, label, word, chosen }) => {
        const run = 'options' in item && !part.correct && (chosen || part.change !== undefined) ? runOption(item, part.id, back) : undefined;
        return (
          <section key={part.id} className={styles.rationale} data-correct={part.correct || undefined} data-testid={`quiz-rationale-${part.id}`}>
            <h4>
              {label && <span className={styles.rationaleLetter}>{label}</span>}
              <span>
                {text} {word && <span className={styles.rationaleWord}>{word}</span>}
              </span>
            </h4>
            <p>{part.rationale}</p>
            <p className={styles.links}>
              {'options' in item && noteHref !== undefined && (
                <Link to={noteHref} aria-label={`Note on: ${part.text}`}>
                  Note <Icon name="chevron-right" size={14} />
                </Link>
              )}
              {'options' in item && part.correct && see !== undefined && (
                <Link to={seeItHappen(item, attempt.answer, back, part.id) ?? see}>
                  See it happen <Icon name="chevron-right" size={14} />
                </Link>
              )}
              {run !== undefined && (
                <Link to={run} aria-label={chosen ? undefined : `Run this answer: ${part.text}`}>
                  {chosen ? 'Run my answer' : 'Run this answer'} <Icon name="chevron-right" size={14} />
                </Link>
              )}
            </p>
          </section>
        );
      })}
      <p className={styles.links}>
        {!('options' in item) && noteHref !== undefined && (
          <Link to={noteHref}>
            Note <Icon name="chevron-right" size={14} />
          </Link>
        )}
        {!('options' in item) && see !== undefined && (
          <Link to={see}>
            See it happen <Icon name="chevron-right" size={14} />
          </Link>
        )}
        {item.sim === undefined && <span className={styles.muted}>No run can show this one; the note explains it.</span>}
      </p>
    </div>
  );
}

function blocksOf(item: Item, prompt: Prompt, attempt: AttemptRow, parts: readonly Explanation[]): readonly Block[] {
  const { answer } = attempt;
  if (item.type === 'order') return parts.map((part, i) => ({ part, text: part.text, label: String(i + 1), word: '', chosen: false }));
  if (item.type === 'match') {
    const row = prompt.type === 'match' ? prompt.rows.map((entry) => entry.id) : [];
    const choice = (id: string | undefined) => item.match.choices.find((entry) => entry.id === id)?.text ?? '';
    return [...parts].sort((a, b) => row.indexOf(a.id) - row.indexOf(b.id)).map((part) => ({ part, text: part.text, label: letterAt(row.indexOf(part.id)), word: choice(part.pair), chosen: false }));
  }
  if (item.type === 'numeric') {
    const shown = new Set(attempt.shown);
    const mine = (part: Explanation) => part.misconception !== undefined && shown.has(part.misconception);
    const typed = answer?.type === 'numeric' ? readNumber(answer.text, item.numeric.unit) : undefined;
    return [...parts]
      .sort((a, b) => Number(mine(b)) - Number(mine(a)))
      .map((part) => ({
        part,
        text: part.value === undefined ? part.text : `${numberText(part.value, true)} ${item.numeric.unit}`,
        label: '',
        word: mine(part) ? (part.value === typed ? 'Your answer' : 'Close to your answer') : '',
        chosen: mine(part),
      }));
  }
  const shown = letters(prompt);
  const chosen = new Set<string>(answer !== null && 'chosen' in answer ? answer.chosen : []);
  const rank = (part: Explanation) => (part.correct ? 0 : chosen.has(part.id) ? 1 : 2);
  return [...parts]
    .sort((a, b) => rank(a) - rank(b) || (shown?.get(a.id) ?? '').localeCompare(shown?.get(b.id) ?? ''))
    .map((part) => ({ part, text: part.text, label: shown?.get(part.id) ?? '', word: part.correct ? 'Right' : chosen.has(part.id) ? 'Your answer' : '', chosen: chosen.has(part.id) }));
}
