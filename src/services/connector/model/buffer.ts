/** What a pipeline keeps: records in order, with the sequence numbers they came under. */
import type { RecordTable } from '../../../sim/records/recordTable.ts';
import { makeBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { Chunk, Pipeline } from './state.ts';

/** Adds records; the pipeline holds their rows from now on. */
export function addItems(pipeline: Pipeline, chunk: Chunk, records: RecordTable): void {
  if (chunk.rows.length === 0) return;
  records.hold(chunk.rows);
  pipeline.chunks = [...pipeline.chunks, chunk];
  pipeline.count += chunk.rows.length;
  for (const row of chunk.rows) pipeline.bytes += records.payloadBytes(row);
}

/** Rows of the first `take` records. */
function firstRows(pipeline: Pipeline, take: number): Uint32Array {
  const rows = new Uint32Array(take);
  let at = 0;
  for (const chunk of pipeline.chunks) {
    if (at >= take) break;
    const part = chunk.rows.subarray(0, take - at);
    rows.set(part, at);
    at += part.length;
  }
  return rows;
}

/**
 * The first `take` records as items: keys of the records, bytes of their data. Where a record becomes several items they share
 * its data, and its row is with the last of them: it has arrived when all have.
 */
export function firstItems(pipeline: Pipeline, take: number, itemsPerRecord: number, records: RecordTable): RecordBatch {
  const rows = firstRows(pipeline, take);
  if (itemsPerRecord === 1) return makeBatch({ count: take, rows, keys: rows.map((row) => records.key(row)), bytes: rows.map((row) => records.payloadBytes(row)) });
  const count = take * itemsPerRecord;
  const first = new Uint32Array(count + 1);
  const keys = new Uint32Array(count);
  const bytes = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const row = rows[Math.floor(i / itemsPerRecord)]!;
    first[i + 1] = Math.floor((i + 1) / itemsPerRecord);
    keys[i] = records.key(row);
    bytes[i] = Math.ceil(records.payloadBytes(row) / itemsPerRecord);
  }
  return makeBatch({ count, rows, first, keys, bytes });
}

/** Files that the buffer names: each is one record of the stream, with the rows of its records behind it. */
export function filesIn(pipeline: Pipeline): number {
  let files = 0;
  let last = -1;
  for (const { sequences } of pipeline.chunks) {
    for (const sequence of sequences) {
      if (sequence !== last) files++;
      last = sequence;
    }
  }
  return files;
}

/** The files of the buffer whose records are not all at the target yet, as one batch of an entry a file. */
export function filesToLoad(pipeline: Pipeline, records: RecordTable, sink: number): RecordBatch {
  const rows: number[] = [];
  const first = [0];
  let file: number[] = [];
  let last = -1;
  const close = () => {
    if (file.every((row) => records.reached(sink, row))) return;
    for (const row of file) rows.push(row);
    first.push(rows.length);
  };
  for (const chunk of pipeline.chunks) {
    chunk.rows.forEach((row, i) => {
      if (chunk.sequences[i]! !== last) {
        close();
        file = [];
        last = chunk.sequences[i]!;
      }
      file.push(row);
    });
  }
  close();
  const count = first.length - 1;
  const bytesOf = (i: number) => rows.slice(first[i], first[i + 1]).reduce((sum, row) => sum + records.payloadBytes(row), 0);
  const entries = Array.from({ length: count }, (_, i) => i);
  return makeBatch({ count, rows: Uint32Array.from(rows), first: Uint32Array.from(first), keys: Uint32Array.from(entries, (i) => records.key(rows[first[i]!]!)), bytes: Uint32Array.from(entries, bytesOf) });
}

/** Sequence number and place in its aggregate of the record at an index. */
export function positionAt(pipeline: Pipeline, index: number): { readonly sequence: number; readonly sub: number } {
  let left = index;
  for (const { rows, sequences, subs } of pipeline.chunks) {
    if (left < rows.length) return Object.freeze({ sequence: sequences[left]!, sub: subs?.[left] ?? 0 });
    left -= rows.length;
  }
  throw new Error(`the buffer has ${pipeline.count} records, no record ${index}`);
}

/** Takes the first records out; whoever had them lets go of their rows. */
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
  return firstRows(pipeline, pipeline.count);
}
