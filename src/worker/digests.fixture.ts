/**
 * Runs whose digests are the same in Node and in the worker of any browser. A change of the engine that changes them is a new
 * engine version for everybody's links; `UPDATE_DIGESTS=1 npx vitest run src/worker/digests.test.ts` writes the new ones here.
 */
export interface DigestCase {
  readonly name: string;
  readonly recipe: { readonly [key: string]: unknown };
  /** Moments, ms, and the digest at each; the last is the end of the run. */
  readonly digests: readonly (readonly [number, string])[];
}

export const digestCases: readonly DigestCase[] = [
  {
    name: 'a hot key on one shard',
    recipe: { topology: 'traffic(rate=1500/s, size=200B, keys=1) -> clicks: kinesis-streams(shards=1) -> app: stream-reader', length: 10_000, seed: 7 },
    digests: [[2500, 'ab4f1ea4d8190551'], [10_000, '63b3f7b670d7f7d2']],
  },
  {
    name: 'chance everywhere: Poisson arrivals, Zipf keys, an edge that loses answers',
    recipe: {
      nodes: [
        { id: 'web', kind: 'traffic', config: { recordsPerSecond: 700, payloadBytes: 2000, keys: 'zipf', zipfExponent: 1.3, arrivals: 'poisson' } },
        { id: 'put', kind: 'sdk-producer', config: { requestTimeout: 400, partitionKey: 'salted' } },
        { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 3 } },
        { id: 'app', kind: 'stream-reader', config: { count: 2, pollInterval: 400, idempotent: true } },
      ],
      edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks', loseReplies: 0.05, loseRequests: 0.02 }, { from: 'clicks', to: 'app' }],
      length: 12_000,
      seed: 99,
    },
    digests: [[3333, '215783e47a78fa44'], [12_000, 'fec37146abbe31b2']],
  },
  {
    name: 'resharding, a crash, a change of traffic',
    recipe: {
      topology: 'web: traffic(rate=300/s, size=1KiB, keys=random) -> clicks: kinesis-streams(shards=2, controlPlaneDelay=2s) -> app: stream-reader(count=2, poll=500ms)',
      length: 20_000,
      seed: 5,
      interventions: [
        { at: 3000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: 'shardId-000000000001' } },
        { at: 7001, type: 'fault', node: 'app', name: 'crash', target: 'consumer-2', duration: 4000 },
        { at: 9000, type: 'setConfig', node: 'web', config: { recordsPerSecond: 900, keys: 3 } },
        { at: 12_500, type: 'operate', node: 'clicks', operation: 'MergeShards', request: { ShardToMerge: '2', AdjacentShardToMerge: '3' } },
      ],
    },
    digests: [[8000, '98693036dd8b8679'], [20_000, 'b1440758d494e35e']],
  },
  {
    name: 'the Today edition: on-demand, enhanced fan-out',
    recipe: { topology: 'traffic(rate=3000/s, size=700B, keys=random) -> kinesis-streams(mode=ON_DEMAND, controlPlaneDelay=3s) -> stream-reader(count=2, mode=enhanced-fan-out)', length: 9000, facts: 'today', seed: 11 },
    digests: [[4500, 'd0109090c01570e3'], [9000, 'ac0b68f834a78fa2']],
  },
  {
    name: 'a day and more, with retention',
    recipe: { topology: 'traffic(rate=0.05/s, size=20KB, keys=4, shape=daily) -> kinesis-streams(shards=2) -> stream-reader(poll=120s)', length: 90_000_000, seed: 3 },
    digests: [[50_000_000, '5cf8cf4d4d202724'], [90_000_000, '5bbb4134d0130f2e']],
  },
];
