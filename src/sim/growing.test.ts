import { expect, it } from 'vitest';
import { models } from '../services/models.ts';
import { parseRecipe } from './parseRecipe.ts';
import { Simulation } from './simulation.ts';

function begin() {
  const parsed = parseRecipe({ topology: 'web: traffic(rate=100/s) -> put: sdk-producer -> clicks: kinesis-streams(shards=1) -> app: stream-reader', length: '60s', seed: 5 }, models);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return new Simulation(parsed.value, { models, checkInvariants: true });
}

const reader = { id: 'late', kind: 'stream-reader', config: {} };

it('takes in a node while it runs; what it reads counts', () => {
  const run = begin();
  run.runUntil(20_000);
  run.grow(reader, [{ from: { node: 'clicks' }, to: { node: 'late' } }]);
  run.runUntil(40_000);
  const read = run.metrics.totals().filter(({ metric }) => metric === 'RecordsProcessed').map(({ node, total }) => [node, total.sum > 3000]);
  expect(read).toEqual([['app', true], ['late', true]]);
});

it('a keyframe from before does not know the node, one from after does', () => {
  const run = begin();
  run.runUntil(10_000);
  const before = run.checkpoint();
  run.grow(reader, [{ from: { node: 'clicks' }, to: { node: 'late' } }]);
  run.runUntil(15_000);
  const after = run.checkpoint();
  run.runUntil(20_000);
  const digest = run.digest();
  run.restore(before);
  expect(run.nodes.map(({ id }) => id)).not.toContain('late');
  run.restore(after);
  run.runUntil(20_000);
  expect(run.digest()).toBe(digest);
});

it.each([
  ['an id that is taken', { ...reader, id: 'app' }, 'clicks', /there is a node "app" already/],
  ['a configuration that is none', { ...reader, config: { cuont: 1 } }, 'clicks', /cuont/],
  ['an edge that fits nowhere', reader, 'web', /cannot send to stream-reader "late"/],
  ['an edge from nowhere', reader, 'gone', /names a node that is not there/],
])('refuses %s', (_, node, from, says) => {
  const run = begin();
  expect(() => run.grow(node, [{ from: { node: from }, to: { node: node.id } }])).toThrow(says);
  expect(run.nodes).toHaveLength(4);
  expect(run.runUntil(5000).type).toBe('reached');
});

it('a node that takes records only once an edge joins it is a sink from then on', () => {
  const parsed = parseRecipe({ topology: 'web: traffic(rate=10/s) -> put: queue-producer -> news: sns-topic', length: '60s', seed: 5 }, models);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const run = new Simulation(parsed.value, { models, checkInvariants: true });
  run.grow({ id: 'server', kind: 'http-endpoint', config: {} }, []);
  expect(() => run.sinkNumber('server')).toThrow(/no sink/);
  run.connect([{ from: { node: 'news' }, to: { node: 'server' } }]);
  expect(run.sinkNumber('server')).toBe(0);
  expect(run.runUntil(10_000).type).toBe('reached');
});

it('a node that is taken out lets go of all it held, and answers its error from then on', () => {
  const run = begin();
  run.runUntil(20_000);
  const before = run.checkpoint();
  expect(run.records.held).toBeGreaterThan(1900);
  run.retire(2, { code: 'ResourceNotFoundException', message: 'Stream clicks is not there.', retryable: false });
  expect(run.records.held).toBeLessThan(20);
  expect(run.runUntil(40_000).type).toBe('reached');
  const counted = (metric: string) => run.metrics.totals().find((total) => total.node === 'app' && total.metric === metric)?.total.sum ?? 0;
  const read = counted('RecordsProcessed');
  expect(run.runUntil(50_000).type).toBe('reached');
  expect(counted('RecordsProcessed')).toBe(read);
  run.restore(before);
  expect(run.runUntil(30_000).type).toBe('reached');
  expect(run.records.held).toBeGreaterThan(2900);
});

it('without a history metrics are totals only, and no story is kept', () => {
  const parsed = parseRecipe({ topology: 'web: traffic(rate=3000/s) -> put: sdk-producer -> clicks: kinesis-streams(shards=1)', length: '60s', seed: 5 }, models);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const runs = [true, false].map((history) => new Simulation(parsed.value, { models, history }));
  for (const run of runs) run.runUntil(30_000);
  const [whole, lean] = runs.map((run) => ({ totals: run.metrics.totals(), series: run.metrics.series(1000, 30_000).length, events: run.trace.events().length }));
  expect([whole!.series > 3, whole!.events > 0]).toEqual([true, true]);
  expect(lean).toEqual({ ...whole, series: 0, events: 0 });
});
