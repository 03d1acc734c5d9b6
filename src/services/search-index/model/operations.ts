/** What a search domain answers. */
import { operation } from '../../../sim/calls.ts';
import type { EntryOutcome, RecordBatch } from '../../../sim/records/recordBatch.ts';

export interface BulkRequest {
  readonly index: string;
  readonly records: RecordBatch;
}
export interface BulkResponse {
  readonly outcome: EntryOutcome;
}

export const Bulk = operation<BulkRequest, BulkResponse>('search:Bulk');
