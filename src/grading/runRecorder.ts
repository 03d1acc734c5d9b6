import type { LimitOverrides } from '../sim/limits.ts';
import type { MetricSeries } from '../sim/metrics.ts';
import type { PlainRecord } from '../sim/plainData.ts';
import type { FirstRow } from '../sim/records/recordTable.ts';
import type { RunRecipe } from '../sim/recipe.ts';
import type { ModelRegistry } from '../sim/registry.ts';
import type { TrafficAsset } from '../sim/serviceModel.ts';
import { Simulation, type RunStatus } from '../sim/simulation.ts';
import type { FinishedRun, FinishedSink, NamedRow } from './finishedRun.ts';
import { costOf, defaultPrices, type PriceTable } from './prices.ts';

export interface RecorderOptions {
  readonly models: ModelRegistry;
  readonly assets?: ReadonlyMap<string, TrafficAsset> | undefined;
  readonly prices?: PriceTable | undefined;
  readonly limitOverrides?: LimitOverrides | undefined;
}

/** Samples of one run at most; a step is a whole number of seconds. */
const mostSamples = 600;

/** Runs a recipe in turns, looking at its totals on the way, and hands over the finished run. */
export class RunRecorder {
  readonly #simulation: Simulation;
  readonly #prices: PriceTable;
  readonly #stepMs: number;
  readonly #at: number[] = [];
  readonly #lost: number[] = [];
  readonly #maxLatencyMs: number[] = [];
  readonly #openShards: number[] = [];
  #status: RunStatus = { type: 'reached' };

  constructor(recipe: RunRecipe, options: RecorderOptions) {
    this.#simulation = new Simulation(recipe, {
      models: options.models,
      ...(options.assets ? { assets: options.assets } : {}),
      ...(options.limitOverrides ? { limitOverrides: options.limitOverrides } : {}),
    });
    this.#prices = options.prices ?? defaultPrices;
    this.#stepMs = Math.max(1, Math.ceil(recipe.length / mostSamples / 1000)) * 1000;
  }

  /** Part of the run that is done, 0 to 1. */
  get progress(): number {
    return this.#simulation.now / this.#simulation.recipe.length;
  }

  /** Goes on for about `maxEvents` events; answers the finished run once it is over. */
  turn(maxEvents = Infinity): FinishedRun | undefined {
    const { recipe } = this.#simulation;
    const start = this.#simulation.processed;
    for (;;) {
      const next = Math.min(recipe.length, (this.#at.length + 1) * this.#stepMs);
      const left = maxEvents - (this.#simulation.processed - start);
      if (left <= 0) return undefined;
      const status = this.#simulation.runUntil(next, left);
      if (status.more) return undefined;
      this.#status = status;
      this.#sample();
      if (next === recipe.length || status.type === 'budget-exhausted' || status.type === 'invariant-broken') return this.#finish();
    }
  }

  #sample(): void {
    const simulation = this.#simulation;
    const { records } = simulation;
    let open = 0;
    const at = simulation.viewContext();
    for (const node of simulation.nodes) {
      const shards = node.model.view(node.state, at).fields.openShards;
      if (typeof shards === 'number') open += shards;
    }
    this.#at.push(simulation.now);
    this.#lost.push(records.lost);
    this.#maxLatencyMs.push(records.sinkNames.reduce((most, _, sink) => Math.max(most, records.sinkTotals(sink).latencyMs.max), 0));
    this.#openShards.push(open);
  }

  #finish(): FinishedRun {
    const simulation = this.#simulation;
    const { records } = simulation;
    const digest = simulation.digest();
    const kinds = new Map(simulation.recipe.graph.nodes.map((node) => [node.id, node.kind]));
    const cost = costOf(simulation.costUnits(), this.#prices, (node) => kinds.get(node));
    const views: Record<string, PlainRecord> = {};
    const at = simulation.viewContext();
    for (const node of simulation.nodes)
      views[node.id] = node.model.describe?.(node.state, at) ?? node.model.view(node.state, at).fields;
    const lost = records.firstLost;
    return {
      recipe: simulation.recipe,
      digest,
      status: this.#status,
      lengthMs: simulation.now,
      records: { ...records.totals(), lostBy: { ...records.lostBy } },
      firstLost: lost === null ? undefined : { ...this.#named(lost), reason: lost.reason },
      sinks: records.sinkNames.map((name, sink) => this.#sink(name, sink)),
      trace: simulation.trace.events(),
      totals: simulation.metrics.totals(),
      series: this.#series(),
      samples: {
        stepMs: this.#stepMs,
        at: this.#at,
        lost: this.#lost,
        maxLatencyMs: this.#maxLatencyMs,
        openShards: this.#openShards,
      },
      views,
      cost,
    };
  }

  #named(row: FirstRow): NamedRow {
    return { row: row.row, key: this.#simulation.keys.text(row.key), createdAt: row.createdAt };
  }

  #sink(name: string, sink: number): FinishedSink {
    const { records } = this.#simulation;
    const firsts = records.firstsOf(sink);
    const waiting = new Array<number>(this.#at.length).fill(0);
    let oldest: FirstRow | undefined;
    records.visitWaiting(sink, (row, createdAt, key) => {
      oldest ??= { row, key, createdAt };
      const step = Math.min(waiting.length - 1, Math.floor(createdAt / this.#stepMs));
      waiting[step]!++;
    });
    return {
      name,
      ...records.sinkTotals(sink),
      firstDuplicate: firsts.duplicate ? this.#named(firsts.duplicate) : undefined,
      firstOutOfOrder: firsts.outOfOrder ? this.#named(firsts.outOfOrder) : undefined,
      waiting,
      oldestWaiting: oldest ? this.#named(oldest) : undefined,
    };
  }

  #series(): readonly MetricSeries[] {
    const { metrics, now } = this.#simulation;
    for (const stepMs of [1000, 60_000] as const) {
      const series = metrics.series(stepMs, now);
      if (series.every((one) => one.from === 0)) return series;
    }
    return metrics.series(3_600_000, now);
  }
}

/** Runs a recipe to its end in one go. */
export function recordRun(recipe: RunRecipe, options: RecorderOptions): FinishedRun {
  return new RunRecorder(recipe, options).turn()!;
}
