import { describe, expect, it, vi } from 'vitest';
import { maxHashKey, midpoint, uniformRange } from '../../../aws/hashKey.ts';
import { endingCounter, parseSequenceNumber } from '../../../aws/ids.ts';
import { codeOf, responseOf, StreamBench } from '../../../testing/streamBench.ts';
import { describeStream } from './view.ts';

vi.setConfig({ testTimeout: 60_000 });

const hourMs = 3_600_000;
const split = { ShardToSplit: 'shardId-000000000000' };

function open(bench: StreamBench) {
  return bench.listShards().filter((shard) => !shard.closed);
}

function described(bench: StreamBench) {
  return describeStream(bench.state, bench.simulation.viewContext()).shards as unknown as readonly Record<string, unknown>[];
}

describe('states', () => {
  it('UPDATING refuses control calls with ResourceInUseException, and the data plane works on', () => {
    const bench = new StreamBench({ shardCount: 2, controlPlaneDelay: 30_000 });
    bench.operate('SplitShard', split);
    expect(bench.state.status).toBe('UPDATING');
    for (const [operation, request] of [
      ['SplitShard', { ShardToSplit: '1' }],
      ['MergeShards', { ShardToMerge: '0', AdjacentShardToMerge: '1' }],
      ['UpdateShardCount', { TargetShardCount: 3 }],
      ['IncreaseStreamRetentionPeriod', { RetentionPeriodHours: 48 }],
    ] as const) {
      bench.operate(operation, request);
      expect(bench.lastRefusal()!.code, operation).toBe('ResourceInUseException');
      bench.wait(2000);
    }
    expect(codeOf(bench.putMany(10, 10))).toBe('ok');
    expect(responseOf(bench.get(bench.iteratorOf())).records.count).toBe(10);
    // The parent stays open until the call is done, then closes in one instant.
    expect(open(bench)).toHaveLength(2);
    bench.waitUntil(29_999);
    expect([bench.state.status, open(bench).length]).toEqual(['UPDATING', 2]);
    bench.waitUntil(30_000);
    expect([bench.state.status, open(bench).length]).toEqual(['ACTIVE', 3]);
    expect(bench.events('stream.updating')[0]!.at).toBe(0);
    expect(bench.events('stream.active')[0]!.at).toBe(30_000);
  });
});

describe('what a control call is refused for', () => {
  const refusalOf = (operation: string, request: Record<string, string | number>, config: Record<string, number> = {}) => {
    const bench = new StreamBench({ shardCount: 2, controlPlaneDelay: 1000, ...config }, { facts: 'today' });
    bench.operate(operation, request);
    return bench.lastRefusal();
  };

  it.each([
    ['UpdateShardCount', { TargetShardCount: 5 }, 'LimitExceededException', 'UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 2, Target shard count: 5'],
    ['UpdateShardCount', { TargetShardCount: 20_001 }, 'LimitExceededException', 'Target shard count or number of open shards cannot be greater than 10000. Current open shard count: 2, Target shard count: 20001'],
    ['IncreaseStreamRetentionPeriod', { RetentionPeriodHours: 23 }, 'InvalidArgumentException', 'Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.'],
    ['IncreaseStreamRetentionPeriod', { RetentionPeriodHours: 9999 }, 'InvalidArgumentException', 'Maximum allowed retention period is 8760 hours. Requested retention period (9999 hours) is too long.'],
    ['DecreaseStreamRetentionPeriod', { RetentionPeriodHours: 25 }, 'InvalidArgumentException', 'Requested retention period (25 hours) for stream stream can not be longer than existing retention period (24 hours). Use IncreaseRetentionPeriod API.'],
    ['SplitShard', { ShardToSplit: 'abc' }, 'ResourceNotFoundException', 'Could not find shard abc in stream stream under account 123456789012.'],
    ['SplitShard', { ShardToSplit: '5' }, 'ResourceNotFoundException', 'Could not find shard shardId-000000000005 in stream stream under account 123456789012.'],
    ['UpdateMaxRecordSize', { MaxRecordSizeInKiB: 10_241 }, 'ValidationException', 'MaxRecordSizeInKiB 10241 must be a whole number from 1024 to 10240.'],
    ['UpdateStreamWarmThroughput', { WarmThroughputMiBps: 8 }, 'ValidationException', 'Request is invalid. Stream stream under account 123456789012 is in Provisioned mode.'],
  ])('%s %o', (operation, request, code, message) => {
    expect(refusalOf(operation, request as Record<string, string | number>)).toEqual({ code, message });
  });

  it('half of an odd number of shards is rounded up', () => {
    expect(refusalOf('UpdateShardCount', { TargetShardCount: 1 }, { shardCount: 3 })?.message).toBe('UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: 3, Target shard count: 1');
  });

  it('its members first, the state of the stream last', () => {
    const bench = new StreamBench({ shardCount: 2, controlPlaneDelay: 30_000 });
    bench.operate('SplitShard', split);
    bench.wait(2000);
    bench.operate('SplitShard', { ShardToSplit: '9' });
    expect(bench.lastRefusal()!.code).toBe('ResourceNotFoundException');
    bench.wait(2000);
    bench.operate('SplitShard', { ShardToSplit: '1' });
    expect(bench.lastRefusal()).toEqual({ code: 'ResourceInUseException', message: 'Stream stream under account 123456789012 not ACTIVE, instead in state UPDATING' });
  });
});

