import { createRequire } from 'node:module';
import { mm1Models, mm1Recipe, mm1Wait, type Mm1State } from '../../src/testing/mm1.ts';
import { Rng } from '../../src/sim/rng.ts';
import { Simulation } from '../../src/sim/simulation.ts';

const require = createRequire(new URL('./peers/package.json', import.meta.url));
const meanGap = 1000;
const meanService = 500;

/** Our kernel on M/M/1: events a CPU ms divides by, and how far the mean wait lies from theory (a share). */
export function kernelMm1(arrivals: number): { events: number; waitError: number } {
  const simulation = new Simulation(mm1Recipe(arrivals, meanGap, meanService, 7), { models: mm1Models });
  simulation.runUntil(simulation.recipe.length);
  const state = simulation.nodes[0]!.state as Mm1State;
  return { events: simulation.processed, waitError: Math.abs(state.waited / state.served / mm1Wait(meanGap, meanService) - 1) };
}

/** A bare loop over flatqueue: what a queue alone costs. */
export async function flatqueueMm1(arrivals: number): Promise<number> {
  const { default: FlatQueue } = (await import(require.resolve('flatqueue'))) as { default: new () => { push(item: number, priority: number): void; pop(): number | undefined; peekValue(): number | undefined; length: number } };
  const queue = new FlatQueue();
  const rng = Rng.of(7, 'flat');
  let events = 0;
  let waiting = 0;
  let serving = false;
  let now = 0;
  const end = arrivals * meanGap;
  queue.push(0, rng.gapMs(meanGap));
  while (queue.length > 0) {
    now = queue.peekValue()!;
    const kind = queue.pop();
    if (now > end) break;
    events++;
    if (kind === 0) {
      queue.push(0, now + rng.gapMs(meanGap));
      if (serving) waiting++;
      else {
        serving = true;
        queue.push(1, now + rng.gapMs(meanService));
      }
    } else if (waiting > 0) {
      waiting--;
      queue.push(1, now + rng.gapMs(meanService));
    } else serving = false;
  }
  return events;
}

interface Simjs {
  Sim: new () => { addEntity(entity: unknown): void; simulate(until: number): void };
  Entity: new (...args: never[]) => { setTimer(delay: number): { done(callback: () => void): void }; useFacility(facility: unknown, duration: number): { done(callback: () => void): void } };
  Facility: new (name: string) => unknown;
}

/** simjs is published as a browser script that leaves its classes on `window`. */
function loadSimjs(): Simjs {
  const scope = globalThis as { window?: { Sim?: Simjs } | undefined };
  scope.window ??= {};
  if (!scope.window.Sim) require('simjs');
  const loaded = scope.window.Sim;
  if (!loaded) throw new Error('simjs did not load; run npm ci in tools/bench/peers');
  return loaded;
}

/** simjs on the same queue: each customer is a timer and a use of a facility. Answers events (arrivals and departures). */
export function simjsMm1(arrivals: number): number {
  const { Sim, Entity, Facility } = loadSimjs();
  const rng = Rng.of(7, 'simjs');
  const sim = new Sim();
  const facility = new Facility('server');
  let events = 0;
  class Customers extends Entity {
    start(): void {
      this.next();
    }
    next(): void {
      this.setTimer(rng.gapMs(meanGap)).done(() => {
        events++;
        this.useFacility(facility, rng.gapMs(meanService)).done(() => {
          events++;
        });
        this.next();
      });
    }
  }
  sim.addEntity(Customers);
  sim.simulate(arrivals * meanGap);
  return events;
}
