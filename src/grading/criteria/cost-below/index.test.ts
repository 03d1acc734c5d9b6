import { expect, it } from 'vitest';
import { finishedRun, judged } from '../../../testing/finishedRuns.ts';
import { costOf, defaultPrices } from '../../prices.ts';
import { costBelow } from './index.ts';

const run = finishedRun('traffic(rate=1/s, size=200B) -> kinesis-streams(shards=2) -> stream-reader', { length: 1_800_000 });

it('scales the points of a run to an hour', () => {
  // Two shards for an hour are 20 points, 3,600 payload units 0.036.
  expect(judged(costBelow, { pointsPerHour: 20.1 }, run)).toMatchObject({ type: 'met', badness: expect.closeTo(20.036, 2), margin: expect.closeTo(0.0032, 4) });
  expect(judged(costBelow, { pointsPerHour: 20 }, run)).toMatchObject({ type: 'missed', measured: '20 points an hour', margin: expect.closeTo(-0.0018, 4) });
});

it('is ungradable when a unit has no price', () => {
  const cost = costOf(
    [
      { node: 'a', unit: 'shard-hour', amount: 2 },
      { node: 'b', unit: 'moon-dust', amount: 1 },
    ],
    defaultPrices,
  );
  expect(cost).toMatchObject({ points: 20, unpriced: ['moon-dust'] });
  expect(judged(costBelow, { pointsPerHour: 1000 }, { ...run, cost })).toEqual({
    type: 'ungradable',
    reason: 'The price table has no price for moon-dust.',
  });
});
