import type { ContentProblem, Question } from '../../src/content/types.ts';

/** A question and the file it stands in. */
export interface FiledQuestion {
  readonly file: string;
  readonly value: Question;
}

const shortestRationale = 40;
const longestRationale = 260;

/** A text of a question: where it stands and what part it plays. */
interface Passage {
  readonly path: string;
  readonly text: string;
  readonly role: 'stem' | 'answer' | 'rationale' | 'other';
}

function partPassages(path: string, part: { readonly text: string; readonly rationale?: string; readonly rightIf?: string }): readonly Passage[] {
  return [
    { path: `${path}.text`, text: part.text, role: 'answer' },
    ...(part.rationale === undefined ? [] : [{ path: `${path}.rationale`, text: part.rationale, role: 'rationale' as const }]),
    ...(part.rightIf === undefined ? [] : [{ path: `${path}.rightIf`, text: part.rightIf, role: 'other' as const }]),
  ];
}

function passages(question: Question): readonly Passage[] {
  const found: Passage[] = [{ path: 'stem', text: question.stem, role: 'stem' }];
  if (question.hint !== undefined) found.push({ path: 'hint', text: question.hint, role: 'other' });
  if ('options' in question) for (const option of question.options) found.push(...partPassages(`options.${option.id}`, option));
  if ('order' in question) for (const step of question.order.steps) found.push(...partPassages(`order.${step.id}`, step));
  if ('match' in question) {
    for (const row of question.match.rows) found.push(...partPassages(`match.${row.id}`, row));
    for (const choice of question.match.choices) found.push(...partPassages(`match.choices.${choice.id}`, choice));
  }
  if ('numeric' in question) {
    found.push({ path: 'numeric.rationale', text: question.numeric.rationale, role: 'rationale' });
    for (const misreading of question.numeric.misreadings) found.push({ path: `numeric.misreadings.${misreading.value}.rationale`, text: misreading.rationale, role: 'rationale' });
  }
  return found;
}

const allOrNone = /\b(all|none|any|both|neither|each) of the (above|below|others|other (options|answers|choices)|options|answers|choices)\b|^(all|none|both|neither) of (these|them)\.?$/i;
const byLetter = /\b(options?|answers?|choices?)\s+\(?[A-E]\b|\b(first|second|third|fourth|fifth|last|previous|next) (option|answer|choice)\b|\b(option|answer|choice) (above|below)\b/;
const negation = /\b(not|except)\b|n['’]t\b/;
const newClause = /\b(?:that|who|whose|but|if|when|while|because|so|although|and|whether|once|until|after|before)\b|[,:;()–—]/;

/** Whether the stem asks "which … not …?" with a small "not": the word is easily overlooked. A "not" in a clause of its own ("a record that is not read") is fine. */
export function asksNegatively(stem: string): boolean {
  const questions = stem.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.trim().endsWith('?'));
  return questions.some((question) => question.split(newClause).some((clause) => /\b(which|what|who)\b/i.test(clause) && negation.test(clause)));
}

function lintPassage({ path, text, role }: Passage): readonly { readonly path: string; readonly problem: string }[] {
  const problems: string[] = [];
  if (role === 'rationale' && text.length < shortestRationale) problems.push(`has ${text.length} characters: say in at least ${shortestRationale} why, with the number that decides`);
  if (role === 'rationale' && text.length > longestRationale) problems.push(`has ${text.length} characters: say it in at most ${longestRationale}`);
  if (allOrNone.test(text)) problems.push('says all, both or none of the options: options are shuffled and stand for themselves');
  if (byLetter.test(text)) problems.push('points to an option by letter or place: options are shuffled, so say what it is about');
  if (role === 'stem' && asksNegatively(text)) problems.push('asks for what does not hold: write NOT in capitals, or turn the question round');
  return problems.map((problem) => ({ path, problem }));
}

function lintOne({ file, value }: FiledQuestion): readonly ContentProblem[] {
  const problems = passages(value).flatMap(lintPassage).map(({ path, problem }) => ({ file, path: `${value.id}.${path}`, problem }));
  if ('options' in value) {
    const seen = new Set<string>();
    for (const option of value.options) {
      const text = option.text.toLowerCase();
      if (seen.has(text)) problems.push({ file, path: `${value.id}.options.${option.id}.text`, problem: 'is the text of another option: options must differ' });
      seen.add(text);
    }
  }
  if (value.type === 'predict-the-run' && !value.sim) problems.push({ file, path: `${value.id}.sim`, problem: 'is missing: a prediction needs the run that settles it' });
  return problems;
}

/** How often the longest option is a correct one, against chance, over the items with options. Both in 0..1. */
export interface LengthCue {
  readonly items: number;
  readonly longestIsCorrect: number;
  readonly chance: number;
  /** Ids whose longest option is correct, the most conspicuous first. */
  readonly telling: readonly string[];
  /** Ids whose longest option is wrong, the most conspicuous first. */
  readonly misleading: readonly string[];
}

/** Measures the cue; options of equal length share it. Templates do not count: their texts have no fixed length. */
export function lengthCue(questions: readonly FiledQuestion[]): LengthCue {
  let observed = 0;
  let expected = 0;
  const margins: { readonly id: string; readonly correct: boolean; readonly margin: number }[] = [];
  for (const { value } of questions) {
    if (!('options' in value) || 'template' in value) continue;
    const lengths = value.options.map((option) => option.text.length).sort((a, b) => b - a);
    const longest = value.options.filter((option) => option.text.length === lengths[0]);
    const share = longest.filter((option) => option.correct).length / longest.length;
    observed += share;
    expected += value.options.filter((option) => option.correct).length / value.options.length;
    margins.push({ id: value.id, correct: share > 0, margin: (lengths[0] ?? 0) - (lengths[1] ?? 0) });
  }
  const conspicuous = (correct: boolean) => margins.filter((entry) => entry.correct === correct).sort((a, b) => b.margin - a.margin).map((entry) => entry.id);
  const items = margins.length;
  return { items, longestIsCorrect: items === 0 ? 0 : observed / items, chance: items === 0 ? 0 : expected / items, telling: conspicuous(true), misleading: conspicuous(false) };
}

const largestCue = 0.1;
/** Fewer items than this say nothing about a rate. */
const leastForRate = 20;

function lintBank(questions: readonly FiledQuestion[]): readonly ContentProblem[] {
  const cue = lengthCue(questions);
  const difference = cue.longestIsCorrect - cue.chance;
  if (cue.items < leastForRate || Math.abs(difference) <= largestCue) return [];
  const percent = (rate: number): string => `${Math.round(rate * 100)} %`;
  const cure = difference > 0 ? `shorten the correct option of ${cue.telling.slice(0, 8).join(', ')}` : `shorten the wrong options of ${cue.misleading.slice(0, 8).join(', ')}`;
  return [{ file: 'content/items', path: '', problem: `the longest option is correct in ${percent(cue.longestIsCorrect)} of ${cue.items} items, chance is ${percent(cue.chance)}: for example ${cure}` }];
}

/** Every breach of the rules for writing items that a program can see. */
export function lintItems(questions: readonly FiledQuestion[]): readonly ContentProblem[] {
  return [...questions.flatMap(lintOne), ...lintBank(questions)];
}
