/** Attributes of subscriptions, and what the engine makes of them. */
import { subscriptionProblem, type SubscribeRequest } from '../../services/sns-topic/model/operations.ts';
import type { PlainData } from '../../sim/plainData.ts';
import { refuse } from '../apiError.ts';
import { isApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { jsonObject, type Subscription, type Topic } from './register.ts';
import { standingOf } from './standing.ts';
import { join, queueNode } from './targets.ts';
import { effectiveDeliveryPolicy, isTrue } from './topicAttributes.ts';

const names = ['DeliveryPolicy', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy', 'SubscriptionRoleArn'];
const scopes = ['MessageAttributes', 'MessageBody'];

/** What AWS says before the name: of a list of attributes, or of one. */
export type How = 'Attributes Reason: ' | '';

/** Refuses an attribute that no subscription can have. */
export function checkAttribute(name: string, value: string, topic: Topic, protocol: string, how: How): void {
  const invalid = (what: string) => refuse('InvalidParameter', `Invalid parameter: ${how}${what}`);
  if (!names.includes(name)) return invalid(how === '' ? `AttributeName: ${name} cannot be set` : `Unknown attribute ${name}`);
  if (value === '') return;
  if (name === 'RawMessageDelivery') {
    if (!/^(true|false)$/i.test(value)) return invalid(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  } else if (name === 'FilterPolicyScope') {
    if (!scopes.includes(value)) return invalid(`FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`);
  } else if (name === 'SubscriptionRoleArn') {
    if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(value)) return invalid('SubscriptionRoleArn: Invalid value');
  } else if (name.endsWith('Policy')) {
    const read = jsonObject(value);
    if (!read) return invalid(`${name}: failed to parse JSON.`);
    if (name === 'DeliveryPolicy' && !protocol.startsWith('http')) return invalid(`DeliveryPolicy: Not supported for protocol ${protocol}`);
    if (name === 'RedrivePolicy') checkRedrive(read.deadLetterTargetArn, topic, invalid);
  }
}

function checkRedrive(target: unknown, topic: Topic, invalid: (what: string) => never): void {
  if (typeof target !== 'string' || !/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[^:]+$/.test(target)) return invalid('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  if (topic.fifo && !target.endsWith('.fifo')) return invalid('RedrivePolicy: must use a FIFO queue as DLQ for a FIFO topic');
  if (!topic.fifo && target.endsWith('.fifo')) return invalid('RedrivePolicy: must use a standard queue as DLQ for a standard topic');
}

const plain = (text: string | undefined) => (text === undefined || text === '' ? undefined : (jsonObject(text) as PlainData | undefined));

function engineSettings(attributes: ReadonlyMap<string, string>) {
  const policy = plain(attributes.get('DeliveryPolicy'));
  const retries = isApiRecord(policy) && isApiRecord(policy.healthyRetryPolicy) ? policy.healthyRetryPolicy : policy;
  return {
    rawMessageDelivery: isTrue(attributes.get('RawMessageDelivery')),
    filterPolicy: plain(attributes.get('FilterPolicy')),
    filterPolicyScope: attributes.get('FilterPolicyScope') || undefined,
    deliveryPolicy: retries as PlainData | undefined,
  };
}

/** Refuses attributes that the engine cannot carry out together. */
export function checkTogether(attributes: ReadonlyMap<string, string>, world: World, how: How): void {
  const problem = subscriptionProblem({ endpoint: 'any', ...engineSettings(attributes) }, world.simulation.limits);
  if (problem !== undefined) refuse('InvalidParameter', `Invalid parameter: ${how}${problem}`);
}

/** The engine's settings of a subscription of `node`. */
export function settingsOf(topic: Topic, { arn, protocol, attributes }: Pick<Subscription, 'arn' | 'protocol' | 'attributes'>, node: number, world: World): SubscribeRequest {
  return { ...engineSettings(attributes), endpoint: join(topic, protocol, node, world), subscriptionArn: arn, deadLetter: deadLetterOf(topic, attributes, world) };
}

/** The dead-letter queue as the topic knows it; while there is no such queue, what cannot be delivered is lost. */
function deadLetterOf(topic: Topic, attributes: ReadonlyMap<string, string>, world: World): string | undefined {
  const target = jsonObject(attributes.get('RedrivePolicy') ?? '')?.deadLetterTargetArn;
  const node = typeof target === 'string' ? queueNode(target, world) : undefined;
  return node === undefined ? undefined : join(topic, 'sqs', node, world);
}

export function subscriptionAttributes(subscription: Subscription, world: World): Readonly<Record<string, string>> {
  const { arn, topic, protocol, endpoint, attributes, unsubscribeNeedsOwner } = subscription;
  const standing = standingOf(subscription, world);
  const filtered = (attributes.get('FilterPolicy') ?? '') !== '';
  return {
    SubscriptionPrincipal: `arn:aws:iam::${world.options.account}:root`,
    Owner: world.options.account,
    RawMessageDelivery: 'false',
    TopicArn: topic.arn,
    Endpoint: endpoint,
    Protocol: protocol,
    PendingConfirmation: String(standing === 'pending'),
    ConfirmationWasAuthenticated: String(!protocol.startsWith('http') || unsubscribeNeedsOwner),
    SubscriptionArn: arn,
    ...(!protocol.startsWith('http') ? {} : { EffectiveDeliveryPolicy: attributes.get('DeliveryPolicy') || effectiveDeliveryPolicy(world) }),
    ...(filtered ? { FilterPolicyScope: 'MessageAttributes' } : {}),
    ...Object.fromEntries([...attributes].filter(([, value]) => value !== '').map(([name, value]) => [name, name === 'RawMessageDelivery' ? value.toLowerCase() : value])),
  };
}
