import type { StoreApi } from 'zustand/vanilla';
import type { ConfigIssue } from '../sim/config.ts';
import type { MetricSeries } from '../sim/metrics.ts';
import type { RunRecipe } from '../sim/recipe.ts';
import type { Intervention, TrafficAsset } from '../sim/serviceModel.ts';
import type { Hop } from '../sim/simulation.ts';
import type { RunSummary } from '../sim/summary.ts';
import type { TraceEvent } from '../sim/trace.ts';
import type { ReadFile, SimClient, Snapshot } from '../worker/protocol.ts';

export type { Branch, NodeSnapshot, ReadFile, Snapshot } from '../worker/protocol.ts';

/** What is needed to make a run store; tests give an inline client. */
export interface RunDeps {
  /** Called once at the start, and again after a crash: a dead client is never used again. */
  createClient(): SimClient;
  /** Milliseconds of any clock, for the picture's interpolation only. */
  now?(): number;
}

/** The simulation broke. `recipe` repeats it; `time` is where it stood. */
export interface CrashReport {
  readonly message: string;
  readonly recipe: RunRecipe | undefined;
  readonly time: number;
}

/** Work that runs beside the run. `done` never rejects: an error is a sentence. */
export interface Job<T> {
  readonly id: number;
  readonly done: Promise<JobResult<T>>;
  cancel(): void;
}

export type JobResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

export interface Followed {
  readonly row: number;
  readonly key: string;
  readonly hops: readonly Hop[];
}

export interface LoadOptions {
  /** Simulated ms to stand at. */
  readonly at?: number | undefined;
  readonly assets?: readonly TrafficAsset[] | undefined;
  /** What \`reset\` goes back to; without it, the recipe itself. */
  readonly resetTo?: unknown;
}

export interface RunState {
  /** The newest state of the run, replaced whole. Its columns stay readable until two newer ones have come: derive what you keep. */
  readonly snapshot: Snapshot | undefined;
  /** The snapshot before, to interpolate between; undefined after a jump in time. */
  readonly previous: Snapshot | undefined;
  /** Clock reading when `snapshot` came. */
  readonly arrivedAt: number;
  /** All notable events so far. */
  readonly events: readonly TraceEvent[];
  /** Roll-ups of the newest snapshot that had them. */
  readonly seconds: readonly MetricSeries[];
  /** By minute; by hour in a run longer than a day and two hours. */
  readonly coarse: readonly MetricSeries[];
  /** What was wrong with the last recipe or intervention; [] after the next that is right. */
  readonly issues: readonly ConfigIssue[];
  readonly crash: CrashReport | undefined;
  /** A recipe was sent and no snapshot of it has come yet. */
  readonly loading: boolean;
  /** A jump in time was asked for and has not been answered: long ones take seconds. */
  readonly jumping: boolean;
  /** Simulated seconds a second, for the next play. */
  readonly speed: number;
  readonly loop: boolean;
  readonly progress: ReadonlyMap<number, { readonly done: number; readonly of: number }>;
  /** Counts loads: a new number means another run, not the same one further on. */
  readonly loads: number;
  /** What `reset` goes back to. */
  readonly source: { readonly recipe: unknown; readonly assets: readonly TrafficAsset[] } | undefined;

  load(recipe: unknown, options?: LoadOptions): void;
  play(): void;
  pause(): void;
  toggle(): void;
  seek(to: number): void;
  step(by: 'event' | 'notable' | 'second', count: number): void;
  intervene(what: Intervention): void;
  branch(branch: number): void;
  setSpeed(speed: number): void;
  setLoop(loop: boolean): void;
  /** Event types at which the run pauses by itself when one begins. */
  stopAt(types: readonly string[]): void;
  /** Back to 0, with the recipe as it was loaded; ghosts go. */
  reset(): void;
  /** After a crash: a new client, the run up to the last keyframe before it. */
  restart(): void;
  sweep(recipes: readonly unknown[], measure: string): Job<readonly (number | null)[]>;
  /** Follows a record by row, or the newest record of a key. */
  follow(what: { readonly row?: number; readonly key?: string }): Job<Followed>;
  /** Sums a run up: this one up to now, or a recipe to its end (or `until`). */
  summary(recipe?: unknown, until?: number): Job<RunSummary>;
  readFile(name: string, data: ArrayBuffer): Job<ReadFile>;
  /** Test hook: the simulation dies as a bug would make it. */
  crashNow(): void;
  dispose(): void;
}

export type RunStore = StoreApi<RunState>;

/** One word for what the run is doing. */
export type SimState = 'paused' | 'running' | 'ended' | 'crashed';

/** What the run is doing; `paused` before the first play. */
export function simStateOf(state: Pick<RunState, 'snapshot' | 'crash'>): SimState {
  if (state.crash) return 'crashed';
  if (state.snapshot?.playing) return 'running';
  return state.snapshot?.ended ? 'ended' : 'paused';
}

/** Whether a run has begun: before that, controls rebuild it; afterwards they act upon it. */
export function hasBegun(snapshot: Snapshot | undefined): boolean {
  return snapshot !== undefined && snapshot.head > 0;
}
