import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { probedModels, type ProbeAnswer, type ProbeStep } from '../../../testing/queueProbe.ts';
import { simulate, type SimulateOptions } from '../../../testing/simulate.ts';
import { parseTopicConfig } from './config.ts';
import { envelopeOverhead, envelopeText, messageFor } from './envelope.ts';

const s = 1000;

interface QueueView {
  readonly visible: number;
  readonly sent: number;
  readonly messages: readonly { readonly row: number; readonly ageMs: number; readonly group?: string }[];
}

/** A publisher, a topic and queues; `dead` takes dead letters only where the topic's settings say so. */
function fanOut(topic: object, script: readonly ProbeStep[], options: SimulateOptions = {}, queue: object = {}, queues = ['a', 'b']) {
  const run = simulate(
    {
      nodes: [{ id: 'probe', kind: 'queue-probe', config: { script } }, { id: 'topic', kind: 'sns-topic', config: topic }, ...queues.map((id) => ({ id, kind: 'sqs-queue', config: queue }))],
      edges: [{ from: 'probe', to: 'topic', latencyMs: 0 }, ...queues.map((id) => ({ from: 'topic', to: id, latencyMs: 0 }))],
    },
    { length: '60s', models: probedModels, ...options },
  );
  return { run, log: run.view('probe').log as unknown as ProbeAnswer[], queue: (id: string) => run.view(id) as unknown as QueueView };
}

const publish = (at: number, ...names: string[]): ProbeStep => ({ at, do: 'publish', names });

describe('fan-out', () => {
  it('gives every subscriber every message, in an envelope unless it wants them raw', () => {
    const { run, queue } = fanOut({ subscriptions: [{ endpoint: 'b', rawMessageDelivery: true }] }, [publish(1, 'x', 'y')]);
    expect([queue('a').visible, queue('b').visible]).toEqual([2, 2]);
    expect(run.metric('b', 'SentMessageSize').max).toBe(100);
    expect(run.metric('a', 'SentMessageSize').max).toBe(100 + envelopeOverhead('topic', undefined, undefined));
    expect(run.metric('topic', 'NumberOfNotificationsDelivered').sum).toBe(4);
    expect(run.summary.cost.units.filter((of) => of.node === 'topic')).toEqual([{ node: 'topic', unit: 'requests', amount: 2 }, { node: 'topic', unit: 'deliveries to sqs', amount: 4 }]);
  });

  it('filters by attributes and by the body; what nobody wants is dropped by rule', () => {
    const subscriptions = [{ endpoint: 'a', filterPolicy: { kind: ['order'] } }, { endpoint: 'b', filterPolicy: { total: [{ numeric: ['>', 10] }] }, filterPolicyScope: 'MessageBody' }];
    const of = (at: number, name: string, payload: object): ProbeStep => ({ at, do: 'publish', names: [name], payload });
    const { run, queue } = fanOut({ subscriptions }, [of(1, 'x', { attributes: { kind: 'order' }, total: 5 }), of(2, 'y', { attributes: { kind: 'visit' }, total: 50 }), of(3, 'z', { attributes: { kind: 'visit' }, total: 1 }), publish(4, 'opaque')]);
    expect([queue('a').visible, queue('b').visible]).toEqual([1, 1]);
    expect(run.metric('topic', 'NumberOfNotificationsFilteredOut').sum).toBe(6);
    expect(run.events('message.unwanted')[0]!.detail.messages).toBe(2);
    const traffic = simulate(
      {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 10, payloadBytes: 100, stopAfter: 10_000, payload: { attributes: { kind: '{{pick a b}}' } } } },
          { id: 'put', kind: 'queue-producer' },
          { id: 'topic', kind: 'sns-topic', config: { subscriptions: [{ endpoint: 'q', filterPolicy: { kind: ['a'] } }] } },
          { id: 'q', kind: 'sqs-queue' },
          { id: 'work', kind: 'queue-worker', config: { count: 5, waitTime: 20_000 } },
        ],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'topic' }, { from: 'topic', to: 'q' }, { from: 'q', to: 'work' }],
      },
      { length: '2m' },
    ).summary.records;
    expect(traffic.delivered + traffic.lostBy['dropped-by-rule']!).toBe(100);
    expect(traffic.lostBy['dropped-by-rule']).toBeGreaterThan(30);
    expect(traffic.lost).toBe(traffic.lostBy['dropped-by-rule']);
  });

  it('does not try again what a client error refused: it goes to the dead-letter queue, or is dropped', () => {
    const interventions = [{ at: 0, type: 'operate', node: 'b', operation: 'DeleteQueue', request: {} }];
    const dropped = fanOut({}, [publish(1, 'x')], { interventions });
    expect(dropped.run.events('notification.dropped')[0]!.detail).toMatchObject({ code: 'QueueDoesNotExist', attempts: 1 });
    const kept = fanOut({ subscriptions: [{ endpoint: 'b', deadLetter: 'dead' }] }, [publish(1, 'x')], { interventions }, {}, ['a', 'b', 'dead']);
    expect([kept.queue('a').visible, kept.queue('dead').visible]).toEqual([1, 1]);
    expect(kept.run.summary.records.parked).toBe(1);
    expect(kept.run.metric('topic', 'NumberOfNotificationsRedrivenToDlq').sum).toBe(1);
    expect(kept.run.metric('topic', 'NumberOfNotificationsFailed').sum).toBe(1);
  });

  it('refuses what breaks a rule', () => {
    expect(fanOut({}, [{ at: 1, do: 'publish', names: ['x'], bytes: 262_145 }]).log[0]!.codes).toEqual(['InvalidParameter']);
    expect(fanOut({}, [publish(1, ...Array.from({ length: 11 }, (_, i) => `m${i}`))]).log[0]!.error).toBe('TooManyEntriesInBatchRequest');
    expect(fanOut({}, [{ at: 1, do: 'publish', names: ['x', 'y'], bytes: 200_000 }]).log[0]!.error).toBe('BatchRequestTooLong');
    expect(fanOut({ maximumMessageSize: 1_048_576 }, [{ at: 1, do: 'publish', names: ['x'], bytes: 900_000 }], { facts: 'today' }).log[0]!.codes).toEqual(['']);
    expect(parseTopicConfig({ maximumMessageSize: 1_048_576 }, limitsOf('notes')).ok).toBe(false);
  });
});

