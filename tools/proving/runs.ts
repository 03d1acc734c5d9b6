import { fail, ok, type Result } from '../../src/base/result.ts';
import type { DurationText, FactsEdition, PlainObject, RecipeSource } from '../../src/content/types.ts';
import type { RunSummary } from '../../src/base/measure.ts';
import { models } from '../../src/services/models.ts';
import type { LimitOverrides } from '../../src/sim/limits.ts';
import { parseRecipe } from '../../src/sim/parseRecipe.ts';
import { parseDuration } from '../../src/sim/quantities.ts';
import type { RunRecipe } from '../../src/sim/recipe.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { summarize } from '../../src/sim/summary.ts';
import { parseTopology } from '../../src/sim/text/topology.ts';
import { loadAssets } from '../assets.ts';
import { sayIssues } from '../readRecipe.ts';

/** How a recipe is to be run: what an item or an experiment says beside it. */
export interface RunWith {
  readonly length?: DurationText | undefined;
  readonly seed: number;
  readonly facts: FactsEdition;
}

/** Runs recipes to their end, equal ones once. */
export interface Runner {
  /** The result as `npm run sim -- --json` prints it, or a sentence. */
  summary(recipe: RecipeSource, how: RunWith): Result<RunSummary, string>;
  /** The recipe as the engine reads it. */
  recipe(recipe: RecipeSource, how: RunWith): Result<RunRecipe, string>;
  readonly limitOverrides: LimitOverrides;
  /** Runs made, and results answered from memory. */
  readonly counts: { runs: number; repeats: number };
}

/** Results kept: equal draws of a template come soon after one another. */
const mostKept = 400;

/** A recipe as an object, so that changes can be made to it. */
export function recipeObject(recipe: RecipeSource): Result<PlainObject, string> {
  if (typeof recipe !== 'string') return ok(recipe);
  const graph = parseTopology(recipe, models);
  if (!graph.ok) return fail(sayIssues(graph.error));
  return ok({ nodes: graph.value.nodes, edges: graph.value.edges } as unknown as PlainObject);
}

export function createRunner(limitOverrides: LimitOverrides = {}): Runner {
  const kept = new Map<string, RunSummary>();
  const counts = { runs: 0, repeats: 0 };
  const read = (recipe: RecipeSource, { length, seed, facts }: RunWith): Result<RunRecipe, string> => {
    const ms = length === undefined ? undefined : parseDuration(length);
    if (length !== undefined && ms === undefined) return fail(`length: ${length} is no duration`);
    const parsed = parseRecipe(recipe, models, { seed, facts, length: ms });
    return parsed.ok ? parsed : fail(sayIssues(parsed.error));
  };
  return {
    limitOverrides,
    counts,
    recipe: read,
    summary(recipe, how) {
      const parsed = read(recipe, how);
      if (!parsed.ok) return parsed;
      const name = JSON.stringify(parsed.value);
      const known = kept.get(name);
      if (known) {
        counts.repeats++;
        return ok(known);
      }
      counts.runs++;
      const simulation = new Simulation(parsed.value, { models, limitOverrides, assets: loadAssets(parsed.value) });
      const status = simulation.runUntil(parsed.value.length);
      const result = summarize(simulation, status);
      if (status.type === 'budget-exhausted' || status.type === 'invariant-broken')
        return fail(`the run ended as ${status.type}: ${result.says ?? ''}`);
      const summary = JSON.parse(
        JSON.stringify(result, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
      ) as RunSummary;
      kept.set(name, summary);
      if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
      return ok(summary);
    },
  };
}
