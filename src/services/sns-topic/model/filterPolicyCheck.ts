/** What a filter policy may say: read token by token, so that the first thing that is wrong is named as AWS names it. */
import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord, type PlainData, type PlainRecord } from '../../../sim/plainData.ts';
import { JsonProblem, JsonTokens, sourceAt, type JsonToken } from './jsonTokens.ts';

export type FilterScope = 'MessageAttributes' | 'MessageBody';

export interface PolicyProblem {
  /** As AWS words it, without the place. */
  readonly what: string;
  /** The same with what AWS says before and after it. */
  readonly message: string;
}

const textOperators = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];
const oneKey = 'Only one key allowed in match expression';
const comparisons = ['=', '<', '<=', '>', '>='];

/** What is wrong with a policy's text; undefined when nothing is. */
export function filterPolicyProblem(text: string, scope: FilterScope, limits: Limits): PolicyProblem | undefined {
  try {
    const tokens = new JsonTokens(text);
    if (tokens.next() !== '{') throw tokens.problem('Filter is not an object');
    readObject(tokens, false);
    tokens.end();
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    const { message: what, line, column, syntax } = error;
    return { what, message: `FilterPolicy: ${syntax ? 'failed to parse JSON. ' : ''}${what}\n at ${sourceAt(line, column)}` };
  }
  const policy = JSON.parse(text) as PlainRecord;
  if (scope === 'MessageAttributes' && isNested(policy)) {
    const what = 'Filter policy scope MessageAttributes does not support nested filter policy';
    return { what, message: what };
  }
  const most = limits.number('sns.filter.max-keys');
  const told = (what: string) => ({ what, message: `FilterPolicy: ${what}` });
  if (Object.keys(policy).length > most) return told(`Filter policy can not have more than ${most} keys`);
  return combinationsOf(policy, 1) > limits.number('sns.filter.max-combinations') ? told('Filter policy is too complex') : undefined;
}

const branchesOf = (conditions: PlainData | undefined) => (conditions as readonly PlainRecord[] | undefined) ?? [];

function isNested(policy: PlainRecord): boolean {
  return Object.entries(policy).some(([key, conditions]) => (key === '$or' ? branchesOf(conditions).some(isNested) : isPlainRecord(conditions)));
}

/** Each list counts as often as it is deep; the branches of $or add up. */
function combinationsOf(policy: PlainRecord, depth: number): number {
  let combinations = 1;
  for (const [key, conditions] of Object.entries(policy)) {
    if (key === '$or') combinations *= branchesOf(conditions).reduce((sum, branch) => sum + combinationsOf(branch, depth), 0);
    else combinations *= isPlainRecord(conditions) ? combinationsOf(conditions, depth + 1) : (conditions as readonly PlainData[]).length * depth;
  }
  return combinations;
}

