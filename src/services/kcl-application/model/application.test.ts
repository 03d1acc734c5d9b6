import { describe, expect, it, vi } from 'vitest';
import { simulate, type SimulateOptions } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

const run = (app: string, options: SimulateOptions, traffic = 'rate=20/s, size=100B, keys=8', stream = 'shards=2', table = 'dynamodb-table') =>
  simulate(`web: traffic(${traffic}) -> clicks: kinesis-streams(${stream}) -> app: kcl-application(from=TRIM_HORIZON, ${app})\napp -> leases: ${table}`, { checkInvariants: false, ...options });
const crash = (at: number, target: string, duration?: number) => ({ at, type: 'fault', node: 'app', name: 'crash', target, ...(duration === undefined ? {} : { duration }) });
const subjects = (of: ReturnType<typeof run>, type: string) => of.events(type).map((event) => event.subject);
const leaseRows = (of: ReturnType<typeof run>) => of.view('leases').items as readonly { leaseKey: string; leaseOwner?: string; checkpoint: string; checkpointSubSequenceNumber: number; leaseCounter: number }[];

describe('one worker', () => {
  it('makes a lease for each shard, takes them, and delivers everything once, in order', () => {
    const of = run('workers=1', { length: '60s' });
    expect(subjects(of, 'lease.created')).toEqual(['shardId-000000000000', 'shardId-000000000001']);
    expect(of.events('lease.taken')).toHaveLength(2);
    expect(of.summary.records).toMatchObject({ duplicates: 0, orderViolations: 0, lost: 0 });
    expect(of.summary.records.delivered).toBeGreaterThan(1150);
    expect(leaseRows(of).every(({ leaseOwner, checkpoint }) => leaseOwner === 'app/worker-1' && Number(checkpoint) > 250)).toBe(true);
  });

  it('renews every 3,308 ms: its rows cost 0.3 write units a second each', () => {
    const of = run('workers=1, checkpoint=never', { length: '335s' }, undefined, 'shards=10');
    // 10 rows made, 10 taken, and a renewal each 3,308 ms.
    expect(Math.abs(of.metric('leases', 'ConsumedWriteCapacityUnits').sum - (20 + 10 * Math.floor(335_000 / 3308)))).toBeLessThanOrEqual(10);
  });

  it('begins at the newest record by default, at the oldest, or at a moment', () => {
    const got = (from: string) => simulate(`web: traffic(rate=20/s, size=100B, keys=8) -> clicks: kinesis-streams(shards=2) -> app: kcl-application(workers=0${from})`, { length: '30s', checkInvariants: false, interventions: [{ at: 10_000, type: 'setConfig', node: 'app', config: { workers: 1 } }] }).summary.records.delivered;
    expect(got(', from=TRIM_HORIZON')).toBeGreaterThan(560);
    const latest = got('');
    expect(latest).toBeLessThan(400);
    expect(latest).toBeGreaterThan(340);
    const since = got(', from=AT_TIMESTAMP, startAt=5s');
    expect(Math.abs(since - 480)).toBeLessThan(35);
  });

  it('works without a table of its own, the same', () => {
    const of = simulate('traffic(rate=20/s, size=100B, keys=8) -> kinesis-streams(shards=2) -> app: kcl-application(from=TRIM_HORIZON, workers=2)', { length: '60s', checkInvariants: false });
    expect(of.summary.records.delivered).toBeGreaterThan(1150);
    expect(of.events('lease.stolen')).toHaveLength(1);
  });

  it('asks anew when its iterator has expired', () => {
    const of = run('workers=1, idle=6m', { length: '40m' }, 'rate=1/s, size=100B, keys=1', 'shards=1');
    expect(of.events('iterator.expired').length).toBeGreaterThan(2);
    expect(of.summary.records).toMatchObject({ duplicates: 0, lost: 0 });
    expect(of.summary.records.delivered).toBeGreaterThan(1700);
  });

  it('reads pushed records in the Today edition', () => {
    const of = run('workers=2, mode=enhanced-fan-out', { length: '15m', facts: 'today', interventions: [crash(60_000, 'worker-1')] });
    expect(of.summary.records.lost).toBe(0);
    expect(of.summary.records.delivered).toBeGreaterThan(17_900);
    expect(of.summary.records.orderViolations).toBe(0);
  });
});

