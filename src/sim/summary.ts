import type { PlainRecord } from './plainData.ts';
import { lossReasons, type RecordTotals } from './records/recordTable.ts';
import type { RunStatus, Simulation } from './simulation.ts';
import type { TraceEvent } from './trace.ts';

export interface MetricSummary {
  readonly sum: number;
  readonly max: number;
  readonly last: number;
  readonly perSecondMax: number;
}

export interface SummaryEvent extends Omit<TraceEvent, 'at' | 'lastAt'> {
  readonly atMs: number;
  readonly lastAtMs: number;
}

/** All that a finished run tells: what the command line prints, the grader judges, and claims look at. Plain data. */
export interface RunSummary {
  readonly digest: string;
  readonly nowMs: number;
  readonly status: RunStatus['type'];
  readonly says?: string | undefined;
  readonly facts: 'notes' | 'today';
  readonly seed: number;
  readonly records: RecordTotals & { readonly lostBy: Readonly<Record<string, number>> };
  readonly sinks: Readonly<Record<string, RecordTotals>>;
  readonly nodes: Readonly<Record<string, { readonly kind: string; readonly metrics: Readonly<Record<string, MetricSummary>>; readonly view: PlainRecord }>>;
  readonly events: readonly SummaryEvent[];
  readonly cost: { readonly units: readonly { readonly node: string; readonly unit: string; readonly amount: number }[] };
}

const noLosses = Object.fromEntries(lossReasons.map((reason) => [reason, 0]));

/** Sums a run up at its present moment. Shard-hours are settled first, so call it once, at the end. */
export function summarize(simulation: Simulation, status: RunStatus): RunSummary {
  const digest = simulation.digest();
  const units = simulation.costUnits();
  const at = simulation.viewContext();
  const metrics = new Map<string, Record<string, MetricSummary>>();
  for (const { node, metric, total } of simulation.metrics.totals()) {
    const of = metrics.get(node) ?? {};
    of[metric] = { sum: total.sum, max: total.max, last: total.last, perSecondMax: total.perSecondMax };
    metrics.set(node, of);
  }
  const nodes: Record<string, RunSummary['nodes'][string]> = {};
  for (const node of simulation.nodes) {
    const view = node.model.describe?.(node.state, at) ?? node.model.view(node.state, at).fields;
    const counted = metrics.get(node.id) ?? {};
    for (const name of node.model.metrics) counted[name] ??= { sum: 0, max: 0, last: 0, perSecondMax: 0 };
    nodes[node.id] = { kind: node.model.kind, metrics: counted, view };
  }
  const sinks: Record<string, RecordTotals> = {};
  simulation.records.sinkNames.forEach((name, number) => {
    sinks[name] = simulation.records.sinkTotals(number);
  });
  return {
    digest,
    nowMs: simulation.now,
    status: status.type,
    says: status.type === 'budget-exhausted' ? status.says : status.type === 'invariant-broken' ? `${status.node}: ${status.name}` : undefined,
    facts: simulation.recipe.facts,
    seed: simulation.recipe.seed,
    records: { ...simulation.records.totals(), lostBy: { ...noLosses, ...simulation.records.lostBy } },
    sinks,
    nodes,
    events: simulation.trace.events().map(({ at: atMs, lastAt: lastAtMs, ...rest }) => ({ atMs, lastAtMs, ...rest })),
    cost: { units },
  };
}
