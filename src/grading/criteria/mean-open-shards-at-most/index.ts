import { defineCriterion, marginBelow } from '../../criterion.ts';
import { moments, type FinishedRun } from '../../finishedRun.ts';
import { decimalText } from '../../quantityText.ts';

interface Params {
  count: number;
  peakFrom: number;
  peakTo: number;
  peakLasts: number;
  day: number;
}

/**
 * Open shards on average over a day with one peak, of which the run shows a piece. The arithmetic:
 *   shard time = what the run shows outside the peak
 *              + the run's mean inside the peak × `peakLasts` (a short peak in the run stands for the long one of the brief)
 *              + the open shards at the end of the run × the rest of the day;
 *   mean = shard time ÷ day.
 * Example: 6 shards, but 12 from second 200 to 360 of a run of 390 s whose peak, 210 s to 330 s, stands for ten minutes:
 *   (6 × 200 + 12 × 10 + 12 × 600 + 12 × 30 + 6 × 30 + 6 × (86,400 - 270 - 600)) ÷ 86,400 = 6.04.
 */
export const meanOpenShardsAtMost = defineCriterion<Params>({
  kind: 'mean-open-shards-at-most',
  says: 'Over a day with one such peak, no more shards are open on average',
  fields: {
    count: { type: 'number', says: 'Open shards on average', unit: 'shards', min: 1, default: 1 },
    peakFrom: { type: 'duration', says: 'Where the peak begins in the run', unit: 'ms', min: 0, default: 0 },
    peakTo: { type: 'duration', says: 'Where it ends in the run', unit: 'ms', min: 0, default: 0 },
    peakLasts: { type: 'duration', says: 'How long the peak lasts on the day', unit: 'ms', min: 0, default: 0 },
    day: { type: 'duration', says: 'Length of the day', unit: 'ms', min: 1, default: 86_400_000 },
  },
  required: ['count', 'peakFrom', 'peakTo', 'peakLasts'],
  shows: ['stream.active'],
  judge(run, params) {
    const mean = meanOverDay(run, params);
    const measured = `${decimalText(mean, 1)} open shards on average over the day`;
    const wanted = `at most ${decimalText(params.count, 1)} on average`;
    if (mean <= params.count) return { type: 'met', measured, wanted, badness: mean, margin: marginBelow(mean, params.count) };
    const over = run.samples.openShards.findIndex((open) => open > params.count);
    return {
      type: 'missed',
      measured,
      wanted,
      badness: mean,
      margin: marginBelow(mean, params.count),
      evidence: moments(run.samples.at[over]),
    };
  },
});

function meanOverDay(run: FinishedRun, { peakFrom, peakTo, peakLasts, day }: Params): number {
  const { at, openShards, stepMs } = run.samples;
  let calm = 0;
  let calmMs = 0;
  let peak = 0;
  let peakMs = 0;
  at.forEach((end, i) => {
    const span = end - (i === 0 ? 0 : at[i - 1]!);
    const middle = end - stepMs / 2;
    if (middle >= peakFrom && middle < peakTo) {
      peak += openShards[i]! * span;
      peakMs += span;
    } else {
      calm += openShards[i]! * span;
      calmMs += span;
    }
  });
  const peakMean = peakMs === 0 ? 0 : peak / peakMs;
  const rest = Math.max(0, day - calmMs - peakLasts);
  return (calm + peakMean * peakLasts + openShards[openShards.length - 1]! * rest) / (calmMs + peakLasts + rest);
}
