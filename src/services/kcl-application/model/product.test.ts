import { describe, expect, it, vi } from 'vitest';
import { simulate } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 120_000 });

const seconds = (n: number) => n * 1000;

/** S7's load: 60 shards, 10 records/s each, 12 workers; one of them is killed. */
function leaseTable(app: string, table: string, length = 900, kill = 180) {
  return simulate(
    `web: traffic(rate=600/s, size=100B, keys=random) -> clicks: kinesis-streams(shards=60) -> app: kcl-application(workers=12, from=TRIM_HORIZON, maxLeases=5, ${app})
    app -> leases: dynamodb-table(${table})`,
    { length: seconds(length), checkInvariants: false, interventions: kill > 0 ? [{ at: seconds(kill), type: 'fault', node: 'app', name: 'crash', target: 'worker-5' }, { at: seconds(kill) + 1, type: 'setConfig', node: 'app', config: { maxLeasesForWorker: 10 } }] : [] },
  );
}

describe('feature 14: the KCL lab', () => {
  it('feature 14: kill a worker: another takes its leases after 17 to 40 s at the 10 s default; duplicates are the records since the last checkpoint', () => {
    const waits: number[] = [];
    for (let i = 0; i < 16; i++) {
      const at = 60_000 + i * 2607;
      const run = simulate(
        `web: traffic(rate=30/s, size=100B, keys=40) -> clicks: kinesis-streams(shards=4) -> app: kcl-application(workers=2, from=TRIM_HORIZON, checkpoint=every-interval, checkpointInterval=20s)
        app -> leases: dynamodb-table`,
        { length: at + 60_000, seed: i + 1, checkInvariants: false, interventions: [{ at, type: 'fault', node: 'app', name: 'crash', target: 'worker-1' }] },
      );
      const taken = run.events('lease.taken').filter((event) => event.atMs > at);
      expect(taken).toHaveLength(2);
      for (const event of taken) waits.push(event.atMs - at);
      const repeated = run.events('records.duplicated').filter((event) => event.atMs > at).reduce((sum, event) => sum + (event.detail.records as number), 0);
      expect(repeated).toBe(run.events('worker.crashed')[0]!.detail.sinceCheckpoint);
      expect(run.summary.records.lost).toBe(0);
    }
    // Never before the failover time; two looks at the table, 20 s apart, at worst.
    expect(Math.min(...waits)).toBeGreaterThan(16_700);
    expect(Math.max(...waits)).toBeLessThan(40_200);
    // The whole range is used, not one point of it.
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(10_000);
  });

  it('feature 14: at a failover time of 30 s it takes 50 to 120 s', () => {
    for (let i = 0; i < 6; i++) {
      const at = 200_000 + i * 9777;
      const run = simulate('web: traffic(rate=5/s, size=100B, keys=40) -> clicks: kinesis-streams(shards=2) -> app: kcl-application(workers=2, from=TRIM_HORIZON, failover=30s)', { length: at + 150_000, seed: i + 1, checkInvariants: false, interventions: [{ at, type: 'fault', node: 'app', name: 'crash', target: 'worker-1' }] });
      const taken = run.events('lease.taken').find((event) => event.atMs > at)!;
      expect(taken.atMs - at).toBeGreaterThan(50_000);
      expect(taken.atMs - at).toBeLessThan(120_300);
    }
  });

  it('feature 14: 60 shards with a checkpoint each second: the table throttles with 10 write units, and stops with 100', () => {
    const at = (units: number) => leaseTable('checkpoint=every-interval, checkpointInterval=1s', `wcu=${units}, burst=0`, 180, 0);
    const tight = at(10);
    expect(tight.metric('leases', 'WriteThrottleEvents').sum).toBeGreaterThan(1000);
    expect(tight.events('checkpoint.throttled').length).toBeGreaterThan(0);
    expect(tight.events('lease.lost').length).toBeGreaterThan(0);
    const wide = at(100);
    expect(wide.metric('leases', 'WriteThrottleEvents').sum).toBe(0);
    expect(wide.events('lease.lost')).toHaveLength(0);
    // 60 x (0.30 + 1) units a second.
    expect(wide.metric('leases', 'ConsumedWriteCapacityUnits').sum / 180).toBeGreaterThan(60);
    expect(wide.metric('leases', 'ConsumedWriteCapacityUnits').sum / 180).toBeLessThan(80);
  });

  it('the bank of 300 s hides it for 3,000 / (rate - 10) seconds', () => {
    const run = simulate(
      `web: traffic(rate=1/s, size=100B, keys=1) -> clicks: kinesis-streams(shards=40) -> app: kcl-application(from=TRIM_HORIZON, checkpoint=never, idle=4m)
      app -> leases: dynamodb-table`,
      { length: '1500s', checkInvariants: false },
    );
    const first = run.events('table.throttled')[0]!;
    // 80 units went into making and taking the rows; refusals come in whole renewal rounds.
    expect(first.atMs / 1000).toBeGreaterThan(1434 - 80 / 2.09 - 8);
    expect(first.atMs / 1000).toBeLessThan(1434 + 8);
  });
});

