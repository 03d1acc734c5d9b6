/** A place where the notes were wrong. */
export interface Correction {
  readonly was: string;
  readonly now: string;
  /** Number in the list of errata of the notes. */
  readonly errata?: number;
}

/** What a stretch of notes points to, in order of appearance. */
export interface NoteReferences {
  readonly limits: readonly string[];
  readonly corrections: readonly Correction[];
  /** Ids of the experiments embedded. */
  readonly miniLabs: readonly string[];
  /** Links to other places in the app, as written. */
  readonly links: readonly string[];
}

/** A bullet group of the notes with a stable id: the target of links, questions and recall. */
export interface NoteBlock extends NoteReferences {
  /** `n.<topic>.<anchor>` */
  readonly id: string;
  readonly topic: string;
  /** Slug of the page it stands on. */
  readonly slug: string;
  /** Fragment of its address: `/learn/<slug>#<anchor>`. */
  readonly anchor: string;
  /** The heading inside it, or else the last one above it. */
  readonly heading: string;
  readonly facts: readonly string[];
  /** Why no item points here; a block with a reason is context only. */
  readonly context?: string;
  /** Plain text for search; a cited limit stands as `{limit:<id>}`. */
  readonly text: string;
}

/** One page of notes, without its rendering. */
export interface NotePage {
  readonly topic: string;
  readonly slug: string;
  readonly title: string;
  /** Reading time. */
  readonly minutes: number;
  readonly blocks: readonly NoteBlock[];
  /** What stands between the blocks. */
  readonly outside: NoteReferences;
  /** Items of "Say it back" at the end. */
  readonly sayItBack: readonly string[];
}
