import { models } from '../../src/services/models.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { atLeast, atMost, figure, median, type Bar } from './bar.ts';
import { kinesalitePutRecords } from './kinesalite.ts';
import { cpuOf } from './cpu.ts';
import { shardRecipe } from './probe.ts';
import { minimalColumnar, straightforwardObjects } from './references.ts';

const perShard = 500;

/** Records a CPU microsecond (so: millions a second) that the engine puts through at a number of shards. Bar 2 compares with the same keys: only the shards differ. */
function engineRate(shards: number, records: number, keys = 10_000): number {
  const lengthMs = Math.ceil(records / (shards * perShard)) * 1000;
  const simulation = new Simulation(shardRecipe(shards, perShard, lengthMs, keys), { models, maxHeldRows: 40_000_000 });
  const { cpuMs } = cpuOf(() => simulation.runUntil(lengthMs));
  if (simulation.records.totals().delivered < records * 0.3) throw new Error('the benchmark run did not deliver');
  return simulation.records.born / cpuMs / 1000;
}

function rate(run: { value: number; cpuMs: number }): number {
  return run.value / run.cpuMs / 1000;
}

/** Bars 1 and 2: what all semantics cost beside the least possible loop, a first version, and a real emulator; and at many shards. */
export async function engineBars(quick: boolean): Promise<Bar[]> {
  const rounds = quick ? 3 : 5;
  const records = quick ? 1_000_000 : 2_000_000;
  const toR1: number[] = [];
  const toR2: number[] = [];
  const at1000: number[] = [];
  const rates: number[] = [];
  // Two rounds until everything is compiled; they are not counted.
  for (let warmUp = 0; warmUp < 2; warmUp++) engineRate(10, records);
  for (let round = 0; round < rounds; round++) {
    const r1 = rate(cpuOf(() => minimalColumnar(10, perShard, records / 5000, 10_000)));
    const r2 = rate(cpuOf(() => straightforwardObjects(10, perShard, 20, 10_000)));
    const ten = engineRate(10, records);
    rates.push(ten);
    toR1.push(ten / r1);
    toR2.push(ten / r2);
    at1000.push(engineRate(10, records, 100_000) / engineRate(1000, records, 100_000));
  }
  const bars = [
    figure(1, 'engine, 10 shards', median(rates), 'M records/s of CPU'),
    atLeast(1, 'engine / minimal columnar loop (R1)', median(toR1), 0.5, 'x'),
    atLeast(1, 'engine / straightforward objects (R2)', median(toR2), 4, 'x'),
    atMost(2, 'CPU a record, 1,000 shards / 10 shards', median(at1000), 1.2, 'x'),
  ];
  const peer = await kinesalitePutRecords();
  if (peer !== undefined) bars.push(atLeast(1, 'engine / kinesalite PutRecords(500) over loopback', (median(rates) * 1e6) / peer, 100, 'x'));
  if (!quick) {
    const wide: number[] = [];
    for (let round = 0; round < 3; round++) wide.push(engineRate(10, 10_000_000, 1_000_000) / engineRate(10_000, 10_000_000, 1_000_000));
    bars.push(atMost(2, 'CPU a record, 10,000 shards / 10 shards', median(wide), 2, 'x'));
  }
  return bars;
}
