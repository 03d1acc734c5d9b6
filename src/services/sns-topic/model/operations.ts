/** What a topic answers to publishers; to its subscribers it is a caller of their operations. */
import { operation } from '../../../sim/calls.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import type { EntryOutcome, RecordBatch } from '../../../sim/records/recordBatch.ts';

/** An attribute as a client sends it; binary values as base64. */
export interface MessageAttribute {
  /** String, String.Array, Number or Binary, with a custom suffix where there is one. */
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: string | undefined;
}
/** What a client says beside the bytes of the message itself. */
export interface MessageMembers {
  readonly Message: string;
  readonly Subject?: string | undefined;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>> | undefined;
  readonly MessageStructure?: string | undefined;
}

/** One to ten messages. Without `members`, attributes of a message are those of the record's payload (`attributes`). */
export interface PublishBatchRequest {
  readonly records: RecordBatch;
  /** Interned MessageGroupId plus one; 0 for none. Standard topics pass it on to queues (Today). */
  readonly MessageGroupId?: Uint32Array | undefined;
  readonly MessageDeduplicationId?: Uint32Array | undefined;
  /** `json`: the body names a text for each protocol, and a default. */
  readonly MessageStructure?: 'json' | undefined;
  /** Aligned with the entries: messages of clients, which subscribers get as they are. One that is wrong refuses the whole request. */
  readonly members?: readonly MessageMembers[] | undefined;
}
export interface PublishBatchResponse {
  readonly outcome: EntryOutcome;
  /** Number behind each MessageId; of a duplicate, the first one's. */
  readonly messages: Float64Array;
}

export const PublishBatch = operation<PublishBatchRequest, PublishBatchResponse>('sns:PublishBatch');

/** Settings of one subscription of a connected node, as in the topic's configuration. */
export interface SubscribeRequest {
  /** Id of the node. */
  readonly endpoint: string;
  /** As envelopes name the subscription. */
  readonly subscriptionArn: string;
  readonly rawMessageDelivery?: boolean | undefined;
  readonly filterPolicy?: PlainData | undefined;
  readonly filterPolicyScope?: string | undefined;
  /** Id of a connected queue. */
  readonly deadLetter?: string | undefined;
  readonly deliveryPolicy?: PlainData | undefined;
}
export interface SubscribeResponse {
  /** Number of the subscription in this topic, from 0 on; it is never used again. */
  readonly subscription: number;
}

/** A new subscription, or the one that the node has; a web server that has not confirmed gets a new confirmation message. */
export const Subscribe = operation<SubscribeRequest, SubscribeResponse>('sns:Subscribe');
/** All settings anew; those left out have their defaults. */
export const SetSubscription = operation<SubscribeRequest & SubscribeResponse, null>('sns:SetSubscription');
export const ConfirmSubscription = operation<SubscribeResponse & { readonly Token: string }, null>('sns:ConfirmSubscription');
/** Nothing is delivered any more, nor tried again. */
export const Unsubscribe = operation<SubscribeResponse, null>('sns:Unsubscribe');
/** What envelopes tell of the topic, and attributes that may change. */
export const SetTopic = operation<{ readonly topicArn: string; readonly signatureVersion: string; readonly contentBasedDeduplication: boolean; readonly maximumMessageSize: number }, null>('sns:SetTopic');

export { subscriptionProblem } from './config.ts';
export { filterPolicyProblem, type FilterScope } from './filterPolicyCheck.ts';
export { jsonProblem } from './jsonTokens.ts';
export { messageIdOf, sequenceNumberOf, subscriptionArnOf } from './identifiers.ts';
