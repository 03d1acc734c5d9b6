import { expect } from 'vitest';
import type { Simulation } from '../sim/simulation.ts';

/**
 * Fails unless every row is accounted for: what nodes and the network hold is what the record table counts as held, row by row,
 * and no row is without both a holder and an end.
 */
export function assertRowsConserved(simulation: Simulation): void {
  const holds = new Map<number, number>();
  const visit = (row: number) => holds.set(row, (holds.get(row) ?? 0) + 1);
  for (const node of simulation.nodes) node.model.heldRows?.(node.state, visit);
  simulation.rowsOnTheWay(visit);
  const { records } = simulation;
  const counted = records.recount();
  const totals = records.totals();
  let sum = 0;
  for (const count of holds.values()) sum += count;
  expect({ at: simulation.now, held: holds.size, holds: sum, pendingUnheld: 0 }).toEqual({ at: simulation.now, held: counted.held, holds: counted.holds, pendingUnheld: counted.pendingUnheld });
  expect(records.held).toBe(counted.held);
  expect(totals.inTransit).toBe(counted.pending);
  expect(totals.born).toBe(totals.delivered + totals.lost + totals.parked + totals.inTransit);
  for (const [row, count] of holds) if (records.holds(row) !== count) expect.fail(`row ${row} at ${simulation.now} ms: stores hold it ${count} times, the table says ${records.holds(row)}`);
  records.sinkNames.forEach((name, sink) => {
    const of = records.sinkTotals(sink);
    expect(of.inTransit, name).toBeGreaterThanOrEqual(0);
    expect(of.born, name).toBe(of.delivered + of.lost + of.parked + of.inTransit);
  });
  let lost = 0;
  for (const reason in records.lostBy) lost += records.lostBy[reason]!;
  expect(lost).toBe(totals.lost);
}
