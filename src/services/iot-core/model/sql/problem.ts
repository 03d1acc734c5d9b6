/** What is wrong at one place of a rule's SQL, and what to write instead. Lines and columns count from 1. */
export interface SqlProblem {
  readonly line: number;
  readonly column: number;
  /** Place in the text, from 0. */
  readonly from: number;
  readonly to: number;
  readonly problem: string;
}

/** A problem with the line and column of its place. */
export function problemAt(text: string, from: number, to: number, problem: string): SqlProblem {
  let line = 1;
  let start = 0;
  for (let i = 0; i < from && i < text.length; i++) {
    if (text[i] === '\n') {
      line++;
      start = i + 1;
    }
  }
  return { line, column: from - start + 1, from, to: Math.max(from, to), problem };
}

/** `line 1, column 8: …` */
export function sayProblem({ line, column, problem }: SqlProblem): string {
  return `line ${line}, column ${column}: ${problem}`;
}
