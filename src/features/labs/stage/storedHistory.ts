import type { StreamFrame } from '../../../services/kinesis-streams/view/index.ts';

const kept = 96;

interface Past {
  readonly time: number;
  readonly stored: Float64Array;
  readonly refused: Float64Array;
  readonly count: number;
}

/** Sum of a column's first `count` entries. */
export function sumOf(column: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += column[i]!;
  return sum;
}

/** What shards had stored and refused at the last moments: the lanes show it as late as the marks that fly to them. */
export class StoredHistory {
  #moments: Past[] = [];

  get isEmpty(): boolean {
    return this.#moments.length === 0;
  }

  clear(): void {
    this.#moments = [];
  }

  /** Adds a moment later than all before; the columns are copied. */
  add(time: number, stored: Float64Array, refused: Float64Array, count: number): void {
    const old = this.#moments.length > kept ? this.#moments.shift() : undefined;
    const reuse = old !== undefined && old.stored.length === count ? old : undefined;
    const moment: Past = { time, stored: reuse?.stored ?? new Float64Array(count), refused: reuse?.refused ?? new Float64Array(count), count };
    moment.stored.set(stored.subarray(0, count));
    moment.refused.set(refused.subarray(0, count));
    this.#moments.push(moment);
  }

  addFrame(time: number, { columns, count }: StreamFrame): void {
    this.add(time, columns.length, columns.refused, count);
  }

  /** Records stored in a shard at a moment, with parts. */
  storedAt(shard: number, time: number): number {
    return this.#at(time, (past) => (shard < past.count ? past.stored[shard]! : undefined));
  }

  /** Records refused by all shards at a moment, with parts. */
  refusedAt(time: number): number {
    return this.#at(time, (past) => sumOf(past.refused, past.count));
  }

  #at(time: number, read: (past: Past) => number | undefined): number {
    let after: Past | undefined;
    for (let i = this.#moments.length - 1; i >= 0; i--) {
      const past = this.#moments[i]!;
      if (past.time <= time) {
        const low = read(past) ?? 0;
        if (after === undefined || after.time <= past.time) return low;
        return low + (((read(after) ?? low) - low) * (time - past.time)) / (after.time - past.time);
      }
      after = past;
    }
    return after === undefined ? 0 : (read(after) ?? 0);
  }
}
