/** Marks that a person can follow: at most this many a second of wall time. */
const marksPerSecond = 60;
/** A ratio chosen once is kept until marks would come faster or slower than this. */
const mostPerSecond = 150;
const leastPerSecond = 10;

/** The ladder 1, 2, 5, 10, 20, 50 … : the smallest step that is at least `wanted`. */
export function ladder(wanted: number): number {
  let size = 1;
  for (;;) {
    for (const step of [1, 2, 5]) if (size * step >= wanted - 1e-9) return size * step;
    size *= 10;
  }
}

/** Records that one mark stands for, at so many records a second of wall time. */
export function recordsPerMark(recordsPerSecond: number): number {
  return ladder(Math.max(1, recordsPerSecond / marksPerSecond));
}

/** Whether a ratio no longer fits the rate, so that it has to change before the learner's eyes. */
export function ratioOutgrown(perMark: number, recordsPerSecond: number): boolean {
  const rate = recordsPerSecond / perMark;
  return rate > mostPerSecond || (rate > 0 && rate < leastPerSecond && perMark > 1);
}

/** A number from 0 to 1 that depends on its arguments alone: what varies in the picture is the same in every replay. */
export function hash01(a: number, b: number, c = 0): number {
  let h = Math.imul(a | 0, 0x9e3779b1) ^ Math.imul((b | 0) + 0x7f4a7c15, 0x85ebca6b) ^ Math.imul((c | 0) + 0x165667b1, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

/**
 * Where the counting of marks begins in a shard's log: the k-th mark stands at its (k × N − phase)-th record. Each shard has a
 * phase of its own, or all marks of an even load would set off in the same instant.
 */
export function phaseOf(shard: number, perMark: number): number {
  return perMark === 1 ? 0 : Math.floor(hash01(shard, 0, 9) * perMark);
}

/** What a mark looks like, in one byte: two bits of hue, three of letter (0 none, 1 to 4 are a to d), one for a retry. */
export function markCode(hue: number, letter: number, retry: boolean): number {
  return (hue & 3) | ((letter & 7) << 2) | (retry ? 32 : 0);
}

export const hueOf = (code: number): number => code & 3;
export const letterOf = (code: number): number => (code >> 2) & 7;
export const isRetry = (code: number): boolean => (code & 32) !== 0;
