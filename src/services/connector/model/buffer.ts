/** What a pipeline keeps: items in order, with the sequence numbers they came under. */
import type { RecordTable } from '../../../sim/records/recordTable.ts';
import { makeBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { Chunk, Pipeline } from './state.ts';

/** Adds items; the pipeline holds their rows from now on. */
export function addItems(pipeline: Pipeline, chunk: Chunk, records: RecordTable): void {
  if (chunk.rows.length === 0) return;
  records.hold(chunk.rows);
  pipeline.chunks = [...pipeline.chunks, chunk];
  pipeline.count += chunk.rows.length;
  for (const row of chunk.rows) pipeline.bytes += records.payloadBytes(row);
}

/** The first `take` items as a batch: keys of the records, bytes of their data. */
export function firstItems(pipeline: Pipeline, take: number, records: RecordTable): RecordBatch {
  const rows = new Uint32Array(take);
  let at = 0;
  for (const chunk of pipeline.chunks) {
    if (at >= take) break;
    const part = chunk.rows.subarray(0, take - at);
    rows.set(part, at);
    at += part.length;
  }
  return makeBatch({ count: take, rows, keys: rows.map((row) => records.key(row)), bytes: rows.map((row) => records.payloadBytes(row)) });
}

/** Sequence number and place in its aggregate of the item at an index. */
export function positionAt(pipeline: Pipeline, index: number): { readonly sequence: number; readonly sub: number } {
  let left = index;
  for (const { rows, sequences, subs } of pipeline.chunks) {
    if (left < rows.length) return Object.freeze({ sequence: sequences[left]!, sub: subs?.[left] ?? 0 });
    left -= rows.length;
  }
  throw new Error(`the buffer has ${pipeline.count} items, no item ${index}`);
}

/** Takes the first items out; whoever had them lets go of their rows. */
export function removeFirst(pipeline: Pipeline, take: number, records: RecordTable): void {
  const kept: Chunk[] = [];
  let left = take;
  for (const { rows, sequences, subs } of pipeline.chunks) {
    const cut = Math.min(left, rows.length);
    left -= cut;
    for (let i = 0; i < cut; i++) pipeline.bytes -= records.payloadBytes(rows[i]!);
    if (cut > 0) records.release(rows.subarray(0, cut), 'dropped-by-code');
    if (cut < rows.length) kept.push(Object.freeze({ rows: rows.subarray(cut), sequences: sequences.subarray(cut), subs: subs?.subarray(cut) ?? null }));
  }
  pipeline.chunks = kept;
  pipeline.count -= take;
}

export function rowsOfPipeline(pipeline: Pipeline): Uint32Array {
  const rows = new Uint32Array(pipeline.count);
  let at = 0;
  for (const chunk of pipeline.chunks) {
    rows.set(chunk.rows, at);
    at += chunk.rows.length;
  }
  return rows;
}
