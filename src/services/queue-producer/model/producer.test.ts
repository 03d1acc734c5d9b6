import { describe, expect, it } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { limitsOf } from '../../../sim/limits.ts';
import { recipeOf, simulate, simulationOf, type SimulateOptions } from '../../../testing/simulate.ts';
import { parseQueueProducerConfig } from './config.ts';
import { payloadKey, pointerBody, pointerBytes } from './operations.ts';

const run = (producer: string, queue = '', options: SimulateOptions = {}, traffic = 'rate=20/s, size=200B, keys=4, stopAfter=20s') =>
  simulate(`traffic(${traffic}) -> put: queue-producer(${producer}) -> orders: sqs-queue(${queue}) -> work: queue-worker(count=10, batch=10, wait=20s, processing=0)`, { length: '60s', checkInvariants: false, ...options });
const loseReplies = { interventions: [{ at: 5000, type: 'fault', node: 'put', name: 'lose-replies', duration: 5000 }] };

it('is put between a traffic and a queue or a topic that it is wired to', () => {
  const of = simulate('traffic(rate=5/s, size=200B, batch=3, stopAfter=10s) -> news: sns-topic() -> orders: sqs-queue() -> work: queue-worker(count=5, wait=20s, processing=0)', { length: '20s' });
  expect(of.summary.records.delivered).toBe(50);
  expect(Object.keys(of.summary.nodes)).toContain('queue-producer');
  expect(simulate('traffic(rate=5/s) -> sqs-queue()', { length: '10s' }).view('sqs-queue').visible as number).toBeGreaterThan(45);
});

describe('batches', () => {
  it('gather while they linger, up to ten messages', () => {
    const calls = (producer: string) => run(producer).metric('put', 'RequestsSent').sum;
    expect(calls('')).toBe(400);
    expect(calls('linger=1s')).toBeLessThan(60);
    expect(calls('linger=1s, api=single')).toBe(400);
    expect(run('linger=1s').summary.records.delivered).toBe(400);
  });

  it('stay below the largest batch', () => {
    const big = run('linger=5s', '', {}, 'rate=5/s, size=100KB, stopAfter=10s');
    expect(big.metric('put', 'RequestsSent').sum).toBe(25);
    expect(big.summary.records.delivered).toBe(50);
    expect(big.events('messages.refused')).toHaveLength(0);
  });
});

describe('a lost answer', () => {
  it('stores the message twice in a standard queue', () => {
    const of = run('requestTimeout=500ms', '', loseReplies);
    expect(of.summary.records.duplicates).toBeGreaterThan(50);
    expect(of.summary.records.lost).toBe(0);
  });

  it('is recognised by a FIFO queue where each record has an id, or by its content, and not where each try has its own', () => {
    const duplicates = (producer: string, queue = '') => {
      const of = run(`requestTimeout=500ms, messageGroup=key, ${producer}`, `fifo=true${queue}`, loseReplies);
      expect(of.summary.records.delivered).toBe(400);
      return of.summary.records.duplicates;
    };
    expect(duplicates('dedup=record')).toBe(0);
    expect(duplicates('dedup=none', ', contentBased=true')).toBe(0);
    expect(duplicates('dedup=try')).toBeGreaterThan(50);
  });
});

describe('retries', () => {
  it('end: after the last try a message is given up', () => {
    const outage = { interventions: [{ at: 2000, type: 'fault', node: 'orders', name: 'unavailable', duration: 10_000 }] };
    const short = run('maxAttempts=3', '', outage);
    expect(short.summary.records.lost).toBeGreaterThan(100);
    expect(short.events('records.given-up')[0]!.detail).toMatchObject({ attempts: 3, code: 'ServiceUnavailable' });
    const long = run('maxAttempts=20, backoffMax=3s', '', outage);
    expect(long.summary.records.lost).toBe(0);
    expect(long.metric('put', 'RecordsRetried').sum).toBeGreaterThan(200);
    expect(run('retry=none', '', outage).metric('put', 'RecordsRetried').sum).toBe(0);
  });

  it('are not made where none can help', () => {
    const of = run('', '', {}, 'rate=1/s, size=300KB, stopAfter=5s');
    expect(of.metric('put', 'RecordsRetried').sum).toBe(0);
    expect(of.events('records.given-up')[0]!.detail).toMatchObject({ attempts: 1, code: 'BatchRequestTooLong' });
    expect(of.summary.records.lostBy.refused).toBe(5);
    const denied = run('', '', { interventions: [{ at: 0, type: 'fault', node: 'orders', name: 'access-denied' }] });
    expect(denied.metric('put', 'RecordsRetried').sum).toBe(0);
  });

  it('of throttled calls go on until the FIFO queue takes them', () => {
    const of = run('api=single, messageGroup=key, dedup=record, maxAttempts=50', 'fifo=true', {}, 'rate=500/s, size=100B, keys=50, stopAfter=10s');
    expect(of.events('call.throttled').length).toBeGreaterThan(0);
    expect(of.metric('orders', 'NumberOfMessagesSent').perSecondMax).toBeLessThanOrEqual(600);
    expect(of.summary.records.lost).toBe(0);
  });
});

describe('a crash', () => {
  it('loses what waits in memory', () => {
    const of = run('linger=60s', '', { interventions: [{ at: 10_025, type: 'fault', node: 'put', name: 'crash' }] }, 'rate=0.9/s, size=200B, stopAfter=20s');
    expect(of.summary.records.lostBy['died-with-process']).toBe(9);
    expect(of.events('producer.crashed')[0]!.detail.buffered).toBe(9);
  });

  it('and a full buffer drops what does not fit', () => {
    const of = run('bufferRecords=10, maxInFlight=1', '', { interventions: [{ at: 0, type: 'fault', node: 'orders', name: 'unavailable' }] });
    expect(of.summary.records.lostBy['buffer-full']).toBeGreaterThan(100);
  });
});

