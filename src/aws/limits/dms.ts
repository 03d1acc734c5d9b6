import { defineLimit, type Limit, minute } from './define.ts';

const fullLoad = 'AWS DMS User Guide: Full-load task settings';

/** Database Migration Service. */
export const dmsLimits: readonly Limit[] = [
  defineLimit({
    id: 'dms.rule.ship-above-tb',
    title: "The notes' rule of thumb: combine DMS with Snowball above this size, in TB (10^12 bytes)",
    quantity: 'count',
    notes: 5,
    source: 'The study notes; AWS Database Blog calls bandwidth the deciding factor',
  }),
  defineLimit({
    id: 'dms.full-load.default-tables',
    title: 'Tables loaded in parallel (default)',
    quantity: 'count',
    notes: 8,
    source: fullLoad,
  }),
  defineLimit({
    id: 'dms.full-load.max-tables',
    title: 'Tables loaded in parallel at most',
    quantity: 'count',
    notes: 50,
    today: 49,
    changed: 'later editions of the guide say 49',
    source: fullLoad,
  }),
  defineLimit({
    id: 'dms.full-load.open-transactions-wait',
    title: 'Longest wait for open transactions before a full load with change capture',
    quantity: 'duration',
    notes: 10 * minute,
    source: fullLoad,
  }),
];
