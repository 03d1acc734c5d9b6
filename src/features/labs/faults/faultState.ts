import type { RunRecipe } from '../../../sim/recipe.ts';
import type { Intervention } from '../../../sim/serviceModel.ts';
import { interventionText } from './interventionText.ts';

type Fault = Extract<Intervention, { type: 'fault' }>;

const same = (one: { readonly node: string; readonly name: string; readonly target?: string | undefined }, other: Fault) => one.node === other.node && one.name === other.name && one.target === other.target;

/** When a fault that holds at a moment ends by itself; Infinity for one that does not, undefined when it does not hold. */
export function faultEnd(recipe: RunRecipe, fault: Fault, at: number): number | undefined {
  let end: number | undefined;
  for (const { at: when, what } of recipe.interventions) {
    if (when > at) break;
    if (what.type === 'fault' && same(what, fault)) end = what.duration === undefined ? Infinity : when + what.duration;
    else if (what.type === 'recover' && same(what, fault)) end = undefined;
  }
  return end !== undefined && end > at ? end : undefined;
}

export interface Deed {
  readonly index: number;
  readonly at: number;
  readonly text: string;
}

/** The faults of a run up to a moment, newest first, with their place in the recipe. */
export function faultsDone(recipe: RunRecipe, until: number): readonly Deed[] {
  return recipe.interventions.flatMap(({ at, what }, index) => (what.type === 'fault' && at <= until ? [{ index, at, text: interventionText(what) }] : [])).reverse();
}
