import { plainText } from '../base/plainText.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { nearest } from '../base/nearest.ts';
import type { Change, Plain, PlainObject } from '../content/types.ts';

const isObject = (value: Plain | undefined): value is PlainObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const settable = ['length', 'seed', 'facts', 'startsAt'];
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** A recipe object with one change made; the given one stays as it was. The error names the path and the nearest thing that exists. */
export function applyChange(recipe: PlainObject, change: Change): Result<PlainObject, string> {
  if ('add' in change) {
    const list = recipe['interventions'] ?? [];
    if (!Array.isArray(list)) return fail('interventions: the recipe holds something else than a list there.');
    return ok({ ...recipe, interventions: [...(list as readonly Plain[]), change.value] });
  }
  const [head = '', ...rest] = change.set.split('.');
  if (rest.some((word) => forbidden.has(word))) return fail(`${change.set}: that name is not allowed.`);
  if (head === 'nodes') return inList(recipe, 'nodes', change.set, rest, change.to, (node) => plainText(node['id']));
  if (head === 'edges') return inList(recipe, 'edges', change.set, rest, change.to, (edge) => `${plainText(edge['from'])}->${plainText(edge['to'])}`);
  if (rest.length === 0 && settable.includes(head)) return ok({ ...recipe, [head]: change.to });
  return fail(`${change.set}: a change starts with nodes.<id>, edges.<from>-><to> or one of ${settable.join(', ')}.`);
}

/** The recipe with all changes made in their order; the first error otherwise. */
export function applyChanges(recipe: PlainObject, changes: readonly Change[]): Result<PlainObject, string> {
  let made: Result<PlainObject, string> = ok(recipe);
  for (const change of changes) {
    if (!made.ok) return made;
    made = applyChange(made.value, change);
  }
  return made;
}

function inList(
  recipe: PlainObject,
  name: 'nodes' | 'edges',
  path: string,
  words: readonly string[],
  to: Plain,
  nameOf: (entry: PlainObject) => string,
): Result<PlainObject, string> {
  const list = recipe[name];
  if (!Array.isArray(list)) return fail(`${path}: the recipe has no list of ${name}.`);
  const entries = (list as readonly Plain[]).filter(isObject);
  const [id = '', ...inside] = words;
  const index = entries.findIndex((entry) => nameOf(entry) === id);
  const found = entries[index];
  if (!found) {
    const offer = nearest(id, entries.map(nameOf));
    return fail(`${path}: the recipe has no ${name.slice(0, -1)} "${id}"${offer === undefined ? '' : `; did you mean "${offer}"?`}`);
  }
  if (inside.length === 0) return fail(`${path}: name the setting to change, for example ${name}.${id}.config.shardCount.`);
  const changed = setAt(found, inside, to);
  return changed === undefined
    ? fail(`${path}: something on that path is a single value, so nothing can be set inside it.`)
    : ok({ ...recipe, [name]: entries.map((entry, i) => (i === index ? changed : entry)) });
}

/** A setting that is not written in the recipe is at its default, so a missing key is made, not refused: the engine knows which keys exist. */
function setAt(object: PlainObject, words: readonly string[], to: Plain): PlainObject | undefined {
  const [key = '', ...rest] = words;
  if (rest.length === 0) return { ...object, [key]: to };
  const below = object[key] ?? {};
  const inner = isObject(below) ? setAt(below, rest, to) : undefined;
  return inner === undefined ? undefined : { ...object, [key]: inner };
}
