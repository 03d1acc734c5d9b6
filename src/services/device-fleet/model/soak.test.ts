import { expect, it } from 'vitest';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';
import type { FleetState } from './state.ts';

const day = 86_400_000;

it('thirty days of devices that come and go keep no more than on the third', { timeout: 60_000 }, () => {
  const recipe = recipeOf(
    {
      nodes: [{ id: 'fleet', kind: 'device-fleet', config: { devices: 3, messagesPerSecond: 1 / 1800, qos: 1, keepAlive: '15m', offlineBuffer: 5, shadow: 'follow', will: 'gone/{device}' } }, { id: 'iot', kind: 'iot-core' }, { id: 'app', kind: 'device-fleet', config: { devices: 1, devicePrefix: 'app-', messagesPerSecond: 0, subscribe: ['dev/#'], qos: 1, cleanSession: false, keepAlive: '15m' } }],
      edges: [{ from: 'fleet', to: 'iot' }, { from: 'app', to: 'iot', loseRequests: 0.01 }],
      interventions: Array.from({ length: 30 }, (_, i) => [
        { at: i * day + 3_600_000, type: 'fault', node: 'fleet', name: 'offline', target: '0.7', duration: '3h' },
        { at: i * day + 50_000_000, type: 'fault', node: 'app', name: 'offline', duration: '20m' },
        { at: i * day + 70_000_000, type: 'operate', node: 'iot', operation: 'UpdateThingShadow', request: { thingName: 'device-1', payload: { state: { desired: { day: i } } } } },
      ]).flat(),
    },
    { length: '30d', seed: 2, facts: 'today' },
  );
  const simulation = simulationOf(recipe, { checkInvariants: false });
  const kept = () => {
    const fleet = simulation.nodes[0]!.state as FleetState;
    const broker = simulation.nodes[1]!.state as { sessions: Map<number, { outbox: readonly unknown[] }>; outcomes: Map<string, unknown>; acting: Map<number, unknown>; topics: Map<string, number> };
    const stored = [...broker.sessions.values()].reduce((sum, { outbox }) => sum + outbox.length, 0);
    return [simulation.records.held, fleet.sending.size, fleet.buffers.size, broker.sessions.size, stored, broker.outcomes.size, broker.acting.size, broker.topics.size];
  };
  const byDay: number[][] = [];
  for (let i = 1; i <= 30; i++) {
    simulation.runUntil(i * day);
    byDay.push(kept());
  }
  expect(simulation.records.born).toBeGreaterThan(4000);
  expect(simulation.records.totals().delivered).toBeGreaterThan(3000);
  const [third] = byDay.slice(2);
  for (const each of byDay.slice(2)) for (const [i, size] of each.entries()) expect(size).toBeLessThanOrEqual(third![i]! + 3);
});
