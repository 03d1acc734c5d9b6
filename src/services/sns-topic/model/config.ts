import { fail, ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import { parseFilterPolicy, type FilterScope } from './filterPolicy.ts';
import { parseDeliveryPolicy, type DeliveryPolicy } from './retries.ts';

/** Settings of a subscription; a connected endpoint without any has the defaults. */
export interface SubscriptionConfig {
  /** Id of the node that is subscribed. */
  readonly endpoint: string;
  readonly rawMessageDelivery: boolean;
  readonly filterPolicy: PlainData;
  readonly filterPolicyScope: FilterScope;
  /** Id of a connected queue that takes what cannot be delivered; empty for none. That queue is no subscriber by itself. */
  readonly deadLetter: string;
  /** HTTP endpoints only; null for the default policy. */
  readonly deliveryPolicy: DeliveryPolicy | null;
}

export interface TopicConfig {
  readonly topicName: string;
  readonly fifo: boolean;
  readonly contentBasedDeduplication: boolean;
  readonly maximumMessageSize: number;
  readonly subscriptions: readonly SubscriptionConfig[];
}

const subscriptionFields: Fields<SubscriptionConfig> = {
  endpoint: { type: 'text', says: 'Node that is subscribed', default: '' },
  rawMessageDelivery: { type: 'boolean', says: 'The message alone, without an envelope', default: false },
  filterPolicy: { type: 'structure', says: 'Names of attributes and the values wanted', default: null, parse: (raw) => ok(raw as PlainData) },
  filterPolicyScope: { type: 'choice', says: 'Whether the policy looks at attributes or at the body', choices: ['MessageAttributes', 'MessageBody'], default: 'MessageAttributes' },
  deadLetter: { type: 'text', says: 'Connected queue that takes what cannot be delivered', default: '' },
  deliveryPolicy: { type: 'structure', says: 'HTTP endpoints: numRetries, minDelayTarget (s) and so on', default: null, parse: parseDeliveryPolicy },
};

/** Settings of subscriptions, each checked whole. */
export function parseSubscriptions(raw: unknown, limits: Limits): Result<readonly SubscriptionConfig[], readonly ConfigIssue[]> {
  if (!Array.isArray(raw)) return fail([{ path: '', problem: 'must be a list' }]);
  const issues: ConfigIssue[] = [];
  const found: SubscriptionConfig[] = [];
  raw.forEach((each, i) => {
    const parsed = parseFields<SubscriptionConfig>(each, subscriptionFields, limits);
    if (!parsed.ok) {
      issues.push(...parsed.error.map((issue) => ({ path: `${i}.${issue.path}`, problem: issue.problem })));
      return;
    }
    const { value } = parsed;
    if (value.endpoint === '') issues.push({ path: `${i}.endpoint`, problem: 'names the node that is subscribed' });
    if (value.filterPolicy !== null) {
      const policy = parseFilterPolicy(value.filterPolicy, value.filterPolicyScope, limits);
      if (!policy.ok) issues.push(...policy.error.map((problem) => ({ path: `${i}.filterPolicy`, problem })));
    }
    found.push(value);
  });
  return issues.length > 0 ? fail(issues) : ok(found);
}

/** What is wrong with the settings of one subscription, each named as the API does; undefined when nothing is. */
export function subscriptionProblem(given: Readonly<Record<string, unknown>>, limits: Limits): string | undefined {
  const parsed = parseSubscriptions([Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))], limits);
  return parsed.ok ? undefined : parsed.error.map(({ path, problem }) => `${memberOf(path.split('.')[1] ?? '')}: ${problem}`).join('; ');
}

const memberOf = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

export const topicFields: Fields<TopicConfig> = {
  topicName: { type: 'text', says: 'Name of the topic; the node id when empty', default: '' },
  fifo: { type: 'boolean', says: 'FIFO topic: order within a message group, no duplicates; for queues only (Today: standard ones too, without order)', default: false },
  contentBasedDeduplication: { type: 'boolean', says: 'FIFO: the SHA-256 of the body is the deduplication id', short: 'contentBased', default: false },
  maximumMessageSize: { type: 'bytes', says: 'Largest message, body and attributes', unit: 'B', min: (l) => l.bytes('sns.message.min-size-setting'), max: (l) => l.bytes('sns.message.max-bytes'), short: 'maxMessage', default: (l) => l.bytes('sns.message.default-max-bytes') },
  subscriptions: { type: 'structure', says: 'Settings of subscriptions, by endpoint: {endpoint, rawMessageDelivery, filterPolicy, filterPolicyScope, deadLetter, deliveryPolicy}', default: [], parse: parseSubscriptions },
};

export function parseTopicConfig(raw: unknown, limits: Limits): Result<TopicConfig, readonly ConfigIssue[]> {
  const parsed = parseFields<TopicConfig>(raw, topicFields, limits);
  if (parsed.ok && parsed.value.contentBasedDeduplication && !parsed.value.fifo) return fail([{ path: 'contentBasedDeduplication', problem: 'is for FIFO topics' }]);
  return parsed;
}
