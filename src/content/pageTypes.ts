import type { Kind } from './content.ts';
import type { Experiment, Walkthrough } from './model/labs.ts';

/** The tiny index that every page may load: what there is, without saying it. */
export interface Outline {
  /** Pages of notes, in the order of the topics. */
  readonly sections: readonly {
    readonly topic: string;
    readonly slug: string;
    readonly title: string;
    readonly minutes: number;
    readonly blocks: number;
    readonly corrections: number;
  }[];
  /** Topics that have facts or questions, in order. */
  readonly topics: readonly { readonly topic: string; readonly title: string; readonly facts: number; readonly items: number; readonly templates: number }[];
  readonly panels: readonly { readonly panel: string; readonly experiments: number }[];
  readonly scenarios: readonly {
    readonly id: string;
    readonly slug: string;
    readonly number: number;
    readonly title: string;
    readonly criteria: number;
    readonly difficulty?: number;
    readonly minutes?: number;
  }[];
}

/** A thing with an id, as a link shows it. Facts, concepts and misconceptions lead to the note that explains them, where there is one. */
export interface LinkTarget {
  readonly id: string;
  readonly kind: Kind;
  readonly title: string;
  readonly href?: string;
}

/** What points to what, by id. Unknown ids give empty lists. */
export interface Links {
  find(id: string): LinkTarget | undefined;
  itemsTesting(fact: string): readonly string[];
  itemsOn(note: string): readonly string[];
  notesOn(fact: string): readonly string[];
  /** Experiments, events and scenarios. */
  labsShowing(fact: string): readonly string[];
}

/** How `Links` travels: targets as [id, kind, title, href or empty], relations as id to ids. */
export interface LinkData {
  readonly targets: readonly (readonly [string, Kind, string, string])[];
  readonly relations: { readonly [name in 'itemsTesting' | 'itemsOn' | 'notesOn' | 'labsShowing']: { readonly [id: string]: readonly string[] } };
}

/** One thing that search can find. */
export interface SearchEntry {
  readonly id: string;
  readonly kind: 'note' | 'experiment' | 'scenario' | 'question' | 'term';
  readonly title: string;
  readonly text: string;
  readonly href: string;
}

/** What a lab panel offers beside the simulator itself. */
export interface PanelContent {
  readonly experiments: readonly Experiment[];
  readonly walkthrough?: Walkthrough;
}
