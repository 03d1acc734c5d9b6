/** What a number counts; the words of `src/aws/limits`. */
export type QuantityKind = 'bytes' | 'duration' | 'count' | 'port' | 'per-second' | 'bytes-per-second' | 'ratio';

const digits = (value: number, places = 2) => value.toLocaleString('en-GB', { maximumFractionDigits: places });

const KiB = 1024;
const byteUnits = [
  [KiB ** 4, 'TiB'],
  [1e12, 'TB'],
  [KiB ** 3, 'GiB'],
  [1e9, 'GB'],
  [KiB ** 2, 'MiB'],
  [1e6, 'MB'],
  [KiB, 'KiB'],
  [1e3, 'KB'],
] as const;

/** Bytes in the largest unit that states them exactly to two decimals: `1 MiB`, `51,200 bytes` as `50 KiB`, `700 bytes`. */
export function formatBytes(value: number): string {
  const exact = byteUnits.find(
    ([size]) => value >= size && Math.abs((value / size) * 100 - Math.round((value / size) * 100)) < 1e-9,
  );
  if (exact) return `${digits(value / exact[0])} ${exact[1]}`;
  if (value < KiB) return `${digits(value)} ${value === 1 ? 'byte' : 'bytes'}`;
  const [size, unit] = byteUnits.find(([unitSize, name]) => value >= unitSize && name.includes('i'))!;
  return `${digits(value / size)} ${unit}`;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const plural = (value: number, unit: string) => `${digits(value)} ${unit}${value === 1 ? '' : 's'}`;

/** Milliseconds as people say them: `0 s`, `200 ms`, `60 s`, `5 minutes`, `1 hour`, `24 hours`, `7 days`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0 s';
  if (ms < second) return `${digits(ms)} ms`;
  if (ms < 2 * minute) return `${digits(ms / second)} s`;
  if (ms < 2 * hour && ms !== hour) return plural(ms / minute, 'minute');
  if (ms < 2 * day) return plural(ms / hour, 'hour');
  return plural(ms / day, 'day');
}

/** A quantity with its unit, ready to read. */
export function formatQuantity(value: number, kind: QuantityKind): string {
  switch (kind) {
    case 'bytes':
      return formatBytes(value);
    case 'bytes-per-second':
      return `${formatBytes(value)} a second`;
    case 'duration':
      return formatDuration(value);
    case 'per-second':
      return `${digits(value)} a second`;
    case 'ratio':
      return `${digits(value * 100)} %`;
    case 'port':
      return `port ${value}`;
    case 'count':
      return digits(value);
  }
}
