import { expect, it } from 'vitest';
import { finishedRun, judged } from '../testing/finishedRuns.ts';
import { findCriterion } from './criteria/index.ts';
import type { AnyCriterion } from './criterion.ts';
import { firstCause } from './firstCause.ts';
import type { FinishedRun } from './finishedRun.ts';

const causeOf = (run: FinishedRun, kind: string, params: object = {}) => {
  const criterion = findCriterion(kind) as AnyCriterion;
  return firstCause(run, criterion, judged(criterion, params, run));
};
const line = (config: object, reader: object = {}, more: object = {}) =>
  finishedRun({
    nodes: [
      { id: 'web', kind: 'traffic', config: { recordsPerSecond: 1500, payloadBytes: 200, keys: 40 } },
      { id: 'put', kind: 'sdk-producer', config },
      { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 4, controlPlaneDelay: '5s' } },
      { id: 'app', kind: 'stream-reader', config: reader },
    ],
    edges: [
      { from: 'web', to: 'put' },
      { from: 'put', to: 'clicks' },
      { from: 'clicks', to: 'app' },
    ],
    length: '30s',
    ...more,
  });

it('tells a loss from the setting over the refusal to the first lost record, in five steps at most', () => {
  const run = line({ partitionKey: 'constant', maxAttempts: 2 });
  const cause = causeOf(run, 'no-loss')!;
  expect(cause.steps.map((step) => step.text)).toEqual([
    'put gives every record one and the same partition key, so all of them go to one shard.',
    expect.stringMatching(
      /^shardId-0000000000\d\d gets [\d,]+ records a second, retries counted, and takes 1,000 records: the limit reached is the record rate\.$/,
    ),
    'put gives records up after 2 tries: ProvisionedThroughputExceededException.',
    `First record lost (refused): number ${run.firstLost!.row} with the key "${run.firstLost!.key}", made at ${(run.firstLost!.createdAt / 1000).toFixed(2).replace(/\.?0+$/, '')} s.`,
  ]);
  const times = cause.steps.map((step) => step.atMs);
  expect([...times].sort((a, b) => a - b)).toEqual(times);
  // The jump goes to the first second in which something was lost.
  expect(cause).toMatchObject({ atMs: run.samples.at[run.samples.lost.findIndex((lost) => lost > 0)], node: 'put' });
});

it('leads disorder back to the reshard and to the reader that does not wait', () => {
  const run = line(
    {},
    { reshard: 'parallel', discoveryInterval: '1s', processingPerRecord: 3 },
    {
      interventions: [
        { at: '10s', type: 'operate', node: 'clicks', operation: 'UpdateShardCount', request: { TargetShardCount: 8 } },
      ],
    },
  );
  const texts = causeOf(run, 'order-kept')!.steps.map((step) => step.text);
  expect(texts[0]).toBe('app reads new shards before their parents are read to the end.');
  expect(texts[1]).toBe('The stream goes from 4 to 8 shards; the new ones begin empty.');
  expect(texts[texts.length - 1]).toMatch(/^First record out of order: number \d+ with the key "key-\d+"/);
});

it('names the read limit that starves a reader', () => {
  const run = line({}, { count: 8 });
  const cause = causeOf(run, 'throttling-below', { of: 'reads', share: 0 })!;
  expect(cause.steps[0]!.text).toMatch(/answers 5 read calls a second, all consumers together/);
});

it('repeats the refusal of an operation', () => {
  const run = line(
    {},
    {},
    {
      interventions: [
        {
          at: '5s',
          type: 'operate',
          node: 'clicks',
          operation: 'MergeShards',
          request: { ShardToMerge: 'shardId-000000000000', AdjacentShardToMerge: 'shardId-000000000002' },
        },
      ],
    },
  );
  expect(causeOf(run, 'open-shards-at-most', { count: 3, from: '20s' })!.steps[0]!.text).toMatch(
    /^MergeShards is refused: .* are not an adjacent pair/,
  );
});

it('has nothing to say of a criterion that is met', () => {
  expect(causeOf(line({}), 'no-loss')).toBeUndefined();
});
