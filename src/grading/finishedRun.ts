import type { MetricSeries, MetricTotal } from '../sim/metrics.ts';
import type { PlainRecord } from '../sim/plainData.ts';
import type { RecordTotals } from '../sim/records/recordTable.ts';
import type { RunRecipe } from '../sim/recipe.ts';
import type { RunStatus } from '../sim/simulation.ts';
import type { TraceEvent } from '../sim/trace.ts';
import type { Cost } from './prices.ts';

/** One record, named for a person. */
export interface NamedRow {
  readonly row: number;
  readonly key: string;
  /** Birth, ms. */
  readonly createdAt: number;
}

export interface FinishedSink extends RecordTotals {
  readonly name: string;
  readonly firstDuplicate?: NamedRow | undefined;
  readonly firstOutOfOrder?: NamedRow | undefined;
  /** Records still on their way at the end: how many of those born in step i of the samples. */
  readonly waiting: readonly number[];
  readonly oldestWaiting?: NamedRow | undefined;
}

/** Totals looked up every `stepMs` of the run; entry i stands for the moment (i + 1) * stepMs, the last for the end. */
export interface Samples {
  readonly stepMs: number;
  readonly at: readonly number[];
  readonly lost: readonly number[];
  /** Largest latency so far, over all sinks. */
  readonly maxLatencyMs: readonly number[];
  /** Open shards of all streams together. */
  readonly openShards: readonly number[];
}

/** All that a criterion may judge: what happened, never what was drawn. Plain data. */
export interface FinishedRun {
  readonly recipe: RunRecipe;
  readonly digest: string;
  readonly status: RunStatus;
  /** Simulated ms that ran. */
  readonly lengthMs: number;
  readonly records: RecordTotals & { readonly lostBy: Readonly<Record<string, number>> };
  readonly firstLost?: (NamedRow & { readonly reason: string }) | undefined;
  readonly sinks: readonly FinishedSink[];
  readonly trace: readonly TraceEvent[];
  readonly totals: readonly { readonly node: string; readonly metric: string; readonly total: MetricTotal }[];
  /** The finest roll-ups that reach back to the beginning. */
  readonly series: readonly MetricSeries[];
  readonly samples: Samples;
  /** The long description of each node at the end. */
  readonly views: Readonly<Record<string, PlainRecord>>;
  readonly cost: Cost;
}

/** A metric summed over the nodes that count it: number of observations and their sum. */
export function metricTotal(run: FinishedRun, metric: string): { sum: number; samples: number } {
  let sum = 0;
  let samples = 0;
  for (const entry of run.totals) {
    if (entry.metric !== metric) continue;
    sum += entry.total.sum;
    samples += entry.total.samples;
  }
  return { sum, samples };
}

/** Records of a sink that were born at least `ms` before the end and are still on their way. */
export function waitingLonger(run: FinishedRun, sink: FinishedSink, ms: number): number {
  const { stepMs } = run.samples;
  const steps = Math.floor((run.lengthMs - ms) / stepMs);
  let count = 0;
  for (let i = 0; i < steps && i < sink.waiting.length; i++) count += sink.waiting[i]!;
  return count;
}

/** The sample in which a growing number first exceeds a bound, as a moment in ms; undefined when it never does. */
export function firstAbove(run: FinishedRun, values: readonly number[], bound: number): number | undefined {
  const i = values.findIndex((value) => value > bound);
  return i < 0 ? undefined : run.samples.at[i]!;
}

/** First moment of an event of one of these types, ms. */
export function firstEvent(run: FinishedRun, ...types: readonly string[]): number | undefined {
  return run.trace.find((event) => types.includes(event.type))?.at;
}

/** Moments in order, without the ones that are not there, at most eight. */
export function moments(...at: readonly (number | undefined)[]): readonly number[] {
  const known = at.filter((moment): moment is number => moment !== undefined);
  return [...new Set(known)].sort((a, b) => a - b).slice(0, 8);
}
