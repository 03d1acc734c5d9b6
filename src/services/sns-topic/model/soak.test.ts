/** Thirty simulated days at small rates: what is kept stays as small as after the first days. */
import { describe, expect, it, vi } from 'vitest';
import { growthInThirtyDays, noGrowth } from '../../../testing/soak.ts';

vi.setConfig({ testTimeout: 120_000 });

const day = 86_400_000;
const down = (node: string, at: number) => ({ at, type: 'fault', node, name: node === 'site' ? 'outage' : 'unavailable', duration: 600_000 });

/** A topic with two queues and a web server; a queue keeps messages for an hour, nobody takes them. */
const fanOut = (topic: object, kinds: { queue: object; site: boolean }, put: object = {}, facts = 'notes') => ({
  facts,
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.002, payloadBytes: 500, keys: 3, payload: { attributes: { kind: '{{pick a b}}' } } } },
    { id: 'put', kind: 'queue-producer', config: put },
    { id: 'topic', kind: 'sns-topic', config: topic },
    ...['one', 'two'].map((id) => ({ id, kind: 'sqs-queue', config: { messageRetentionPeriod: 3_600_000, ...kinds.queue } })),
    ...(kinds.site ? [{ id: 'site', kind: 'http-endpoint', config: { failureRate: 0.1 } }] : []),
  ],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'topic' }, { from: 'topic', to: 'one' }, { from: 'topic', to: 'two' }, ...(kinds.site ? [{ from: 'topic', to: 'site' }] : [])],
  interventions: [1, 9, 17, 25].flatMap((at) => [down('one', at * day), ...(kinds.site ? [down('site', at * day + 1)] : [])]),
});

describe('thirty days of a topic', () => {
  it('with filters, a web server, outages and retries', () => expect(growthInThirtyDays(fanOut({ subscriptions: [{ endpoint: 'two', filterPolicy: { kind: ['a'] } }] }, { queue: {}, site: true }))).toEqual(noGrowth));
  it('of type FIFO, to queues of both types', () => expect(growthInThirtyDays(fanOut({ fifo: true }, { queue: { fifo: true }, site: false }, { messageGroup: 'key', deduplicationId: 'record' }))).toEqual(noGrowth));
});
