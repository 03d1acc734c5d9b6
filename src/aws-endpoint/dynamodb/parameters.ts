/** What GetItem, Query and Scan take alike: names and values of expressions, projections, filters, older parameters. */
import type { Limits } from '../../sim/limits.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord, ApiValue } from '../values.ts';
import type { World } from '../world.ts';
import { attributeProblem, compareAttributes, listOf, typeOf, type Attribute } from './attributes.ts';
import { ExpressionReader, type Comparator, type Condition, type Operand, type Path, type Substitutes } from './syntax.ts';

const invalid = (message: string): never => refuse('ValidationException', message);

const valued = (expressions: readonly string[]) => expressions.filter((name) => name !== 'ProjectionExpression');
const given = (input: ApiRecord, names: readonly string[]) => names.filter((name) => input[name] !== undefined);

/** Older parameters and expressions do not go together; names and values of expressions need some. */
export function checkStyles(input: ApiRecord, expressions: readonly string[], older: readonly string[]): void {
  const newer = given(input, expressions);
  // A Query may have its older condition on the keys beside a newer filter.
  const found = given(input, older).filter((name) => name !== 'KeyConditions' || input.KeyConditionExpression !== undefined);
  if (newer.length > 0 && found.length > 0) invalid(`Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${found.join(', ')}} Expression parameters: {${newer.join(', ')}}`);
  if (input.ExpressionAttributeNames !== undefined && newer.length === 0) invalid('ExpressionAttributeNames can only be specified when using expressions');
  const values = valued(expressions);
  if (input.ExpressionAttributeValues !== undefined && given(input, values).length === 0) invalid(`ExpressionAttributeValues can only be specified when using expressions: ${values.join(' and ')} ${values.length === 1 ? 'is' : 'are'} null`);
}

