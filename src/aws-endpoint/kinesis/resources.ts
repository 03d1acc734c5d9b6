/** Streams and consumers by ARN, and the policies that hang on them. */
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { demandStanding, findStream, passingStatus, type Consumer, type Resource, type Stream } from './register.ts';

/** Whether a call's ARN is that of a consumer, not of a stream. */
const isConsumer = (arn: string) => arn.includes('/consumer/');

/** How an answer names what has tags. */
export const tagged = ({ name, arn }: Resource, world: World) => `${isConsumer(arn) ? 'consumer' : 'stream'} ${name} under account ${world.options.account}`;

/** Refuses a call on a consumer that is being made or deleted. */
export function demandActive(consumer: Consumer, stream: Stream, world: World): Consumer {
  if (passingStatus(consumer, world) === undefined) return consumer;
  return refuse('ResourceInUseException', `Consumer ${consumer.name} with creation timestamp ${consumer.arn.split(':').at(-1)} under stream ${stream.name} and account ${world.options.account} is not in ACTIVE status.`);
}

/** The stream or consumer with the ResourceARN of a call; for a change it must be there for good. */
export function findResource(input: ApiRecord, world: World, change = false): Resource {
  const arn = input.ResourceARN as string;
  if (!isConsumer(arn)) {
    const stream = findStream({ StreamARN: arn }, world);
    return change ? demandStanding(stream, world) : stream;
  }
  const stream = findStream({ StreamARN: arn.slice(0, arn.indexOf('/consumer/')) }, world);
  const consumer = [...stream.consumers.values()].find((each) => each.arn === arn);
  if (!consumer) return refuse('ResourceNotFoundException', `Consumer ${arn}, account ${world.options.account} not found.`);
  return change ? demandActive(consumer, stream, world) : consumer;
}

const noPolicy = ({ arn }: Resource) => refuse('ResourceNotFoundException', `No resource policy found for resource ARN ${arn}.`);

function isPolicy(text: string): boolean {
  try {
    const policy: unknown = JSON.parse(text);
    return typeof policy === 'object' && policy !== null && 'Statement' in policy;
  } catch {
    return false;
  }
}

/** Policies are kept and given back; every caller may do everything all the same. */
export const policyHandlers: Readonly<Record<string, Handler>> = {
  PutResourcePolicy(input, world) {
    const resource = findResource(input, world, true);
    const policy = input.Policy as string;
    if (!isPolicy(policy)) return refuse('InvalidArgumentException', 'Policy is not a policy document: it must be JSON with a Statement.');
    resource.policy = policy;
    return {};
  },
  GetResourcePolicy(input, world) {
    const resource = findResource(input, world);
    return { Policy: resource.policy ?? noPolicy(resource) };
  },
  DeleteResourcePolicy(input, world) {
    const resource = findResource(input, world, true);
    if (resource.policy === null) return noPolicy(resource);
    resource.policy = null;
    return {};
  },
};
