import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { models } from '../services/models.ts';
import { assertForAll } from '../testing/forAll.ts';
import { drawnLength, drawnRecipe } from '../testing/drawnRecipes.ts';
import { recipeOf, simulationOf } from '../testing/simulate.ts';
import { parseRecipe } from './parseRecipe.ts';
import type { RunRecipe } from './recipe.ts';
import type { Intervention } from './serviceModel.ts';
import { Timeline } from './timeline.ts';

vi.setConfig({ testTimeout: 60_000 });

const busy = 'traffic(rate=400/s, size=8KB, keys=zipf, keyCount=50, arrivals=poisson) -> put: sdk-producer -> clicks: kinesis-streams(shards=2, controlPlaneDelay=2s) -> app: stream-reader(count=2, poll=400ms)';
const withSplit = { interventions: [{ at: '6s', type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } }, { at: '9s', type: 'fault', node: 'app', name: 'crash', target: 'consumer-2', duration: '3s' }] };

function straight(recipe: RunRecipe, until: number): string {
  const simulation = simulationOf(recipe, { checkInvariants: false });
  simulation.runUntil(until);
  return simulation.digest();
}

function timelineOf(recipe: RunRecipe): Timeline {
  return new Timeline(recipe, { models });
}

const moments = fc.array(fc.integer({ min: 0, max: drawnLength }), { minLength: 1, maxLength: 8 });

describe('a run does not depend on how it is advanced', () => {
  it('in slices of any length and any number of events', () => {
    const recipe = recipeOf(busy, { ...withSplit, length: '15s' });
    const wanted = straight(recipe, 15_000);
    for (const slice of [16, 333, 1000]) {
      const simulation = simulationOf(recipe, { checkInvariants: false });
      for (let at = 0; at < 15_000; at += slice) simulation.runUntil(Math.min(15_000, at + slice));
      expect(simulation.digest(), `slices of ${slice} ms`).toBe(wanted);
    }
    const simulation = simulationOf(recipe, { checkInvariants: false });
    while (simulation.runUntil(15_000, 7).more);
    expect(simulation.digest()).toBe(wanted);
    const single = simulationOf(recipe, { checkInvariants: false });
    while (single.stepEvent());
    single.runUntil(15_000);
    expect(single.digest()).toBe(wanted);
  });

  it('nor on the draw of its configuration', () => {
    assertForAll(
      fc.tuple(drawnRecipe(), moments),
      ([drawn, stops]) => {
        const recipe = recipeOf(drawn);
        const simulation = simulationOf(recipe, { checkInvariants: false });
        for (const stop of [...stops].sort((a, b) => a - b)) simulation.runUntil(stop);
        simulation.runUntil(drawnLength);
        expect(simulation.digest()).toBe(straight(recipe, drawnLength));
      },
      { seed: 11, runs: 15 },
    );
  });

  it('differs with the seed, and with any knob', () => {
    const at = (text: string, seed: number) => straight(recipeOf(text, { length: '3s', seed }), 3000);
    expect(at(busy, 1)).not.toBe(at(busy, 2));
    expect(at(busy, 1)).not.toBe(at(busy.replace('size=8KB', 'size=8001B'), 1));
    expect(at(busy, 1)).toBe(at(busy, 1));
  });
});

describe('a keyframe', () => {
  it('restored is as if never left, then and later, and stays good', () => {
    assertForAll(
      fc.tuple(drawnRecipe(), fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 2000 })),
      ([drawn, at, further]) => {
        const recipe = recipeOf(drawn);
        const simulation = simulationOf(recipe, { checkInvariants: false });
        simulation.runUntil(at);
        const there = simulation.digest();
        const keyframe = simulation.checkpoint();
        expect(simulation.digest()).toBe(there);
        for (let turn = 0; turn < 3; turn++) {
          simulation.runUntil(at + further);
          expect(simulation.digest()).toBe(straight(recipe, at + further));
          simulation.runUntil(drawnLength);
          expect(simulation.digest()).toBe(straight(recipe, drawnLength));
          simulation.restore(keyframe);
          expect(simulation.digest()).toBe(there);
        }
      },
      { seed: 12, runs: 10 },
    );
  });
});

