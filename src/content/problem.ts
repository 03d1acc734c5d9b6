import type { Result } from '../base/result.ts';

/** Something an author has to mend: which file, where in it (`[3].options[1].rationale`, empty for the whole file), and a sentence with the cure. */
export interface ContentProblem {
  readonly file: string;
  readonly path: string;
  readonly problem: string;
}

/** Typed content, or every problem of the file at once. */
export type Parsed<T> = Result<T, readonly ContentProblem[]>;
