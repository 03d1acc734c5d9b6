/** A cluster that reads a stream, step by step. */
import { describe, expect, it } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { recipeOf, simulate, simulationOf } from '../../../testing/simulate.ts';

const chain = (cluster: object = {}, stream: object = {}, more: { nodes?: object[]; edges?: object[]; traffic?: object } = {}) => ({
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 2, payloadBytes: 1000, keys: 5, stopAfter: 1_500_000, ...more.traffic } },
    { id: 'put', kind: 'sdk-producer' },
    { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 2, controlPlaneDelay: 1000, ...stream } },
    { id: 'emr', kind: 'emr-cluster', config: { startTime: 120_000, stepInterval: 300_000, stepStart: 1000, ...cluster } },
    ...(more.nodes ?? []),
  ],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'emr' }, ...(more.edges ?? [])],
});

describe('a stream read by steps', () => {
  it('each step goes on where the last one stopped', () => {
    const run = simulate(chain(), { length: '45m' });
    expect(Object.keys(run.summary.sinks)).toEqual(['emr']);
    expect(run.summary.records).toMatchObject({ born: 3000, delivered: 3000, duplicates: 0, orderViolations: 0, lost: 0 });
    const steps = run.events('step.completed');
    expect(steps.map(({ atMs }) => Math.round(atMs / 300_000))).toEqual([0, 1, 2, 3, 4, 5]);
    // Two minutes and a little when the first begins, five minutes in each later one.
    expect(Number(steps[0]!.detail.records)).toBeGreaterThanOrEqual(240);
    expect(Number(steps[0]!.detail.records)).toBeLessThan(260);
    expect(Number(steps[1]!.detail.records)).toBe(600);
    expect(run.view('emr').readFromStream).toHaveLength(2);
  });

  it('children come after their parents, and parents are read once', () => {
    const run = simulate(chain(), { length: '45m', interventions: [{ at: 500_000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } }, { at: 1_000_000, type: 'operate', node: 'clicks', operation: 'MergeShards', request: { ShardToMerge: '2', AdjacentShardToMerge: '3' } }] });
    expect(run.summary.records).toMatchObject({ born: 3000, delivered: 3000, duplicates: 0, orderViolations: 0, lost: 0 });
    expect(run.events('shard.drained').map(({ subject }) => subject.slice(-1))).toEqual(['0', '2', '3']);
  });

  it('a step that dies is made again; nothing arrives twice', () => {
    const run = simulate(chain({ stepStart: 60_000 }), { length: '60m', interventions: [{ at: 450_000, type: 'fault', node: 'emr', name: 'outage', duration: 100_000 }] });
    expect(run.events('step.failed')[0]!.detail.code).toBe('ClusterTerminated');
    expect(run.summary.records).toMatchObject({ born: 3000, delivered: 3000, duplicates: 0, lost: 0 });
  });

  it('what the stream forgets between steps is lost', () => {
    const run = simulate(chain({ startTime: 3_600_000, stepInterval: 86_400_000 }, {}, { traffic: { recordsPerSecond: 0.01, stopAfter: 172_800_000 } }), { length: '60h', interventions: [{ at: 90_000_000, type: 'fault', node: 'emr', name: 'outage', duration: 7_200_000 }] });
    expect(run.summary.records.lost).toBeGreaterThan(0);
    expect(run.summary.records.delivered + run.summary.records.lost + run.summary.records.inTransit).toBe(1728);
  });

  it('a step stops at its limit of records, and the next goes on', () => {
    const run = simulate(chain({ recordsPerStep: 400, stepInterval: 150_000 }), { length: '60m' });
    expect(Math.max(...run.events('step.completed').map(({ detail }) => Number(detail.records)))).toBeLessThan(1000);
    expect(run.summary.records).toMatchObject({ delivered: 3000, duplicates: 0, orderViolations: 0 });
  });

  it('refused and lost reads are made again', () => {
    const raw = chain({}, { shardCount: 1 }, { nodes: [{ id: 'others', kind: 'stream-reader', config: { count: 4, pollInterval: 850 } }], edges: [{ from: 'clicks', to: 'others' }], traffic: { stopAfter: 600_000 } });
    const run = simulate({ ...raw, edges: raw.edges.map((edge) => ((edge as { to?: string }).to === 'emr' ? { ...edge, loseReplies: 0.3, loseRequests: 0.2 } : edge)) }, { length: '21m', interventions: [{ at: 120_000, type: 'fault', node: 'clicks', name: 'internal-failure', duration: 20_000 }] });
    // What the stream never took, while it failed, is the producer's loss.
    expect(run.summary.sinks.emr).toMatchObject({ delivered: 1200 - run.summary.records.lost, duplicates: 0, inTransit: 0 });
    expect(run.metric('clicks', 'ReadProvisionedThroughputExceeded').sum).toBeGreaterThan(0);
  });

  it('a bucket and a stream are read in one step', () => {
    const run = simulate(
      chain({}, {}, { nodes: [{ id: 'hose', kind: 'firehose', config: { bufferSize: '1MiB', bufferInterval: '60s' } }, { id: 'lake', kind: 's3-bucket' }, { id: 'log', kind: 'traffic', config: { recordsPerSecond: 1, stopAfter: 1_200_000 } }, { id: 'put2', kind: 'sdk-producer' }], edges: [{ from: 'log', to: 'put2' }, { from: 'put2', to: 'hose' }, { from: 'hose', to: 'lake' }, { from: 'lake', to: 'emr' }] }),
      { length: '45m' },
    );
    expect(run.summary.records).toMatchObject({ born: 4200, delivered: 4200, duplicates: 0, lost: 0 });
    expect(run.metric('emr', 'StepsCompleted').sum).toBe(6);
  });

  it('rows are accounted for at every step, and a restored run tells the same story', () => {
    const recipe = recipeOf(chain({ stepStart: 60_000 }), { length: 1_600_000, interventions: [{ at: 440_000, type: 'fault', node: 'emr', name: 'outage', duration: 300_000 }, { at: 900_000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '1' } }] });
    const one = simulationOf(recipe);
    for (let at = 0; at <= 1_600_000; at += 20_000) {
      expect(one.runUntil(at).type).not.toBe('invariant-broken');
      assertRowsConserved(one);
    }
    const other = simulationOf(recipe);
    other.runUntil(777_000);
    const kept = other.checkpoint();
    other.runUntil(1_400_000);
    other.restore(kept);
    other.runUntil(1_600_000);
    expect(other.digest()).toBe(one.digest());
  });
});
