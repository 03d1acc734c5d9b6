import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { recipeOf, simulate, simulationOf, type SimulateOptions } from '../../../testing/simulate.ts';
import { parseWorkerConfig } from './config.ts';

const run = (worker: string, options: SimulateOptions = {}, traffic = 'rate=10/s, size=200B, keys=4, stopAfter=20s', queue = 'visibility=10s') =>
  simulate(`traffic(${traffic}) -> put: queue-producer() -> orders: sqs-queue(${queue}) -> work: queue-worker(${worker})`, { length: '60s', checkInvariants: false, ...options });

describe('receiving', () => {
  it('takes one message a call unless told otherwise, and polls again at once after an answer', () => {
    expect(run('count=2, wait=20s, processing=10').summary.records.delivered).toBe(200);
    const one = run('wait=20s, processing=0', {}, 'rate=100/s, size=200B, stopAfter=10s');
    const ten = run('wait=20s, processing=0, batch=10, delete=batch', {}, 'rate=100/s, size=200B, stopAfter=10s');
    expect(one.summary.records.latencyMs.max).toBeGreaterThan(5000);
    expect(ten.summary.records.latencyMs.max).toBeLessThan(200);
  });

  it('finds nothing now and then with short polls, and waits its interval then', () => {
    const short = run('wait=0s, poll=500ms, processing=10', {}, 'rate=1/s, size=200B, stopAfter=20s');
    expect(short.summary.records.delivered).toBe(20);
    const empty = short.metric('orders', 'NumberOfEmptyReceives').sum;
    expect(empty).toBeGreaterThan(90);
    expect(empty).toBeLessThan(125);
  });

  it('empties the first of its queues before it looks at the second', () => {
    const of = simulate(
      `a: traffic(rate=5/s, size=200B, stopAfter=60s) -> p1: queue-producer() -> premium: sqs-queue() -> work: queue-worker(count=2, wait=1s, poll=100ms, processing=200)
       b: traffic(rate=20/s, size=200B, stopAfter=60s) -> p2: queue-producer() -> free: sqs-queue() -> work`,
      { length: '60s', checkInvariants: false },
    );
    // Ten jobs a second: all five of the first queue, and five of the second's twenty.
    expect(of.view('premium').visible as number).toBeLessThan(15);
    expect(of.view('free').visible as number).toBeGreaterThan(700);
  });
});

describe('work', () => {
  it('follows its median and its 99th percentile', () => {
    const of = run('count=200, wait=20s, processing=1000, p99=3000', { length: '10m' }, 'rate=20/s, size=200B, stopAfter=9m', 'visibility=60s');
    const { p50, p99 } = of.summary.records.latencyMs;
    expect(p50).toBeGreaterThan(970);
    expect(p50).toBeLessThan(1060);
    expect(p99).toBeGreaterThan(2800);
    expect(p99).toBeLessThan(3250);
  });

  it('slow: five times as long, for one worker or all', () => {
    const slowed = (target?: string) => run('count=2, wait=20s, processing=100', { interventions: [{ at: 0, type: 'fault', node: 'work', name: 'slow', duration: 10_000, ...(target ? { target } : {}) }] }, 'rate=2/s, size=200B, stopAfter=20s');
    expect(slowed().summary.records.latencyMs.p50).toBeGreaterThan(100);
    expect(slowed().summary.records.latencyMs.max).toBeGreaterThanOrEqual(510);
    expect(slowed('worker-9').summary.records.latencyMs.max).toBeLessThan(300);
  });

  it('that dies half-way is done again after the timeout, or at once where the worker releases the message', () => {
    const left = run('count=20, wait=20s, processing=100, attemptFailure=0.2', { length: '3m' });
    expect(left.summary.records).toMatchObject({ delivered: 200, lost: 0, duplicates: 0 });
    expect(left.summary.records.latencyMs.max).toBeGreaterThan(10_000);
    const released = run('count=20, wait=20s, processing=100, attemptFailure=0.2, onFailure=release', { length: '3m' });
    expect(released.summary.records.delivered).toBe(200);
    expect(released.summary.records.latencyMs.max).toBeLessThan(2000);
  });

  it('of poison never succeeds, whoever tries', () => {
    const of = run('count=5, wait=20s, processing=10, poisonShare=0.1', { length: '2m' });
    const stuck = 200 - of.summary.records.delivered;
    expect(stuck).toBeGreaterThan(8);
    expect(stuck).toBeLessThan(35);
    expect(of.metric('work', 'MessagesFailed').sum).toBeGreaterThan(stuck * 5);
  });
});

