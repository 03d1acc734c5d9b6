import { describe, expect, it, vi } from 'vitest';
import { hashKeyOf } from '../../../aws/hashKey.ts';
import { KiB } from '../../../aws/limits/define.ts';
import { Timeline } from '../../../sim/timeline.ts';
import { models } from '../../models.ts';
import { recipeOf, simulate } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

describe('the promises made of a shard', () => {
  it('1,500 records/s of 200 B for a minute: 61,000 accepted, the first refusal after 2 s, for the record rate', () => {
    const run = simulate('traffic(rate=1500/s, size=200B, keys=1, retry=none) -> clicks: kinesis-streams(shards=1)', { length: '60s', checkInvariants: false });
    const accepted = run.metric('clicks', 'IncomingRecords').sum;
    expect(accepted).toBeGreaterThan(61_000 * 0.99);
    expect(accepted).toBeLessThan(61_000 * 1.01);
    const refusals = run.events('records.refused');
    expect(Math.abs(refusals[0]!.atMs - 2000)).toBeLessThanOrEqual(40);
    expect(new Set(refusals.map((event) => event.detail.limit))).toEqual(new Set(['record rate']));
    expect(refusals[0]!.subject).toBe('shardId-000000000000');
    const offered = run.summary.records.born;
    // What was sent in the last milliseconds is still on its way.
    expect(offered - accepted - run.metric('clicks', 'WriteProvisionedThroughputExceeded').sum).toBeLessThanOrEqual(60);
  });

  it('600 records/s of 2,048 B: refused for the byte rate', () => {
    const run = simulate('traffic(rate=600/s, size=2048B, keys=1, retry=none) -> clicks: kinesis-streams(shards=1)', { length: '60s', checkInvariants: false });
    const refusals = run.events('records.refused');
    expect(refusals.length).toBeGreaterThan(0);
    expect(new Set(refusals.map((event) => event.detail.limit))).toEqual(new Set(['byte rate']));
    // 1 MiB a second and the full bucket, in records of 2,048 B and a key of 5 B.
    const perSecond = (1024 * KiB) / 2053;
    expect(Math.abs(run.metric('clicks', 'IncomingRecords').sum - 61 * perSecond)).toBeLessThan(perSecond);
  });

  it('6 readers at one call a second: about one refused a second, for the five reads', () => {
    const run = simulate('traffic(rate=10/s, size=200B, keys=1) -> clicks: kinesis-streams(shards=1) -> app: stream-reader(count=6, poll=1s)', { length: '61s', checkInvariants: false });
    const refused = run.metric('clicks', 'ReadProvisionedThroughputExceeded').sum;
    expect(refused).toBeGreaterThanOrEqual(54);
    expect(refused).toBeLessThanOrEqual(66);
    expect(new Set(run.events('read.refused').map((event) => event.detail.reason))).toEqual(new Set(['5 reads/s']));
    const calls = run.metric('clicks', 'GetRecords.Success');
    expect(calls.sum / 60).toBeGreaterThan(4.8);
    expect(calls.perSecondMax).toBeLessThanOrEqual(5);
  });

  it('a GetRecords of 10 MB blocks the shard for 5 s', () => {
    const run = simulate('traffic(rate=1/s, size=1000000B, keys=1) -> clicks: kinesis-streams(shards=1) -> app: stream-reader(poll=1s)', {
      length: '60s',
      interventions: [{ at: 100, type: 'fault', node: 'app', name: 'crash', duration: '12s' }],
      checkInvariants: false,
    });
    expect(run.metric('clicks', 'GetRecords.Bytes').max).toBeGreaterThan(9_900_000);
    // The consumer is back at 12.1 s and reads all there is; until 5 s later every call is refused.
    const blocked = run.events('read.refused').filter((event) => event.atMs < 17_150);
    expect(new Set(blocked.map((event) => event.detail.reason))).toEqual(new Set(['2 MiB/s']));
    expect(blocked.reduce((sum, event) => sum + event.count, 0)).toBeGreaterThanOrEqual(4);
    expect(blocked.at(-1)!.lastAtMs).toBeGreaterThan(15_500);
  });
});

