/** What a panel and a summary see of a table. */
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import type { Bank } from './capacity.ts';
import type { TableState } from './state.ts';

export interface TableViewFields {
  readonly tableName: string;
  readonly billingMode: string;
  readonly readCapacityUnits: number;
  readonly writeCapacityUnits: number;
  /** Unused capacity in the bank, in units; below 0 after a read larger than what was left. */
  readonly readUnitsBanked: number;
  readonly writeUnitsBanked: number;
  readonly itemCount: number;
  readonly bytes: number;
  readonly consumedReads: number;
  readonly consumedWrites: number;
  readonly throttledReads: number;
  readonly throttledWrites: number;
  readonly conditionsFailed: number;
  readonly overwritten: number;
  readonly duplicates: number;
}

function banked(bank: Bank, unitsPerSecond: number, at: ViewContext): number {
  const level = Math.min(unitsPerSecond * at.limits.duration('kcl.table.burst-window'), bank.level + (at.now - bank.refilledAt) * unitsPerSecond);
  return Math.floor(level / 1000);
}

export function viewFields(state: TableState, at: ViewContext): TableViewFields {
  const { config } = state;
  return {
    tableName: state.name,
    billingMode: config.billingMode,
    readCapacityUnits: config.readCapacityUnits,
    writeCapacityUnits: config.writeCapacityUnits,
    readUnitsBanked: banked(state.reads, config.readCapacityUnits, at),
    writeUnitsBanked: banked(state.writes, config.writeCapacityUnits, at),
    itemCount: state.items.size + state.recordItems,
    bytes: state.itemsBytes + state.recordBytes,
    consumedReads: state.consumedReads,
    consumedWrites: state.consumedWrites,
    throttledReads: state.throttledReads,
    throttledWrites: state.throttledWrites,
    conditionsFailed: state.conditionsFailed,
    overwritten: state.overwritten,
    duplicates: state.duplicates,
  };
}

export function viewTable(state: TableState, at: ViewContext): NodeView {
  return { fields: viewFields(state, at) as unknown as PlainRecord };
}

/** The long form: the items too. */
export function describeTable(state: TableState, at: ViewContext): PlainRecord {
  return { ...viewFields(state, at), items: [...state.items.values()].map(({ item }) => item) };
}
