/** A pipeline definition as the service's own JSON: read whole, all problems at once, each with its object and field. */
import { nearest } from '../../../base/nearest.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord, sayValue } from '../../../sim/plainData.ts';
import { ruleProblems } from './definitionRules.ts';
import { defaultFields, objectTypes, type Category, type FieldSpec } from './objectTypes.ts';
import { settleFields } from './settled.ts';
import { slotProblem } from './slots.ts';

/** What is wrong, where: `object` is the id (or the place in the list), `field` may be empty. */
export interface DefinitionProblem {
  readonly object: string;
  readonly field: string;
  readonly problem: string;
}

/** An object of the definition with all that it inherits. */
export interface Component {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly category: Category;
  readonly texts: { readonly [field: string]: readonly string[] };
  readonly refs: { readonly [field: string]: readonly string[] };
}

export interface Definition {
  readonly components: readonly Component[];
  readonly onDemand: boolean;
  /** Values of parameters, by id such as `myStartDate`. */
  readonly values: { readonly [id: string]: string };
}

interface Raw {
  readonly id: string;
  readonly type: string | undefined;
  readonly texts: Map<string, readonly string[]>;
  readonly refs: Map<string, readonly string[]>;
}

const anyField: Record<string, FieldSpec> = { ...defaultFields };
for (const type in objectTypes) for (const field in objectTypes[type]!.fields) anyField[field] ??= objectTypes[type]!.fields[field]!;

const userDefined = /^my[A-Za-z0-9_]*$/;
const fieldValues = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : [value]);

/** The text of the first value of a field. */
export function textOf(component: Component, field: string): string | undefined {
  return component.texts[field]?.[0];
}

function specsOf(raw: Raw): { readonly [field: string]: FieldSpec } {
  if (raw.id === 'Default') return defaultFields;
  return raw.type !== undefined && Object.hasOwn(objectTypes, raw.type) ? objectTypes[raw.type]!.fields : anyField;
}

function readObject(given: Readonly<Record<string, unknown>>, id: string, problems: DefinitionProblem[]): Raw {
  const problem = (field: string, text: string) => problems.push({ object: id, field, problem: text });
  const texts = new Map<string, readonly string[]>();
  const refs = new Map<string, readonly string[]>();
  let type: string | undefined;
  if (given.type !== undefined) {
    if (typeof given.type === 'string' && Object.hasOwn(objectTypes, given.type)) type = given.type;
    else problem('type', typeof given.type === 'string' ? `there is no type "${given.type}"; the nearest is ${nearest(given.type, Object.keys(objectTypes))}` : 'must be the name of a type');
  }
  const raw: Raw = { id, type, texts, refs };
  const specs = specsOf(raw);
  for (const field of Object.keys(given)) {
    if (field === 'id' || field === 'type') continue;
    const spec = Object.hasOwn(specs, field) ? specs[field] : userDefined.test(field) ? ({ slot: 'text', many: true } as const) : undefined;
    if (!spec) {
      // An object of unknown type has one problem already.
      if (given.type === undefined || type !== undefined) problem(field, `${type ?? 'an object'} has no field "${field}"; the nearest is ${nearest(field, Object.keys(specs))}`);
      continue;
    }
    const values = fieldValues(given[field]);
    const [textValues, refValues]: [string[], string[]] = [[], []];
    for (const value of values) {
      if (isPlainRecord(value) && typeof value.ref === 'string' && Object.keys(value).length === 1) refValues.push(value.ref);
      else if (typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) textValues.push(String(value));
      else problem(field, `must be a text or {"ref": "id"}; got ${sayValue(value)}`);
    }
    const userField = userDefined.test(field);
    if (spec.slot === 'ref' && textValues.length > 0) problem(field, `must be a reference such as {"ref": "${textValues[0]!.slice(0, 40)}"}`);
    else if (spec.slot !== 'ref' && refValues.length > 0 && !userField) problem(field, 'must be a text, not a reference');
    else {
      if (values.length > 1 && !spec.many) problem(field, 'takes one value only');
      // Names and spheres are no place for expressions.
      for (const text of field === 'name' || field === '@sphere' ? [] : textValues) {
        const wrong = slotProblem(text, spec);
        if (wrong) problem(field, wrong);
      }
      if (textValues.length > 0) texts.set(field, textValues);
      if (refValues.length > 0) refs.set(field, refValues);
    }
  }
  return raw;
}

/** Own fields, then those of its parents, then those of Default that its type knows. */
function inherit(raw: Raw, byId: ReadonlyMap<string, Raw>, problems: DefinitionProblem[]): Component {
  const specs = specsOf(raw);
  const texts: Record<string, readonly string[]> = {};
  const refs: Record<string, readonly string[]> = {};
  const seen = new Set<string>();
  const add = (from: Raw) => {
    const has = (field: string) => Object.hasOwn(texts, field) || Object.hasOwn(refs, field);
    const taken = new Set<string>();
    for (const [into, source] of [[texts, from.texts], [refs, from.refs]] as const) {
      for (const [field, values] of source) {
        const known = Object.hasOwn(specs, field) || userDefined.test(field);
        if (!known || (has(field) && !taken.has(field)) || (from !== raw && (field === 'name' || field === 'parent'))) continue;
        taken.add(field);
        into[field] = Object.freeze([...values]);
      }
    }
  };
  for (let at: Raw | undefined = raw; at !== undefined; ) {
    if (seen.has(at.id)) {
      problems.push({ object: raw.id, field: 'parent', problem: 'the chain of parents leads back to where it began' });
      break;
    }
    seen.add(at.id);
    add(at);
    const parent: string | undefined = at.refs.get('parent')?.[0];
    at = parent === undefined ? undefined : byId.get(parent);
  }
  const standard = byId.get('Default');
  if (standard && !seen.has('Default')) add(standard);
  return Object.freeze({ id: raw.id, name: texts.name?.[0] ?? raw.id, type: raw.type ?? 'Default', category: raw.type ? objectTypes[raw.type]!.category : ('Default' as const), texts: Object.freeze(texts), refs: Object.freeze(refs) });
}

