/** What a table answers: items as plain data where somebody reads them again, rows where records end there. */
import { operation } from '../../../sim/calls.ts';
import type { PlainData, PlainRecord } from '../../../sim/plainData.ts';
import type { EntryOutcome, RecordBatch } from '../../../sim/records/recordBatch.ts';

/** Attribute values that must stand in the item; null: the attribute (or the whole item, for the key attribute) must be absent. */
export type Condition = PlainRecord;

export interface PutItemRequest {
  readonly key: string;
  readonly item: PlainRecord;
  readonly condition?: Condition | undefined;
}
export interface UpdateItemRequest {
  readonly key: string;
  /** Attributes to set; null removes one. */
  readonly set: PlainRecord;
  readonly condition?: Condition | undefined;
}
export interface DeleteItemRequest {
  readonly key: string;
  readonly condition?: Condition | undefined;
}
export interface GetItemRequest {
  readonly key: string;
  readonly ConsistentRead?: boolean | undefined;
}
export interface ItemResponse {
  readonly item: PlainRecord | null;
  /** Read units that a GetItem consumed. */
  readonly units?: number | undefined;
}
/** One page of an answer, in order of the keys: so many items at most, and what AWS allows a page. */
export interface Page {
  readonly limit?: number | undefined;
  /** The page begins behind this item. */
  readonly after?: { readonly key: string; readonly range?: string | number | undefined } | undefined;
  readonly backward?: boolean | undefined;
  /** One of so many parts of the table, from 0 on; items of one partition key lie in one part. */
  readonly segment?: { readonly number: number; readonly of: number } | undefined;
}
export interface ScanRequest {
  readonly ConsistentRead?: boolean | undefined;
  /** Without it, all items come at once, in the order in which they were first written. */
  readonly page?: Page | undefined;
}
export interface ScanResponse {
  readonly items: readonly (readonly [key: string, item: PlainRecord])[];
  /** Of a page: more may follow, and the read units that it consumed. */
  readonly more?: boolean | undefined;
  readonly units?: number | undefined;
}
/** A sort key's condition: `between` has two values, the others one. */
export interface RangeCondition {
  readonly attribute: string;
  readonly operator: '=' | '<' | '<=' | '>' | '>=' | 'between' | 'begins_with';
  readonly values: readonly (string | number)[];
}
/** Items that have a value in an attribute: the partition key, or by a secondary index on it. */
export interface QueryRequest {
  readonly attribute: string;
  readonly equals: string | number;
  readonly range?: RangeCondition | undefined;
  /** Orders a page. */
  readonly sortedBy?: string | undefined;
  readonly ConsistentRead?: boolean | undefined;
  readonly page?: Page | undefined;
}
/** BatchWriteItem of records that end in the table, up to 25; refused entries are UnprocessedItems. */
export interface BatchWriteItemRequest {
  readonly records: RecordBatch;
}
export interface BatchWriteItemResponse {
  readonly outcome: EntryOutcome;
}

/** Errors: ProvisionedThroughputExceededException, ConditionalCheckFailedException, ResourceNotFoundException. */
export const PutItem = operation<PutItemRequest, null>('dynamodb:PutItem');
export const UpdateItem = operation<UpdateItemRequest, ItemResponse>('dynamodb:UpdateItem');
export const DeleteItem = operation<DeleteItemRequest, null>('dynamodb:DeleteItem');
export const GetItem = operation<GetItemRequest, ItemResponse>('dynamodb:GetItem');
export const Scan = operation<ScanRequest, ScanResponse>('dynamodb:Scan');
export const Query = operation<QueryRequest, ScanResponse>('dynamodb:Query');
export const BatchWriteItem = operation<BatchWriteItemRequest, BatchWriteItemResponse>('dynamodb:BatchWriteItem');

/** A value of a key attribute. */
export type KeyValue = string | number;

/** The text under which a table keeps an item: its partition key, and its sort key where it has one. */
export function keyText(hash: KeyValue, range: KeyValue | undefined): string {
  return range === undefined ? String(hash) : `${hash}\u0000${range}`;
}

/** Part of a parallel Scan in which an item lies, by its key text. */
export function segmentOf(key: string, segments: number): number {
  let hash = 0;
  for (let i = 0; i < key.length && key[i] !== '\u0000'; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) >>> 0;
  // The last bits of texts in a row hardly differ: mixed once more.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return hash % segments;
}

export const itemOperations = [PutItem.name, UpdateItem.name, DeleteItem.name, GetItem.name, Scan.name, Query.name];

/** Whether two attribute values are the same, lists and maps compared by what they hold. */
export function sameValue(a: PlainData | undefined, b: PlainData | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a as PlainRecord, b as PlainRecord];
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => sameValue(one[name], other[name]));
}

/** Whether a conditional write may go on; a condition of null asks for the attribute's absence, and nothing is there in an item that is not. */
export function conditionHolds(item: PlainRecord | undefined, condition: Condition | undefined): boolean {
  if (condition === undefined) return true;
  return Object.keys(condition).every((name) => (condition[name] === null ? item?.[name] === undefined : sameValue(item?.[name], condition[name])));
}

/** The item after an update: null removes an attribute. Frozen. */
export function updatedItem(item: PlainRecord | undefined, set: PlainRecord): PlainRecord {
  const next: Record<string, PlainData | undefined> = { ...item };
  for (const name of Object.keys(set)) {
    if (set[name] === null) delete next[name];
    else next[name] = set[name];
  }
  return Object.freeze(next);
}
