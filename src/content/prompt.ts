import { Digest } from '../base/digest.ts';
import type { ChoiceItem, Item, ItemEdition, ItemType, Level, MatchItem, NumericItem, OrderItem } from './model/items.ts';
import type { Change, DurationText, FactsEdition, RecipeSource, SourceRef } from './model/plain.ts';

interface Part {
  readonly id: string;
  readonly text: string;
}

interface PromptCommon {
  readonly id: string;
  readonly version: number;
  readonly level: Level;
  readonly edition: ItemEdition;
  readonly topic: string;
  readonly concept?: string;
  readonly stem: string;
  readonly hint?: string;
}

/** What a view may see before the answer is checked: no key, not even by the order of its parts. The app shuffles once more for each attempt. */
export type Prompt =
  | (PromptCommon & { readonly type: 'single' | 'multiple'; readonly choose: number; readonly options: readonly Part[] })
  | (PromptCommon & { readonly type: 'predict-the-run'; readonly choose: number; readonly options: readonly Part[]; readonly run?: PromptRun })
  | (PromptCommon & { readonly type: 'numeric'; readonly unit: string; readonly min: number; readonly max: number; readonly step: number })
  | (PromptCommon & { readonly type: 'order'; readonly steps: readonly Part[] })
  | (PromptCommon & { readonly type: 'match'; readonly rows: readonly Part[]; readonly choices: readonly Part[] });

/** The run that a prediction is about. */
export interface PromptRun {
  readonly recipe: RecipeSource;
  readonly length: DurationText;
  readonly seed: number;
  readonly facts: FactsEdition;
}

/** The right answer, and nothing else: what scoring needs. */
export type Key =
  | { readonly type: 'single' | 'multiple' | 'predict-the-run'; readonly correct: readonly string[] }
  | { readonly type: 'numeric'; readonly answer: number; readonly tolerance: number; readonly unit: string }
  | { readonly type: 'order'; readonly steps: readonly string[] }
  | { readonly type: 'match'; readonly pairs: { readonly [row: string]: string } };

/** Why one option, step, row or misreading is right or wrong. */
export interface Explanation {
  readonly id: string;
  readonly text: string;
  readonly correct: boolean;
  readonly rationale: string;
  /** Id of the misconception behind a wrong answer. */
  readonly misconception?: string;
  readonly rightIf?: string;
  /** match: id of the choice that belongs to the row. */
  readonly pair?: string;
  /** numeric: the misread value. */
  readonly value?: number;
  /** What choosing it does to the recipe of `sim`: "Run my answer". */
  readonly change?: readonly Change[];
}

/** What a view may see after the answer was checked. */
export interface Revealed {
  readonly id: string;
  readonly type: ItemType;
  readonly key: Key;
  /** Options in authored order; steps in the right order; rows; numeric: misreadings. */
  readonly parts: readonly Explanation[];
  /** numeric: how the answer comes about. */
  readonly rationale?: string;
  readonly facts: readonly string[];
  readonly note: string;
  readonly concept?: string;
  readonly source: SourceRef;
  readonly sim?: Item['sim'];
}

/** The parts in an order that depends on their ids alone: the authored order, which often is the key, does not survive. */
function withoutOrder(item: Item, parts: readonly Part[]): readonly Part[] {
  const rank = (part: Part): string => {
    const digest = new Digest();
    digest.text(item.id);
    digest.text(part.id);
    return digest.hex();
  };
  return parts
    .map((part) => ({ rank: rank(part), part: { id: part.id, text: part.text } }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map((entry) => entry.part);
}

function common(item: Item): PromptCommon {
  const { id, version, level, edition, topic, concept, stem, hint } = item;
  return { id, version, level, edition, topic, stem, ...(concept === undefined ? {} : { concept }), ...(hint === undefined ? {} : { hint }) };
}

function choicePrompt(item: ChoiceItem): Prompt {
  const shared = { ...common(item), choose: item.choose, options: withoutOrder(item, item.options) };
  if (item.type !== 'predict-the-run') return { ...shared, type: item.type };
  if (!item.sim) return { ...shared, type: item.type };
  const { recipe, length, seed, facts } = item.sim;
  return { ...shared, type: item.type, run: { recipe, length, seed, facts } };
}

/** What a view may see before the answer is checked. */
export function toPrompt(item: Item): Prompt {
  switch (item.type) {
    case 'numeric': {
      const { unit, min, max, step } = item.numeric;
      return { ...common(item), type: 'numeric', unit, min, max, step };
    }
    case 'order':
      return { ...common(item), type: 'order', steps: withoutOrder(item, item.order.steps) };
    case 'match':
      return { ...common(item), type: 'match', rows: withoutOrder(item, item.match.rows), choices: withoutOrder(item, item.match.choices) };
    default:
      return choicePrompt(item);
  }
}

/** The right answer, for scoring only. */
export function toKey(item: Item): Key {
  switch (item.type) {
    case 'numeric':
      return { type: 'numeric', answer: item.numeric.answer, tolerance: item.numeric.tolerance, unit: item.numeric.unit };
    case 'order':
      return { type: 'order', steps: item.order.steps.map((step) => step.id) };
    case 'match':
      return { type: 'match', pairs: Object.fromEntries(item.match.rows.map((row) => [row.id, row.pair])) };
    default:
      return { type: item.type, correct: item.options.filter((option) => option.correct).map((option) => option.id) };
  }
}

function explanations(item: ChoiceItem | NumericItem | OrderItem | MatchItem): readonly Explanation[] {
  switch (item.type) {
    case 'numeric':
      return item.numeric.misreadings.map((m) => ({
        id: String(m.value), text: `${m.value} ${item.numeric.unit}`, correct: false, rationale: m.rationale, misconception: m.misconception, value: m.value,
      }));
    case 'order':
      return item.order.steps.map(({ id, text, rationale }) => ({ id, text, correct: true, rationale }));
    case 'match':
      return item.match.rows.map(({ id, text, rationale, pair }) => ({ id, text, correct: true, rationale, pair }));
    default:
      return item.options.map(({ id, text, correct, rationale, misconception, rightIf, change }) => ({
        id, text, correct, rationale,
        ...(misconception === 'correct' ? {} : { misconception }),
        ...(rightIf === undefined ? {} : { rightIf }),
        ...(change === undefined ? {} : { change }),
      }));
  }
}

/** Everything to show once the answer was checked. */
export function toReveal(item: Item): Revealed {
  return {
    id: item.id, type: item.type, key: toKey(item), parts: explanations(item), facts: item.facts, note: item.note, source: item.source,
    ...(item.type === 'numeric' ? { rationale: item.numeric.rationale } : {}),
    ...(item.concept === undefined ? {} : { concept: item.concept }),
    ...(item.sim === undefined ? {} : { sim: item.sim }),
  };
}
