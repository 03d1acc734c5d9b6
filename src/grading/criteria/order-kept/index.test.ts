import { expect, it } from 'vitest';
import { finishedRun, judged } from '../../../testing/finishedRuns.ts';
import { orderKept } from './index.ts';

const run = (partitionKey: string) =>
  finishedRun({
    nodes: [
      { id: 'web', kind: 'traffic', config: { recordsPerSecond: 300, payloadBytes: 200, keys: 5 } },
      { id: 'put', kind: 'sdk-producer', config: { partitionKey } },
      { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 4 } },
      { id: 'app', kind: 'stream-reader', config: {} },
    ],
    edges: [
      { from: 'web', to: 'put' },
      { from: 'put', to: 'clicks' },
      { from: 'clicks', to: 'app' },
    ],
    length: '10s',
  });

it('is met while a key stays in one shard', () => {
  expect(judged(orderKept, {}, run('key'))).toMatchObject({ type: 'met', measured: 'every key in order' });
});

it('is missed when the records of a key are spread, at the first one out of order', () => {
  const random = run('random');
  const judgement = judged(orderKept, {}, random);
  expect(judgement).toMatchObject({ type: 'missed', node: 'app', badness: random.records.orderViolations });
  expect(judgement.type === 'missed' && judgement.evidence).toEqual([
    random.trace.find((event) => event.type === 'order.broken')!.at,
  ]);
  expect(judged(orderKept, { max: 100_000 }, random).type).toBe('met');
});
