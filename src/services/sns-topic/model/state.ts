import type { RecentKeys } from '../../../sim/columns/recentKeys.ts';
import type { SlotHeap } from '../../../sim/columns/slotHeap.ts';
import type { SlotLists } from '../../../sim/columns/slotLists.ts';
import type { SlotTable } from '../../../sim/columns/slotTable.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { SubscriptionConfig, TopicConfig } from './config.ts';

/** Word columns of a delivery: one message on its way to one subscriber. */
export const word = {
  row: 0,
  key: 1,
  /** Size as delivered. */
  bytes: 2,
  /** Number of the subscription plus one; 0 for a message that no filter let through. */
  subscription: 3,
  /** Attempts made. */
  attempts: 4,
  /** Interned ids plus one; FIFO topics. */
  group: 5,
  dedup: 6,
  /** 1 once it is on its way to the dead-letter queue. */
  dead: 7,
} as const;
export const deliveryColumns = { words: 8, floats: 1, unhashed: [word.key, word.group, word.dedup] };
export const message = 0;

export interface Subscription extends SubscriptionConfig {
  readonly edge: number;
  /** Empty for one of the topic's configuration: its number names it. */
  readonly subscriptionArn: string;
  readonly protocol: 'sqs' | 'lambda' | 'firehose' | 'https';
  /** What a delivery is called in the bill. */
  readonly billed: string;
  /** Edge of its dead-letter queue; -1 for none. */
  readonly deadLetterEdge: number;
}

/** What a subscription has seen; kept apart from its settings, and changed in place: it changes with every delivery. */
export interface Tally {
  delivered: number;
  filtered: number;
  failed: number;
  retried: number;
  /** FIFO: deliveries under way, in order; none while it is idle. */
  underWay: readonly number[];
}

export const noTally: Readonly<Tally> = { delivered: 0, filtered: 0, failed: 0, retried: 0, underWay: Object.freeze([]) };

/**
 * Whether a subscription gets anything. `asking`: a FIFO topic has yet to learn of which type the queue is, and its messages wait;
 * `pending` and `expired`: nobody has confirmed it; `refused`: AWS would not have subscribed this endpoint; `gone`: unsubscribed.
 */
export interface Standing {
  readonly is: 'confirmed' | 'asking' | 'pending' | 'expired' | 'refused' | 'gone';
  /** FIFO topics: a standard queue, delivered to without order or groups. */
  readonly standard: boolean;
  /** Confirmation messages: number of the token, until when it is valid, how often it was sent. */
  readonly token: number;
  readonly tokenUntil: number;
  readonly offers: number;
}

export interface TopicState {
  config: TopicConfig;
  name: string;
  /** As envelopes name it. */
  topicArn: string;
  signatureVersion: string;
  /** What the envelope adds to an opaque message. */
  envelopeBytes: number;
  subscriptions: readonly Subscription[];
  tallies: Tally[];
  standings: Standing[];
  deliveries: SlotTable;
  /** What a delivery carries, by slot, where that is known: its dead-letter queue gets the same. */
  contents: Map<number, PlainData>;
  /** Deliveries that wait for their next try. */
  due: SlotHeap;
  /** FIFO: deliveries of a subscription, in order. */
  lines: SlotLists;
  recent: RecentKeys;
  nextMessage: number;
  wakeAt: number;
  wakeEvent: number;
  published: number;
  deduplicated: number;
  unavailableUntil: number;
}

export type TopicEvent =
  | { readonly type: 'wake' }
  | { readonly type: 'delivered'; readonly slot: number }
  | { readonly type: 'line-delivered' | 'type-learnt'; readonly subscription: number }
  | { readonly type: 'begin' }
  | { readonly type: 'offer' | 'offered' | 'token-over'; readonly subscription: number; readonly token: number };

export type Ctx = ServiceContext<TopicEvent>;
