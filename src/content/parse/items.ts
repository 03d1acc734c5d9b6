import { z } from 'zod/mini';
import type { ChoiceItem, Item, MatchItem, NumericItem, OrderItem, Question, Template } from '../model/items.ts';
import { changes, checkClaims, checkProof, claims, finishSim, simSchema, templateSimSchema } from './proof.ts';
import { type Complain, finite, id, isObject, list, pathPart, positive, readList, type Reading, sourceRef, text, whole } from './shape.ts';
import { checkTemplate, drawnShape, numberOrExpression } from './templates.ts';

const commonShape = {
  id: id('item'),
  version: z._default(whole.check(z.gte(1)), 1),
  level: z.enum(['recall', 'apply', 'design']),
  edition: z._default(z.enum(['both', 'notes', 'today']), 'both'),
  facts: z.array(id('fact')).check(z.minLength(1)),
  concept: z.optional(id('concept')),
  note: id('note'),
  stem: text,
  hint: z.optional(text),
  sim: z.optional(simSchema),
  source: sourceRef,
};
const templateShape = { ...commonShape, ...drawnShape, sim: z.optional(templateSimSchema) };

const optionShape = {
  id: id('word'),
  text,
  rationale: text,
  misconception: z.union([z.literal('correct'), id('misconception')], { error: 'write "correct" for a right option, or m.<slug> for what a learner who picks it believes' }),
  rightIf: z.optional(text),
  claim: z.optional(claims),
  change: z.optional(changes),
};
const option = z.strictObject({ ...optionShape, correct: z._default(z.boolean(), false) });
const templateOption = z.strictObject({ ...optionShape, correct: z.optional(z.union([z.boolean(), z.string()])), value: z.optional(numberOrExpression) });

/** Numbers of a numeric answer: plain in items, or expressions in templates. */
function numericShape<N extends z.core.$ZodType>(number: N, zero: z.core.$ZodType<z.output<N>>, one: z.core.$ZodType<z.output<N>>) {
  return z.strictObject({
    answer: number,
    unit: text,
    tolerance: zero,
    min: number,
    max: number,
    step: one,
    misreadings: list(z.strictObject({ value: number, rationale: text, misconception: optionShape.misconception })),
    rationale: text,
  });
}

const numeric = numericShape(finite, z._default(z.number().check(z.gte(0)), 0), z._default(positive, 1));
const templateNumeric = numericShape(numberOrExpression, z._default(numberOrExpression, 0), z._default(numberOrExpression, 1));
const step = z.strictObject({ id: id('word'), text, rationale: text, event: z.optional(text) });
const order = z.strictObject({ steps: z.array(step).check(z.minLength(3)) });
const match = z.strictObject({
  rows: z.array(z.strictObject({ id: id('word'), text, pair: id('word'), rationale: text })).check(z.minLength(2)),
  choices: z.array(z.strictObject({ id: id('word'), text })).check(z.minLength(2)),
});

const choiceTypes = ['single', 'multiple', 'predict-the-run'] as const;
const choose = z.optional(whole.check(z.gte(1)));
const choice = z.strictObject({ ...commonShape, type: z.enum(choiceTypes), options: z.array(option), choose });
const numericItem = z.strictObject({ ...commonShape, type: z.literal('numeric'), numeric });
const orderItem = z.strictObject({ ...commonShape, type: z.literal('order'), order });
const matchItem = z.strictObject({ ...commonShape, type: z.literal('match'), match });
const choiceTemplate = z.strictObject({ ...templateShape, type: z.enum(choiceTypes), options: z.array(templateOption), choose });
const numericTemplate = z.strictObject({ ...templateShape, type: z.literal('numeric'), numeric: templateNumeric });
const orderTemplate = z.strictObject({ ...templateShape, type: z.literal('order'), order });
const matchTemplate = z.strictObject({ ...templateShape, type: z.literal('match'), match });

const anyType = z.looseObject({ type: z.enum(['single', 'multiple', 'numeric', 'order', 'match', 'predict-the-run']) });
const schemas = {
  item: { single: choice, multiple: choice, 'predict-the-run': choice, numeric: numericItem, order: orderItem, match: matchItem },
  template: { single: choiceTemplate, multiple: choiceTemplate, 'predict-the-run': choiceTemplate, numeric: numericTemplate, order: orderTemplate, match: matchTemplate },
};

type Written = z.output<(typeof schemas)['item' | 'template'][(typeof anyType)['_zod']['output']['type']]>;

/** The schema that fits the entry's type; an entry without a known type is refused by that alone. */
function schemaFor(raw: unknown): z.core.$ZodType<Written> {
  const known = anyType.safeParse(raw);
  if (!known.success) return anyType as unknown as z.core.$ZodType<Written>;
  return schemas[isObject(raw) && raw['template'] === true ? 'template' : 'item'][known.data.type];
}

