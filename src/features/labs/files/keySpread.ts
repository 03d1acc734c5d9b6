import { hashKeyOf } from '../../../aws/hashKey.ts';

/** What a column would do as partition key over evenly cut shards. */
export interface KeySpread {
  readonly keys: number;
  /** Records and bytes of each shard, and the key that brings it the most. */
  readonly shards: readonly { readonly records: number; readonly bytes: number; readonly busiestKey: string; readonly busiestRecords: number }[];
}

/** Lays the rows of a column over shards: by the MD5 of each value, as Kinesis does. Empty cells share the key "(empty)". */
export function keySpread(cells: readonly string[], bytes: Uint32Array, shards: number): KeySpread {
  const counts = new Map<string, { records: number; bytes: number }>();
  cells.forEach((cell, i) => {
    const key = cell === '' ? '(empty)' : cell.slice(0, 256);
    const size = bytes[i] ?? 0;
    const known = counts.get(key);
    if (known) {
      known.records++;
      known.bytes += size;
    } else counts.set(key, { records: 1, bytes: size });
  });
  const spread = Array.from({ length: shards }, () => ({ records: 0, bytes: 0, busiestKey: '', busiestRecords: 0 }));
  const width = (1n << 128n) / BigInt(shards);
  for (const [key, sum] of counts) {
    const shard = spread[Math.min(shards - 1, Number(hashKeyOf(key) / width))]!;
    shard.records += sum.records;
    shard.bytes += sum.bytes;
    if (sum.records > shard.busiestRecords) {
      shard.busiestRecords = sum.records;
      shard.busiestKey = key;
    }
  }
  return { keys: counts.size, shards: spread };
}

export interface ShardForecast {
  readonly shard: number;
  readonly share: number;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Share of the write limit that is closer; above 1 the shard refuses. */
  readonly load: number;
  readonly limit: 'records' | 'data';
}

/** What each shard gets when the rows are sent at a rate, against its two write limits. */
export function forecast(spread: KeySpread, rate: number, limits: { readonly records: number; readonly bytes: number }): readonly ShardForecast[] {
  const total = spread.shards.reduce((sum, shard) => sum + shard.records, 0) || 1;
  return spread.shards.map((shard, index) => {
    const recordsPerSecond = (shard.records / total) * rate;
    const bytesPerSecond = (shard.bytes / total) * rate;
    const byRecords = recordsPerSecond / limits.records;
    const byData = bytesPerSecond / limits.bytes;
    return { shard: index, share: shard.records / total, recordsPerSecond, bytesPerSecond, load: Math.max(byRecords, byData), limit: byRecords >= byData ? 'records' : 'data' };
  });
}
