import { expect, it } from 'vitest';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';
import type { TableState } from './state.ts';

const day = 86_400_000;

it('a month of items made from records: the table counts them and keeps none', { timeout: 120_000 }, () => {
  const simulation = simulationOf(
    recipeOf(`web: traffic(rate=0.004/s, size=100B, keys=40) -> clicks: kinesis-streams -> app: kcl-application(from=TRIM_HORIZON, failover=2h, idle=4m) -> emit: connector(records=10, time=1h) -> items: dynamodb-table(itemKey=event-id)`, {
      length: '30d',
      interventions: [5, 12, 19].map((at) => ({ at: at * day, type: 'fault', node: 'app', name: 'crash', duration: 1000 })),
    }),
    { checkInvariants: false },
  );
  const held: number[] = [];
  for (const until of [3, 16, 30]) {
    simulation.runUntil(until * day);
    held.push(simulation.records.held);
    const state = simulation.nodes.find(({ id }) => id === 'items')!.state as TableState;
    expect(state.items.size).toBe(0);
  }
  // What the stream holds: a day of records, and those that have not been written yet.
  expect(Math.max(...held) - Math.min(...held)).toBeLessThan(100);
  const { born, delivered, lost } = simulation.records.totals();
  expect(born - delivered).toBeLessThan(50);
  expect(lost).toBe(0);
  expect((simulation.nodes.find(({ id }) => id === 'items')!.state as TableState).recordItems).toBe(delivered);
});
