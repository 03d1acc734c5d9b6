import type { Prediction } from './labs.ts';
import type { DurationText, FactsEdition, PlainObject } from './plain.ts';

export interface CriterionEntry {
  readonly id: string;
  /** Kind of the grader's criterion; `params` are checked by the grader. */
  readonly kind: string;
  readonly params: PlainObject;
  readonly title: string;
  /** Id of the fact that explains a miss. */
  readonly why: string;
}

/** Nodes and edges in the engine's vocabulary; the engine checks them. */
export interface DesignGraph {
  readonly nodes: readonly PlainObject[];
  readonly edges: readonly PlainObject[];
}

/** A requirement to build for, graded by running. */
export interface Scenario {
  readonly id: string;
  readonly slug: string;
  readonly number: number;
  readonly title: string;
  readonly version: number;
  /** A client's voice, at most 120 words. */
  readonly brief: string;
  /** Kinds that may be placed. */
  readonly palette: readonly string[];
  /** What is there already and cannot be removed. */
  readonly fixed: DesignGraph;
  /** Scripted load and faults: interventions that every run gets, and anything else the recipe starts from. */
  readonly recipe: PlainObject;
  readonly length: DurationText;
  /** Five; the grade is the worst of them. */
  readonly seeds: readonly number[];
  readonly facts: FactsEdition;
  readonly criteria: readonly CriterionEntry[];
  /** Fact ids. */
  readonly teaches: readonly string[];
  /** Three: a question, a pointer to the note, the component or setting. */
  readonly hints: readonly string[];
  readonly predictions: readonly Prediction[];
  readonly difficulty?: number;
  readonly minutes?: number;
  readonly designs: readonly ScenarioDesign[];
}

/** A design that CI runs: accepted ones meet every criterion, wrong ones miss the one they name. */
export interface ScenarioDesign extends DesignGraph {
  readonly id: string;
  readonly title: string;
  readonly kind: 'accepted' | 'wrong';
  /** Wrong designs: id of the criterion missed. */
  readonly misses?: string;
  /** Why it works, or why it fails. */
  readonly says: string;
  /** Edition it needs, where it differs from the scenario's. */
  readonly facts?: FactsEdition;
  readonly interventions: readonly PlainObject[];
}
