/** Records that end in the table: BatchWriteItem, entry by entry. */
import { awsError } from '../../../aws/awsError.ts';
import type { Call } from '../../../sim/calls.ts';
import { successes, type EntryOutcome, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { throttledCode, writeAllowed } from './admission.ts';
import { writeUnits } from './capacity.ts';
import type { BatchWriteItemRequest } from './operations.ts';
import { itemsOf, keep, missingKeyCode } from './keeping.ts';
import type { TableEvent, TableState } from './state.ts';

type Ctx = ServiceContext<TableEvent>;
const codes = Object.freeze([throttledCode]);

function problemOf({ count, bytes }: RecordBatch, ctx: Ctx): string | undefined {
  const { limits } = ctx;
  const most = limits.number('dynamodb.batch-write.max-items');
  if (count < 1 || count > most) return `A BatchWriteItem call carries 1 to ${most} items; got ${count}.`;
  const largest = limits.bytes('dynamodb.item.max-bytes');
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (bytes[i]! > largest) return `Item size has exceeded the maximum allowed size of ${largest} bytes: entry ${i} has ${bytes[i]!}.`;
    total += bytes[i]!;
  }
  const mostBytes = limits.bytes('dynamodb.batch-write.max-bytes');
  return total > mostBytes ? `A BatchWriteItem call carries at most ${mostBytes} bytes; got ${total}.` : undefined;
}

export function batchWrite(state: TableState, call: Call<BatchWriteItemRequest>, ctx: Ctx): void {
  const { records } = call.request;
  const problem = problemOf(records, ctx);
  if (problem !== undefined) return ctx.reply(call, { ok: false, error: awsError('ValidationException', problem) });
  const unitBytes = ctx.limits.bytes('kcl.table.write-unit-bytes');
  const code = new Uint8Array(records.count);
  let failed = 0;
  for (let i = 0; i < records.count; i++) {
    if (writeAllowed(state, writeUnits(records.bytes[i]!, unitBytes), 'BatchWriteItem', ctx)) continue;
    code[i] = 1;
    failed++;
  }
  const kept = state.config.keepItems ? itemsOf(state, records, code, ctx) : undefined;
  // A batch with an entry that lacks its key is refused whole by AWS; a batch here stands for calls of their own.
  const outcome: EntryOutcome = { failed: kept ? kept.failed : failed, code, codes: kept?.codes ?? codes };
  if (outcome.failed < records.count) store(state, successes(records, outcome), ctx);
  if (kept) for (const [key, stored] of kept.items) keep(state, key, stored);
  // With every entry refused the call itself fails; else the rest are UnprocessedItems.
  if (outcome.failed === records.count) ctx.reply(call, { ok: false, error: outcome.codes[0] === throttledCode ? awsError(throttledCode, `The level of configured provisioned throughput for table ${state.name} was exceeded.`) : awsError(missingKeyCode, 'One or more parameter values were invalid: Missing the key in the item') });
  else ctx.reply(call, { ok: true, response: { outcome } });
}

/** The records have arrived: their sink is named for the node. */
function store(state: TableState, stored: RecordBatch, ctx: Ctx): void {
  const { records } = ctx;
  const sink = ctx.sink(ctx.nodeId);
  const { rows } = stored;
  let bytes = 0;
  for (let i = 0; i < stored.count; i++) bytes += stored.bytes[i]!;
  let fresh = rows;
  if (state.config.keepItems) bytes = 0;
  else if (state.config.itemKey === 'unique') state.recordItems += stored.count;
  else {
    // The same record under the same key is the same item: written again, it is no second one.
    fresh = rows.filter((row) => !records.reached(sink, row));
    const overwritten = rows.length - fresh.length;
    if (overwritten > 0) {
      state.overwritten += overwritten;
      ctx.trace('items.overwritten', state.name, { table: state.name }, { items: overwritten });
      bytes = stored.count === 0 ? 0 : Math.round((bytes * fresh.length) / rows.length);
    }
    if (state.config.itemKey === 'event-id') state.recordItems += fresh.length;
    else {
      for (const row of fresh) {
        const key = records.key(row);
        if (state.keyed.get(key) === 0) {
          state.keyed.set(key, 1);
          state.recordItems++;
        }
      }
    }
  }
  state.recordBytes += bytes;
  const { duplicates, outOfOrder } = records.deliver(sink, fresh, ctx.now);
  ctx.hop(rows, 'record.delivered', () => ({ table: state.name }));
  if (duplicates > 0) {
    state.duplicates += duplicates;
    ctx.trace('records.duplicated', state.name, { table: state.name }, { records: duplicates });
  }
  if (outOfOrder > 0) ctx.trace('order.broken', state.name, { table: state.name }, { records: outOfOrder });
}