describe('following one record', () => {
  it('knows the MD5 of three fixed keys', () => {
    const hex = (key: string) => hashKeyOf(key).toString(16).padStart(32, '0');
    expect(hex('customer-42')).toBe('cd8e59ee8a860085890d6eac45cd29b0');
    expect(hex('partitionKey-0')).toBe('d593fc2c1c22ffb3f0109b2c4a73d4df');
    expect(hex('h\u00e9llo')).toBe('be50e8478cf24ff3595bc7307fb91b50');
  });

  it('tells every hop with its time, from the call to the consumer', () => {
    const timeline = new Timeline(recipeOf('traffic(rate=10/s, size=200B, keys=1) -> put: sdk-producer -> clicks: kinesis-streams(shards=1) -> app: stream-reader(count=2)', { length: '20s' }), { models });
    timeline.runTo(20_000);
    const digest = timeline.simulation.digest();
    const hops = timeline.follow(50);
    expect(hops.map((hop) => [hop.node, hop.type])).toEqual([
      ['put', 'call.arrived'],
      ['put', 'record.sent'],
      ['clicks', 'call.arrived'],
      ['clicks', 'record.put'],
      ['clicks', 'record.read'],
      ['app', 'record.delivered'],
      ['clicks', 'record.read'],
      ['app', 'record.delivered'],
    ]);
    // Born at 5,100 ms; 5 ms to the stream; read by polls of 1 s.
    expect(hops.slice(0, 4).map((hop) => hop.at)).toEqual([5100, 5100, 5105, 5105]);
    for (let i = 1; i < hops.length; i++) expect(hops[i]!.at).toBeGreaterThanOrEqual(hops[i - 1]!.at);
    expect(hops[3]!.detail.shard).toBe('shardId-000000000000');
    expect(hops[3]!.detail.sequenceNumber).toMatch(/^\d{56}$/);
    expect(new Set([hops[5]!.detail.consumer, hops[7]!.detail.consumer])).toEqual(new Set(['consumer-1', 'consumer-2']));
    // Looking changes nothing.
    expect(timeline.simulation.digest()).toBe(digest);
  });

  it('tells of refusals, tries and giving up', () => {
    const timeline = new Timeline(recipeOf('traffic(rate=2000/s, size=200B, keys=1) -> put: sdk-producer(maxAttempts=3) -> clicks: kinesis-streams(shards=1)', { length: '10s' }), { models });
    timeline.runTo(10_000);
    const lost = timeline.simulation.records.firstLost!;
    expect(lost.reason).toBe('refused');
    const hops = timeline.follow(lost.row);
    expect(hops.map((hop) => hop.type)).toEqual(['call.arrived', 'record.sent', 'call.arrived', 'record.put', 'record.sent', 'call.arrived', 'record.put', 'record.sent', 'call.arrived', 'record.put', 'record.given-up']);
    expect(hops.filter((hop) => hop.type === 'record.put').map((hop) => hop.detail.stored)).toEqual([false, false, false]);
    expect(hops.filter((hop) => hop.type === 'record.sent').map((hop) => hop.detail.attempt)).toEqual([1, 2, 3]);
    expect(hops.at(-1)!.detail).toEqual({ attempts: 3, code: 'ProvisionedThroughputExceededException' });
  });

  it('tells when a record has expired', () => {
    const timeline = new Timeline(recipeOf('traffic(rate=0.001/s, size=200B, keys=1) -> clicks: kinesis-streams(shards=1)', { length: '26h' }), { models });
    timeline.runTo(26 * 3_600_000);
    const last = timeline.follow(0).at(-1)!;
    expect([last.node, last.type]).toEqual(['clicks', 'record.expired']);
    expect(last.at).toBe(24 * 3_600_000 + 1_000_005);
  });

  it('after a split finds the same key in the child whose range holds it', () => {
    const interventions = [{ at: '5s', type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: 'shardId-000000000000' } }];
    const recipe = recipeOf({ topology: 'traffic(rate=10/s, size=200B, keys=4) -> clicks: kinesis-streams(shards=1, controlPlaneDelay=1s)' }, { length: '10s', interventions });
    const timeline = new Timeline(recipe, { models });
    timeline.runTo(10_000);
    const shardOf = (row: number) => timeline.follow(row).find((hop) => hop.type === 'record.put')!.detail.shard;
    const ranges = (timeline.simulation.nodes.find((node) => node.id === 'clicks')!.model.describe!(timeline.simulation.nodes.find((node) => node.id === 'clicks')!.state, timeline.simulation.viewContext()).shards as unknown as { shardId: string; startingHashKey: string; endingHashKey: string }[]);
    for (let row = 80; row < 84; row++) {
      const key = timeline.simulation.keys.text(timeline.simulation.records.key(row));
      expect(shardOf(row - 80)).toBe('shardId-000000000000');
      const child = ranges.slice(1).find((range) => BigInt(range.startingHashKey) <= hashKeyOf(key) && hashKeyOf(key) <= BigInt(range.endingHashKey))!;
      expect(shardOf(row), key).toBe(child.shardId);
    }
  });
});
