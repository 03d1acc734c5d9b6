/** Consumers of enhanced fan-out: registered, described, listed, deregistered. */
import { HangUp } from '../../services/kinesis-streams/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import { page } from '../paging.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { allStreams, findStream, type Consumer, type Stream } from './register.ts';

export function findConsumer(input: ApiRecord, world: World): { stream: Stream; consumer: Consumer } {
  const arn = input.ConsumerARN as string | undefined;
  for (const stream of allStreams(world)) {
    const consumer = [...stream.consumers.values()].find((each) => (arn === undefined ? stream.arn === input.StreamARN && each.name === input.ConsumerName : each.arn === arn));
    if (consumer) return { stream, consumer };
  }
  return refuse('ResourceNotFoundException', `Consumer ${(input.ConsumerName as string | undefined) ?? arn ?? ''} not found.`);
}

export const statusOfConsumer = ({ createdAt }: Consumer, world: World) => (world.now < createdAt + world.options.provisioningDelay ? 'CREATING' : 'ACTIVE');

function describe(consumer: Consumer, world: World): ApiRecord {
  const { name, arn, createdAt } = consumer;
  return { ConsumerName: name, ConsumerARN: arn, ConsumerStatus: statusOfConsumer(consumer, world), ConsumerCreationTimestamp: Math.floor((world.options.startsAt + createdAt) / 1000) };
}

export const consumerHandlers: Readonly<Record<string, Handler>> = {
  RegisterStreamConsumer(input, world) {
    const stream = findStream(input, world);
    const name = input.ConsumerName as string;
    if (world.options.facts === 'notes') return refuse('InvalidArgumentException', 'Enhanced fan-out exists in the Today edition only.');
    if (stream.consumers.has(name)) return refuse('ResourceInUseException', `Consumer ${name} of stream ${stream.name} already exists.`);
    const quota = world.simulation.limits.number('kds.fan-out.max-consumers');
    if (stream.consumers.size >= quota) return refuse('LimitExceededException', `A stream has at most ${quota} registered consumers.`);
    const consumer = { name, arn: `${stream.arn}/consumer/${name}:${Math.floor((world.options.startsAt + world.now) / 1000)}`, createdAt: world.now };
    stream.consumers.set(name, consumer);
    return { Consumer: describe(consumer, world) };
  },
  async DeregisterStreamConsumer(input, world) {
    const { stream, consumer } = findConsumer(input, world);
    stream.consumers.delete(consumer.name);
    await world.call(stream.node, HangUp, { consumer: consumer.arn }, () => null);
    return {};
  },
  DescribeStreamConsumer(input, world) {
    const { stream, consumer } = findConsumer(input, world);
    return { ConsumerDescription: { ...describe(consumer, world), StreamARN: stream.arn } };
  },
  ListStreamConsumers(input, world) {
    const stream = findStream(input, world);
    const { items, NextToken } = page({
      token: input.NextToken as string | undefined,
      limit: (input.MaxResults as number | undefined) ?? world.simulation.limits.number('kds.list.default-page'),
      start: () => ({ of: stream.name, after: '' }),
      all: () => [...stream.consumers.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      keyOf: ({ name }) => name,
      expired: { code: 'ExpiredNextTokenException', lifetimeMs: world.simulation.limits.duration('kds.list.token-lifetime') },
      now: world.now,
    });
    return { Consumers: items.map((consumer) => describe(consumer, world)), NextToken };
  },
};
