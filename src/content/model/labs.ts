import type { Change, Claim, DurationText, FactsEdition, Plain, PlainObject, RecipeSource } from './plain.ts';

export interface PredictionOption {
  readonly id: string;
  readonly text: string;
  /** What the option asserts about the run; true exactly for the answer. */
  readonly claim?: readonly Claim[];
}

/** What a learner commits to before a run. `measure` is the path that settles it. */
export type Prediction =
  | { readonly type: 'choose'; readonly prompt: string; readonly options: readonly PredictionOption[]; readonly answer: string; readonly measure?: string }
  | {
      readonly type: 'number';
      readonly prompt: string;
      readonly unit: string;
      readonly answer: number;
      readonly tolerance: number;
      readonly min?: number;
      readonly max?: number;
      readonly step?: number;
      readonly measure?: string;
      readonly scale?: number;
      readonly round?: 'ceil' | 'floor' | 'nearest';
      /** The answer is the smallest value from `min` to `max` at which the goal holds, with one setting of the recipe at that value. */
      readonly least?: { readonly set: string; readonly goal: readonly Claim[] };
    }
  /** `answer` lists the option ids in the right order. */
  | { readonly type: 'order'; readonly prompt: string; readonly options: readonly PredictionOption[]; readonly answer: readonly string[]; readonly measure?: string }
  /** The line drawn is compared with the series named by `measure`; `answer`, where given, is a list of [seconds, value]. */
  | {
      readonly type: 'sketch';
      readonly prompt: string;
      readonly unit: string;
      readonly measure: string;
      readonly answer?: readonly (readonly [number, number])[];
      readonly tolerance?: number;
    };

/** A lab preset with one driving question. */
export interface Experiment {
  readonly id: string;
  /** Slug of the lab panel: `/lab/<panel>?x=<id>`. */
  readonly panel: string;
  readonly title: string;
  readonly question: string;
  readonly recipe: RecipeSource;
  readonly length?: DurationText;
  readonly seed: number;
  readonly facts: FactsEdition;
  /** Simulated seconds a second, at the start. */
  readonly startSpeed: number;
  readonly prediction?: Prediction;
  readonly notice: readonly string[];
  readonly factsTested: readonly string[];
  readonly note: string;
  readonly minutes: number;
  /** Place in the panel's list; experiments without one follow by id. */
  readonly order?: number;
}

/** A button of a callout: moves controls, changes the recipe, makes an operator's call, or opens a page. Exactly one of the four. */
export interface TryAction {
  readonly id: string;
  readonly label: string;
  /** Control ids of the lab panel and the values they get. */
  readonly set?: { readonly [control: string]: Plain };
  readonly change?: readonly Change[];
  /** A panel's named operation (`split`: the shard of this event), or a whole call. */
  readonly operate?: string | PlainObject;
  readonly link?: string;
}

/** What the app says when a trace event of this type first happens. */
export interface LabEvent {
  readonly id: string;
  /** The file's name: the panel it belongs to. */
  readonly panel: string;
  readonly traceType: string;
  /** Detail values that must be equal for this event to be the one meant. */
  readonly where: { readonly [detailKey: string]: Plain };
  readonly title: string;
  /** Placeholders: keys of the trace detail, and {subject} {count} {node} {t}. */
  readonly what: string;
  readonly why: string;
  readonly try: readonly TryAction[];
  readonly note: string;
  readonly question?: string;
  readonly docs: string;
  readonly facts: readonly string[];
}

/** One caption of a worked example; reaching `at` moves the controls named in `set`, or makes the panel's operation. */
export interface WalkthroughStep {
  readonly caption: string;
  /** Milliseconds since the run began. */
  readonly at: number;
  readonly set?: { readonly [control: string]: Plain };
  readonly operate?: string | PlainObject;
}

/** The worked example of a panel: at most seven captions. */
export interface Walkthrough {
  readonly panel: string;
  readonly title: string;
  readonly steps: readonly WalkthroughStep[];
}
