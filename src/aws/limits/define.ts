/** What a limit counts. Bytes are whole bytes (1 MiB = 1,048,576), durations whole milliseconds; a port is a name made of digits. */
export type Quantity = 'bytes' | 'duration' | 'count' | 'port' | 'per-second' | 'bytes-per-second' | 'ratio';

/** The rules of which year: the notes' exam era, or what AWS documents today. */
export type Edition = 'notes' | 'today';

/** One number that AWS chose: its only home in this project. */
export interface Limit {
  /** Stable id, `<topic>.<thing>.<name>`. */
  readonly id: string;
  /** Plain words, as a learner would say it. */
  readonly title: string;
  readonly quantity: Quantity;
  /** Value in the Notes edition, in the base unit of its quantity. */
  readonly notes: number;
  /** Value today, only where it differs. */
  readonly today?: number;
  /** When AWS changed it, as exactly as known. */
  readonly changed?: string;
  /** The AWS page that states it. */
  readonly source: string;
}

export const KiB = 1024;
export const MiB = 1024 * KiB;
export const GiB = 1024 * MiB;
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Declares a limit; a `today` equal to `notes` is a mistake and throws. */
export function defineLimit(limit: Limit): Limit {
  if (limit.today === limit.notes) throw new Error(`limit ${limit.id}: leave "today" out where it equals "notes"`);
  return limit;
}
