import type { Call } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ShardIterator } from '../../kinesis-streams/model/operations.ts';
import type { FunctionConfig } from './config.ts';
import type { EventSource } from './operations.ts';

/** Who waits for a run to end. */
export type Origin =
  | { readonly type: 'call'; readonly call: Call }
  | { readonly type: 'async'; readonly id: number }
  | { readonly type: 'lane'; readonly shard: number; readonly run: number; readonly lane: number }
  | { readonly type: 'poller'; readonly poller: number };

/** A run of the function; frozen but for the answers that it waits for. */
export interface Running {
  readonly origin: Origin;
  readonly source: EventSource;
  /** Entries that the function has hold of while it runs. */
  readonly records: RecordBatch;
  readonly startedAt: number;
  /** Why it will fail, as it turned out at the start; null where it will not. */
  readonly failure: string | null;
  /** Answers of targets still out, and whether one was bad. */
  readonly waitsFor: number;
  readonly refused: string | null;
}

/** How a run ended. */
export type Outcome = { readonly ok: true; readonly batchItemFailures: Uint32Array | undefined } | { readonly ok: false; readonly code: string; readonly message: string };

/** An asynchronous event that waits for its (next) try. */
export interface AsyncEvent {
  readonly source: EventSource;
  readonly records: RecordBatch;
  readonly acceptedAt: number;
  /** Runs that failed; throttles do not count. */
  readonly failures: number;
  readonly throttles: number;
}

/** Batches of one shard that keep each other's order: one run at a time. */
export interface Lane {
  /** Cut or failed batches, to be tried before anything new; the first is the one under way or in back-off. */
  parts: readonly { readonly records: RecordBatch; readonly attempts: number }[];
  waiting: readonly RecordBatch[];
  waitingRecords: number;
  waitingBytes: number;
  /** When the oldest waiting record came. */
  since: number;
  busy: boolean;
  backOff: number;
}

export interface ShardSource {
  readonly shard: number;
  readonly run: number;
  /** Where reading begins while nothing is known of its position. */
  from: 'LATEST' | 'TRIM_HORIZON';
  iterator: ShardIterator | null;
  /** Counter of the last record read past; 0 for none. */
  fetched: number;
  /** Number of the subscription that counts; 0 for none. */
  subscription: number;
  fetchedAll: boolean;
  /** Null: unknown, because the shard expired before it was read to its end. */
  children: readonly { readonly shard: number; readonly parents: readonly number[] }[] | null;
  lanes: Lane[];
  behindMs: number;
}

/** One loop of receive, run, delete. */
export interface Poller {
  readonly number: number;
  /** What it has received and not settled yet. */
  batches: readonly RecordBatch[];
  receipts: readonly number[];
  since: number;
  phase: 'receiving' | 'running' | 'deleting' | 'resting';
  /** Entries that go back to the queue. */
  failed: Uint32Array | undefined;
}

export interface FunctionState {
  config: FunctionConfig;
  running: Map<number, Running>;
  next: number;
  /** When each idle environment was last used, oldest first. */
  idle: number[];
  events: Map<number, AsyncEvent>;
  /** Messages on their way to the queue for failures. */
  letters: Map<number, RecordBatch>;
  shards: Map<number, ShardSource>;
  finishedShards: Map<number, boolean>;
  pollers: Map<number, Poller>;
  /** Pollers wanted now. */
  pollersWanted: number;
  errorsUntil: number;
  slowUntil: number;
  throttleUntil: number;
  objects: number;
  invocations: number;
  errors: number;
  throttles: number;
  coldStarts: number;
  discarded: number;
  deadLettered: number;
  processed: number;
}

export type FunctionEvent =
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'handed'; readonly id: number; readonly entries: number }
  | { readonly type: 'async'; readonly id: number }
  | { readonly type: 'dead-letter'; readonly id: number }
  | { readonly type: 'list' }
  | { readonly type: 'listed' }
  | { readonly type: 'iterator'; readonly shard: number; readonly run: number }
  | { readonly type: 'fetched'; readonly shard: number; readonly run: number }
  | { readonly type: 'pushed'; readonly shard: number; readonly run: number; readonly subscription: number }
  | { readonly type: 'poll'; readonly shard: number; readonly run: number }
  | { readonly type: 'lane'; readonly shard: number; readonly run: number; readonly lane: number; readonly retry: boolean }
  | { readonly type: 'receive'; readonly poller: number }
  | { readonly type: 'received'; readonly poller: number }
  | { readonly type: 'window'; readonly poller: number }
  | { readonly type: 'deleted'; readonly poller: number }
  | { readonly type: 'scale' };
