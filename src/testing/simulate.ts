import { models as allModels } from '../services/models.ts';
import type { LimitOverrides } from '../sim/limits.ts';
import { parseRecipe } from '../sim/parseRecipe.ts';
import { parseDuration } from '../sim/quantities.ts';
import type { RunRecipe } from '../sim/recipe.ts';
import type { ModelRegistry } from '../sim/registry.ts';
import type { TrafficAsset } from '../sim/serviceModel.ts';
import { Simulation, type RunStatus } from '../sim/simulation.ts';
import { summarize, type MetricSummary, type RunSummary, type SummaryEvent } from '../sim/summary.ts';

export interface SimulateOptions {
  readonly seed?: number;
  /** Of the run: ms or a text such as `10s`. */
  readonly length?: number | string;
  /** Where to stop, ms; default: the length. */
  readonly until?: number;
  readonly facts?: 'notes' | 'today';
  readonly interventions?: readonly unknown[];
  readonly models?: ModelRegistry;
  readonly assets?: readonly TrafficAsset[];
  readonly limitOverrides?: LimitOverrides;
  /** Default true: a broken invariant fails the test. */
  readonly checkInvariants?: boolean;
}

/** A finished run, with the questions that tests ask of one. */
export interface FinishedRun {
  readonly recipe: RunRecipe;
  readonly simulation: Simulation;
  readonly status: RunStatus;
  readonly summary: RunSummary;
  /** A metric of a node; throws when the node never counted it. */
  metric(node: string, name: string): MetricSummary;
  events(type: string): readonly SummaryEvent[];
  /** The long view of a node. */
  view(node: string): Record<string, unknown>;
}

/** A checked recipe from topology text or a recipe object; throws with all problems. */
export function recipeOf(source: unknown, options: SimulateOptions = {}): RunRecipe {
  const given = typeof source === 'string' ? { topology: source } : { ...(source as object) };
  const raw = options.interventions ? { ...given, interventions: options.interventions } : given;
  const length = options.length === undefined ? undefined : parseDuration(options.length);
  const parsed = parseRecipe(raw, options.models ?? allModels, { seed: options.seed, facts: options.facts, length });
  if (!parsed.ok) throw new Error(parsed.error.map((issue) => `${issue.path}: ${issue.problem}`).join('\n'));
  return parsed.value;
}

/** A run of a checked recipe that has not begun. */
export function simulationOf(recipe: RunRecipe, options: SimulateOptions = {}): Simulation {
  return new Simulation(recipe, {
    models: options.models ?? allModels,
    assets: new Map((options.assets ?? []).map((asset) => [asset.id, asset])),
    checkInvariants: options.checkInvariants ?? true,
    ...(options.limitOverrides ? { limitOverrides: options.limitOverrides } : {}),
  });
}

/** Runs topology text (or a recipe object) to its end. A broken invariant throws. */
export function simulate(source: unknown, options: SimulateOptions = {}): FinishedRun {
  const recipe = recipeOf(source, options);
  const simulation = simulationOf(recipe, options);
  const status = simulation.runUntil(options.until ?? recipe.length);
  if (status.type === 'invariant-broken') throw new Error(`invariant broken at ${status.node}, ${simulation.now} ms: ${status.name}`);
  const summary = summarize(simulation, status);
  return {
    recipe,
    simulation,
    status,
    summary,
    metric(node, name) {
      const found = summary.nodes[node]?.metrics[name];
      if (!found) throw new Error(`${node} has no metric ${name}; it has ${Object.keys(summary.nodes[node]?.metrics ?? {}).join(', ')}`);
      return found;
    },
    events: (type) => summary.events.filter((event) => event.type === type),
    view(node) {
      const found = summary.nodes[node];
      if (!found) throw new Error(`there is no node ${node}`);
      return found.view as Record<string, unknown>;
    },
  };
}
