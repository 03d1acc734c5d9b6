import type { Change, Claim, DurationText, FactsEdition, RecipeSource, SourceRef } from './plain.ts';

export type Level = 'recall' | 'apply' | 'design';
/** Which edition's rules the key assumes. */
export type ItemEdition = 'both' | FactsEdition;
export type ItemType = 'single' | 'multiple' | 'numeric' | 'order' | 'match' | 'predict-the-run';

/** What every question has, whatever its type. */
interface Common {
  readonly id: string;
  /** Raised by each correction; answers to older versions stay out of statistics. */
  readonly version: number;
  readonly level: Level;
  readonly edition: ItemEdition;
  /** The topic: name of the folder it stands in. */
  readonly topic: string;
  /** Fact ids tested; at least one. */
  readonly facts: readonly string[];
  readonly concept?: string;
  /** Id of the note block that teaches the rule. */
  readonly note: string;
  readonly stem: string;
  readonly hint?: string;
  /** How the engine proves the key. */
  readonly sim?: ItemSim;
  readonly source: SourceRef;
}

export interface Option {
  readonly id: string;
  readonly text: string;
  readonly correct: boolean;
  readonly rationale: string;
  /** `correct`, or the id of what a learner who picks it believes. */
  readonly misconception: string;
  /** When this wrong answer would be right. */
  readonly rightIf?: string;
  /** sim.mode observe: what the option asserts about the one run. */
  readonly claim?: readonly Claim[];
  /** sim.mode change: what choosing it does to the recipe. */
  readonly change?: readonly Change[];
}

/** One answer (`single`, `predict-the-run`) or `choose` of them (`multiple`). */
export interface ChoiceItem extends Common {
  readonly type: 'single' | 'multiple' | 'predict-the-run';
  readonly options: readonly Option[];
  /** How many to choose; 1 except for `multiple`. */
  readonly choose: number;
}

export interface Misreading {
  readonly value: number;
  readonly rationale: string;
  readonly misconception: string;
}

export interface Numeric {
  readonly answer: number;
  readonly unit: string;
  /** Largest accepted distance from the answer, in the same unit. */
  readonly tolerance: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly misreadings: readonly Misreading[];
  readonly rationale: string;
}

export interface NumericItem extends Common {
  readonly type: 'numeric';
  readonly numeric: Numeric;
}

export interface Step {
  readonly id: string;
  readonly text: string;
  readonly rationale: string;
  /** sim.mode order: the trace event type whose first occurrence this step is. */
  readonly event?: string;
}

/** Steps in the right order; `toPrompt` hides it. */
export interface OrderItem extends Common {
  readonly type: 'order';
  readonly order: { readonly steps: readonly Step[] };
}

export interface MatchRow {
  readonly id: string;
  readonly text: string;
  /** Id of the choice that belongs to it. */
  readonly pair: string;
  readonly rationale: string;
}

export interface MatchItem extends Common {
  readonly type: 'match';
  readonly match: { readonly rows: readonly MatchRow[]; readonly choices: readonly { readonly id: string; readonly text: string }[] };
}

/** A question with a fixed key. */
export type Item = ChoiceItem | NumericItem | OrderItem | MatchItem;

export type SimMode = 'observe' | 'change' | 'value' | 'order';

/** The run that proves a key. */
export interface ItemSim {
  readonly mode: SimMode;
  readonly recipe: RecipeSource;
  readonly length: DurationText;
  readonly seed: number;
  readonly facts: FactsEdition;
  /** change: holds exactly for the correct options. */
  readonly goal?: readonly Claim[];
  /** value: path into the run's result; the answer is the measured value times `scale` (1), rounded as `round` says. */
  readonly measure?: string;
  readonly scale?: number;
  readonly round?: 'ceil' | 'floor' | 'nearest';
  /** Milliseconds: where "See it happen" starts, 2 s before the telling moment. */
  readonly seeAt?: number;
}

/** A number, or an expression in braces over the template's parameters: `'{shards}'`. */
export type NumberOrExpression = number | string;

/** A parameter takes one of these values. */
export interface TemplateParam {
  readonly from: readonly (number | string)[];
}

export interface TemplateOption extends Omit<Option, 'correct'> {
  /** Left out where the engine decides: then `value` is compared with the measured one. */
  readonly correct?: boolean | string;
  readonly value?: NumberOrExpression;
}

export interface TemplateNumeric {
  readonly answer: NumberOrExpression;
  readonly unit: string;
  readonly tolerance: NumberOrExpression;
  readonly min: NumberOrExpression;
  readonly max: NumberOrExpression;
  readonly step: NumberOrExpression;
  readonly misreadings: readonly { readonly value: NumberOrExpression; readonly rationale: string; readonly misconception: string }[];
  readonly rationale: string;
}

/** What makes a question a template: texts hold `{name}` or `{name|n}` (thousands separators); each kept draw is one item. */
interface Drawn {
  readonly template: true;
  readonly params: { readonly [name: string]: TemplateParam };
  /** Derived values, in order: expressions over parameters and earlier ones. */
  readonly let: { readonly [name: string]: string };
  /** A draw is kept when all of these hold. */
  readonly where: readonly string[];
}

/** The run of a template; its texts and times may hold placeholders. */
export interface TemplateSim extends Omit<ItemSim, 'seeAt'> {
  readonly seeAt?: NumberOrExpression;
}

type Undrawn<T extends Common, Replaced extends string = never> = Omit<T, 'sim' | Replaced> & Drawn & { readonly sim?: TemplateSim };
export type ChoiceTemplate = Undrawn<ChoiceItem, 'options'> & { readonly options: readonly TemplateOption[] };
export type NumericTemplate = Undrawn<NumericItem, 'numeric'> & { readonly numeric: TemplateNumeric };
export type OrderTemplate = Undrawn<OrderItem>;
export type MatchTemplate = Undrawn<MatchItem>;
export type Template = ChoiceTemplate | NumericTemplate | OrderTemplate | MatchTemplate;

/** Anything that can be asked: a fixed item, or a template to draw one from. */
export type Question = Item | Template;

/** Templates carry `template: true`; items do not. */
export function isTemplate(question: Question): question is Template {
  return 'template' in question;
}

