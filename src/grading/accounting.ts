/** Where the records of a run went and what they cost, added up for a person: what a scorecard lists. */
import type { CostLine } from './prices.ts';
import type { FinishedRun, NamedRow } from './finishedRun.ts';
import { burdenOf, type Burden } from './burden.ts';
import { parkingShows } from './criteria/parked-below/index.ts';
import { stories } from './stories.ts';

export interface CountedBy {
  readonly what: string;
  readonly records: number;
}

export interface SinkAccount {
  readonly sink: string;
  readonly delivered: number;
  readonly lost: number;
  readonly parked: number;
  readonly inTransit: number;
  readonly duplicates: number;
  readonly orderViolations: number;
  /** The first record that arrived after a later one of its key. */
  readonly firstOutOfOrder?: NamedRow | undefined;
  /** Birth to arrival, ms. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** born = delivered + lost + parked + inTransit. */
export interface Account {
  readonly born: number;
  readonly delivered: number;
  readonly lost: number;
  readonly lostBy: readonly CountedBy[];
  readonly parked: number;
  /** Events in which records were set aside, by node and type. */
  readonly parkedIn: readonly { readonly node: string; readonly type: string; readonly times: number }[];
  readonly inTransit: number;
  readonly duplicates: number;
  /** Duplicates by the last event before them that can bring them about; what no event tells of is `not told`. */
  readonly duplicatesBy: readonly CountedBy[];
  readonly orderViolations: number;
  readonly sinks: readonly SinkAccount[];
  readonly cost: {
    readonly lines: readonly CostLine[];
    readonly points: number;
    readonly pointsPerHour: number;
    readonly unpriced: readonly string[];
  };
  readonly burden: Burden;
}

const notTold = 'not told';

function ranked(counts: ReadonlyMap<string, number>): readonly CountedBy[] {
  return Array.from(counts, ([what, records]) => ({ what, records }))
    .filter((entry) => entry.records > 0)
    .sort((a, b) => b.records - a.records || (a.what < b.what ? -1 : 1));
}

function add(counts: Map<string, number>, what: string, records: number): void {
  counts.set(what, (counts.get(what) ?? 0) + records);
}

/** Gives each told duplicate to the newest event before it that can have caused it. */
function duplicatesByCause(run: FinishedRun): readonly CountedBy[] {
  const causes = stories.find((story) => story.type === 'records.duplicated')?.causedBy ?? [];
  const counts = new Map<string, number>();
  let told = 0;
  for (const event of run.trace) {
    if (event.type !== 'records.duplicated') continue;
    const records = typeof event.detail.records === 'number' ? event.detail.records : event.count;
    const before = run.trace.filter((one) => causes.includes(one.type) && one.at <= event.at);
    const cause = before.reduce<(typeof before)[number] | undefined>(
      (newest, one) => (newest === undefined || one.at >= newest.at ? one : newest),
      undefined,
    );
    add(counts, cause?.type ?? notTold, records);
    told += records;
  }
  if (run.records.duplicates > told) add(counts, notTold, run.records.duplicates - told);
  return ranked(counts);
}

function parkedIn(run: FinishedRun): Account['parkedIn'] {
  const found: { node: string; type: string; times: number }[] = [];
  for (const { node, type, count } of run.trace) {
    if (!parkingShows.includes(type)) continue;
    const known = found.find((entry) => entry.node === node && entry.type === type);
    if (known) known.times += count;
    else found.push({ node, type, times: count });
  }
  return found;
}

/** The account of a finished run. */
export function accountOf(run: FinishedRun): Account {
  const { records, cost } = run;
  return {
    born: records.born,
    delivered: records.delivered,
    lost: records.lost,
    lostBy: ranked(new Map(Object.entries(records.lostBy))),
    parked: records.parked,
    parkedIn: parkedIn(run),
    inTransit: records.inTransit,
    duplicates: records.duplicates,
    duplicatesBy: duplicatesByCause(run),
    orderViolations: records.orderViolations,
    sinks: run.sinks.map((sink) => ({
      sink: sink.name,
      delivered: sink.delivered,
      lost: sink.lost,
      parked: sink.parked,
      inTransit: sink.inTransit,
      duplicates: sink.duplicates,
      orderViolations: sink.orderViolations,
      firstOutOfOrder: sink.firstOutOfOrder,
      p50Ms: sink.latencyMs.p50,
      p99Ms: sink.latencyMs.p99,
      maxMs: sink.latencyMs.max,
    })),
    cost: { ...cost, pointsPerHour: run.lengthMs === 0 ? 0 : (cost.points * 3_600_000) / run.lengthMs },
    burden: burdenOf(run.recipe),
  };
}
