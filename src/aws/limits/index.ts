import type { Edition, Limit } from './define.ts';
import { allLimits } from './table.ts';

export type { Edition, Limit, Quantity } from './define.ts';
export { allLimits };

const byId = new Map(allLimits.map((limit) => [limit.id, limit]));

/** The limit with this id, or undefined. */
export function findLimit(id: string): Limit | undefined {
  return byId.get(id);
}

/** The value of a limit in an edition, in the base unit of its quantity. Throws on an unknown id. */
export function limitValue(id: string, edition: Edition): number {
  const limit = byId.get(id);
  if (!limit) throw new Error(`no limit has the id ${id}`);
  return edition === 'today' ? (limit.today ?? limit.notes) : limit.notes;
}
