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
  const value = (id: string) => overrides[id] ?? limitValue(id, edition);
  const typed = (id: string, quantities: readonly string[]) => {
    const limit = findLimit(id);
    if (!limit || !quantities.includes(limit.quantity)) throw new Error(`limit ${id} is no ${quantities.join(' or ')}`);
    return value(id);
  };
  return {
    edition,
    number: value,
    bytes: (id) => typed(id, ['bytes', 'bytes-per-second']) as Bytes,
    duration: (id) => typed(id, ['duration']) as DurationMs,
  };
}
