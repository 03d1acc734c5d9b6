import { expect, it } from 'vitest';
import { finishedRun, judged } from '../../../testing/finishedRuns.ts';
import type { FinishedRun } from '../../finishedRun.ts';
import { nothingParked } from '../nothing-parked/index.ts';
import { parkedBelow } from './index.ts';

const quiet = finishedRun('traffic(rate=10/s, size=100B) -> kinesis-streams -> stream-reader', { length: 10_000 });
/** The same run, had so many of its records been set aside. */
const parked = (count: number): FinishedRun => ({
  ...quiet,
  records: { ...quiet.records, parked: count },
  trace: [{ at: 4000, lastAt: 5000, count: 1, node: 'dead', type: 'message.dead-lettered', subject: 'dead', detail: {} }],
});

it('counts what was set aside against a number or a share', () => {
  expect(quiet.records.born).toBe(100);
  expect(judged(parkedBelow, {}, quiet)).toMatchObject({
    type: 'met',
    measured: 'none of 100 records parked',
    wanted: 'no record parked',
  });
  expect(judged(parkedBelow, {}, parked(3))).toMatchObject({
    type: 'missed',
    measured: '3 records parked of 100 (3 %)',
    evidence: [4000],
    node: 'dead',
  });
  expect(judged(parkedBelow, { maxCount: 3 }, parked(3)).type).toBe('met');
  expect(judged(parkedBelow, { maxShare: 0.03 }, parked(3)).type).toBe('met');
  expect(judged(parkedBelow, { maxShare: 0.02, maxCount: 1 }, parked(3))).toMatchObject({
    type: 'missed',
    wanted: 'at most 2 records parked',
  });
});

it('of nothing allows nothing', () => {
  expect(judged(nothingParked, {}, quiet).type).toBe('met');
  expect(judged(nothingParked, {}, parked(1))).toMatchObject({ type: 'missed', measured: '1 record parked of 100 (1 %)' });
});

it('sees a dead-letter queue fill in a run, and when it began', () => {
  const run = finishedRun(
    {
      nodes: [
        {
          id: 'web',
          kind: 'traffic',
          config: {
            recordsPerSecond: 2,
            payloadBytes: 500,
            stopAfter: 10_000,
            classes: [
              { name: 'order', share: 0.8, keys: 10 },
              { name: 'broken', share: 0.2, keys: 1 },
            ],
          },
        },
        { id: 'put', kind: 'queue-producer' },
        { id: 'orders', kind: 'sqs-queue', config: { visibilityTimeout: '5s', maxReceiveCount: 2 } },
        { id: 'dead', kind: 'sqs-queue' },
        { id: 'work', kind: 'queue-worker', config: { waitTime: '20s', poisonClasses: ['broken'] } },
      ],
      edges: [
        { from: 'web', to: 'put' },
        { from: 'put', to: 'orders' },
        { from: 'orders', to: 'dead' },
        { from: 'orders', to: 'work' },
      ],
    },
    { length: 60_000 },
  );
  expect(run.records.parked).toBeGreaterThan(0);
  const missed = judged(nothingParked, {}, run);
  expect(missed).toMatchObject({ type: 'missed', node: 'orders' });
  expect(missed.type === 'missed' && missed.evidence[0]).toBeGreaterThan(9000);
  expect(judged(parkedBelow, { maxShare: 1 }, run).type).toBe('met');
});
