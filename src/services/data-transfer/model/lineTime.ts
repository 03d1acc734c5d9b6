/** How long bytes need over a line: the sum that decides between a wire and a truck. */
import type { Limits } from '../../../sim/limits.ts';
import { dayMs, term, worked, type Worked } from './worked.ts';

export interface Line {
  readonly bitsPerSecond: number;
  /** Part of the line that this transfer gets, above 0 and at most 1. */
  readonly utilisation: number;
}

/** Part of a line that a transfer gets unless said otherwise. [SIM] */
export const usualUtilisation = 0.8;

export interface LineTime {
  readonly seconds: number;
  readonly days: number;
  /** Whole ms, rounded up. */
  readonly ms: number;
  readonly worked: Worked;
}

/** Time of `bytes` over a line; bytes are counted in decimal units (1 TB is 10^12 B). */
export function lineTime(bytes: number, line: Line, what = 'Time over the line'): LineTime {
  const seconds = (bytes * 8) / (line.bitsPerSecond * line.utilisation);
  const days = seconds / 86_400;
  return {
    seconds,
    days,
    ms: Math.ceil(seconds * 1000 - 1e-6),
    worked: worked(
      what,
      'data × 8 / (line × share used)',
      [term('data', bytes, 'B'), term('line', line.bitsPerSecond, 'bit/s'), term('share used', line.utilisation, '')],
      days,
      'days',
    ),
  };
}

/** Bytes that a line carries in `ms`. */
export function bytesIn(ms: number, line: Line): number {
  return (line.bitsPerSecond * line.utilisation * ms) / 8000;
}

/** The rule of thumb: a device is faster when the line would need longer than about a week. */
export function lineIsTooSlow(bytes: number, line: Line, limits: Limits): { readonly slow: boolean; readonly limitDays: number; readonly time: LineTime } {
  const time = lineTime(bytes, line);
  const limitDays = limits.duration('snow.rule.line-time') / dayMs;
  return { slow: time.days > limitDays, limitDays, time };
}

const rates: Readonly<Record<string, number>> = { bps: 1, kbps: 1e3, mbps: 1e6, gbps: 1e9 };

/** Bits a second from a number or a text such as `500Mbps` or `10Gbps`; undefined for what it cannot read. */
export function parseBitRate(raw: unknown): number | undefined {
  if (typeof raw === 'number') return Number.isFinite(raw) && raw > 0 ? raw : undefined;
  if (typeof raw !== 'string') return undefined;
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*$/.exec(raw);
  if (!match) return undefined;
  const unit = match[2]!.toLowerCase();
  const factor = unit === '' ? 1 : Object.hasOwn(rates, unit) ? rates[unit] : undefined;
  const value = factor === undefined ? 0 : Number(match[1]) * factor;
  return value > 0 ? value : undefined;
}
