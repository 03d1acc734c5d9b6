import { expect, it } from 'vitest';
import { finishedRun, judged } from '../../../testing/finishedRuns.ts';
import { burdenOf } from '../../burden.ts';
import { operationsBurdenBelow } from './index.ts';

const chain = (stream: string, interventions: readonly unknown[] = []) =>
  finishedRun(
    {
      topology: `web: traffic(rate=1/s, size=100B) -> put: sdk-producer -> clicks: kinesis-streams(${stream}) -> app: stream-reader`,
      interventions,
      facts: 'today',
    },
    { length: 5000 },
  );

it('counts servers, code, capacity and control calls, each with its reason', () => {
  const run = chain('shards=2', [
    { at: 1000, type: 'operate', node: 'clicks', operation: 'UpdateShardCount', request: { TargetShardCount: 4 } },
  ]);
  expect(burdenOf(run.recipe).lines).toEqual([
    { node: 'put', reason: 'code of your own', points: 2 },
    { node: 'clicks', reason: 'capacity to resize', points: 2 },
    { node: 'app', reason: 'servers to patch', points: 3 },
    { node: 'app', reason: 'code of your own', points: 2 },
    { node: 'clicks', reason: 'UpdateShardCount by hand', points: 1 },
  ]);
  expect(judged(operationsBurdenBelow, { points: 10 }, run)).toMatchObject({ type: 'met', badness: 10, margin: 0 });
  expect(judged(operationsBurdenBelow, { points: 9 }, run)).toMatchObject({
    type: 'missed',
    node: 'app',
    measured: '10 points (app: servers to patch 3, put: code of your own 2, clicks: capacity to resize 2, …)',
    wanted: 'at most 9 points',
  });
});

it('asks nothing for capacity that scales by itself, nor for faults and load', () => {
  expect(
    burdenOf(
      chain('streamMode=ON_DEMAND', [{ at: 1000, type: 'fault', node: 'clicks', name: 'internal-failure', duration: 500 }]).recipe,
    ).points,
  ).toBe(7);
});

it('wants to be told how much is too much', () => {
  expect(operationsBurdenBelow.parse({}).ok).toBe(false);
});
