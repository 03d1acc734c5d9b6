import type { Confidence } from './review/grade.ts';

/** An answer given with a stated confidence. */
export interface Judged {
  readonly confidence: Confidence;
  readonly right: boolean;
}

export type Level = Exclude<Confidence, null>;

/** How often answers of one confidence were right, beside how often they should be. */
export interface CalibrationBar {
  readonly level: Level;
  readonly n: number;
  readonly right: number;
  /** Share, 0 to 1, that fits the word; our own reading of the words. */
  readonly band: readonly [number, number];
}

/** As many answers as calibration looks back on. */
export const calibrationWindow = 200;

const bands: readonly (readonly [Level, readonly [number, number]])[] = [
  ['guessing', [0, 0.5]],
  ['fairly', [0.5, 0.85]],
  ['certain', [0.85, 1]],
];

/** One bar a confidence over the latest answers that stated one, in the order given (oldest first). */
export function calibration(answers: readonly Judged[]): readonly CalibrationBar[] {
  const judged = answers.filter((answer) => answer.confidence !== null).slice(-calibrationWindow);
  return bands.map(([level, band]) => {
    const own = judged.filter((answer) => answer.confidence === level);
    return { level, band, n: own.length, right: own.filter((answer) => answer.right).length };
  });
}

const marks: Readonly<Record<Level, { readonly right: number; readonly wrong: number }>> = {
  guessing: { right: 1, wrong: 0 },
  fairly: { right: 2, wrong: -2 },
  certain: { right: 3, wrong: -6 },
};

/** Mean certainty-based mark (Gardner-Medwin: 1, 2, 3 for right, 0, -2, -6 for wrong) of the latest answers; undefined before the first. */
export function certaintyScore(answers: readonly Judged[]): number | undefined {
  const judged = answers.filter((answer) => answer.confidence !== null).slice(-calibrationWindow);
  if (judged.length === 0) return undefined;
  const sum = judged.reduce((total, { confidence, right }) => total + (confidence === null ? 0 : marks[confidence][right ? 'right' : 'wrong']), 0);
  return sum / judged.length;
}
