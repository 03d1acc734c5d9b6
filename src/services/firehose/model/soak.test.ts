/** Thirty simulated days at small rates: what is kept stays as small as after the first days. */
import { describe, expect, it, vi } from 'vitest';
import { growthInThirtyDays, noGrowth } from '../../../testing/soak.ts';

vi.setConfig({ testTimeout: 120_000 });
const chain = (config: object, more: { nodes?: object[]; edges?: object[] } = {}) => ({
  nodes: [{ id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.02, payloadBytes: 1000, keys: 5 } }, { id: 'put', kind: 'sdk-producer' }, { id: 'hose', kind: 'firehose', config: { bufferSize: '1MiB', bufferInterval: '300s', ...config } }, { id: 'lake', kind: 's3-bucket' }, ...(more.nodes ?? [])],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, ...(more.edges ?? [{ from: 'hose', to: 'lake' }])],
});

describe('thirty days', () => {
  it('to S3', () => expect(growthInThirtyDays(chain({}))).toEqual(noGrowth));
  it('to S3 with a transformation and a backup', () => expect(growthInThirtyDays(chain({ lambdaInterval: '60s' }, { nodes: [{ id: 'fn', kind: 'lambda-function', config: { dropped: ['key-1'] } }], edges: [{ from: 'hose', to: 'lake' }, { from: 'hose', to: 'fn' }, { from: 'hose.backup', to: 'lake' }] }))).toEqual(noGrowth));
  it('to Redshift', () => expect(growthInThirtyDays(chain({ destination: 'redshift' }, { nodes: [{ id: 'cluster', kind: 'redshift' }], edges: [{ from: 'hose.staging', to: 'lake' }, { from: 'hose', to: 'cluster' }] }))).toEqual(noGrowth));
  it('to a search domain', () => expect(growthInThirtyDays(chain({ destination: 'search' }, { nodes: [{ id: 'domain', kind: 'search-index' }], edges: [{ from: 'hose', to: 'domain' }, { from: 'hose.failures', to: 'lake' }] }))).toEqual(noGrowth));
  it('to Splunk, which goes down each day for an hour', () =>
    expect(growthInThirtyDays({
      ...chain({ destination: 'splunk', bufferSize: '5MiB', bufferInterval: '60s', retryDuration: '7200s' }, { nodes: [{ id: 'end', kind: 'http-endpoint', config: { type: 'splunk', failureRate: 0.05 } }], edges: [{ from: 'hose', to: 'end' }, { from: 'hose.failures', to: 'lake' }] }),
      interventions: Array.from({ length: 30 }, (_, day) => ({ at: day * 86_400_000 + 7_200_000, type: 'fault', node: 'end', name: 'outage', duration: 3_600_000 })),
    })).toEqual(noGrowth));
  it('to partitions that come and go', () => {
    const raw = chain({ bufferSize: '64MiB', bufferInterval: '300s', prefix: '!{partitionKeyFromQuery:n}/', errorPrefix: 'bad/', partitionKeys: { n: '.n' } });
    const nodes = raw.nodes.map((node) => ((node as { id: string }).id === 'web' ? { id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.005, payload: { n: '{{int 1 1000000}}' } } } : node));
    expect(growthInThirtyDays({ ...raw, nodes, facts: 'today' })).toEqual(noGrowth);
  });
});
