import type { Item, ItemSim, Option } from '../../src/content/types.ts';
import { applyChanges } from '../../src/learning/changes.ts';
import { allHold } from '../../src/learning/claims.ts';
import { measure, type RunSummary } from '../../src/base/measure.ts';
import { broken, compared, near, scaled, type Disagreement } from './proof.ts';
import { recipeObject, type Runner } from './runs.ts';

/** Recomputes the key of a question by running its recipe; undefined when it agrees. */
export function proveItem(item: Item, runner: Runner, types: readonly string[]): Disagreement | undefined {
  const { sim } = item;
  if (!sim) return undefined;
  switch (sim.mode) {
    case 'observe':
      return 'options' in item ? observe(item.options, sim, runner, types) : broken('', 'mode observe takes options');
    case 'change':
      return 'options' in item ? change(item.options, sim, runner, types) : broken('', 'mode change takes options');
    case 'value':
      return item.type === 'numeric' ? value(item.numeric, sim, runner, types) : broken('', 'mode value takes a numeric question');
    case 'order':
      return item.type === 'order' ? order(item.order.steps, sim, runner, types) : broken('', 'mode order takes steps');
  }
}

const ids = (options: readonly { readonly id: string }[]): string =>
  options.length === 0
    ? 'none'
    : options
        .map(({ id }) => id)
        .sort()
        .join(', ');
const keyOf = (options: readonly Option[]): string => ids(options.filter(({ correct }) => correct));

/** One run: the claims of an option hold exactly where it is correct. */
function observe(options: readonly Option[], sim: ItemSim, runner: Runner, types: readonly string[]): Disagreement | undefined {
  const keyed = keyOf(options);
  const run = runner.summary(sim.recipe, sim);
  if (!run.ok) return broken(keyed, run.error);
  return choose(options, keyed, (option) => allHold(option.claim ?? [], run.value, types));
}

/** A run for each option: the goal is reached exactly where it is correct. */
function change(options: readonly Option[], sim: ItemSim, runner: Runner, types: readonly string[]): Disagreement | undefined {
  const keyed = keyOf(options);
  const recipe = recipeObject(sim.recipe);
  if (!recipe.ok) return broken(keyed, recipe.error);
  return choose(options, keyed, (option) => {
    const changed = applyChanges(recipe.value, option.change ?? []);
    if (!changed.ok) return { ok: false, error: { says: changed.error } };
    const run = runner.summary(changed.value, sim);
    return run.ok ? allHold(sim.goal ?? [], run.value, types) : { ok: false, error: { says: run.error } };
  });
}

type Answer = { readonly ok: true; readonly value: boolean } | { readonly ok: false; readonly error: { readonly says: string } };

function choose(options: readonly Option[], keyed: string, holds: (option: Option) => Answer): Disagreement | undefined {
  const right: Option[] = [];
  for (const option of options) {
    const held = holds(option);
    if (!held.ok) return broken(keyed, `${option.id}: ${held.error.says}`);
    if (held.value) right.push(option);
  }
  return compared(keyed, ids(right));
}

function value(
  numeric: { readonly answer: number; readonly tolerance: number; readonly unit: string },
  sim: ItemSim,
  runner: Runner,
  types: readonly string[],
): Disagreement | undefined {
  const keyed = `${numeric.answer} ${numeric.unit}`;
  const run = runner.summary(sim.recipe, sim);
  if (!run.ok) return broken(keyed, run.error);
  const found = numberAt(run.value, sim.measure ?? '', types);
  if (typeof found === 'string') return broken(keyed, found);
  const computed = scaled(found, sim.scale, sim.round);
  return near(computed, numeric.answer, numeric.tolerance) ? undefined : { keyed, computed: `${computed} ${numeric.unit}` };
}

/** The number at a path, or why there is none. */
export function numberAt(run: RunSummary, path: string, types: readonly string[]): number | string {
  const found = measure(run, path, types);
  if (!found.ok) return found.error.says;
  return typeof found.value === 'number' ? found.value : `${path} is ${JSON.stringify(found.value)}, no number`;
}

/** Each step's event happens, and later than the one of the step before. */
function order(
  steps: readonly { readonly id: string; readonly event?: string }[],
  sim: ItemSim,
  runner: Runner,
  types: readonly string[],
): Disagreement | undefined {
  const keyed = steps.map(({ id }) => id).join(' < ');
  const run = runner.summary(sim.recipe, sim);
  if (!run.ok) return broken(keyed, run.error);
  const found: { readonly id: string; readonly at: number }[] = [];
  for (const { id, event } of steps) {
    const at = numberAt(run.value, `events.${event ?? ''}.firstAtMs`, types);
    if (typeof at === 'string') return broken(keyed, `${id}: ${at}`);
    found.push({ id, at });
  }
  const sorted = [...found].sort((a, b) => a.at - b.at);
  return compared(
    keyed,
    sorted.map(({ id, at }, i) => (i === 0 ? id : `${at === sorted[i - 1]!.at ? ' = ' : ' < '}${id}`)).join(''),
  );
}
