/** Items that somebody reads again: conditional writes, reads, and the whole table. */
import { awsError } from '../../../aws/awsError.ts';
import type { Call } from '../../../sim/calls.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { readAllowed, throttledCode, writeAllowed } from './admission.ts';
import { itemBytes, readUnits, writeUnits } from './capacity.ts';
import { conditionHolds, DeleteItem, GetItem, PutItem, Query, Scan, UpdateItem, updatedItem, type Condition, type QueryRequest, type ScanRequest } from './operations.ts';
import { pageOf } from './pages.ts';
import type { TableEvent, TableState } from './state.ts';

type Ctx = ServiceContext<TableEvent>;

/** Writes an item, or removes it where there is none to be; a write whose condition fails consumes capacity too. */
function write(state: TableState, call: Call, key: string, next: PlainRecord | undefined, condition: Condition | undefined, response: unknown, ctx: Ctx): void {
  const operation = call.operation.slice('dynamodb:'.length);
  const before = state.items.get(key);
  const bytes = next === undefined ? 0 : itemBytes(next);
  const largest = ctx.limits.bytes('dynamodb.item.max-bytes');
  if (bytes > largest) return ctx.reply(call, { ok: false, error: awsError('ValidationException', `Item size has exceeded the maximum allowed size of ${largest} bytes: it has ${bytes}.`) });
  const units = writeUnits(Math.max(bytes, before?.bytes ?? 0), ctx.limits.bytes('kcl.table.write-unit-bytes'));
  if (!writeAllowed(state, units, operation, ctx)) return throttled(state, call, ctx);
  if (!conditionHolds(before?.item, condition)) {
    state.conditionsFailed++;
    ctx.count('ConditionalCheckFailedRequests', 1);
    return ctx.reply(call, { ok: false, error: awsError('ConditionalCheckFailedException', 'The conditional request failed.') });
  }
  state.itemsBytes += bytes - (before?.bytes ?? 0);
  if (next === undefined) state.items.delete(key);
  else state.items.set(key, Object.freeze({ item: next, bytes }));
  ctx.reply(call, { ok: true, response });
}

function readPage(state: TableState, call: Call<ScanRequest | QueryRequest>, ctx: Ctx): void {
  const { items, more, bytes } = pageOf(state.items, call.request, ctx.limits.bytes('dynamodb.page.max-bytes'));
  const units = readUnits(bytes, ctx.limits.bytes('kcl.table.read-unit-bytes'), call.request.ConsistentRead === true);
  if (readAllowed(state, units, call.operation.slice('dynamodb:'.length), ctx)) ctx.reply(call, { ok: true, response: { items, more, units } });
  else throttled(state, call, ctx);
}

function throttled(state: TableState, call: Call, ctx: Ctx): void {
  ctx.reply(call, { ok: false, error: awsError(throttledCode, `The level of configured provisioned throughput for table ${state.name} was exceeded. Consider increasing it with UpdateTable.`) });
}

/** Answers a call about items; false when it is none. */
export function answerItems(state: TableState, call: Call, ctx: Ctx): boolean {
  if (PutItem.is(call)) {
    const { key, item, condition } = call.request;
    write(state, call, key, Object.freeze({ ...item }), condition, null, ctx);
  } else if (UpdateItem.is(call)) {
    const { key, set, condition } = call.request;
    const next = updatedItem(state.items.get(key)?.item, set);
    write(state, call, key, next, condition, { item: next }, ctx);
  } else if (DeleteItem.is(call)) write(state, call, call.request.key, undefined, call.request.condition, null, ctx);
  else if (GetItem.is(call)) {
    const found = state.items.get(call.request.key);
    const units = readUnits(found?.bytes ?? 0, ctx.limits.bytes('kcl.table.read-unit-bytes'), call.request.ConsistentRead === true);
    if (readAllowed(state, units, 'GetItem', ctx)) ctx.reply(call, { ok: true, response: { item: found?.item ?? null, units } });
    else throttled(state, call, ctx);
  } else if ((Scan.is(call) || Query.is(call)) && call.request.page) readPage(state, call, ctx);
  else if (Scan.is(call)) {
    const units = readUnits(state.itemsBytes + state.recordBytes, ctx.limits.bytes('kcl.table.read-unit-bytes'), call.request.ConsistentRead === true);
    if (readAllowed(state, units, 'Scan', ctx)) ctx.reply(call, { ok: true, response: { items: Object.freeze([...state.items].map(([key, { item }]) => Object.freeze([key, item] as const))) } });
    else throttled(state, call, ctx);
  } else if (Query.is(call)) {
    const { attribute, equals } = call.request;
    const found = [...state.items].filter(([, { item }]) => item[attribute] === equals);
    const units = readUnits(
      found.reduce((sum, [, { bytes }]) => sum + bytes, 0),
      ctx.limits.bytes('kcl.table.read-unit-bytes'),
      false,
    );
    if (readAllowed(state, units, 'Query', ctx)) ctx.reply(call, { ok: true, response: { items: Object.freeze(found.map(([key, { item }]) => Object.freeze([key, item] as const))) } });
    else throttled(state, call, ctx);
  } else return false;
  return true;
}
