import type { Call } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { BucketConfig } from './config.ts';
import type { ObjectTable } from './objectTable.ts';
import type { ObjectPurpose } from './operations.ts';

/** What a bucket counts for objects of one purpose. */
export interface PurposeTotals {
  puts: number;
  bytes: number;
  records: number;
}

/** A request that has been admitted and is answered when its time is over; frozen, shared. */
export interface Pending {
  readonly call: Call;
  /** For a put: the bucket holds these rows while it writes the object. */
  readonly records: RecordBatch | undefined;
}

export interface BucketState {
  config: BucketConfig;
  objects: ObjectTable;
  /** Requests under way, by number. */
  pending: Map<number, Pending>;
  next: number;
  totals: Record<ObjectPurpose, PurposeTotals>;
  /** Objects and bytes that lie in the bucket, forgotten names counted. */
  objectsStored: number;
  bytesStored: number;
  /** Objects and bytes whose names are forgotten. */
  forgottenObjects: number;
  forgottenBytes: number;
  /** Numbers of remembered objects without rows, counted. */
  rowless: number;
  /** Number from which on the oldest remembered object without rows is looked for. */
  lookFrom: number;
  newestKey: string;
  /** There is no bucket until it is made again. */
  deleted: boolean;
  outageUntil: number;
  /** Requests refused in an outage and not told of yet, and when that was done last. */
  refused: number;
  refusedToldAt: number;
  slowUntil: number;
  /** Byte-milliseconds since the last bill, and when they were counted. */
  settledAt: number;
  second: number;
  puts: number;
  reads: number;
  sweepAt: number | null;
}

export type BucketEvent = { readonly type: 'answer'; readonly id: number } | { readonly type: 'expire' } | { readonly type: 'told'; readonly id: number };
