import { operation } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';

export interface SubmitRequest {
  /** Keys are those of the entities; bytes are payloads alone. The receiver owns the rows from now on. */
  readonly records: RecordBatch;
  /** Key of the group (tenant) of each entry, where the application knows groups. */
  readonly groups?: Uint32Array | undefined;
}

/** An application hands records to its producer, in the same process. Nobody replies. */
export const Submit = operation<SubmitRequest, null>('producer:Submit');
