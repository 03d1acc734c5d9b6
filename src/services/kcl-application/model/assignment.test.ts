import { describe, expect, it, vi } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { simulate, type SimulateOptions } from '../../../testing/simulate.ts';
import { parseKclConfig } from './config.ts';

vi.setConfig({ testTimeout: 60_000 });

const run = (app: string, options: SimulateOptions, traffic = 'rate=40/s, size=1000B, keys=random', stream = 'shards=8') =>
  simulate(`web: traffic(${traffic}) -> clicks: kinesis-streams(${stream}) -> app: kcl-application(from=TRIM_HORIZON, assignment=worker-utilization, ${app})\napp -> leases: dynamodb-table`, { checkInvariants: false, facts: 'today', ...options });
const fault = (at: number, name: string, target: string, duration?: number) => ({ at, type: 'fault', node: 'app', name, target, ...(duration === undefined ? {} : { duration }) });
const workers = (of: ReturnType<typeof run>) => of.view('app').workers as readonly { id: string; leases: number; utilization: number; processed: number }[];
/** Three hot shards of eight, on shards that one worker gets by number. */
const hot = '[{name: a, share: 0.3, keys: 1, groups: 1}, {name: b, share: 0.3, keys: 1, groups: 1}, {name: rest, share: 0.4, keys: 400, groups: 1}]';

it('balancing by load is of the Today edition', () => {
  const raw = { leaseAssignment: 'worker-utilization' };
  expect(parseKclConfig(raw, limitsOf('today')).ok).toBe(true);
  expect(parseKclConfig(raw, limitsOf('notes'))).toMatchObject({ ok: false, error: [{ path: 'leaseAssignment' }] });
  expect(parseKclConfig({}, limitsOf('today'))).toMatchObject({ ok: true, value: { leaseAssignment: 'lease-count', rebalanceThreshold: 0.1, dampening: 0.8, gracefulHandoff: true } });
});

describe('the leader', () => {
  it('is one worker with a lock row that it renews every 30 s; it alone scans', () => {
    const of = run('workers=3', { length: '205s' });
    expect(of.events('leader.elected').map(({ subject }) => subject)).toEqual(['app/worker-1']);
    const rows = of.view('leases').items as readonly Record<string, unknown>[];
    // One heartbeat when it was elected and six after.
    expect(rows.find(({ leaseKey }) => leaseKey === 'leader')).toMatchObject({ lockOwner: 'app/worker-1', heartbeat: 7 });
    expect(of.view('app').leader).toBe('app/worker-1');
    expect(of.metric('app', 'TotalLeases').max).toBe(8);
    // A scan each at the start, and one a round: at 0, 20 … 200 s.
    expect(of.metric('app', 'NumWorkers').sum).toBe(1 + 10 * 3);
  });

  it('dies: another has the lock 120 s after the last heartbeat that it saw, at its next round', () => {
    for (const at of [65_000, 88_000, 95_000]) {
      const of = run('workers=3', { length: at + 200_000, interventions: [fault(at, 'crash', 'worker-1')] });
      const [, second] = of.events('leader.elected');
      const lastBeat = Math.floor(at / 30_000) * 30_000;
      expect(second!.atMs - lastBeat).toBeGreaterThan(120_000);
      // A look each 20 s sees the heartbeat, and another sees that it is old.
      expect(second!.atMs - lastBeat).toBeLessThan(120_000 + 2 * 20_000 + 500);
      expect(second!.subject).not.toBe('app/worker-1');
      // Only then has anybody its leases.
      const taken = of.events('lease.assigned').filter((event) => event.detail.why === 'expired');
      expect(taken.length).toBeGreaterThan(0);
      for (const event of taken) expect(event.atMs).toBeGreaterThan(second!.atMs);
      expect(of.summary.records.lost).toBe(0);
    }
  });

  it('that stands still loses its lock, and learns it when it wakes', () => {
    const of = run('workers=2', { length: '330s', interventions: [fault(65_000, 'pause', 'worker-1', 180_000)] });
    expect(of.events('leader.elected').map(({ subject }) => subject)).toEqual(['app/worker-1', 'app/worker-2']);
    expect(of.events('leader.lost')).toHaveLength(1);
    expect(of.events('leader.lost')[0]!.atMs).toBeGreaterThanOrEqual(245_000);
    expect(of.view('app').leader).toBe('app/worker-2');
  });

  it('gives the lock back when it is told to stop: the next one leads after one round', () => {
    const of = run('workers=2', { length: '120s', interventions: [{ at: 50_000, type: 'operate', node: 'app', operation: 'Checkpoint', request: {} }, { at: 60_000, type: 'setConfig', node: 'app', config: { workers: 0 } }, { at: 61_000, type: 'setConfig', node: 'app', config: { workers: 1 } }] });
    const elected = of.events('leader.elected');
    expect(elected).toHaveLength(2);
    expect(elected[1]!.atMs).toBeLessThan(62_000);
    expect(of.summary.records.duplicates).toBeLessThan(80);
  });
});

