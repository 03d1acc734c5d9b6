/** Thirty simulated days at small rates: what is kept stays as small as after the first days. */
import { expect, it, vi } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { growthInThirtyDays, noGrowth } from '../../../testing/soak.ts';
import { Post } from './operations.ts';

vi.setConfig({ testTimeout: 120_000 });

it('thirty days of a web server that fails at times keep nothing', () =>
  expect(
    growthInThirtyDays({
      nodes: [{ id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.003, payloadBytes: 500, keys: 3 } }, { id: 'put', kind: 'queue-producer' }, { id: 'topic', kind: 'sns-topic' }, { id: 'site', kind: 'http-endpoint', config: { failureRate: 0.3 } }],
      edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'topic' }, { from: 'topic', to: 'site', loseReplies: 0.05 }],
    }),
  ).toEqual(noGrowth));

it('Splunk forgets ids that nobody asks for in thirty days', () => {
  const day = limitsOf('notes').duration('sns.subscription.confirm-within') / 2;
  const b = new ServiceBench('http-endpoint', ['in'], { type: 'splunk' });
  for (let i = 1; i <= 3000; i++) {
    b.begin('in', Post, { records: b.batch([100]), bytes: 100 });
    b.waitUntil((i * 30 * day) / 3000);
  }
  expect(b.view()).toMatchObject({ requests: 0, indexing: 0, taken: 3000 });
  expect(b.view().unacknowledged).toBeLessThanOrEqual(1);
});
