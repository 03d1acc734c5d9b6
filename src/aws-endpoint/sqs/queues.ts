/** Queues: made, found, listed, changed, purged, deleted. */
import { awsError } from '../../aws/awsError.ts';
import { isQueueName } from '../../aws/names.ts';
import { DeleteQueue, PurgeQueue, SetQueueAttributes } from '../../services/sqs-queue/model/operations.ts';
import type { PlainRecord } from '../../sim/plainData.ts';
import type { Handler, RequestFacts } from '../operation.ts';
import { page } from '../paging.ts';
import type { ApiRecord, ApiValue } from '../values.ts';
import type { World } from '../world.ts';
import { attributesOf, configOf, readAttributes, selected } from './attributes.ts';
import { invalid, missing, refuse, withStatus } from './errors.ts';
import { againTo, allows, checkAllow, deadLetterArn, join, readMap, readRedrive, sourcesOf, type Redrive } from './redrive.ts';
import { allQueues, doesNotExist, findQueue, notThere, queuesOf, urlOf, type Queue } from './register.ts';
import { checkTags } from './tags.ts';

function checkName(name: string, fifo: boolean, world: World): void {
  const most = world.simulation.limits.number('sqs.queue.name-max-characters');
  if (isQueueName(name, fifo, most)) return;
  refuse('InvalidParameterValue', fifo ? `The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to ${most} in length.` : `Can only include alphanumeric characters, hyphens, or underscores. 1 to ${most} in length`);
}

const createQueue: Handler = async (input, world, request) => {
  const name = (input.QueueName as string | undefined) ?? missing('QueueName');
  const given = (input.Attributes ?? {}) as ApiRecord;
  const fifo = given.FifoQueue === 'true';
  checkName(name, fifo, world);
  const attributes = readAttributes(given, fifo, world);
  const tags = checkTags(input.tags, new Map(), name, world);
  const { byName, deleted } = queuesOf(world);
  const there = byName.get(name);
  if (there) return { QueueUrl: sameQueue(there, attributes, world, request) };
  const gap = world.simulation.limits.duration('sqs.queue.recreate-gap');
  const deletedAt = deleted.get(name);
  if (deletedAt !== undefined && world.now - deletedAt < gap) return refuse('QueueDeletedRecently', `You must wait ${gap / 1000} seconds after deleting a queue before you can create another with the same name.`);
  const arn = world.arn('sqs', name);
  const redrive = policies(attributes, { arn, fifo }, world);
  const config = configOf(attributes);
  const node = world.create('sqs-queue', { queueName: name, fifo, ...config });
  const queue: Queue = { name, arn, node, fifo, createdAt: world.now, changedAt: world.now, tags, attributes: new Map() };
  keep(attributes, redrive, queue);
  byName.set(name, queue);
  deleted.delete(name);
  if (redrive) await setOn(queue, {}, redrive, world);
  // Policies name queues: one that is made again takes the dead letters that were meant for the one before.
  for (const source of sourcesOf(queue, allQueues(world))) if (allows(queue, source.arn)) await setOn(source, {}, againTo(queue, source), world);
  return { QueueUrl: urlOf(queue, world, request) };
};

/** A queue that is made again is found, unless an attribute that the call states is another. */
function sameQueue(queue: Queue, attributes: ReadonlyMap<string, string>, world: World, request: RequestFacts): string {
  const has = attributesOf(queue, world);
  for (const [name, value] of attributes) if (!sameValue(name, has.get(name) ?? '', value)) return refuse('QueueNameExists', `A queue already exists with the same name and a different value for attribute ${name}`);
  return urlOf(queue, world, request);
}

/** Redrive policies mean the same however they are spaced. */
function sameValue(name: string, one: string, other: string): boolean {
  if (one === other || name !== 'RedrivePolicy') return one === other;
  const [a, b] = [readMap(one), readMap(other)];
  return a !== undefined && a.deadLetterTargetArn === b?.deadLetterTargetArn && Number(a.maxReceiveCount) === Number(b?.maxReceiveCount);
}

/** Checks the policies among attributes; answers what the RedrivePolicy means, undefined where none is stated. */
function policies(attributes: ReadonlyMap<string, string>, queue: Pick<Queue, 'arn' | 'fifo'>, world: World): Redrive | null | undefined {
  checkAllow(attributes.get('RedriveAllowPolicy') ?? '', world);
  const policy = attributes.get('RedrivePolicy');
  return policy === undefined ? undefined : readRedrive(policy, queue, world);
}

