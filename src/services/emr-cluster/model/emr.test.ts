import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { recipeOf, simulate, simulationOf } from '../../../testing/simulate.ts';
import { parseClusterConfig } from './config.ts';

const chain = (cluster: object = {}, bucket: object = {}) => ({
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 2, payloadBytes: 1000, keys: 5, stopAfter: 1_800_000 } },
    { id: 'put', kind: 'sdk-producer' },
    { id: 'hose', kind: 'firehose', config: { bufferSize: '1MiB', bufferInterval: '60s' } },
    { id: 'lake', kind: 's3-bucket', config: bucket },
    { id: 'emr', kind: 'emr-cluster', config: { startTime: 120_000, stepInterval: 300_000, ...cluster } },
  ],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'lake' }, { from: 'lake', to: 'emr' }],
});

describe('steps', () => {
  it('work through new objects; the bucket before them is no end', () => {
    const run = simulate(chain(), { length: '45m' });
    expect(Object.keys(run.summary.sinks)).toEqual(['emr']);
    expect(run.summary.records).toMatchObject({ born: 3600, delivered: 3600, duplicates: 0, lost: 0 });
    expect(run.metric('emr', 'StepsCompleted').sum).toBeGreaterThan(5);
    expect(run.events('cluster.ready')[0]!.atMs).toBe(120_000);
  });

  it('an outage loses the step, and nothing else', () => {
    const run = simulate(chain({ stepStart: 60_000 }), { length: '60m', interventions: [{ at: 440_000, type: 'fault', node: 'emr', name: 'outage', duration: 100_000 }] });
    expect(run.events('step.failed')[0]!.detail.code).toBe('ClusterTerminated');
    expect(run.summary.records).toMatchObject({ delivered: 3600, duplicates: 0 });
  });

  it('a bucket that is down fails the step; slow steps take longer', () => {
    const run = simulate(chain({ stepStart: 10_000 }), { length: '60m', interventions: [{ at: 600_000, type: 'fault', node: 'lake', name: 'outage', duration: 400_000 }, { at: 1_200_000, type: 'fault', node: 'emr', name: 'slow', duration: 300_000 }] });
    expect(run.metric('emr', 'StepsFailed').sum).toBeGreaterThan(0);
    expect(run.summary.records.delivered).toBe(3600);
  });

  it('rows are accounted for at every step, and a restored run tells the same story', () => {
    const recipe = recipeOf(chain({ stepStart: 60_000 }, { expireAfter: 600_000 }), { length: 2_400_000, interventions: [{ at: 440_000, type: 'fault', node: 'emr', name: 'outage', duration: 700_000 }] });
    const one = simulationOf(recipe);
    for (let at = 0; at <= 2_400_000; at += 40_000) {
      one.runUntil(at);
      assertRowsConserved(one);
    }
    const other = simulationOf(recipe);
    other.runUntil(777_000);
    const kept = other.checkpoint();
    other.runUntil(2_000_000);
    other.restore(kept);
    other.runUntil(2_400_000);
    expect(other.digest()).toBe(one.digest());
  });

  it('settings never throw', () => {
    expect(() => assertForAll(fc.anything(), (raw) => void parseClusterConfig(raw, limitsOf('notes')), { seed: 53, runs: 200 })).not.toThrow();
  });
});