describe('large payloads', () => {
  const recipe = (extended: string, size: string, worker = true) => ({
    nodes: [
      { id: 'web', kind: 'traffic', config: { recordsPerSecond: 1, payloadBytes: size, stopAfter: 10_000 } },
      { id: 'put', kind: 'queue-producer', config: { extendedClient: extended } },
      { id: 'payloads', kind: 's3-bucket' },
      { id: 'orders', kind: 'sqs-queue' },
      { id: 'work', kind: 'queue-worker', config: { waitTime: 20_000, processingTime: 10 } },
    ],
    edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'payloads' }, { from: 'put', to: 'orders' }, { from: 'orders', to: 'work' }, ...(worker ? [{ from: 'payloads', to: 'work' }] : [])],
    length: '60s',
  });

  it('go through the bucket, and the message is a pointer', () => {
    const of = simulate(recipe('large', '4MB'));
    expect(of.summary.records).toMatchObject({ delivered: 10, lost: 0, inTransit: 0 });
    expect(of.metric('put', 'PayloadsUploaded').sum).toBe(10);
    expect(of.metric('orders', 'SentMessageSize').max).toBe(pointerBytes('payloads', 0, 4_000_000));
    // The worker deletes the objects with their messages.
    expect(of.metric('payloads', 'GetRequests').sum).toBe(10);
    expect(simulate(recipe('off', '4MB')).summary.records.lost).toBe(10);
    expect(simulate(recipe('large', '200KB')).metric('put', 'PayloadsUploaded').sum).toBe(0);
    expect(simulate(recipe('always', '1KB')).metric('put', 'PayloadsUploaded').sum).toBe(10);
  });

  it('leave no record unaccounted for', () => {
    const simulation = simulationOf(recipeOf({ ...recipe('always', '1KB'), interventions: [{ at: 4100, type: 'fault', node: 'put', name: 'crash' }] }));
    for (let at = 250; at <= 20_000; at += 250) {
      simulation.runUntil(at);
      assertRowsConserved(simulation);
    }
    expect(simulation.records.born).toBe(10);
  });

  it('have a pointer of the documented form', () => {
    expect(JSON.parse(pointerBody('b', 'k'))).toEqual(['software.amazon.payloadoffloading.PayloadS3Pointer', { s3BucketName: 'b', s3Key: 'k' }]);
    expect(payloadKey(7)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(Array.from({ length: 2000 }, (_, row) => payloadKey(row))).size).toBe(2000);
  });
});

describe('groups and timers', () => {
  it('a group from the key, the tenant, or one for all', () => {
    const groups = (messageGroup: string) => {
      const of = simulate(
        {
          nodes: [
            { id: 'web', kind: 'traffic', config: { recordsPerSecond: 20, stopAfter: 10_000, classes: [{ name: 'free', share: 1, keys: 6, groups: 2 }] } },
            { id: 'put', kind: 'queue-producer', config: { messageGroup, deduplicationId: 'record' } },
            { id: 'orders', kind: 'sqs-queue', config: { fifo: true } },
          ],
          edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'orders' }],
        },
        { length: '20s' },
      );
      return of.view('orders').groups;
    };
    expect([groups('key'), groups('group'), groups('constant')]).toEqual([6, 2, 1]);
  });

  it('a timer delays each message', () => {
    expect(run('delay=7s').summary.records.latencyMs.p50).toBeGreaterThanOrEqual(7000);
  });
});

it('what no retry can cure is given up at once, entry by entry', () => {
  const of = run('linger=1s', 'maxMessage=1KiB', { checkInvariants: true }, 'rate=10/s, size=2KB, stopAfter=2s');
  expect(of.view('put')).toMatchObject({ held: 0, accepted: 0, refused: 20, givenUp: 20, retried: 0 });
  expect(of.events('records.given-up')[0]!.detail).toMatchObject({ attempts: 1, code: 'InvalidParameterValue' });
});

it('a buffer made smaller throws nothing away that it holds', () => {
  const interventions = [{ at: 0, type: 'fault', node: 'orders', name: 'unavailable', duration: 10_000 }, { at: 9000, type: 'setConfig', node: 'put', config: { bufferRecords: 5, maxAttempts: 50 } }];
  const of = run('maxAttempts=50, linger=1s', '', { interventions, checkInvariants: true });
  expect(of.events('buffer.full')[0]!.atMs).toBeGreaterThanOrEqual(9000);
  // What was made in the first nine seconds.
  expect(of.summary.records.delivered).toBeGreaterThanOrEqual(180);
  expect(of.summary.records.delivered + of.summary.records.lostBy['buffer-full']!).toBe(400);
});

it('configurations are checked whole, and never throw', () => {
  const limits = limitsOf('notes');
  const parsed = parseQueueProducerConfig({ batch: 11, dedup: 'x', delay: '16m' }, limits);
  expect(parsed.ok ? [] : parsed.error.map((issue) => issue.path).sort()).toEqual(['batch', 'dedup', 'delay']);
  for (const raw of [null, 5, 'x', [], { batch: {} }, { delay: [] }]) expect(() => parseQueueProducerConfig(raw, limits)).not.toThrow();
});
