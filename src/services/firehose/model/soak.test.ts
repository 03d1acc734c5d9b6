/** Thirty simulated days at small rates: what is kept stays as small as after the first days. */
import { describe, expect, it, vi } from 'vitest';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 120_000 });
const day = 86_400_000;

/** Rows held, entries of maps, and segments of time after a number of days. */
function sizes(raw: object, lastDay: number): { held: number; queue: number; state: number }[] {
  const simulation = simulationOf(recipeOf(raw, { length: 31 * day, seed: 7 }), { checkInvariants: false });
  const found: { held: number; queue: number; state: number }[] = [];
  for (let at = 1; at <= lastDay; at++) {
    simulation.runUntil(at * day);
    let state = 0;
    for (const node of simulation.nodes) state += JSON.stringify(node.state, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value)).length;
    found.push({ held: simulation.records.held, queue: simulation.checkpoint().queue.size, state });
  }
  return found;
}

const chain = (config: object, more: { nodes?: object[]; edges?: object[] } = {}) => ({
  nodes: [{ id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.05, payloadBytes: 1000, keys: 5 } }, { id: 'put', kind: 'sdk-producer' }, { id: 'hose', kind: 'firehose', config: { bufferSize: '1MiB', bufferInterval: '300s', ...config } }, { id: 'lake', kind: 's3-bucket' }, ...(more.nodes ?? [])],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, ...(more.edges ?? [{ from: 'hose', to: 'lake' }])],
});

/** How much more is kept in the last days than in the first, beyond what a few records make. */
function growth(raw: object): { held: number; queue: number; state: number } {
  const all = sizes(raw, 30);
  const early = all.slice(2, 6);
  const late = all.slice(26);
  const most = (of: typeof all, key: 'held' | 'queue' | 'state') => Math.max(...of.map((each) => each[key]));
  return {
    held: Math.max(0, most(late, 'held') - most(early, 'held') - 5),
    queue: Math.max(0, most(late, 'queue') - most(early, 'queue') - 5),
    state: Math.max(0, Math.ceil(most(late, 'state') - most(early, 'state') * 1.2 - 500)),
  };
}

const none = { held: 0, queue: 0, state: 0 };

describe('thirty days', () => {
  it('to S3', () => expect(growth(chain({}))).toEqual(none));
  it('to S3 with a transformation and a backup', () => expect(growth(chain({ lambdaInterval: '60s' }, { nodes: [{ id: 'fn', kind: 'lambda-function', config: { dropped: ['key-1'] } }], edges: [{ from: 'hose', to: 'lake' }, { from: 'hose', to: 'fn' }, { from: 'hose.backup', to: 'lake' }] }))).toEqual(none));
  it('to Redshift', () => expect(growth(chain({ destination: 'redshift' }, { nodes: [{ id: 'cluster', kind: 'redshift' }], edges: [{ from: 'hose.staging', to: 'lake' }, { from: 'hose', to: 'cluster' }] }))).toEqual(none));
  it('to a search domain', () => expect(growth(chain({ destination: 'search' }, { nodes: [{ id: 'domain', kind: 'search-index' }], edges: [{ from: 'hose', to: 'domain' }, { from: 'hose.failures', to: 'lake' }] }))).toEqual(none));
  it('a function behind a stream', () =>
    expect(growth({
      nodes: [{ id: 'web', kind: 'traffic', config: { recordsPerSecond: 0.02, payloadBytes: 1000, keys: 5 } }, { id: 'put', kind: 'sdk-producer' }, { id: 'clicks', kind: 'kinesis-streams' }, { id: 'fn', kind: 'lambda-function', config: { errorRate: 0.05 } }],
      edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'fn' }],
    })).toEqual(none));
});