describe('several workers', () => {
  it('cold start: the first takes every lease, others steal one each round until it is even', () => {
    const of = run('workers=3', { length: '150s' }, 'rate=6/s, size=100B, keys=100', 'shards=9');
    expect(of.events('lease.taken').filter((event) => event.atMs < 1000)).toHaveLength(9);
    const steals = of.events('lease.stolen');
    expect(steals).toHaveLength(6);
    const byWorker2 = steals.filter((event) => event.detail.worker === 'app/worker-2').map((event) => event.atMs);
    for (let i = 1; i < byWorker2.length; i++) expect(Math.abs(byWorker2[i]! - byWorker2[i - 1]! - 20_050)).toBeLessThan(100);
    expect((of.view('app').workers as { leases: number }[]).map(({ leases }) => leases)).toEqual([3, 3, 3]);
  });

  it('without the very-old rule the first takes its share as it sees it, and off by one is left alone', () => {
    const of = run('workers=2, priorityAssignment=false', { length: '120s' }, 'rate=6/s, size=100B, keys=100', 'shards=5');
    expect((of.view('app').workers as { leases: number }[]).map(({ leases }) => leases)).toEqual([3, 2]);
  });

  it('a worker that is stolen from stops without a checkpoint: what it did since the last one is repeated', () => {
    const of = run('workers=2, checkpoint=every-interval, checkpointInterval=30s', { length: '60s' });
    expect(of.events('lease.stolen')).toHaveLength(1);
    expect(of.events('lease.lost')[0]!.detail.why).toBe('another worker took it');
    expect(of.summary.records.duplicates).toBeGreaterThan(0);
    expect(of.summary.records.lost).toBe(0);
  });

  it('more workers than shards: the others stand by', () => {
    const of = run('workers=4', { length: '120s' });
    expect((of.view('app').workers as { leases: number }[]).map(({ leases }) => leases).toSorted((a, b) => a - b)).toEqual([0, 0, 1, 1]);
  });
});

describe('a crash', () => {
  it('with its own name back: re-adopts its leases at once, even expired ones', () => {
    const of = run('workers=1, checkpoint=every-batch', { length: '120s', interventions: [crash(30_000, 'worker-1', 25_000)] });
    expect(of.events('worker.restarted')[0]!.atMs).toBe(55_000);
    expect(of.events('lease.taken').filter((event) => event.atMs > 30_000)).toHaveLength(0);
    expect(of.summary.records.delivered).toBeGreaterThan(2350);
  });

  it('with an Auto Scaling group: a new worker under a new name comes after the delay', () => {
    const of = run('workers=1, replaceAfter=60s', { length: '200s', interventions: [crash(30_000, 'worker-1')] });
    expect(of.events('worker.replaced')[0]).toMatchObject({ atMs: 90_000, detail: { dead: 'app/worker-1', worker: 'app/worker-2' } });
    // The new one sees the rows for the first time: to it they are fresh, until its second look.
    const taken = of.events('lease.taken').find((event) => event.atMs > 30_000)!;
    expect(taken.atMs - 90_000).toBeGreaterThan(20_000);
    expect(taken.atMs - 90_000).toBeLessThan(21_500);
    expect(of.summary.records.lost).toBe(0);
  });

  it('never taken over before the failover time has passed', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const at = 60_000 + seed * 4321;
      const of = run('workers=2', { length: '130s', seed, interventions: [crash(at, 'worker-1')] }, 'rate=5/s, size=100B, keys=8');
      for (const event of of.events('lease.taken').filter((taken) => taken.atMs > at)) expect(event.atMs - at).toBeGreaterThan(10_000 - 3308);
    }
  });
});

