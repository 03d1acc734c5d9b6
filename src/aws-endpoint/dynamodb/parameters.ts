/** What GetItem, Query and Scan take alike: names and values of expressions, projections, filters, older parameters. */
import { refuse } from '../apiError.ts';
import type { ApiRecord, ApiValue } from '../values.ts';
import { checkAttribute, listOf, typeOf, type Attribute } from './attributes.ts';
import { ExpressionReader, type Comparator, type Condition, type Operand, type Path, type Substitutes } from './syntax.ts';

const invalid = (message: string): never => refuse('ValidationException', message);

/** Older parameters and expressions do not go together. */
function checkStyles(input: ApiRecord): void {
  const present = (names: readonly string[]) => names.filter((name) => input[name] !== undefined);
  const older = present(['AttributesToGet', 'QueryFilter', 'ScanFilter', 'ConditionalOperator', 'KeyConditions']);
  const newer = present(['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression']);
  if (older.length > 0 && newer.length > 0) invalid(`Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${older.join(', ')}} Expression parameters: {${newer.join(', ')}}`);
}

/** Reads and checks names and values; `expressions` are the members of this operation that may use values. */
export function substitutesOf(input: ApiRecord, expressions: readonly string[]): Substitutes {
  checkStyles(input);
  const names = (input.ExpressionAttributeNames ?? {}) as ApiRecord;
  const values = (input.ExpressionAttributeValues ?? {}) as ApiRecord;
  const any = [...expressions, 'ProjectionExpression'].some((name) => input[name] !== undefined);
  if (input.ExpressionAttributeNames !== undefined) {
    if (!any) invalid('ExpressionAttributeNames can only be specified when using expressions');
    if (Object.keys(names).length === 0) invalid('ExpressionAttributeNames must not be empty');
    for (const [key, value] of Object.entries(names)) {
      if (!/^#[A-Za-z0-9_]+$/.test(key)) invalid(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${key}"`);
      if (typeof value !== 'string' || value === '') invalid(`ExpressionAttributeNames contains invalid value: Empty attribute name for key ${key}`);
    }
  }
  if (input.ExpressionAttributeValues !== undefined) {
    if (!expressions.some((name) => input[name] !== undefined)) invalid(`ExpressionAttributeValues can only be specified when using expressions: ${expressions.join(' and ')} ${expressions.length === 1 ? 'is' : 'are'} null`);
    if (Object.keys(values).length === 0) invalid('ExpressionAttributeValues must not be empty');
    for (const [key, value] of Object.entries(values)) {
      if (!/^:[A-Za-z0-9_]+$/.test(key)) invalid(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${key}"`);
      checkAttribute(value, 'ExpressionAttributeValues contains invalid value: ', ` for key ${key}`);
    }
  }
  return { names, values, usedNames: new Set(), usedValues: new Set() };
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
  if (input.AttributesToGet === undefined) return undefined;
  const names = listOf<string>(input.AttributesToGet);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return invalid(`One or more parameter values were invalid: Duplicate value in attribute name: ${twice}`);
  return names.map((name) => [name]);
}

const comparators: Readonly<Record<string, Comparator>> = { EQ: '=', NE: '<>', LE: '<=', LT: '<', GE: '>=', GT: '>' };
const countOf: Readonly<Record<string, number>> = { BETWEEN: 2, NULL: 0, NOT_NULL: 0 };

function olderCondition(name: string, given: ApiRecord): Condition {
  const operator = given.ComparisonOperator as string;
  const values = listOf<Attribute>(given.AttributeValueList);
  for (const value of values) checkAttribute(value, 'One or more parameter values were invalid: ');
  const wanted = countOf[operator] ?? 1;
  if (operator === 'IN' ? values.length < 1 : values.length !== wanted) return invalid(`One or more parameter values were invalid: Invalid number of argument(s) for the ${operator} ComparisonOperator`);
  const left: Operand = { kind: 'path', path: [name] };
  const operands = values.map((value): Operand => ({ kind: 'value', value }));
  const scalars = ['S', 'N', 'B'];
  if (['LE', 'LT', 'GE', 'GT', 'BETWEEN', 'BEGINS_WITH', 'IN'].includes(operator) && values.some((value) => !scalars.includes(typeOf(value)))) return invalid(`One or more parameter values were invalid: ComparisonOperator ${operator} is not valid for ${typeOf(values[0]!)} AttributeValue type`);
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
export function olderConditions(given: ApiValue | undefined, operator: unknown = 'AND'): Condition | undefined {
  if (given === undefined) return undefined;
  let whole: Condition | undefined;
  for (const [name, condition] of Object.entries(given as ApiRecord)) {
    const next = olderCondition(name, (condition ?? {}) as ApiRecord);
    whole = whole ? { kind: operator === 'OR' ? 'or' : 'and', left: whole, right: next } : next;
  }
  return whole;
}
