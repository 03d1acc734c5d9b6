/** Aggregates of a KPL in a consumer's hands: taken apart before the work, or each a record that the program cannot read. */
import { makeBatch, sliceBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';

/**
 * A position in a shard is the counter of the last record done with. Inside an aggregate it has a fraction: of the record after it
 * so many user records are done, in parts of this. No aggregate holds as many: the largest record has 10 MiB, a user record 4 bytes.
 */
const partsOfRecord = 2 ** 22;

/** Counter of the last record that is done whole. */
export function wholeRecords(position: number): number {
  return Math.floor(position);
}

/**
 * One entry for each user record, in order; `sequences` are the positions after each. Those up to `after` are done already (a
 * consumer that died within an aggregate reads it again whole) and are left out; the caller lets go of them: `skipped` come first.
 */
export function takeApart(batch: RecordBatch, after: number): { readonly records: RecordBatch; readonly skipped: number } {
  const { first } = batch;
  if (first === undefined) return { records: batch, skipped: 0 };
  const count = batch.rows.length;
  const bytes = new Uint32Array(count);
  const sequences = new Float64Array(count);
  const arrivedAt = batch.arrivedAt && new Uint32Array(count);
  for (let entry = 0; entry < batch.count; entry++) {
    const from = first[entry]!;
    const to = first[entry + 1]!;
    const sequence = batch.sequences![entry]!;
    for (let i = from; i < to; i++) {
      sequences[i] = i === to - 1 ? sequence : sequence - 1 + (i - from + 1) / partsOfRecord;
      // What the record weighs is shared out; nobody looks at parts of it.
      bytes[i] = Math.floor(batch.bytes[entry]! / (to - from));
      if (arrivedAt) arrivedAt[i] = batch.arrivedAt![entry]!;
    }
  }
  let skipped = 0;
  if (after > Math.floor(after)) while (skipped < count && sequences[skipped]! <= after) skipped++;
  return { records: sliceBatch(makeBatch({ count, rows: batch.rows, keys: batch.rows, bytes, sequences, arrivedAt }), skipped, count), skipped };
}

/** Rows of the entries from `done` on. */
export function rowsFrom(batch: RecordBatch, done: number): Uint32Array {
  return batch.rows.subarray(batch.first ? batch.first[done] : done);
}

/** Rows of entries that are one record each, and those that lie in aggregates; and how many aggregates there are. */
export function sortOut(batch: RecordBatch): { readonly readable: Uint32Array; readonly unreadable: Uint32Array; readonly aggregates: number } {
  const { first, rows } = batch;
  if (first === undefined) return { readable: rows, unreadable: rows.subarray(0, 0), aggregates: 0 };
  const readable: number[] = [];
  const unreadable: number[] = [];
  let aggregates = 0;
  for (let entry = 0; entry < batch.count; entry++) {
    const single = first[entry + 1]! - first[entry]! === 1;
    if (!single) aggregates++;
    for (let i = first[entry]!; i < first[entry + 1]!; i++) (single ? readable : unreadable).push(rows[i]!);
  }
  return { readable: Uint32Array.from(readable), unreadable: Uint32Array.from(unreadable), aggregates };
}
