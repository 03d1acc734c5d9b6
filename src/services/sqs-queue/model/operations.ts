/** What a queue answers. One entry is one message; its row is the record that the message carries. */
import { operation } from '../../../sim/calls.ts';
import type { PlainData, PlainRecord } from '../../../sim/plainData.ts';
import type { EntryOutcome, RecordBatch } from '../../../sim/records/recordBatch.ts';

/** One to ten entries; `bytes` are body and attributes. Absent columns are absent parameters. */
export interface SendMessageBatchRequest {
  readonly records: RecordBatch;
  readonly single: boolean;
  /** Seconds plus one; 0 for an entry without a timer of its own. */
  readonly DelaySeconds?: Uint32Array | undefined;
  /** Interned MessageGroupId plus one; 0 for none. */
  readonly MessageGroupId?: Uint32Array | undefined;
  /** Interned MessageDeduplicationId plus one; 0 for none (content-based: the row's own content stands for its hash). */
  readonly MessageDeduplicationId?: Uint32Array | undefined;
}
export interface SendMessageBatchResponse {
  readonly outcome: EntryOutcome;
  /** Number of each message in the queue; of a duplicate, the first one's. */
  readonly messages: Float64Array;
  /** A message's identity is this plus its number. */
  readonly firstIdentity: number;
}
export interface ReceiveMessageRequest {
  readonly MaxNumberOfMessages: number;
  /** Seconds; the queue's own setting where absent. */
  readonly WaitTimeSeconds?: number | undefined;
  readonly VisibilityTimeout?: number | undefined;
  readonly ReceiveRequestAttemptId?: string | undefined;
  /** A short poll that asks all servers: AWS promises a subset, and a client outside has no use for chance. */
  readonly allServers?: boolean | undefined;
  /** The answer tells `details` of each message. */
  readonly detailed?: boolean | undefined;
  /** Who asks, for the story told. */
  readonly consumer: string;
}
/** What a client may ask about messages that it receives, in columns. */
export interface MessageDetails {
  /** Behind the MessageId; a message keeps it in a dead-letter queue, and gets a new one when it is brought back. */
  readonly identities: Float64Array;
  readonly bodies: readonly string[];
  /** As the records carry them, attributes and all. */
  readonly contents: readonly (PlainData | undefined)[];
  /** Receives in the queues that a dead letter came from. */
  readonly receivedBefore: Uint32Array;
  /** ms. */
  readonly firstReceivedAt: Uint32Array;
  /** Interned MessageGroupId, and MessageDeduplicationId, plus one; 0 for none. */
  readonly groups: Uint32Array;
  readonly deduplicationIds: Uint32Array;
  /** Edge of the queue that it was moved from, plus one; 0 for a message that was sent here. */
  readonly sources: Uint32Array;
}
/** `records.receives` are those in this queue: ApproximateReceiveCount, but for what a dead letter had before; `receipts` stand for receipt handles. */
export interface ReceiveMessageResponse {
  readonly records: RecordBatch;
  readonly messages: Float64Array;
  readonly receipts: Float64Array;
  /** Interned MessageGroupId plus one; 0 for none. */
  readonly groups?: Uint32Array | undefined;
  readonly details?: MessageDetails | undefined;
}
export interface DeleteMessageBatchRequest {
  readonly receipts: Float64Array;
}
export interface ChangeMessageVisibilityBatchRequest {
  readonly receipts: Float64Array;
  /** Seconds from the call on: for all, or for each entry. */
  readonly VisibilityTimeout: number | Uint32Array;
}
/** Why an entry was refused: its handle's timeout is over, its message is deleted, twelve hours would be passed, or its group has no calls left. */
export interface EntryProblem {
  readonly code: 'InvalidParameterValue' | 'RequestThrottled';
  readonly why: 'expired' | 'gone' | 'too long' | 'throttled';
}
export interface EntriesResponse {
  readonly outcome: EntryOutcome;
  /** By the numbers in the outcome, from 1 on. */
  readonly problems: readonly EntryProblem[];
}
/**
 * A queue moves messages inside the service: to its dead-letter queue, or (a redrive) from there to where they came from.
 * Whoever takes them in owns the rows.
 */
export interface MoveMessagesRequest {
  readonly records: RecordBatch;
  readonly redrive: boolean;
  /** When each was first sent, ms. */
  readonly sentAt: Uint32Array;
  /** Interned MessageGroupId plus one; 0 for none. */
  readonly MessageGroupId: Uint32Array;
  readonly MessageDeduplicationId: Uint32Array;
  readonly identities: Float64Array;
}
export interface PurgeQueueRequest {
  /** Sweeps now, and not at a moment by chance within the minute that AWS allows itself: a client outside has no use for chance. */
  readonly atOnce?: boolean | undefined;
}
/** Settings to change, checked as those of a new queue are. */
export interface SetQueueAttributesRequest {
  readonly config: PlainRecord;
  /** Node of the dead-letter queue, which an edge leads to; null for none any more. */
  readonly deadLetterQueue?: string | null | undefined;
}
export interface StartMessageMoveTaskRequest {
  /** Node that an edge joins; absent: each message goes where it came from. */
  readonly Destination?: string | undefined;
  readonly MaxNumberOfMessagesPerSecond?: number | undefined;
}
export interface MoveTaskResponse {
  readonly task: number;
  readonly moved: number;
}
export interface GetQueueAttributesResponse {
  readonly FifoQueue: boolean;
  /** Seconds. */
  readonly VisibilityTimeout: number;
}

export const SendMessageBatch = operation<SendMessageBatchRequest, SendMessageBatchResponse>('sqs:SendMessageBatch');
export const ReceiveMessage = operation<ReceiveMessageRequest, ReceiveMessageResponse>('sqs:ReceiveMessage');
export const DeleteMessageBatch = operation<DeleteMessageBatchRequest, EntriesResponse>('sqs:DeleteMessageBatch');
export const ChangeMessageVisibilityBatch = operation<ChangeMessageVisibilityBatchRequest, EntriesResponse>('sqs:ChangeMessageVisibilityBatch');
export const MoveMessages = operation<MoveMessagesRequest, null>('sqs:MoveMessages');
/** A queue tells those that it shares dead letters with whether it is there. */
export const TellQueueExists = operation<{ readonly exists: boolean }, null>('sqs:TellQueueExists');
export const GetQueueAttributes = operation<null, GetQueueAttributesResponse>('sqs:GetQueueAttributes');
export const SetQueueAttributes = operation<SetQueueAttributesRequest, null>('sqs:SetQueueAttributes');
export const PurgeQueue = operation<PurgeQueueRequest, null>('sqs:PurgeQueue');
export const DeleteQueue = operation<null, null>('sqs:DeleteQueue');
export const StartMessageMoveTask = operation<StartMessageMoveTaskRequest, MoveTaskResponse>('sqs:StartMessageMoveTask');
export const CancelMessageMoveTask = operation<null, MoveTaskResponse>('sqs:CancelMessageMoveTask');

/** What programs that take messages from a queue call. */
export const receiveOperations = [ReceiveMessage.name, DeleteMessageBatch.name, ChangeMessageVisibilityBatch.name];
/** What goes on between a queue and its dead-letter queue. */
export const moveOperations = [MoveMessages.name, GetQueueAttributes.name, TellQueueExists.name];
