/** Keys: of an item that a call names, and the condition on keys of a Query. */
import { keyText, type KeyValue, type RangeCondition } from '../../services/dynamodb-table/model/operations.ts';
import { base64Size } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { attributeProblem, sameAttribute, typeOf, type Attribute, type AttributeMap } from './attributes.ts';
import { neighbour, roundedBy, sameNumberText } from './decimals.ts';
import { holds } from './evaluate.ts';
import type { Condition, Operand } from './syntax.ts';
import type { KeyAttribute, Table } from './tables.ts';

const mismatch = 'The provided key element does not match the schema';
const invalid = (message: string): never => refuse('ValidationException', message);

/** Refuses values of a key that are none, before anybody looks at the table. */
export function checkKeyValues(given: ApiRecord | undefined, world: World, prefix = ''): void {
  for (const value of Object.values(given ?? {})) {
    const problem = attributeProblem(value, world.simulation.limits);
    if (problem !== undefined) invalid(prefix + problem);
  }
}

/**
 * As the table keeps it. SIMPLIFIED: a table keeps numbers as doubles, and bytes as their base64 text. A number that is no double is no
 * item's key: it stays a text, which no item has for a key.
 */
function kept(value: Attribute): KeyValue {
  const { N } = value as { readonly N?: string };
  if (N === undefined) return (value.S ?? value.B) as string;
  return roundedBy(N) === 0 ? Number(N) : sameNumberText(N);
}

/** A value near enough to say where a page begins. */
const near = (value: Attribute): KeyValue => (value.N === undefined ? kept(value) : Number(value.N));

export interface ReadKey {
  /** Under which the table keeps the item. */
  readonly key: string;
  readonly range: KeyValue | undefined;
}

function checkSize(value: Attribute, isHash: boolean, { simulation: { limits } }: World): void {
  const bytes = value.N === undefined ? (value.B === undefined ? utf8Bytes(value.S as string).length : base64Size(value.B as string)) : 0;
  const [hashBytes, rangeBytes] = [limits.bytes('dynamodb.key.max-hash-bytes'), limits.bytes('dynamodb.key.max-range-bytes')];
  // AWS leaves the blank out here.
  if (isHash && bytes > hashBytes) invalid(`One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of${hashBytes} bytes`);
  if (!isHash && bytes > rangeBytes) invalid(`One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of ${rangeBytes} bytes`);
}

/** Reads a Key or ExclusiveStartKey of exactly the table's attributes and types; `starting` says what a start key of other attributes is told. */
export function readKey({ hashKey, rangeKey }: Table, given: ApiRecord, world: World, starting: { readonly others: string; readonly prefix: string } = { others: mismatch, prefix: '' }): ReadKey {
  const schema = rangeKey ? [hashKey, rangeKey] : [hashKey];
  if (Object.keys(given).length !== schema.length || schema.some(({ name }) => !Object.hasOwn(given, name))) return invalid(starting.others);
  const values = schema.map(({ name, type }) => {
    const value = given[name] as Attribute;
    if (typeOf(value) !== type) return invalid(starting.prefix + mismatch);
    if (value[type] === '') return invalid(`One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === 'B' ? 'binary' : 'string'} value. Key: ${name}`);
    checkSize(value, name === hashKey.name, world);
    return value;
  });
  const [hash, range] = values;
  return { key: keyText(kept(hash!), range && kept(range)), range: range && near(range) };
}

/** The key of an item in an answer. */
export function keyOf({ hashKey, rangeKey }: Table, item: AttributeMap): AttributeMap {
  return Object.fromEntries((rangeKey ? [hashKey, rangeKey] : [hashKey]).flatMap(({ name }) => (item[name] ? [[name, item[name]]] : [])));
}

const keyOperators: Readonly<Record<string, string>> = { or: 'OR', not: 'NOT', in: 'IN' };