describe('UpdateMaxRecordSize', () => {
  it('takes larger records once the stream is ACTIVE again', () => {
    const bench = new StreamBench({ controlPlaneDelay: 1000 }, { facts: 'today' });
    const large = [{ key: 'a', bytes: 1024 * 1024 + 1 }];
    expect(codeOf(bench.put(large))).toBe('InvalidArgumentException');
    bench.operate('UpdateMaxRecordSize', { MaxRecordSizeInKiB: 2048 });
    expect([bench.state.status, codeOf(bench.put(large))]).toEqual(['UPDATING', 'InvalidArgumentException']);
    bench.wait(1000);
    expect([bench.state.status, codeOf(bench.put(large))]).toEqual(['ACTIVE', 'ok']);
    expect(describeStream(bench.state, bench.simulation.viewContext()).maxRecordSizeInKiB).toBe(2048);
  });
});

describe('UpdateStreamWarmThroughput', () => {
  it('opens a shard for each MiB a second, and closes none', () => {
    const bench = new StreamBench({ streamMode: 'ON_DEMAND', controlPlaneDelay: 1000 }, { facts: 'today' });
    bench.reshard('UpdateStreamWarmThroughput', { WarmThroughputMiBps: 12 });
    expect(open(bench)).toHaveLength(12);
    bench.reshard('UpdateStreamWarmThroughput', { WarmThroughputMiBps: 5 });
    expect(open(bench)).toHaveLength(12);
    expect(bench.state.updateShardCountCalls).toEqual([]);
  });
});

describe('SplitShard', () => {
  it('defaults to the midpoint; the upper child has one or two keys more', () => {
    const bench = new StreamBench({ shardCount: 3, controlPlaneDelay: 1 });
    bench.reshard('SplitShard', { ShardToSplit: '1' });
    const [lower, upper] = bench.state.shards.slice(3) as [(typeof bench.state.shards)[0], (typeof bench.state.shards)[0]];
    const width = (shard: { startingHashKey: bigint; endingHashKey: bigint }) => shard.endingHashKey - shard.startingHashKey + 1n;
    const parent = uniformRange(1, 3);
    expect(upper.startingHashKey).toBe(midpoint(parent));
    expect(width(lower) + width(upper)).toBe(width(parent));
    expect(width(upper) - width(lower)).toBe(width(parent) % 2n === 0n ? 2n : 1n);
  });

  it('refuses a closed shard, an unknown one, and a hash key that is none', () => {
    const bench = new StreamBench({ controlPlaneDelay: 1 });
    bench.reshard('SplitShard', split);
    bench.operate('SplitShard', split);
    expect(bench.lastRefusal()).toEqual({
      code: 'InvalidArgumentException',
      message: 'Shard shardId-000000000000 in stream stream under account 123456789012 has already been merged or split, and thus is not eligible for merging or splitting.',
    });
    bench.wait(2000);
    bench.operate('SplitShard', { ShardToSplit: 'shardId-000000000009' });
    expect(bench.lastRefusal()!.code).toBe('ResourceNotFoundException');
    for (const NewStartingHashKey of ['-1', '01', 'abc', (maxHashKey + 1n).toString(), maxHashKey.toString(), '0']) {
      bench.wait(2000);
      bench.operate('SplitShard', { ShardToSplit: 'shard-1', NewStartingHashKey });
      expect(bench.lastRefusal()!.code, NewStartingHashKey).toBe('InvalidArgumentException');
    }
    expect(bench.state.status).toBe('ACTIVE');
  });
});

