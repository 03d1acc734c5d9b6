/** Queues and tags of the account, by name: what the control plane of the endpoint keeps. */
import type { RequestFacts } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { missing, refuse } from './errors.ts';

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly node: number;
  readonly fifo: boolean;
  /** Simulated ms. */
  readonly createdAt: number;
  changedAt: number;
  readonly tags: Map<string, string>;
  /** What clients set, as texts; the rest are defaults. */
  readonly attributes: Map<string, string>;
}

interface Queues {
  readonly byName: Map<string, Queue>;
  /** When a name was deleted, simulated ms. */
  readonly deleted: Map<string, number>;
}

export const queuesOf = (world: World): Queues => world.register('sqs', () => ({ byName: new Map<string, Queue>(), deleted: new Map<string, number>() }));

/** All queues, by name. */
export function allQueues(world: World): Queue[] {
  return [...queuesOf(world).byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function isQueueArn(arn: unknown): arn is string {
  return typeof arn === 'string' && /^arn:[a-z-]+:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]+$/.test(arn);
}

export function queueByArn(arn: string, world: World): Queue | undefined {
  return [...queuesOf(world).byName.values()].find((queue) => queue.arn === arn);
}

export function queueAt(node: number, world: World): Queue | undefined {
  return [...queuesOf(world).byName.values()].find((queue) => queue.node === node);
}

/** The address under which a client finds the queue where it found this endpoint. */
export function urlOf(queue: Queue, world: World, { host }: RequestFacts): string {
  const named = host || `sqs.${world.options.region}.amazonaws.com`;
  return `${named.endsWith('.amazonaws.com') ? 'https' : 'http'}://${named}/${world.options.account}/${queue.name}`;
}

export const doesNotExist = 'The specified queue does not exist.';

export function notThere(): never {
  return refuse('QueueDoesNotExist', doesNotExist);
}

/** Account and name in a queue's URL, or in the path of one. */
export const queueUrl = /^(?:https?:\/\/[^/]+)?\/(?:[^?#]*\/)?(\d{12})\/([^/?#]+)\/?$/;

/** The queue that a call names by its URL, whatever the URL's host, or by its name alone; refuses as SQS does when there is none. */
export function findQueue(input: ApiRecord, world: World): Queue {
  const url = input.QueueUrl as string | undefined;
  if (url === undefined || url === '') return missing('QueueUrl');
  const [, account, name] = queueUrl.exec(url) ?? (/^[A-Za-z0-9_.-]+$/.test(url) ? [url, world.options.account, url] : []);
  if (account === undefined || name === undefined) return refuse('InvalidAddress', `The address ${url} is not valid for this endpoint.`);
  return (account === world.options.account ? queuesOf(world).byName.get(name) : undefined) ?? notThere();
}