describe('a zombie', () => {
  it('comes back, finishes its batch, and is refused its checkpoint', () => {
    const of = run('workers=2, processing=40, checkpoint=every-batch', { length: '150s', interventions: [{ at: 60_050, type: 'fault', node: 'app', name: 'pause', target: 'worker-1', duration: 60_000 }] });
    expect(of.events('worker.resumed')[0]!.atMs).toBe(120_050);
    const refused = of.events('checkpoint.refused').filter((event) => event.atMs > 60_000);
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused[0]!.atMs).toBeGreaterThanOrEqual(120_050);
    expect(of.events('lease.taken').some((event) => event.atMs > 60_050 && event.detail.worker === 'app/worker-2')).toBe(true);
    expect(of.summary.records.duplicates).toBeGreaterThan(0);
    expect(of.summary.records.lost).toBe(0);
  });

  it('back before the failover time is no zombie', () => {
    const of = run('workers=1', { length: '60s', interventions: [{ at: 30_000, type: 'fault', node: 'app', name: 'pause', target: 'worker-1', duration: 6000 }] });
    expect(of.events('lease.lost')).toHaveLength(0);
    expect(of.summary.records.duplicates).toBe(0);
  });

  it('frozen until recovered', () => {
    const of = run('workers=1', { length: '90s', interventions: [{ at: 30_000, type: 'fault', node: 'app', name: 'pause' }, { at: 50_000, type: 'recover', node: 'app', name: 'pause' }] });
    expect(of.events('worker.resumed')[0]!.atMs).toBe(50_000);
    // Its leases expired by its own clock; nobody else wanted them, and it takes them again.
    expect(of.events('lease.lost').length).toBeGreaterThan(0);
    expect(of.summary.records.delivered).toBeGreaterThan(1700);
  });
});

describe('checkpoint policies', () => {
  const repeats = (policy: string, at = 60_150, shards = 1) => {
    const of = run(`workers=2, processing=0, ${policy}`, { length: '150s', interventions: [crash(at, 'worker-1'), crash(at, 'worker-2', 1)] }, 'rate=50/s, size=100B, keys=8', `shards=${shards}`);
    const crashed = of.events('worker.crashed');
    return { of, since: crashed.reduce((sum, event) => sum + (event.detail.sinceCheckpoint as number), 0), before: crashed[0]! };
  };

  it('repeat after a crash exactly what came since the last checkpoint', () => {
    for (const policy of ['checkpoint=every-batch', 'checkpoint=every-records, checkpointEvery=700', 'checkpoint=every-interval, checkpointInterval=20s', 'checkpoint=never']) {
      const { of, since } = repeats(policy);
      expect(of.summary.records.duplicates, policy).toBe(since);
      expect(of.summary.records.lost, policy).toBe(0);
    }
    expect(repeats('checkpoint=never').since).toBeGreaterThan(2900);
  });

  it('before the work: a crash loses what was checkpointed and not done', () => {
    const of = run('workers=1, processing=10, checkpoint=before-processing', { length: '120s', interventions: [crash(60_500, 'worker-1', 1000)] }, 'rate=50/s, size=100B, keys=8', 'shards=1');
    expect(of.events('worker.crashed')[0]!.detail.unprocessed).toBeGreaterThan(0);
    expect(of.summary.records.duplicates).toBe(0);
    // The stream still has them, but nobody reads them again.
    expect(of.summary.records.inTransit).toBeGreaterThanOrEqual(of.events('worker.crashed')[0]!.detail.unprocessed as number);
  });

  it('when told: a checkpoint of the operator, at a record, within the rules', () => {
    const operate = (at: number, request: object) => ({ at, type: 'operate', node: 'app', operation: 'Checkpoint', request });
    const of = run('workers=1, checkpoint=explicit', { length: '60s', interventions: [operate(30_000, { ShardId: '0', SequenceNumber: 100 }), operate(40_000, { SequenceNumber: 50 }), operate(41_000, { SequenceNumber: 9_999_999 }), operate(42_000, { ShardId: '7' }), operate(43_000, { SequenceNumber: 120, SubSequenceNumber: -1 })] }, undefined, 'shards=1');
    expect(Number(leaseRows(of)[0]!.checkpoint)).toBe(100);
    expect(of.events('checkpoint.illegal').reduce((sum, event) => sum + event.count, 0)).toBe(3);
    expect(of.events('operation.refused')).toHaveLength(1);
  });

  it('an exception of the processor passes its batch over, and the next checkpoint stands behind it', () => {
    const of = run('workers=1', { length: '60s', interventions: [{ at: 30_000, type: 'fault', node: 'app', name: 'exception' }] }, undefined, 'shards=1');
    const skipped = of.events('batch.skipped')[0]!.detail.records as number;
    expect(skipped).toBeGreaterThan(10);
    expect(of.summary.records.born - of.summary.records.delivered).toBeGreaterThanOrEqual(skipped);
    expect(Number(leaseRows(of)[0]!.checkpoint)).toBeGreaterThan(1100);
  });

  it('an application that ignores what it has handled before sees no duplicates', () => {
    const of = run('workers=1, idempotent=true, checkpoint=never', { length: '60s', interventions: [crash(30_000, 'worker-1', 1000)] });
    expect(of.summary.records.duplicates).toBe(0);
  });
});