function readObject(tokens: JsonTokens, insideOr: boolean): void {
  let empty = true;
  while (tokens.next() !== '}') {
    empty = false;
    const { name } = tokens;
    if (name === '$or') {
      readOr(tokens);
      continue;
    }
    if (insideOr && [...textOperators, 'numeric', 'exists', 'anything-but', 'cidr'].includes(name)) throw tokens.problem(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    const token = tokens.next();
    if (token === '{') readObject(tokens, insideOr);
    else if (token === '[') readConditions(tokens);
    else throw tokens.problem(`"${name}" must be an object or an array`);
  }
  if (empty) throw tokens.problem('Empty objects are not allowed');
}

function readOr(tokens: JsonTokens): void {
  if (tokens.next() !== '[') throw tokens.problem('It must be an Array followed with $or.');
  let count = 0;
  for (let token = tokens.next(); token !== ']'; token = tokens.next()) {
    if (token !== '{') throw tokens.problem('Only JSON object is allowed in array of $or relationship.');
    readObject(tokens, true);
    count++;
  }
  if (count < 2) throw tokens.problem('There must have at least 2 Objects in $or relationship.');
}

function readConditions(tokens: JsonTokens): void {
  let empty = true;
  for (let token = tokens.next(); token !== ']'; token = tokens.next()) {
    empty = false;
    if (token === '{') readMatch(tokens);
    else if (token === '[') throw tokens.problem('Match value must be String, number, true, false, or null');
  }
  if (empty) throw tokens.problem('Empty arrays are not allowed');
}

/** One operator and what it takes, up to the end of its object. */
function readMatch(tokens: JsonTokens): void {
  if (tokens.next() !== 'name') throw tokens.problem('Match expression name not found');
  const { name } = tokens;
  if (name === 'numeric') {
    if (tokens.next() !== '[') throw tokens.problem('Value of numeric must be an array.');
    readNumeric(tokens);
  } else if (name === 'anything-but') readAnythingBut(tokens);
  else if (name === 'exists') {
    if (!['true', 'false'].includes(tokens.next())) throw tokens.problem('exists match pattern must be either true or false.');
  } else if (name === 'cidr') {
    // AWS's message names the wrong operator here.
    if (tokens.next() !== 'string') throw tokens.problem('prefix match pattern must be a string');
    const range = tokens.text();
    if (!parseCidr(range)) throw tokens.problem(range.split('/').length === 2 ? `Malformed IP address: ${range}` : "Malformed CIDR, one '/' required");
  } else if (textOperators.includes(name)) {
    if (tokens.next() !== 'string') throw tokens.problem(`${name} match pattern must be a string`);
    tokens.text();
  } else throw tokens.problem(`Unrecognized match type ${name}`);
  if (tokens.next() !== '}') throw tokens.problem(oneKey);
}

function readAnythingBut(tokens: JsonTokens): void {
  const token = tokens.next();
  if (token === '{') {
    if (tokens.next() !== 'name') throw tokens.problem('Anything-But expression name not found');
    if (tokens.name !== 'prefix') throw tokens.problem(`Unsupported anything-but pattern: ${tokens.name}`);
    if (tokens.next() !== 'string') throw tokens.problem('prefix match pattern must be a string');
    if (tokens.text() === '') throw tokens.problem('Null prefix not allowed');
    if (tokens.next() !== '}') throw tokens.problem(oneKey);
    return;
  }
  if (token === 'string' || token === 'number') return;
  if (token !== '[') throw tokens.problem('Value of anything-but must be an array or single string/number value.');
  const found = new Set<JsonToken>();
  for (let each = tokens.next(); each !== ']'; each = tokens.next()) {
    if (each !== 'string' && each !== 'number') throw tokens.problem('Inside anything but list, start|null|boolean is not supported.');
    found.add(each);
  }
  if (found.size !== 1) throw tokens.problem('Inside anything but list, either all values are number or string, mixed type is not supported');
}

function readNumeric(tokens: JsonTokens): void {
  if (tokens.next() !== 'string') throw tokens.problem(`Invalid member in numeric match: ${tokens.text()}`);
  const comparison = tokens.text();
  const value = tokens.next();
  if (!comparisons.includes(comparison)) throw tokens.problem(`Unrecognized numeric range operator: ${comparison}`);
  if (value !== 'number') throw tokens.problem(`Value of ${comparison === '=' ? 'equals' : comparison} must be numeric`);
  const bottom = Number(tokens.text());
  const more = tokens.next();
  if (more === ']') return;
  if (!comparison.startsWith('>')) throw tokens.problem('Too many elements in numeric expression');
  if (more !== 'string') throw tokens.problem(`Bad value in numeric range: ${tokens.text()}`);
  const upper = tokens.text();
  if (upper !== '<' && upper !== '<=') throw tokens.problem(`Bad numeric range operator: ${upper}`);
  if (tokens.next() !== 'number') throw tokens.problem(`Value of ${upper} must be numeric`);
  const top = Number(tokens.text());
  if (tokens.next() !== ']') throw tokens.problem('Too many terms in numeric range expression');
  if (bottom >= top) throw tokens.problem('Bottom must be less than top');
}

/** A plain IPv4 address as a number; undefined for anything else. */
export function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  const parts = match.slice(1).map(Number);
  return parts.every((part) => part <= 255) ? parts.reduce((sum, part) => sum * 256 + part, 0) : undefined;
}

export function parseCidr(text: string): { readonly from: number; readonly size: number } | undefined {
  const [address = '', bits = ''] = text.split('/');
  const from = parseAddress(address);
  if (from === undefined || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  return { from: from - (from % size), size };
}
