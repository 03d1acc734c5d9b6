import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { probedModels, type ProbeStep } from '../../../testing/queueProbe.ts';
import { simulate, type SimulateOptions } from '../../../testing/simulate.ts';
import { parseTopicConfig } from './config.ts';
import { parseDeliveryPolicy, retryDelay, spanMs } from './retries.ts';

const s = 1000;
const hour = 3_600_000;
const publish = (at: number, name = `at ${at}`): ProbeStep => ({ at, do: 'publish', names: [name] });

/** A publisher, a topic, a web server and a queue for dead letters; networks take no time. */
function served(script: readonly ProbeStep[], { topic = {}, web = {}, latencyMs = 0, ...options }: SimulateOptions & { topic?: object; web?: object; latencyMs?: number } = {}) {
  const run = simulate(
    {
      nodes: [
        { id: 'probe', kind: 'queue-probe', config: { script } },
        { id: 'topic', kind: 'sns-topic', config: topic },
        { id: 'web', kind: 'http-endpoint', config: { answerTime: 0, ...web } },
        { id: 'dead', kind: 'sqs-queue', config: {} },
      ],
      edges: [{ from: 'probe', to: 'topic', latencyMs: 0 }, { from: 'topic', to: 'web', latencyMs }, { from: 'topic', to: 'dead', latencyMs: 0 }],
    },
    { length: '10m', models: probedModels, ...options },
  );
  const subscription = () => (run.view('topic').subscriptions as { endpoint: string; standing: string; token?: string; delivered: number; retried: number; failed: number }[]).find((each) => each.endpoint === 'web')!;
  return { run, subscription, taken: () => run.view('web').taken as number };
}

const deadLetter = { subscriptions: [{ endpoint: 'web', deadLetter: 'dead' }] };
const down = (at: number, duration: number, name = 'outage') => ({ at, type: 'fault', node: 'web', name, duration });

