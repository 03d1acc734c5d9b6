/** Topics: made, deleted, listed; their attributes. */
import { SetTopic, Unsubscribe } from '../../services/sns-topic/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { page } from '../paging.ts';
import type { World } from '../world.ts';
import { checkArn, findTopic, listOf, registerOf, sorted, subscriptionsOf, type Topic } from './register.ts';
import { sweep } from './standing.ts';
import { checkTags, type Tag } from './tags.ts';
import { checkTopicAttribute, isTrue, topicAttributes } from './topicAttributes.ts';

export const pageSize = (world: World) => world.simulation.limits.number('sns.list.page-size');
const plainName = /^[a-zA-Z0-9_-]{1,256}$/;
const fifoName = /^[a-zA-Z0-9_-]{1,251}\.fifo$/;

/** The engine's settings of a topic follow its attributes; it judges those that it knows. */
async function apply(topic: Topic, attributes: ReadonlyMap<string, string>, world: World): Promise<void> {
  const { limits } = world.simulation;
  const maximumMessageSize = Number(attributes.get('MaximumMessageSize') ?? limits.bytes('sns.message.default-max-bytes'));
  const contentBasedDeduplication = isTrue(attributes.get('ContentBasedDeduplication'));
  await world.call(topic.node, SetTopic, { topicArn: topic.arn, signatureVersion: attributes.get('SignatureVersion') ?? '1', contentBasedDeduplication, maximumMessageSize }, () => null);
}

const createTopic: Handler = async (input, world) => {
  const name = input.Name as string;
  const { FifoTopic, ...attributes } = (input.Attributes ?? {}) as Record<string, string>;
  if (FifoTopic !== undefined && !/^(true|false)$/i.test(FifoTopic)) return refuse('InvalidParameter', `Invalid parameter: Attributes Reason: FifoTopic: Invalid value [${FifoTopic}]`);
  const fifo = isTrue(FifoTopic);
  if (fifo && !fifoName.test(name)) return refuse('InvalidParameter', 'Invalid parameter: Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.');
  if (!fifo && !plainName.test(name)) return refuse('InvalidParameter', 'Invalid parameter: Topic Name');
  for (const [attribute, value] of Object.entries(attributes)) checkTopicAttribute(attribute, value, fifo, 'Attributes Reason: ');
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
  await apply(topic, topic.attributes, world);
  topics.set(arn, topic);
  return { TopicArn: arn };
};

export const topicHandlers: Readonly<Record<string, Handler>> = {
  CreateTopic: createTopic,
  async DeleteTopic(input, world) {
    const { topics, subscriptions } = registerOf(world);
    checkArn(input.TopicArn as string, 'TopicArn');
    const topic = topics.get(input.TopicArn as string);
    // Deleting what is not there is no error.
    if (!topic) return {};
    topics.delete(topic.arn);
    for (const subscription of subscriptionsOf(world, topic)) {
      subscriptions.delete(subscription.arn);
      if (subscription.linked) await world.call(topic.node, Unsubscribe, { subscription: subscription.linked.number }, () => null);
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
    const value = (input.AttributeValue as string | undefined) ?? '';
    checkTopicAttribute(name, value, topic.fifo, '');
    const next = new Map(topic.attributes).set(name, value);
    await apply(topic, next, world);
    topic.attributes.set(name, value);
    return {};
  },
  ListTopics(input, world) {
    const { items, NextToken } = page({
      token: input.NextToken as string | undefined,
      limit: pageSize(world),
      start: () => ({ of: '', after: '' }),
      all: () => [...registerOf(world).topics.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1)),
      keyOf: ({ arn }) => arn,
      invalid: 'InvalidParameter',
      now: world.now,
    });
    return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), NextToken };
  },
};
