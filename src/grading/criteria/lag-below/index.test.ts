import { expect, it } from 'vitest';
import { finishedRun, judged } from '../../../testing/finishedRuns.ts';
import { lagBelow } from './index.ts';

const calm = finishedRun('traffic(rate=100/s, size=200B) -> kinesis-streams(shards=1) -> app: stream-reader', { length: 20_000 });
const slow = finishedRun(
  'traffic(rate=100/s, size=200B) -> kinesis-streams(shards=1) -> app: stream-reader(processing=20, limit=100)',
  { length: 60_000 },
);

it('is met while every answer reaches the newest record', () => {
  expect(judged(lagBelow, { ms: '1s' }, calm)).toMatchObject({ type: 'met', badness: 0 });
});

it('is missed when a consumer falls behind, at the second in which it does', () => {
  const judgement = judged(lagBelow, { ms: '10s' }, slow);
  expect(judgement).toMatchObject({ type: 'missed', node: 'app' });
  const first = judgement.type === 'missed' ? judgement.evidence[0]! : 0;
  // Half of what comes is worked off: 10 s behind after some 20 s.
  expect(first).toBeGreaterThan(15_000);
  expect(first).toBeLessThan(30_000);
});

it('sees a consumer that no longer asks, and so reports nothing', () => {
  const dead = finishedRun({
    nodes: [
      { id: 'web', kind: 'traffic', config: { recordsPerSecond: 50, payloadBytes: 200 } },
      { id: 'put', kind: 'sdk-producer', config: {} },
      { id: 'clicks', kind: 'kinesis-streams', config: {} },
      { id: 'app', kind: 'stream-reader', config: {} },
    ],
    edges: [
      { from: 'web', to: 'put' },
      { from: 'put', to: 'clicks' },
      { from: 'clicks', to: 'app' },
    ],
    interventions: [{ at: '5s', type: 'fault', node: 'app', name: 'crash' }],
    length: '30s',
  });
  expect(judged(lagBelow, { ms: '5s' }, dead)).toMatchObject({
    type: 'missed',
    measured: expect.stringMatching(/of app still unread after 5 s$/),
  });
});

it('is ungradable for a reader that is not there', () => {
  expect(judged(lagBelow, { ms: 1000, reader: 'audit' }, calm)).toEqual({
    type: 'ungradable',
    reason: 'There is no reader called "audit".',
  });
});
