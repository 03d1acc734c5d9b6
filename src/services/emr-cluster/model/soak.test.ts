/** Thirty simulated days at small rates: what is kept stays as small as after the first days. */
import { describe, expect, it, vi } from 'vitest';
import { growthInThirtyDays, noGrowth } from '../../../testing/soak.ts';

vi.setConfig({ testTimeout: 120_000 });
const web = { id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.004, payloadBytes: 1000, keys: 5 } };
const put = { id: 'put', kind: 'sdk-producer' };
const emr = { id: 'emr', kind: 'emr-cluster' };

describe('thirty days', () => {
  it('of objects that a lifecycle rule deletes', () =>
    expect(growthInThirtyDays({
      nodes: [web, put, { id: 'hose', kind: 'firehose', config: { bufferSize: '1MiB', bufferInterval: '900s' } }, { id: 'lake', kind: 's3-bucket', config: { expireAfter: '1d' } }, emr],
      edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'lake' }, { from: 'lake', to: 'emr' }],
    })).toEqual(noGrowth));

  it('of a stream', () =>
    expect(growthInThirtyDays({
      nodes: [web, put, { id: 'clicks', kind: 'kinesis-streams' }, emr],
      edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'emr' }],
    })).toEqual(noGrowth));
});
