import type { FactsEdition, Question } from '../../content/types.ts';
import { seedOf, shuffled } from '../chance.ts';
import { conceptOf, fitsEdition, type Asked, type Bank, type History } from './bank.ts';
import { interleave } from './interleave.ts';

export interface PracticeWish {
  /** Topics; none means all. */
  readonly sections: readonly string[];
  /** A concept to stay with; absent means any. */
  readonly concept?: string;
  /** How many; Infinity for the whole of it. */
  readonly n: number;
  /** Mixed is the default; blocked keeps concepts together. */
  readonly mix: 'mixed' | 'blocked';
  readonly edition: FactsEdition;
  readonly seed: number;
}

/** Questions never seen make up this share of a sitting while there are others to come back to. */
const newShare = 0.7;
/** A section never seen before starts with this many questions in a row. */
const blockedStart = 3;

/** A sitting of practice: new and seen questions, mixed by confusable sets, a new section's first three in a row. */
export function choosePractice(bank: Bank, history: History, wish: PracticeWish): readonly Asked[] {
  const conceptFor = (question: Question) => conceptOf(question, bank.concepts);
  const candidates = bank.questions.filter(
    (question) =>
      fitsEdition(question, wish.edition) &&
      (wish.sections.length === 0 || wish.sections.includes(question.topic)) &&
      (wish.concept === undefined || conceptFor(question) === wish.concept),
  );
  const fresh = shuffled(candidates.filter((question) => !history.has(question.id)), wish.seed);
  const seen = byNeed(candidates.filter((question) => history.has(question.id)), history, wish.seed);
  const n = Math.min(wish.n, candidates.length);
  const wantFresh = Math.min(fresh.length, Math.max(Math.ceil(n * newShare), n - seen.length));
  const chosen = [...fresh.slice(0, wantFresh), ...seen.slice(0, n - wantFresh)];
  const ordered = shuffled(chosen, wish.seed + 1).map((question) => ({
    question,
    asked: { itemId: question.id, seed: seedOf(`${wish.seed}:${question.id}`), concept: conceptFor(question) },
  }));
  if (wish.mix === 'blocked') return blocked(ordered.map((entry) => entry.asked));
  const known = new Set(bank.questions.filter((question) => history.has(question.id)).map((question) => question.topic));
  const starts = sectionStarts(ordered.filter((entry) => !known.has(entry.question.topic)));
  const rest = ordered.map((entry) => entry.asked).filter((asked) => !starts.includes(asked));
  return [...starts, ...interleave(rest, bank.confusable)];
}

/** Missed ones first, then those not asked for longest. */
function byNeed(questions: readonly Question[], history: History, seed: number): readonly Question[] {
  const need = (question: Question) => {
    const past = history.get(question.id);
    return past === undefined ? 0 : past.lastRight ? past.lastAt : past.lastAt - 1e15;
  };
  return shuffled(questions, seed + 2).sort((a, b) => need(a) - need(b));
}

const levels = { recall: 0, apply: 1, design: 2 } as const;

function sectionStarts(entries: readonly { readonly question: Question; readonly asked: Asked }[]): readonly Asked[] {
  const topics = [...new Set(entries.map((entry) => entry.question.topic))];
  return topics.flatMap((topic) =>
    entries
      .filter((entry) => entry.question.topic === topic)
      .sort((a, b) => levels[a.question.level] - levels[b.question.level])
      .slice(0, blockedStart)
      .map((entry) => entry.asked),
  );
}

function blocked(list: readonly Asked[]): readonly Asked[] {
  const concepts = [...new Set(list.map((asked) => asked.concept))];
  return concepts.flatMap((concept) => list.filter((asked) => asked.concept === concept));
}