describe('feature 14: leases', () => {
  const run = simulate(
    `web: traffic(rate=60/s, size=100B, keys=1, stopAfter=150s) -> clicks: kinesis-streams(shards=2, controlPlaneDelay=1s) -> app: kcl-application(workers=2, from=TRIM_HORIZON, processing=27)
    app -> leases: dynamodb-table`,
    { length: '400s', checkInvariants: false, interventions: [{ at: 60_000, type: 'operate', node: 'clicks', operation: 'MergeShards', request: { ShardToMerge: '0', AdjacentShardToMerge: '1' } }] },
  );

  it('feature 14: are renewed at a third of the failover time, in a table of 10 write units in the Notes edition', () => {
    expect(run.view('app').renewEveryMs).toBe(Math.floor(10_000 / 3) - 25);
    expect(run.view('leases')).toMatchObject({ billingMode: 'PROVISIONED', writeCapacityUnits: 10 });
  });

  it('feature 14: a child waits for its parents: it goes on only when both have ended', () => {
    const ended = run.events('shard.ended').filter(({ subject }) => subject !== 'shardId-000000000002');
    expect(ended).toHaveLength(2);
    const waited = run.events('shard.waited').filter(({ subject }) => subject === 'shardId-000000000002');
    expect(waited.length).toBeGreaterThan(0);
    // It looks every 10 s.
    for (const { atMs } of waited) expect(atMs).toBeLessThan(Math.max(...ended.map((event) => event.atMs)));
    expect(run.summary.records).toMatchObject({ lost: 0, orderViolations: 0 });
    expect(run.summary.records.delivered).toBe(run.summary.records.born);
  });
});

describe('S7: the lease table', () => {
  const outside = (run: ReturnType<typeof leaseTable>) => run.events('lease.lost').filter((event) => event.atMs > 60_000 && event.detail.why !== 'another worker took it').length;
  const recovery = (run: ReturnType<typeof leaseTable>) => Math.max(...run.events('lease.taken').filter((event) => event.detail.from === 'app/worker-5').map((event) => event.atMs)) - 180_000;

  it('A: 100 write units; B: a checkpoint each minute and a failover time of 30 s with 10', () => {
    const a = leaseTable('checkpoint=every-interval, checkpointInterval=1s', 'wcu=100, rcu=100, burst=0', 360);
    const b = leaseTable('checkpoint=every-interval, checkpointInterval=60s, failover=30s', 'wcu=10, rcu=10, burst=0', 360);
    for (const run of [a, b]) {
      expect(outside(run)).toBe(0);
      expect(recovery(run)).toBeLessThan(150_000);
      expect(recovery(run)).toBeGreaterThan(0);
    }
    expect(a.summary.records.duplicates / 360).toBeLessThan(90);
  });

  it('wrong: a checkpoint each minute but a failover time of 10 s: renewals alone take 18 units a second', () => {
    const run = leaseTable('checkpoint=every-interval, checkpointInterval=60s', 'wcu=10, rcu=10, burst=0', 300, 0);
    expect(outside(run)).toBeGreaterThan(0);
  });
});
