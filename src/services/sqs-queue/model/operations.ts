/** What a queue answers. One entry is one message; its row is the record that the message carries. */
import { operation } from '../../../sim/calls.ts';
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
  /** Number behind each MessageId; of a duplicate, the first one's. */
  readonly messages: Float64Array;
}
export interface ReceiveMessageRequest {
  readonly MaxNumberOfMessages: number;
  /** Seconds; the queue's own setting where absent. */
  readonly WaitTimeSeconds?: number | undefined;
  readonly VisibilityTimeout?: number | undefined;
  readonly ReceiveRequestAttemptId?: string | undefined;
  /** Who asks, for the story told. */
  readonly consumer: string;
}
/** `records.receives` are ApproximateReceiveCount; `receipts` stand for receipt handles. */
export interface ReceiveMessageResponse {
  readonly records: RecordBatch;
  readonly messages: Float64Array;
  readonly receipts: Float64Array;
  /** Interned MessageGroupId plus one; 0 for none. */
  readonly groups?: Uint32Array | undefined;
}
export interface DeleteMessageBatchRequest {
  readonly receipts: Float64Array;
}
export interface ChangeMessageVisibilityBatchRequest {
  readonly receipts: Float64Array;
  /** Seconds from the call on. */
  readonly VisibilityTimeout: number;
}
export interface EntriesResponse {
  readonly outcome: EntryOutcome;
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
export const GetQueueAttributes = operation<null, GetQueueAttributesResponse>('sqs:GetQueueAttributes');

/** What programs that take messages from a queue call. */
export const receiveOperations = [ReceiveMessage.name, DeleteMessageBatch.name, ChangeMessageVisibilityBatch.name];
/** What goes on between a queue and its dead-letter queue. */
export const moveOperations = [MoveMessages.name, GetQueueAttributes.name];
