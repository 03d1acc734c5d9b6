import type { RunSummary } from '../sim/summary.ts';

/** The number at a dotted path of a summary (`nodes.clicks.metrics.GetRecords.Bytes.sum`, `events.records.refused.count`); undefined when there is none. */
export function measure(summary: RunSummary, path: string): number | undefined {
  const parts = path.split('.');
  if (parts[0] === 'events') {
    const field = parts[parts.length - 1];
    const of = summary.events.filter((event) => event.type === parts.slice(1, -1).join('.'));
    if (field === 'count') return of.reduce((sum, event) => sum + event.count, 0);
    return of[0]?.atMs;
  }
  let value: unknown = summary;
  for (let i = 0; i < parts.length; ) {
    if (typeof value !== 'object' || value === null) return undefined;
    // Names may hold dots themselves: the longest one that is there counts.
    let taken = 0;
    for (let n = parts.length - i; n > 0; n--) {
      const key = parts.slice(i, i + n).join('.');
      if (Object.hasOwn(value, key)) {
        value = (value as Record<string, unknown>)[key];
        taken = n;
        break;
      }
    }
    if (taken === 0) return undefined;
    i += taken;
  }
  return typeof value === 'number' ? value : undefined;
}
