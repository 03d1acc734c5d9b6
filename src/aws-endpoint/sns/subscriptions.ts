/** Subscribe, ConfirmSubscription, Unsubscribe; attributes and lists of subscriptions. */
import { ConfirmSubscription, SetSubscription, Subscribe, subscriptionArnOf, Unsubscribe } from '../../services/sns-topic/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { pageOf } from './lists.ts';
import { calledSubscription, findSubscription, findTopic, registerOf, subscriptionsOf, type Subscription, type Topic } from './register.ts';
import { pendingToken, standingOf, sweep } from './standing.ts';
import { checkAttribute, checkTogether, hasAttribute, keptValue, settingsOf, subscriptionAttributes } from './subscriptionAttributes.ts';
import { checkEndpoint, targetOf } from './targets.ts';

/** Subscribes the node behind the endpoint, if there is one by now: a queue may come later, or be made anew. */
export async function link(subscription: Subscription, world: World): Promise<void> {
  const { topic, protocol, endpoint, linked } = subscription;
  const node = targetOf(topic, protocol, endpoint, world);
  // One that is gone stays: the topic finds nobody there, and turns to the dead-letter queue.
  if (node === undefined || linked?.node === node) return;
  if (linked) await world.call(topic.node, Unsubscribe, { subscription: linked.number }, () => null);
  subscription.linked = undefined;
  const number = await world.call(topic.node, Subscribe, settingsOf(topic, subscription, node, world), (response) => response.subscription);
  subscription.linked = { node, number };
}

/** Refuses what a topic for large messages does not deliver to. */
function checkLarge(topic: Topic, protocol: string, world: World): void {
  const { limits } = world.simulation;
  if (Number(topic.attributes.get('MaximumMessageSize') ?? 0) <= limits.bytes('sns.message.default-max-bytes')) return;
  if (protocol !== 'sqs' && protocol !== 'firehose') return refuse('InvalidParameter', `Invalid parameter: Protocol Reason: MaximumMessageSize of the topic does not go with protocol ${protocol}`);
  if (subscriptionsOf(world, topic).length >= limits.number('sns.large-topic.max-subscriptions')) refuse('InvalidParameter', 'Invalid parameter: TopicArn Reason: MaximumMessageSize of the topic does not go with more subscriptions');
}

const subscribe: Handler = async (input, world) => {
  const topic = findTopic(input, world);
  const protocol = input.Protocol as string;
  const endpoint = input.Endpoint as string | undefined;
  if (endpoint === undefined || endpoint === '') return refuse('InvalidParameter', 'Invalid parameter: Endpoint Reason: no value for required parameter');
  checkEndpoint(topic, protocol, endpoint, world);
  const given = Object.entries((input.Attributes ?? {}) as Record<string, string>);
  const attributes = new Map(given.map(([name, value]) => [name, keptValue(name, value, world)]));
  for (const [name, value] of given) checkAttribute(name, value, { topic, protocol, endpoint }, 'Attributes Reason: ');
  checkTogether(topic, attributes, world, 'Attributes Reason: ');
  if (protocol === 'firehose' && !attributes.has('SubscriptionRoleArn')) return refuse('InvalidParameter', 'Invalid parameter: Attributes Reason: Please provide a valid SubscriptionRoleArn for subscribing to Kinesis Firehose delivery streams');
  sweep(world);
  const { subscriptions } = registerOf(world);
  const known = subscriptionsOf(world, topic).find((each) => each.protocol === protocol && each.endpoint === endpoint);
  if (known) {
    if (given.some(([name, value]) => !hasAttribute(known, name, value, world))) return refuse('InvalidParameter', 'Invalid parameter: Attributes Reason: Subscription already exists with different attributes');
    // Whoever has not confirmed gets another confirmation message.
    known.offeredAt = world.now;
    if (known.linked && standingOf(known, world) === 'pending') await world.call(topic.node, Subscribe, settingsOf(topic, known, known.linked.node, world), () => null);
    return told(known, input, world);
  }
  checkLarge(topic, protocol, world);
  const made: Subscription = { arn: subscriptionArnOf(topic.arn, topic.subscriptionsMade++), topic, protocol, endpoint, attributes, linked: undefined, confirmedWith: undefined, unsubscribeNeedsOwner: false, offeredAt: world.now };
  // Before anything is waited for: another call may ask for the same.
  subscriptions.set(made.arn, made);
  await link(made, world).catch((error: unknown) => {
    subscriptions.delete(made.arn);
    throw error;
  });
  return told(made, input, world);
};

