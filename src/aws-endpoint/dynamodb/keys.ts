/** Keys: of an item that a call names, and the condition on keys of a Query. */
import { keyText, type KeyValue, type RangeCondition } from '../../services/dynamodb-table/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import { checkAttribute, compareAttributes, shownAttribute, typeOf, type Attribute, type AttributeMap } from './attributes.ts';
import type { Condition, Operand } from './syntax.ts';
import type { KeyAttribute, Table } from './tables.ts';

const mismatch = 'The provided key element does not match the schema';
const invalid = (message: string): never => refuse('ValidationException', message);

/** As the table keeps it. SIMPLIFIED: a key of bytes is kept as its base64 text. */
function plain(value: Attribute): KeyValue {
  return value.N !== undefined ? Number(value.N) : ((value.S ?? value.B) as string);
}

export interface ReadKey {
  /** Under which the table keeps the item. */
  readonly key: string;
  readonly range: KeyValue | undefined;
}

/** Reads a Key or ExclusiveStartKey of exactly the table's attributes and types. */
export function readKey({ hashKey, rangeKey }: Table, given: ApiRecord, starting = false): ReadKey {
  const prefix = starting ? 'The provided starting key is invalid: ' : '';
  for (const value of Object.values(given)) checkAttribute(value, `${prefix}One or more parameter values were invalid: `);
  const schema = rangeKey ? [hashKey, rangeKey] : [hashKey];
  if (Object.keys(given).length !== schema.length) return invalid(starting ? "Exclusive Start Key must have same size as table's key schema" : `The number of conditions on the keys is invalid: Key must name ${schema.map(({ name }) => name).join(' and ')}`);
  const values = schema.map(({ name, type }) => {
    const value = Object.hasOwn(given, name) ? (given[name] as Attribute) : undefined;
    if (!value || typeOf(value) !== type) return invalid(prefix + mismatch);
    if (value[type] === '') return invalid(`One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === 'B' ? 'binary' : 'string'} value. Key: ${name}`);
    return plain(value);
  });
  return { key: keyText(values[0]!, values[1]), range: values[1] };
}

/** The key of an item in an answer. */
export function keyOf({ hashKey, rangeKey }: Table, item: AttributeMap): AttributeMap {
  return Object.fromEntries((rangeKey ? [hashKey, rangeKey] : [hashKey]).flatMap(({ name }) => (item[name] ? [[name, item[name]]] : [])));
}

export interface KeyCondition {
  readonly equals: KeyValue;
  readonly range: RangeCondition | undefined;
}

function parts(condition: Condition): Condition[] {
  if (condition.kind === 'and') return [...parts(condition.left), ...parts(condition.right)];
  if (condition.kind === 'or' || condition.kind === 'not') return invalid(`Invalid operator used in KeyConditionExpression: ${condition.kind.toUpperCase()}`);
  if (condition.kind === 'in') return invalid('Invalid operator used in KeyConditionExpression: IN');
  if (condition.kind === 'compare' && condition.operator === '<>') return invalid('Invalid operator used in KeyConditionExpression: <>');
  if (condition.kind === 'call' && condition.name !== 'begins_with') return invalid(`Invalid operator used in KeyConditionExpression: ${condition.name}`);
  return [condition];
}

const turned: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=' };

function simple(condition: Condition): { readonly name: string; readonly operator: RangeCondition['operator']; readonly values: readonly Attribute[] } {
  const name = (operand: Operand | undefined): string => {
    if (operand?.kind !== 'path') return invalid('Invalid condition in KeyConditionExpression: one operand must be a key attribute');
    if (operand.path.length > 1) return invalid('KeyConditionExpressions cannot have conditions on nested attributes');
    return String(operand.path[0]);
  };
  const value = (operand: Operand | undefined): Attribute => (operand?.kind === 'value' ? operand.value : invalid('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition'));
  switch (condition.kind) {
    case 'compare':
      if (condition.left.kind === 'path') return { name: name(condition.left), operator: condition.operator as RangeCondition['operator'], values: [value(condition.right)] };
      return { name: name(condition.right), operator: turned[condition.operator] as RangeCondition['operator'], values: [value(condition.left)] };
    case 'between': {
      const [low, high] = [value(condition.low), value(condition.high)];
      if ((compareAttributes(low, high) ?? 0) > 0) return invalid(`Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: ${shownAttribute(low)}, upper bound operand: ${shownAttribute(high)}`);
      return { name: name(condition.of), operator: 'between', values: [low, high] };
    }
    case 'call':
      return { name: name(condition.operands[0]), operator: 'begins_with', values: [value(condition.operands[1])] };
    default:
      return invalid('Invalid condition in KeyConditionExpression');
  }
}

/** What a Query's key condition says of the two keys. */
export function keyConditionOf({ hashKey, rangeKey }: Table, condition: Condition): KeyCondition {
  const all = parts(condition).map(simple);
  const of = (key: KeyAttribute) => all.filter(({ name }) => name === key.name);
  const hashes = of(hashKey);
  const ranges = rangeKey ? of(rangeKey) : [];
  if (hashes.length > 1 || ranges.length > 1) return invalid('KeyConditionExpressions must only contain one condition per key');
  const [hash, range] = [hashes[0], ranges[0]];
  if (!hash) return invalid(`Query condition missed key schema element: ${hashKey.name}`);
  if (all.length > 2) return invalid('Conditions can be of length 1 or 2 only');
  if (all.length > 1 && !range) return invalid(`Query condition missed key schema element: ${rangeKey?.name ?? all.find(({ name }) => name !== hashKey.name)!.name}`);
  if (hash.operator !== '=') return invalid('Query key condition not supported');
  for (const [key, found] of [[hashKey, hash], [rangeKey, range]] as const) {
    if (found && key && found.values.some((value) => typeOf(value) !== key.type)) return invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
  }
  return { equals: plain(hash.values[0]!), range: range && rangeKey ? { attribute: rangeKey.name, operator: range.operator, values: range.values.map(plain) } : undefined };
}
