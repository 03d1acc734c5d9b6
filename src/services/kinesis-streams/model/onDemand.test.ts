import { describe, expect, it, vi } from 'vitest';
import { StreamBench } from '../../../testing/streamBench.ts';
import { simulate } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

describe('on-demand capacity', () => {
  it('exists in the Today edition only', () => {
    expect(() => simulate('kinesis-streams(mode=ON_DEMAND)', { length: 10 })).toThrow('Today edition only');
    const bench = new StreamBench();
    bench.operate('UpdateStreamMode', { StreamMode: 'ON_DEMAND' });
    expect(bench.lastRefusal()!.code).toBe('InvalidArgumentException');
  });

  it('begins with four shards: 4 MiB or 4,000 records a second', () => {
    const run = simulate('traffic(rate=8000/s, size=100B, keys=random, retry=none) -> clicks: kinesis-streams(mode=ON_DEMAND)', { facts: 'today', length: 500, checkInvariants: false });
    expect(run.view('clicks').openShards).toBe(4);
    expect(run.metric('clicks', 'IncomingRecords').sum).toBeLessThanOrEqual(4000 + 500 * 4);
  });

  it('follows a doubling once in a quarter of an hour, by itself', () => {
    const bench = new StreamBench({ streamMode: 'ON_DEMAND', controlPlaneDelay: 1000 }, { facts: 'today' });
    const open = () => bench.listShards().filter((shard) => !shard.closed).length;
    /** Two seconds of many keys in calls of 500: what a second was asked for is what capacity follows. */
    const load = (perSecond: number) => {
      for (let second = 0; second < 2; second++) {
        for (let sent = 0; sent < perSecond; sent += 500) bench.put(Array.from({ length: 500 }, (_, i) => ({ key: `k${(second * 7919 + sent + i) % 5000}`, bytes: 100 })));
        bench.wait(1000);
      }
    };
    load(4000);
    expect(open()).toBe(8);
    load(8000);
    expect(open()).toBe(8);
    bench.wait(15 * 60_000 - 4000);
    load(8000);
    expect(open()).toBe(16);
    expect(bench.events('stream.updating').length).toBe(2);
    // Its own scaling is no UpdateShardCount call of the operator.
    expect(bench.state.updateShardCountCalls).toEqual([]);
  });

  it('refuses reshard calls, until the stream is provisioned again', () => {
    const bench = new StreamBench({ streamMode: 'ON_DEMAND', controlPlaneDelay: 1000 }, { facts: 'today' });
    for (const [operation, request] of [['SplitShard', { ShardToSplit: '0' }], ['MergeShards', { ShardToMerge: '0', AdjacentShardToMerge: '1' }], ['UpdateShardCount', { TargetShardCount: 8 }]] as const) {
      bench.operate(operation, request);
      expect(bench.lastRefusal(), operation).toEqual({ code: 'ValidationException', message: 'Request is invalid. Stream stream under account 123456789012 is in On-Demand mode.' });
      bench.wait(2000);
    }
    bench.reshard('UpdateStreamMode', { StreamMode: 'PROVISIONED' });
    bench.reshard('UpdateShardCount', { TargetShardCount: 8 });
    expect(bench.listShards().filter((shard) => !shard.closed)).toHaveLength(8);
  });

  it('looks at its traffic once a second, however often the mode was set', () => {
    const bench = new StreamBench({ streamMode: 'ON_DEMAND', controlPlaneDelay: 10 }, { facts: 'today' });
    for (let i = 0; i < 10; i++) bench.reshard('UpdateStreamMode', { StreamMode: i % 2 === 0 ? 'PROVISIONED' : 'ON_DEMAND' });
    bench.wait(1000);
    const before = bench.simulation.processed;
    bench.wait(10_000);
    expect(bench.simulation.processed - before).toBe(10);
  });
});
