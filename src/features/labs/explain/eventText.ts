import type { LabEvent } from '../../../content/types.ts';
import type { TraceEvent } from '../../../sim/trace.ts';
import { digits, momentInWords, shortName } from '../words.ts';

/** The event that content tells about a trace entry; undefined for what it does not tell. */
export function eventFor(events: readonly LabEvent[], trace: TraceEvent): LabEvent | undefined {
  return events.find((event) => event.traceType === trace.type && Object.entries(event.where).every(([key, value]) => trace.detail[key] === value));
}

function valueText(value: unknown): string {
  if (typeof value === 'number') return digits(value, 2);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  return typeof value === 'string' ? value : '';
}

/** A sentence of content with this run's figures in its places. Shard ids are said in short: "Shard 0", "the child shard 2". */
export function fillIn(template: string, trace: TraceEvent): string {
  const special: Readonly<Record<string, unknown>> = { subject: trace.subject, count: trace.count, node: trace.node, t: momentInWords(trace.at) };
  return template.replace(/([Ss]hard )?\{(\w+)\}/g, (_, shard: string | undefined, key: string) => {
    const text = valueText(key in trace.detail ? trace.detail[key] : special[key]);
    const short = shortName(text);
    if (shard === undefined) return short;
    return short.startsWith('shard ') ? `${shard}${short.slice(6)}` : `${shard}${short}`;
  });
}

/** All episodes of one kind of event: what a marker on the timeline stands for. */
export interface EventKind {
  readonly event: LabEvent;
  readonly first: TraceEvent;
  readonly episodes: number;
  /** Occurrences in all episodes. */
  readonly count: number;
}

/** The kinds of events that happened, in order of their first moment. */
export function kindsIn(events: readonly LabEvent[], trace: readonly TraceEvent[]): readonly EventKind[] {
  const kinds = new Map<string, EventKind>();
  for (const entry of trace) {
    const event = eventFor(events, entry);
    if (!event) continue;
    const known = kinds.get(event.id);
    if (known) kinds.set(event.id, { ...known, episodes: known.episodes + 1, count: known.count + entry.count });
    else kinds.set(event.id, { event, first: entry, episodes: 1, count: entry.count });
  }
  return [...kinds.values()];
}