function told(subscription: Subscription, input: ApiRecord, world: World): ApiRecord {
  const shown = input.ReturnSubscriptionArn === true || standingOf(subscription, world) === 'confirmed';
  return { SubscriptionArn: shown ? subscription.arn : 'pending confirmation' };
}

const confirmSubscription: Handler = async (input, world) => {
  const token = input.Token as string;
  const asked = input.AuthenticateOnUnsubscribe as string | undefined;
  if (asked !== undefined && !/^(true|false)$/i.test(asked)) return refuse('InvalidParameter', 'Invalid parameter: AuthenticateOnUnsubscribe');
  const [kind, , service, region] = (input.TopicArn as string).split(':');
  if (kind !== 'arn' || service !== 'sns' || region !== world.options.region) return refuse('InvalidParameter', 'Invalid parameter: Topic');
  if (!/^[0-9a-f]+$/.test(token)) return refuse('InvalidParameter', 'Invalid token');
  const topic = registerOf(world).topics.get(input.TopicArn as string);
  if (!topic) return refuse('InvalidParameter', 'Invalid parameter: Token');
  sweep(world);
  for (const subscription of subscriptionsOf(world, topic)) {
    if (subscription.confirmedWith === token) return { SubscriptionArn: subscription.arn };
    const pending = pendingToken(subscription, world);
    if (pending?.token !== token) continue;
    await world.call(topic.node, ConfirmSubscription, { subscription: subscription.linked!.number, Token: pending.inside }, () => null);
    subscription.confirmedWith = token;
    subscription.unsubscribeNeedsOwner = asked?.toLowerCase() === 'true';
    return { SubscriptionArn: subscription.arn };
  }
  return refuse('InvalidParameter', 'Invalid parameter: Token');
};

const setAttributes: Handler = async (input, world) => {
  const subscription = findSubscription(input, world);
  const { topic, linked } = subscription;
  const name = input.AttributeName as string;
  const given = (input.AttributeValue as string | undefined) ?? '';
  checkAttribute(name, given, subscription, '');
  const value = keptValue(name, given, world);
  const attributes = new Map(subscription.attributes).set(name, value);
  checkTogether(topic, attributes, world, '');
  if (linked) await world.call(topic.node, SetSubscription, { subscription: linked.number, ...settingsOf(topic, { ...subscription, attributes }, linked.node, world) }, () => null);
  subscription.attributes.set(name, value);
  return {};
};

/** One page of subscriptions of a topic, or of the account. */
function listing(input: ApiRecord, world: World, topic: Topic | undefined): ApiRecord {
  sweep(world);
  const { items, NextToken } = pageOf(input, topic?.arn ?? '', subscriptionsOf(world, topic), world);
  const Subscriptions = items.map((subscription) => ({
    SubscriptionArn: standingOf(subscription, world) === 'pending' ? 'PendingConfirmation' : subscription.arn,
    Owner: world.options.account,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    TopicArn: subscription.topic.arn,
  }));
  return { Subscriptions, NextToken };
}

export const subscriptionHandlers: Readonly<Record<string, Handler>> = {
  Subscribe: subscribe,
  ConfirmSubscription: confirmSubscription,
  SetSubscriptionAttributes: setAttributes,
  GetSubscriptionAttributes(input, world) {
    sweep(world);
    return { Attributes: subscriptionAttributes(findSubscription(input, world), world) };
  },
  async Unsubscribe(input, world) {
    const { subscriptions } = registerOf(world);
    const subscription = calledSubscription(input, world);
    // What is not there needs no end.
    if (!subscription) return {};
    const { topic, linked } = subscription;
    subscriptions.delete(subscription.arn);
    topic.subscriptionsDeleted++;
    if (linked) await world.call(topic.node, Unsubscribe, { subscription: linked.number }, () => null);
    return {};
  },
  ListSubscriptions: (input, world) => listing(input, world, undefined),
  ListSubscriptionsByTopic: (input, world) => listing(input, world, findTopic(input, world)),
};
