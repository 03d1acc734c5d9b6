/** Operations that a stream answers: the data plane in columns, the control plane as AWS words it. */
import { operation } from '../../../sim/calls.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { BatchOutcome, RecordBatch } from '../../../sim/records/recordBatch.ts';

export interface PutRecordsRequest {
  readonly records: RecordBatch;
  /** The answer is to have what became of each entry in AWS's members. */
  readonly texts?: boolean | undefined;
}
export interface PutRecordsResponse {
  readonly FailedRecordCount: number;
  readonly outcome: BatchOutcome;
  readonly Records?: readonly EntryResult[] | undefined;
}
/** What became of one entry, as AWS answers it. */
export type EntryResult = { readonly SequenceNumber: string; readonly ShardId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string };
/** PutRecord carries a batch of one entry. */
export interface PutRecordRequest {
  readonly records: RecordBatch;
  /** A sequence number that the new record's must exceed. */
  readonly SequenceNumberForOrdering?: string | undefined;
}
export interface PutRecordResponse {
  readonly ShardId: string;
  readonly SequenceNumber: string;
}

export type ShardIteratorType = 'TRIM_HORIZON' | 'LATEST' | 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER' | 'AT_TIMESTAMP';

export interface GetShardIteratorRequest {
  readonly ShardId: string;
  readonly ShardIteratorType: ShardIteratorType;
  readonly StartingSequenceNumber?: string | undefined;
  /** The counter inside that sequence number, where the caller kept it instead of the digits. */
  readonly StartingCounter?: number | undefined;
  /** Simulated ms since the run began. */
  readonly Timestamp?: number | undefined;
}
/** Where to read next: plain data inside the simulation, opaque text at the AWS endpoint. */
export interface ShardIterator {
  readonly shard: number;
  readonly position: number;
  readonly issuedAt: number;
}
export interface GetShardIteratorResponse {
  readonly ShardIterator: ShardIterator;
}
export interface GetRecordsRequest {
  readonly ShardIterator: ShardIterator;
  readonly Limit?: number | undefined;
  /** Which consumer asks, for the story told. */
  readonly consumer: string;
  /** The answer is to have the sequence numbers as texts. */
  readonly texts?: boolean | undefined;
}
export interface ChildShard {
  readonly shard: number;
  readonly parents: readonly number[];
}
export interface GetRecordsResponse {
  readonly records: RecordBatch;
  /** Null once a closed shard is read to its end. */
  readonly NextShardIterator: ShardIterator | null;
  readonly MillisBehindLatest: number;
  readonly ChildShards: readonly ChildShard[];
  readonly SequenceNumbers?: readonly string[] | undefined;
}
export interface ListedShard {
  readonly shard: number;
  readonly ShardId: string;
  readonly ParentShardId: number | null;
  readonly AdjacentParentShardId: number | null;
  readonly parents: readonly number[];
  readonly closed: boolean;
  readonly StartingHashKey: string;
  readonly EndingHashKey: string;
}
export interface ListShardsResponse {
  readonly Shards: readonly ListedShard[];
}
export interface SubscribeToShardRequest {
  readonly consumer: string;
  readonly shard: number;
  readonly StartingPosition: { readonly Type: ShardIteratorType; readonly position?: number | undefined; readonly Timestamp?: number | undefined; readonly SequenceNumber?: string | undefined };
  /** For a caller that a connection joins: an event at once, one when nothing came for `idleMs`, sequence numbers as texts, and the name by which it hangs up. */
  readonly connection?: { readonly id: number; readonly idleMs: number } | undefined;
}
/** One event of a subscription; `position` continues it. */
export interface SubscribeToShardEvent {
  readonly records: RecordBatch;
  readonly position: number;
  readonly SequenceNumbers?: readonly string[] | undefined;
  /** The sequence number after which the subscription goes on. */
  readonly ContinuationSequenceNumber?: string | undefined;
  readonly MillisBehindLatest: number;
  readonly ChildShards: readonly ChildShard[];
  /** The shard is closed and read to its end. */
  readonly ended: boolean;
  /** The last event of this call: the shard has ended, or the time of the subscription is up. */
  readonly over: boolean;
}
/** A call of the control plane by the operation's own name, members as AWS names them; checked and begun, or refused. */
export interface ControlRequest {
  readonly operation: string;
  readonly request: PlainRecord;
}

export const PutRecords = operation<PutRecordsRequest, PutRecordsResponse>('kinesis:PutRecords');
export const PutRecord = operation<PutRecordRequest, PutRecordResponse>('kinesis:PutRecord');
export const GetShardIterator = operation<GetShardIteratorRequest, GetShardIteratorResponse>('kinesis:GetShardIterator');
export const GetRecords = operation<GetRecordsRequest, GetRecordsResponse>('kinesis:GetRecords');
export const ListShards = operation<{ readonly consumer: string }, ListShardsResponse>('kinesis:ListShards');
export const SubscribeToShard = operation<SubscribeToShardRequest, SubscribeToShardEvent>('kinesis:SubscribeToShard');
/** Ends subscriptions that a connection joins: the one whose caller has gone, or all of a consumer that was deregistered. */
export const HangUp = operation<{ readonly id: number } | { readonly consumer: string }, null>('kinesis:HangUp');
export const Control = operation<ControlRequest, null>('kinesis:Control');
/** All records go: the stream has been deleted. */
export const DeleteStream = operation<null, null>('kinesis:DeleteStream');

export const putOperations = [PutRecords.name, PutRecord.name];
export const readOperations = [GetShardIterator.name, GetRecords.name, ListShards.name, SubscribeToShard.name];
