export type FactKind = 'concept' | 'behaviour' | 'tool' | 'usecase' | 'decision' | 'limit';
export type Confidence = 'high' | 'medium' | 'low';

/** One examinable rule of the notes; the unit of review. Its `topic` is the name of the file it stands in. */
export interface Fact {
  readonly id: string;
  readonly topic: string;
  /** Our words, the Notes edition. */
  readonly statement: string;
  readonly kind: FactKind;
  /** Ids in `src/aws/limits`. */
  readonly limits: readonly string[];
  /** What the exam means, or how the notes are wrong. */
  readonly exam?: string;
  /** Number in the list of errata, where the notes are wrong or ambiguous, and what they say. */
  readonly erratum?: number;
  readonly notesSay?: string;
  /** `same`, or what is true today. */
  readonly today: string;
  readonly source: string;
  readonly confidence: Confidence;
  /** Whether a run can show it. */
  readonly simulable: boolean;
  /** Why no item tests it; a fact with a reason is context only. */
  readonly context?: string;
}

/** A word of the field, explained once. */
export interface GlossaryTerm {
  readonly id: string;
  readonly term: string;
  /** The explanation, in one or two sentences. */
  readonly says: string;
  readonly topic: string;
  /** Other names that search should find it by. */
  readonly also: readonly string[];
  readonly facts: readonly string[];
  readonly note?: string;
}

/** Something a learner may wrongly believe; wrong options name it. */
export interface Misconception {
  readonly id: string;
  readonly believes: string;
  /** Id of the note block that sets it right. */
  readonly contrast: string;
  /** Id of the experiment that shows it. */
  readonly lab?: string;
}

/** A small named group of facts: used to choose, interleave and report. */
export interface Concept {
  readonly id: string;
  readonly title: string;
  readonly facts: readonly string[];
}

/** `content/concepts.yaml`. Each confusable group lists the ids of two or more concepts that learners mix up. */
export interface ConceptFile {
  readonly concepts: readonly Concept[];
  readonly confusable: readonly (readonly string[])[];
}

/** `content/coverage.yaml`: topics whose coverage is enforced; the others are only counted. */
export interface Coverage {
  readonly complete: readonly string[];
}
