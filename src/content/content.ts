import type { Limit } from '../aws/limits/index.ts';
import type { Concept, Coverage, Fact, GlossaryTerm, Misconception } from './model/facts.ts';
import type { Question } from './model/items.ts';
import type { Experiment, LabEvent, Walkthrough } from './model/labs.ts';
import type { NoteBlock, NotePage } from './model/notes.ts';
import type { Scenario } from './model/scenarios.ts';
import type { ContentProblem } from './problem.ts';

/** What stands behind the ids of each kind. */
export interface Kinds {
  readonly fact: Fact;
  readonly limit: Limit;
  readonly note: NoteBlock;
  readonly question: Question;
  readonly experiment: Experiment;
  readonly event: LabEvent;
  readonly concept: Concept;
  readonly misconception: Misconception;
  readonly scenario: Scenario;
  readonly term: GlossaryTerm;
}
export type Kind = keyof Kinds;

/** One thing with an id, and the file it stands in. All kinds share one namespace of ids. */
export type Entry = { readonly [K in Kind]: { readonly kind: K; readonly id: string; readonly file: string; readonly value: Kinds[K] } }[Kind];

/** Everything that was read, by a source (files in Node). */
export interface Content {
  readonly entries: readonly Entry[];
  readonly pages: readonly { readonly file: string; readonly value: NotePage }[];
  readonly confusable: readonly { readonly file: string; readonly value: readonly string[] }[];
  readonly walkthroughs: readonly { readonly file: string; readonly value: Walkthrough }[];
  readonly coverage: Coverage;
  /** Ids of entries that are there but could not be read. */
  readonly refused: readonly string[];
  /** What the parsers found; what spans files is the registry's. */
  readonly problems: readonly ContentProblem[];
  /** Files read, as paths from the project's root. */
  readonly files: readonly string[];
}

/** Where a person finds it in the app; undefined for what has no page of its own. */
export function hrefOf(entry: Entry): string | undefined {
  switch (entry.kind) {
    case 'note':
      return `/learn/${entry.value.slug}#${entry.value.anchor}`;
    case 'question':
      return `/quiz/q/${entry.id}`;
    case 'experiment':
      return `/lab/${entry.value.panel}?x=${entry.id}`;
    case 'event':
      return `/lab/${entry.value.panel}`;
    case 'scenario':
      return `/build/${entry.value.slug}`;
    case 'term':
    case 'limit':
      return `/glossary#${entry.id}`;
    default:
      return undefined;
  }
}

/** A short name for lists: a title, a heading, or the sentence itself. */
export function titleOf(entry: Entry): string {
  switch (entry.kind) {
    case 'fact':
      return entry.value.statement;
    case 'note':
      return entry.value.heading;
    case 'question':
      return entry.value.stem;
    case 'misconception':
      return entry.value.believes;
    case 'term':
      return entry.value.term;
    default:
      return entry.value.title;
  }
}
