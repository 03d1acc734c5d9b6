/** Filter policies: which notifications a subscription wants, by attributes or by the body. */
import type { Edition } from '../../../aws/limits/index.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord, sayValue, type PlainData, type PlainRecord } from '../../../sim/plainData.ts';

export type FilterPolicy = PlainRecord;
export type FilterScope = 'MessageAttributes' | 'MessageBody';

const operators = ['prefix', 'suffix', 'anything-but', 'numeric', 'exists', 'equals-ignore-case', 'wildcard', 'cidr'] as const;
const comparisons = ['=', '<', '<=', '>', '>='];

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function numericProblem(given: PlainData | undefined): string | undefined {
  if (!Array.isArray(given) || (given.length !== 2 && given.length !== 4)) return 'numeric takes one or two pairs of a comparison and a number';
  for (let i = 0; i < given.length; i += 2) if (!comparisons.includes(given[i] as string) || typeof given[i + 1] !== 'number') return 'numeric takes one or two pairs of a comparison and a number';
  return undefined;
}

function anythingButProblem(given: PlainData | undefined): string | undefined {
  if (typeof given === 'string' || typeof given === 'number') return undefined;
  if (Array.isArray(given)) return given.length > 0 && given.every((value) => typeof value === 'string' || typeof value === 'number') ? undefined : 'anything-but takes texts or numbers';
  if (isPlainRecord(given) && Object.keys(given).length === 1 && ['prefix', 'suffix', 'wildcard', 'equals-ignore-case'].includes(Object.keys(given)[0]!)) return undefined;
  return 'anything-but takes texts, numbers, a prefix or a suffix';
}

/** What is wrong with one entry of a list of conditions. */
function conditionProblem(condition: PlainData): string | undefined {
  if (isScalar(condition)) return undefined;
  if (!isPlainRecord(condition) || Object.keys(condition).length !== 1) return `${sayValue(condition)} must be a value, or an object with one operator`;
  const [name] = Object.keys(condition) as [string];
  const given = condition[name];
  if (!(operators as readonly string[]).includes(name)) return `unknown operator "${name}"; known are ${operators.join(', ')}`;
  if (name === 'numeric') return numericProblem(given);
  if (name === 'anything-but') return anythingButProblem(given);
  if (name === 'exists') return typeof given === 'boolean' ? undefined : 'exists takes true or false';
  if (name === 'cidr') return typeof given === 'string' && parseCidr(given) !== undefined ? undefined : 'cidr takes a range such as 10.0.0.0/24';
  return typeof given === 'string' && given !== '' ? undefined : `${name} takes a text`;
}

function policyProblems(policy: PlainRecord, scope: FilterScope, path: string, problems: string[]): number {
  let combinations = 1;
  for (const [key, conditions] of Object.entries(policy)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (key === '$or' && Array.isArray(conditions)) {
      let sum = 0;
      if (conditions.length < 2 || !conditions.every(isPlainRecord)) problems.push(`${at}: $or takes two or more policies`);
      else for (const branch of conditions) sum += policyProblems(branch, scope, at, problems);
      combinations *= Math.max(1, sum);
    } else if (Array.isArray(conditions)) {
      if (conditions.length === 0) problems.push(`${at}: an empty list matches nothing`);
      for (const condition of conditions) {
        const problem = conditionProblem(condition as PlainData);
        if (problem) problems.push(`${at}: ${problem}`);
      }
      combinations *= Math.max(1, conditions.length);
    } else if (scope === 'MessageBody' && isPlainRecord(conditions)) combinations *= policyProblems(conditions, scope, at, problems);
    else problems.push(`${at}: must be a list of values and conditions`);
  }
  return combinations;
}

/** Checks a policy: all problems at once. */
export function parseFilterPolicy(raw: unknown, scope: FilterScope, limits: Limits): Result<FilterPolicy, readonly string[]> {
  if (!isPlainRecord(raw)) return fail(['must be an object of attribute names and lists']);
  const problems: string[] = [];
  const combinations = policyProblems(raw, scope, '', problems);
  const most = limits.number('sns.filter.max-combinations');
  if (combinations > most) problems.push(`has ${combinations} combinations of values; at most ${most} are allowed`);
  return problems.length > 0 ? fail(problems) : ok(raw);
}

/** A plain IPv4 address as a number; undefined for anything else. */
function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  const parts = match.slice(1).map(Number);
  return parts.every((part) => part <= 255) ? parts.reduce((sum, part) => sum * 256 + part, 0) : undefined;
}

function parseCidr(text: string): { readonly from: number; readonly size: number } | undefined {
  const [address = '', bits = ''] = text.split('/');
  const from = parseAddress(address);
  if (from === undefined || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  return { from: from - (from % size), size };
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

/** One condition against an attribute that may be a list, or absent. */
function conditionMatches(condition: PlainData, value: PlainData | undefined, edition: Edition): boolean {
  const exists = isPlainRecord(condition) ? condition.exists : undefined;
  const values = value === undefined || value === null ? (value === null ? [null] : []) : Array.isArray(value) ? (value as readonly PlainData[]) : [value];
  if (exists === false) return values.length === 0;
  if (values.length === 0) return false;
  // Once one element outside of the list was enough; today every element must lie outside of it.
  if (isPlainRecord(condition) && condition['anything-but'] !== undefined && edition === 'today') return values.every((each) => valueMatches(condition, each));
  return values.some((each) => valueMatches(condition, each));
}

/** Whether a notification's attributes, or its body, satisfy a policy: every key, by at least one of its conditions. */
export function policyMatches(policy: FilterPolicy, properties: PlainRecord, edition: Edition): boolean {
  // Without any attribute nothing matches, not even the absence of one.
  if (Object.keys(properties).length === 0) return Object.keys(policy).length === 0;
  return Object.entries(policy).every(([key, conditions]) => {
    if (key === '$or' && Array.isArray(conditions)) return conditions.some((branch) => policyMatches(branch as PlainRecord, properties, edition));
    const value = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (Array.isArray(conditions)) return conditions.some((condition) => conditionMatches(condition as PlainData, value, edition));
    const branches = Array.isArray(value) ? (value as readonly PlainData[]) : [value];
    return branches.some((branch) => isPlainRecord(branch) && policyMatches(conditions as PlainRecord, branch, edition));
  });
}
