import { expect, it } from 'vitest';
import type { FinishedRun } from '../../finishedRun.ts';
import { judged } from '../../../testing/finishedRuns.ts';
import { meanOpenShardsAtMost } from './index.ts';

/** Open shards second by second: the criterion looks at nothing else. */
function run(openShards: readonly number[]): FinishedRun {
  return {
    lengthMs: openShards.length * 1000,
    samples: { stepMs: 1000, at: openShards.map((_, i) => (i + 1) * 1000), lost: [], maxLatencyMs: [], openShards },
  } as unknown as FinishedRun;
}
const peak = { peakFrom: '210s', peakTo: '330s', peakLasts: '10m' };

it('is 12 for 12 shards all day', () => {
  expect(judged(meanOpenShardsAtMost, { count: 8, ...peak }, run(Array.from({ length: 390 }, () => 12)))).toMatchObject({
    type: 'missed',
    badness: 12,
    evidence: [1000],
  });
});

it('follows the worked example: 6 shards, 12 from second 200 to 360', () => {
  const seconds = Array.from({ length: 390 }, (_, i) => (i >= 200 && i < 360 ? 12 : 6));
  const judgement = judged(meanOpenShardsAtMost, { count: 8, ...peak }, run(seconds));
  const byHand = (6 * 200 + 12 * 10 + 12 * 600 + 12 * 30 + 6 * 30 + 6 * (86_400 - 270 - 600)) / 86_400;
  expect(judgement).toMatchObject({ type: 'met', badness: expect.closeTo(byHand, 9) });
  expect(byHand).toBeCloseTo(6.04, 2);
});

it('holds the number of the end for the rest of the day: shards that are never merged again cost all day', () => {
  const seconds = Array.from({ length: 390 }, (_, i) => (i >= 200 ? 12 : 6));
  expect(judged(meanOpenShardsAtMost, { count: 8, ...peak }, run(seconds))).toMatchObject({
    type: 'missed',
    badness: expect.closeTo(11.99, 2),
  });
});
