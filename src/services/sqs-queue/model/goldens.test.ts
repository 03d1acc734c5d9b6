import { describe, expect, it } from 'vitest';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { simulate } from '../../../testing/simulate.ts';

const golden = (name: string) => new URL(`golden/${name}.trace`, import.meta.url);

describe('stories of a queue', () => {
  it('a poison message goes round five times, and then to the dead-letter queue', () => {
    const run = simulate(
      {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 2, payloadBytes: 500, stopAfter: 10_000, classes: [{ name: 'order', share: 0.95, keys: 10 }, { name: 'broken', share: 0.05, keys: 1 }] } },
          { id: 'put', kind: 'queue-producer' },
          { id: 'orders', kind: 'sqs-queue', config: { visibilityTimeout: '10s', maxReceiveCount: 5 } },
          { id: 'dead', kind: 'sqs-queue' },
          { id: 'work', kind: 'queue-worker', config: { count: 2, waitTime: '20s', poisonClasses: ['broken'] } },
        ],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'orders' }, { from: 'orders', to: 'dead' }, { from: 'orders', to: 'work' }],
      },
      { length: '90s', seed: 3 },
    );
    const poisoned = run.view('dead').visible as number;
    expect(poisoned).toBeGreaterThan(0);
    expect(run.metric('work', 'MessagesFailed').sum).toBe(5 * poisoned);
    expect(run.summary.records).toMatchObject({ parked: poisoned, lost: 0, delivered: 20 - poisoned });
    assertGoldenTrace(run, golden('poison-message'));
  });

  it('a timeout shorter than the work hands messages out twice', () => {
    const run = simulate('traffic(rate=1/s, size=500B, stopAfter=10s) -> put: queue-producer() -> orders: sqs-queue(visibility=5s) -> work: queue-worker(count=20, wait=20s, processing=8000)', { length: '60s' });
    expect(run.summary.records.duplicates).toBeGreaterThan(5);
    expect(run.events('visibility.timed-out').length).toBeGreaterThan(0);
    const calm = simulate('traffic(rate=1/s, size=500B, stopAfter=10s) -> put: queue-producer() -> orders: sqs-queue(visibility=10s) -> work: queue-worker(count=20, wait=20s, processing=8000)', { length: '60s' });
    expect(calm.summary.records.duplicates).toBe(0);
    assertGoldenTrace(run, golden('timeout-too-short'));
  });

  it('a FIFO group waits behind its poison message, others go on', () => {
    const run = simulate(
      {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 2, payloadBytes: 500, stopAfter: 10_000, classes: [{ name: 'order', share: 0.5, keys: 1 }, { name: 'broken', share: 0.5, keys: 1 }] } },
          { id: 'put', kind: 'queue-producer', config: { messageGroup: 'key', deduplicationId: 'record' } },
          { id: 'orders', kind: 'sqs-queue', config: { fifo: true, visibilityTimeout: '10s' } },
          { id: 'work', kind: 'queue-worker', config: { count: 2, waitTime: 0, poisonClasses: ['broken'] } },
        ],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'orders' }, { from: 'orders', to: 'work' }],
      },
      { length: '30s', seed: 5 },
    );
    const { visible, inFlight } = run.view('orders') as { visible: number; inFlight: number };
    expect(visible + inFlight).toBeGreaterThan(5);
    expect(run.summary.records).toMatchObject({ delivered: 20 - visible - inFlight, inTransit: visible + inFlight, orderViolations: 0 });
    expect(run.events('group.blocked').map((event) => event.subject).every((group) => group === 'broken/0')).toBe(true);
    assertGoldenTrace(run, golden('blocked-group'));
  });
});
