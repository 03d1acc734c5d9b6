import { z } from 'zod/mini';
import type { Experiment, LabEvent, Prediction, Walkthrough } from '../model/labs.ts';
import { changes, checkClaims, claims, rounding } from './proof.ts';
import { type Complain, duration, edition, finite, id, isObject, list, pathPart, plain, plainObject, positive, readList, readOne, type Reading, recipeSource, text, whole } from './shape.ts';

const options = z.array(z.strictObject({ id: id('word'), text, claim: z.optional(claims) })).check(z.minLength(2));
const measure = z.optional(text);
const point = z.tuple([finite, finite]);

export const predictionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('choose'), prompt: text, options, answer: id('word'), measure }),
  z.strictObject({
    type: z.literal('number'), prompt: text, unit: text, answer: finite, tolerance: z._default(z.number().check(z.gte(0)), 0),
    min: z.optional(finite), max: z.optional(finite), step: z.optional(positive), measure, scale: z.optional(finite), round: z.optional(rounding),
    least: z.optional(z.strictObject({ set: text, goal: claims })),
  }),
  z.strictObject({ type: z.literal('order'), prompt: text, options, answer: z.array(id('word')), measure }),
  z.strictObject({ type: z.literal('sketch'), prompt: text, unit: text, measure: text, answer: z.optional(z.array(point)), tolerance: z.optional(finite) }),
]);

/** The answer of a prediction is one of its options, or all of them in order. */
export function checkPrediction(prediction: Prediction | undefined, path: string, complain: Complain): void {
  if (!prediction || prediction.type === 'sketch') return;
  if (prediction.type === 'number') {
    const { answer, min, max } = prediction;
    if ((min !== undefined && answer < min) || (max !== undefined && answer > max)) complain(`${path}.answer`, `${answer} lies outside min ${min ?? '-'} and max ${max ?? '-'}`);
    if (prediction.least && (min === undefined || max === undefined)) complain(`${path}.least`, 'needs a min and a max to look between');
    if (prediction.least && prediction.measure !== undefined) complain(`${path}.least`, 'and measure are two proofs: keep one');
    checkClaims(prediction.least?.goal, `${path}.least.goal`, complain);
    return;
  }
  const known = prediction.options.map((option) => option.id);
  if (new Set(known).size < known.length) complain(`${path}.options`, 'two options have the same id');
  for (const [index, option] of prediction.options.entries()) checkClaims(option.claim, `${path}.options[${index}].claim`, complain);
  const answers = prediction.type === 'choose' ? [prediction.answer] : prediction.answer;
  for (const answer of answers) if (!known.includes(answer)) complain(`${path}.answer`, `no option has the id "${answer}": ${known.join(', ')}`);
  if (prediction.type === 'order' && (answers.length !== known.length || new Set(answers).size !== known.length)) complain(`${path}.answer`, `lists each option once: ${known.join(', ')}`);
}

const experimentSchema = z.strictObject({
  id: id('experiment'),
  panel: text,
  title: text,
  question: text,
  recipe: recipeSource,
  length: z.optional(duration),
  seed: z._default(whole, 1),
  facts: z._default(edition, 'notes'),
  startSpeed: z._default(positive, 1),
  prediction: z.optional(predictionSchema),
  notice: z.array(text).check(z.minLength(1)),
  facts_tested: z.array(id('fact')).check(z.minLength(1)),
  note: id('note'),
  minutes: positive,
  order: z.optional(finite),
});

/** `content/experiments/<panel>/<slug>.yaml`: one object. */
export function readExperiment(raw: unknown, file: string): Reading<Experiment | undefined> {
  return readOne(experimentSchema, raw, file, '', ({ facts_tested: factsTested, ...written }, complain): Experiment => {
    const folder = pathPart(file, -2);
    const slug = pathPart(file, -1);
    if (written.panel !== folder) complain('panel', `says ${written.panel}, but the file stands in experiments/${folder}`);
    if (written.id !== `x.${folder}.${slug}`) complain('id', `is ${written.id}, but the file's place says x.${folder}.${slug}`);
    if (written.length === undefined && !(isObject(written.recipe) && written.recipe['length'] !== undefined)) complain('length', 'is missing: say how long the run lasts, for example 60s');
    checkPrediction(written.prediction, 'prediction', complain);
    return { ...written, factsTested };
  });
}

const controls = z.record(z.string(), plain);
const operation = z.union([text, plainObject], { error: "write the panel's operation (split), or { node, operation, request }" });
const captionSchema = z.strictObject({ caption: text, at: z.number().check(z.gte(0)), set: z.optional(controls), operate: z.optional(operation) });
const walkthroughSchema = z.strictObject({ panel: text, title: text, walkthrough: z.array(captionSchema).check(z.minLength(2), z.maxLength(7)) });

/** `content/experiments/<panel>/walkthrough.yaml`: one object. */
export function readWalkthrough(raw: unknown, file: string): Reading<Walkthrough | undefined> {
  return readOne(walkthroughSchema, raw, file, '', ({ panel, title, walkthrough: steps }, complain): Walkthrough => {
    if (panel !== pathPart(file, -2)) complain('panel', `says ${panel}, but the file stands in experiments/${pathPart(file, -2)}`);
    for (const [index, step] of steps.entries()) if (index > 0 && step.at < (steps[index - 1]?.at ?? 0)) complain(`walkthrough[${index}].at`, 'comes before the caption above it: captions stand in the order of time');
    return { panel, title, steps };
  });
}

const trySchema = z.strictObject({ id: id('word'), label: text, set: z.optional(controls), change: z.optional(changes), operate: z.optional(operation), link: z.optional(text) });

const eventSchema = z.strictObject({
  id: id('event'),
  traceType: text,
  where: z._default(z.record(z.string(), plain), {}),
  title: text,
  what: text,
  why: text,
  try: list(trySchema),
  note: id('note'),
  question: z.optional(id('item')),
  docs: text,
  facts: list(id('fact')),
});

const mostWhyWords = 45;

/** `content/events/<panel>.yaml`. */
export function readEvents(raw: unknown, file: string): Reading<readonly LabEvent[]> {
  const panel = pathPart(file, -1);
  return readList(eventSchema, raw, file, '', (written, complain): LabEvent => {
    const words = written.why.split(/\s+/).length;
    if (words > mostWhyWords) complain('why', `has ${words} words: at most ${mostWhyWords}`);
    if (/https?:/.test(written.docs)) complain('docs', 'names the AWS page without an address');
    for (const [index, action] of written.try.entries()) {
      const ways = [action.set, action.change, action.operate, action.link].filter((way) => way !== undefined).length;
      if (ways !== 1) complain(`try[${index}]`, 'has exactly one of set, change, operate and link');
    }
    return { ...written, panel };
  });
}
