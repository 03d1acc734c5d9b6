import type { CalibrationBar } from '../../learning/calibration.ts';

/** What calibration says in one sentence. */
export function calibrationSentence(bars: readonly CalibrationBar[]): string {
  const certain = bars.find((bar) => bar.level === 'certain');
  if (!certain || certain.n === 0) return 'No answer was given as certain yet.';
  const share = Math.round((certain.right / certain.n) * 100);
  return `When certain you were right ${share} % of the time (${certain.right} of ${certain.n}).`;
}
