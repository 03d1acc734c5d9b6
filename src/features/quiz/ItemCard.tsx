import { useEffect, useId, useMemo, useRef, useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { toKey } from '../../content/prompt.ts';
import type { Item } from '../../content/types.ts';
import { promptFor } from '../../learning/answering.ts';
import type { Answer } from '../../learning/question-types/questionType.ts';
import { questionType } from '../../learning/question-types/types.ts';
import { QuestionView } from './QuestionView.tsx';
import { useProgress, useProgressStore } from '../../state/progressHooks.tsx';
import type { AttemptRow, Draft } from '../../state/progressRows.ts';
import { useSettings } from '../../state/settingsStore.ts';
import { useAnnounce } from '../../ui/Announcer.tsx';
import { Feedback } from './Feedback.tsx';
import { ItemActions } from './ItemActions.tsx';
import { ItemHead } from './ItemHead.tsx';
import { ConfidenceChoice, confidenceOf } from './ConfidenceChoice.tsx';
import { seeItHappen, type BackTo } from './labLinks.ts';
import type { QuizData } from './quizData.ts';
import { useElapsed } from './useElapsed.ts';
import { useQuizKeys } from './useQuizKeys.ts';
import { verdictLine } from './verdict.ts';
import styles from './Quiz.module.css';

export interface ItemCardProps {
  readonly item: Item;
  readonly seed: number;
  readonly data: QuizData;
  readonly draft: Draft;
  onDraft(draft: Draft): void;
  /** The checked answer, once there is one. */
  readonly attempt: AttemptRow | undefined;
  onCheck(draft: Draft): void;
  /** For example "7 of 20". */
  readonly position?: string;
  readonly next?: { readonly label: string; onNext(): void };
  readonly back: BackTo;
  /** Whether a confidence has to be given (or skipped) before the check. */
  readonly wantsConfidence: boolean;
  /** Keys work on the whole page, or only while focus is inside the card. */
  readonly keys: 'page' | 'card';
  /** Of the stem. */
  readonly level: 2 | 3;
}

/** One question: stem, answer, confidence, check, and after that why. */
export function ItemCard({ item, seed, data, draft, onDraft, attempt, onCheck, position, next, back, wantsConfidence, keys, level }: ItemCardProps) {
  const uid = useId();
  const card = useRef<HTMLElement>(null);
  const verdict = useRef<HTMLHeadingElement>(null);
  const openedUnchecked = useRef(attempt === undefined);
  const elapsed = useElapsed();
  const [skipped, setSkipped] = useState(false);
  const [problem, setProblem] = useState('');
  const announce = useAnnounce();
  const navigate = useNavigate();
  const store = useProgressStore();
  const showKeys = useSettings((settings) => settings.shortcuts);
  const askConfidence = useSettings((settings) => settings.askConfidence);
  const flagged = useProgress((state) => state.flags.get(item.id)?.on ?? false);
  const prompt = useMemo(() => promptFor(item, seed), [item, seed]);
  const type = questionType(item.type);
  const key = useMemo(() => toKey(item), [item]);
  const answer = draft.answer ?? undefined;

  useEffect(() => {
    if (!attempt || !openedUnchecked.current) return;
    openedUnchecked.current = false;
    verdict.current?.focus();
    announce(verdictLine(item, prompt, attempt), { notable: true });
  }, [attempt, announce, item, prompt]);

  /** The draft with the time looked at so far. */
  const timed = (part: Partial<Draft>): Draft => ({ ...draft, ...part, ms: draft.ms + elapsed() });
  const setAnswer = (given: Answer) => {
    setProblem('');
    onDraft(timed({ answer: given as Draft['answer'], changes: draft.changes + (replaces(answer, given) ? 1 : 0) }));
  };
  const check = () => {
    if (attempt) return;
    const missing = missingFor(type.readiness(prompt, answer), type.instruction(prompt), askConfidence && wantsConfidence && draft.confidence === null && !skipped);
    setProblem(missing);
    if (missing === '') onCheck(timed({}));
    else announce(missing);
  };
  const see = attempt ? seeItHappen(item, attempt.answer, back) : undefined;
  const noteHref = data.links.find(item.note)?.href;

  useQuizKeys(
    {
      onDigit(place) {
        if (attempt || !('options' in prompt)) return;
        const option = prompt.options[place];
        const input = option && [...(card.current?.querySelectorAll<HTMLInputElement>('[data-testid^="quiz-option-"] input') ?? [])].find((each) => each.value === option.id);
        input?.focus();
        if (input && !(input.type === 'radio' && input.checked)) input.click();
      },
      onShortcut(id) {
        const confidence = confidenceOf[id];
        if (confidence !== undefined && !attempt && askConfidence) onDraft(timed({ confidence }));
        else if (id === 'quiz.check' && !attempt) check();
        else if (id === 'quiz.check' || (id === 'quiz.next' && attempt)) next?.onNext();
        else if (id === 'quiz.hint' && item.hint !== undefined && !attempt) onDraft(timed({ hintUsed: true }));
        else if (id === 'quiz.flag') void store.getState().flag(item.id, !flagged);
        else if (id === 'quiz.see' && see !== undefined) void navigate(see);
        else if (id === 'quiz.note' && attempt && noteHref !== undefined) void navigate(noteHref);
      },
    },
    keys === 'card' ? card : null,
  );

  const Stem = `h${level}` as const;
  return (
    <article ref={card} className={styles.card} data-testid="quiz-item" data-item={item.id} data-checked={attempt !== undefined}>
      <ItemHead item={item} data={data} position={position} flagged={flagged} onFlag={() => void store.getState().flag(item.id, !flagged)} />
      <form
        className={styles.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          check();
        }}
      >
        <Stem id={`${uid}-stem`} className={styles.stem} tabIndex={-1} data-stem>
          {item.stem}
        </Stem>
        <p id={`${uid}-how`} className={styles.instruction}>
          {type.instruction(prompt)}
        </p>
        <QuestionView
          prompt={prompt}
          answer={answer}
          onAnswer={setAnswer}
          labelledBy={`${uid}-stem`}
          describedBy={`${uid}-how`}
          say={announce}
          {...(attempt ? { revealed: { key, marks: type.parts(key, answer) } } : {})}
        />
        {draft.hintUsed && item.hint !== undefined && (
          <p className={styles.hint}>
            <strong>Hint</strong> {item.hint}
          </p>
        )}
        {!attempt && askConfidence && (
          <ConfidenceChoice value={draft.confidence} skipped={skipped} onChange={(confidence) => { setProblem(''); setSkipped(false); onDraft(timed({ confidence })); }} onSkip={() => { setProblem(''); setSkipped(true); onDraft(timed({ confidence: null })); }} showKeys={showKeys} />
        )}
        {problem !== '' && <p className={styles.problem}>{problem}</p>}
        {!attempt && <ItemActions item={item} hintUsed={draft.hintUsed} onHint={() => onDraft(timed({ hintUsed: true }))} showKeys={showKeys} seed={seed} />}
      </form>
      {attempt && (
        <>
          <Feedback item={item} prompt={prompt} attempt={attempt} data={data} back={back} verdict={verdict} level={level === 2 ? 3 : 4} />
          <ItemActions item={item} attempt={attempt} hintUsed onHint={() => {}} showKeys={showKeys} seed={seed} {...(next ? { next } : {})} />
        </>
      )}
    </article>
  );
}

/** Whether an answer takes back an earlier complete choice: filling in blanks is no change of mind. */
function replaces(before: Answer | undefined, after: Answer): boolean {
  if (!before) return false;
  if ('chosen' in before && 'chosen' in after) return before.chosen.some((id) => !after.chosen.includes(id));
  if (before.type === 'match' && after.type === 'match') return Object.entries(before.pairs).some(([row, choice]) => after.pairs[row] !== choice);
  return false;
}

function missingFor(readiness: 'empty' | 'partial' | 'ready', instruction: string, needsConfidence: boolean): string {
  if (readiness === 'empty') return `No answer yet. ${instruction}`;
  if (readiness === 'partial') return `The answer is not complete. ${instruction}`;
  return needsConfidence ? 'How sure are you? Choose one of the three, or skip.' : '';
}