describe('a timeline', () => {
  it('shows at any moment, sought in any order, what straight play shows', () => {
    assertForAll(
      fc.tuple(drawnRecipe(), moments),
      ([drawn, stops]) => {
        const recipe = recipeOf(drawn);
        const timeline = timelineOf(recipe);
        for (const stop of stops) {
          timeline.seek(stop);
          expect(timeline.now).toBe(stop);
          expect(timeline.simulation.digest(), `at ${stop}`).toBe(straight(recipe, stop));
        }
      },
      { seed: 13, runs: 10 },
    );
  });

  it('keeps so over keyframes that have thinned out', () => {
    const recipe = recipeOf('traffic(rate=5/s, size=100B, keys=3) -> kinesis-streams(shards=1) -> stream-reader(poll=2s)', { length: '20m' });
    const timeline = timelineOf(recipe);
    timeline.runTo(1_200_000);
    expect(timeline.keyframeCount).toBeLessThan(75);
    for (const at of [3, 599_999, 60_000, 1_200_000]) {
      timeline.seek(at);
      expect(timeline.simulation.digest(), String(at)).toBe(straight(recipe, at));
    }
  });

  it('steps by single events, forward and back', () => {
    const recipe = recipeOf(busy, { ...withSplit, length: '12s' });
    const timeline = timelineOf(recipe);
    timeline.seek(8000);
    const events = timeline.simulation.processed;
    const digests: string[] = [];
    for (let i = 0; i < 50; i++) {
      digests.push(timeline.simulation.digest());
      timeline.stepEvents(1);
      expect(timeline.simulation.processed).toBe(events + i + 1);
    }
    for (let i = 49; i > 0; i--) {
      timeline.stepEvents(-1);
      expect(timeline.simulation.processed).toBe(events + i);
      expect(timeline.simulation.digest()).toBe(digests[i]);
    }
    timeline.stepEvents(-51);
    expect(timeline.simulation.processed).toBe(events - 50);
    timeline.stepEvents(51);
    expect(timeline.simulation.digest()).toBe(digests[1]);
  });

  it('seeks to whole milliseconds, whatever it is asked for', () => {
    const timeline = timelineOf(recipeOf(busy, { length: '12s' }));
    timeline.seek(1234.56);
    expect(timeline.now).toBe(1234);
    timeline.seek(Number.NaN);
    expect(timeline.now).toBe(0);
    timeline.seek(99_999_999);
    expect(timeline.now).toBe(12_000);
    timeline.seek(-5);
    expect(timeline.now).toBe(0);
  });

  it('goes to the moment of the next notable event, be it an operation', () => {
    const timeline = timelineOf(recipeOf('traffic(rate=1/s, size=100B, keys=1) -> clicks: kinesis-streams(shards=1)', { length: '60s', interventions: [{ at: 4321, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } }] }));
    expect(timeline.nextNotable(60_000)).toBe(true);
    expect(timeline.now).toBe(4321);
    expect(timeline.simulation.trace.events().map((event) => event.type)).toEqual(['stream.updating']);
    expect(timeline.nextNotable(60_000)).toBe(true);
    expect(timeline.now).toBe(34_321);
    expect(timeline.nextNotable(60_000)).toBe(false);
    expect(timeline.now).toBe(60_000);
  });
});

describe('a fork', () => {
  const change: Intervention = { type: 'setConfig', node: 'web', config: { recordsPerSecond: 100 } };

  it('shares with the first run everything up to the changed knob, and nothing is shared after', () => {
    const recipe = recipeOf(busy.replace('traffic(', 'web: traffic('), { length: '30s' });
    const first = timelineOf(recipe);
    first.runTo(30_000);
    const fork = timelineOf(recipe);
    fork.runTo(30_000);
    fork.seek(12_000);
    expect(fork.apply(change).forked).toBe(true);
    fork.runTo(30_000);
    for (const at of [1, 5000, 11_999]) {
      first.seek(at);
      fork.seek(at);
      expect(fork.simulation.digest(), String(at)).toBe(first.simulation.digest());
      expect(fork.simulation.trace.events()).toEqual(first.simulation.trace.events());
    }
    first.seek(30_000);
    fork.seek(30_000);
    expect(fork.simulation.digest()).not.toBe(first.simulation.digest());
    expect(fork.recipe().interventions).toEqual([{ at: 12_000, what: change }]);
  });

  it('is repeated by its recipe, byte for byte, through JSON too', () => {
    const commands: readonly Intervention[] = [
      change,
      { type: 'setConfig', node: 'put', config: { partitionKey: 'salted', linger: 200 } },
      { type: 'fault', node: 'app', name: 'crash', target: 'consumer-1', duration: 900 },
      { type: 'operate', node: 'clicks', operation: 'UpdateShardCount', request: { TargetShardCount: 3 } },
      { type: 'fault', node: 'web', name: 'pause', duration: 1500 },
      { type: 'fault', node: 'web', name: 'burst', duration: 500 },
      { type: 'fault', node: 'put', name: 'lose-replies', duration: 700 },
      { type: 'setConfig', node: 'web', config: { keys: 7, keyPrefix: 'other-' } },
    ];
    const moves = fc.array(fc.record({ seek: fc.integer({ min: 0, max: drawnLength - 800 }), steps: fc.integer({ min: 0, max: 30 }), command: fc.constantFrom(...commands) }), { minLength: 1, maxLength: 5 });
    assertForAll(
      fc.tuple(drawnRecipe(), moves),
      ([drawn, made]) => {
        const timeline = timelineOf(recipeOf(drawn));
        for (const move of made) {
          timeline.seek(move.seek);
          timeline.stepEvents(move.steps);
          timeline.apply(move.command);
          const again = parseRecipe(JSON.parse(JSON.stringify(timeline.recipe())), models);
          if (!again.ok) throw new Error(JSON.stringify(again.error));
          timeline.runTo(timeline.now + 700);
          expect(timeline.simulation.digest(), `after ${JSON.stringify(move)}`).toBe(straight(again.value, timeline.now));
        }
        timeline.runTo(drawnLength);
        expect(timeline.simulation.digest()).toBe(straight(timeline.recipe(), drawnLength));
      },
      { seed: 14, runs: 20 },
    );
  });
});
