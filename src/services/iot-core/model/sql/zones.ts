/** Fixed offsets from UTC, and the years that SQL knows. */

/** Moments of the years 1 to 9999. */
export const earliest = -62_135_596_800_000;
export const latest = 253_402_300_799_999;

/** Offset of a zone in ms: UTC, GMT, Z and fixed offsets such as +01:00; undefined for names of places. */
export function offsetOf(zone: string): number | undefined {
  if (/^(?:UTC|GMT|Z|Etc\/UTC|Etc\/GMT)$/i.test(zone)) return 0;
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(zone);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (minutes > 18 * 60) return undefined;
  return (match[1] === '-' ? -1 : 1) * minutes * 60_000;
}

/** `+01:00`, or with another text between hours and minutes. */
export function offsetText(offset: number, colon: string): string {
  const minutes = Math.abs(offset) / 60_000;
  return `${offset < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}${colon}${String(minutes % 60).padStart(2, '0')}`;
}
