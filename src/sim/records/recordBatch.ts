/** Entries of one request or response, in order; every column has `count` entries. Frozen once made: nobody changes a batch. */
export interface RecordBatch {
  readonly count: number;
  /** User records, one per entry unless `first` is there. */
  readonly rows: Uint32Array;
  /** Aggregates: entry i carries rows[first[i]] up to, not including, rows[first[i + 1]]; count + 1 numbers from 0. */
  readonly first?: Uint32Array | undefined;
  /** Aggregates: what each user record is routed by (interned partition key, or hash key where one was given), aligned with `rows`; 0 for an entry of one row. */
  readonly rowKeys?: Uint32Array | undefined;
  /** Interned partition keys. */
  readonly keys: Uint32Array;
  /** What this hop counts against limits: data and partition key. */
  readonly bytes: Uint32Array;
  /** Set by the store that was read: arrival time there, and the sequence counter. */
  readonly arrivedAt?: Uint32Array | undefined;
  readonly sequences?: Float64Array | undefined;
  /** Interned explicit hash keys, plus one; 0 for an entry without one. */
  readonly explicitHashKeys?: Uint32Array | undefined;
  /** How often a queue has handed out each entry, this time counted. */
  readonly receives?: Uint32Array | undefined;
}

/** Partial failure, aligned to the entries of a request: code[i] is 0 for success, else codes[code[i] - 1] as AWS spells it. */
export interface EntryOutcome {
  readonly failed: number;
  readonly code: Uint8Array;
  readonly codes: readonly string[];
}

/** What a stream answers: where each stored entry went, too. */
export interface BatchOutcome extends EntryOutcome {
  readonly shards: Uint32Array;
  readonly sequences: Float64Array;
}

export function makeBatch(batch: RecordBatch): RecordBatch {
  return Object.freeze(batch);
}

/** Entries [from, to) of a batch; the batch itself where that is all of it. */
export function sliceBatch(batch: RecordBatch, from: number, to: number): RecordBatch {
  if (from === 0 && to === batch.count) return batch;
  const { first } = batch;
  return makeBatch({
    count: to - from,
    rows: first ? batch.rows.subarray(first[from], first[to]) : batch.rows.subarray(from, to),
    first: first?.subarray(from, to + 1).map((at) => at - first[from]!),
    ...(first && batch.rowKeys ? { rowKeys: batch.rowKeys.subarray(first[from], first[to]) } : {}),
    keys: batch.keys.subarray(from, to),
    bytes: batch.bytes.subarray(from, to),
    arrivedAt: batch.arrivedAt?.subarray(from, to),
    sequences: batch.sequences?.subarray(from, to),
    explicitHashKeys: batch.explicitHashKeys?.subarray(from, to),
    receives: batch.receives?.subarray(from, to),
  });
}

function pickWords(column: Uint32Array, picked: Uint32Array): Uint32Array {
  const out = new Uint32Array(picked.length);
  for (let i = 0; i < picked.length; i++) out[i] = column[picked[i]!]!;
  return out;
}

function pickFloats(column: Float64Array, picked: Uint32Array): Float64Array {
  const out = new Float64Array(picked.length);
  for (let i = 0; i < picked.length; i++) out[i] = column[picked[i]!]!;
  return out;
}

/** The rows of the picked entries. */
function pickRows({ rows, first, rowKeys }: RecordBatch, picked: Uint32Array): Pick<RecordBatch, 'rows' | 'first' | 'rowKeys'> {
  if (first === undefined) return { rows: pickWords(rows, picked) };
  const starts = new Uint32Array(picked.length + 1);
  for (let i = 0; i < picked.length; i++) starts[i + 1] = starts[i]! + first[picked[i]! + 1]! - first[picked[i]!]!;
  const take = (column: Uint32Array) => {
    const out = new Uint32Array(starts[picked.length]!);
    for (let i = 0; i < picked.length; i++) out.set(column.subarray(first[picked[i]!], first[picked[i]! + 1]), starts[i]);
    return out;
  };
  return rowKeys ? { rows: take(rows), first: starts, rowKeys: take(rowKeys) } : { rows: take(rows), first: starts };
}

