import type { Call } from '../../../sim/calls.ts';
import type { LogSet } from '../../../sim/columns/logSet.ts';
import type { StreamConfig } from './config.ts';
import type { SubscribeToShardRequest } from './operations.ts';
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

/** Columns of `lanes`, one row of `laneWidth` numbers a shard: the eight that a write touches lie together, in one line of memory. */
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
  // 7 is free.
  recordsBefore: 8,
  bytesBefore: 9,
  refusedBefore: 10,
  /** Sums up to the second before the one that the `now` columns count. */
  recordsSum: 11,
  bytesSum: 12,
  refusedSum: 13,
  /** Bytes that retention has taken out of the log. */
  expiredBytes: 14,
  /** Read bytes owed: calls are refused until then once it is more than a second ahead. */
  debtUntil: 15,
  /** Reads are refused until then after one answer that was worth more than a second. */
  blockedUntil: 16,
  readSecond: 17,
  readBytesNow: 18,
  readBytesBefore: 19,
  readCallsNow: 20,
  readCallsBefore: 21,
  readRefusedNow: 22,
  readRefusedBefore: 23,
} as const;

/** What a shard has taken in and refused since it was opened. */
export function laneTotals(lanes: Float64Array, shard: number): { records: number; bytes: number; refused: number; heldBytes: number } {
  const at = shard * laneWidth;
  const bytes = lanes[at + lane.bytesSum]! + lanes[at + lane.bytesNow]!;
  return {
    records: lanes[at + lane.recordsSum]! + lanes[at + lane.recordsNow]!,
    bytes,
    refused: lanes[at + lane.refusedSum]! + lanes[at + lane.refusedNow]!,
    heldBytes: bytes - lanes[at + lane.expiredBytes]!,
  };
}

export interface Subscription {
  readonly consumer: string;
  readonly shard: number;
  readonly call: Call<SubscribeToShardRequest>;
  readonly startedAt: number;
  position: number;
  /** The moment up to which the rate has been used: whatever lies between it and now may still be pushed. */
  paidUntil: number;
  /** When the last event left, for a caller that a connection joins. */
  toldAt?: number;
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
  /** A push is planned. */
  pushing: boolean;
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
  /** On-demand: a look at the traffic is planned. */
  scaling: boolean;
}
