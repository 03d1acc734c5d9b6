/** What YAML and JSON can hold. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };
export type PlainObject = { readonly [key: string]: Plain };

/** Which edition's rules a key or a run assumes: the exam-era notes, or what AWS documents today. */
export type FactsEdition = 'notes' | 'today';

/** What the engine runs: the one-line topology text, or a recipe object (nodes, edges, interventions). The engine checks it, not the content parser. */
export type RecipeSource = string | PlainObject;

/** Simulated time as the author wrote it: whole milliseconds, or text with a unit (`500ms` `20s` `15m` `12h` `7d`). `durationMs` reads both. */
export type DurationText = number | string;

/** Where a rule was read, and on which day (YYYY-MM-DD). */
export interface SourceRef {
  readonly title: string;
  readonly read: string;
}

export type ClaimOp = '<' | '<=' | '==' | '!=' | '>=' | '>' | 'between';

/** A sentence about one run that is true or false: `measure` is a path into the run's result. `between` takes [low, high], both included. */
export interface Claim {
  readonly measure: string;
  readonly op: ClaimOp;
  readonly value: Plain;
}

/** What choosing an option does to a recipe: put a value at a path (`nodes.clicks.config.shardCount`), or add an intervention. */
export type Change = { readonly set: string; readonly to: Plain } | { readonly add: 'intervention'; readonly value: PlainObject };
