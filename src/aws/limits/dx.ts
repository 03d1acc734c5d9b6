import { defineLimit, type Limit } from './define.ts';

const dedicated = 'AWS Direct Connect User Guide: Dedicated connections';
const hosted = 'AWS Direct Connect User Guide: Hosted connections';

/** Direct Connect. Line speeds are counts of the unit that the title names. */
export const dxLimits: readonly Limit[] = [
  defineLimit({
    id: 'dx.dedicated.min-gbps',
    title: 'Slowest dedicated connection, in Gbps',
    quantity: 'count',
    notes: 1,
    source: dedicated,
  }),
  defineLimit({
    id: 'dx.dedicated.max-gbps',
    title: 'Fastest dedicated connection, in Gbps',
    quantity: 'count',
    notes: 10,
    today: 400,
    changed: '100 and 400 Gbps were added',
    source: dedicated,
  }),
  defineLimit({
    id: 'dx.dedicated.added-gbps',
    title: 'Dedicated speed between the first two and 400 Gbps (Today only), in Gbps',
    quantity: 'count',
    notes: 100,
    source: dedicated,
  }),
  defineLimit({
    id: 'dx.hosted.min-mbps',
    title: 'Slowest hosted connection, in Mbps',
    quantity: 'count',
    notes: 50,
    source: hosted,
  }),
  defineLimit({
    id: 'dx.hosted.max-gbps',
    title: 'Fastest hosted connection, in Gbps',
    quantity: 'count',
    notes: 10,
    today: 25,
    source: hosted,
  }),
  defineLimit({
    id: 'dx.macsec.min-gbps',
    title: 'Slowest dedicated port that can use MACsec (Today only), in Gbps',
    quantity: 'count',
    notes: 10,
    source: 'AWS Direct Connect User Guide: MAC security',
  }),
];
