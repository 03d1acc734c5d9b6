import { describe, expect, it } from 'vitest';
import { growthInThirtyDays, noGrowth } from '../testing/soak.ts';

const chain = (nodes: readonly object[], edges: readonly (readonly [string, string])[]) => ({ nodes, edges: edges.map(([from, to]) => ({ from, to })) });
const slow = { recordsPerSecond: 0.02, payloadBytes: 1000, keys: 20 };

/** Services whose month is not in a file of their own: a month of simulated time keeps no more at its end than at its beginning. */
describe('thirty days', () => {
  it('traffic, an SDK producer, a stream and its readers', () => {
    const raw = chain(
      [{ id: 'web', kind: 'traffic', config: slow }, { id: 'put', kind: 'sdk-producer', config: {} }, { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 2 } }, { id: 'app', kind: 'stream-reader', config: { count: 2, pollInterval: 120_000 } }],
      [['web', 'put'], ['put', 'clicks'], ['clicks', 'app']],
    );
    expect(growthInThirtyDays(raw)).toEqual(noGrowth);
  });

  it('a delivery stream, a bucket and a warehouse', () => {
    const raw = chain(
      [{ id: 'web', kind: 'traffic', config: slow }, { id: 'put', kind: 'sdk-producer', config: { linger: 60_000 } }, { id: 'hose', kind: 'firehose', config: { bufferSize: '5MiB', bufferInterval: '900s' } }, { id: 'lake', kind: 's3-bucket', config: {} }, { id: 'dw', kind: 'redshift', config: {} }],
      [['web', 'put'], ['put', 'hose'], ['hose.staging', 'lake'], ['hose', 'dw']],
    );
    expect(growthInThirtyDays(raw)).toEqual(noGrowth);
  });

  it('a delivery stream and a search domain', () => {
    const raw = chain(
      [{ id: 'web', kind: 'traffic', config: slow }, { id: 'put', kind: 'sdk-producer', config: { linger: 60_000 } }, { id: 'hose', kind: 'firehose', config: { bufferSize: '5MiB', bufferInterval: '900s' } }, { id: 'failed', kind: 's3-bucket', config: {} }, { id: 'find', kind: 'search-index', config: {} }],
      [['web', 'put'], ['put', 'hose'], ['hose.failures', 'failed'], ['hose', 'find']],
    );
    expect(growthInThirtyDays(raw)).toEqual(noGrowth);
  });
});
