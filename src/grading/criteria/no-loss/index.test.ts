import { expect, it } from 'vitest';
import { finishedRun, judged } from '../../../testing/finishedRuns.ts';
import { noLoss } from './index.ts';

const lossy = finishedRun('traffic(rate=1500/s, size=200B, keys=1, retry=none) -> kinesis-streams(shards=1) -> stream-reader', {
  length: 10_000,
});

it('is met when nothing is lost', () => {
  const run = finishedRun('traffic(rate=100/s, size=200B) -> kinesis-streams(shards=1) -> stream-reader', { length: 5000 });
  expect(judged(noLoss, {}, run)).toMatchObject({ type: 'met', measured: 'none of 500 records lost', badness: 0 });
});

it('is missed when a record is lost, at the moment of the first loss', () => {
  const judgement = judged(noLoss, {}, lossy);
  expect(judgement).toMatchObject({ type: 'missed', wanted: 'no record lost' });
  // The bucket of 1,000 records is empty at two seconds of 1,500; samples are a second apart.
  expect(judgement.type === 'missed' && judgement.evidence).toEqual([2000]);
  expect(judgement.type === 'missed' && judgement.measured).toMatch(/^[\d,]+ records lost of 15,000 \(2\d(\.\d)? %\)$/);
});

it('allows a share or a number', () => {
  expect(judged(noLoss, { maxShare: 0.5 }, lossy).type).toBe('met');
  expect(judged(noLoss, { maxCount: 15_000 }, lossy).type).toBe('met');
  expect(judged(noLoss, { maxCount: 10, maxShare: 0.01 }, lossy).type).toBe('missed');
});