describe('a reshard', () => {
  const split = { at: 20_000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } };
  const merge = { at: 20_000, type: 'operate', node: 'clicks', operation: 'MergeShards', request: { ShardToMerge: '0', AdjacentShardToMerge: '1' } };

  it('parents to their end, then the children: order holds, nothing is lost or repeated', () => {
    const of = run('workers=1, processing=3', { length: '180s', interventions: [split] }, 'rate=60/s, size=100B, keys=20', 'shards=1, controlPlaneDelay=1s');
    expect(of.summary.records).toMatchObject({ orderViolations: 0, duplicates: 0, lost: 0 });
    expect(subjects(of, 'shard.ended')).toEqual(['shardId-000000000000']);
    const ended = of.events('shard.ended')[0]!.atMs;
    for (const event of of.events('lease.created').slice(1)) expect(event.atMs).toBeLessThan(ended);
    expect(of.summary.records.delivered).toBeGreaterThan(10_500);
  });

  it('a merged child waits for both parents', () => {
    const of = run('workers=2, processing=30', { length: '240s', interventions: [merge] }, 'rate=40/s, size=100B, keys=20', 'shards=2, controlPlaneDelay=1s');
    expect(of.summary.records.orderViolations).toBe(0);
    expect(of.events('shard.ended')).toHaveLength(2);
  });

  it('a program that never checkpoints never reads the children', () => {
    const of = run('workers=1, checkpoint=never', { length: '120s', interventions: [split] }, undefined, 'shards=1, controlPlaneDelay=1s');
    expect(of.events('shard.end-not-checkpointed').length).toBeGreaterThan(0);
    expect(of.events('shard.waited').length).toBeGreaterThan(0);
    expect(of.summary.records.delivered).toBeLessThan(460);
  });

  it('the row of a parent goes once its children have got somewhere', () => {
    const of = run('workers=1', { length: '11m', interventions: [split] }, undefined, 'shards=1, controlPlaneDelay=1s');
    expect(of.events('lease.deleted')).toHaveLength(1);
    expect(leaseRows(of).map(({ leaseKey }) => leaseKey).toSorted()).toEqual(['shardId-000000000001', 'shardId-000000000002']);
  });

  it('a crash between the end of a parent and its children loses nothing', () => {
    for (const at of [21_100, 22_000, 24_000, 30_000]) {
      const of = run('workers=2, processing=5', { length: '200s', interventions: [split, crash(at, 'worker-1')] }, 'rate=40/s, size=100B, keys=20', 'shards=1, controlPlaneDelay=1s');
      expect(of.summary.records.lost, String(at)).toBe(0);
      expect(of.summary.records.delivered, String(at)).toBeGreaterThan(7700);
    }
  });
});