function checkReferences(raw: Raw, byId: ReadonlyMap<string, Raw>, problems: DefinitionProblem[]): void {
  const specs = specsOf(raw);
  for (const [field, ids] of raw.refs) {
    for (const id of ids) {
      const target = byId.get(id);
      const near = nearest(id, [...byId.keys()]);
      if (!target) problems.push({ object: raw.id, field, problem: `there is no object "${id}"${near ? `; the nearest is "${near}"` : ''}` });
      else {
        const to = Object.hasOwn(specs, field) ? specs[field]!.to : undefined;
        const fits = !to || to.length === 0 || (target.type !== undefined && (to.includes(target.type) || to.includes(objectTypes[target.type]!.category)));
        if (!fits) problems.push({ object: raw.id, field, problem: `must refer to ${to.join(' or ')}; "${id}" is ${target.type ?? 'of no type'}` });
      }
    }
  }
}

function checkRequired(component: Component, problems: DefinitionProblem[]): void {
  const spec = objectTypes[component.type];
  if (!spec) return;
  const has = (field: string) => Object.hasOwn(component.texts, field) || Object.hasOwn(component.refs, field);
  for (const field in spec.fields) if (spec.fields[field]!.required && !has(field)) problems.push({ object: component.id, field, problem: `${component.type} needs the field "${field}"` });
  for (const group of spec.oneOf ?? []) if (!group.some(has)) problems.push({ object: component.id, field: group[0]!, problem: `${component.type} needs one of ${group.join(', ')}` });
}

function readValues(given: Readonly<Record<string, unknown>>, problems: DefinitionProblem[]): Record<string, string> {
  const values: Record<string, string> = {};
  const problem = (object: string, field: string, text: string) => problems.push({ object, field, problem: text });
  if (given.parameters !== undefined && !Array.isArray(given.parameters)) problem('parameters', '', 'must be a list of {"id": "my…", "default": …}');
  for (const entry of Array.isArray(given.parameters) ? (given.parameters as readonly unknown[]) : []) {
    if (!isPlainRecord(entry) || typeof entry.id !== 'string' || !/^\*?my/.test(entry.id)) problem('parameters', 'id', 'a parameter needs an id that begins with "my"');
    else if (typeof entry.default === 'string' || typeof entry.default === 'number') values[entry.id] = String(entry.default);
  }
  if (given.values !== undefined && !isPlainRecord(given.values)) problem('values', '', 'must be a mapping of parameter ids to values');
  else for (const [id, value] of Object.entries(given.values ?? {})) if (typeof value === 'string' || typeof value === 'number') values[id] = String(value);
  return values;
}

/** Reads a definition: an object with `objects` (and `parameters`, `values`), or its JSON text. Never throws. */
export function parseDefinition(given: unknown, limits: Limits): Result<Definition, readonly DefinitionProblem[]> {
  const problems: DefinitionProblem[] = [];
  let raw = given;
  if (typeof given === 'string') {
    try {
      raw = JSON.parse(given) as unknown;
    } catch {
      return fail([{ object: '', field: '', problem: 'this is no JSON' }]);
    }
  }
  if (!isPlainRecord(raw) || !Array.isArray(raw.objects)) return fail([{ object: '', field: 'objects', problem: 'a definition is {"objects": [ … ]}' }]);
  for (const key of Object.keys(raw)) if (!['objects', 'parameters', 'values', 'metadata'].includes(key)) problems.push({ object: '', field: key, problem: `unknown key "${key}"; the nearest is ${nearest(key, ['objects', 'parameters', 'values', 'metadata'])}` });
  const most = limits.number('dp.pipeline.objects');
  if (raw.objects.length > most) return fail([{ object: '', field: 'objects', problem: `a pipeline has at most ${most} objects; got ${raw.objects.length}` }]);
  const byId = new Map<string, Raw>();
  raw.objects.forEach((entry: unknown, i) => {
    if (!isPlainRecord(entry)) return problems.push({ object: `objects.${i}`, field: '', problem: 'must be an object with an id' });
    const id = entry.id ?? (entry.name === 'Default' ? 'Default' : undefined);
    if (typeof id !== 'string' || id === '') return problems.push({ object: `objects.${i}`, field: 'id', problem: 'needs an id' });
    if (byId.has(id)) return problems.push({ object: id, field: 'id', problem: 'two objects have this id' });
    return byId.set(id, readObject(entry, id, problems));
  });
  const components: Component[] = [];
  for (const each of byId.values()) {
    checkReferences(each, byId, problems);
    const component = inherit(each, byId, problems);
    // An object without a type is there to be inherited from.
    if (each.type === undefined) continue;
    components.push(component);
    checkRequired(component, problems);
  }
  const values = readValues(raw, problems);
  const onDemand = byId.get('Default')?.texts.get('scheduleType')?.[0] === 'ondemand';
  // Rules between objects are looked at once each object is well formed: else one mistake would be told many times.
  const settled = problems.length === 0 ? settleFields(components, values, problems) : components;
  if (problems.length === 0) problems.push(...ruleProblems({ components: settled, onDemand, values }, limits));
  return problems.length > 0 ? fail(problems) : ok(Object.freeze({ components: Object.freeze(settled), onDemand, values: Object.freeze(values) }));
}
