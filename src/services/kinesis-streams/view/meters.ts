import type { Use } from './streamFrame.ts';

/** How full a limit is: plain below 70 %, near up to the limit, over above it. */
export type Fullness = 'plain' | 'near' | 'over';

/** The scale of every bar goes on to this share of the limit, so that overshoot shows. */
export const meterEnd = 1.5;
const nearFrom = 0.7;

export function fullness(share: number): Fullness {
  return share > 1.0000001 ? 'over' : share >= nearFrom ? 'near' : 'plain';
}

/** The words beside a bar that is not plain. */
export const fullnessWord: { readonly [Kind in Fullness]: string } = { plain: '', near: 'near limit', over: 'over' };

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const hundredth = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2, minimumFractionDigits: 2 });

const slow = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 });

/** A count with thousands separators: `1,500`. A rate below one keeps two digits: `0.1`. */
export function countText(value: number): string {
  return (value > 0 && value < 1 ? slow : whole).format(value);
}

const compactSteps = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e4, 'k'],
] as const;

/** A count in few characters: `9,999`, `12.4k`, `3.1M`. */
export function shortCount(value: number): string {
  for (const [size, letter] of compactSteps) if (value >= size) return `${tenth.format(value / (letter === 'k' ? 1000 : size))}${letter}`;
  return whole.format(value);
}

const mebibyte = 1024 * 1024;

/** Bytes a second in mebibytes, the unit of the limits: `0.72`. */
export function mebibyteText(bytes: number): string {
  return hundredth.format(bytes / mebibyte);
}

/** A span of simulated time as a lag is labelled: `420 ms`, `3.2 s`, `4.0 min`, `2.5 h`. */
export function lagText(ms: number): string {
  if (ms < 1) return '0 ms';
  if (ms < 995) return `${whole.format(ms < 100 ? Math.round(ms) : Math.round(ms / 10) * 10)} ms`;
  if (ms < 59_950) return `${tenth.format(ms / 1000)} s`;
  if (ms < 3_597_000) return `${tenth.format(ms / 60_000)} min`;
  return `${tenth.format(ms / 3_600_000)} h`;
}

export type MeterKind = 'records' | 'bytes' | 'reads';

/** What stands beside the bar of a limit, and at its line. */
export function meterText(kind: MeterKind, { value, limit }: Use): { readonly value: string; readonly limit: string } {
  if (kind === 'records') return { value: `${countText(value)} rec/s`, limit: countText(limit) };
  const perMiB = limit / mebibyte;
  const limitText = Number.isInteger(perMiB) ? String(perMiB) : hundredth.format(perMiB);
  return { value: `${kind === 'reads' ? 'read ' : ''}${mebibyteText(value)} MiB/s`, limit: `${limitText} MiB` };
}
