import type { LimitOverrides } from '../sim/limits.ts';
import { recipeOf, simulationOf } from './simulate.ts';

const day = 86_400_000;

interface Kept {
  /** Rows held. */
  readonly held: number;
  /** Events that wait. */
  readonly queue: number;
  /** Size of all state, as text. */
  readonly state: number;
}

function keptAt(simulation: ReturnType<typeof simulationOf>): Kept {
  let state = 0;
  for (const node of simulation.nodes) state += JSON.stringify(node.state, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value)).length;
  return { held: simulation.records.held, queue: simulation.checkpoint().queue.size, state };
}

/** What a run may keep more of in its last days than in its first. */
export const noGrowth: Kept = { held: 0, queue: 0, state: 0 };

/** Runs thirty simulated days, and answers how much more is kept in the last four than from the third to the sixth, beyond what a few records make. */
export function growthInThirtyDays(raw: object, limitOverrides: LimitOverrides = {}): Kept {
  const simulation = simulationOf(recipeOf(raw, { length: 31 * day, seed: 7 }), { checkInvariants: false, limitOverrides });
  const kept: Kept[] = [];
  for (let at = 1; at <= 30; at++) {
    simulation.runUntil(at * day);
    kept.push(keptAt(simulation));
  }
  const most = (of: readonly Kept[], key: keyof Kept) => Math.max(...of.map((each) => each[key]));
  const [early, late] = [kept.slice(2, 6), kept.slice(26)];
  return {
    held: Math.max(0, most(late, 'held') - most(early, 'held') - 5),
    queue: Math.max(0, most(late, 'queue') - most(early, 'queue') - 5),
    state: Math.max(0, Math.ceil(most(late, 'state') - most(early, 'state') * 1.2 - 500)),
  };
}