describe('the lease table', () => {
  it('throttled for longer than the failover time: leases are lost and taken again', () => {
    const of = run('workers=2', { length: '180s', interventions: [{ at: 60_000, type: 'fault', node: 'leases', name: 'throttle', duration: 30_000 }] });
    expect(of.events('lease.renewal-failed').length).toBeGreaterThan(0);
    expect(of.events('lease.lost').filter((event) => String(event.detail.why).includes('not renewed in time')).length).toBeGreaterThan(0);
    expect(of.summary.records.lost).toBe(0);
    expect(of.summary.records.delivered).toBeGreaterThan(3450);
  });

  it('the renewer drops what it could not renew in time, whether or not anything is read meanwhile', () => {
    const of = run('workers=1, idle=4m', { length: '150s', interventions: [{ at: 60_000, type: 'fault', node: 'leases', name: 'throttle', duration: 30_000 }] });
    const lost = of.events('lease.lost');
    expect(lost).toHaveLength(2);
    for (const { atMs } of lost) expect(atMs).toBeLessThan(60_000 + 10_000 + 2 * 3308);
    // The first look after the trouble sees counters that moved since the one before it: only the next one finds them old.
    for (const { atMs } of of.events('lease.taken').filter((event) => event.atMs > 60_000)) expect(Math.abs(atMs - 120_400)).toBeLessThan(500);
    expect(of.events('lease.taken').filter(({ atMs }) => atMs > 90_000)).toHaveLength(2);
  });

  it('throttled for less: checkpoints are tried again, and no lease is lost', () => {
    const of = run('workers=1', { length: '90s', interventions: [{ at: 60_000, type: 'fault', node: 'leases', name: 'throttle', duration: 4000 }] });
    expect(of.events('checkpoint.throttled').length).toBeGreaterThan(0);
    expect(of.events('lease.lost')).toHaveLength(0);
    expect(of.summary.records.duplicates).toBe(0);
  });

  it('shared by two applications: they fight over leases, each sees a part, and it is told', () => {
    const of = simulate(
      `web: traffic(rate=20/s, size=100B, keys=8) -> clicks: kinesis-streams(shards=2)
      clicks -> one: kcl-application(from=TRIM_HORIZON, name=orders)
      clicks -> two: kcl-application(from=TRIM_HORIZON, name=orders)
      leases: dynamodb-table
      one -> leases
      two -> leases`,
      { length: '120s', checkInvariants: false },
    );
    expect(of.events('application.name-clashed')[0]!.detail).toMatchObject({ applicationName: 'orders' });
    const [one, two] = [of.summary.sinks.one!, of.summary.sinks.two!];
    expect(one.delivered + two.delivered).toBeLessThan(2700);
    expect(Math.min(one.delivered, two.delivered)).toBeGreaterThan(500);
  });
});

describe('capacity', () => {
  it('more workers start and fewer give their leases back', () => {
    const of = run('workers=2', { length: '120s', interventions: [{ at: 60_000, type: 'setConfig', node: 'app', config: { workers: 1 } }] });
    expect(of.events('worker.stopped')).toHaveLength(1);
    expect(of.summary.records.duplicates).toBeLessThan(60);
    const taken = of.events('lease.taken').filter((event) => event.atMs > 60_000);
    expect(taken.length).toBeGreaterThan(0);
    // A row without an owner is free at the next look.
    expect(taken[0]!.atMs).toBeLessThan(60_000 + 20_100);
    expect(of.summary.cost.units.find(({ unit }) => unit === 'worker-hour')!.amount).toBeCloseTo((2 * 60 + 60) / 3600, 3);
  });
});

describe('aggregates of the KPL', () => {
  const run2 = (interventions: readonly unknown[]) =>
    simulate(
      `web: traffic(rate=500/s, size=100B, keys=200) -> kpl: kpl-producer -> clicks: kinesis-streams(shards=2, controlPlaneDelay=1s) -> app: kcl-application(workers=2, from=TRIM_HORIZON, checkpoint=every-records, checkpointEvery=777)
      app -> leases: dynamodb-table`,
      { length: '150s', checkInvariants: false, interventions },
    );

  it('arrive as user records; a checkpoint may stand inside one, and a crash repeats exactly what came after it', () => {
    const of = run2([crash(60_000, 'worker-1')]);
    expect(of.metric('clicks', 'IncomingRecords').sum).toBeLessThan(10_000);
    expect(of.summary.records.delivered).toBeGreaterThan(73_500);
    expect(leaseRows(of).some(({ checkpointSubSequenceNumber }) => checkpointSubSequenceNumber > 0)).toBe(true);
    const repeated = of.events('records.duplicated').filter((event) => event.atMs > 60_000).reduce((sum, event) => sum + (event.detail.records as number), 0);
    expect(repeated).toBe(of.events('worker.crashed')[0]!.detail.sinceCheckpoint);
    expect(repeated).toBeGreaterThan(0);
  });

  it('an aggregate with a record of another shard is dropped whole; the KPL sends it again, and nothing is missing', () => {
    const of = run2([{ at: 90_000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } }]);
    expect(of.events('aggregate.dropped').length).toBeGreaterThan(0);
    expect(of.summary.records.lost).toBe(0);
    expect(of.summary.records.born - of.summary.records.delivered).toBeLessThan(1500);
  });
});
