/** What a delivery stream answers: the data plane in columns. */
import { operation } from '../../../sim/calls.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { EntryOutcome, RecordBatch } from '../../../sim/records/recordBatch.ts';

/** `bytes` are payloads alone: Firehose knows no partition keys. */
export interface PutRecordBatchRequest {
  readonly records: RecordBatch;
}
/** HTTP 200 even where entries failed. */
export interface PutRecordBatchResponse {
  readonly FailedPutCount: number;
  readonly outcome: EntryOutcome;
}

export const PutRecordBatch = operation<PutRecordBatchRequest, PutRecordBatchResponse>('firehose:PutRecordBatch');
/** PutRecord carries a batch of one entry; a refusal is the error of the call. */
export const PutRecord = operation<PutRecordBatchRequest, null>('firehose:PutRecord');

/** New settings, as the model's configuration spells them: buffers, prefixes and the like. The destination stays. */
export const UpdateDestination = operation<{ readonly config: PlainRecord }, null>('firehose:UpdateDestination');
/** What is not delivered yet is lost with the delivery stream. */
export const DeleteDeliveryStream = operation<null, null>('firehose:DeleteDeliveryStream');

export const deliveryOperations = [PutRecordBatch.name, PutRecord.name];
