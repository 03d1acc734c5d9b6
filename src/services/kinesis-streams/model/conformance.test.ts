import { describe, expect, it, vi } from 'vitest';
import { hashKeyOf, maxHashKey, midpoint, uniformRange } from '../../../aws/hashKey.ts';
import { parseSequenceNumber, sequenceNumberHex, sequenceNumberText, shardIdText, simulatedAccount } from '../../../aws/ids.ts';
import { codeOf, responseOf, StreamBench } from '../../../testing/streamBench.ts';
import { entryResult } from './entryResult.ts';
import { checkSplitPoint } from './controlChecks.ts';

vi.setConfig({ testTimeout: 60_000 });

const hourMs = 3_600_000;

/** Where a key lands when a stream has `count` shards, by the ranges of its listing. */
function indexFor(key: string, count: number): number {
  const bench = new StreamBench({ shardCount: count });
  const { outcome } = responseOf(bench.put([{ key, bytes: 10 }]));
  return outcome.shards[0]!;
}

function rangesOf(bench: StreamBench): [string, string][] {
  return bench
    .listShards()
    .filter((shard) => !shard.closed)
    .map((shard) => [shard.StartingHashKey, shard.EndingHashKey]);
}

/** A stream split, one after the other, at these hash keys. */
function splitAt(points: readonly bigint[]): StreamBench {
  const bench = new StreamBench({ controlPlaneDelay: 1 });
  for (const point of points) {
    const shard = bench.listShards().find((candidate) => !candidate.closed && BigInt(candidate.StartingHashKey) < point && point <= BigInt(candidate.EndingHashKey))!;
    bench.reshard('SplitShard', { ShardToSplit: shard.ShardId, NewStartingHashKey: point.toString() });
  }
  return bench;
}

function openFrom(bench: StreamBench, start: string): string {
  return bench.listShards().find((shard) => !shard.closed && shard.StartingHashKey === start)!.ShardId;
}