describe('MergeShards', () => {
  it('takes a shard and the one above it: ShardToMerge is the parent, the other the adjacent parent', () => {
    const bench = new StreamBench({ shardCount: 3, controlPlaneDelay: 1 });
    bench.operate('MergeShards', { ShardToMerge: '1', AdjacentShardToMerge: '0' });
    expect(bench.lastRefusal()).toEqual({
      code: 'InvalidArgumentException',
      message: 'Shards shardId-000000000001 and shardId-000000000000 in stream stream under account 123456789012 are not an adjacent pair of shards eligible for merging',
    });
    bench.wait(2000);
    bench.reshard('MergeShards', { ShardToMerge: '0', AdjacentShardToMerge: '1' });
    const child = open(bench).at(-1)!;
    expect([child.shard, child.ParentShardId, child.AdjacentParentShardId]).toEqual([3, 0, 1]);
    expect([child.StartingHashKey, child.EndingHashKey]).toEqual(['0', uniformRange(1, 3).endingHashKey.toString()]);
    const closed = bench.state.shards.filter((shard) => shard.closedAt !== null);
    expect(closed.map((shard) => shard.closedAt)).toEqual([2001, 2001]);
  });

  it('refuses shards that do not touch, a shard with itself, and closed ones', () => {
    const bench = new StreamBench({ shardCount: 4, controlPlaneDelay: 1 });
    for (const [ShardToMerge, AdjacentShardToMerge] of [['0', '2'], ['0', '3'], ['1', '1'], ['3', '0']] as const) {
      bench.operate('MergeShards', { ShardToMerge, AdjacentShardToMerge });
      expect(bench.lastRefusal()!.code).toBe('InvalidArgumentException');
      bench.wait(2000);
    }
    bench.reshard('MergeShards', { ShardToMerge: '0', AdjacentShardToMerge: '1' });
    bench.operate('MergeShards', { ShardToMerge: '1', AdjacentShardToMerge: '2' });
    expect(bench.lastRefusal()!.message).toContain('has already been merged or split, and thus is not eligible for merging or splitting.');
  });
});

describe('UpdateShardCount', () => {
  it('reaches from half, rounded up, to the double', () => {
    for (const [current, accepted] of [[1, [1, 2]], [3, [2, 3, 4, 5, 6]], [5, [3, 4, 5, 6, 7, 8, 9, 10]]] as const) {
      const bench = new StreamBench({ shardCount: current, controlPlaneDelay: 0 });
      const reached: number[] = [];
      for (let target = 0; target <= current * 2 + 1; target++) {
        const one = new StreamBench({ shardCount: current, controlPlaneDelay: 1 });
        one.operate('UpdateShardCount', { TargetShardCount: target });
        if (one.state.status === 'UPDATING') reached.push(target);
      }
      expect(reached).toEqual(accepted);
      expect(bench.state.status).toBe('ACTIVE');
    }
  });

  it('lays the stream out evenly; children know the shards whose keys they take', () => {
    const bench = new StreamBench({ shardCount: 2, controlPlaneDelay: 1 });
    bench.reshard('UpdateShardCount', { TargetShardCount: 4 });
    expect(open(bench).map((shard) => [BigInt(shard.StartingHashKey), BigInt(shard.EndingHashKey)])).toEqual([0, 1, 2, 3].map((i) => [uniformRange(i, 4).startingHashKey, uniformRange(i, 4).endingHashKey]));
    expect(open(bench).map((shard) => shard.parents)).toEqual([[0], [0], [1], [1]]);
  });

  it('to the same number changes nothing, and tells of no split', () => {
    const bench = new StreamBench({ shardCount: 3, controlPlaneDelay: 1 });
    bench.reshard('UpdateShardCount', { TargetShardCount: 3 });
    expect(open(bench).map((shard) => shard.shard)).toEqual([0, 1, 2]);
    expect(bench.events('shard.split')).toEqual([]);
  });

  it('passes ten times in a rolling 24 hours', () => {
    const bench = new StreamBench({ shardCount: 2, controlPlaneDelay: 1 });
    for (let i = 0; i < 10; i++) {
      bench.reshard('UpdateShardCount', { TargetShardCount: i % 2 === 0 ? 3 : 2 });
      bench.wait(59_999);
    }
    bench.operate('UpdateShardCount', { TargetShardCount: 3 });
    expect(bench.lastRefusal()!.code).toBe('LimitExceededException');
    bench.waitUntil(24 * hourMs - 1);
    bench.operate('UpdateShardCount', { TargetShardCount: 3 });
    expect(bench.state.status).toBe('ACTIVE');
    bench.waitUntil(24 * hourMs);
    bench.operate('UpdateShardCount', { TargetShardCount: 3 });
    expect(bench.state.status).toBe('UPDATING');
  });

  it('stops at the account quota of the edition', () => {
    const grow = (facts: 'notes' | 'today') => {
      const bench = new StreamBench({ shardCount: 400, controlPlaneDelay: 1 }, { facts });
      bench.operate('UpdateShardCount', { TargetShardCount: 501 });
      return bench.state.status;
    };
    expect(grow('notes')).toBe('ACTIVE');
    expect(grow('today')).toBe('UPDATING');
  });
});

