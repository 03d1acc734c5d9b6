/** Numbers as a scorecard prints them. Made by arithmetic, so that every browser prints the same. */

/** A whole number with commas: 1,530,000. */
export function countText(value: number): string {
  const digits = String(Math.round(Math.abs(value)));
  return `${value < 0 ? '-' : ''}${digits.replace(/\B(?=(\d{3})+$)/g, ',')}`;
}

/** At most `places` digits behind the point, none of them a useless zero. */
export function decimalText(value: number, places = 2): string {
  const factor = 10 ** places;
  const rounded = Math.round(value * factor) / factor;
  const [whole = '0', fraction] = String(rounded).split('.');
  return fraction === undefined
    ? countText(Number(whole))
    : `${Number(whole) === 0 && rounded < 0 ? '-0' : countText(Number(whole))}.${fraction}`;
}

/** A share as a percentage: `0.5 %`. What is more than nothing never prints as 0. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return 'less than 0.01 %';
  return `${decimalText(percent, percent < 1 ? 2 : 1)} %`;
}

/** A duration in the unit a person would use: `250 ms`, `2.5 s`, `3.5 min`, `2 h`. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${decimalText(ms / 1000, 1)} s`;
  if (ms < 7_200_000) return `${decimalText(ms / 60_000, 1)} min`;
  return `${decimalText(ms / 3_600_000, 1)} h`;
}

/** A moment of a run, to the hundredth of a second while that is of use: `149.98 s`, `3.5 h`. */
export function momentText(ms: number): string {
  return ms < 600_000 ? `${decimalText(ms / 1000, 2)} s` : durationText(ms);
}

/** Bytes in decimal units: `1.5 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1_000_000) return `${decimalText(bytes / 1000, 1)} KB`;
  return `${decimalText(bytes / 1_000_000, 2)} MB`;
}

/** `1 record`, `1,200 records`. */
export function several(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}
