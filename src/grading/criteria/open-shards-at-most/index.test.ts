import { expect, it } from 'vitest';
import { finishedRun, judged } from '../../../testing/finishedRuns.ts';
import { openShardsAtLeast } from '../open-shards-at-least/index.ts';
import { openShardsAtMost } from './index.ts';

const run = finishedRun({
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 10, payloadBytes: 200 } },
    { id: 'put', kind: 'sdk-producer', config: {} },
    { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 2, controlPlaneDelay: '10s' } },
    { id: 'app', kind: 'stream-reader', config: {} },
  ],
  edges: [
    { from: 'web', to: 'put' },
    { from: 'put', to: 'clicks' },
    { from: 'clicks', to: 'app' },
  ],
  interventions: [
    { at: '10s', type: 'operate', node: 'clicks', operation: 'UpdateShardCount', request: { TargetShardCount: 4 } },
    { at: '30s', type: 'operate', node: 'clicks', operation: 'UpdateShardCount', request: { TargetShardCount: 3 } },
  ],
  length: '60s',
});

it('at most: the highest number of open shards, closed parents not counted', () => {
  expect(judged(openShardsAtMost, { count: 4 }, run)).toMatchObject({ type: 'met', badness: 4 });
  expect(judged(openShardsAtMost, { count: 3 }, run)).toMatchObject({
    type: 'missed',
    measured: '4 open shards at most',
    evidence: [20_000],
  });
  expect(judged(openShardsAtMost, { count: 3, from: '45s' }, run).type).toBe('met');
});

it('at least: the lowest number from a moment on', () => {
  expect(judged(openShardsAtLeast, { count: 3, from: '25s' }, run)).toMatchObject({ type: 'met' });
  expect(judged(openShardsAtLeast, { count: 4, from: '25s' }, run)).toMatchObject({
    type: 'missed',
    measured: '3 open shards at least',
    evidence: [40_000],
  });
  expect(judged(openShardsAtLeast, { count: 4, from: '2m' }, run)).toMatchObject({ type: 'ungradable' });
});
