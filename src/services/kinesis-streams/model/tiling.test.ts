import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { maxHashKey } from '../../../aws/hashKey.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { responseOf, StreamBench } from '../../../testing/streamBench.ts';

vi.setConfig({ testTimeout: 60_000 });

type Move = { readonly type: 'split'; readonly which: number; readonly at: number } | { readonly type: 'merge'; readonly which: number; readonly swapped: boolean } | { readonly type: 'count'; readonly factor: number };

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ type: fc.constant('split' as const), which: fc.nat(50), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ type: fc.constant('merge' as const), which: fc.nat(50), swapped: fc.boolean() }),
  fc.record({ type: fc.constant('count' as const), factor: fc.double({ min: 0.4, max: 2.2, noNaN: true }) }),
);

describe('open shards', () => {
  it('tile 0 to 2^128 - 1 after any sequence of splits, merges and UpdateShardCount calls', () => {
    assertForAll(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.array(move, { minLength: 1, maxLength: 14, size: 'max' })), ([shardCount, moves]) => {
      const bench = new StreamBench({ shardCount, controlPlaneDelay: 1 });
      const open = () => bench.listShards().filter((shard) => !shard.closed).sort((a, b) => (BigInt(a.StartingHashKey) < BigInt(b.StartingHashKey) ? -1 : 1));
      let ids = shardCount;
      for (const step of moves) {
        const before = open();
        const shard = before[('which' in step ? step.which : 0) % before.length]!;
        if (step.type === 'split') {
          const [start, end] = [BigInt(shard.StartingHashKey), BigInt(shard.EndingHashKey)];
          const at = start + ((end - start) * BigInt(Math.floor(step.at * 1_000_000))) / 1_000_000n;
          bench.operate('SplitShard', { ShardToSplit: shard.ShardId, NewStartingHashKey: at.toString() });
        } else if (step.type === 'merge') {
          const other = before[(before.indexOf(shard) + 1) % before.length]!;
          const [one, two] = step.swapped ? [other, shard] : [shard, other];
          bench.operate('MergeShards', { ShardToMerge: one.ShardId, AdjacentShardToMerge: two.ShardId });
        } else bench.operate('UpdateShardCount', { TargetShardCount: Math.round(before.length * step.factor) });
        bench.wait(10);
        const after = open();
        let next = 0n;
        for (const range of after) {
          expect(BigInt(range.StartingHashKey)).toBe(next);
          expect(BigInt(range.EndingHashKey)).toBeGreaterThan(next);
          next = BigInt(range.EndingHashKey) + 1n;
        }
        expect(next).toBe(maxHashKey + 1n);
        // Ids only rise, parents are closed and come before their children.
        const all = bench.listShards();
        expect(all.map((entry) => entry.shard)).toEqual(all.map((_, i) => i));
        expect(all.length).toBeGreaterThanOrEqual(ids);
        ids = all.length;
        for (const entry of all) for (const parent of entry.parents) expect([all[parent]!.closed, parent < entry.shard]).toEqual([true, true]);
        // Every key lands in the open shard whose range holds its hash.
        const explicitHashKey = (maxHashKey * BigInt(1 + (ids % 7))) / 9n;
        const landed = responseOf(bench.put([{ key: 'a', bytes: 1, explicitHashKey }])).outcome.shards[0]!;
        const home = after.find((range) => BigInt(range.StartingHashKey) <= explicitHashKey && explicitHashKey <= BigInt(range.EndingHashKey))!;
        expect(landed).toBe(home.shard);
      }
    }, { seed: 41, runs: 40 });
  });
});