/** Reads and checks names and values of expressions. */
export function substitutesOf(input: ApiRecord, { simulation: { limits } }: World): Substitutes {
  const names = (input.ExpressionAttributeNames ?? {}) as ApiRecord;
  const values = (input.ExpressionAttributeValues ?? {}) as ApiRecord;
  if (input.ExpressionAttributeNames !== undefined) {
    if (Object.keys(names).length === 0) invalid('ExpressionAttributeNames must not be empty');
    for (const [key, value] of Object.entries(names)) {
      if (!/^#[A-Za-z0-9_]+$/.test(key)) invalid(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${key}"`);
      if (typeof value !== 'string' || value === '') invalid(`ExpressionAttributeNames contains invalid value: Empty attribute name for key ${key}`);
    }
  }
  if (input.ExpressionAttributeValues !== undefined) {
    if (Object.keys(values).length === 0) invalid('ExpressionAttributeValues must not be empty');
    const odd = Object.keys(values).find((key) => !/^:[A-Za-z0-9_]+$/.test(key));
    if (odd !== undefined) invalid(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${odd}"`);
    for (const [key, value] of Object.entries(values)) {
      const problem = attributeProblem(value, limits);
      if (problem !== undefined) invalid(`ExpressionAttributeValues contains invalid value: ${problem} for key ${key}`);
    }
  }
  return { names, values, usedNames: new Set(), usedValues: new Set(), limits };
}

/** Refuses names and values that no expression has used. */
export function checkUsed({ names, values, usedNames, usedValues }: Substitutes): void {
  const left = (all: ApiRecord, used: ReadonlySet<string>) => Object.keys(all).filter((key) => !used.has(key));
  const [unusedNames, unusedValues] = [left(names, usedNames), left(values, usedValues)];
  if (unusedNames.length > 0) invalid(`Value provided in ExpressionAttributeNames unused in expressions: keys: {${unusedNames.join(', ')}}`);
  if (unusedValues.length > 0) invalid(`Value provided in ExpressionAttributeValues unused in expressions: keys: {${unusedValues.join(', ')}}`);
}

export function conditionOf(what: string, text: ApiValue | undefined, substitutes: Substitutes): Condition | undefined {
  return text === undefined ? undefined : new ExpressionReader(what, text as string, substitutes).condition();
}

/** Paths of the answer; undefined for whole items. */
export function projectionOf(input: ApiRecord, substitutes: Substitutes): readonly Path[] | undefined {
  if (input.ProjectionExpression !== undefined) return new ExpressionReader('ProjectionExpression', input.ProjectionExpression as string, substitutes).projection();
  return input.AttributesToGet === undefined ? undefined : listOf<string>(input.AttributesToGet).map((name) => [name]);
}

export function checkAttributesToGet({ AttributesToGet }: ApiRecord): void {
  const names = listOf<string>(AttributesToGet);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) invalid(`One or more parameter values were invalid: Duplicate value in attribute name: ${twice}`);
}

const comparators: Readonly<Record<string, Comparator>> = { EQ: '=', NE: '<>', LE: '<=', LT: '<', GE: '>=', GT: '>' };
const countOf: Readonly<Record<string, number>> = { BETWEEN: 2, NULL: 0, NOT_NULL: 0 };
const scalars = ['S', 'N', 'B'];
/** Types that a comparison takes; the others take any. */
const typesOf: Readonly<Record<string, readonly string[]>> = { LE: scalars, LT: scalars, GE: scalars, GT: scalars, CONTAINS: scalars, NOT_CONTAINS: scalars, IN: scalars, BETWEEN: scalars, BEGINS_WITH: ['S', 'B'] };

function checkValues(operator: string, values: readonly Attribute[], limits: Limits): void {
  for (const value of values) {
    const problem = attributeProblem(value, limits);
    if (problem !== undefined) return invalid(problem);
  }
  if (operator === 'IN' ? values.length < 1 : values.length !== (countOf[operator] ?? 1)) return invalid(`One or more parameter values were invalid: Invalid number of argument(s) for the ${operator} ComparisonOperator`);
  if (values.some((value) => typeOf(value) !== typeOf(values[0]!))) return invalid('One or more parameter values were invalid: AttributeValues inside AttributeValueList must be of same type');
  const odd = values.find((value) => typesOf[operator] && !typesOf[operator].includes(typeOf(value)));
  if (odd) return invalid(`One or more parameter values were invalid: ComparisonOperator ${operator} is not valid for ${typeOf(odd)} AttributeValue type`);
  if (operator === 'BETWEEN' && compareAttributes(values[0]!, values[1]!)! > 0) invalid('The BETWEEN condition was provided a range where the lower bound is greater than the upper bound');
}

function olderCondition(name: string, condition: ApiRecord, limits: Limits): Condition {
  const operator = condition.ComparisonOperator as string;
  const values = listOf<Attribute>(condition.AttributeValueList);
  checkValues(operator, values, limits);
  const left: Operand = { kind: 'path', path: [name] };
  const operands = values.map((value): Operand => ({ kind: 'value', value }));
  const call = (called: string, operandsOf: readonly Operand[]): Condition => ({ kind: 'call', name: called, operands: operandsOf });
  switch (operator) {
    case 'BETWEEN':
      return { kind: 'between', of: left, low: operands[0]!, high: operands[1]! };
    case 'IN':
      return { kind: 'in', of: left, list: operands };
    case 'NULL':
      return call('attribute_not_exists', [left]);
    case 'NOT_NULL':
      return call('attribute_exists', [left]);
    case 'CONTAINS':
      return call('contains', [left, operands[0]!]);
    case 'NOT_CONTAINS':
      return { kind: 'and', left: call('attribute_exists', [left]), right: { kind: 'not', of: call('contains', [left, operands[0]!]) } };
    case 'BEGINS_WITH':
      return call('begins_with', [left, operands[0]!]);
    default:
      return { kind: 'compare', operator: comparators[operator]!, left, right: operands[0]! };
  }
}

/** The conditions of an older parameter (KeyConditions, QueryFilter, ScanFilter), joined. */
export function olderConditions(conditions: ApiValue | undefined, { simulation: { limits } }: World, operator: unknown = 'AND'): Condition | undefined {
  if (conditions === undefined) return undefined;
  let whole: Condition | undefined;
  for (const [name, condition] of Object.entries(conditions as ApiRecord)) {
    const next = olderCondition(name, (condition ?? {}) as ApiRecord, limits);
    whole = whole ? { kind: operator === 'OR' ? 'or' : 'and', left: whole, right: next } : next;
  }
  return whole;
}