describe('retention', () => {
  const ages = (bench: StreamBench) => {
    bench.wait(200);
    return responseOf(bench.get(bench.iteratorOf())).records.arrivedAt ?? [];
  };

  it('ends for a record exactly when it is as old as the period', () => {
    const bench = new StreamBench();
    bench.put([{ key: 'a', bytes: 10 }]);
    bench.waitUntil(24 * hourMs - 1);
    expect(responseOf(bench.get(bench.iteratorOf())).records.count).toBe(1);
    bench.waitUntil(24 * hourMs);
    expect(responseOf(bench.get(bench.iteratorOf())).records.count).toBe(0);
    expect(bench.events('records.expired')).toHaveLength(0);
    // The hand still holds the row, as a producer that was never told would: nothing is lost.
    expect(bench.simulation.records.totals().lost).toBe(0);
  });

  it('lowered makes older records unreadable at once', () => {
    const bench = new StreamBench({ retentionPeriodHours: 168, controlPlaneDelay: 30_000 });
    bench.put([{ key: 'a', bytes: 10 }]);
    bench.waitUntil(30 * hourMs);
    bench.put([{ key: 'a', bytes: 10 }]);
    bench.waitUntil(40 * hourMs);
    expect(Array.from(ages(bench))).toEqual([0, 30 * hourMs]);
    bench.operate('DecreaseStreamRetentionPeriod', { RetentionPeriodHours: 24 });
    expect(described(bench)[0]!.held).toBe(1);
    expect(Array.from(ages(bench))).toEqual([30 * hourMs]);
    expect(bench.events('retention.changed')[0]!.detail).toEqual({ fromHours: 168, toHours: 24 });
  });

  it('stays between 24 hours and the most of the edition, and each call goes its own way only', () => {
    const refused = (facts: 'notes' | 'today', from: number, operation: string, RetentionPeriodHours: number) => {
      const bench = new StreamBench({ retentionPeriodHours: from }, { facts });
      bench.operate(operation, { RetentionPeriodHours });
      return bench.lastRefusal()?.code;
    };
    expect(refused('notes', 24, 'IncreaseStreamRetentionPeriod', 168)).toBeUndefined();
    expect(refused('notes', 24, 'IncreaseStreamRetentionPeriod', 169)).toBe('InvalidArgumentException');
    expect(refused('today', 24, 'IncreaseStreamRetentionPeriod', 8760)).toBeUndefined();
    expect(refused('today', 24, 'IncreaseStreamRetentionPeriod', 8761)).toBe('InvalidArgumentException');
    expect(refused('notes', 48, 'DecreaseStreamRetentionPeriod', 23)).toBe('InvalidArgumentException');
    expect(refused('notes', 48, 'DecreaseStreamRetentionPeriod', 24)).toBeUndefined();
    expect(refused('notes', 48, 'DecreaseStreamRetentionPeriod', 72)).toBe('InvalidArgumentException');
    expect(refused('notes', 48, 'IncreaseStreamRetentionPeriod', 24)).toBe('InvalidArgumentException');
  });

  it('over, a closed shard is EXPIRED: not listed and not found', () => {
    const bench = new StreamBench({ controlPlaneDelay: 1 });
    bench.put([{ key: 'a', bytes: 10 }]);
    bench.reshard('SplitShard', split);
    const iterator = bench.iteratorOf();
    bench.waitUntil(12 * hourMs);
    expect(bench.listShards().map((shard) => shard.shard)).toEqual([0, 1, 2]);
    bench.waitUntil(24 * hourMs + 1001);
    expect(bench.listShards().map((shard) => shard.shard)).toEqual([1, 2]);
    expect(codeOf(bench.get(iterator))).toBe('ResourceNotFoundException');
    expect(codeOf(bench.iterator())).toBe('ResourceNotFoundException');
    expect(described(bench).map((shard) => shard.state)).toEqual(['EXPIRED', 'OPEN', 'OPEN']);
    const fields = describeStream(bench.state, bench.simulation.viewContext());
    expect([fields.openShards, fields.closedShards]).toEqual([2, 0]);
  });
});

