import type { ConfigIssue } from '../sim/config.ts';
import type { MetricSeries, MetricTotal } from '../sim/metrics.ts';
import type { RecordTotals } from '../sim/records/recordTable.ts';
import type { RunRecipe } from '../sim/recipe.ts';
import type { Intervention, NodeView, TrafficAsset } from '../sim/serviceModel.ts';
import type { Hop } from '../sim/simulation.ts';
import type { RunSummary } from '../sim/summary.ts';
import type { TraceEvent } from '../sim/trace.ts';

/** What the page asks of the simulation. `raw` recipes are parsed in the worker; everything is plain data. */
export type SimCommand =
  | { readonly type: 'load'; readonly recipe: unknown; readonly at?: number | undefined; readonly assets?: readonly TrafficAsset[] | undefined }
  | { readonly type: 'play'; readonly speed: number }
  | { readonly type: 'pause' }
  | { readonly type: 'seek'; readonly to: number }
  /** By one event, to the next notable event, or by a second; a negative count steps back. */
  | { readonly type: 'step'; readonly by: 'event' | 'notable' | 'second'; readonly count: number }
  | { readonly type: 'intervene'; readonly what: Intervention }
  /** Puts a run that was set aside by a fork back in front. */
  | { readonly type: 'branch'; readonly branch: number }
  | { readonly type: 'stopAt'; readonly types: readonly string[] }
  | { readonly type: 'sweep'; readonly job: number; readonly recipes: readonly unknown[]; readonly measure: string }
  | { readonly type: 'follow'; readonly job: number; readonly row?: number | undefined; readonly key?: string | undefined }
  | { readonly type: 'summary'; readonly job: number; readonly recipe?: unknown; readonly until?: number | undefined }
  | { readonly type: 'readFile'; readonly job: number; readonly name: string; readonly data: ArrayBuffer }
  | { readonly type: 'cancel'; readonly job: number }
  | { readonly type: 'ack'; readonly version: number; readonly buffers: readonly ArrayBuffer[] }
  /** Test hook: the worker dies as a bug would make it. */
  | { readonly type: 'crash' };

export interface NodeSnapshot extends NodeView {
  readonly id: string;
  readonly kind: string;
}

/** A run set aside when the past was changed: enough to draw its ghost. */
export interface Branch {
  readonly id: number;
  readonly label: string;
  readonly recipe: RunRecipe;
  readonly forkedAt: number;
  readonly until: number;
  readonly records: RecordTotals;
  readonly totals: readonly { readonly node: string; readonly metric: string; readonly total: MetricTotal }[];
  readonly seconds: readonly MetricSeries[];
  /** By minute; by hour in a run longer than a day and two hours. */
  readonly coarse: readonly MetricSeries[];
}

/** The state of the run at one moment. Safe to clone; columns are pooled and go back with `ack`. */
export interface Snapshot {
  readonly version: number;
  readonly time: number;
  /** The furthest moment this branch has reached. */
  readonly head: number;
  readonly length: number;
  readonly seed: number;
  readonly facts: 'notes' | 'today';
  readonly processed: number;
  readonly playing: boolean;
  readonly speed: number;
  readonly ended: boolean;
  /** Why the run cannot go on, if it cannot. */
  readonly stopped?: string | undefined;
  /** Set whenever the run is paused. */
  readonly digest?: string | undefined;
  readonly nodes: readonly NodeSnapshot[];
  readonly records: RecordTotals;
  readonly totals: readonly { readonly node: string; readonly metric: string; readonly total: MetricTotal }[];
  /** Roll-ups; sent at most four times a second while playing, and whenever paused. */
  readonly seconds?: readonly MetricSeries[] | undefined;
  /** By minute; by hour in a run longer than a day and two hours. */
  readonly coarse?: readonly MetricSeries[] | undefined;
  /** All notable events so far; sent when there is a new one. */
  readonly events?: readonly TraceEvent[] | undefined;
  /** The event that made the run pause by itself, as an index into `events`. */
  readonly pausedBy?: number | undefined;
  readonly branches: readonly Branch[];
  readonly recipe: RunRecipe;
}

export interface ReadFile {
  readonly asset: TrafficAsset;
  readonly columns: readonly { readonly name: string; readonly distinct: number; readonly examples: readonly string[] }[];
  readonly badLines: readonly { readonly line: number; readonly says: string }[];
  readonly badCount: number;
}

export type SimReport =
  | { readonly type: 'ready' }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'progress'; readonly job: number; readonly done: number; readonly of: number }
  | { readonly type: 'swept'; readonly job: number; readonly values: readonly (number | null)[] }
  | { readonly type: 'followed'; readonly job: number; readonly row: number; readonly key: string; readonly hops: readonly Hop[] }
  | { readonly type: 'summarized'; readonly job: number; readonly summary: RunSummary }
  | { readonly type: 'fileRead'; readonly job: number; readonly file: ReadFile }
  | { readonly type: 'failed'; readonly job: number; readonly says: string }
  | { readonly type: 'rejected'; readonly issues: readonly ConfigIssue[] }
  | { readonly type: 'crashed'; readonly message: string; readonly recipe: RunRecipe | undefined; readonly time: number };

/** The page's handle on a simulation, in a worker or inline. */
export interface SimClient {
  send(command: SimCommand, transfer?: readonly ArrayBuffer[]): void;
  subscribe(listener: (report: SimReport) => void): () => void;
  dispose(): void;
}
