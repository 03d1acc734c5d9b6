/** Filter policies: which notifications a subscription wants, by attributes or by the body. */
import type { Edition } from '../../../aws/limits/index.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord, type PlainData, type PlainRecord } from '../../../sim/plainData.ts';
import { filterPolicyProblem, parseAddress, parseCidr, type FilterScope } from './filterPolicyCheck.ts';

export type FilterPolicy = PlainRecord;
export type { FilterScope } from './filterPolicyCheck.ts';

/** A policy of a configuration, checked; what is wrong with it otherwise. */
export function parseFilterPolicy(raw: unknown, scope: FilterScope, limits: Limits): Result<FilterPolicy, readonly string[]> {
  const problem = filterPolicyProblem(JSON.stringify(raw) ?? 'null', scope, limits);
  return problem ? fail([problem.what]) : ok(raw as FilterPolicy);
}

/** `*` stands for any text. Bounded: one pass over the pattern's pieces. */
function wildcardMatches(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  if (pieces.length === 1) return pattern === text;
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function numericMatches(value: number, comparison: readonly PlainData[]): boolean {
  for (let i = 0; i < comparison.length; i += 2) {
    const wanted = comparison[i + 1] as number;
    const holds = { '=': value === wanted, '<': value < wanted, '<=': value <= wanted, '>': value > wanted, '>=': value >= wanted }[comparison[i] as string];
    if (holds !== true) return false;
  }
  return true;
}

function textMatches(operator: string, given: string, value: string): boolean {
  switch (operator) {
    case 'prefix':
      return value.startsWith(given);
    case 'suffix':
      return value.endsWith(given);
    case 'equals-ignore-case':
      return value.toLowerCase() === given.toLowerCase();
    case 'wildcard':
      return wildcardMatches(given, value);
    default: {
      const range = parseCidr(given);
      const address = parseAddress(value);
      return range !== undefined && address !== undefined && address >= range.from && address < range.from + range.size;
    }
  }
}

/** One value is among those that anything-but leaves out. */
function isExcluded(given: PlainData | undefined, value: PlainData): boolean {
  if (Array.isArray(given)) return given.includes(value as string);
  if (!isPlainRecord(given)) return given === value;
  const [name] = Object.keys(given) as [string];
  return typeof value === 'string' && textMatches(name, given[name] as string, value);
}

function valueMatches(condition: PlainData, value: PlainData): boolean {
  if (!isPlainRecord(condition)) return condition === value;
  const [name] = Object.keys(condition) as [string];
  const given = condition[name];
  if (name === 'anything-but') return !isExcluded(given, value);
  if (name === 'numeric') return typeof value === 'number' && numericMatches(value, given as readonly PlainData[]);
  if (name === 'exists') return given === true;
  return typeof value === 'string' && textMatches(name, given as string, value);
}

/** A value as one or more: lists within lists are one list. */
function valuesOf(value: PlainData | undefined): PlainData[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly PlainData[]).flatMap(valuesOf) : [value];
}

/** One condition against an attribute that may be a list, or absent. */
function conditionMatches(condition: PlainData, value: PlainData | undefined, edition: Edition): boolean {
  const exists = isPlainRecord(condition) ? condition.exists : undefined;
  const values = valuesOf(value);
  if (exists === false) return values.length === 0;
  if (values.length === 0) return false;
  // Once one element outside of the list was enough; today every element must lie outside of it.
  if (isPlainRecord(condition) && condition['anything-but'] !== undefined && edition === 'today') return values.every((each) => valueMatches(condition, each));
  return values.some((each) => valueMatches(condition, each));
}

/** A dot in a name is the same as an object inside: {"a.b": 1} and {"a": {"b": 1}}. */
function keyMatches(key: string, conditions: PlainData, properties: PlainRecord, edition: Edition): boolean {
  if (key === '$or' && Array.isArray(conditions)) return conditions.some((branch) => allMatch(branch as PlainRecord, properties, edition));
  const value = Object.hasOwn(properties, key) ? properties[key] : undefined;
  const within = (inner: PlainData | undefined, policy: PlainRecord) => valuesOf(inner).some((branch) => isPlainRecord(branch) && allMatch(policy, branch, edition));
  if (isPlainRecord(conditions)) {
    if (value !== undefined) return within(value, conditions);
    return Object.entries(conditions).every(([name, inner]) => (name === '$or' ? branchesMatch(key, inner!, properties, edition) : keyMatches(`${key}.${name}`, inner!, properties, edition)));
  }
  if (value === undefined) {
    for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
      const head = key.slice(0, dot);
      if (Object.hasOwn(properties, head)) return within(properties[head], { [key.slice(dot + 1)]: conditions });
    }
  }
  return (conditions as readonly PlainData[]).some((condition) => conditionMatches(condition, value, edition));
}

function branchesMatch(key: string, branches: PlainData, properties: PlainRecord, edition: Edition): boolean {
  return (branches as readonly PlainRecord[]).some((branch) => keyMatches(key, branch, properties, edition));
}

function allMatch(policy: PlainRecord, properties: PlainRecord, edition: Edition): boolean {
  return Object.entries(policy).every(([key, conditions]) => keyMatches(key, conditions!, properties, edition));
}

/** Whether a notification's attributes, or its body, satisfy a policy: every key, by at least one of its conditions. */
export function policyMatches(policy: FilterPolicy, properties: PlainRecord, edition: Edition): boolean {
  // Without any attribute nothing matches, not even the absence of one.
  if (Object.keys(properties).length === 0) return Object.keys(policy).length === 0;
  return allMatch(policy, properties, edition);
}
