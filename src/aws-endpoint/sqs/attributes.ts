/** Attributes of queues: what clients may set, what it means to the queue's own configuration, and what they read. */
import type { PlainRecord } from '../../sim/plainData.ts';
import { shapes } from '../shapes/sqs.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { refuse } from './errors.ts';
import type { Queue } from './register.ts';

const known = shapes.shapes.QueueAttributeName!.enum!;
const readOnly = new Set(['All', 'ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed', 'CreatedTimestamp', 'LastModifiedTimestamp', 'QueueArn']);
const fifoOnly = new Set(['FifoQueue', 'ContentBasedDeduplication']);
/** FIFO queues only, too; refused elsewhere in other words. */
const highThroughputOnly = new Set(['DeduplicationScope', 'FifoThroughputLimit']);

/** Whole numbers: ms or bytes in one, least and most by the limits table, and the key of the queue's configuration where it has one. */
const numbers: Readonly<Record<string, readonly [factor: number, least: string | 0, most: string, key?: string]>> = {
  VisibilityTimeout: [1000, 0, 'sqs.visibility.max', 'visibilityTimeout'],
  DelaySeconds: [1000, 0, 'sqs.delay.max', 'delay'],
  MessageRetentionPeriod: [1000, 'sqs.retention.min', 'sqs.retention.max', 'messageRetentionPeriod'],
  MaximumMessageSize: [1, 'sqs.message.min-size-setting', 'sqs.message.max-bytes', 'maximumMessageSize'],
  ReceiveMessageWaitTimeSeconds: [1000, 0, 'sqs.wait.max', 'receiveMessageWaitTime'],
  KmsDataKeyReusePeriodSeconds: [1000, 'sqs.kms.data-key-reuse-min', 'sqs.kms.data-key-reuse-max'],
};
const choices: Readonly<Record<string, readonly string[]>> = {
  FifoQueue: ['true', 'false'],
  ContentBasedDeduplication: ['true', 'false'],
  SqsManagedSseEnabled: ['true', 'false'],
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};
function wrong(name: string, reason = ''): never {
  return refuse('InvalidAttributeValue', `Invalid value for the parameter ${name}.${reason === '' ? '' : ` Reason: ${reason}`}`);
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most;
}

/** The attributes of a call as texts; refuses those that are none, or not for this type of queue. */
export function readAttributes(given: unknown, fifo: boolean, world: World): Map<string, string> {
  const out = new Map<string, string>();
  for (const [name, value] of Object.entries((given ?? {}) as ApiRecord)) {
    if (!known.includes(name) || readOnly.has(name) || (!fifo && fifoOnly.has(name)) || (highThroughputOnly.has(name) && world.options.facts === 'notes')) return refuse('InvalidAttributeName', `Unknown Attribute ${name}.`);
    if (!fifo && highThroughputOnly.has(name)) return refuse('InvalidAttributeName', `You can specify the ${name} only when FifoQueue is set to true.`);
    const text = (value ?? '') as string;
    check(name, text, world);
    out.set(name, text);
  }
  if (out.get('SqsManagedSseEnabled') === 'true' && (out.get('KmsMasterKeyId') ?? '') !== '') return refuse('InvalidAttributeName', 'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.');
  return out;
}

function check(name: string, text: string, world: World): void {
  const { limits } = world.simulation;
  const number = numbers[name];
  if (number) {
    const [factor, least, most] = number;
    const of = (id: string | 0) => (id === 0 ? 0 : factor === 1 ? limits.bytes(id) : limits.duration(id) / factor);
    if (!isWithin(text, of(least), of(most))) wrong(name);
  } else if (choices[name]?.includes(text) === false) wrong(name);
  else if (name === 'Policy' && text !== '' && !isObject(text)) wrong(name);
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** What attributes mean to the queue; `before` are those that it has. */
export function configOf(given: ReadonlyMap<string, string>, before: ReadonlyMap<string, string> = new Map()): PlainRecord {
  const config: Record<string, number | boolean> = {};
  for (const [name, [factor, , , key]] of Object.entries(numbers)) if (key !== undefined && given.has(name)) config[key] = Number(given.get(name)) * factor;
  const now = (name: string) => given.get(name) ?? before.get(name);
  if (now('FifoThroughputLimit') === 'perMessageGroupId' && now('DeduplicationScope') !== 'messageGroup') wrong('FifoThroughputLimit', 'perMessageGroupId is allowed only when DeduplicationScope is messageGroup.');
  if (given.has('ContentBasedDeduplication')) config.contentBasedDeduplication = given.get('ContentBasedDeduplication') === 'true';
  if (given.has('DeduplicationScope')) config.deduplicateByGroup = given.get('DeduplicationScope') === 'messageGroup';
  if (given.has('FifoThroughputLimit')) config.highThroughput = given.get('FifoThroughputLimit') === 'perMessageGroupId';
  return config;
}

/** Every attribute of a queue as clients read it. */
export function attributesOf(queue: Queue, world: World): ReadonlyMap<string, string> {
  const { simulation, options } = world;
  const { limits } = simulation;
  const { visible, inFlight, delayed } = world.describe(queue.node) as unknown as Readonly<Record<'visible' | 'inFlight' | 'delayed', number>>;
  const seconds = (ms: number) => String(Math.floor((options.startsAt + ms) / 1000));
  const encrypted = (queue.attributes.get('KmsMasterKeyId') ?? '') !== '';
  const all = new Map<string, string>([
    ['QueueArn', queue.arn],
    ['ApproximateNumberOfMessages', String(visible)],
    ['ApproximateNumberOfMessagesNotVisible', String(inFlight)],
    ['ApproximateNumberOfMessagesDelayed', String(delayed)],
    ['CreatedTimestamp', seconds(queue.createdAt)],
    ['LastModifiedTimestamp', seconds(queue.changedAt)],
    ['VisibilityTimeout', String(limits.duration('sqs.visibility.default') / 1000)],
    ['MaximumMessageSize', String(limits.bytes('sqs.message.max-bytes'))],
    ['MessageRetentionPeriod', String(limits.duration('sqs.retention.default') / 1000)],
    ['DelaySeconds', '0'],
    ['ReceiveMessageWaitTimeSeconds', String(limits.duration('sqs.wait.default') / 1000)],
    ['SqsManagedSseEnabled', encrypted ? 'false' : 'true'],
    ...(encrypted ? ([['KmsDataKeyReusePeriodSeconds', String(limits.duration('sqs.kms.data-key-reuse-default') / 1000)]] as const) : []),
    ...(queue.fifo ? ([['FifoQueue', 'true'], ['ContentBasedDeduplication', 'false']] as const) : []),
    ...(queue.fifo && options.facts === 'today' ? ([['DeduplicationScope', 'queue'], ['FifoThroughputLimit', 'perQueue']] as const) : []),
  ]);
  for (const [name, value] of queue.attributes) if (value !== '') all.set(name, value);
  return all;
}

/** The attributes asked for; none is none. */
export function selected(names: readonly (string | null)[], all: ReadonlyMap<string, string>): ApiRecord | undefined {
  for (const name of names) if (name === null || !known.includes(name)) return refuse('InvalidAttributeName', `Unknown Attribute ${name}.`);
  const wanted = names.includes('All') ? [...all.keys()] : [...all.keys()].filter((name) => names.includes(name));
  return wanted.length === 0 ? undefined : Object.fromEntries(wanted.map((name) => [name, all.get(name)!]));
}
