/** What a warehouse answers to those who load it. */
import { operation } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';

/** One COPY: objects that lie in a bucket, by a prefix or a manifest. Rows arrive when it succeeds. */
export interface CopyRequest {
  readonly table: string;
  readonly keys: readonly string[];
  readonly records: RecordBatch;
}
export interface CopyResponse {
  readonly rowsLoaded: number;
}

export const Copy = operation<CopyRequest, CopyResponse>('redshift:Copy');
