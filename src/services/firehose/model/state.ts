import type { LogSet } from '../../../sim/columns/logSet.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ObjectPurpose } from '../../s3-bucket/model/operations.ts';
import type { ShardIterator } from '../../kinesis-streams/model/operations.ts';
import type { FirehoseConfig } from './config.ts';

/** Numbers of the fixed buffers in the log set; from `firstPartition` on each log belongs to a partition. */
export const buffers = { destination: 0, lambda: 1, backup: 2 } as const;
export const firstPartition = 3;

/** What a buffer counts beside its entries. */
export interface Buffer {
  bytes: number;
  /** When the first record entered it. */
  since: number;
  /** Bumped with each flush: timers of earlier fillings count for nothing. */
  run: number;
}

/** An object to be written; frozen. Its rows are held here until it is. */
export interface Put {
  readonly port: 'bucket' | 'staging' | 'failures' | 'backup';
  readonly purpose: ObjectPurpose;
  readonly key: string;
  readonly records: RecordBatch;
  readonly bytes: number;
  readonly content: PlainRecord | undefined;
  readonly attempts: number;
  /** A call is under way: nobody may take records out. */
  readonly underWay: boolean;
  /** The delivery that the stream waits for before the next. */
  readonly main: boolean;
  /** Number of the buffer whose next object waits for this one; null for none. */
  readonly partition: number | null;
}

/** Why records go to the error prefix instead. */
export interface PartitionFailure {
  readonly errorType: string;
  readonly code: string;
  readonly message: string;
}

/** Records of one evaluated prefix (dynamic partitioning): a buffer and a delivery of its own. */
export interface Partition {
  readonly prefix: string;
  /** Prefix as it was set, and what its expressions stand for. */
  readonly template: string;
  readonly partitionKeys: Readonly<Record<string, string>>;
  readonly lambdaKeys: Readonly<Record<string, string>>;
  /** Records without a partition gather by the kind of failure. */
  readonly failure: PartitionFailure | null;
  /** An object is being written. */
  busy: boolean;
  /** The next is due meanwhile. */
  due: boolean;
}

/** A batch with the function; frozen. */
export interface Invocation {
  readonly records: RecordBatch;
  readonly attempts: number;
  readonly startedAt: number;
  readonly waiting: boolean;
}

/** A staged object that waits for COPY. */
export interface Staged {
  readonly key: string;
  readonly records: RecordBatch;
  readonly stagedAt: number;
}

/** The COPY under way, or the pause before the next. */
export interface Copying {
  readonly keys: readonly string[];
  readonly startedAt: number;
}

/** Documents on their way to the search domain. */
export interface Indexing {
  readonly records: RecordBatch;
  readonly attempts: number;
  readonly firstAt: number;
}

/** A batch on its way to Splunk or an HTTP endpoint; frozen. */
export interface Posting {
  readonly records: RecordBatch;
  readonly bytes: number;
  readonly attempts: number;
  /** Number of the try: answers to older ones count for nothing. */
  readonly number: number;
  readonly sentAt: number;
  /** When the first try failed: the retry duration counts from here. */
  readonly failedAt: number | null;
  /** Splunk: what to ask about. */
  readonly ackId: number | null;
}

export interface ShardReader {
  readonly shard: number;
  readonly run: number;
  iterator: ShardIterator | null;
  fetched: number;
  from: 'LATEST' | 'TRIM_HORIZON';
}

export interface FirehoseState {
  config: FirehoseConfig;
  name: string;
  /** Rises with each change of the configuration; part of object names. */
  version: number;
  logs: LogSet;
  buffers: Buffer[];
  /** Direct PUT quotas, in thousandths: records, calls, bytes; and when they were filled last. */
  tokens: number[];
  filledAt: number;
  effectiveSize: number;
  /** A flush is due while a delivery is under way. */
  due: 'size' | 'interval' | null;
  /** Ends of batches that queue, as positions in the destination log; dynamic growth off. */
  queued: number[];
  puts: Map<number, Put>;
  invocations: Map<number, Invocation>;
  staged: readonly Staged[];
  copying: Copying | null;
  /** When the next COPY may start after one that failed. */
  copyAgainAt: number;
  indexing: Indexing | null;
  posting: Posting | null;
  /** Active partitions by the number of their buffer, and those numbers by evaluated prefix. */
  partitions: Map<number, Partition>;
  partitionLogs: Map<string, number>;
  /** Buffers without a partition. */
  freeLogs: number[];
  mainBusy: boolean;
  /** What has failed since when; null while deliveries work. */
  failing: { readonly destination: string; readonly since: number } | null;
  deleted: boolean;
  next: number;
  readers: Map<number, ShardReader>;
  finishedShards: Map<number, boolean>;
  expiryPlanned: boolean;
  /** Records dropped and not told of yet, and when that was done last. */
  untold: number;
  toldAt: number;
  /** Tries of deliveries that failed in a row, and when one was told last. */
  failedTries: number;
  failureToldAt: number;
  received: number;
  billedBytes: number;
  delivered: number;
  deliveredBytes: number;
  objects: number;
  processingFailed: number;
  dropped: number;
  /** Lost because an endpoint found a batch too large. */
  rejected: number;
  expired: number;
  manifests: number;
  copies: number;
  flushes: number;
  flushedBySize: number;
  lastFlushAt: number;
}

export type FirehoseEvent =
  | { readonly type: 'interval'; readonly buffer: number; readonly run: number }
  /** The delivery under way is over. */
  | { readonly type: 'over' }
  | { readonly type: 'put'; readonly id: number }
  | { readonly type: 'put-again'; readonly id: number }
  | { readonly type: 'invoked'; readonly id: number }
  | { readonly type: 'invoke-again'; readonly id: number }
  | { readonly type: 'copied' }
  | { readonly type: 'copy-again' }
  | { readonly type: 'window' }
  | { readonly type: 'partition-over'; readonly buffer: number }
  | { readonly type: 'posted'; readonly number: number }
  | { readonly type: 'ask-ack'; readonly number: number }
  | { readonly type: 'acked'; readonly number: number }
  | { readonly type: 'post-again'; readonly number: number }
  | { readonly type: 'bulk' }
  | { readonly type: 'bulk-again' }
  | { readonly type: 'expire' }
  | { readonly type: 'list' }
  | { readonly type: 'listed' }
  | { readonly type: 'iterator'; readonly shard: number; readonly run: number }
  | { readonly type: 'poll'; readonly shard: number; readonly run: number }
  | { readonly type: 'fetched'; readonly shard: number; readonly run: number };
