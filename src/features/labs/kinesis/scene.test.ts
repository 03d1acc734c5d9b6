import { expect, it } from 'vitest';
import { labRun } from '../../../testing/labRun.ts';
import { describeScene } from './scene.ts';
import { kinesisTiles } from './tiles.ts';

function at(topology: string, ms: number, interventions: readonly unknown[] = []) {
  const { run, snapshot } = labRun();
  run.getState().load({ topology, length: '90s', seed: 7, interventions });
  run.getState().seek(ms);
  return snapshot();
}

const hot = 'traffic(rate=1500/s, size=500B, keys=1, retry=none) -> clicks: kinesis-streams(shards=2) -> app: stream-reader(count=1)';

it('says which shard is over its limit, by how much, and which stand idle', () => {
  const scene = describeScene(at(hot, 6000));
  expect(scene.summary.join(' ')).toBe('2 open shards. Shard 1 is over its record limit: 1,500 records a second offered, 500 refused. Shard 0 is idle. 1 consumer, 0 s behind.');
  expect(scene.throttling).toBe(true);
  expect(scene.objects.map((object) => `${object.id} ${object.word}`)).toEqual(['shard-0 idle', 'shard-1 over its record limit', 'app-consumer-1 reading', 'sdk-producer has lost records']);
});

it('says when nothing is written, and who is down', () => {
  expect(describeScene(at(hot, 0)).summary.join(' ')).toBe('2 open shards. Nothing is being written. 1 consumer, 0 s behind.');
  const crashed = describeScene(at(hot.replace('1500/s', '100/s'), 6000, [{ at: '3s', type: 'fault', node: 'app', name: 'crash', target: 'consumer-1', duration: '20s' }]));
  expect(crashed.summary.join(' ')).toContain('consumer-1 down');
  expect(crashed.objects.find((object) => object.kind === 'consumer')).toMatchObject({ status: 'bad', word: 'down', actions: [] });
});

it('tells of a reshard: the stream is UPDATING, then the parent is closed', () => {
  const quick = hot.replace('shards=2', 'shards=2, controlPlaneDelay=5s');
  const split = [{ at: '5s', type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: 'shardId-000000000001' } }];
  expect(describeScene(at(quick, 7000, split)).summary[0]).toBe('2 open shards. The stream is UPDATING.');
  const after = describeScene(at(quick, 12_000, split));
  expect(after.summary[0]).toBe('3 open shards, 1 closed.');
  expect(after.objects[1]?.label).toMatch(/^Shard 1: closed, .* still held$/);
});

it('keeps to four sentences with many shards', () => {
  const scene = describeScene(at(hot.replace('shards=2', 'shards=40').replace('keys=1', 'keys=random'), 4000));
  expect(scene.summary.length).toBeLessThanOrEqual(4);
  expect(scene.summary[1]).toMatch(/^No shard refuses records; the busiest, shard \d+, stands at \d+ % of its limit\.$/);
});

it('offers to split an open shard and to merge it with its neighbour', () => {
  const shard = describeScene(at(hot, 3000)).objects[0]!;
  expect(shard.actions.map((action) => action.label)).toEqual(['Split shard 0', 'Merge shard 0 with 1']);
  expect(describeScene(at(hot, 3000)).objects[1]!.actions.map((action) => action.label)).toEqual(['Split shard 1']);
});

it('has four tiles, and marks what is refused', () => {
  const tiles = kinesisTiles(at(hot, 6000));
  expect(tiles.map((tile) => `${tile.id} ${tile.value} ${tile.status}`)).toEqual(['written 1,000 plain', 'refused 500 bad', 'hottest 150 bad', 'behind 0 plain']);
});

it('tells the record limit from the data limit', () => {
  const large = at('traffic(rate=600/s, size=2048B, keys=random, retry=none) -> clicks: kinesis-streams(shards=1)', 6000);
  expect(describeScene(large).summary[1]).toMatch(/^Shard 0 is over its data limit: \d+ records a second offered, \d+ refused\.$/);
});
