const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `60s`, `15m`, `12h`, or a number of ms. */
export function durationMs(value: number | string): number {
  if (typeof value === 'number') return value;
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/.exec(value);
  return match ? Number(match[1]) * (units[match[2]!] ?? 1) : Number(value) || 0;
}
