/** Topics and subscriptions of the account, by ARN: what the control plane of the endpoint keeps. */
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';

export interface Topic {
  readonly name: string;
  readonly arn: string;
  readonly node: number;
  readonly fifo: boolean;
  /** What clients have set; the rest has its defaults. */
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  /** Nodes that an edge leads to. */
  readonly joined: Set<number>;
  subscriptionsMade: number;
  subscriptionsDeleted: number;
}

export interface Subscription {
  readonly arn: string;
  readonly topic: Topic;
  readonly protocol: string;
  /** ARN or address. */
  readonly endpoint: string;
  readonly attributes: Map<string, string>;
  /** Node that is subscribed, and its number in the topic; undefined while there is none behind the endpoint. */
  linked: { readonly node: number; readonly number: number } | undefined;
  /** Token that has confirmed it. */
  confirmedWith: string | undefined;
  unsubscribeNeedsOwner: boolean;
  /** When the confirmation message was last sent, simulated ms. */
  offeredAt: number;
}

interface Register {
  readonly topics: Map<string, Topic>;
  readonly subscriptions: Map<string, Subscription>;
  /** Web servers by topic and address. */
  readonly sites: Map<string, number>;
  /** Messages to phones so far. */
  texts: number;
}

export const registerOf = (world: World): Register => world.register('sns', () => ({ topics: new Map(), subscriptions: new Map(), sites: new Map(), texts: 0 }));

const arnParts = 6;

/** Refuses what is no ARN of SNS in this region; `member` names it. Answers its parts. */
export function checkArn(arn: string, member: string, world: World): readonly string[] {
  const parts = arn.split(':');
  if (parts.length < arnParts) return refuse('InvalidParameter', `Invalid parameter: ${member} Reason: An ARN must have at least ${arnParts} elements, not ${parts.length}`);
  if (parts[0] !== 'arn' || parts[2] !== 'sns' || parts[3] !== world.options.region) return refuse('InvalidParameter', `Invalid parameter: ${member}`);
  return parts;
}

export const noSuchTopic = 'Topic does not exist';

/** The topic that a call names; refuses as SNS does when there is none. */
export function findTopic(input: ApiRecord, world: World, member = 'TopicArn'): Topic {
  const arn = input[member] as string;
  checkArn(arn, member, world);
  return registerOf(world).topics.get(arn) ?? refuse('NotFound', noSuchTopic, 404);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The subscription that a call names, if there is one; refuses what is no ARN of a subscription. */
export function calledSubscription({ SubscriptionArn }: ApiRecord, world: World): Subscription | undefined {
  const arn = SubscriptionArn as string;
  if (arn === '') return refuse('InvalidParameter', 'Invalid parameter: SubscriptionArn Reason: no value for required parameter');
  if (!uuid.test(checkArn(arn, 'SubscriptionArn', world)[arnParts] ?? '')) return refuse('InvalidParameter', 'Invalid parameter: SubscriptionId');
  return registerOf(world).subscriptions.get(arn);
}

export function findSubscription(input: ApiRecord, world: World): Subscription {
  return calledSubscription(input, world) ?? refuse('NotFound', 'Subscription does not exist', 404);
}

/** Subscriptions of a topic in the order of their ARNs, or of the whole account. */
export function subscriptionsOf(world: World, topic?: Topic): Subscription[] {
  return [...registerOf(world).subscriptions.values()].filter((each) => topic === undefined || each.topic === topic).sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

export const isTrue = (value: string | undefined) => value?.toLowerCase() === 'true';

export const listOf = <T>(value: unknown): readonly T[] => (value ?? []) as readonly T[];

/** A JSON object, or undefined where a text is none. */
export function jsonObject(text: string): ApiRecord | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as ApiRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** A list of attributes as a text that tells whether two of them are the same. */
export const sorted = (entries: Iterable<readonly [string, string]>) => JSON.stringify([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
