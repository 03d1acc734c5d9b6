import { models } from '../../src/services/models.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { Timeline } from '../../src/sim/timeline.ts';
import { Rng } from '../../src/sim/rng.ts';
import { atMost, figure, median, quantile, type Bar } from './bar.ts';
import { shardRecipe } from './probe.ts';

/** Bar 11: going to any moment of a simulated hour, and what a keyframe costs. */
export function seekBars(quick: boolean): Bar[] {
  const lengthMs = quick ? 600_000 : 3_600_000;
  const recipe = shardRecipe(10, 500, lengthMs, 10_000);
  const options = { models, maxHeldRows: 40_000_000 };
  const timeline = new Timeline(recipe, options);
  timeline.runTo(lengthMs);
  const rng = Rng.of(11, 'seeks');
  const times: number[] = [];
  const seek = (to: number) => {
    const began = performance.now();
    timeline.seek(to);
    return performance.now() - began;
  };
  for (let i = 0; i < (quick ? 20 : 60); i++) times.push(seek(rng.int(0, lengthMs)));
  const first: number[] = [];
  const last: number[] = [];
  for (let i = 0; i < 12; i++) {
    first.push(seek(rng.int(0, 60_000)));
    last.push(seek(rng.int(lengthMs - 60_000, lengthMs)));
  }
  const target = Math.floor(lengthMs * 0.4321);
  timeline.seek(target);
  const sought = timeline.simulation.digest();
  const straight = new Simulation(recipe, options);
  straight.runUntil(target);
  return [
    figure(11, `keyframes kept over ${lengthMs / 60_000} min`, timeline.keyframeCount, ''),
    atMost(11, 'seek to any moment, p95', quantile(times, 0.95), 150, 'ms'),
    atMost(11, 'seek in the last minute / in the first', median(last) / median(first), 1.3, 'x'),
    atMost(11, 'digest after a seek differs from straight play', sought === straight.digest() ? 0 : 1, 0, ''),
    atMost(11, 'keyframe at 1,000 shards', keyframeMs(), 1, 'ms'),
  ];
}

function keyframeMs(): number {
  const simulation = new Simulation(shardRecipe(1000, 500, 6000, 100_000), { models, maxHeldRows: 40_000_000 });
  simulation.runUntil(3000);
  const times: number[] = [];
  for (let at = 3050; at <= 6000; at += 50) {
    simulation.runUntil(at);
    const began = performance.now();
    simulation.checkpoint();
    times.push(performance.now() - began);
  }
  return median(times);
}
