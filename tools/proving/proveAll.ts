import { nearest } from '../../src/base/nearest.ts';
import type { ContentRegistry } from '../../src/content/registry.ts';
import { isTemplate, type FactsEdition, type Item, type Template } from '../../src/content/types.ts';
import { instantiate } from '../../src/learning/template.ts';
import type { LimitOverrides } from '../../src/sim/limits.ts';
import type { Disagreement } from './proof.ts';
import { proveItem } from './proveItem.ts';
import { isProvable, provePrediction } from './provePrediction.ts';
import { createRunner, type Runner } from './runs.ts';
import { traceTypes } from './traceTypes.ts';

export interface ProveOptions {
  /** Only these questions and experiments. */
  readonly only?: readonly string[] | undefined;
  /** Draws of each template. */
  readonly draws?: number | undefined;
  /** Limits that replace the table's: how a test sees keys turn red. */
  readonly limitOverrides?: LimitOverrides | undefined;
}

export interface Failure extends Disagreement {
  readonly id: string;
  /** The draw, where the question is a template. */
  readonly variant?: string | undefined;
  /** The edition in which the key fails. */
  readonly edition?: FactsEdition | undefined;
}

export interface Proofs {
  /** Keys that the engine confirms: questions, templates with all their draws, experiments. */
  readonly proved: number;
  readonly failed: readonly Failure[];
  /** Different draws of templates that were run. */
  readonly draws: number;
  readonly runs: number;
  /** Experiments whose prediction the engine cannot settle. */
  readonly unproved: readonly string[];
}

export const fullDraws = 200;
export const quickDraws = 12;
/** Draws of a template that are proved in both editions. */
const drawsInBoth = 3;

/** Recomputes every key that a run can prove. Throws on an unknown id, with the nearest. */
export function proveAll(registry: ContentRegistry, { only, draws = fullDraws, limitOverrides = {} }: ProveOptions = {}): Proofs {
  const runner = createRunner(limitOverrides);
  const types = traceTypes();
  const questions = registry.all('question').filter((question) => question.sim !== undefined);
  const experiments = registry.all('experiment');
  const known = [...questions, ...experiments].map(({ id }) => id);
  const stranger = only?.find((id) => !known.includes(id));
  if (stranger !== undefined)
    throw new Error(`nothing with a proof is called "${stranger}"; the nearest is "${nearest(stranger, known) ?? ''}"`);
  const chosen = <T extends { readonly id: string }>(list: readonly T[]) =>
    list.filter(({ id }) => only === undefined || only.includes(id));
  const failed: Failure[] = [];
  let proved = 0;
  let drawn = 0;
  for (const question of chosen(questions)) {
    const { failures, variants } = isTemplate(question)
      ? proveTemplate(question, draws, runner, types)
      : { failures: proveQuestion(question, runner, types), variants: 0 };
    drawn += variants;
    failed.push(...failures);
    if (failures.length === 0) proved++;
  }
  const unproved: string[] = [];
  for (const experiment of chosen(experiments)) {
    if (!isProvable(experiment.prediction)) {
      if (experiment.prediction) unproved.push(experiment.id);
      continue;
    }
    const found = provePrediction(experiment, runner, types);
    if (found) failed.push({ id: experiment.id, ...found });
    else proved++;
  }
  return { proved, failed, draws: drawn, runs: runner.counts.runs, unproved };
}

/** A key for both editions is right in both, whichever its run is written for. */
function proveQuestion(item: Item, runner: Runner, types: readonly string[], bothEditions = true): readonly Failure[] {
  if (!item.sim) return [];
  const own = item.sim.facts;
  const editions: readonly FactsEdition[] =
    item.edition === 'both' && bothEditions ? [own, own === 'notes' ? 'today' : 'notes'] : [own];
  return editions.flatMap((edition) => {
    const found = proveItem({ ...item, sim: { ...item.sim!, facts: edition } }, runner, types);
    return found ? [{ id: item.id, edition, ...found }] : [];
  });
}

/** Draws by seeds from 0 on; equal draws are proved once, the first few in both editions. */
function proveTemplate(
  template: Template,
  draws: number,
  runner: Runner,
  types: readonly string[],
): { failures: readonly Failure[]; variants: number } {
  const seen = new Set<string>();
  const failures: Failure[] = [];
  for (let seed = 0; seed < draws; seed++) {
    const draw = instantiate(template, seed);
    if (!draw.ok) return { failures: [{ id: template.id, keyed: 'a draw', computed: draw.error }], variants: seen.size };
    const { variant, item } = draw.value;
    if (seen.has(variant)) continue;
    seen.add(variant);
    for (const failure of proveQuestion(item, runner, types, seen.size <= drawsInBoth)) failures.push({ ...failure, variant });
  }
  return { failures, variants: seen.size };
}
