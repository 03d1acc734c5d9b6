import { expect, it } from 'vitest';
import type { Change, PlainObject } from '../content/types.ts';
import { applyChange, applyChanges } from './changes.ts';

const recipe: PlainObject = {
  nodes: [
    { id: 'web', kind: 'traffic', config: { keys: 1 } },
    { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 1 } },
  ],
  edges: [{ from: 'web', to: 'clicks' }],
  length: '20s',
};
const made = (change: Change) => {
  const r = applyChange(recipe, change);
  return r.ok ? r.value : r.error;
};

it('sets a config key, written or at its default, and leaves the original alone', () => {
  expect(made({ set: 'nodes.clicks.config.shardCount', to: 2 })).toMatchObject({ nodes: [{ id: 'web' }, { id: 'clicks', config: { shardCount: 2 } }] });
  expect(made({ set: 'nodes.web.config.ramp.over', to: '5s' })).toMatchObject({ nodes: [{ config: { keys: 1, ramp: { over: '5s' } } }, {}] });
  expect(recipe).toMatchObject({ nodes: [{ config: { keys: 1 } }, { config: { shardCount: 1 } }] });
});

it('sets edges, the length and adds interventions', () => {
  expect(made({ set: 'edges.web->clicks.latencyMs', to: 9 })).toMatchObject({ edges: [{ from: 'web', to: 'clicks', latencyMs: 9 }] });
  expect(made({ set: 'length', to: '1m' })).toMatchObject({ length: '1m' });
  const add: Change = { add: 'intervention', value: { at: '5s', type: 'operate', node: 'clicks', operation: 'SplitShard' } };
  const both = applyChanges(recipe, [add, add]);
  expect(both.ok && both.value['interventions']).toHaveLength(2);
});

it.each([
  ['nodes.click.config.shardCount', /no node "click"; did you mean "clicks"/],
  ['node.clicks.config.shardCount', /starts with nodes/],
  ['nodes.clicks', /name the setting/],
  ['nodes.clicks.kind.more', /single value/],
  ['nodes.clicks.config.__proto__.x', /not allowed/],
  ['edges.a->b.latencyMs', /no edge "a->b"; did you mean/],
])('%s is refused with a reason', (set, reason) => expect(String(made({ set, to: 1 }))).toMatch(reason));
