import { expect, it } from 'vitest';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';
import type { IotState } from './state.ts';

const day = 86_400_000;

it('thirty days of a small fleet hold nothing back', { timeout: 60_000 }, () => {
  const rules = [
    { ruleName: 'all', sql: "SELECT temp AS t, topic(2) AS id FROM 'dev/#'", actions: [{ lambda: { functionArn: 'work' } }] },
    { ruleName: 'hot', sql: "SELECT temp FROM 'dev/+/tele' WHERE temp > 90", actions: [{ republish: { topic: 'alarm/${topic(2)}' } }, { lambda: { roleAllows: false } }], errorAction: { republish: { topic: 'errors/${topic(2)}' } } },
  ];
  const recipe = recipeOf(
    { nodes: [{ id: 'fleet', kind: 'device-fleet', config: { devices: 2, messagesPerSecond: 1 / 1200, qos: 1, keepAlive: '15m' } }, { id: 'iot', kind: 'iot-core', config: { rules } }, { id: 'work', kind: 'lambda-function' }], edges: [{ from: 'fleet', to: 'iot' }, { from: 'iot', to: 'work' }] },
    { length: '30d', seed: 2 },
  );
  const simulation = simulationOf(recipe, { checkInvariants: false });
  const held: number[] = [];
  for (let i = 1; i <= 30; i++) {
    simulation.runUntil(i * day);
    held.push(simulation.records.held);
  }
  const { records } = simulation;
  expect(records.born).toBeGreaterThan(4300);
  // The function is done with every message; the broker and the fleet keep nothing.
  expect(Math.max(...held)).toBeLessThan(3);
  const { sessions, acting, outcomes, topics } = simulation.nodes[1]!.state as IotState;
  expect([sessions.size, acting.size, outcomes.size, topics.size]).toEqual([2, 0, 0, 6]);
  // What SELECT made goes with the records that carried it.
  expect([0, 1000, records.born - 1].map((row) => records.content(row, [2]))).toEqual([undefined, undefined, undefined]);
});
