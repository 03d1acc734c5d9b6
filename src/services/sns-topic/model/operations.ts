/** What a topic answers to publishers; to its subscribers it is a caller of their operations. */
import { operation } from '../../../sim/calls.ts';
import type { EntryOutcome, RecordBatch } from '../../../sim/records/recordBatch.ts';

/** One to ten messages. Attributes of a message are those of the record's payload (`attributes`). */
export interface PublishBatchRequest {
  readonly records: RecordBatch;
  /** Interned MessageGroupId plus one; 0 for none. FIFO topics only. */
  readonly MessageGroupId?: Uint32Array | undefined;
  readonly MessageDeduplicationId?: Uint32Array | undefined;
  /** `json`: the body names a text for each protocol, and a default. */
  readonly MessageStructure?: 'json' | undefined;
}
export interface PublishBatchResponse {
  readonly outcome: EntryOutcome;
  /** Number behind each MessageId; of a duplicate, the first one's. */
  readonly messages: Float64Array;
}

export const PublishBatch = operation<PublishBatchRequest, PublishBatchResponse>('sns:PublishBatch');