describe('a FIFO topic', () => {
  const fifo = { fifo: true, contentBasedDeduplication: false };
  const of = (at: number, names: string[], group: string): ProbeStep => ({ at, do: 'publish', names, group, dedup: names });

  it('passes groups on, and recognises duplicates for five minutes', () => {
    const { queue, log, run } = fanOut(fifo, [of(1, ['x'], 'g'), { at: 100 * s, do: 'publish', names: ['x2'], group: 'g', dedup: 'x' }, { at: 302 * s, do: 'publish', names: ['x3'], group: 'g', dedup: 'x' }], { length: '10m' }, { fifo: true });
    expect(log.map((answer) => answer.messages[0])).toEqual([1, 1, 2]);
    expect([queue('a').visible, queue('a').messages[0]!.group]).toEqual([2, 'g']);
    expect(run.events('message.deduplicated')).toHaveLength(1);
  });

  it('keeps the order towards a queue that was away, and holds up nobody else', () => {
    const steps = Array.from({ length: 30 }, (_, i) => of(1 + i * 100, [`m${i}`], 'g'));
    const { queue } = fanOut(fifo, steps, { interventions: [{ at: 0, type: 'fault', node: 'b', name: 'unavailable', duration: 10_000 }] }, { fifo: true });
    for (const id of ['a', 'b']) expect(queue(id).messages.map((message) => message.row), id).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(queue('a').messages[0]!.ageMs).toBe(59_999);
    expect(queue('b').messages[0]!.ageMs).toBeLessThanOrEqual(50_000);
  });

  it('wants a group, and delivers to queues alone', () => {
    expect(fanOut(fifo, [{ at: 1, do: 'publish', names: ['x'], dedup: 'x' }], {}, { fifo: true }).log[0]!.codes).toEqual(['InvalidParameter']);
    expect(fanOut(fifo, [{ at: 1, do: 'publish', names: ['x'], group: 'g' }], {}, { fifo: true }).log[0]!.codes).toEqual(['InvalidParameter']);
    expect(parseTopicConfig({ contentBasedDeduplication: true }, limitsOf('notes')).ok).toBe(false);
  });
});