describe('golden cases of Kinesis Data Streams', () => {
  const keys = [
    { id: 'KDS-01', key: 'a', md5: '0cc175b9c0f1b6a831c399e269772661', hashKey: '16955237001963240173058271559858726497', at: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 10: 0 } },
    { id: 'KDS-02', key: 'partitionKey-0', md5: 'd593fc2c1c22ffb3f0109b2c4a73d4df', hashKey: '283893945402358862714065952676399797471', at: { 1: 0, 2: 1, 3: 2, 4: 3, 5: 4, 10: 8 } },
    { id: 'KDS-04', key: 'h\u00e9llo', md5: 'be50e8478cf24ff3595bc7307fb91b50', hashKey: '252973414135665226741597071662034525008', at: { 1: 0, 2: 1, 3: 2, 4: 2, 5: 3, 10: 7 } },
    { id: 'KDS-05', key: '\u65e5\u672c', md5: '4dbed2e657457884e67137d3514119b3', hashKey: '103341369634063465466164320543046703539', at: { 1: 0, 2: 0, 3: 0, 4: 1, 5: 1, 10: 3 } },
  ];
  for (const { id, key, md5, hashKey, at } of keys) {
    it(`${id}: MD5, hash key and shard of ${JSON.stringify(key)}`, () => {
      expect(hashKeyOf(key).toString(16).padStart(32, '0')).toBe(md5);
      expect(hashKeyOf(key).toString()).toBe(hashKey);
      for (const [count, index] of Object.entries(at)) expect(indexFor(key, Number(count)), `${count} shards`).toBe(index);
    });
  }

  it('KDS-07: ranges of a new stream of five shards', () => {
    expect(rangesOf(new StreamBench({ shardCount: 5 }))).toEqual([
      ['0', '68056473384187692692674921486353642290'],
      ['68056473384187692692674921486353642291', '136112946768375385385349842972707284581'],
      ['136112946768375385385349842972707284582', '204169420152563078078024764459060926872'],
      ['204169420152563078078024764459060926873', '272225893536750770770699685945414569163'],
      ['272225893536750770770699685945414569164', '340282366920938463463374607431768211455'],
    ]);
  });

  it('KDS-08: the last of seven shards absorbs the remainder', () => {
    const shard = new StreamBench({ shardCount: 7 }).listShards()[6]!;
    expect(shard.ShardId).toBe('shardId-000000000006');
    expect([shard.StartingHashKey, shard.EndingHashKey]).toEqual(['291670600217947254397178234941515609816', '340282366920938463463374607431768211455']);
  });

  it('KDS-10: midpoint of the middle shard of three', () => {
    const range = { startingHashKey: 113427455640312821154458202477256070485n, endingHashKey: 226854911280625642308916404954512140969n };
    expect(uniformRange(1, 3)).toEqual(range);
    expect(midpoint(range).toString()).toBe('170141183460469231731687303715884105727');
  });

  it('KDS-11: a shard from 0 cannot be split at 1', () => {
    const bench = new StreamBench({ shardCount: 3 });
    expect(bench.listShards()[0]!.EndingHashKey).toBe('113427455640312821154458202477256070484');
    bench.operate('SplitShard', { ShardToSplit: 'shardId-000000000000', NewStartingHashKey: '1' });
    expect(bench.lastRefusal()!.code).toBe('InvalidArgumentException');
    expect(bench.lastRefusal()!.message).toContain(
      "is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey 113427455640312821154458202477256070484.",
    );
    expect(bench.state.status).toBe('ACTIVE');
  });

  it('KDS-13: a split at 2 leaves a shard of two keys', () => {
    const bench = new StreamBench({ shardCount: 1 });
    bench.reshard('SplitShard', { ShardToSplit: 'shardId-000000000000', NewStartingHashKey: '2' });
    const children = bench.listShards().filter((shard) => !shard.closed);
    expect(children.map((shard) => [shard.ShardId, shardIdText(shard.ParentShardId!), shard.AdjacentParentShardId, shard.StartingHashKey, shard.EndingHashKey])).toEqual([
      ['shardId-000000000001', 'shardId-000000000000', null, '0', '1'],
      ['shardId-000000000002', 'shardId-000000000000', null, '2', '340282366920938463463374607431768211455'],
    ]);
    expect(bench.listShards()[0]!.closed).toBe(true);
  });

  it('KDS-14: the smallest shard that can be split has four keys, and its midpoint is refused', () => {
    const range = { startingHashKey: 10n, endingHashKey: 13n };
    expect(midpoint(range)).toBe(11n);
    const accepted = ['10', '11', '12', '13'].filter((NewStartingHashKey) => {
      const bench = splitAt([10n, 14n]);
      bench.operate('SplitShard', { ShardToSplit: openFrom(bench, '10'), NewStartingHashKey });
      return bench.state.status === 'UPDATING';
    });
    expect(accepted).toEqual(['12']);
    const bench = splitAt([10n, 14n, 12n]);
    expect(rangesOf(bench).filter(([start]) => start === '10' || start === '12')).toEqual([['10', '11'], ['12', '13']]);
    for (let width = 1n; width < 4n; width++) {
      for (let at = 10n; at < 10n + width; at++) expect(checkSplitPoint({ startingHashKey: 10n, endingHashKey: 9n + width }, at)).toBe(false);
    }
  });

  it('KDS-16: shards with a gap between them cannot be merged', () => {
    const bench = splitAt([276n, 382n, 455n, 561n]);
    expect(rangesOf(bench)).toEqual(expect.arrayContaining([['276', '381'], ['455', '560']]));
    bench.operate('MergeShards', { ShardToMerge: openFrom(bench, '276'), AdjacentShardToMerge: openFrom(bench, '455') });
    expect(bench.lastRefusal()!.code).toBe('InvalidArgumentException');
    expect(bench.lastRefusal()!.message).toContain('not an adjacent pair of shards eligible for merging');
  });

  it('KDS-17: HTTP 200 with one throttled entry of three', () => {
    const bench = new StreamBench({ shardCount: 2, streamName: 'exampleStreamName' });
    // "b" lies in shard 1: its bucket is emptied first.
    expect(responseOf(bench.putMany(500, 10, 'b')).FailedRecordCount).toBe(0);
    expect(responseOf(bench.putMany(500, 10, 'b')).FailedRecordCount).toBe(0);
    const reply = bench.put([{ key: 'a', bytes: 10 }, { key: 'b', bytes: 10 }, { key: 'a', bytes: 10 }]);
    expect(reply.ok).toBe(true);
    const { FailedRecordCount, outcome } = responseOf(reply);
    expect(FailedRecordCount).toBe(1);
    const results = [0, 1, 2].map((entry) => entryResult(bench.state, { startsAt: bench.simulation.recipe.startsAt, account: bench.simulation.account }, outcome, entry));
    expect(results[1]).toEqual({
      ErrorCode: 'ProvisionedThroughputExceededException',
      ErrorMessage: `Rate exceeded for shard shardId-000000000001 in stream exampleStreamName under account ${simulatedAccount}.`,
    });
    for (const entry of [0, 2]) {
      const result = results[entry]!;
      expect('ShardId' in result && result.ShardId).toBe('shardId-000000000000');
      expect('ShardId' in result && parseSequenceNumber(result.SequenceNumber)!.shardIndex).toBe(0);
    }
    expect(bench.metric('PutRecords.FailedRecords')).toBe(1);
    expect(bench.metric('PutRecords.ThrottledRecords')).toBe(1);
  });

  it('KDS-19: an iterator is good for 300,000 ms and not a millisecond longer', () => {
    for (const [after, code] of [[300_000, 'ok'], [300_001, 'ExpiredIteratorException']] as const) {
      const bench = new StreamBench();
      const iterator = bench.iteratorOf();
      bench.wait(after);
      expect(codeOf(bench.get(iterator))).toBe(code);
    }
  });

  it('KDS-20: layout of a sequence number', () => {
    const parts = { shardCreatedMs: 1_700_000_000_000, shardIndex: 3, counter: 7n, arrivedMs: 1_700_000_060_000 };
    expect(sequenceNumberHex(parts)).toBe('206553f100300000000000000070006553f13c000000032');
    expect(sequenceNumberText(parts)).toBe('49646437577175378652512468275258999061140681288184758322');
    expect(parseSequenceNumber(sequenceNumberText(parts))).toEqual(parts);
  });

  it('KDS-22: UpdateShardCount from 4 reaches 2 and 8, not 1 and 9', () => {
    const reached = [1, 2, 8, 9].filter((TargetShardCount) => {
      const bench = new StreamBench({ shardCount: 4 });
      bench.operate('UpdateShardCount', { TargetShardCount });
      if (bench.state.status === 'ACTIVE') return false;
      bench.wait(30_000);
      return bench.listShards().filter((shard) => !shard.closed).length === TargetShardCount;
    });
    expect(reached).toEqual([2, 8]);
  });

  it('KDS-23: raising the retention brings nothing back', () => {
    const bench = new StreamBench({ retentionPeriodHours: 24 });
    bench.put([{ key: 'a', bytes: 10 }]);
    bench.wait(30 * hourMs);
    const read = () => responseOf(bench.get(bench.iteratorOf())).records.count;
    expect(read()).toBe(0);
    bench.reshard('IncreaseStreamRetentionPeriod', { RetentionPeriodHours: 168 });
    expect(bench.state.retentionMs).toBe(168 * hourMs);
    expect(read()).toBe(0);
    bench.put([{ key: 'a', bytes: 10 }]);
    bench.wait(30 * hourMs);
    expect(read()).toBe(1);
  });

  it('has every hash key in exactly one shard, whatever the number of shards', () => {
    for (const count of [1, 2, 3, 7, 100]) {
      let next = 0n;
      for (let i = 0; i < count; i++) {
        const range = uniformRange(i, count);
        expect(range.startingHashKey).toBe(next);
        next = range.endingHashKey + 1n;
      }
      expect(next).toBe(maxHashKey + 1n);
    }
  });
});