function checkIds(parts: readonly { readonly id: string }[], path: string, complain: Complain): void {
  const seen = new Set<string>();
  for (const [index, part] of parts.entries()) {
    if (seen.has(part.id)) complain(`${path}[${index}].id`, `"${part.id}" stands twice: ids within an item are unique`);
    seen.add(part.id);
  }
}

type WrittenOption = z.output<typeof option> | z.output<typeof templateOption>;

/** Right answers: exactly one (or `choose` of them), tagged "correct"; wrong ones name a misconception. A template without any `correct: true` leaves it to the engine. */
function checkOptions(type: (typeof choiceTypes)[number], options: readonly WrittenOption[], wanted: number | undefined, complain: Complain): number {
  checkIds(options, 'options', complain);
  const [least, most] = type === 'multiple' ? [5, 8] : [3, 5];
  if (options.length < least || options.length > most) complain('options', `${type} has ${least} to ${most} options, this has ${options.length}`);
  const right = options.filter((entry) => entry.correct === true).length;
  const decidedByEngine = right === 0 && options.some((entry) => typeof entry.correct !== 'boolean');
  if (type !== 'multiple') {
    if (wanted !== undefined && wanted !== 1) complain('choose', `${type} takes one answer: leave "choose" out, or make it type multiple`);
    if (!decidedByEngine && right !== 1) complain('options', `exactly one option is correct: true, here ${right} are`);
  } else if (wanted === undefined) complain('choose', `is missing: say how many to choose (${right} options are correct)`);
  else if (!decidedByEngine && right !== wanted) complain('choose', `says ${wanted}, but ${right} options are correct: true`);
  for (const [index, entry] of options.entries()) {
    checkClaims(entry.claim, `options[${index}].claim`, complain);
    if (decidedByEngine) continue;
    if (entry.correct && entry.misconception !== 'correct') complain(`options[${index}].misconception`, 'a correct option has misconception: correct');
    if (!entry.correct && entry.misconception === 'correct') complain(`options[${index}].misconception`, 'a wrong option names the misconception behind it (m.<slug>)');
  }
  return type === 'multiple' ? (wanted ?? right) : 1;
}

function checkNumeric(written: z.output<typeof numeric>, complain: Complain): void {
  const { answer, min, max, tolerance, misreadings } = written;
  if (answer < min || answer > max) complain('numeric.answer', `${answer} lies outside min ${min} and max ${max}`);
  for (const [index, misreading] of misreadings.entries()) {
    if (Math.abs(misreading.value - answer) <= tolerance) complain(`numeric.misreadings[${index}].value`, `${misreading.value} would count as right (answer ${answer}, tolerance ${tolerance})`);
    if (misreading.misconception === 'correct') complain(`numeric.misreadings[${index}].misconception`, 'a misreading names the misconception behind it (m.<slug>)');
  }
}

function checkMatch(written: z.output<typeof match>, complain: Complain): void {
  checkIds(written.rows, 'match.rows', complain);
  checkIds(written.choices, 'match.choices', complain);
  const known = new Set(written.choices.map((entry) => entry.id));
  for (const [index, row] of written.rows.entries()) if (!known.has(row.pair)) complain(`match.rows[${index}].pair`, `no choice has the id "${row.pair}": ${[...known].join(', ')}`);
}

function finish(written: Written, topic: string, complain: Complain): Question {
  const sim = finishSim(written.sim, written.edition, complain);
  const shared = { topic, ...(sim ? { sim } : {}) };
  switch (written.type) {
    case 'numeric': {
      checkProof(sim, { numeric: true }, complain);
      if (!('template' in written)) checkNumeric(written.numeric, complain);
      return { ...written, ...shared } as NumericItem | Template;
    }
    case 'order':
      checkIds(written.order.steps, 'order.steps', complain);
      checkProof(sim, { steps: written.order.steps }, complain);
      return { ...written, ...shared } as OrderItem | Template;
    case 'match':
      checkMatch(written.match, complain);
      checkProof(sim, {}, complain);
      return { ...written, ...shared } as MatchItem | Template;
    default: {
      const wanted = checkOptions(written.type, written.options, written.choose, complain);
      checkProof(sim, { options: written.options }, complain);
      return { ...written, ...shared, choose: wanted } as ChoiceItem | Template;
    }
  }
}

/** `content/items/<topic>/*.yaml`: items and templates. */
export function readQuestions(raw: unknown, file: string): Reading<readonly Question[]> {
  const topic = pathPart(file, -2);
  return readList(schemaFor, raw, file, '', (written, complain): Question => {
    const question = finish(written, topic, complain);
    if (question.id.split('.')[1] !== topic) complain('id', `stands in items/${topic}: its id starts with q.${topic}.`);
    if ('template' in question) checkTemplate(question, complain);
    return question;
  });
}

/** A fixed item, as opposed to a template. */
export function isItem(question: Question): question is Item {
  return !('template' in question);
}
