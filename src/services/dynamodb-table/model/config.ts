import { parseFields, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface TableConfig {
  readonly tableName: string;
  readonly billingMode: 'PROVISIONED' | 'PAY_PER_REQUEST';
  readonly readCapacityUnits: number;
  readonly writeCapacityUnits: number;
  readonly burstSeconds: number;
  readonly itemKey: 'unique' | 'event-id' | 'partition-key';
  readonly keepItems: boolean;
  readonly hashKey: string;
  readonly rangeKey: string;
}

export const tableFields: Fields<TableConfig> = {
  tableName: { type: 'text', says: 'Name of the table; empty: the name of the node', max: 255, default: '' },
  billingMode: {
    type: 'choice',
    says: 'Capacity set beforehand, or paid by request (Today)',
    choices: ['PROVISIONED', 'PAY_PER_REQUEST'],
    todayOnly: ['PAY_PER_REQUEST'],
    short: 'mode',
    default: (limits) => (limits.edition === 'notes' ? 'PROVISIONED' : 'PAY_PER_REQUEST'),
  },
  readCapacityUnits: { type: 'integer', says: 'Provisioned read capacity units', unit: 'RCU', min: 1, max: 40_000, short: 'rcu', default: (limits) => limits.number('kcl.table.read-units') },
  writeCapacityUnits: { type: 'integer', says: 'Provisioned write capacity units', unit: 'WCU', min: 1, max: 40_000, short: 'wcu', default: (limits) => limits.number('kcl.table.write-units') },
  burstSeconds: {
    type: 'integer',
    says: 'Seconds of unused capacity in the bank at the start',
    unit: 's',
    min: 0,
    max: (limits) => limits.duration('kcl.table.burst-window') / 1000,
    short: 'burst',
    default: (limits) => limits.duration('kcl.table.burst-window') / 1000,
  },
  itemKey: {
    type: 'choice',
    says: 'Key of an item made from a record: one of its own for each write, the id of the event (a repeat overwrites), or the partition key (the newest state of each key)',
    choices: ['unique', 'event-id', 'partition-key'],
    default: 'unique',
  },
  keepItems: { type: 'boolean', says: 'Items made from records keep their attributes and can be read again', default: false },
  hashKey: { type: 'text', says: 'Partition key of kept items; empty: the attribute id, made up where a record has none', max: 255, default: '' },
  rangeKey: { type: 'text', says: 'Sort key of kept items; empty: there is none', max: 255, default: '' },
};

export function parseTableConfig(raw: unknown, limits: Limits) {
  return parseFields<TableConfig>(raw, tableFields, limits);
}
