/** One day in milliseconds. Reviews count in days; clock changes of an hour do not matter to them. */
export const dayMs = 86_400_000;

/** Midnight, in wall-clock milliseconds since 1970, of the learner's day that holds `at`; `offsetMinutes` is local time minus UTC. */
export function startOfDay(at: number, offsetMinutes: number): number {
  const shift = offsetMinutes * 60_000;
  return Math.floor((at + shift) / dayMs) * dayMs - shift;
}

/** Midnight `days` days after the day that holds `at`. */
export function startOfDayAfter(at: number, days: number, offsetMinutes: number): number {
  return startOfDay(at, offsetMinutes) + days * dayMs;
}

/** Whole days from the day that holds `from` to the day that holds `to`; negative when `to` is earlier. */
export function daysBetween(from: number, to: number, offsetMinutes: number): number {
  return Math.round((startOfDay(to, offsetMinutes) - startOfDay(from, offsetMinutes)) / dayMs);
}

/** Midnight that begins a calendar day written YYYY-MM-DD; undefined when it is no such day. */
export function dayFromText(text: string, offsetMinutes: number): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return civilDays(year, month, day) * dayMs - offsetMinutes * 60_000;
}

/** The calendar day YYYY-MM-DD that holds `at`. */
export function dayText(at: number, offsetMinutes: number): string {
  const days = Math.floor((at + offsetMinutes * 60_000) / dayMs) + 719_468;
  const era = Math.floor(days / 146_097);
  const inEra = days - era * 146_097;
  const yearOfEra = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365);
  const inYear = inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * inYear + 2) / 153);
  const day = inYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days from 1970-01-01 to a Gregorian day (H. Hinnant's civil calendar): the core has no calendar of its own. */
function civilDays(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const inYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + inYear - 719_468;
}
