import type { AttemptRow } from '../../state/progressRows.ts';
import { conceptTitle, type QuizData } from './quizData.ts';

/** Right answers of some. */
export interface Tally {
  readonly right: number;
  readonly n: number;
}

export function tally(attempts: readonly AttemptRow[]): Tally {
  return { right: attempts.filter((attempt) => attempt.right).length, n: attempts.length };
}

/** Sections with fewer answers than this say nothing yet. */
export const enoughToTell = 5;

/** Attempts by section, in the order of the notes. */
export function bySection(data: QuizData, attempts: readonly AttemptRow[]): readonly (Tally & { readonly topic: string; readonly title: string })[] {
  return data.topics
    .map(({ topic, title }) => ({ topic, title, ...tally(attempts.filter((attempt) => attempt.topic === topic)) }))
    .filter((section) => section.n > 0);
}

/** Wrong answers given with certainty. */
export function certainWrong(attempts: readonly AttemptRow[]): readonly AttemptRow[] {
  return attempts.filter((attempt) => !attempt.right && attempt.confidence === 'certain');
}

/** One thing to do next, one click away. */
export interface NextAction {
  readonly text: string;
  readonly href: string;
}

/** At most three things for the next ten minutes: the concept with most to gain, a run that shows it, the note that explains it. */
export function nextActions(data: QuizData, attempts: readonly AttemptRow[]): readonly NextAction[] {
  const missed = attempts.filter((attempt) => !attempt.right);
  const gaps = new Map<string, number>();
  for (const attempt of missed) gaps.set(attempt.concept, (gaps.get(attempt.concept) ?? 0) + weight(data, attempt));
  const top = [...gaps].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
  if (top === undefined) return [];
  const own = missed.filter((attempt) => attempt.concept === top);
  const facts = [...new Set(own.flatMap((attempt) => attempt.facts))];
  const find = (ids: readonly string[], prefix: string) => ids.filter((id) => id.startsWith(prefix)).map((id) => data.links.find(id)).find((target) => target?.href !== undefined);
  const lab = find(facts.flatMap((fact) => data.links.labsShowing(fact)), 'x.');
  const note = find(own.flatMap((attempt) => data.questions.get(attempt.itemId)?.note ?? []), 'n.');
  const more = data.bank.questions.filter((question) => question.concept === top).length;
  return [
    { text: `Answer ${Math.min(4, Math.max(1, more))} on: ${conceptTitle(data, top)}`, href: `/quiz/practice?concept=${encodeURIComponent(top)}&n=4` },
    ...(lab?.href === undefined ? [] : [{ text: `Watch a run: ${lab.title}`, href: lab.href }]),
    ...(note?.href === undefined ? [] : [{ text: `Read: ${note.title}`, href: note.href }]),
  ];
}

/** What there is to gain: the facts of the concept, twice for a certain mistake. */
function weight(data: QuizData, attempt: AttemptRow): number {
  const size = data.concepts.get(attempt.concept)?.facts.length ?? attempt.facts.length;
  return size * (attempt.confidence === 'certain' ? 2 : 1);
}

/** The middle of some numbers; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Seconds, or minutes and seconds: "48 s", "2 min 5 s". */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export type ItemFilter = 'all' | 'wrong' | 'flagged' | 'guessed';

/** Attempts that a filter lets through. */
export function filtered(attempts: readonly AttemptRow[], filter: ItemFilter, isFlagged: (itemId: string) => boolean): readonly AttemptRow[] {
  switch (filter) {
    case 'all':
      return attempts;
    case 'wrong':
      return attempts.filter((attempt) => !attempt.right);
    case 'flagged':
      return attempts.filter((attempt) => isFlagged(attempt.itemId));
    case 'guessed':
      return attempts.filter((attempt) => attempt.confidence === 'guessing');
  }
}