describe('assignment', () => {
  it('every two failover times: leases of a dead worker go to the others at the next round after they have expired', () => {
    const of = run('workers=3', { length: '300s', interventions: [fault(150_500, 'crash', 'worker-3')] });
    const expired = of.events('lease.assigned').filter((event) => event.detail.why === 'expired');
    expect(expired.length).toBeGreaterThan(0);
    for (const { atMs, detail } of expired) {
      // Rounds are 20 s apart, and a row must be seen unchanged for more than 10 s.
      expect([180_000, 200_000].some((round) => Math.abs(atMs - round) < 500)).toBe(true);
      expect(detail.from).toBe('app/worker-3');
      expect(detail.to).not.toBe('app/worker-3');
    }
    // The new owners find them with the next renewal round.
    for (const { atMs, subject } of expired) expect(of.events('lease.taken').some((event) => event.subject === subject && event.atMs - atMs > 0 && event.atMs - atMs < 3500)).toBe(true);
    expect(of.summary.records.lost).toBe(0);
  });

  it('evens out work where hot shards make numbers of leases mislead', () => {
    const spread = (assignment: string) => {
      const of = run(`workers=2, processing=20, ${assignment}`, { length: '600s' }, `rate=40/s, size=1000B, classes=${hot}`);
      const rates = workers(of).map(({ processed }) => processed);
      return { of, ratio: Math.max(...rates) / Math.min(...rates) };
    };
    const byLoad = spread('workerMetric=cpu');
    const [one, two] = workers(byLoad.of).map(({ utilization }) => utilization);
    expect(Math.abs(one! - two!) / (one! + two!)).toBeLessThan(0.2);
    expect(byLoad.of.events('workers.rebalanced').length).toBeGreaterThan(0);
    expect(byLoad.of.summary.records).toMatchObject({ lost: 0, duplicates: 0, orderViolations: 0 });
    const byRate = spread('metric=throughput');
    expect(byRate.of.events('workers.rebalanced').length).toBeGreaterThan(0);
    expect(byRate.ratio).toBeLessThan(2);
  });

  it('rebalances in every third round only, and gives a new worker its share', () => {
    const of = run('workers=2, processing=20', { length: '420s', interventions: [{ at: 130_000, type: 'setConfig', node: 'app', config: { workers: 3 } }] });
    for (const { atMs } of of.events('workers.rebalanced')) expect(Math.abs(((atMs + 30_000) % 60_000) - 30_000)).toBeLessThan(500);
    expect(workers(of)[2]!.leases).toBeGreaterThan(0);
    expect(of.events('lease.assigned').some((event) => event.detail.to === 'app/worker-3' && event.detail.why === 'rebalanced')).toBe(true);
    expect(of.summary.records.duplicates).toBe(0);
  });

  it('can be turned on and off in a running application', () => {
    const set = (at: number, leaseAssignment: string) => ({ at, type: 'setConfig', node: 'app', config: { leaseAssignment } });
    const of = run('workers=2', { length: '300s', interventions: [set(60_000, 'lease-count'), set(150_000, 'worker-utilization')] });
    expect(of.events('leader.elected')).toHaveLength(2);
    expect(of.events('leader.lost')).toHaveLength(1);
    expect(of.summary.records.lost).toBe(0);
    expect(of.summary.records.delivered).toBeGreaterThan(11_500);
  });
});

