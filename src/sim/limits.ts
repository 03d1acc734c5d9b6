import { findLimit, limitValue, type Edition } from '../aws/limits/index.ts';
import type { Bytes, DurationMs } from '../aws/units.ts';

/** Answers limits by id for one edition, so that a model never holds a digit that AWS chose. Throws on an unknown id or a wrong quantity. */
export interface Limits {
  readonly edition: Edition;
  number(id: string): number;
  bytes(id: string): Bytes;
  duration(id: string): DurationMs;
}

/** Values that replace the table's, by id: how a test proves that a key depends on a limit. */
export type LimitOverrides = Readonly<Record<string, number>>;

export function limitsOf(edition: Edition, overrides: LimitOverrides = {}): Limits {
  // Models ask for the same few limits at every step: what was found once is remembered, by what was asked for.
  const values = new Map<string, number>();
  const value = (id: string) => {
    const known = values.get(id);
    if (known !== undefined) return known;
    const found = overrides[id] ?? limitValue(id, edition);
    values.set(id, found);
    return found;
  };
  const typed = (quantities: readonly string[]) => {
    const checked = new Map<string, number>();
    return (id: string) => {
      const known = checked.get(id);
      if (known !== undefined) return known;
      const limit = findLimit(id);
      if (!limit || !quantities.includes(limit.quantity)) throw new Error(`limit ${id} is no ${quantities.join(' or ')}`);
      const found = value(id);
      checked.set(id, found);
      return found;
    };
  };
  return {
    edition,
    number: value,
    bytes: typed(['bytes', 'bytes-per-second']) as (id: string) => Bytes,
    duration: typed(['duration']) as (id: string) => DurationMs,
  };
}
