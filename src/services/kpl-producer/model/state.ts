import type { PutRecordsResponse } from '../../kinesis-streams/model/operations.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { KplConfig } from './config.ts';
import type { KeyMarks } from './keyMarks.ts';
import type { KnownShard, OpenRanges } from './shardMap.ts';
import type { UserRecords } from './userRecords.ts';

/** User records of one predicted shard that wait to be packed together. */
export interface Tray {
  readonly shard: number;
  /** Number of this filling, by which keys are marked as in its table. */
  filling: number;
  slots: number[];
  /** The KPL's estimate of the packed size. */
  estimate: number;
  /** Records with an explicit hash key. */
  explicit: number;
  /** When the tray will be sent unless it is full before; 0 for no such plan. */
  timerAt: number;
}

/** What one KPL lets through to one shard: two buckets, and the stream records that wait, by deadline. Levels in hundredths and hundred-thousandths. */
export interface ShardLimiter {
  readonly shard: number;
  queue: number[];
  recordLevel: number;
  byteLevel: number;
  filledAt: number;
}

/** Stream records that wait to be sent together. */
export interface Collection {
  records: number[];
  bytes: number;
  timerAt: number;
  /** Data of each predicted shard in it. */
  shardBytes: Map<number, number>;
}

export interface Sending {
  /** First slots of the stream records, in the order of the request. */
  readonly heads: Uint32Array;
  readonly records: RecordBatch;
  readonly startedAt: number;
  /** The process that sent it has died: the answer settles what became of the records, and nobody tries again. */
  readonly orphaned: boolean;
}

export interface ShardMapState {
  status: 'INVALID' | 'UPDATING' | 'READY';
  open: OpenRanges;
  /** Ranges of open shards and of those that were. */
  known: Map<number, KnownShard>;
  updatedAt: number;
  backoff: number;
  /** Answers to older updates count for nothing. */
  run: number;
}

export interface KplState {
  config: KplConfig;
  users: UserRecords;
  marks: KeyMarks;
  trays: Map<number, Tray>;
  filling: number;
  limiters: Map<number, ShardLimiter>;
  /** A drain of the limiters is planned. */
  draining: boolean;
  collection: Collection;
  /** Requests that wait for a connection. */
  waiting: Uint32Array[];
  sending: Map<number, Sending>;
  next: number;
  map: ShardMapState;
  loseRepliesUntil: number;
  shortAnswersUntil: number;
  /** Rises with each crash: plans of an older life count for nothing. */
  life: number;
  received: number;
  put: number;
  dropped: number;
  retried: number;
  failed: Map<string, number>;
  errors: Map<string, number>;
  streamRecords: number;
  packedRecords: number;
  calls: number;
}

export type KplEvent =
  | { readonly type: 'tray'; readonly shard: number; readonly at: number; readonly life: number }
  | { readonly type: 'drain'; readonly life: number }
  | { readonly type: 'collect'; readonly at: number; readonly life: number }
  | { readonly type: 'flush-collection'; readonly life: number }
  | { readonly type: 'sent'; readonly id: number }
  | { readonly type: 'unanswered'; readonly id: number }
  | { readonly type: 'read'; readonly id: number; readonly reply: Reply<PutRecordsResponse> }
  | { readonly type: 'update-map'; readonly run: number }
  | { readonly type: 'listed'; readonly run: number; readonly page: number };