describe('the sequence number range of a shard', () => {
  it('begins at counter 0 and birth; only a closed shard has an end, with the greatest counter and the moment of closing', () => {
    const bench = new StreamBench({ controlPlaneDelay: 30_000 }, { startsAt: 1_700_000_000_000 });
    const { SequenceNumber: first } = responseOf(bench.putOne({ key: 'a', bytes: 10 }));
    bench.reshard('SplitShard', split);
    const { SequenceNumber: inChild } = responseOf(bench.putOne({ key: 'a', bytes: 10 }));
    const [parent, child] = described(bench) as [Record<string, string>, Record<string, string>];
    expect(parseSequenceNumber(parent.startingSequenceNumber!)).toEqual({ shardCreatedMs: 1_700_000_000_000, shardIndex: 0, counter: 0n, arrivedMs: 1_700_000_000_000 });
    expect(parseSequenceNumber(parent.endingSequenceNumber!)).toEqual({ shardCreatedMs: 1_700_000_000_000, shardIndex: 0, counter: endingCounter, arrivedMs: 1_700_000_030_000 });
    expect(BigInt(parent.startingSequenceNumber!)).toBeLessThan(BigInt(first));
    expect(BigInt(first)).toBeLessThan(BigInt(parent.endingSequenceNumber!));
    // Children are born a second after their parent closed, and a record never bears an older second than its shard.
    expect(parseSequenceNumber(child.startingSequenceNumber!)).toEqual({ shardCreatedMs: 1_700_000_031_000, shardIndex: 1, counter: 0n, arrivedMs: 1_700_000_031_000 });
    expect(child.endingSequenceNumber).toBeNull();
    // It takes records from the moment at which its parent closed.
    expect([parent.openedAt, parent.closedAt, child.openedAt, child.closedAt]).toEqual([0, 30_000, 30_000, null]);
    expect(parseSequenceNumber(inChild)).toEqual({ shardCreatedMs: 1_700_000_031_000, shardIndex: 1, counter: 1n, arrivedMs: 1_700_000_031_000 });
    expect(BigInt(parent.endingSequenceNumber!)).toBeLessThan(BigInt(inChild));
  });
});

describe('a changed configuration', () => {
  it('acts as the control calls that an operator would make', () => {
    const bench = new StreamBench({ shardCount: 2, controlPlaneDelay: 1000 });
    expect(bench.simulation.apply({ type: 'setConfig', node: 'stream', config: { shardCount: 4 } })).toBeUndefined();
    bench.wait(1000);
    expect(open(bench)).toHaveLength(4);
    bench.simulation.apply({ type: 'setConfig', node: 'stream', config: { shardCount: 9 } });
    expect(bench.lastRefusal()!.code).toBe('LimitExceededException');
    bench.simulation.apply({ type: 'setConfig', node: 'stream', config: { retentionPeriodHours: 48 } });
    bench.wait(1000);
    expect(bench.state.retentionMs).toBe(48 * hourMs);
  });
});