async function setOn(queue: Queue, config: PlainRecord, redrive: Redrive | null | undefined, world: World): Promise<void> {
  if (redrive) join(queue, redrive.target, world);
  await withStatus(
    world.call(
      queue.node,
      SetQueueAttributes,
      { config: redrive ? { ...config, maxReceiveCount: redrive.maxReceiveCount } : config, ...(redrive === undefined ? {} : { deadLetterQueue: redrive && world.nodeId(redrive.target.node) }) },
      () => null,
    ),
  );
}

/** What clients set is kept as they set it; an empty text takes an attribute away, and one kind of encryption takes the place of the other. */
function keep(given: ReadonlyMap<string, string>, redrive: Redrive | null | undefined, { attributes }: Pick<Queue, 'attributes'>): void {
  if (given.get('SqsManagedSseEnabled') === 'true') for (const name of ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds']) attributes.delete(name);
  if (given.has('KmsMasterKeyId')) attributes.delete('SqsManagedSseEnabled');
  for (const [name, value] of given) {
    if (value === '') attributes.delete(name);
    else attributes.set(name, name === 'RedrivePolicy' && redrive ? redrive.text : value);
  }
}

const setQueueAttributes: Handler = async (input, world) => {
  const queue = findQueue(input, world);
  if (input.Attributes === undefined) return missing('Attribute.Name');
  const given = readAttributes(input.Attributes, queue.fifo, world);
  if (given.has('FifoQueue') && given.get('FifoQueue') !== 'true') return refuse('InvalidAttributeValue', 'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.');
  const redrive = policies(given, queue, world);
  await setOn(queue, configOf(given, queue.attributes), redrive, world);
  keep(given, redrive, queue);
  queue.changedAt = world.now;
  return {};
};

const getQueueUrl: Handler = (input, world, request) => {
  const name = (input.QueueName as string | undefined) ?? missing('QueueName');
  checkName(name, name.endsWith('.fifo'), world);
  const owner = (input.QueueOwnerAWSAccountId as string | undefined) ?? world.options.account;
  const queue = owner === world.options.account ? queuesOf(world).byName.get(name) : undefined;
  return { QueueUrl: urlOf(queue ?? notThere(), world, request) };
};

const deleteQueue: Handler = async (input, world) => {
  const queue = findQueue(input, world);
  const { byName, deleted } = queuesOf(world);
  byName.delete(queue.name);
  deleted.set(queue.name, world.now);
  await withStatus(world.call(queue.node, DeleteQueue, null, () => null));
  world.remove(queue.node, awsError('QueueDoesNotExist', doesNotExist));
  return {};
};

/** A page of queues as their URLs; without MaxResults one that is as long as can be, and no token. */
function listed(input: ApiRecord, world: World, request: RequestFacts, of: string, queues: (of: string) => readonly Queue[]) {
  const most = world.simulation.limits.number('sqs.list.max-results');
  const limit = input.MaxResults as number | undefined;
  if (limit !== undefined && (limit < 1 || limit > most)) return invalid(limit, 'MaxResults', `MaxResults must be an integer between 1 and ${most}.`);
  const { items, NextToken } = page({
    token: input.NextToken as string | undefined,
    limit: limit ?? most,
    start: () => ({ of, after: '' }),
    all: queues,
    keyOf: ({ name }) => name,
    invalid: 'InvalidParameterValue',
    now: world.now,
  });
  return { urls: items.map((queue) => urlOf(queue, world, request)), NextToken: limit === undefined ? undefined : NextToken };
}

export const queueHandlers: Readonly<Record<string, Handler>> = {
  CreateQueue: createQueue,
  DeleteQueue: deleteQueue,
  GetQueueUrl: getQueueUrl,
  SetQueueAttributes: setQueueAttributes,
  GetQueueAttributes(input, world) {
    const queue = findQueue(input, world);
    return { Attributes: selected((input.AttributeNames ?? []) as readonly string[], attributesOf(queue, world)) as ApiValue | undefined };
  },
  ListQueues(input, world, request) {
    const { urls, NextToken } = listed(input, world, request, (input.QueueNamePrefix as string | undefined) ?? '', (prefix) => allQueues(world).filter(({ name }) => name.startsWith(prefix)));
    return { QueueUrls: urls.length === 0 ? undefined : urls, NextToken };
  },
  ListDeadLetterSourceQueues(input, world, request) {
    const queue = findQueue(input, world);
    const { urls, NextToken } = listed(input, world, request, queue.arn, (arn) => allQueues(world).filter((each) => deadLetterArn(each) === arn));
    return { queueUrls: urls, NextToken };
  },
  async PurgeQueue(input, world) {
    await withStatus(world.call(findQueue(input, world).node, PurgeQueue, { atOnce: true }, () => null));
    return {};
  },
};
