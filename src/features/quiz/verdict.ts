import { toKey, type Prompt } from '../../content/prompt.ts';
import type { Item } from '../../content/types.ts';
import { numberText } from '../../learning/placeholders.ts';
import { letterAt } from '../../learning/question-types/viewProps.ts';
import type { AttemptRow } from '../../state/progressRows.ts';

/** The letters of options in the order they were shown; `undefined` for questions without options. */
export function letters(prompt: Prompt): ReadonlyMap<string, string> | undefined {
  return 'options' in prompt ? new Map(prompt.options.map((option, i) => [option.id, letterAt(i)])) : undefined;
}

function listText(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** The first line after a check: "Right", or "Not quite — B and D". */
export function verdictLine(item: Item, prompt: Prompt, attempt: AttemptRow): string {
  if (attempt.right) return 'Right';
  const key = toKey(item);
  if (key.type === 'numeric') return `Not quite — ${numberText(key.answer, true)} ${key.unit}`;
  if (key.type === 'order') return `Not quite — ${attempt.earned} of ${attempt.total} steps in place`;
  if (key.type === 'match') return `Not quite — ${attempt.earned} of ${attempt.total} rows matched`;
  const shown = letters(prompt);
  return `Not quite — ${listText(key.correct.map((id) => shown?.get(id) ?? id).sort())}`;
}

/** What of a partly right choice was right and what was missing; undefined otherwise. */
export function partlyLine(item: Item, prompt: Prompt, attempt: AttemptRow): string | undefined {
  const key = toKey(item);
  const shown = letters(prompt);
  if (!attempt.partly || !shown || !('correct' in key) || attempt.answer === null || !('chosen' in attempt.answer)) return undefined;
  const chosen = new Set<string>(attempt.answer.chosen);
  const named = (ids: readonly string[]) => listText(ids.map((id) => shown.get(id) ?? id).sort());
  const had = key.correct.filter((id) => chosen.has(id));
  const missed = key.correct.filter((id) => !chosen.has(id));
  return `You had ${named(had)}; ${named(missed)} was missing. Partly right counts as not known.`;
}

/** The beginning of a stem, as a heading. */
export function shortStem(stem: string): string {
  if (stem.length <= 80) return stem;
  const cut = stem.slice(0, 80);
  return `${cut.slice(0, Math.max(40, cut.lastIndexOf(' ')))}…`;
}