/** The entries picked by index, in that order. */
export function pickBatch(batch: RecordBatch, picked: Uint32Array): RecordBatch {
  return makeBatch({
    count: picked.length,
    ...pickRows(batch, picked),
    keys: pickWords(batch.keys, picked),
    bytes: pickWords(batch.bytes, picked),
    arrivedAt: batch.arrivedAt && pickWords(batch.arrivedAt, picked),
    sequences: batch.sequences && pickFloats(batch.sequences, picked),
    explicitHashKeys: batch.explicitHashKeys && pickWords(batch.explicitHashKeys, picked),
    receives: batch.receives && pickWords(batch.receives, picked),
  });
}

/** The entries that failed, in request order: what a producer sends again. The batch itself where all failed. */
export function failures(batch: RecordBatch, outcome: EntryOutcome): RecordBatch {
  return outcome.failed === batch.count ? batch : pickBatch(batch, entriesWhere(outcome, outcome.failed, true));
}

/** The entries that were stored, in request order. */
export function successes(batch: RecordBatch, outcome: EntryOutcome): RecordBatch {
  return outcome.failed === 0 ? batch : pickBatch(batch, entriesWhere(outcome, batch.count - outcome.failed, false));
}

function entriesWhere(outcome: EntryOutcome, count: number, failed: boolean): Uint32Array {
  const picked = new Uint32Array(count);
  let n = 0;
  for (let i = 0; i < outcome.code.length; i++) if (outcome.code[i] !== 0 === failed) picked[n++] = i;
  return picked;
}

/** One batch holding the entries of several, in order; columns that any of them lacks are dropped. */
export function concatBatches(batches: readonly RecordBatch[]): RecordBatch {
  const only = batches[0];
  if (batches.length === 1 && only) return only;
  let count = 0;
  for (const batch of batches) count += batch.count;
  const join = (column: (batch: RecordBatch) => Uint32Array | undefined): Uint32Array | undefined => {
    const out = new Uint32Array(count);
    let at = 0;
    for (const batch of batches) {
      const part = column(batch);
      if (part === undefined) return undefined;
      out.set(part, at);
      at += batch.count;
    }
    return out;
  };
  return makeBatch({
    count,
    ...joinRows(batches, count),
    keys: join((b) => b.keys)!,
    bytes: join((b) => b.bytes)!,
    arrivedAt: join((b) => b.arrivedAt),
    explicitHashKeys: batches.some((b) => b.explicitHashKeys) ? join((b) => b.explicitHashKeys ?? new Uint32Array(b.count)) : undefined,
  });
}

function joinRows(batches: readonly RecordBatch[], count: number): Pick<RecordBatch, 'rows' | 'first' | 'rowKeys'> {
  let length = 0;
  for (const batch of batches) length += batch.rows.length;
  const rows = new Uint32Array(length);
  const first = batches.some((batch) => batch.first) ? new Uint32Array(count + 1) : undefined;
  const rowKeys = batches.some((batch) => batch.rowKeys) ? new Uint32Array(length) : undefined;
  let at = 0;
  let entry = 0;
  for (const batch of batches) {
    rows.set(batch.rows, at);
    if (rowKeys && batch.rowKeys) rowKeys.set(batch.rowKeys, at);
    if (first) for (let i = 0; i < batch.count; i++) first[++entry] = at + (batch.first ? batch.first[i + 1]! : i + 1);
    at += batch.rows.length;
  }
  if (first === undefined) return { rows };
  return rowKeys ? { rows, first, rowKeys } : { rows, first };
}

/** The rows of one entry: one, or as many as its aggregate holds. */
export function rowsOf(batch: RecordBatch, entry: number): Uint32Array {
  return batch.first ? batch.rows.subarray(batch.first[entry], batch.first[entry + 1]) : batch.rows.subarray(entry, entry + 1);
}

/** The entry that carries rows[index]. */
export function entryAt(batch: RecordBatch, index: number): number {
  const { first } = batch;
  if (first === undefined) return index;
  let low = 0;
  let high = batch.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (first[middle]! <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function isRecordBatch(value: unknown): value is RecordBatch {
  return typeof value === 'object' && value !== null && (value as RecordBatch).rows instanceof Uint32Array;
}