describe('a web server', () => {
  it('gets messages once it has confirmed, each in an envelope', () => {
    const { run, taken, subscription } = served([publish(1), publish(2)]);
    expect([taken(), subscription().standing, subscription().delivered]).toEqual([2, 'confirmed', 2]);
    expect(run.summary.cost.units).toContainEqual({ node: 'topic', unit: 'deliveries to https', amount: 2 });
    expect(run.events('subscription.confirmed')).toHaveLength(1);
  });

  it('gets nothing before its subscription is confirmed, and nothing that was published before', () => {
    const confirm = (at: number, request: object = {}) => ({ at, type: 'operate', node: 'topic', operation: 'ConfirmSubscription', request: { Endpoint: 'web', ...request } });
    const { taken, subscription, run } = served([publish(1), publish(20 * s), publish(40 * s)], { web: { confirms: false }, interventions: [confirm(5 * s, { Token: 'made up' }), confirm(30 * s, { Token: 'web-token-1' })] });
    expect([taken(), subscription().standing]).toEqual([1, 'confirmed']);
    expect(run.events('operation.refused')[0]!.detail).toMatchObject({ operation: 'ConfirmSubscription', code: 'InvalidParameter' });
  });

  it('cannot be confirmed by a token of more than two days; Subscribe brings a new one', () => {
    const operate = (at: number, operation: string) => ({ at, type: 'operate', node: 'topic', operation, request: { Endpoint: 'web' } });
    const options = { web: { confirms: false }, length: '72h' };
    const late = served([publish(71 * hour)], { ...options, interventions: [operate(48 * hour + 1, 'ConfirmSubscription')] });
    expect([late.subscription().standing, late.taken()]).toEqual(['expired', 0]);
    expect(late.run.events('subscription.expired')[0]!.atMs).toBe(48 * hour);
    expect(late.run.events('operation.refused')).toHaveLength(1);
    const again = served([publish(71 * hour)], { ...options, interventions: [operate(50 * hour, 'Subscribe'), operate(70 * hour, 'ConfirmSubscription')] });
    expect([again.subscription().standing, again.taken()]).toEqual(['confirmed', 1]);
  });

  it('is sent the confirmation again as any other message, three times every 20 s', () => {
    const away = (ms: number) => served([publish(70 * s)], { latencyMs: 5, interventions: [down(0, ms)] });
    expect(away(30 * s).run.events('subscription.confirmed')[0]!.atMs).toBe(40 * s + 30);
    expect(away(80 * s).subscription().standing).toBe('pending');
  });

  it('that is away for 50 s gets its message at the third retry; away for longer, the message goes to the dead-letter queue, or is dropped', () => {
    const short = served([publish(10 * s)], { topic: deadLetter, interventions: [down(5 * s, 50 * s)] });
    expect([short.taken(), short.subscription().retried, short.run.summary.records.latencyMs.max]).toEqual([1, 3, 60 * s]);
    const long = served([publish(10 * s)], { topic: deadLetter, interventions: [down(5 * s, 70 * s)] });
    expect([long.taken(), long.subscription().failed, long.run.view('dead').visible]).toEqual([0, 1, 1]);
    expect(long.run.events('notification.dead-lettered')[0]).toMatchObject({ atMs: 70 * s, detail: { code: 'HTTP 503', attempts: 4 } });
    const dropped = served([publish(10 * s)], { topic: { subscriptions: [{ endpoint: 'web' }, { endpoint: 'dead', filterPolicy: { never: ['x'] } }] }, interventions: [down(5 * s, 70 * s)] });
    expect(dropped.run.events('notification.dropped')).toHaveLength(1);
    expect(dropped.run.view('topic').pending).toBe(0);
  });

  it('that does not answer within 15 s has failed: the next try comes 35 s after the last', () => {
    const { run, taken } = served([publish(10 * s)], { interventions: [down(5 * s, 30 * s, 'no-answer')] });
    expect([taken(), run.summary.records.latencyMs.max]).toEqual([1, 35 * s]);
    expect(run.events('delivery.failed')[0]).toMatchObject({ atMs: 25 * s, detail: { code: 'RequestTimeout' } });
  });

  it('that answers 404 is not asked again; 429 and 5xx are tried again, and what was stored comes twice', () => {
    const answers = (failureStatus: number) => served([publish(10 * s)], { topic: deadLetter, web: { failureRate: 1, failureStatus } }).run.events('notification.dead-lettered')[0]!.detail.attempts;
    expect([answers(404), answers(302), answers(429), answers(500)]).toEqual([1, 1, 4, 4]);
    const twice = served([publish(10 * s)], { topic: deadLetter, interventions: [down(5 * s, 10 * s, 'wrong-status')] });
    expect(twice.run.summary.sinks.web).toMatchObject({ delivered: 1, duplicates: 1 });
  });

  it('has a delivery policy of its own where one is set', () => {
    const deliveryPolicy = { numRetries: 4, numNoDelayRetries: 1, minDelayTarget: 1, maxDelayTarget: 5 };
    const { run } = served([publish(10 * s)], { topic: { subscriptions: [{ endpoint: 'web', deadLetter: 'dead', deliveryPolicy }] }, interventions: [down(5 * s, 60 * s)] });
    // At once, then 1 s, 3 s and 5 s.
    expect(run.events('notification.dead-lettered')[0]).toMatchObject({ atMs: 19 * s, detail: { attempts: 5 } });
    const other = served([], { topic: { subscriptions: [{ endpoint: 'dead', deliveryPolicy }] } });
    expect(other.run.events('operation.refused')[0]!.detail.message).toContain('web servers');
  });

  it('that is down tells its story', () => {
    const run = simulate(
      `web: traffic(rate=1/s, size=500B, stopAfter=20s) -> put: queue-producer() -> news: sns-topic()
       news -> server: http-endpoint()
       news -> copy: sqs-queue()`,
      { length: '2m', interventions: [{ at: 5000, type: 'fault', node: 'server', name: 'outage', duration: 10_000 }] },
    );
    expect(run.summary.sinks.server).toMatchObject({ delivered: 20, duplicates: 0 });
    assertGoldenTrace(run, new URL('golden/web-server-down.trace', import.meta.url));
  });
});

