/** Consumers of enhanced fan-out: registered, described, listed, deregistered. */
import { HangUp } from '../../services/kinesis-streams/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { page } from '../paging.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { allStreams, creationSeconds, demandSameCreation, demandStanding, findStream, passingStatus, type Consumer, type Stream } from './register.ts';
import { demandActive } from './resources.ts';
import { addTags } from './tags.ts';

/** The consumer that a call names by ARN, or by its stream's ARN and its name, or by all three. */
export function findConsumer(input: ApiRecord, world: World): { stream: Stream; consumer: Consumer } {
  const arn = input.ConsumerARN as string | undefined;
  const name = input.ConsumerName as string | undefined;
  if (arn === undefined && (name === undefined || input.StreamARN === undefined)) return refuse('InvalidArgumentException', 'Either ConsumerARN, or StreamARN and ConsumerName, must be given.');
  for (const stream of allStreams(world)) {
    const consumer = [...stream.consumers.values()].find((each) => (arn === undefined ? stream.arn === input.StreamARN && each.name === name : each.arn === arn));
    if (!consumer) continue;
    if ((name ?? consumer.name) !== consumer.name || (input.StreamARN ?? stream.arn) !== stream.arn) return refuse('InvalidArgumentException', `ConsumerARN ${consumer.arn} is not that of the StreamARN and ConsumerName given with it.`);
    return { stream, consumer };
  }
  return refuse('ResourceNotFoundException', `Consumer ${arn ?? name ?? ''}, account ${world.options.account} not found.`);
}

export const statusOfConsumer = (consumer: Consumer, world: World) => passingStatus(consumer, world) ?? 'ACTIVE';

function describe(consumer: Consumer, world: World): ApiRecord {
  const { name, arn, createdAt } = consumer;
  return { ConsumerName: name, ConsumerARN: arn, ConsumerStatus: statusOfConsumer(consumer, world), ConsumerCreationTimestamp: creationSeconds(createdAt, world) };
}

const registerConsumer: Handler = (input, world) => {
  const stream = demandStanding(findStream(input, world), world);
  const name = input.ConsumerName as string;
  const { limits } = world.simulation;
  if (world.options.facts === 'notes') return refuse('InvalidArgumentException', 'Enhanced fan-out exists in the Today edition only.');
  if (stream.consumers.has(name)) return refuse('ResourceInUseException', `Consumer ${name} under stream ${stream.name} and account ${world.options.account} already exists.`);
  const quota = limits.number('kds.fan-out.max-consumers');
  if (stream.consumers.size >= quota) return refuse('LimitExceededException', `Stream ${stream.name} under account ${world.options.account} has ${quota} registered consumers already: ConsumerName ${name} is one too many.`);
  const creating = limits.number('kds.fan-out.creating-consumers');
  if ([...stream.consumers.values()].filter((each) => passingStatus(each, world) === 'CREATING').length >= creating) return refuse('LimitExceededException', `At most ${creating} consumers of a stream may be CREATING at a time.`);
  const consumer: Consumer = { name, arn: `${stream.arn}/consumer/${name}:${creationSeconds(world.now, world)}`, createdAt: world.now, deletedAt: null, tags: new Map(), policy: null };
  addTags(consumer, input.Tags, world);
  stream.consumers.set(name, consumer);
  return { Consumer: describe(consumer, world) };
};

export const consumerHandlers: Readonly<Record<string, Handler>> = {
  RegisterStreamConsumer: registerConsumer,
  async DeregisterStreamConsumer(input, world) {
    const { stream, consumer } = findConsumer(input, world);
    if (consumer.deletedAt !== null) return {};
    demandActive(consumer, stream, world);
    consumer.deletedAt = world.now;
    await world.call(stream.node, HangUp, { consumer: consumer.arn }, () => null);
    return {};
  },
  DescribeStreamConsumer(input, world) {
    const { stream, consumer } = findConsumer(input, world);
    return { ConsumerDescription: { ...describe(consumer, world), StreamARN: stream.arn } };
  },
  ListStreamConsumers(input, world) {
    const stream = findStream(input, world);
    demandSameCreation(stream, input, world);
    const most = world.simulation.limits.number('kds.list.default-page');
    const { items, NextToken } = page({
      token: input.NextToken as string | undefined,
      limit: Math.min((input.MaxResults as number | undefined) ?? most, most),
      start: () => ({ of: stream.arn, after: '' }),
      all: (of) => (of === stream.arn ? [...stream.consumers.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) : refuse('InvalidArgumentException', 'NextToken belongs to another StreamARN.')),
      keyOf: ({ name }) => name,
      expired: { code: 'ExpiredNextTokenException', lifetimeMs: world.simulation.limits.duration('kds.list.token-lifetime') },
      now: world.now,
    });
    return { Consumers: items.map((consumer) => describe(consumer, world)), NextToken };
  },
};
