/** One number of a calculation, as a person would write it down. */
export interface Term {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** A figure together with the formula and the terms that made it, so that a page can show the arithmetic with its numbers. */
export interface Worked {
  readonly what: string;
  /** The formula in words; each word in it is the name of a term. */
  readonly formula: string;
  readonly terms: readonly Term[];
  readonly result: number;
  readonly unit: string;
}

export const dayMs = 86_400_000;
export const terabyte = 1e12;
export const petabyte = 1e15;

export function term(name: string, value: number, unit: string): Term {
  return { name, value, unit };
}

/** Frozen, since state and views may share it. */
export function worked(what: string, formula: string, terms: readonly Term[], result: number, unit: string): Worked {
  return Object.freeze({ what, formula, terms: Object.freeze(terms.map((each) => Object.freeze(each))), result, unit });
}

/** One stretch of a timeline, ms from its beginning; `to` is null for what never ends. */
export interface Phase {
  readonly name: string;
  readonly from: number;
  readonly to: number | null;
}
