import type { PlainRecord } from '../../../sim/plainData.ts';
import { Column } from '../../../sim/columns/column.ts';
import type { Bank } from './capacity.ts';
import type { TableConfig } from './config.ts';

/** An item that somebody reads again. Frozen: keyframes share it. */
export interface StoredItem {
  readonly item: PlainRecord;
  readonly bytes: number;
}

export interface TableState {
  config: TableConfig;
  readonly name: string;
  items: Map<string, StoredItem>;
  itemsBytes: number;
  /** Items made from records: how many there are, their size, and which partition keys have one (by number of the key). */
  recordItems: number;
  recordBytes: number;
  keyed: Column;
  reads: Bank;
  writes: Bank;
  throttledUntil: number;
  outUntil: number;
  consumedReads: number;
  consumedWrites: number;
  throttledReads: number;
  throttledWrites: number;
  conditionsFailed: number;
  /** Keys made up for kept items. */
  madeUp: number;
  overwritten: number;
  duplicates: number;
  settledAt: number;
}

/** A table schedules nothing. */
export interface TableEvent {
  readonly type: 'none';
}
