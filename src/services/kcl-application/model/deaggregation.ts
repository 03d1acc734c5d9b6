/** Records of a read as user records: aggregates taken apart, what lies before the checkpoint passed over. */
import type { KeyTable } from '../../../sim/records/keyTable.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import { belongsToShard } from '../../kpl-producer/model/operations.ts';
import { isAfter } from './checkpointer.ts';
import type { Position } from './leases.ts';

/** User records in order, with the sequence counter of their stream record and their place in it. Frozen: keyframes share it. */
export interface Delivery {
  readonly rows: Uint32Array;
  readonly sequences: Float64Array;
  /** Null when no record was an aggregate. */
  readonly subs: Uint32Array | null;
}

export interface Unpacked {
  readonly delivery: Delivery;
  /** Rows that are not handed on: processed before, or of an aggregate with a record that belongs to another shard. */
  readonly skipped: Uint32Array;
  readonly foreign: Uint32Array;
}

const none = new Uint32Array(0);

/** Takes a batch apart. `range`: the shard's, as words; null skips the check. */
export function unpack(batch: RecordBatch, after: Position, keys: KeyTable, range: Uint32Array | null): Unpacked {
  const sequences = batch.sequences!;
  const { first } = batch;
  if (first === undefined) {
    let from = 0;
    while (from < batch.count && !isAfter(sequences[from]!, 0, after)) from++;
    return { delivery: Object.freeze({ rows: batch.rows.subarray(from), sequences: sequences.subarray(from), subs: null }), skipped: batch.rows.subarray(0, from), foreign: none };
  }
  const rows: number[] = [];
  const ofRow: number[] = [];
  const subs: number[] = [];
  const skipped: number[] = [];
  const foreign: number[] = [];
  for (let entry = 0; entry < batch.count; entry++) {
    const sequence = sequences[entry]!;
    const ours = range === null || belongsToShard(batch, entry, keys, range);
    for (let i = first[entry]!; i < first[entry + 1]!; i++) {
      const sub = i - first[entry]!;
      if (!ours) foreign.push(batch.rows[i]!);
      else if (!isAfter(sequence, sub, after)) skipped.push(batch.rows[i]!);
      else {
        rows.push(batch.rows[i]!);
        ofRow.push(sequence);
        subs.push(sub);
      }
    }
  }
  return {
    delivery: Object.freeze({ rows: Uint32Array.from(rows), sequences: Float64Array.from(ofRow), subs: subs.some((sub) => sub > 0) ? Uint32Array.from(subs) : null }),
    skipped: Uint32Array.from(skipped),
    foreign: Uint32Array.from(foreign),
  };
}

/** Position of a user record of a delivery. */
export function positionIn(delivery: Delivery, index: number): Position {
  return Object.freeze({ sequence: delivery.sequences[index]!, sub: delivery.subs === null ? 0 : delivery.subs[index]! });
}
