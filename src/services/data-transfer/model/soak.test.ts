import { expect, it } from 'vitest';
import { stateSize } from '../../../testing/everyStep.ts';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';
import { day, models } from './transfers.fixture.ts';

it.each([
  ['the internet', { bitsPerSecond: '10Mbps' }],
  ['a file gateway', { option: 'storage-gateway', gatewayType: 'FILE_S3', bitsPerSecond: '10Mbps', compression: 2 }],
  ['DMS before its cut-over', { option: 'dms', dataSet: '1GB', pieces: 3, cutOver: 'manual', bitsPerSecond: '10Mbps' }],
])('thirty days of records over %s leave nothing behind', (_, config) => {
  const recipe = recipeOf({ nodes: [{ id: 'app', kind: 'traffic', config: { recordsPerSecond: 0.01, payloadBytes: 1_000_000 } }, { id: 'move', kind: 'data-transfer', config }], edges: [{ from: 'app', to: 'move' }], length: '30d', interventions: [{ at: '12d', type: 'fault', node: 'move', name: 'line-down', duration: '2h' }] }, { models });
  const simulation = simulationOf(recipe, { models });
  simulation.runUntil(10 * day);
  const early = stateSize(simulation, 'move');
  simulation.runUntil(30 * day);
  expect(stateSize(simulation, 'move')).toBeLessThan(early + 2000);
  expect(simulation.records.held).toBeLessThan(5);
  expect(simulation.records.totals().delivered).toBeGreaterThan(25_900);
});
