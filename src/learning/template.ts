import { fail, ok, type Result } from '../base/result.ts';
import type { Item, Option, Template } from '../content/types.ts';
import { chance, seedOf } from './chance.ts';
import { evaluate, type Scope } from './expression.ts';
import { fillText, fillValue } from './placeholders.ts';

/** One draw of a template: an ordinary item, and the values it was made from. */
export interface Draw {
  readonly item: Item;
  /** Parameters and derived values. */
  readonly values: Scope;
  /** Draws with the same text here are the same question. */
  readonly variant: string;
}

/** How many combinations are tried before a template is said to keep none. */
const maxTries = 400;
/** Parts of an item that are prose: a number filled in there becomes text. */
const prose = new Set(['stem', 'hint', 'text', 'rationale', 'rightIf', 'unit', 'title']);
/** Parts that only a template has. */
const templateOnly = new Set(['template', 'params', 'let', 'where']);

/** The item that this seed draws: the same seed, the same item, for ever. The error is a sentence about the template. */
export function instantiate(template: Template, seed: number): Result<Draw, string> {
  const random = chance(seedOf(`${template.id}:${template.version}:${seed}`));
  let lastProblem = '';
  for (let attempt = 0; attempt < maxTries; attempt++) {
    const drawn: Record<string, number | string | boolean> = {};
    for (const [name, { from }] of Object.entries(template.params)) drawn[name] = from[random.below(from.length)] ?? '';
    const scope = derive(template, drawn);
    if (!scope.ok) return scope;
    const kept = isKept(template, scope.value);
    if (!kept.ok) return kept;
    if (!kept.value) continue;
    const item = fill(template, scope.value);
    if (!item.ok) return item;
    const clash = twins(item.value);
    if (clash !== undefined) {
      lastProblem = `; the last one was dropped because ${clash}`;
      continue;
    }
    const problem = undecided(item.value);
    if (problem !== undefined) return fail(`${template.id}: ${problem}`);
    return ok({ item: item.value, values: scope.value, variant: JSON.stringify(drawn) });
  }
  return fail(`${template.id}: none of ${maxTries} draws was kept${lastProblem}. Widen the parameters or loosen "where".`);
}

/** Up to `n` different draws, found by seeds from 0 on; fewer when the template has fewer. */
export function draws(template: Template, n: number): Result<readonly Draw[], string> {
  const found = new Map<string, Draw>();
  for (let seed = 0; seed < n * 10 && found.size < n; seed++) {
    const one = instantiate(template, seed);
    if (!one.ok) return one;
    if (!found.has(one.value.variant)) found.set(one.value.variant, one.value);
  }
  return ok([...found.values()]);
}

function derive(template: Template, drawn: Scope): Result<Scope, string> {
  let scope = drawn;
  for (const [name, source] of Object.entries(template.let)) {
    const value = evaluate(source, scope);
    if (!value.ok) return fail(`${template.id}: let.${name}: ${value.error}`);
    scope = { ...scope, [name]: value.value };
  }
  return ok(scope);
}

function isKept(template: Template, scope: Scope): Result<boolean, string> {
  for (const [i, source] of template.where.entries()) {
    const value = evaluate(source, scope);
    if (!value.ok) return fail(`${template.id}: where[${i}]: ${value.error}`);
    if (typeof value.value !== 'boolean') return fail(`${template.id}: where[${i}]: ${source} is a number; write a comparison.`);
    if (!value.value) return ok(false);
  }
  return ok(true);
}

/** Filled in, a template has the shape of an item: its parser checked everything but the values, which `undecided` checks. */
function fill(template: Template, scope: Scope): Result<Item, string> {
  const filled = fillDeep(template, scope, '');
  if (!filled.ok) return fail(`${template.id}: ${filled.error}`);
  return ok(settle(filled.value as Item, scope));
}

/** An option that leaves out `correct` is correct when its `value` is the derived value called `answer`; the engine then has to agree. */
function settle(filled: Item, scope: Scope): Item {
  if (!('options' in filled)) return filled;
  const options = filled.options.map((drawn): Option => {
    const { value, ...option }: Option & { readonly value?: unknown } = drawn;
    const given: boolean | undefined = option.correct;
    return value === undefined || given !== undefined ? option : { ...option, correct: value === scope['answer'] };
  });
  return { ...filled, options };
}

function fillDeep(node: unknown, scope: Scope, key: string): Result<unknown, string> {
  if (typeof node === 'string') {
    const filled = prose.has(key) ? fillText(node, scope) : fillValue(node, scope);
    return filled.ok ? filled : fail(`${key}: ${filled.error}`);
  }
  if (Array.isArray(node)) {
    const list: unknown[] = [];
    for (const entry of node as readonly unknown[]) {
      const filled = fillDeep(entry, scope, key);
      if (!filled.ok) return filled;
      list.push(filled.value);
    }
    return ok(list);
  }
  if (typeof node !== 'object' || node === null) return ok(node);
  return fillEntries(node, scope, key);
}

function fillEntries(node: object, scope: Scope, parent: string): Result<unknown, string> {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (parent === '' && templateOnly.has(key)) continue;
    const filled = fillDeep(value, scope, key);
    if (!filled.ok) return filled;
    out[key] = filled.value;
  }
  return ok(out);
}

/** What the drawn item still lacks to be asked: its key has to be decided by the values drawn. */
function undecided(item: Item): string | undefined {
  if (item.type === 'numeric') {
    const { answer, tolerance, min, max, step } = item.numeric;
    const numbers = { answer, tolerance, min, max, step };
    const bad = Object.entries(numbers).find(([, value]) => typeof value !== 'number');
    if (bad) return `numeric.${bad[0]}: ${String(bad[1])} is no number.`;
    if (item.numeric.misreadings.some((m) => typeof m.value !== 'number')) return 'numeric.misreadings: every value has to be a number.';
    return answer < min || answer > max ? `numeric.answer: ${answer} is outside ${min} to ${max}.` : undefined;
  }
  if (!('options' in item)) return undefined;
  if (item.options.some((option) => typeof option.correct !== 'boolean')) return 'options: every "correct" has to come out as true or false.';
  const right = item.options.filter((option) => option.correct).length;
  return right === item.choose ? undefined : `options: ${right} come out as correct, where ${item.choose} should.`;
}

/** Two options that read the same, or a misreading that equals the answer: such a draw is no fair question. */
function twins(item: Item): string | undefined {
  if (item.type === 'numeric') {
    const { answer, tolerance, misreadings } = item.numeric;
    const same = misreadings.find((m) => Math.abs(m.value - answer) <= tolerance);
    return same && `the misreading ${same.value} is the answer`;
  }
  if (!('options' in item)) return undefined;
  const texts = item.options.map((option) => option.text);
  const twice = texts.find((text, i) => texts.indexOf(text) !== i);
  return twice === undefined ? undefined : `two options read "${twice}"`;
}
