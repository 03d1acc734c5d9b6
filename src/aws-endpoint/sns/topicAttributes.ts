/** Attributes of topics: which there are, and what they may hold. */
import { refuse } from '../apiError.ts';
import type { World } from '../world.ts';
import { effectiveTopicPolicy } from './deliveryPolicies.ts';
import { jsonObject, subscriptionsOf, type Topic } from './register.ts';
import { standingOf } from './standing.ts';

const truth = (value: string) => /^(true|false)$/i.test(value);
const one = (...choices: readonly string[]) => (value: string) => choices.includes(value);
const isJson = (value: string) => value === '' || jsonObject(value) !== undefined;
const isRole = (value: string) => value === '' || /^arn:aws:iam::\d{12}:role\/.+$/.test(value);

/** Whether a value may be; for FIFO topics only where `fifo`. */
const settable: Readonly<Record<string, { readonly allows: (value: string, world: World) => boolean; readonly fifo?: boolean }>> = {
  ContentBasedDeduplication: { allows: truth, fifo: true },
  DeliveryPolicy: { allows: isJson },
  DisplayName: { allows: (value, world) => value.length <= world.simulation.limits.number('sns.topic.display-name-max-characters') },
  FifoThroughputScope: { allows: one('Topic', 'MessageGroup'), fifo: true },
  KmsMasterKeyId: { allows: () => true },
  MaximumMessageSize: { allows: (value) => /^\d+$/.test(value) },
  Policy: { allows: isJson },
  SignatureVersion: { allows: one('1', '2') },
  TracingConfig: { allows: one('PassThrough', 'Active') },
  ...Object.fromEntries(
    ['Application', 'Firehose', 'HTTP', 'Lambda', 'SQS'].flatMap((of) => [
      [`${of}SuccessFeedbackRoleArn`, { allows: isRole }],
      [`${of}FailureFeedbackRoleArn`, { allows: isRole }],
      [`${of}SuccessFeedbackSampleRate`, { allows: (value: string) => /^\d{1,3}$/.test(value) && Number(value) <= 100 }],
    ]),
  ),
};

/** Refuses an attribute that a topic cannot have. `how` is what AWS says before the name: of a list of attributes, or of one. */
export function checkTopicAttribute(name: string, value: string, fifo: boolean, how: 'Attributes Reason: ' | '', world: World): void {
  const known = Object.hasOwn(settable, name) ? settable[name] : undefined;
  if (!known) return refuse('InvalidParameter', how === '' ? 'Invalid parameter: AttributeName' : `Invalid parameter: ${how}Unknown attribute ${name}`);
  if (known.fifo && !fifo) return refuse('InvalidParameter', `Invalid parameter: ${how}${name} is for FIFO topics only`);
  if (name === 'Policy' && !known.allows(value, world)) return refuse('InvalidParameter', `Invalid parameter: ${how}Policy Error: null`);
  if (!known.allows(value, world)) return refuse('InvalidParameter', `Invalid parameter: ${how}${name}: Invalid value [${value.slice(0, 100)}]`);
}

const defaultActions = ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic', 'Subscribe', 'ListSubscriptionsByTopic', 'Publish'];

export interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly [more: string]: unknown;
}
export interface Policy {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly Statement[];
}

/** The access policy: the owner may do everything, unless another was set. */
export function policyOf(topic: Topic, world: World): Policy {
  const set = topic.attributes.get('Policy');
  const read = set === undefined || set === '' ? undefined : (jsonObject(set) as unknown as Policy);
  if (read) return { ...read, Statement: Array.isArray(read.Statement) ? read.Statement : [] };
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [{ Sid: '__default_statement_ID', Effect: 'Allow', Principal: { AWS: '*' }, Action: defaultActions.map((action) => `SNS:${action}`), Resource: topic.arn, Condition: { StringEquals: { 'AWS:SourceOwner': world.options.account } } }],
  };
}

export function topicAttributes(topic: Topic, world: World): Readonly<Record<string, string>> {
  const standings = subscriptionsOf(world, topic).map((each) => standingOf(each, world));
  return {
    Policy: JSON.stringify(policyOf(topic, world)),
    Owner: world.options.account,
    SubscriptionsPending: String(standings.filter((is) => is === 'pending').length),
    TopicArn: topic.arn,
    EffectiveDeliveryPolicy: effectiveTopicPolicy(topic, world),
    SubscriptionsConfirmed: String(standings.filter((is) => is === 'confirmed').length),
    DisplayName: '',
    SubscriptionsDeleted: String(topic.subscriptionsDeleted),
    ...(topic.fifo ? { FifoTopic: 'true', ContentBasedDeduplication: 'false' } : {}),
    ...Object.fromEntries([...topic.attributes].filter(([name, value]) => name !== 'Policy' && value !== '')),
  };
}
