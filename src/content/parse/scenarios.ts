import { z } from 'zod/mini';
import type { Scenario, ScenarioDesign } from '../model/scenarios.ts';
import { checkPrediction, predictionSchema } from './labs.ts';
import { duration, edition, id, list, pathPart, plainObject, positive, readOne, type Reading, text, whole } from './shape.ts';

const nodes = list(plainObject);
const edges = list(plainObject);

const scenarioSchema = z.strictObject({
  id: id('scenario'),
  slug: id('word'),
  number: whole.check(z.gte(1)),
  title: text,
  version: z._default(whole.check(z.gte(1)), 1),
  brief: text,
  palette: z.array(text).check(z.minLength(1)),
  fixed: z._default(z.strictObject({ nodes, edges }), { nodes: [], edges: [] }),
  recipe: z.optional(plainObject),
  load: z.optional(plainObject),
  length: duration,
  seeds: z.array(whole),
  facts: z._default(edition, 'notes'),
  criteria: z.array(z.strictObject({ id: id('word'), kind: text, params: z._default(plainObject, {}), title: text, why: id('fact') })).check(z.minLength(1)),
  teaches: z.array(id('fact')).check(z.minLength(1)),
  hints: z.array(text),
  predictions: list(predictionSchema),
  difficulty: z.optional(whole.check(z.gte(1), z.lte(3))),
  minutes: z.optional(positive),
});

const mostBriefWords = 120;
const seedCount = 5;
const hintCount = 3;

/** `content/scenarios/<slug>/scenario.yaml`; its designs are read from their own files. `load` is another name of `recipe`. */
export function readScenario(raw: unknown, file: string): Reading<Scenario | undefined> {
  return readOne(scenarioSchema, raw, file, '', ({ load, recipe, ...written }, complain): Scenario => {
    const folder = pathPart(file, -2);
    if (written.slug !== folder) complain('slug', `is ${written.slug}, but the folder is ${folder}`);
    if (load && recipe) complain('load', 'is another name of recipe: keep one of them');
    const words = written.brief.split(/\s+/).length;
    if (words > mostBriefWords) complain('brief', `has ${words} words: at most ${mostBriefWords}`);
    if (new Set(written.seeds).size !== seedCount || written.seeds.length !== seedCount) complain('seeds', `lists ${seedCount} different whole numbers`);
    if (written.hints.length !== hintCount) complain('hints', `has ${written.hints.length} entries: write ${hintCount} (a question, the note, the component or setting)`);
    const criteria = written.criteria.map((criterion) => criterion.id);
    if (new Set(criteria).size < criteria.length) complain('criteria', 'two criteria have the same id');
    for (const [index, prediction] of written.predictions.entries()) checkPrediction(prediction, `predictions[${index}]`, complain);
    return { ...written, recipe: recipe ?? load ?? {}, designs: [] };
  });
}

const designSchema = z.strictObject({
  id: id('word'),
  title: text,
  kind: z.enum(['accepted', 'wrong']),
  misses: z.optional(id('word')),
  says: text,
  facts: z.optional(edition),
  nodes: z.array(plainObject),
  edges: z.array(plainObject),
  interventions: list(plainObject),
});

/** `content/scenarios/<slug>/designs/(accepted|wrong)-*.yaml`: one object. */
export function readDesign(raw: unknown, file: string): Reading<ScenarioDesign | undefined> {
  return readOne(designSchema, raw, file, '', (design, complain): ScenarioDesign => {
    const name = pathPart(file, -1);
    if (!name.startsWith(`${design.kind}-`)) complain('kind', `is ${design.kind}, so the file is called designs/${design.kind}-….yaml`);
    if (design.kind === 'wrong' && !design.misses) complain('misses', 'is missing: name the criterion that this design must miss');
    if (design.kind === 'accepted' && design.misses) complain('misses', 'an accepted design misses nothing: remove it');
    return design;
  });
}

/** The scenario with its designs; a wrong design must name one of its criteria, and both kinds must be there. */
export function withDesigns(scenario: Scenario, designs: readonly { readonly file: string; readonly design: ScenarioDesign }[], file: string): Reading<Scenario> {
  const criteria = scenario.criteria.map((criterion) => criterion.id);
  const problems = designs.flatMap(({ file: from, design }) =>
    design.misses !== undefined && !criteria.includes(design.misses) ? [{ file: from, path: 'misses', problem: `no criterion has the id "${design.misses}": ${criteria.join(', ')}` }] : [],
  );
  const ids = designs.map(({ design }) => design.id);
  for (const [index, entry] of designs.entries()) {
    if (ids.indexOf(entry.design.id) !== index) problems.push({ file: entry.file, path: 'id', problem: `"${entry.design.id}" is the id of another design of this scenario` });
  }
  for (const kind of ['accepted', 'wrong'] as const) {
    if (!designs.some(({ design }) => design.kind === kind)) problems.push({ file, path: '', problem: `has no ${kind} design: add designs/${kind}-<name>.yaml` });
  }
  return { value: { ...scenario, designs: designs.map(({ design }) => design) }, problems };
}
