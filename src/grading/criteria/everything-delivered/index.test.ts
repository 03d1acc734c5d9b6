import { expect, it } from 'vitest';
import { finishedRun, judged } from '../../../testing/finishedRuns.ts';
import { everythingDelivered } from './index.ts';

const recipe = (reader: object, rate = 200) => ({
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: rate, payloadBytes: 200, keys: 4 } },
    { id: 'put', kind: 'sdk-producer', config: { retry: 'none' } },
    { id: 'clicks', kind: 'kinesis-streams', config: {} },
    { id: 'app', kind: 'stream-reader', config: reader },
  ],
  edges: [
    { from: 'web', to: 'put' },
    { from: 'put', to: 'clicks' },
    { from: 'clicks', to: 'app' },
  ],
  length: '20s',
});

it('is met when only records younger than the grace are on their way', () => {
  const run = finishedRun(recipe({}));
  expect(run.records.inTransit).toBeGreaterThan(0);
  expect(judged(everythingDelivered, { grace: '5s' }, run)).toMatchObject({ type: 'met', measured: '4,000 records, none missing' });
});

it('counts what lies unread in the stream, from the birth of the oldest', () => {
  const run = finishedRun({ ...recipe({}), interventions: [{ at: '5s', type: 'fault', node: 'app', name: 'crash' }] });
  const judgement = judged(everythingDelivered, { grace: '2s' }, run);
  expect(run.records.lost).toBe(0);
  expect(judgement).toMatchObject({ type: 'missed', node: 'app' });
  const oldest = judgement.type === 'missed' ? judgement.evidence[0]! : 0;
  expect(oldest).toBeGreaterThan(3500);
  expect(oldest).toBeLessThan(5000);
});

it('counts what was lost', () => {
  const run = finishedRun(recipe({}, 1500));
  expect(judged(everythingDelivered, {}, run)).toMatchObject({
    type: 'missed',
    badness: expect.closeTo(run.records.lost / run.records.born, 6),
  });
  expect(judged(everythingDelivered, { maxShare: 0.5 }, run).type).toBe('met');
});

it('looks at each of several readers', () => {
  const two = finishedRun({
    ...recipe({ count: 2 }),
    interventions: [{ at: 0, type: 'fault', node: 'app', name: 'crash', target: 'consumer-2' }],
  });
  const judgement = judged(everythingDelivered, {}, two);
  expect(judgement.type === 'missed' && judgement.measured).toMatch(/never reached app#2/);
});
