import { describe, expect, it, vi } from 'vitest';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { simulate } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

const split = { at: '5s', type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: 'shardId-000000000000' } };

describe('stories', () => {
  it('one key throttles one shard, at 55 % of what the stream could take', () => {
    const run = simulate('traffic(rate=1100/s, size=200B, keys=1, retry=none) -> clicks: kinesis-streams(shards=2)', { seed: 7, length: '20s', checkInvariants: false });
    expect(run.events('records.refused').every((event) => event.subject === 'shardId-000000000000' || event.subject === 'shardId-000000000001')).toBe(true);
    expect(new Set(run.events('records.refused').map((event) => event.subject)).size).toBe(1);
    expect(run.events('shard.hot').length).toBeGreaterThan(0);
    expect(run.metric('clicks', 'WriteProvisionedThroughputExceeded').sum).toBeGreaterThan(500);
    assertGoldenTrace(run, new URL('./golden/hot-shard.trace', import.meta.url));
  });

  it('a split does not help one hot key: the other child stays idle', () => {
    const run = simulate('traffic(rate=1500/s, size=200B, keys=1, retry=none) -> clicks: kinesis-streams(shards=1, controlPlaneDelay=5s)', { seed: 7, length: '20s', interventions: [split], checkInvariants: false });
    expect(run.events('split.no-help')).toHaveLength(1);
    expect(run.events('records.refused').some((event) => event.subject !== 'shardId-000000000000' && event.lastAtMs > 19_000)).toBe(true);
    const shards = run.view('clicks').shards as readonly { incomingRecords: number }[];
    expect(Math.min(shards[1]!.incomingRecords, shards[2]!.incomingRecords)).toBe(0);
    assertGoldenTrace(run, new URL('./golden/split-no-help.trace', import.meta.url));
  });

  it('after a reshard the parents are drained before their children are read, and order holds', () => {
    const run = simulate('traffic(rate=400/s, size=200B, keys=8) -> clicks: kinesis-streams(shards=1, controlPlaneDelay=5s) -> app: stream-reader(poll=1s, processing=2)', { seed: 7, length: '30s', interventions: [split], checkInvariants: false });
    expect(run.events('shard.drained').map((event) => event.detail.shard)).toEqual(['shardId-000000000000']);
    expect(run.events('shard.drained')[0]!.atMs).toBeGreaterThan(10_000);
    expect(run.summary.records.orderViolations).toBe(0);
    expect(run.events('order.broken')).toEqual([]);
    assertGoldenTrace(run, new URL('./golden/drained-parents.trace', import.meta.url));
  });

  it('reading children at once breaks the order of keys', () => {
    const run = simulate('traffic(rate=400/s, size=200B, keys=8) -> clicks: kinesis-streams(shards=1, controlPlaneDelay=5s) -> app: stream-reader(poll=1s, processing=3, reshard=parallel, discoveryInterval=1s)', { seed: 7, length: '30s', interventions: [split], checkInvariants: false });
    expect(run.summary.records.orderViolations).toBeGreaterThan(0);
    expect(run.events('order.broken').length).toBeGreaterThan(0);
  });
});
