import { z } from 'zod/mini';
import type { ItemSim } from '../model/items.ts';
import type { Claim, FactsEdition } from '../model/plain.ts';
import { type Complain, duration, edition, finite, isObject, plain, plainObject, recipeSource, text, whole } from './shape.ts';

const claimSchema = z.strictObject({ measure: text, op: z.enum(['<', '<=', '==', '!=', '>=', '>', 'between']), value: plain });

/** A list of claims: all must hold. */
export const claims = z.array(claimSchema).check(z.minLength(1));

const changeSchema = z.union([z.strictObject({ set: text, to: plain }), z.strictObject({ add: z.literal('intervention'), value: plainObject })], {
  error: 'write { set: nodes.<id>.config.<key>, to: <value> } or { add: intervention, value: { at, type, node, … } }',
});

/** What a choice does to a recipe; an empty list leaves it as it is. */
export const changes = z.array(changeSchema);

export const rounding = z.enum(['ceil', 'floor', 'nearest']);

const simShape = {
  mode: z.enum(['observe', 'change', 'value', 'order']),
  recipe: recipeSource,
  length: z.optional(duration),
  seed: z.optional(whole),
  facts: z.optional(edition),
  goal: z.optional(claims),
  measure: z.optional(text),
  scale: z.optional(finite),
  round: z.optional(rounding),
  seeAt: z.optional(z.number().check(z.gte(0))),
};

export const simSchema = z.strictObject(simShape);

/** In a template, times may hold placeholders: `'{seconds}s'`. */
const drawnDuration = z.union([z.string().check(z.regex(/\{[^{}]+\}/)), duration]);
export const templateSimSchema = z.strictObject({ ...simShape, length: z.optional(drawnDuration), seeAt: z.optional(z.union([z.string().check(z.regex(/^\{[^{}]+\}$/)), z.number()])) });

type WrittenSim = z.output<typeof simSchema> | z.output<typeof templateSimSchema>;


/** `between` takes two numbers, low first; the other signs take one value. */
export function checkClaims(list: readonly Claim[] | undefined, path: string, complain: Complain): void {
  for (const [index, claim] of (list ?? []).entries()) {
    const isPair = Array.isArray(claim.value) && claim.value.length === 2;
    if (claim.op === 'between' && !isPair) complain(`${path}[${index}].value`, 'write [lowest, highest] for "between"');
    if (claim.op !== 'between' && (Array.isArray(claim.value) || isObject(claim.value))) complain(`${path}[${index}].value`, `"${claim.op}" compares with one value, not a list`);
  }
}

/** Fills in what a recipe object says itself (length, seed), else seed 1 and the edition the item assumes. */
export function finishSim(sim: WrittenSim | undefined, itemEdition: 'both' | FactsEdition, complain: Complain): ItemSim | undefined {
  if (!sim) return undefined;
  const written = isObject(sim.recipe) ? sim.recipe : {};
  const length = sim.length ?? duration.safeParse(written['length']).data;
  if (length === undefined) complain('sim.length', 'is missing: say how long the run lasts, for example 20s');
  const seed = sim.seed ?? (typeof written['seed'] === 'number' ? written['seed'] : 1);
  const facts = sim.facts ?? edition.safeParse(written['facts']).data ?? (itemEdition === 'today' ? 'today' : 'notes');
  if (itemEdition !== 'both' && facts !== itemEdition) complain('sim.facts', `the run uses the ${facts} edition, but the item says edition: ${itemEdition}; make them agree`);
  checkClaims(sim.goal, 'sim.goal', complain);
  return { ...sim, length: length ?? 0, seed, facts } as ItemSim;
}

/** Whether each option, step or number carries what the mode of the proof needs. */
export function checkProof(
  sim: ItemSim | undefined, parts: { readonly options?: readonly { readonly claim?: unknown; readonly change?: unknown; readonly value?: unknown }[]; readonly steps?: readonly { readonly event?: string }[]; readonly numeric?: boolean }, complain: Complain,
): void {
  if (!sim) return;
  const { options, steps } = parts;
  if (sim.mode === 'observe') {
    if (!options) complain('sim.mode', 'observe compares the claims of options; use value for a number, order for steps');
    for (const [index, option] of (options ?? []).entries()) if (option.claim === undefined) complain(`options[${index}].claim`, 'is missing: sim.mode observe needs to know what this option asserts about the run');
  }
  if (sim.mode === 'change') {
    if (!options) complain('sim.mode', 'change applies the changes of options; use value for a number, order for steps');
    if (!sim.goal) complain('sim.goal', 'is missing: sim.mode change needs claims that hold exactly for the correct options');
    for (const [index, option] of (options ?? []).entries()) if (option.change === undefined) complain(`options[${index}].change`, 'is missing: say what choosing it does to the recipe ([] for nothing)');
  }
  if (sim.mode === 'value') {
    if (!sim.measure) complain('sim.measure', 'is missing: sim.mode value needs the path that gives the answer');
    if (!parts.numeric && !(options ?? []).some((option) => option.value !== undefined)) complain('sim.mode', 'value needs a numeric answer');
  }
  if (sim.mode === 'order') {
    if (!steps) complain('sim.mode', 'order compares steps with trace events; this item has no steps');
    for (const [index, step] of (steps ?? []).entries()) if (!step.event) complain(`order.steps[${index}].event`, 'is missing: name the trace event whose first occurrence this step is');
  }
}
