/** Subscribe, ConfirmSubscription, Unsubscribe; attributes and lists of subscriptions. */
import { ConfirmSubscription, SetSubscription, Subscribe, subscriptionArnOf, Unsubscribe } from '../../services/sns-topic/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { page } from '../paging.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { checkArn, findSubscription, findTopic, registerOf, subscriptionsOf, type Subscription, type Topic } from './register.ts';
import { pendingToken, standingOf, sweep } from './standing.ts';
import { checkAttribute, checkTogether, settingsOf, subscriptionAttributes } from './subscriptionAttributes.ts';
import { checkEndpoint, targetOf } from './targets.ts';
import { pageSize } from './topics.ts';

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

const subscribe: Handler = async (input, world) => {
  const topic = findTopic(input, world);
  const protocol = input.Protocol as string;
  const endpoint = input.Endpoint as string | undefined;
  if (endpoint === undefined || endpoint === '') return refuse('InvalidParameter', 'Invalid parameter: Endpoint Reason: no value for required parameter');
  checkEndpoint(topic, protocol, endpoint, world);
  const attributes = Object.entries((input.Attributes ?? {}) as Record<string, string>);
  for (const [name, value] of attributes) checkAttribute(name, value, topic, protocol, 'Attributes Reason: ');
  checkTogether(new Map(attributes), world, 'Attributes Reason: ');
  if (protocol === 'firehose' && !attributes.some(([name]) => name === 'SubscriptionRoleArn')) return refuse('InvalidParameter', 'Invalid parameter: Attributes Reason: Please provide a valid SubscriptionRoleArn for subscribing to Kinesis Firehose delivery streams');
  sweep(world);
  const { subscriptions } = registerOf(world);
  const known = subscriptionsOf(world, topic).find((each) => each.protocol === protocol && each.endpoint === endpoint);
  if (known) {
    const now = subscriptionAttributes(known, world);
    if (attributes.some(([name, value]) => now[name] !== value)) return refuse('InvalidParameter', 'Invalid parameter: Attributes Reason: Subscription already exists with different attributes');
    // A web server that has not confirmed gets another confirmation message.
    if (known.linked && standingOf(known, world) === 'pending') await world.call(topic.node, Subscribe, settingsOf(topic, known, known.linked.node, world), () => null);
    return told(known, input, world);
  }
  const made: Subscription = { arn: subscriptionArnOf(topic.arn, topic.subscriptionsMade++), topic, protocol, endpoint, attributes: new Map(attributes), linked: undefined, confirmedWith: undefined, unsubscribeNeedsOwner: false };
  await link(made, world);
  subscriptions.set(made.arn, made);
  return told(made, input, world);
};

function told(subscription: Subscription, input: ApiRecord, world: World): ApiRecord {
  const shown = input.ReturnSubscriptionArn === true || standingOf(subscription, world) === 'confirmed';
  return { SubscriptionArn: shown ? subscription.arn : 'pending confirmation' };
}

const confirmSubscription: Handler = async (input, world) => {
  const topic = findTopic(input, world);
  const token = input.Token as string;
  const asked = input.AuthenticateOnUnsubscribe as string | undefined;
  if (asked !== undefined && !/^(true|false)$/i.test(asked)) return refuse('InvalidParameter', 'Invalid parameter: AuthenticateOnUnsubscribe');
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
  const { topic, protocol, linked } = subscription;
  const name = input.AttributeName as string;
  const value = (input.AttributeValue as string | undefined) ?? '';
  checkAttribute(name, value, topic, protocol, '');
  const attributes = new Map(subscription.attributes).set(name, value);
  checkTogether(attributes, world, '');
  if (linked) await world.call(topic.node, SetSubscription, { subscription: linked.number, ...settingsOf(topic, { ...subscription, attributes }, linked.node, world) }, () => null);
  subscription.attributes.set(name, value);
  return {};
};

/** One page of subscriptions of a topic, or of the account. */
function listing(input: ApiRecord, world: World, topic: Topic | undefined): ApiRecord {
  sweep(world);
  const { items, NextToken } = page({
    token: input.NextToken as string | undefined,
    limit: pageSize(world),
    start: () => ({ of: topic?.arn ?? '', after: '' }),
    all: () => subscriptionsOf(world, topic),
    keyOf: ({ arn }) => arn,
    invalid: 'InvalidParameter',
    now: world.now,
  });
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
    const arn = input.SubscriptionArn as string;
    checkArn(arn, 'SubscriptionArn');
    const { subscriptions, topics } = registerOf(world);
    if (topics.has(arn)) return refuse('InvalidParameter', 'Invalid parameter: SubscriptionArn Reason: this is the ARN of a topic');
    const subscription = subscriptions.get(arn);
    // What is not there needs no end.
    if (!subscription) return {};
    const { topic, linked } = subscription;
    subscriptions.delete(arn);
    topic.subscriptionsDeleted++;
    if (linked) await world.call(topic.node, Unsubscribe, { subscription: linked.number }, () => null);
    return {};
  },
  ListSubscriptions: (input, world) => listing(input, world, undefined),
  ListSubscriptionsByTopic: (input, world) => listing(input, world, findTopic(input, world)),
};
