import { expect, it } from 'vitest';
import { allHold, holds } from './claims.ts';
import { measure, type RunSummary } from '../base/measure.ts';

const summary: RunSummary = {
  nowMs: 20000,
  records: { born: 30000, lost: 8990, latencyMs: { p99: 12 }, lostBy: { refused: 8990 } },
  sinks: { 'stream-reader#2': { delivered: 5 } },
  nodes: {
    clicks: {
      kind: 'kinesis-streams',
      metrics: { 'GetRecords.Bytes': { sum: 77 }, GetRecords: { sum: 1 }, WriteProvisionedThroughputExceeded: { sum: 8990, max: 500 } },
      view: { openShards: 2, shards: [{ shardId: 'shardId-000000000000', incomingRecords: 21000 }] },
    },
  },
  events: [
    { atMs: 2000, lastAtMs: 9000, count: 40, node: 'clicks', type: 'records.refused', subject: 's', detail: {} },
    { atMs: 11000, lastAtMs: 19000, count: 2, node: 'clicks', type: 'records.refused', subject: 's', detail: {} },
    { atMs: 1500, lastAtMs: 1500, count: 1, node: 'clicks', type: 'shard.hot', subject: 's', detail: {} },
  ],
};
const at = (path: string, types?: string[]) => {
  const r = measure(summary, path, types);
  return r.ok ? r.value : r.error.says;
};

it.each([
  ['records.lost', 8990],
  ['records.latencyMs.p99', 12],
  ['sinks.stream-reader#2.delivered', 5],
  ['nodes.clicks.metrics.GetRecords.Bytes.sum', 77],
  ['nodes.clicks.metrics.GetRecords.sum', 1],
  ['nodes.clicks.view.shards.0.incomingRecords', 21000],
  ['nodes.clicks.kind', 'kinesis-streams'],
  ['events.records.refused.count', 42],
  ['events.records.refused.firstAtMs', 2000],
  ['events.records.refused.lastAtMs', 19000],
  ['events.shard.split.count', 0],
  ['events.shard.split.firstAtMs', null],
])('%s is %s', (path, wanted) => expect(at(path)).toBe(wanted));

it.each([
  ['record.lost', 'record.lost: the result of the run has no "record"; did you mean "records"?'],
  ['records.lots', 'records.lots: records has no "lots"; did you mean "lost"?'],
  ['nodes.click.view.openShards', 'nodes.click.view.openShards: nodes has no "click"; did you mean "clicks"?'],
  ['nodes.clicks.view.shards.4.held', 'nodes.clicks.view.shards.4.held: nodes.clicks.view.shards is a list of 1; "4" is not one of its places.'],
  ['nowMs.more', 'nowMs.more: nowMs is a single value; nothing called "more" is inside it.'],
  ['records', 'records is not one value but a group; go on with one of: born, lost, latencyMs, lostBy.'],
  ['events.records.refused.first', 'events.records.refused.first: a path into events ends in count, firstAtMs or lastAtMs; did you mean "records.refused.count"?'],
])('%s is refused with the nearest key', (path, says) => {
  expect(measure(summary, path)).toEqual({ ok: false, error: { path, says } });
});

it('refuses an event type that cannot occur, when told which can', () => {
  expect(at('events.records.refuse.count', ['records.refused', 'shard.hot'])).toMatch(/did you mean "records.refused"/);
  expect(at('events.shard.hot.count', ['records.refused', 'shard.hot'])).toBe(1);
});

const verdict = (op: '<' | '<=' | '==' | '!=' | '>=' | '>' | 'between', value: number | number[] | string | null, path = 'records.lost') => {
  const r = holds({ measure: path, op, value }, summary);
  return r.ok ? r.value.holds : r.error.says;
};

it('compares with each operator, both ends of between included', () => {
  expect([verdict('<', 8991), verdict('<', 8990), verdict('<=', 8990), verdict('>', 8989), verdict('>=', 8990), verdict('>', 8990)]).toEqual([
    true, false, true, true, true, false,
  ]);
  expect([verdict('==', 8990), verdict('!=', 8990), verdict('between', [8990, 9000]), verdict('between', [8000, 8990]), verdict('between', [1, 2])]).toEqual([
    true, false, true, true, false,
  ]);
});

it('lets what never happened be neither before nor after, but equal to null', () => {
  const never = 'events.shard.split.firstAtMs';
  expect([verdict('<', 5, never), verdict('>', 5, never), verdict('==', null, never), verdict('between', [0, 9e9], never)]).toEqual([false, false, true, false]);
});

it('reports claims that cannot be judged', () => {
  expect(verdict('between', 5)).toMatch(/two numbers/);
  expect(verdict('<', 'x')).toMatch(/compares with a number/);
  expect(verdict('<', 1, 'nodes.clicks.kind')).toMatch(/no number/);
  expect(allHold([], summary).ok).toBe(false);
});

it('needs every claim of a list', () => {
  const a = { measure: 'records.lost', op: '>', value: 0 } as const;
  const b = { measure: 'records.born', op: '==', value: 1 } as const;
  expect(allHold([a], summary)).toEqual({ ok: true, value: true });
  expect(allHold([a, b], summary)).toEqual({ ok: true, value: false });
});
