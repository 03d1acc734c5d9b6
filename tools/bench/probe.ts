import { models } from '../../src/services/models.ts';
import { parseRecipe } from '../../src/sim/parseRecipe.ts';
import type { RunRecipe } from '../../src/sim/recipe.ts';

/** The benchmark's stream: `perShard` records a second a shard, random keys, one polling consumer that works in no time. */
export function shardRecipe(shards: number, perShard: number, lengthMs: number, keyCount: number): RunRecipe {
  const rate = shards * perShard;
  const producers = Math.max(1, Math.ceil(rate / 500_000));
  const nodes: unknown[] = [
    { id: 'stream', kind: 'kinesis-streams', config: { shardCount: shards } },
    { id: 'reader', kind: 'stream-reader', config: { processingPerRecord: 0 } },
  ];
  const edges: unknown[] = [{ from: 'stream', to: 'reader' }];
  for (let p = 0; p < producers; p++) {
    nodes.push({ id: `web-${p}`, kind: 'traffic', config: { recordsPerSecond: rate / producers, payloadBytes: 500, keys: 'random', keyCount } }, { id: `put-${p}`, kind: 'sdk-producer' });
    edges.push({ from: `web-${p}`, to: `put-${p}` }, { from: `put-${p}`, to: 'stream' });
  }
  const parsed = parseRecipe({ nodes, edges, length: lengthMs }, models);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}
