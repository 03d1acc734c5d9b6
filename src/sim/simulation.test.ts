import { describe, expect, it, vi } from 'vitest';
import { copyPlain } from '../base/copyPlain.ts';
import { models } from '../services/models.ts';
import { singleServerQueue } from '../testing/queueModel.ts';
import { recipeOf, simulate, simulationOf } from '../testing/simulate.ts';
import { makeRegistry } from './registry.ts';
import { eraseModel } from './serviceModel.ts';
import { Simulation } from './simulation.ts';

vi.setConfig({ testTimeout: 60_000 });

describe('the kernel against theory', () => {
  it('M/M/1: the mean time in the system is within 2 % of 1 / (service rate - arrival rate)', () => {
    const recipe = { engine: 1, graph: { nodes: [{ id: 'q', kind: 'single-server-queue', config: { meanGapMs: 1000, meanServiceMs: 500 } }], edges: [] }, seed: 1, facts: 'notes' as const, startsAt: 0, length: 10 ** 12, interventions: [] };
    const simulation = new Simulation(recipe, { models: makeRegistry([eraseModel(singleServerQueue)]), maxEvents: 10 ** 9 });
    simulation.runUntil(400_000 * 1000);
    const state = simulation.nodes[0]!.state as { served: number; timeInSystem: number };
    expect(state.served).toBeGreaterThan(395_000);
    const theory = 1 / (1 / 500 - 1 / 1000);
    expect(Math.abs(state.timeInSystem / state.served / theory - 1)).toBeLessThan(0.02);
  });
});

const busy = {
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 400, payloadBytes: 4000, keys: 'zipf', arrivals: 'poisson' } },
    { id: 'put', kind: 'sdk-producer', config: { linger: 100, partitionKey: 'salted', requestTimeout: 300 } },
    { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 2, controlPlaneDelay: 1000 } },
    { id: 'app', kind: 'stream-reader', config: { count: 2, pollInterval: 300, processingPerRecord: 3 } },
    { id: 'push', kind: 'stream-reader', config: { mode: 'enhanced-fan-out' } },
  ],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks', loseReplies: 0.1 }, { from: 'clicks', to: 'app' }, { from: 'clicks', to: 'push' }],
  length: '9003ms',
  interventions: [
    { at: 2000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } },
    { at: 4000, type: 'fault', node: 'app', name: 'crash', target: 'consumer-1', duration: 900 },
    { at: 6000, type: 'fault', node: 'app', name: 'poison', target: 'consumer-2', duration: 60_000 },
    { at: 8000, type: 'fault', node: 'put', name: 'lose-replies', duration: 5000 },
    { at: 8500, type: 'operate', node: 'clicks', operation: 'UpdateShardCount', request: { TargetShardCount: 4 } },
  ],
};

/** Refuses anything but plain data and stores, inside frozen objects too. */
function walk(value: unknown, path: string, seen = new Set<object>()): number {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return 1;
  if (typeof value !== 'object') throw new Error(`${path} is a ${typeof value}`);
  if (seen.has(value)) return 0;
  seen.add(value);
  if ((value as { isStore?: unknown }).isStore === true) {
    const { clone, hashInto } = value as { clone?: unknown; hashInto?: unknown };
    if (typeof clone !== 'function' || typeof hashInto !== 'function') throw new Error(`${path} calls itself a store and is none`);
    return 1;
  }
  if (ArrayBuffer.isView(value)) return 1;
  if (Array.isArray(value)) return value.reduce((count: number, entry, i) => count + walk(entry, `${path}.${i}`, seen), 1);
  if (value instanceof Map) return [...value].reduce((count, [key, entry]) => count + walk(key, `${path} key`, seen) + walk(entry, `${path}.${String(key)}`, seen), 1);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new Error(`${path} is a ${value.constructor.name}`);
  return Object.entries(value).reduce((count, [key, entry]) => count + walk(entry, `${path}.${key}`, seen), 1);
}

