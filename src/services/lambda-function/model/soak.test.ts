/** Thirty simulated days at small rates: what is kept stays as small as after the first days. */
import { describe, expect, it, vi } from 'vitest';
import { growthInThirtyDays, noGrowth } from '../../../testing/soak.ts';

vi.setConfig({ testTimeout: 120_000 });
const web = { id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.005, payloadBytes: 1000, keys: 5 } };

describe('thirty days', () => {
  it('behind a stream', () =>
    expect(growthInThirtyDays({
      nodes: [web, { id: 'put', kind: 'sdk-producer' }, { id: 'clicks', kind: 'kinesis-streams' }, { id: 'fn', kind: 'lambda-function', config: { errorRate: 0.05 } }],
      edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'fn' }],
      // Polled every ten seconds: a month of polls once a second takes ten times as long to run and keeps nothing more.
    }, { 'lambda.stream.poll-interval': 10_000 })).toEqual(noGrowth));

  it('behind a queue, with failures that come again', () =>
    expect(growthInThirtyDays({
      nodes: [web, { id: 'put', kind: 'queue-producer' }, { id: 'jobs', kind: 'sqs-queue' }, { id: 'fn', kind: 'lambda-function', config: { errorRate: 0.05, maxConcurrency: 2 } }],
      edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'jobs' }, { from: 'jobs', to: 'fn' }],
    })).toEqual(noGrowth));
});
