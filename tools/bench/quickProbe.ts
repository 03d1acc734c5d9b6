import { models } from '../../src/services/models.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { cpuOf, shardRecipe } from './probe.ts';
import { minimalColumnar, straightforwardObjects } from './references.ts';

const engine = (shards: number, lengthMs: number, keys: number) => {
  const simulation = new Simulation(shardRecipe(shards, 500, lengthMs, keys), { models, maxHeldRows: 40_000_000 });
  const { cpuMs } = cpuOf(() => simulation.runUntil(lengthMs));
  return simulation.records.born / cpuMs / 1000;
};
for (let round = 0; round < 3; round++) {
  const r1 = cpuOf(() => minimalColumnar(10, 500, 400, 10_000));
  const r2 = cpuOf(() => straightforwardObjects(10, 500, 40, 10_000));
  const r1k = cpuOf(() => minimalColumnar(1000, 500, 4, 100_000));
  console.log('R1', (r1.value / r1.cpuMs / 1000).toFixed(2), 'R1@1000', (r1k.value / r1k.cpuMs / 1000).toFixed(2), 'R2', (r2.value / r2.cpuMs / 1000).toFixed(3), 'engine 10', engine(10, 400_000, 10_000).toFixed(2), 'engine 1000', engine(1000, 4_000, 100_000).toFixed(2));
}
