/** Attributes of queues: what clients may set, what it means to the queue's own configuration, and what they read. */
import type { PlainRecord } from '../../sim/plainData.ts';
import { shapes } from '../shapes/sqs.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { refuse } from './errors.ts';
import type { Queue } from './register.ts';

const known = shapes.shapes.QueueAttributeName!.enum!;
const readOnly = new Set(['All', 'ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed', 'CreatedTimestamp', 'LastModifiedTimestamp', 'QueueArn']);
const fifoOnly = new Set(['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit']);

/** Whole numbers that a queue takes: key and factor of its configuration. Which are allowed, it tells. */
const numbers: Readonly<Record<string, readonly [key: string, factor: number, least: string | 0, most: string]>> = {
  VisibilityTimeout: ['visibilityTimeout', 1000, 0, 'sqs.visibility.max'],
  DelaySeconds: ['delay', 1000, 0, 'sqs.delay.max'],
  MessageRetentionPeriod: ['messageRetentionPeriod', 1000, 'sqs.retention.min', 'sqs.retention.max'],
  MaximumMessageSize: ['maximumMessageSize', 1, 'sqs.message.min-size-setting', 'sqs.message.max-bytes'],
  ReceiveMessageWaitTimeSeconds: ['receiveMessageWaitTime', 1000, 0, 'sqs.wait.max'],
};
const choices: Readonly<Record<string, readonly string[]>> = {
  FifoQueue: ['true', 'false'],
  ContentBasedDeduplication: ['true', 'false'],
  SqsManagedSseEnabled: ['true', 'false'],
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};
/** Reuse of a data key, s. */
const keyReuse = { least: 60, most: 86_400, usual: '300' } as const;

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
    if (!known.includes(name) || readOnly.has(name) || (!fifo && fifoOnly.has(name))) return refuse('InvalidAttributeName', `Unknown Attribute ${name}.`);
    const text = (value ?? '') as string;
    check(name, text, world);
    out.set(name, text);
  }
  return out;
}

function check(name: string, text: string, world: World): void {
  const { limits } = world.simulation;
  const number = numbers[name];
  if (number) {
    const [, factor, least, most] = number;
    const of = (id: string | 0) => (id === 0 ? 0 : factor === 1 ? limits.bytes(id) : limits.duration(id) / factor);
    if (!isWithin(text, of(least), of(most))) wrong(name);
  } else if (choices[name]?.includes(text) === false) wrong(name);
  else if (name === 'KmsDataKeyReusePeriodSeconds' && !isWithin(text, keyReuse.least, keyReuse.most)) wrong(name);
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

/** What all attributes together mean to the queue. */
export function configOf(attributes: ReadonlyMap<string, string>): PlainRecord {
  const config: Record<string, number | boolean> = {};
  for (const [name, [key, factor]] of Object.entries(numbers)) if (attributes.has(name)) config[key] = Number(attributes.get(name)) * factor;
  const scope = attributes.get('DeduplicationScope') ?? 'queue';
  const limit = attributes.get('FifoThroughputLimit') ?? 'perQueue';
  if (limit === 'perMessageGroupId' && scope !== 'messageGroup') wrong('FifoThroughputLimit', 'perMessageGroupId is allowed only when DeduplicationScope is messageGroup.');
  return { ...config, contentBasedDeduplication: attributes.get('ContentBasedDeduplication') === 'true', highThroughput: limit === 'perMessageGroupId' };
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
    ...(encrypted ? ([['KmsDataKeyReusePeriodSeconds', keyReuse.usual]] as const) : []),
    ...(queue.fifo ? ([['FifoQueue', 'true'], ['ContentBasedDeduplication', 'false'], ['DeduplicationScope', 'queue'], ['FifoThroughputLimit', 'perQueue']] as const) : []),
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
