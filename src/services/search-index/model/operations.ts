/** What a search domain answers. */
import { operation } from '../../../sim/calls.ts';
import type { EntryOutcome, RecordBatch } from '../../../sim/records/recordBatch.ts';

export interface BulkRequest {
  readonly index: string;
  readonly type?: string | undefined;
  /** Id of each document: one that is there already is replaced. Absent: every document gets one of its own. */
  readonly ids?: readonly string[] | undefined;
  readonly records: RecordBatch;
}
export interface BulkResponse {
  readonly outcome: EntryOutcome;
}

export const Bulk = operation<BulkRequest, BulkResponse>('search:Bulk');
