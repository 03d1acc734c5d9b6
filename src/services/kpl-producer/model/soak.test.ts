import { expect, it } from 'vitest';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';

it('a month of a small rate leaves nothing behind', { timeout: 120_000 }, () => {
  const simulation = simulationOf(recipeOf('web: traffic(rate=0.05/s, size=512B, keys=5) -> kpl: kpl-producer(buffer=60s) -> clicks: kinesis-streams -> app: stream-reader(poll=4m, processing=0, discoveryInterval=1h, checkpointInterval=1h)', { length: '30d' }), { checkInvariants: false });
  const held: number[] = [];
  for (let day = 1; day <= 30; day++) {
    simulation.runUntil(day * 86_400_000);
    held.push(simulation.records.held);
  }
  expect(Math.max(...held.slice(2)) - Math.min(...held.slice(2))).toBeLessThan(20);
  const { logs } = simulation.nodes.find(({ id }) => id === 'clicks')!.state as { logs: { lists: { segments: number; made: number } } };
  expect(logs.lists.made).toBeGreaterThan(8000);
  expect(logs.lists.segments).toBeLessThan(6);
  expect(simulation.records.totals().lost).toBe(0);
});
