import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { probedModels, type ProbeAnswer, type ProbeStep } from '../../../testing/queueProbe.ts';
import { simulate, type SimulateOptions } from '../../../testing/simulate.ts';
import { policyMatches } from './filterPolicy.ts';
import { awsPolicy, backoffPhaseRetries, customerPolicy, httpPolicy, policyProblem, retryDelay, spanMs } from './retries.ts';

const attributes = { customer_interests: ['soccer', 'rugby', 'hockey'], store: 'example_corp', event: 'order_placed', price_usd: 210.75 };

/** A publisher, a topic, and two queues with a probe at each. */
function fanOut(topic: object, publish: readonly ProbeStep[], options: SimulateOptions = {}, queue: object = {}) {
  const run = simulate(
    {
      nodes: [
        { id: 'probe', kind: 'queue-probe', config: { script: publish } },
        { id: 'topic', kind: 'sns-topic', config: topic },
        { id: 'sqsA', kind: 'sqs-queue', config: queue },
        { id: 'sqsB', kind: 'sqs-queue', config: queue },
      ],
      edges: [{ from: 'probe', to: 'topic', latencyMs: 0 }, { from: 'topic', to: 'sqsA', latencyMs: 0 }, { from: 'topic', to: 'sqsB', latencyMs: 0 }],
    },
    { length: '60s', models: probedModels, ...options },
  );
  return { run, log: run.view('probe').log as unknown as ProbeAnswer[] };
}

/** The golden cases of the topic, by id. */
describe('golden cases', () => {
  it('SNS-01: a policy whose every name matches accepts the message', () => {
    const policy: PlainRecord = { store: ['example_corp'], event: [{ 'anything-but': 'order_cancelled' }], customer_interests: ['rugby', 'football', 'baseball'], price_usd: [{ numeric: ['>=', 100] }] };
    for (const edition of ['notes', 'today'] as const) expect(policyMatches(policy, attributes, edition)).toBe(true);
  });

  it('SNS-02: one name that does not match, or is missing, refuses it', () => {
    const policy: PlainRecord = { store: ['example_corp'], event: ['order_cancelled'], encrypted: [false], customer_interests: ['basketball', 'baseball'] };
    for (const edition of ['notes', 'today'] as const) expect(policyMatches(policy, attributes, edition)).toBe(false);
    expect(policyMatches({ store: ['example_corp'], encrypted: [false] }, attributes, 'notes')).toBe(false);
  });

  it('SNS-04: what is left of the retries is the phase of growing waits', () => {
    expect(backoffPhaseRetries({ numRetries: 50, numNoDelayRetries: 3, numMinDelayRetries: 2, numMaxDelayRetries: 35 })).toBe(10);
  });

  it('SNS-05: a queue that is unavailable for 4 s gets its message by a retry, the other at once, each exactly once', () => {
    const { run, log } = fanOut({}, [{ at: 1, do: 'publish', names: ['a'] }], { interventions: [{ at: 0, type: 'fault', node: 'sqsB', name: 'unavailable', duration: 4000 }] });
    expect(log[0]!.messages).toEqual([1]);
    const [a, b] = ['sqsA', 'sqsB'].map((queue) => run.view(queue) as unknown as { sent: number; visible: number; oldestAgeMs: number });
    expect([a!.sent, a!.oldestAgeMs]).toEqual([1, 59_999]);
    expect(b!.sent).toBe(1);
    // Retries: three at once, two at 1 s, then 1 s, 1.395 s, 1.946 s …: the seventh comes at 4.395 s.
    expect(b!.oldestAgeMs).toBe(59_999 - 4395);
    expect(run.metric('topic', 'NumberOfNotificationsDelivered').sum).toBe(2);
    expect(run.metric('topic', 'NumberOfMessagesPublished').sum).toBe(1);
  });
});

describe('retry schedules', () => {
  const limits = limitsOf('notes');

  it('to AWS endpoints: 100,015 retries over 23 days', () => {
    const policy = awsPolicy(limits);
    expect(policy.numRetries).toBe(100_015);
    expect(Array.from({ length: 6 }, (_, i) => retryDelay(policy, i + 1))).toEqual([0, 0, 0, 1000, 1000, 1000]);
    expect([retryDelay(policy, 15), retryDelay(policy, 16), retryDelay(policy, 100_015), retryDelay(policy, 100_016)]).toEqual([20_000, 20_000, 20_000, undefined]);
    expect(Math.floor(spanMs(policy) / 86_400_000)).toBe(23);
  });

  it('to customers: 50 retries over about 6 hours', () => {
    const policy = customerPolicy(limits);
    expect([policy.numRetries, backoffPhaseRetries(policy), policy.numMaxDelayRetries]).toEqual([50, 10, 38]);
    expect(spanMs(policy) / 3_600_000).toBeGreaterThan(6);
    expect(spanMs(policy) / 3_600_000).toBeLessThan(7);
  });

  it('to HTTP endpoints: three at 20 s unless set otherwise, an hour in all at most', () => {
    const policy = httpPolicy(limits);
    expect([1, 2, 3, 4].map((retry) => retryDelay(policy, retry))).toEqual([20_000, 20_000, 20_000, undefined]);
    expect(policyProblem(policy, limits)).toBeUndefined();
    expect(policyProblem({ ...policy, numRetries: 100, minDelayMs: 40_000, maxDelayMs: 40_000 }, limits)).toContain('3600 s');
    expect(policyProblem({ ...policy, numRetries: 101 }, limits)).toContain('100');
    expect(policyProblem({ ...policy, numNoDelayRetries: 9 }, limits)).toContain('numRetries');
    expect(retryDelay({ ...policy, numRetries: 5, minDelayMs: 1000, maxDelayMs: 5000 }, 3)).toBe(3000);
  });
});
