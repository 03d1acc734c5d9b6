import { atLeast, atMost, figure, median, type Bar } from './bar.ts';
import { flatqueueMm1, kernelMm1, simjsMm1 } from './mm1.ts';
import { cpuOf } from './cpu.ts';

/** Bar 3: the kernel on M/M/1 beside another simulator and a bare queue. */
export async function kernelBars(quick: boolean): Promise<Bar[]> {
  const arrivals = quick ? 200_000 : 500_000;
  const rates: number[] = [];
  const toSimjs: number[] = [];
  const toFlat: number[] = [];
  let error = 0;
  kernelMm1(50_000);
  for (let round = 0; round < (quick ? 3 : 5); round++) {
    const ours = cpuOf(() => kernelMm1(arrivals));
    const before = process.cpuUsage();
    const flatEvents = await flatqueueMm1(arrivals);
    const used = process.cpuUsage(before);
    const flat = flatEvents / ((used.user + used.system) / 1000);
    const other = cpuOf(() => simjsMm1(arrivals / 5));
    const rate = ours.value.events / ours.cpuMs;
    rates.push(rate / 1000);
    toSimjs.push(rate / (other.value / other.cpuMs));
    toFlat.push(rate / flat);
    error = ours.value.waitError;
  }
  return [
    figure(3, 'kernel on M/M/1', median(rates), 'M events/s of CPU'),
    atLeast(3, 'kernel / simjs', median(toSimjs), 5, 'x'),
    atLeast(3, 'kernel / bare flatqueue loop', median(toFlat), 0.25, 'x'),
    atMost(3, 'mean wait, distance from theory', error * 100, 2, '%'),
  ];
}
