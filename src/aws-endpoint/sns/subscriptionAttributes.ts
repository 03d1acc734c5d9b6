/** Attributes of subscriptions, and what the engine makes of them. */
import { filterPolicyProblem, jsonProblem, subscriptionProblem, type FilterScope, type SubscribeRequest } from '../../services/sns-topic/model/operations.ts';
import type { PlainData } from '../../sim/plainData.ts';
import { refuse } from '../apiError.ts';
import type { World } from '../world.ts';
import { effectiveSubscriptionPolicy, subscriptionPolicy } from './deliveryPolicies.ts';
import { isTrue, jsonObject, type Subscription, type Topic } from './register.ts';
import { isWeb, standingOf } from './standing.ts';
import { join, queueNode } from './targets.ts';

const names = ['DeliveryPolicy', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy', 'SubscriptionRoleArn'];
const scopes = ['MessageAttributes', 'MessageBody'];
const rawProtocols = ['sqs', 'firehose', 'http', 'https'];

/** What AWS says before the name: of a list of attributes, or of one. */
export type How = 'Attributes Reason: ' | '';
type Of = Pick<Subscription, 'topic' | 'protocol' | 'endpoint'>;

/** Refuses an attribute that this subscription cannot have. */
export function checkAttribute(name: string, value: string, of: Of, how: How): void {
  const invalid = (what: string) => refuse('InvalidParameter', `Invalid parameter: ${how}${what}`);
  switch (name) {
    case 'RawMessageDelivery':
      if (!/^(true|false)$/i.test(value)) return invalid(`RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
      if (isTrue(value) && !rawProtocols.includes(of.protocol)) return invalid(`Delivery protocol [${of.protocol}] does not support raw message delivery.`);
      return;
    case 'FilterPolicyScope':
      if (!scopes.includes(value)) return invalid(`FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`);
      return;
    case 'SubscriptionRoleArn':
      if (value !== '' && !/^arn:aws:iam::\d{12}:role\/.+$/.test(value)) return invalid('SubscriptionRoleArn: Invalid value');
      return;
    case 'RedrivePolicy':
    case 'DeliveryPolicy': {
      const problem = value === '' ? undefined : jsonProblem(value);
      if (problem !== undefined) return invalid(`${name}: ${problem}`);
      if (name === 'DeliveryPolicy' && !isWeb(of)) return invalid(`DeliveryPolicy: Not supported for protocol ${of.protocol}`);
      if (name === 'RedrivePolicy' && value !== '') checkRedrive(jsonObject(value)?.deadLetterTargetArn, of, invalid);
      return;
    }
    default:
      if (!names.includes(name)) invalid(how === '' ? 'AttributeName' : `Unknown attribute ${name}`);
  }
}

function checkRedrive(target: unknown, { topic, endpoint }: Of, invalid: (what: string) => never): void {
  if (typeof target !== 'string' || !/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[^:]+$/.test(target)) return invalid('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  const fifo = topic.fifo && endpoint.endsWith('.fifo');
  if (fifo && !target.endsWith('.fifo')) return invalid('RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.');
  if (!fifo && target.endsWith('.fifo')) return invalid('RedrivePolicy: must use a standard queue as DLQ for a standard subscription');
}

/** An attribute as it is kept. */
export function keptValue(name: string, value: string, world: World): string {
  if (name === 'RawMessageDelivery') return value.toLowerCase();
  return name === 'DeliveryPolicy' && value !== '' ? subscriptionPolicy(value, world) : value;
}

const scopeOf = (attributes: ReadonlyMap<string, string>) => (attributes.get('FilterPolicyScope') ?? 'MessageAttributes') as FilterScope;

/** The text of a policy that filters; undefined for one that lets everything through. */
function filterOf(attributes: ReadonlyMap<string, string>): string | undefined {
  const text = attributes.get('FilterPolicy') ?? '';
  const read = jsonObject(text);
  return text === '' || (read && Object.keys(read).length === 0) ? undefined : text;
}

/** Refuses attributes that do not go together, or that the engine cannot carry out. */
export function checkTogether(topic: Topic, attributes: ReadonlyMap<string, string>, world: World, how: How): void {
  const filter = filterOf(attributes);
  const wrong = filter === undefined ? undefined : filterPolicyProblem(filter, scopeOf(attributes), world.simulation.limits)?.message;
  const problem = wrong ?? subscriptionProblem({ endpoint: 'any', ...engineSettings(topic, attributes, world) }, world.simulation.limits);
  if (problem !== undefined) refuse('InvalidParameter', `Invalid parameter: ${how}${problem}`);
}

function engineSettings(topic: Topic, attributes: ReadonlyMap<string, string>, world: World) {
  const filter = filterOf(attributes);
  const own = attributes.get('DeliveryPolicy') ?? '';
  return {
    rawMessageDelivery: isTrue(attributes.get('RawMessageDelivery')),
    filterPolicy: filter === undefined ? undefined : (jsonObject(filter) as PlainData | undefined),
    filterPolicyScope: scopeOf(attributes),
    deliveryPolicy: own === '' && !topic.attributes.has('DeliveryPolicy') ? undefined : (effectiveSubscriptionPolicy(topic, own, world).healthyRetryPolicy as PlainData),
  };
}

/** The engine's settings of a subscription of `node`. */
export function settingsOf(topic: Topic, subscription: Pick<Subscription, 'arn' | 'protocol' | 'attributes'>, node: number, world: World): SubscribeRequest {
  const { deliveryPolicy, ...settings } = engineSettings(topic, subscription.attributes, world);
  const { arn, protocol, attributes } = subscription;
  return { ...settings, deliveryPolicy: isWeb(subscription) ? deliveryPolicy : undefined, endpoint: join(topic, protocol, node, world), subscriptionArn: arn, deadLetter: deadLetterOf(topic, attributes, world) };
}

/** The dead-letter queue as the topic knows it; while there is no such queue, what cannot be delivered is lost. */
function deadLetterOf(topic: Topic, attributes: ReadonlyMap<string, string>, world: World): string | undefined {
  const target = jsonObject(attributes.get('RedrivePolicy') ?? '')?.deadLetterTargetArn;
  const node = typeof target === 'string' ? queueNode(target, world) : undefined;
  return node === undefined ? undefined : join(topic, 'sqs', node, world);
}

/** Whether a subscription has this attribute already, set or by default. */
export function hasAttribute({ attributes }: Subscription, name: string, value: string, world: World): boolean {
  const byDefault: Readonly<Record<string, string>> = { RawMessageDelivery: 'false', FilterPolicyScope: 'MessageAttributes' };
  return keptValue(name, value, world) === (attributes.get(name) ?? byDefault[name] ?? '');
}

export function subscriptionAttributes(subscription: Subscription, world: World): Readonly<Record<string, string>> {
  const { arn, topic, protocol, endpoint, attributes, unsubscribeNeedsOwner } = subscription;
  const pending = standingOf(subscription, world) === 'pending';
  const byRequest = isWeb(subscription) || protocol.startsWith('email');
  const { FilterPolicyScope, ...set } = Object.fromEntries([...attributes].filter(([, value]) => value !== ''));
  return {
    SubscriptionPrincipal: `arn:aws:iam::${world.options.account}:root`,
    Owner: world.options.account,
    RawMessageDelivery: 'false',
    TopicArn: topic.arn,
    Endpoint: endpoint,
    Protocol: protocol,
    PendingConfirmation: String(pending),
    ConfirmationWasAuthenticated: String(!byRequest || unsubscribeNeedsOwner),
    SubscriptionArn: arn,
    ...(isWeb(subscription) ? { EffectiveDeliveryPolicy: JSON.stringify(effectiveSubscriptionPolicy(topic, attributes.get('DeliveryPolicy') ?? '', world)) } : {}),
    // The scope shows only beside a policy.
    ...(set.FilterPolicy === undefined ? {} : { FilterPolicyScope: FilterPolicyScope ?? 'MessageAttributes' }),
    ...set,
  };
}
