import type { Experiment, Prediction } from '../../src/content/types.ts';
import { recordRun } from '../../src/grading/index.ts';
import { applyChanges } from '../../src/learning/changes.ts';
import { allHold } from '../../src/learning/claims.ts';
import { models } from '../../src/services/models.ts';
import { loadAssets } from '../assets.ts';
import { broken, compared, near, scaled, type Disagreement } from './proof.ts';
import { numberAt } from './proveItem.ts';
import { recipeObject, type Runner } from './runs.ts';

/** Whether the engine can settle a prediction: it has claims for every option, a measure with a number, or the least value that reaches a goal. */
export function isProvable(prediction: Prediction | undefined): prediction is Prediction {
  if (!prediction) return false;
  switch (prediction.type) {
    case 'choose':
      return prediction.options.every((option) => (option.claim ?? []).length > 0);
    case 'number':
      return prediction.measure !== undefined || prediction.least !== undefined;
    case 'sketch':
      return prediction.answer !== undefined && prediction.tolerance !== undefined;
    case 'order':
      return false;
  }
}

/** Recomputes what an experiment's prediction calls right; undefined when it agrees. */
export function provePrediction(
  { recipe, length, seed, facts, prediction }: Experiment,
  runner: Runner,
  types: readonly string[],
): Disagreement | undefined {
  if (!prediction) return undefined;
  const how = { length, seed, facts };
  switch (prediction.type) {
    case 'choose': {
      const run = runner.summary(recipe, how);
      if (!run.ok) return broken(prediction.answer, run.error);
      const right: string[] = [];
      for (const { id, claim } of prediction.options) {
        const held = allHold(claim ?? [], run.value, types);
        if (!held.ok) return broken(prediction.answer, `${id}: ${held.error.says}`);
        if (held.value) right.push(id);
      }
      return compared(prediction.answer, right.join(', ') || 'none');
    }
    case 'number': {
      const keyed = `${prediction.answer} ${prediction.unit}`;
      if (prediction.least) return least({ recipe, ...how }, prediction, runner, types);
      const run = runner.summary(recipe, how);
      if (!run.ok) return broken(keyed, run.error);
      const found = numberAt(run.value, prediction.measure ?? '', types);
      if (typeof found === 'string') return broken(keyed, found);
      const computed = scaled(found, prediction.scale, prediction.round);
      return near(computed, prediction.answer, prediction.tolerance)
        ? undefined
        : { keyed, computed: `${computed} ${prediction.unit}` };
    }
    case 'sketch':
      return sketch({ recipe, ...how }, prediction, runner);
    case 'order':
      return undefined;
  }
}

type Count = Extract<Prediction, { type: 'number' }>;

/** A run for each value from the smallest on, until the goal holds: that value is the answer. */
function least(
  { recipe: written, ...how }: Pick<Experiment, 'recipe' | 'length' | 'seed' | 'facts'>,
  { answer, tolerance, unit, min = 0, max = min, step = 1, least: search }: Count,
  runner: Runner,
  types: readonly string[],
): Disagreement | undefined {
  const keyed = `${answer} ${unit}`;
  const recipe = recipeObject(written);
  if (!recipe.ok) return broken(keyed, recipe.error);
  for (let value = min; value <= max; value += step) {
    const changed = applyChanges(recipe.value, [{ set: search?.set ?? '', to: value }]);
    if (!changed.ok) return broken(keyed, changed.error);
    const run = runner.summary(changed.value, how);
    if (!run.ok) return broken(keyed, run.error);
    const reached = allHold(search?.goal ?? [], run.value, types);
    if (!reached.ok) return broken(keyed, reached.error.says);
    if (reached.value) return near(value, answer, tolerance) ? undefined : { keyed, computed: `${value} ${unit}` };
  }
  return { keyed, computed: `none from ${min} to ${max} ${unit}` };
}

type Sketch = Extract<Prediction, { type: 'sketch' }>;

/** The largest value of the metric within five seconds before each point of the line; durations are drawn in the unit named. */
function sketch(
  source: Pick<Experiment, 'recipe' | 'length' | 'seed' | 'facts'>,
  { measure, answer = [], tolerance = 0, unit }: Sketch,
  runner: Runner,
): Disagreement | undefined {
  const keyed = answer.map(([at, value]) => `${value} ${unit} at ${at} s`).join(', ');
  const path = /^nodes\.([^.]+)\.metrics\.(.+)$/.exec(measure);
  if (!path) return broken(keyed, `${measure} is no metric of a node`);
  const parsed = runner.recipe(source.recipe, source);
  if (!parsed.ok) return broken(keyed, parsed.error);
  const run = recordRun(parsed.value, { models, assets: loadAssets(parsed.value), limitOverrides: runner.limitOverrides });
  const series = run.series.find((one) => one.node === path[1] && one.metric === path[2]);
  if (!series) return broken(keyed, `${measure} was never counted`);
  const factor = unit === 's' && path[2]!.endsWith('Milliseconds') ? 0.001 : 1;
  const computed = answer.map(([at]) => {
    const last = Math.min(series.max.length - 1, Math.floor((at * 1000) / series.stepMs));
    const first = Math.max(0, Math.floor(((at - 5) * 1000) / series.stepMs));
    return Math.max(...series.max.slice(first, last + 1)) * factor;
  });
  if (computed.every((value, i) => near(value, answer[i]![1], tolerance))) return undefined;
  return { keyed, computed: computed.map((value, i) => `${value.toFixed(1)} ${unit} at ${answer[i]![0]} s`).join(', ') };
}
