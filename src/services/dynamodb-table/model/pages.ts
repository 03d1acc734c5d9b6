/** Items in order of their keys, page by page. */
import type { PlainData, PlainRecord } from '../../../sim/plainData.ts';
import { segmentOf, type KeyValue, type Page, type QueryRequest, type RangeCondition, type ScanRequest } from './operations.ts';
import type { StoredItem } from './state.ts';

/** Numbers before texts; texts by their code points, as UTF-8 bytes sort. */
export function compareKeys(a: KeyValue, b: KeyValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  const [x, y] = [String(a), String(b)];
  for (let i = 0; i < x.length && i < y.length; i++) {
    const [p, q] = [x.charCodeAt(i), y.charCodeAt(i)];
    if (p !== q) {
      const surrogate = (code: number) => code >= 0xd800 && code < 0xe000;
      // Halves of a pair stand for code points above all others.
      return surrogate(p) === surrogate(q) ? p - q : surrogate(p) ? 1 : -1;
    }
  }
  return x.length - y.length;
}

export const isKeyValue = (value: PlainData | undefined): value is KeyValue => typeof value === 'string' || typeof value === 'number';

function inRange(item: PlainRecord, { attribute, operator, values }: RangeCondition): boolean {
  const value = item[attribute];
  if (!isKeyValue(value) || typeof value !== typeof values[0]) return false;
  if (operator === 'begins_with') return String(value).startsWith(String(values[0]));
  const order = compareKeys(value, values[0]!);
  switch (operator) {
    case '=':
      return order === 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case 'between':
      return order >= 0 && compareKeys(value, values[1]!) <= 0;
  }
}

interface Entry {
  readonly key: string;
  readonly range: KeyValue | undefined;
  readonly stored: StoredItem;
}

function compare(a: Pick<Entry, 'key' | 'range'>, b: Pick<Entry, 'key' | 'range'>): number {
  return (a.range === undefined || b.range === undefined ? 0 : compareKeys(a.range, b.range)) || compareKeys(a.key, b.key);
}

/** One page: at least one item where there is one, then as many as fit. What is read counts, whatever is filtered away later. */
export function pageOf(items: ReadonlyMap<string, StoredItem>, request: ScanRequest | QueryRequest, maxBytes: number): { readonly items: readonly (readonly [key: string, item: PlainRecord])[]; readonly more: boolean; readonly bytes: number } {
  const { limit = Infinity, after, backward = false, segment }: Page = request.page ?? {};
  const query = 'attribute' in request ? request : undefined;
  const sign = backward ? -1 : 1;
  const all: Entry[] = [];
  for (const [key, stored] of items) {
    if (segment && segmentOf(key, segment.of) !== segment.number) continue;
    if (query && (stored.item[query.attribute] !== query.equals || (query.range && !inRange(stored.item, query.range)))) continue;
    const value = query?.sortedBy === undefined ? undefined : stored.item[query.sortedBy];
    const entry = { key, stored, range: isKeyValue(value) ? value : undefined };
    if (!after || sign * compare(entry, { key: after.key, range: after.range }) > 0) all.push(entry);
  }
  all.sort((a, b) => sign * compare(a, b));
  let [count, bytes] = [0, 0];
  while (count < all.length && count < limit) {
    const size = all[count]!.stored.bytes;
    if (count > 0 && bytes + size > maxBytes) break;
    bytes += size;
    count++;
  }
  // AWS names a last key whenever a limit ended the page, even where nothing follows.
  return { items: Object.freeze(all.slice(0, count).map(({ key, stored }) => Object.freeze([key, stored.item] as const))), more: count < all.length || (count > 0 && count === limit), bytes };
}