function parts(condition: Condition): Condition[] {
  if (condition.kind === 'and') return [...parts(condition.left), ...parts(condition.right)];
  const operator = keyOperators[condition.kind] ?? (condition.kind === 'compare' && condition.operator === '<>' ? '<>' : condition.kind === 'call' && condition.name !== 'begins_with' ? condition.name : undefined);
  return operator === undefined ? [condition] : invalid(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

const turned: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=' };

/** A condition on one attribute. */
export interface KeyPart {
  readonly name: string;
  readonly operator: RangeCondition['operator'];
  readonly values: readonly Attribute[];
}

function keyPart(condition: Condition): KeyPart {
  const broken = (what: string) => invalid(`Invalid condition in KeyConditionExpression: ${what}`);
  const [operator, operands] = operandsOf(condition);
  if (operands.some(({ kind }) => kind === 'size')) return invalid('KeyConditionExpressions cannot contain nested operations');
  if (condition.kind !== 'compare' && operands[0]!.kind !== 'path') return broken(`${condition.kind === 'between' ? 'BETWEEN' : operator} operator must have the key attribute as its first operand`);
  const paths = operands.flatMap((operand) => (operand.kind === 'path' ? [operand.path] : []));
  if (paths.length > 1) return broken('Multiple attribute names used in one condition');
  if (paths.length === 0) return broken('No key attribute specified');
  if (paths[0]!.length > 1) return invalid('KeyConditionExpressions cannot have conditions on nested attributes');
  const values = operands.flatMap((operand) => (operand.kind === 'value' ? [operand.value] : []));
  return { name: String(paths[0]![0]), operator: (operands[0]!.kind === 'path' ? operator : turned[operator]!) as KeyPart['operator'], values };
}

function operandsOf(condition: Condition): readonly [operator: string, operands: readonly Operand[]] {
  switch (condition.kind) {
    case 'compare':
      return [condition.operator, [condition.left, condition.right]];
    case 'between':
      return ['between', [condition.of, condition.low, condition.high]];
    case 'call':
      return [condition.name, condition.operands];
    default:
      throw new Error(`${condition.kind} is no condition on a key`);
  }
}

/** What a key condition says of each attribute: one or two of them, each once. */
export function keyPartsOf(condition: Condition): readonly KeyPart[] {
  const all = parts(condition).map(keyPart);
  if (new Set(all.map(({ name }) => name)).size < all.length) return invalid('KeyConditionExpressions must only contain one condition per key');
  return all.length > 2 ? invalid('Conditions can be of length 1 or 2 only') : all;
}

export interface KeyCondition {
  readonly equals: KeyValue;
  readonly range: RangeCondition | undefined;
  /** Whether an item with these keys meets the condition. */
  allows(start: AttributeMap): 'yes' | 'other partition' | 'outside the range';
}

/** A key condition on the keys of a table. */
export function keyConditionOf({ hashKey, rangeKey }: Table, all: readonly KeyPart[]): KeyCondition {
  const of = (key: KeyAttribute | undefined) => all.find(({ name }) => name === key?.name);
  const [hash, range] = [of(hashKey), of(rangeKey)];
  if (!rangeKey && all.length > 1) return invalid('Query key condition not supported');
  for (const [key, found] of [[hashKey, hash], [rangeKey, range]] as const) {
    if (!key) continue;
    if (!found) {
      if (key === hashKey || all.length > 1) return invalid(`Query condition missed key schema element: ${key.name}`);
    } else if (found.values.some((value) => typeOf(value) !== key.type)) return invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
    else if (key === hashKey && found.operator !== '=') return invalid('Query key condition not supported');
  }
  return {
    equals: kept(hash!.values[0]!),
    range: range && rangeKey && rangeCondition(rangeKey, range),
    allows(start) {
      if (range && rangeKey && !meets(start[rangeKey.name]!, range)) return 'outside the range';
      return sameAttribute(start[hashKey.name]!, hash!.values[0]!) ? 'yes' : 'other partition';
    },
  };
}

/** Bounds between two doubles, moved to the one that says the same of every double. */
function rangeCondition({ name, type }: KeyAttribute, { operator, values }: KeyPart): RangeCondition {
  const as = (bound: Attribute, lower: boolean): KeyValue => {
    if (type !== 'N') return kept(bound);
    const [text, value] = [bound.N as string, Number(bound.N)];
    const by = roundedBy(text);
    if (by === 0 || (lower ? by > 0 : by < 0)) return value;
    return neighbour(value, lower ? 1 : -1);
  };
  const exact = type !== 'N' || roundedBy(values[0]!.N as string) === 0;
  switch (operator) {
    case 'between':
      return { attribute: name, operator, values: [as(values[0]!, true), as(values[1]!, false)] };
    case '<':
    case '<=':
      return { attribute: name, operator: exact ? operator : '<=', values: [as(values[0]!, false)] };
    case '>':
    case '>=':
      return { attribute: name, operator: exact ? operator : '>=', values: [as(values[0]!, true)] };
    default:
      return { attribute: name, operator, values: [kept(values[0]!)] };
  }
}

function meets(value: Attribute, { operator, values }: KeyPart): boolean {
  const operands = values.map((each): Operand => ({ kind: 'value', value: each }));
  const left: Operand = { kind: 'value', value };
  if (operator === 'between') return holds({ kind: 'between', of: left, low: operands[0]!, high: operands[1]! }, {});
  if (operator === 'begins_with') return holds({ kind: 'call', name: operator, operands: [left, operands[0]!] }, {});
  return holds({ kind: 'compare', operator, left, right: operands[0]! }, {});
}
