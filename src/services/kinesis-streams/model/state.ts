import type { Call } from '../../../sim/calls.ts';
import type { LogSet } from '../../../sim/columns/logSet.ts';
import type { StreamConfig } from './config.ts';
import type { ShardMap } from './shardMap.ts';

/** What never changes about a shard, and the two moments that do; replaced whole, so keyframes share it. */
export interface Shard {
  readonly index: number;
  readonly startingHashKey: bigint;
  readonly endingHashKey: bigint;
  /** Shards it came from: none, one (split) or two (merge); UpdateShardCount may join more. */
  readonly parents: readonly number[];
  /** Simulated ms; children count from a second after their parents closed. */
  readonly createdAt: number;
  /** Null while OPEN. */
  readonly closedAt: number | null;
  /** True once its last record has passed retention. */
  readonly expired: boolean;
}

/** Columns of `lanes`, one row of `laneWidth` numbers a shard: what a write touches lies together. */
export const laneWidth = 24;
export const lane = {
  /** Record bucket, thousandths of a record. */
  recordLevel: 0,
  /** Byte bucket, thousandths of a byte; may be negative after a large record. */
  byteLevel: 1,
  refilledAt: 2,
  /** Second that the `now` columns count, plus one. */
  second: 3,
  recordsNow: 4,
  bytesNow: 5,
  refusedNow: 6,
  recordsBefore: 7,
  bytesBefore: 8,
  refusedBefore: 9,
  records: 10,
  bytes: 11,
  refused: 12,
  /** Read bytes owed: calls are refused until then once it is more than a second ahead. */
  debtUntil: 13,
  readSecond: 14,
  readBytesNow: 15,
  readBytesBefore: 16,
  readCallsNow: 17,
  readCallsBefore: 18,
  readRefusedNow: 19,
  readRefusedBefore: 20,
  /** Bytes held in the log. */
  heldBytes: 21,
  /** Reads are refused until then after one answer that was worth more than a second. */
  blockedUntil: 22,
} as const;

export interface Subscription {
  readonly consumer: string;
  readonly shard: number;
  readonly call: Call;
  readonly startedAt: number;
  position: number;
  /** Bytes pushed are paced like a bucket: the next push is due at this time. */
  nextPushAt: number;
}

export interface PendingControl {
  readonly operation: string;
  readonly request: Readonly<Record<string, string | number>>;
}

export interface StreamState {
  config: StreamConfig;
  name: string;
  status: 'ACTIVE' | 'UPDATING';
  mode: 'PROVISIONED' | 'ON_DEMAND';
  retentionMs: number;
  shards: Shard[];
  map: ShardMap;
  logs: LogSet;
  lanes: Float64Array;
  /** Times of the calls admitted within the last second, five a shard: [shard * 5 + i]; oldest overwritten. */
  readCalls: Float64Array;
  iteratorCalls: Float64Array;
  pending: PendingControl | null;
  updateShardCountCalls: number[];
  subscriptions: Subscription[];
  subscribedAt: Map<string, number>;
  sweepAt: number | null;
  failingUntil: number;
  /** Shards whose last split did not help: told once. */
  splitWatch: { readonly at: number; readonly parent: number; readonly children: readonly number[] } | null;
  settledAt: number;
  /** Second in which the stream was last looked over for a hot shard. */
  lookedOver: number;
  /** On-demand: shards that the highest second since the last scaling would have needed. */
  peakShards: number;
  scaledAt: number;
}
