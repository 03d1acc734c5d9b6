/** Topics: made, deleted, listed; their attributes. */
import { awsError } from '../../aws/awsError.ts';
import { SetSubscription, SetTopic } from '../../services/sns-topic/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { World } from '../world.ts';
import { topicPolicy } from './deliveryPolicies.ts';
import { pageOf } from './lists.ts';
import { checkArn, findTopic, isTrue, listOf, noSuchTopic, registerOf, sorted, subscriptionsOf, type Topic } from './register.ts';
import { isWeb, sweep } from './standing.ts';
import { settingsOf } from './subscriptionAttributes.ts';
import { checkTags, type Tag } from './tags.ts';
import { checkTopicAttribute, topicAttributes } from './topicAttributes.ts';

const plainName = /^[a-zA-Z0-9_-]{1,256}$/;
const fifoName = /^[a-zA-Z0-9_-]{1,251}\.fifo$/;

/** The engine's settings of a topic follow its attributes; it judges those that it knows. */
async function apply(topic: Topic, attributes: ReadonlyMap<string, string>, world: World): Promise<void> {
  const { limits } = world.simulation;
  const maximumMessageSize = Number(attributes.get('MaximumMessageSize') ?? limits.bytes('sns.message.default-max-bytes'));
  const contentBasedDeduplication = isTrue(attributes.get('ContentBasedDeduplication'));
  await world.call(topic.node, SetTopic, { topicArn: topic.arn, signatureVersion: attributes.get('SignatureVersion') ?? '1', contentBasedDeduplication, maximumMessageSize }, () => null);
}

/** Web servers of a topic follow its delivery policy. */
async function retryAnew(topic: Topic, world: World): Promise<void> {
  for (const subscription of subscriptionsOf(world, topic)) {
    const { linked } = subscription;
    if (linked && isWeb(subscription)) await world.call(topic.node, SetSubscription, { subscription: linked.number, ...settingsOf(topic, subscription, linked.node, world) }, () => null);
  }
}

const createTopic: Handler = async (input, world) => {
  const name = input.Name as string;
  const { FifoTopic, ...attributes } = (input.Attributes ?? {}) as Record<string, string>;
  if (FifoTopic !== undefined && !/^(true|false)$/i.test(FifoTopic)) return refuse('InvalidParameter', `Invalid parameter: Attributes Reason: FifoTopic: Invalid value [${FifoTopic}]`);
  const fifo = isTrue(FifoTopic);
  if (fifo && !fifoName.test(name)) return refuse('InvalidParameter', 'Invalid parameter: Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.');
  if (!fifo && !plainName.test(name)) return refuse('InvalidParameter', 'Invalid parameter: Topic Name');
  for (const [attribute, value] of Object.entries(attributes)) checkTopicAttribute(attribute, value, fifo, 'Attributes Reason: ', world);
  if (attributes.DeliveryPolicy !== undefined) attributes.DeliveryPolicy = topicPolicy(attributes.DeliveryPolicy);
  const tags = listOf<Tag>(input.Tags);
  checkTags(tags, new Map(), world);
  const { topics } = registerOf(world);
  const arn = world.arn('sns', name);
  const known = topics.get(arn);
  if (known) {
    const now = topicAttributes(known, world);
    if (Object.entries(attributes).some(([attribute, value]) => now[attribute] !== value)) return refuse('InvalidParameter', 'Invalid parameter: Attributes Reason: Topic already exists with different attributes');
    if (tags.length > 0 && sorted(known.tags) !== sorted(tags.map(({ Key, Value }) => [Key, Value]))) return refuse('InvalidParameter', 'Invalid parameter: Tags Reason: Topic already exists with different tags');
    return { TopicArn: arn };
  }
  const topic: Topic = { name, arn, fifo, node: world.create('sns-topic', { topicName: name, fifo }), attributes: new Map(Object.entries(attributes)), tags: new Map(tags.map(({ Key, Value }) => [Key, Value])), joined: new Set(), subscriptionsMade: 0, subscriptionsDeleted: 0 };
  // Before anything is waited for: another call may ask for the same.
  topics.set(arn, topic);
  await apply(topic, topic.attributes, world).catch((error: unknown) => {
    topics.delete(arn);
    throw error;
  });
  return { TopicArn: arn };
};

export const topicHandlers: Readonly<Record<string, Handler>> = {
  CreateTopic: createTopic,
  DeleteTopic(input, world) {
    const { topics, subscriptions, sites } = registerOf(world);
    checkArn(input.TopicArn as string, 'TopicArn', world);
    const topic = topics.get(input.TopicArn as string);
    // Deleting what is not there is no error.
    if (!topic) return {};
    topics.delete(topic.arn);
    for (const { arn } of subscriptionsOf(world, topic)) subscriptions.delete(arn);
    world.remove(topic.node, awsError('NotFound', noSuchTopic));
    for (const [key, site] of sites) {
      if (!key.startsWith(`${topic.arn} `)) continue;
      sites.delete(key);
      world.remove(site, awsError('NotFound', noSuchTopic));
    }
    return {};
  },
  GetTopicAttributes(input, world) {
    const topic = findTopic(input, world);
    sweep(world);
    return { Attributes: topicAttributes(topic, world) };
  },
  async SetTopicAttributes(input, world) {
    const topic = findTopic(input, world);
    const name = input.AttributeName as string;
    const given = (input.AttributeValue as string | undefined) ?? '';
    checkTopicAttribute(name, given, topic.fifo, '', world);
    const value = name === 'DeliveryPolicy' ? topicPolicy(given) : given;
    await apply(topic, new Map(topic.attributes).set(name, value), world);
    topic.attributes.set(name, value);
    if (name === 'DeliveryPolicy') await retryAnew(topic, world);
    return {};
  },
  ListTopics(input, world) {
    const topics = [...registerOf(world).topics.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
    const { items, NextToken } = pageOf(input, '', topics, world);
    return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), NextToken };
  },
};
