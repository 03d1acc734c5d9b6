import type { AnyCriterion, Criterion } from '../grading/criterion.ts';
import type { FinishedRun } from '../grading/finishedRun.ts';
import { recordRun } from '../grading/runRecorder.ts';
import type { Judgement } from '../grading/verdict.ts';
import { models } from '../services/models.ts';
import type { LimitOverrides } from '../sim/limits.ts';
import { parseRecipe, type RecipeDefaults } from '../sim/parseRecipe.ts';

/** A recipe (object or topology text) run to its end. Throws on a recipe that cannot be read. */
export function finishedRun(recipe: unknown, over: RecipeDefaults = {}, limitOverrides?: LimitOverrides): FinishedRun {
  const parsed = parseRecipe(recipe, models, { seed: 7, ...over });
  if (!parsed.ok) throw new Error(parsed.error.map((issue) => `${issue.path}: ${issue.problem}`).join('; '));
  return recordRun(parsed.value, { models, limitOverrides });
}

/** What a criterion with these raw parameters says of a run. Throws on parameters that cannot be read. */
export function judged<Params extends object>(
  criterion: Criterion<Params> | AnyCriterion,
  raw: unknown,
  run: FinishedRun,
): Judgement {
  const parsed = criterion.parse(raw);
  if (!parsed.ok) throw new Error(parsed.error.map((issue) => `${issue.path}: ${issue.problem}`).join('; '));
  return criterion.judge(run, parsed.value as Params);
}
