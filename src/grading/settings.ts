import type { GraphNode } from '../sim/recipe.ts';

/** A setting that explains a kind of trouble: told, never judged. */
interface Setting {
  /** Trace types or criterion kinds that it brings about. */
  readonly explains: readonly string[];
  readonly kind: string;
  readonly key: string;
  readonly value: string;
  /** What the value does, as a sentence with the node's id as `{id}`. */
  readonly says: string;
}

/** What the notes call the usual suspects. */
const settings: readonly Setting[] = [
  {
    kind: 'sdk-producer',
    key: 'partitionKey',
    value: 'constant',
    explains: ['records.refused'],
    says: '{id} gives every record one and the same partition key, so all of them go to one shard.',
  },
  {
    kind: 'sdk-producer',
    key: 'partitionKey',
    value: 'group',
    explains: ['records.refused'],
    says: '{id} takes the group, not the entity, as partition key: a large group has one hash, and one shard.',
  },
  {
    kind: 'sdk-producer',
    key: 'partitionKey',
    value: 'random',
    explains: ['order.broken'],
    says: '{id} draws a random partition key for each record, so records that belong together lie in several shards.',
  },
  { kind: 'sdk-producer', key: 'retry', value: 'none', explains: ['records.given-up'], says: '{id} does not try again.' },
  {
    kind: 'stream-reader',
    key: 'reshard',
    value: 'latest',
    explains: ['everything-delivered'],
    says: '{id} begins a new shard at LATEST: what arrived there before it looked is skipped.',
  },
  {
    kind: 'stream-reader',
    key: 'reshard',
    value: 'parallel',
    explains: ['order.broken'],
    says: '{id} reads new shards before their parents are read to the end.',
  },
  {
    kind: 'stream-reader',
    key: 'startFrom',
    value: 'LATEST',
    explains: ['everything-delivered'],
    says: '{id} begins at LATEST and skips what was there before.',
  },
];

/** Settings of a run's nodes that explain one of these words. */
export function tellingSettings(
  nodes: readonly GraphNode[],
  words: readonly string[],
): readonly { readonly node: string; readonly text: string }[] {
  return nodes.flatMap((node) =>
    settings
      .filter(
        (setting) =>
          setting.kind === node.kind &&
          node.config[setting.key] === setting.value &&
          setting.explains.some((word) => words.includes(word)),
      )
      .map((setting) => ({ node: node.id, text: setting.says.replace('{id}', node.id) })),
  );
}
