import type { RunRecipe } from '../../../sim/recipe.ts';
import type { Intervention } from '../../../sim/serviceModel.ts';
import { hasBegun, type Snapshot } from '../../../state/runStore.ts';
import type { ControlValue, LabPanel } from '../panel.ts';
import { setUpWith, withIntervention } from './recipeEdits.ts';

/** What moving controls leads to: another recipe to load, or things done to the run as it goes. */
export type Plan =
  | { readonly type: 'load'; readonly recipe: RunRecipe; readonly resetTo: RunRecipe; readonly at: number }
  | { readonly type: 'intervene'; readonly list: readonly Intervention[] };

function needsToday(panel: LabPanel, id: string, value: ControlValue): boolean {
  const control = panel.controls.find((candidate) => candidate.id === id);
  return control?.type === 'choice' && control.options.some((option) => option.value === value && option.today === true);
}

/**
 * Moving some controls at once. Before the run has begun they rebuild its recipe; afterwards they act upon it now. What cannot
 * be changed in a run under way (another set-up, other facts) repeats the run up to now with the change.
 */
export function planControls(panel: LabPanel, values: Readonly<Record<string, ControlValue>>, base: RunRecipe, snapshot: Snapshot): Plan {
  let recipe = snapshot.recipe;
  let resetTo = base;
  let repeat = false;
  const list: Intervention[] = [];
  for (const [id, value] of Object.entries(values)) {
    const change = panel.change(id, value, { recipe, snapshot });
    if (change.type === 'rebuild') {
      recipe = change.transform(recipe);
      resetTo = change.transform(resetTo);
      repeat = true;
    } else list.push(...change.list);
    if (recipe.facts === 'notes' && needsToday(panel, id, value)) {
      recipe = { ...recipe, facts: 'today' };
      resetTo = { ...resetTo, facts: 'today' };
      repeat = true;
    }
  }
  if (!hasBegun(snapshot)) {
    const made = setUpWith(recipe, list);
    return { type: 'load', recipe: made, resetTo: made, at: 0 };
  }
  if (repeat) return { type: 'load', recipe: withIntervention(recipe, snapshot.time, list), resetTo, at: snapshot.time };
  return { type: 'intervene', list };
}
