/** The buffer of an outbox: what is handed over waits until calls take it, in the order of its coming. */
import { concatBatches, sliceBatch, type RecordBatch } from '../records/recordBatch.ts';
import type { OutboxCtx, OutboxState } from './state.ts';

/** What the buffer has room for: it is held from now on, the surplus is dropped. Undefined where nothing fits. */
export function admit(state: OutboxState, records: RecordBatch, ctx: OutboxCtx): RecordBatch | undefined {
  const { bufferRecords } = state.config;
  state.submitted += records.count;
  const room = Math.max(0, bufferRecords - state.heldRecords);
  if (records.count > room) {
    const surplus = sliceBatch(records, room, records.count);
    ctx.records.release(surplus.rows, 'buffer-full');
    ctx.hop(surplus.rows, 'record.dropped', () => ({ bufferRecords }));
    state.dropped += surplus.count;
    ctx.trace('buffer.full', ctx.nodeId, { bufferRecords }, { dropped: surplus.count });
    if (room === 0) return undefined;
  }
  const admitted = records.count > room ? sliceBatch(records, 0, room) : records;
  state.heldRecords += admitted.count;
  return admitted;
}

/** Records that are held wait to be sent. */
export function wait(state: OutboxState, records: RecordBatch, ctx: OutboxCtx): void {
  state.waitingRecords += records.count;
  state.waiting.push(records);
  if (state.config.linger > 0 && state.waitingRecords === records.count) linger(state, ctx);
}

/** What waits from now on may wait this long for a full call. */
export function linger(state: OutboxState, ctx: OutboxCtx): void {
  state.lingering = true;
  ctx.after(state.config.linger, { type: 'linger', run: ++state.lingerRun });
}

/** The oldest that wait, as many as one call takes. */
export function takeWaiting(state: OutboxState, entries: number, maxBytes: number): RecordBatch {
  const parts: RecordBatch[] = [];
  let count = 0;
  let bytes = 0;
  for (let full = false; !full && count < entries && state.waiting.length > 0; ) {
    const head = state.waiting[0]!;
    let take = 0;
    while (take < head.count && count + take < entries) {
      const next = bytes + head.bytes[take]!;
      full = next > maxBytes && count + take > 0;
      if (full) break;
      bytes = next;
      take++;
    }
    if (take > 0) parts.push(sliceBatch(head, 0, take));
    count += take;
    if (take === head.count) state.waiting.shift();
    else if (take > 0) state.waiting[0] = sliceBatch(head, take, head.count);
  }
  state.waitingRecords -= count;
  return concatBatches(parts);
}
