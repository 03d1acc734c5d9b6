import { expect, it } from 'vitest';
import { finishedRun, judged } from '../../../testing/finishedRuns.ts';
import { throttlingBelow } from './index.ts';

const hot = finishedRun('traffic(rate=1500/s, size=200B, keys=1, retry=none) -> kinesis-streams(shards=1) -> stream-reader', {
  length: 20_000,
});
const crowd = finishedRun('traffic(rate=10/s, size=200B) -> kinesis-streams(shards=1) -> stream-reader(count=6)', {
  length: 150_000,
});

it('counts refused write attempts over the run', () => {
  const refused = hot.totals.find((one) => one.metric === 'WriteProvisionedThroughputExceeded')!.total.sum;
  const judgement = judged(throttlingBelow, { of: 'writes', share: 0.1 }, hot);
  expect(judgement).toMatchObject({ type: 'missed', badness: expect.closeTo(refused / 30_000, 2) });
  expect(judgement.type === 'missed' && judgement.evidence[0]).toBeGreaterThan(1900);
  expect(judgement.type === 'missed' && judgement.evidence[0]).toBeLessThan(2200);
  expect(judged(throttlingBelow, { of: 'writes', share: 0.5 }, hot).type).toBe('met');
});

it('counts PutRecord calls one by one', () => {
  const single = finishedRun('traffic(rate=50/s, size=200B, keys=1, api=PutRecord) -> kinesis-streams(shards=1) -> stream-reader', {
    length: 5000,
  });
  expect(judged(throttlingBelow, { of: 'writes', share: 0 }, single)).toMatchObject({
    type: 'met',
    measured: expect.stringMatching(/^0 of 2[45]\d write attempts refused/),
  });
});

it('counts refused read calls in every minute after the first', () => {
  // Six calls a second, five answered: one in six is refused.
  const params = { of: 'reads', window: 'minute', after: '60s' };
  const judgement = judged(throttlingBelow, { ...params, share: 0.01 }, crowd);
  expect(judgement).toMatchObject({ type: 'missed', badness: expect.closeTo(1 / 6, 2) });
  expect(judgement.type === 'missed' && judgement.evidence).toEqual([60_000]);
  expect(judged(throttlingBelow, { ...params, share: 0.2 }, crowd).type).toBe('met');
  expect(judged(throttlingBelow, { ...params, share: 0 }, hot)).toMatchObject({
    type: 'met',
    measured: 'none of the read calls refused',
  });
});

it('is ungradable by the minute where only hours are kept', () => {
  const long = finishedRun('traffic(rate=1/min, size=200B) -> kinesis-streams(shards=1) -> stream-reader(poll=60s)', {
    length: 30 * 3_600_000,
  });
  expect(judged(throttlingBelow, { of: 'reads', window: 'minute', share: 0.01 }, long)).toMatchObject({ type: 'ungradable' });
});
