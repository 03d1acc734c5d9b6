import { z } from 'zod/mini';
import { nearest } from '../../base/nearest.ts';
import type { Template } from '../model/items.ts';
import { type Complain, finite, text } from './shape.ts';

/** A number, or text with an expression in braces. */
export const numberOrExpression = z.union([finite, text], { error: "write a number, or an expression over the parameters: '{shards}'" });

const name = z.string().check(z.regex(/^[a-z][A-Za-z0-9]*$/, { error: 'name parameters in camelCase: rate, perShard' }));

export const drawnShape = {
  template: z.literal(true),
  params: z.record(name, z.strictObject({ from: z.array(z.union([finite, text])).check(z.minLength(2)) })),
  let: z._default(z.record(name, z.coerce.string()), {}),
  where: z._default(z.array(text), []),
};

const functions = ['min', 'max', 'ceil', 'floor', 'round'];

function names(expression: string): readonly string[] {
  return expression.replace(/\|n$/, '').match(/[A-Za-z][A-Za-z0-9]*/g) ?? [];
}

function checkNames(expression: string, known: readonly string[], path: string, complain: Complain): void {
  for (const used of names(expression)) {
    if (functions.includes(used) || known.includes(used)) continue;
    complain(path, `"${used}" in "${expression}" is no parameter: did you mean "${nearest(used, known) ?? ''}"? Known: ${known.join(', ')}`);
  }
}

/** Calls back with every text inside plain data and its path. */
function eachText(value: unknown, path: string, visit: (found: string, path: string) => void): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value)) for (const [index, entry] of value.entries()) eachText(entry, `${path}[${index}]`, visit);
  else if (typeof value === 'object' && value !== null) for (const [key, entry] of Object.entries(value)) eachText(entry, path === '' ? key : `${path}.${key}`, visit);
}

function checkCorrect(template: Template, known: readonly string[], complain: Complain): void {
  if (!('options' in template)) return;
  for (const [index, option] of template.options.entries()) {
    if (typeof option.correct === 'string') checkNames(option.correct.replace(/[{}]/g, ''), known, `options[${index}].correct`, complain);
  }
  const decides = template.options.some((option) => option.correct !== undefined && option.correct !== false);
  if (!decides && !template.sim) complain('options', 'no option is correct and there is no sim to decide: mark one correct: true, or add a sim');
}

/** Every placeholder and expression names known parameters, every parameter is used, and at least one draw exists. */
export function checkTemplate(template: Template, complain: Complain): void {
  const known = Object.keys(template.params);
  for (const [derived, expression] of Object.entries(template.let)) {
    checkNames(expression, known, `let.${derived}`, complain);
    if (known.includes(derived)) complain(`let.${derived}`, 'has the name of a parameter: choose another');
    known.push(derived);
  }
  for (const [index, expression] of template.where.entries()) checkNames(expression, known, `where[${index}]`, complain);
  checkCorrect(template, known, complain);
  const { params, let: derived, where, ...texts } = template;
  const used = new Set([...Object.values(derived), ...where].flatMap(names));
  eachText(texts, '', (found, path) => {
    for (const [, expression = ''] of found.matchAll(/\{([^{}]*)\}/g)) {
      checkNames(expression, known, path, complain);
      for (const word of names(expression)) used.add(word);
    }
  });
  for (const param of Object.keys(params)) if (!used.has(param)) complain(`params.${param}`, 'is never used: put {' + param + '} into a text, the recipe or an expression, or remove it');
}
