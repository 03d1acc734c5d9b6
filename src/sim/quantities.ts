/** Quantities as people write them. Each answers undefined for what it cannot read. */

const durations: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const sizes: Readonly<Record<string, number>> = { b: 1, kb: 1000, mb: 1_000_000, gb: 1_000_000_000, tb: 1e12, pb: 1e15, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3, tib: 1024 ** 4 };

function read(raw: unknown, units: Readonly<Record<string, number>>): number | undefined {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined;
  if (typeof raw !== 'string') return undefined;
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*$/.exec(raw);
  if (!match) return undefined;
  const unit = match[2]!.toLowerCase();
  const factor = unit === '' ? 1 : Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (factor === undefined) return undefined;
  const value = Number(match[1]) * factor;
  return Math.abs(value - Math.round(value)) < 1e-6 ? Math.round(value) : value;
}

/** Milliseconds from a number of ms or a text such as `500ms`, `60s`, `15m`, `12h`, `7d`. */
export function parseDuration(raw: unknown): number | undefined {
  return read(raw, durations);
}

/** Bytes from a number or a text such as `200B`, `1KiB`, `5MB` (10^6), `1MiB` (2^20) or `200TB` (2 x 10^14). */
export function parseBytes(raw: unknown): number | undefined {
  return read(raw, sizes);
}

/** A rate a second from a number or a text such as `1500/s`, `6/min`, `100/h`. */
export function parseRate(raw: unknown): number | undefined {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined;
  if (typeof raw !== 'string') return undefined;
  const match = /^\s*(\d+(?:\.\d+)?)\s*(?:\/\s*(s|sec|second|min|m|h|hour))?\s*$/.exec(raw);
  if (!match) return undefined;
  const unit = match[2] ?? 's';
  return Number(match[1]) / (unit.startsWith('s') ? 1 : unit.startsWith('h') ? 3600 : 60);
}