describe('deletes', () => {
  it('never: every message comes back, and an idempotent worker ignores it', () => {
    const careless = run('count=5, wait=20s, processing=10, delete=never');
    expect(careless.summary.records.duplicates).toBeGreaterThan(600);
    const careful = run('count=5, wait=20s, processing=10, delete=never, idempotent=true');
    expect(careful.summary.records.duplicates).toBe(0);
    expect(careful.metric('work', 'MessagesSkipped').sum).toBeGreaterThan(600);
  });

  it('in batches take far fewer calls, and repeat more after a crash', () => {
    const calls = (mode: string) => run(`wait=20s, processing=0, batch=10, delete=${mode}`, {}, 'rate=1000/s, size=200B, stopAfter=2s', 'visibility=60s').summary.cost.units.find((of) => of.unit === 'requests')!.amount;
    // 2,000 deletes, or about 200.
    expect(calls('each') - calls('batch')).toBeGreaterThan(1600);
    const crashed = (mode: string) => run(`batch=10, wait=20s, processing=100, delete=${mode}`, { length: '3m', interventions: [{ at: 6350, type: 'fault', node: 'work', name: 'crash', duration: 1000 }] }, 'rate=20/s, size=200B, stopAfter=10s');
    expect(crashed('each').summary.records.duplicates).toBeLessThanOrEqual(1);
    expect(crashed('batch').summary.records.duplicates).toBeGreaterThan(1);
    expect(crashed('batch').summary.records).toMatchObject({ delivered: 200, lost: 0 });
  });

  it('refused for a while are tried again', () => {
    const of = run('count=5, wait=20s, processing=500', { interventions: [{ at: 5000, type: 'fault', node: 'orders', name: 'unavailable', duration: 300 }] }, 'rate=5/s, size=200B, stopAfter=20s', 'visibility=60s');
    expect(of.events('delete.failed')).toHaveLength(0);
    expect(of.summary.records).toMatchObject({ delivered: 100, duplicates: 0 });
  });
});

describe('a heartbeat', () => {
  it('keeps messages hidden for as long as the work takes, and stops with the batch', () => {
    const of = (heartbeat: string) => run(`count=20, wait=20s, processing=25000, heartbeat=${heartbeat}`, { length: '5m' }, 'rate=0.5/s, size=200B, stopAfter=20s');
    expect(of('0s').summary.records.duplicates).toBeGreaterThan(5);
    const beating = of('5s');
    expect(beating.summary.records).toMatchObject({ delivered: 10, duplicates: 0 });
    expect(beating.events('visibility.unchanged')).toHaveLength(0);
  });
});

describe('the timer of a heartbeat', () => {
  it('ends with its batch: one beat for each message of 1 s', () => {
    const of = run('wait=20s, processing=1000, heartbeat=800ms', {}, 'rate=0.5/s, size=200B, stopAfter=40s', 'visibility=30s');
    expect(of.summary.records.delivered).toBe(20);
    // 20 sends, 20 receives and a last one that waits, 20 beats, 20 deletes.
    expect(of.summary.cost.units.find((unit) => unit.unit === 'requests')!.amount).toBeLessThanOrEqual(81);
    const busy = run('wait=20s, processing=1000, heartbeat=800ms', { length: '40s' }, 'rate=5/s, size=200B, stopAfter=4s', 'visibility=30s');
    expect(busy.summary.cost.units.find((unit) => unit.unit === 'requests')!.amount).toBeLessThanOrEqual(82);
  });
});

describe('FIFO', () => {
  it('leaves the rest of a group after a failure, so that order holds', () => {
    const of = simulate('traffic(rate=10/s, size=200B, keys=2, stopAfter=20s) -> put: queue-producer(messageGroup=key, dedup=record) -> orders: sqs-queue(fifo=true, visibility=2s) -> work: queue-worker(count=3, batch=10, wait=20s, processing=20, attemptFailure=0.1)', { length: '5m' });
    expect(of.summary.records).toMatchObject({ delivered: 200, orderViolations: 0, duplicates: 0 });
    expect(of.metric('work', 'MessagesFailed').sum).toBeGreaterThan(5);
  });

  it('asks again under the same attempt id when an answer was lost, and gets the same messages', () => {
    const of = (ids: boolean) =>
      simulate(
        {
          nodes: [
            { id: 'web', kind: 'traffic', config: { recordsPerSecond: 2, keys: 1, stopAfter: 60_000 } },
            { id: 'put', kind: 'queue-producer', config: { messageGroup: 'key', deduplicationId: 'record' } },
            { id: 'orders', kind: 'sqs-queue', config: { fifo: true, visibilityTimeout: '5m' } },
            { id: 'work', kind: 'queue-worker', config: { waitTime: 0, maxNumberOfMessages: 10, processingTime: 10, receiveAttemptIds: ids } },
          ],
          edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'orders' }, { from: 'orders', to: 'work', loseReplies: 0.2 }],
        },
        { length: '4m' },
      ).summary.records.delivered;
    // Without ids the first lost answer locks the only group for five minutes.
    expect(of(true)).toBeGreaterThan(of(false) + 20);
  });
});