describe('state', () => {
  it('of every slice is plain data and stores, in the middle of a busy run', () => {
    const { simulation } = simulate(busy, { facts: 'today', checkInvariants: false });
    for (const node of simulation.nodes) {
      expect(walk(node.state, node.id)).toBeGreaterThan(5);
      expect(() => copyPlain(node.state), node.id).not.toThrow();
    }
    // All that a model may keep has been used: calls under way, work begun, subscriptions, a control call.
    const state = (id: string) => simulation.nodes.find((node) => node.id === id)!.state as Record<string, unknown>;
    expect((state('put').sending as Map<number, unknown>).size).toBeGreaterThan(0);
    expect((state('clicks').subscriptions as unknown[]).length).toBeGreaterThan(0);
    expect(state('clicks').pending).not.toBeNull();
  });

  it('that holds a closure, a class or a date is refused', () => {
    class Thing {
      readonly n = 1;
    }
    for (const value of [{ f: () => 1 }, { t: new Thing() }, { d: new Date(0) }, { s: new Set() }, Object.freeze({ f: () => 1 })]) expect(() => walk(value, 'x')).toThrow('x.');
  });
});

describe('chance belongs to nodes and edges', () => {
  it('so that adding others shifts nobody’s draws', () => {
    const alone = simulate(busy, { facts: 'today', checkInvariants: false });
    const more = {
      ...busy,
      nodes: [{ id: 'another', kind: 'traffic', config: { recordsPerSecond: 50, keys: 'random' } }, { id: 'put2', kind: 'sdk-producer' }, { id: 's2', kind: 'kinesis-streams' }, ...busy.nodes],
      edges: [{ from: 'another', to: 'put2' }, { from: 'put2', to: 's2', loseReplies: 0.5 }, ...busy.edges],
    };
    const together = simulate(more, { facts: 'today', checkInvariants: false });
    for (const node of ['web', 'put', 'clicks', 'app']) expect(together.summary.nodes[node]!.metrics, node).toEqual(alone.summary.nodes[node]!.metrics);
  });
});

describe('bounds', () => {
  it('a run over its budget says so and stops', () => {
    const recipe = recipeOf('traffic(rate=1000/s, size=10B) -> kinesis-streams', { length: '60s' });
    const byEvents = new Simulation(recipe, { models, maxEvents: 500 });
    expect(byEvents.runUntil(60_000)).toEqual({ type: 'budget-exhausted', says: '500 events' });
    const byRows = new Simulation(recipe, { models, maxHeldRows: 3000 });
    const status = byRows.runUntil(60_000);
    expect(status.type === 'budget-exhausted' && status.says).toContain('records held at once');
  });

  it('a broken rule names the node and the rule', () => {
    const simulation = simulationOf(recipeOf('clicks: kinesis-streams(shards=2)\ntraffic(rate=10/s) -> clicks', { length: '10s' }));
    const state = simulation.nodes.find((node) => node.id === 'clicks')!.state as { shards: { endingHashKey: bigint }[] };
    state.shards[0] = { ...state.shards[0]!, endingHashKey: 5n };
    expect(simulation.runUntil(10_000)).toEqual({ type: 'invariant-broken', node: 'clicks', name: 'open shards tile the hash-key space' });
  });

  it('an idle run is told', () => {
    expect(simulate('kinesis-streams(shards=1)', { length: '10s' }).status).toEqual({ type: 'idle' });
  });
});

describe('limits', () => {
  it('decide: another value of one gives another run', () => {
    const refused = (limitOverrides: Record<string, number>) => simulate('traffic(rate=1500/s, size=200B, keys=1, retry=none) -> clicks: kinesis-streams', { length: '5s', limitOverrides, checkInvariants: false }).metric('clicks', 'WriteProvisionedThroughputExceeded').sum;
    expect(refused({})).toBeGreaterThan(0);
    expect(refused({ 'kds.shard.write-records-per-second': 2000 })).toBe(0);
  });
});

describe('a chain of streams', () => {
  it('delivers where it ends: a reader that hands on is no sink', () => {
    const run = simulate(
      {
        nodes: [{ id: 'web', kind: 'traffic', config: { recordsPerSecond: 20, keys: 4 } }, { id: 'put', kind: 'sdk-producer' }, { id: 'one', kind: 'kinesis-streams' }, { id: 'mid', kind: 'stream-reader' }, { id: 'put2', kind: 'sdk-producer' }, { id: 'two', kind: 'kinesis-streams' }, { id: 'end', kind: 'stream-reader' }],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'one' }, { from: 'one', to: 'mid' }, { from: 'mid', to: 'put2' }, { from: 'put2', to: 'two' }, { from: 'two', to: 'end' }],
        length: '20s',
      },
    );
    expect(Object.keys(run.summary.sinks)).toEqual(['end']);
    expect(run.summary.records.delivered).toBeGreaterThan(340);
    expect(run.summary.records.lost).toBe(0);
  });
});
