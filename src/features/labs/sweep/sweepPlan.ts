import type { Edition } from '../../../aws/limits/index.ts';
import type { RunRecipe } from '../../../sim/recipe.ts';
import type { LabPanel, NumberControl } from '../panel.ts';
import { setUpWith } from '../session/recipeEdits.ts';

export const sweepPoints = 21;
export const sweepSeeds = 3;

/** Values from one end to the other, evenly on the control's scale and on its step; each value once. */
export function sweepValues(control: NumberControl, from: number, to: number): readonly number[] {
  const values = new Set<number>();
  for (let i = 0; i < sweepPoints; i++) {
    const share = i / (sweepPoints - 1);
    const raw = control.scale === 'log' && from > 0 ? from * (to / from) ** share : from + (to - from) * share;
    const stepped = Number((Math.round(raw / control.step) * control.step).toPrecision(9));
    values.add(control.scale === 'log' && control.step < raw / 100 ? Number(raw.toPrecision(3)) : stepped);
  }
  return [...values].sort((a, b) => a - b);
}

/** The reach of a control in the unit in which it is shown. */
export function reachOf(control: NumberControl, edition: Edition): readonly [number, number] {
  const end = (bound: number | ((edition: Edition) => number)) => (typeof bound === 'function' ? bound(edition) : bound);
  return [end(control.min), end(control.max)];
}

/** The recipe with one control at a value from its beginning, another seed, and nothing done to it on the way. */
export function sweptRecipe(panel: LabPanel, recipe: RunRecipe, control: NumberControl, shown: number, seed: number, length: number): RunRecipe {
  const bare: RunRecipe = { ...recipe, seed, length, interventions: [] };
  const value = control.per === undefined ? shown : Math.round(shown * control.per);
  const change = panel.change(control.id, value, { recipe: bare, snapshot: undefined });
  return change.type === 'rebuild' ? change.transform(bare) : setUpWith(bare, change.list);
}

export interface SweepPoint {
  readonly value: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Results in the order of the recipes (each value with its seeds) folded to median and band; a run without a figure is left out. */
export function foldSweep(values: readonly number[], results: readonly (number | null)[], seeds: number): readonly SweepPoint[] {
  return values.flatMap((value, i) => {
    const found = results.slice(i * seeds, (i + 1) * seeds).filter((result) => result !== null).sort((a, b) => a - b);
    return found.length === 0 ? [] : [{ value, low: found[0]!, median: found[Math.floor((found.length - 1) / 2)]!, high: found[found.length - 1]! }];
  });
}
