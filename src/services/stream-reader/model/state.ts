import type { OwnedMap } from '../../../sim/columns/ownedMap.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ShardIterator } from '../../kinesis-streams/model/operations.ts';
import type { ReaderConfig } from './config.ts';

/** Where a thread starts: a point by name, or after the record with this counter. */
export type StartPoint = { readonly type: 'TRIM_HORIZON' | 'LATEST' } | { readonly type: 'AT_TIMESTAMP'; readonly at: number } | { readonly type: 'after'; readonly counter: number };

/** One consumer's work on one shard: ask, process what came, ask again. */
export interface Thread {
  readonly shard: number;
  /** Calls and events of an older run of this thread are ignored. */
  readonly run: number;
  start: StartPoint;
  iterator: ShardIterator | null;
  /** Counter of the last record processed; 0 for none. */
  processed: number;
  /** Batches fetched and not processed to the end, and how many entries of the first are done. */
  inbox: RecordBatch[];
  done: number;
  busy: boolean;
  /** The next record is poison: nothing goes on before the fault is over. */
  poisoned: boolean;
  /** Part of a millisecond of work carried on. */
  carry: number;
  polledAt: number;
  behindMs: number;
  /** When records were last asked for with success: a thread that is only refused falls behind all the same. */
  fetchedAt: number;
  /** The shard is closed and fetched to its end. */
  fetchedAll: boolean;
  children: readonly { readonly shard: number; readonly parents: readonly number[] }[];
}

export interface Consumer {
  readonly name: string;
  readonly number: number;
  alive: boolean;
  /** Rises with each crash: replies to an older life are ignored. */
  life: number;
  slowUntil: number;
  poisonUntil: number;
  /** The next record processed is poison. */
  poisonNext: boolean;
  threads: OwnedMap<Thread>;
  /** Shards read to their end. */
  finished: Map<number, boolean>;
  /** Saved positions: counter of the last record, or -1 for a shard read to its end. */
  checkpoints: Map<number, number>;
  /** Where a rewind told it to begin; null: as configured. */
  start: StartPoint | null;
  lagging: boolean;
  processed: number;
  duplicates: number;
}

export interface ReaderState {
  config: ReaderConfig;
  consumers: Consumer[];
  nextRun: number;
}

export type ReaderEvent =
  | { readonly type: 'discover'; readonly consumer: number; readonly life: number }
  | { readonly type: 'listed'; readonly consumer: number; readonly life: number; readonly first: boolean }
  | { readonly type: 'iterator'; readonly consumer: number; readonly life: number; readonly shard: number; readonly run: number }
  | { readonly type: 'poll'; readonly consumer: number; readonly life: number; readonly shard: number; readonly run: number }
  | { readonly type: 'fetched'; readonly consumer: number; readonly life: number; readonly shard: number; readonly run: number }
  | { readonly type: 'pushed'; readonly consumer: number; readonly life: number; readonly shard: number; readonly run: number }
  | { readonly type: 'work'; readonly consumer: number; readonly life: number; readonly shard: number; readonly run: number; readonly entries: number }
  | { readonly type: 'begin'; readonly consumer: number; readonly life: number }
  | { readonly type: 'checkpoint'; readonly consumer: number; readonly life: number }
  | { readonly type: 'restart'; readonly consumer: number; readonly life: number };
