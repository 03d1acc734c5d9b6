import fc from 'fast-check';
import { describe, it } from 'vitest';
import { assertConservedThroughout, assertSameWhenLeft } from '../../../testing/everyStep.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { recipeOf } from '../../../testing/simulate.ts';
import { models } from './transfers.fixture.ts';

const drawn = fc.record({
  option: fc.constantFrom('internet', 'transfer-acceleration', 'direct-connect', 'snowball', 'storage-gateway', 'dms'),
  dataSet: fc.constantFrom('1GB', '90TB', '3TB'),
  pieces: fc.constantFrom(1, 7, 90),
  bitsPerSecond: fc.constantFrom('1Gbps', '10Gbps'),
  provisioning: fc.constantFrom(0, 3_600_000),
  orderAndShip: fc.constantFrom(0, 3_600_000),
  devicesAtOnce: fc.constantFrom(0, 1),
  device: fc.constantFrom('snowball-50', 'snowball-edge-compute'),
  sourceStopped: fc.boolean(),
  followUp: fc.boolean(),
  migration: fc.constantFrom('full-load', 'cdc', 'full-load-and-cdc'),
  openTransactions: fc.constantFrom(0, 90_000),
  database: fc.boolean(),
  connection: fc.constantFrom('dedicated', 'hosted'),
  confirmation: fc.constantFrom('automatic', 'manual'),
  shippingOption: fc.constantFrom('SECOND_DAY', 'NEXT_DAY'),
  gatewayType: fc.constantFrom('FILE_FSX_SMB', 'CACHED', 'VTL'),
  targetEngine: fc.constantFrom('', 'PostgreSQL'),
  conversionTime: fc.constantFrom(0, 1_800_000),
  operation: fc.constantFrom('CutOver', 'CancelJob', 'ConfirmConnection', 'DeleteConnection'),
  operatedAt: fc.constantFrom(0, 60_000, 4_000_000, 20_000_000),
  wired: fc.boolean(),
  faults: fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 36_000_000 }), type: fc.constantFrom('fault', 'fault', 'recover'), node: fc.constant('move'), name: fc.constantFrom('line-down', 'lose-device'), duration: fc.constantFrom(1000, 3_000_000) }),
    { maxLength: 4 },
  ),
});

function recipeFrom({ wired, faults, operation, operatedAt, ...config }: { readonly wired: boolean; readonly faults: readonly object[]; readonly operation: string; readonly operatedAt: number }) {
  return {
    nodes: [
      { id: 'app', kind: 'traffic', config: { recordsPerSecond: 0.01, payloadBytes: 500_000, keys: 3 } },
      { id: 'move', kind: 'data-transfer', config },
      ...(wired ? [{ id: 'bucket', kind: 'fake-bucket' }] : []),
    ],
    edges: [{ from: 'app', to: 'move' }, ...(wired ? [{ from: 'move', to: 'bucket' }] : [])],
    interventions: [...faults, { at: operatedAt, type: 'operate', node: 'move', operation, request: operation === 'CancelJob' ? { device: 1 } : {} }],
    length: '12h',
  };
}

describe('at every step', { timeout: 60_000 }, () => {
  it('all rows are accounted for, under random ways and faults', () => {
    assertForAll(drawn, (config) => assertConservedThroughout(recipeOf(recipeFrom(config), { models }), models, 2_400_000), { seed: 73, runs: 25 });
  });

  it('a run that was left and come back to is the same run', () => {
    assertForAll(drawn, (config) => assertSameWhenLeft(recipeOf(recipeFrom(config), { models }), models), { seed: 74, runs: 8 });
  });
});
