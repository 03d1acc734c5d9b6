import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { QueueProducerConfig } from './config.ts';

/** One call's messages; `records.keys` are message groups where those are used. */
export interface Sending {
  readonly records: RecordBatch;
  readonly attempt: number;
  readonly sentAt: number;
  /** The process that sent it has died: the answer settles what became of the messages, and nobody tries again. */
  readonly orphaned: boolean;
}

export interface ProducerState {
  config: QueueProducerConfig;
  /** Batches that wait for a place, oldest first. */
  waiting: RecordBatch[];
  waitingRecords: number;
  /** Payloads on their way to the bucket, calls under way, and batches that wait for their next try; by number. */
  uploading: Map<number, Sending>;
  sending: Map<number, Sending>;
  retrying: Map<number, Sending>;
  heldRecords: number;
  next: number;
  /** Deduplication ids given to tries so far. */
  tries: number;
  lingering: boolean;
  lingerRun: number;
  loseRepliesUntil: number;
  accepted: number;
  refused: number;
  givenUp: number;
  dropped: number;
  retried: number;
}

export type ProducerEvent =
  | { readonly type: 'uploaded' | 'sent' | 'retry' | 'retry-upload' | 'unanswered'; readonly id: number }
  | { readonly type: 'linger'; readonly run: number };

export type Ctx = ServiceContext<ProducerEvent>;