describe('what is delivered', () => {
  it('is an envelope with AWS’s members in their order', () => {
    const text = envelopeText({ topicName: 't', messageId: 'm', message: 'say "x"', timestamp: '2020-01-06T00:00:00.000Z', attributes: { a: 'x', n: 5, l: ['p'] } });
    const parsed = JSON.parse(text) as Record<string, unknown>;
    expect(Object.keys(parsed)).toEqual(['Type', 'MessageId', 'TopicArn', 'Message', 'Timestamp', 'SignatureVersion', 'Signature', 'SigningCertURL', 'UnsubscribeURL', 'MessageAttributes']);
    expect(parsed.MessageAttributes).toEqual({ a: { Type: 'String', Value: 'x' }, n: { Type: 'Number', Value: '5' }, l: { Type: 'String.Array', Value: '["p"]' } });
    const plain = envelopeText({ topicName: 't', messageId: '0'.repeat(36), message: 'say "x"', timestamp: '2020-01-06T00:00:00.000Z' });
    expect(plain.length).toBe('say "x"'.length + envelopeOverhead('t', 'say "x"', undefined));
  });

  it('with MessageStructure json is the protocol’s own text, or the default one, which must be there', () => {
    expect([messageFor({ default: 'd', sqs: 'q' }, 'sqs'), messageFor({ default: 'd', sqs: 'q' }, 'lambda')]).toEqual([{ ok: true, value: 'q' }, { ok: true, value: 'd' }]);
    expect([messageFor({ sqs: 'q' }, 'sqs').ok, messageFor({ default: 5 }, 'sqs').ok, messageFor('text', 'sqs').ok]).toEqual([false, false, false]);
  });

  it('configurations are checked whole, and never throw', () => {
    const limits = limitsOf('notes');
    const parsed = parseTopicConfig({ subscriptions: [{ endpoint: 'a', filterPolicy: { k: [{ prefx: 'x' }] } }, { rawMessageDelivery: 'perhaps' }] }, limits);
    expect(parsed.ok ? 0 : parsed.error.length).toBe(2);
    for (const raw of [null, 5, 'x', [], { subscriptions: {} }, { subscriptions: [5] }, { topicName: [] }]) expect(() => parseTopicConfig(raw, limits)).not.toThrow();
  });
});

describe('the story of one subscriber that is down', () => {
  it('is told with its retries, while the other goes on', () => {
    const run = simulate(
      `web: traffic(rate=1/s, size=500B, stopAfter=10s) -> put: queue-producer() -> pictures: sns-topic()
       pictures -> thumbnails: sqs-queue() -> small: queue-worker(count=2, wait=20s)
       pictures -> faces: sqs-queue() -> large: queue-worker(count=2, wait=20s)`,
      { length: '60s', interventions: [{ at: 3000, type: 'fault', node: 'faces', name: 'unavailable', duration: 15_000 }] },
    );
    expect(run.summary.sinks.small).toMatchObject({ delivered: 10, duplicates: 0 });
    expect(run.summary.sinks.small!.latencyMs.max).toBeLessThan(200);
    expect(run.summary.sinks.large).toMatchObject({ delivered: 10, duplicates: 0 });
    expect(run.summary.sinks.large!.latencyMs.max).toBeGreaterThan(10_000);
    assertGoldenTrace(run, new URL('golden/subscriber-down.trace', import.meta.url));
  });
});