describe('delivery policies', () => {
  const limits = limitsOf('notes');
  const parse = (raw: unknown) => parseDeliveryPolicy(raw, limits);

  it('of AWS’s own example: 3 at once, 2 at 1 s, 10 growing to 60 s, 35 at 60 s', () => {
    const parsed = parse({ minDelayTarget: 1, maxDelayTarget: 60, numRetries: 50, numNoDelayRetries: 3, numMinDelayRetries: 2, numMaxDelayRetries: 35, backoffFunction: 'exponential' });
    if (!parsed.ok || parsed.value === null) throw new Error('refused');
    const { value } = parsed;
    expect([3, 5, 6, 15, 16, 50, 51].map((retry) => retryDelay(value, retry))).toEqual([0, 1000, 1000, 60_000, 60_000, 60_000, undefined]);
    expect(spanMs(value)).toBeLessThanOrEqual(3600 * s);
  });

  it('grow in four ways between the same ends', () => {
    const waits = (backoffFunction: string) => {
      const parsed = parse({ numRetries: 10, minDelayTarget: 5, maxDelayTarget: 260, backoffFunction });
      if (!parsed.ok || parsed.value === null) throw new Error('refused');
      return [1, 5, 10].map((retry) => retryDelay(parsed.value!, retry)!);
    };
    const middles = ['linear', 'arithmetic', 'geometric', 'exponential'].map((each) => {
      const [first, middle, last] = waits(each);
      expect([first, last]).toEqual([5 * s, 260 * s]);
      return middle!;
    });
    expect(middles[0]).toBeGreaterThan(middles[1]!);
    expect(middles[1]).toBeGreaterThan(middles[2]!);
  });

  it('are refused where they break a limit, and parsing never throws', () => {
    const problem = (raw: object) => {
      const parsed = parseTopicConfig({ subscriptions: [{ endpoint: 'web', deliveryPolicy: raw }] }, limits);
      return parsed.ok ? '' : parsed.error.map((issue) => `${issue.path} ${issue.problem}`).join('; ');
    };
    expect(problem({ numRetries: 100, minDelayTarget: 40, maxDelayTarget: 40 })).toContain('3600 s');
    expect(problem({ numRetrys: 5 })).toContain('numRetries');
    expect(problem({ minDelayTarget: 30 })).toContain('minDelayTarget');
    for (const raw of [5, 'x', [], { backoffFunction: 7 }, { numRetries: -1 }]) expect(() => parse(raw)).not.toThrow();
  });
});

describe('a FIFO topic before a standard queue', () => {
  const mixed = (facts: 'notes' | 'today') => {
    const script: ProbeStep[] = Array.from({ length: 30 }, (_, i) => ({ at: 10 + i * 100, do: 'publish', names: [`m${i}`], group: 'g', dedup: `m${i}` }));
    return simulate(
      {
        nodes: [
          { id: 'probe', kind: 'queue-probe', config: { script } },
          { id: 'topic', kind: 'sns-topic', config: { fifo: true } },
          { id: 'lined', kind: 'sqs-queue', config: { fifo: true } },
          { id: 'loose', kind: 'sqs-queue' },
        ],
        edges: [{ from: 'probe', to: 'topic', latencyMs: 0 }, { from: 'topic', to: 'lined' }, { from: 'topic', to: 'loose' }],
      },
      { length: '60s', models: probedModels, facts, interventions: ['lined', 'loose'].map((node) => ({ at: 0, type: 'fault', node, name: 'unavailable', duration: 2000 })) },
    );
  };
  /** Rows in the order in which the queue took them: the oldest first. */
  const order = (run: ReturnType<typeof mixed>, queue: string) => (run.view(queue).messages as { row: number; ageMs: number; group?: string }[]).toSorted((a, b) => b.ageMs - a.ageMs);

  it('delivers to it today, without groups and without order', () => {
    const run = mixed('today');
    const rows = Array.from({ length: 30 }, (_, i) => i);
    expect(order(run, 'lined').map(({ row }) => row)).toEqual(rows);
    const loose = order(run, 'loose');
    expect(loose.map(({ row }) => row)).not.toEqual(rows);
    expect(loose.map(({ row }) => row).sort((a, b) => a - b)).toEqual(rows);
    expect(loose[0]!.group).toBeUndefined();
  });

  it('has a standard queue for its dead letters, too', () => {
    const script: ProbeStep[] = [{ at: 1000, do: 'publish', names: ['x'], group: 'g', dedup: 'x' }];
    const run = simulate(
      {
        nodes: [{ id: 'probe', kind: 'queue-probe', config: { script } }, { id: 'topic', kind: 'sns-topic', config: { fifo: true, subscriptions: [{ endpoint: 'loose', deadLetter: 'dead' }] } }, { id: 'loose', kind: 'sqs-queue' }, { id: 'dead', kind: 'sqs-queue' }],
        edges: [{ from: 'probe', to: 'topic' }, { from: 'topic', to: 'loose' }, { from: 'topic', to: 'dead' }],
      },
      { length: '10s', models: probedModels, facts: 'today', interventions: [{ at: 500, type: 'operate', node: 'loose', operation: 'DeleteQueue', request: {} }] },
    );
    expect(run.view('dead').visible).toBe(1);
  });

  it('is refused in the notes: the queue is no subscriber', () => {
    const run = mixed('notes');
    expect([run.view('lined').visible, run.view('loose').visible]).toEqual([30, 0]);
    expect(run.events('operation.refused')[0]!.detail).toMatchObject({ operation: 'Subscribe', code: 'InvalidParameter' });
  });
});