describe('records handed on', () => {
  it('to a queue, a bucket and a table: the message goes when all have answered', () => {
    for (const target of ['next: sqs-queue() -> last: queue-worker(count=5, wait=20s, processing=0)', 'store: s3-bucket()', 'items: dynamodb-table()']) {
      const of = simulate(`traffic(rate=10/s, size=200B, keys=4, stopAfter=10s) -> put: queue-producer() -> orders: sqs-queue() -> work: queue-worker(count=5, wait=20s, processing=10) -> ${target}`, { length: '60s' });
      expect(of.summary.records, target).toMatchObject({ delivered: 100, lost: 0, duplicates: 0, inTransit: 0 });
      expect(of.view('orders'), target).toMatchObject({ visible: 0, inFlight: 0, deleted: 100 });
    }
  });

  it('stay in the queue while the target refuses them', () => {
    const of = simulate('traffic(rate=10/s, size=200B, stopAfter=10s) -> put: queue-producer() -> orders: sqs-queue(visibility=5s) -> work: queue-worker(count=5, wait=20s, processing=10) -> next: sqs-queue()', { length: '60s', interventions: [{ at: 3000, type: 'fault', node: 'next', name: 'unavailable', duration: 20_000 }] });
    expect(of.view('next').sent).toBe(100);
    expect(of.events('message.failed')[0]!.detail.why).toBe('forwarding refused');
  });

  it('to a producer in the same process', () => {
    const of = simulate('traffic(rate=10/s, size=200B, stopAfter=10s) -> put: queue-producer() -> orders: sqs-queue() -> work: queue-worker(count=5, wait=20s, processing=10) -> again: sdk-producer() -> clicks: kinesis-streams(shards=1) -> app: stream-reader()', { length: '60s' });
    expect(of.summary.records).toMatchObject({ delivered: 100, lost: 0 });
  });

  it('leave none unaccounted for', () => {
    const recipe = recipeOf(
      `traffic(rate=20/s, size=200B, keys=4) -> put: queue-producer() -> orders: sqs-queue(visibility=2s) -> work: queue-worker(count=5, batch=4, wait=1s, processing=30, attemptFailure=0.1) -> next: sqs-queue()
       orders -> dead: sqs-queue()
       work -> store: s3-bucket()
       work -> again: sdk-producer() -> clicks: kinesis-streams(shards=1)`,
      { length: '30s', interventions: [{ at: 4000, type: 'fault', node: 'work', name: 'crash', duration: 500 }, { at: 8000, type: 'fault', node: 'next', name: 'unavailable', duration: 3000 }] },
    );
    const simulation = simulationOf(recipe);
    for (let at = 500; at <= 30_000; at += 500) {
      simulation.runUntil(at);
      assertRowsConserved(simulation);
    }
    expect(simulation.records.born).toBe(600);
  });
});

it('a crash loses nothing that was not deleted, and hits the worker that was named', () => {
  const of = run('count=3, wait=20s, processing=2000', { length: '2m', interventions: [{ at: 5000, type: 'fault', node: 'work', name: 'crash', target: 'worker-2', duration: 3000 }] }, 'rate=1/s, size=200B, stopAfter=20s');
  expect(of.events('worker.crashed').map((event) => [event.subject, event.atMs])).toEqual([['worker-2', 5000]]);
  expect(of.events('worker.restarted')[0]!.atMs).toBe(8000);
  expect(of.summary.records).toMatchObject({ delivered: 20, lost: 0 });
});

it('configurations are checked whole, and never throw', () => {
  const limits = limitsOf('notes');
  const parsed = parseWorkerConfig({ maxNumberOfMessages: 11, waitTime: '21s', poisonClasses: [''], delete: 'each' }, limits);
  expect(parsed.ok ? [] : parsed.error.map((issue) => issue.path).sort()).toEqual(['delete', 'maxNumberOfMessages', 'poisonClasses', 'waitTime']);
  for (const raw of [null, 5, 'x', [], { count: {} }, { poisonClasses: 5 }]) expect(() => parseWorkerConfig(raw, limits)).not.toThrow();
});
