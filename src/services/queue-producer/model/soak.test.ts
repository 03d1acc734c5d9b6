/** Thirty simulated days at small rates: what is kept stays as small as after the first days. */
import { describe, expect, it, vi } from 'vitest';
import { growthInThirtyDays, noGrowth } from '../../../testing/soak.ts';

vi.setConfig({ testTimeout: 120_000 });

const day = 86_400_000;

describe('thirty days of a producer', () => {
  it('whose calls and answers get lost, with outages, crashes and payloads through a bucket', () =>
    expect(
      growthInThirtyDays({
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.004, payloadBytes: 500, keys: 3 } },
          { id: 'put', kind: 'queue-producer', config: { linger: 5000, extendedClient: 'large', payloadThreshold: 400 } },
          { id: 'queue', kind: 'sqs-queue', config: { messageRetentionPeriod: 3_600_000 } },
          { id: 'bucket', kind: 's3-bucket', config: { expireAfter: 3_600_000 } },
        ],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'queue', loseReplies: 0.05, loseRequests: 0.05 }, { from: 'put', to: 'bucket' }],
        interventions: [1, 9, 17, 25].flatMap((at) => [{ at: at * day, type: 'fault', node: 'queue', name: 'unavailable', duration: 60_000 }, { at: at * day + 1000, type: 'fault', node: 'put', name: 'crash' }]),
      }),
    ).toEqual(noGrowth));

  it('that gives a new deduplication id to each try', () =>
    expect(
      growthInThirtyDays({
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.004, payloadBytes: 500, keys: 3 } },
          { id: 'put', kind: 'queue-producer', config: { messageGroup: 'key', deduplicationId: 'try' } },
          { id: 'queue', kind: 'sqs-queue', config: { fifo: true, messageRetentionPeriod: 3_600_000 } },
        ],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'queue', loseReplies: 0.05 }],
      }),
    ).toEqual(noGrowth));
});
