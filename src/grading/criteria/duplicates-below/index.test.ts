import { expect, it } from 'vitest';
import { finishedRun, judged } from '../../../testing/finishedRuns.ts';
import { duplicatesBelow } from './index.ts';

const run = (loseReplies: number, poll = '1s', length = '15s') =>
  finishedRun({
    nodes: [
      { id: 'web', kind: 'traffic', config: { recordsPerSecond: 100, payloadBytes: 200 } },
      { id: 'put', kind: 'sdk-producer', config: { requestTimeout: '500ms' } },
      { id: 'clicks', kind: 'kinesis-streams', config: {} },
      { id: 'app', kind: 'stream-reader', config: { pollInterval: poll } },
    ],
    edges: [
      { from: 'web', to: 'put' },
      { from: 'put', to: 'clicks', loseReplies },
      { from: 'clicks', to: 'app' },
    ],
    length,
  });

it('is met without extra copies', () => {
  expect(judged(duplicatesBelow, {}, run(0))).toMatchObject({ type: 'met', measured: 'none delivered twice' });
});

it('is missed when lost answers make the producer send again', () => {
  const lost = run(0.1);
  expect(lost.records.duplicates).toBeGreaterThan(0);
  expect(judged(duplicatesBelow, { share: 0.01 }, lost)).toMatchObject({ type: 'missed', node: 'app' });
  expect(judged(duplicatesBelow, { share: 0.9 }, lost).type).toBe('met');
});

it('is ungradable when nothing arrives', () => {
  expect(judged(duplicatesBelow, {}, run(0, '1h', '900ms'))).toMatchObject({ type: 'ungradable' });
});
