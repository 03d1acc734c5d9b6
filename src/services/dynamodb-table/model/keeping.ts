/** Items that are made from records and can be read again: the attributes of the record's payload, under the key of the table. */
import type { PlainRecord } from '../../../sim/plainData.ts';
import { isPlainRecord } from '../../../sim/plainData.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { throttledCode } from './admission.ts';
import { itemBytes } from './capacity.ts';
import { keyText } from './operations.ts';
import { isKeyValue } from './pages.ts';
import type { StoredItem, TableEvent, TableState } from './state.ts';

export const missingKeyCode = 'ValidationException';
/** The key attribute of a table that was told none. */
export const ownKey = 'id';

/** A payload that is no object is one attribute; bytes that are no text stay bytes. */
function attributesOf(row: number, ctx: ServiceContext<TableEvent>): PlainRecord {
  const payload = ctx.payload(row);
  if (isPlainRecord(payload)) return payload;
  if (payload !== undefined) return { payload };
  const data = ctx.data(row);
  return data === undefined ? {} : { payload: { $base64: data } };
}

/** Items of the entries that were admitted (`code` 0), by key; those without their key are given a code. */
export function itemsOf(state: TableState, { rows, count }: RecordBatch, code: Uint8Array, ctx: ServiceContext<TableEvent>): { readonly items: ReadonlyMap<string, StoredItem>; readonly failed: number; readonly codes: readonly string[] } {
  const { hashKey, rangeKey } = state.config;
  const throttled = code.some((each) => each !== 0);
  const codes = throttled ? [throttledCode, missingKeyCode] : [missingKeyCode];
  const items = new Map<string, StoredItem>();
  let failed = 0;
  for (let i = 0; i < count; i++) {
    if (code[i] !== 0) {
      failed++;
      continue;
    }
    let item = attributesOf(rows[i]!, ctx);
    if (hashKey === '' && !isKeyValue(item[ownKey])) item = { ...item, [ownKey]: madeUp(state, rows[i]!, ctx) };
    const hash = item[hashKey || ownKey];
    const range = rangeKey === '' ? undefined : item[rangeKey];
    if (!isKeyValue(hash) || hash === '' || (rangeKey !== '' && !isKeyValue(range))) {
      code[i] = codes.length;
      failed++;
      continue;
    }
    items.set(keyText(hash, isKeyValue(range) ? range : undefined), Object.freeze({ item: Object.freeze({ ...item }), bytes: itemBytes(item) }));
  }
  return { items, failed, codes: Object.freeze(codes) };
}

/** A key of its own for each write, or by the record or its partition key. */
function madeUp(state: TableState, row: number, ctx: ServiceContext<TableEvent>): string {
  const { itemKey } = state.config;
  if (itemKey === 'partition-key') return ctx.keys.text(ctx.records.key(row));
  return itemKey === 'event-id' ? `event-${row}` : `item-${++state.madeUp}`;
}

/** Writes an item that was admitted, over the one that has its key. */
export function keep(state: TableState, key: string, stored: StoredItem): void {
  const before = state.items.get(key);
  if (before) state.overwritten++;
  state.itemsBytes += stored.bytes - (before?.bytes ?? 0);
  state.items.set(key, stored);
}
