/** Delivery policies: how often, and after which waits, a notification is tried again. */
import { naturalExp } from '../../../base/naturalExp.ts';
import { naturalLog } from '../../../base/naturalLog.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

/** As in a delivery policy: retries at once, at the shortest wait, with a growing wait, and at the longest. */
export interface DeliveryPolicy {
  readonly numRetries: number;
  readonly numNoDelayRetries: number;
  readonly numMinDelayRetries: number;
  readonly numMaxDelayRetries: number;
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  readonly backoffFunction: 'linear' | 'arithmetic' | 'geometric' | 'exponential';
}

/** Retries of the phase in which the wait grows. */
export function backoffPhaseRetries(policy: Pick<DeliveryPolicy, 'numRetries' | 'numNoDelayRetries' | 'numMinDelayRetries' | 'numMaxDelayRetries'>): number {
  return policy.numRetries - policy.numNoDelayRetries - policy.numMinDelayRetries - policy.numMaxDelayRetries;
}

/** Wait before a retry, counted from 1, ms; undefined when there are no more. */
export function retryDelay(policy: DeliveryPolicy, retry: number): number | undefined {
  const { numRetries, numNoDelayRetries, numMinDelayRetries, minDelayMs, maxDelayMs } = policy;
  if (retry > numRetries) return undefined;
  if (retry <= numNoDelayRetries) return 0;
  if (retry <= numNoDelayRetries + numMinDelayRetries) return minDelayMs;
  const phase = backoffPhaseRetries(policy);
  const within = retry - numNoDelayRetries - numMinDelayRetries - 1;
  if (within >= phase) return maxDelayMs;
  // SIMPLIFIED: the first of the phase waits the shortest time, the last the longest; AWS draws curves without figures.
  const share = phase === 1 ? 0 : within / (phase - 1);
  if (policy.backoffFunction === 'linear') return Math.round(minDelayMs + (maxDelayMs - minDelayMs) * share);
  if (policy.backoffFunction === 'arithmetic') return Math.round(minDelayMs + (maxDelayMs - minDelayMs) * share * share);
  return Math.round(minDelayMs * naturalExp(naturalLog(maxDelayMs / minDelayMs) * share));
}

/** Time from the first attempt to the last, ms. */
export function spanMs(policy: DeliveryPolicy): number {
  let sum = 0;
  for (let retry = 1; retry <= policy.numRetries; retry++) sum += retryDelay(policy, retry)!;
  return sum;
}

/** To queues, functions and delivery streams. */
export function awsPolicy(limits: Limits): DeliveryPolicy {
  const of = (name: string) => limits.number(`sns.aws-retry.${name}`);
  const parts = [of('immediate'), of('pre-backoff'), of('backoff'), of('post-backoff')] as const;
  return {
    numRetries: parts[0] + parts[1] + parts[2] + parts[3],
    numNoDelayRetries: parts[0],
    numMinDelayRetries: parts[1],
    numMaxDelayRetries: parts[3],
    minDelayMs: limits.duration('sns.aws-retry.min-wait'),
    maxDelayMs: limits.duration('sns.aws-retry.max-wait'),
    backoffFunction: 'exponential',
  };
}

/** To e-mail, SMS and push endpoints. */
export function customerPolicy(limits: Limits): DeliveryPolicy {
  const total = limits.number('sns.customer-retry.total');
  const min = limits.number('sns.customer-retry.pre-backoff');
  return {
    numRetries: total,
    numNoDelayRetries: 0,
    numMinDelayRetries: min,
    numMaxDelayRetries: total - min - limits.number('sns.customer-retry.backoff'),
    minDelayMs: limits.duration('sns.customer-retry.min-wait'),
    maxDelayMs: limits.duration('sns.customer-retry.max-wait'),
    backoffFunction: 'exponential',
  };
}

/** To HTTP endpoints, unless set otherwise. */
export function httpPolicy(limits: Limits): DeliveryPolicy {
  const wait = limits.duration('sns.http-retry.default-wait');
  return { numRetries: limits.number('sns.http-retry.default'), numNoDelayRetries: 0, numMinDelayRetries: 0, numMaxDelayRetries: 0, minDelayMs: wait, maxDelayMs: wait, backoffFunction: 'linear' };
}

/** As AWS takes it: waits in seconds. */
interface RetryPolicySettings extends Omit<DeliveryPolicy, 'minDelayMs' | 'maxDelayMs'> {
  readonly minDelayTarget: number;
  readonly maxDelayTarget: number;
}

const second = 1000;
const longest = (limits: Limits) => limits.duration('sns.http-retry.max-total') / second;
const retriesField = (says: string) => ({ type: 'integer', says, unit: 'retries', min: 0, default: 0 }) as const;

const policyFields: Fields<RetryPolicySettings> = {
  numRetries: { type: 'integer', says: 'Retries in all', unit: 'retries', min: 0, default: (l) => l.number('sns.http-retry.default') },
  numNoDelayRetries: retriesField('Retries at once'),
  numMinDelayRetries: retriesField('Retries at the shortest wait'),
  numMaxDelayRetries: retriesField('Retries at the longest wait'),
  minDelayTarget: { type: 'integer', says: 'Shortest wait', unit: 's', min: 1, max: longest, default: (l) => l.duration('sns.http-retry.default-wait') / second },
  maxDelayTarget: { type: 'integer', says: 'Longest wait', unit: 's', min: 1, max: longest, default: (l) => l.duration('sns.http-retry.default-wait') / second },
  backoffFunction: { type: 'choice', says: 'How waits grow between the shortest and the longest', choices: ['linear', 'arithmetic', 'geometric', 'exponential'], default: 'linear' },
};

/** Reads a delivery policy of an HTTP subscription (its healthyRetryPolicy, in seconds); null for the default one. */
export function parseDeliveryPolicy(raw: unknown, limits: Limits): Result<DeliveryPolicy | null, readonly ConfigIssue[]> {
  if (raw === null) return ok(null);
  const parsed = parseFields<RetryPolicySettings>(raw, policyFields, limits);
  if (!parsed.ok) return parsed;
  const { minDelayTarget, maxDelayTarget, ...counts } = parsed.value;
  const policy = Object.freeze({ ...counts, minDelayMs: minDelayTarget * second, maxDelayMs: maxDelayTarget * second });
  const problem = policyProblem(policy, limits);
  return problem === undefined ? ok(policy) : fail([{ path: '', problem }]);
}

/** What is wrong with a policy for an HTTP endpoint; undefined when nothing is. */
export function policyProblem(policy: DeliveryPolicy, limits: Limits): string | undefined {
  const counts = [policy.numRetries, policy.numNoDelayRetries, policy.numMinDelayRetries, policy.numMaxDelayRetries];
  if (!counts.every((count) => Number.isInteger(count) && count >= 0)) return 'retries are whole numbers, not negative';
  if (backoffPhaseRetries(policy) < 0) return 'numRetries must cover the retries of all phases';
  if (policy.numRetries > limits.number('sns.http-retry.max-retries')) return `numRetries is ${limits.number('sns.http-retry.max-retries')} at most`;
  if (policy.minDelayMs > policy.maxDelayMs) return 'minDelayTarget must not exceed maxDelayTarget';
  return spanMs(policy) > limits.duration('sns.http-retry.max-total') ? 'all retries together must not take longer than 3600 s' : undefined;
}