describe('a handoff', () => {
  const policy = 'workers=2, processing=20, checkpoint=every-interval, checkpointInterval=10m';

  it('is graceful: the old owner finishes its batch and checkpoints, then the new one begins; nothing comes twice', () => {
    const of = run(policy, { length: '200s' });
    const handed = of.events('lease.handed-over');
    expect(handed.length).toBeGreaterThan(0);
    for (const { subject, atMs, detail } of handed) {
      expect(detail.sinceCheckpoint).toBe(0);
      const taken = of.events('lease.taken').find((event) => event.subject === subject && event.atMs > atMs)!;
      expect(taken.detail.worker).toBe(detail.to);
      expect(taken.atMs - atMs).toBeLessThan(3500);
    }
    expect(of.summary.records).toMatchObject({ lost: 0, duplicates: 0, orderViolations: 0 });
    expect((of.view('leases').items as readonly Record<string, unknown>[]).every((row) => row.checkpointOwner === undefined)).toBe(true);
  });

  it('without grace repeats what came since the last checkpoint', () => {
    const of = run(`${policy}, gracefulHandoff=false`, { length: '200s' });
    expect(of.events('lease.handed-over')).toHaveLength(0);
    expect(of.events('lease.assigned').some((event) => event.detail.why === 'rebalanced')).toBe(true);
    expect(of.summary.records.duplicates).toBeGreaterThan(200);
    expect(of.summary.records.lost).toBe(0);
  });

  it('that takes over 30 s is ended by the leader', () => {
    // A batch of ten seconds' records takes minutes; its owner renews its leases all the while.
    const of = run('workers=2, processing=2000, idle=10s, failover=10s', { length: '200s' }, 'rate=20/s, size=1000B, keys=random', 'shards=4');
    const ended = of.events('lease.handoff-timed-out');
    expect(ended.length).toBeGreaterThan(0);
    const begun = of.events('lease.assigned').find((event) => event.subject === ended[0]!.subject && event.detail.why === 'rebalanced')!;
    expect(ended[0]!.atMs - begun.atMs).toBeGreaterThan(30_000);
    expect(ended[0]!.atMs - begun.atMs).toBeLessThan(30_000 + 2 * 20_000 + 500);
    expect(of.events('lease.lost').some((event) => event.subject === ended[0]!.subject && event.detail.why === 'another worker took it')).toBe(true);
    expect(of.summary.records.lost).toBe(0);
  });

  it('from a worker that dies meanwhile ends with the lease: it has expired, and is assigned anew', () => {
    const at = run(policy, { length: '61s' }).events('lease.assigned').find((event) => event.detail.why === 'rebalanced')!.atMs + 100;
    const of = run(policy, { length: '300s', interventions: [fault(at, 'crash', 'worker-1')] });
    expect(of.summary.records.lost).toBe(0);
    expect(workers(of).find(({ id }) => id === 'app/worker-2')!.leases).toBe(8);
  });

  it('works with pushed records too', () => {
    const of = run(`${policy}, mode=enhanced-fan-out`, { length: '200s' });
    expect(of.events('lease.handed-over').length).toBeGreaterThan(0);
    expect(of.summary.records).toMatchObject({ lost: 0, duplicates: 0 });
    expect(of.summary.records.delivered).toBeGreaterThan(7800);
  });
});
