/** GetItem, Query, Scan, DescribeTable, ListTables. */
import { GetItem, Query, Scan, segmentOf, type ScanResponse } from '../../services/dynamodb-table/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { mapOf, type AttributeMap } from './attributes.ts';
import { attributesIn, holds, project } from './evaluate.ts';
import { checkKeyValues, keyConditionOf, keyOf, keyPartsOf, readKey, type KeyCondition } from './keys.ts';
import { checkAttributesToGet, checkStyles, checkUsed, conditionOf, olderConditions, projectionOf, substitutesOf } from './parameters.ts';
import type { Condition, Path } from './syntax.ts';
import { allTables, calledTable, describeTable, isActive, isTableName, type Table } from './tables.ts';

const invalid = (message: string): never => refuse('ValidationException', message);

function consumed(input: ApiRecord, table: Table, units: number): ApiRecord {
  const asked = input.ReturnConsumedCapacity;
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return {};
  return { ConsumedCapacity: { TableName: table.name, CapacityUnits: units, ...(asked === 'INDEXES' ? { Table: { CapacityUnits: units } } : {}) } };
}

/** A table as data calls see it: it is not there until it is made. */
function activeTable(input: ApiRecord, world: World): Table {
  const table = calledTable(input, world);
  return isActive(table, world) ? table : refuse('ResourceNotFoundException', 'Requested resource not found');
}

/** Keys are no maps and no lists. */
function checkKeyPaths({ hashKey, rangeKey }: Table, paths: readonly Path[]): void {
  const nested = [hashKey, rangeKey].find((key) => paths.some((path) => path.length > 1 && path[0] === key?.name));
  if (nested) invalid(`Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: ${nested.name}`);
}

const getItem: Handler = (input, world) => {
  const key = input.Key as ApiRecord;
  checkStyles(input, ['ProjectionExpression'], ['AttributesToGet']);
  checkKeyValues(key, world);
  checkAttributesToGet(input);
  const substitutes = substitutesOf(input, world);
  const paths = projectionOf(input, substitutes);
  checkUsed(substitutes);
  const table = activeTable(input, world);
  const read = readKey(table, key, world);
  checkKeyPaths(table, paths ?? []);
  return world.call(table.node, GetItem, { key: read.key, ConsistentRead: input.ConsistentRead === true }, ({ item, units = 0 }): ApiRecord => {
    const whole = item && mapOf(item);
    return { ...(whole ? { Item: paths ? project(whole, paths) : whole } : {}), ...consumed(input, table, units) };
  });
};

interface Reading {
  readonly input: ApiRecord;
  readonly table: Table;
  readonly filter: Condition | undefined;
  readonly paths: readonly Path[] | undefined;
}

/** The page of a Query or Scan as the API gives it: filtered after it was read, and its last key where more may follow. */
function answer({ input, table, filter, paths }: Reading, { items, more = false, units = 0 }: ScanResponse): ApiRecord {
  const whole = items.map(([, item]) => mapOf(item));
  const found = filter ? whole.filter((item) => holds(filter, item)) : whole;
  const last = items.at(-1);
  return {
    ...(input.Select === 'COUNT' ? {} : { Items: found.map((item): AttributeMap => (paths ? project(item, paths) : item)) }),
    Count: found.length,
    ScannedCount: whole.length,
    ...(more && last ? { LastEvaluatedKey: keyOf(table, mapOf(last[1])) } : {}),
    ...consumed(input, table, units),
  };
}

function checkSelect(input: ApiRecord): void {
  const { Select: select } = input;
  const member = input.ProjectionExpression !== undefined ? 'ProjectionExpression' : input.AttributesToGet !== undefined ? 'AttributesToGet' : undefined;
  if (select === 'SPECIFIC_ATTRIBUTES' && !member) invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  if (select === 'ALL_PROJECTED_ATTRIBUTES') invalid('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  if (member && select === 'COUNT') invalid(`Cannot specify the ${member} when choosing to get only the Count`);
  if (member && select === 'ALL_ATTRIBUTES') invalid(`Cannot specify the ${member} when choosing to get ALL_ATTRIBUTES`);
}

const badStart = 'The provided starting key is invalid';

function noIndex(input: ApiRecord): void {
  if (input.IndexName !== undefined) invalid(`The table does not have the specified index: ${input.IndexName as string}`);
}

/** Comparisons that no key can be found by. */
const noKeyComparisons = ['NULL', 'NOT_NULL', 'NE', 'CONTAINS', 'NOT_CONTAINS', 'IN'];

function olderKeys(input: ApiRecord, world: World): Condition | undefined {
  const conditions = Object.values((input.KeyConditions ?? {}) as ApiRecord) as readonly ApiRecord[];
  const keys = olderConditions(input.KeyConditions, world);
  if (conditions.some(({ ComparisonOperator }) => noKeyComparisons.includes(ComparisonOperator as string))) invalid('Attempted conditional constraint is not an indexable operation');
  return keys ?? invalid('Conditions can be of length 1 or 2 only');
}

/** A Query begins where its condition lets it. */
function checkStart(start: ApiRecord, { allows, range }: KeyCondition): void {
  const allowed = allows(start as AttributeMap);
  if (allowed === 'outside the range') invalid('The provided starting key does not match the range key predicate');
  if (allowed === 'other partition') invalid(range ? 'The query can return at most one row and cannot be restarted' : 'The provided starting key is outside query boundaries based on provided conditions');
}

const query: Handler = (input, world) => {
  checkStyles(input, ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'], ['AttributesToGet', 'QueryFilter', 'ConditionalOperator', 'KeyConditions']);
  checkSelect(input);
  const olderFilter = olderConditions(input.QueryFilter, world, input.ConditionalOperator);
  checkAttributesToGet(input);
  const start = input.ExclusiveStartKey as ApiRecord | undefined;
  checkKeyValues(start, world, `${badStart}: `);
  if (input.KeyConditions === undefined && input.KeyConditionExpression === undefined) return invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  const substitutes = substitutesOf(input, world);
  const expressed = conditionOf('KeyConditionExpression', input.KeyConditionExpression, substitutes);
  const filter = conditionOf('FilterExpression', input.FilterExpression, substitutes) ?? olderFilter;
  const paths = projectionOf(input, substitutes);
  checkUsed(substitutes);
  const parts = keyPartsOf(expressed ?? olderKeys(input, world)!);
  const table = activeTable(input, world);
  noIndex(input);
  const after = start && readKey(table, start, world, { others: badStart, prefix: '' });
  const keys = keyConditionOf(table, parts);
  if (start) checkStart(start, keys);
  checkKeyPaths(table, paths ?? []);
  const inFilter = filter && attributesIn(filter).find((name) => name === table.hashKey.name || name === table.rangeKey?.name);
  if (inFilter !== undefined) return invalid(`${olderFilter ? 'QueryFilter' : 'Filter Expression'} can only contain non-primary key attributes: Primary key attribute: ${inFilter}`);
  const page = { limit: input.Limit as number | undefined, after, backward: input.ScanIndexForward === false };
  const request = { attribute: table.hashKey.name, equals: keys.equals, range: keys.range, sortedBy: table.rangeKey?.name, ConsistentRead: input.ConsistentRead === true, page };
  return world.call(table.node, Query, request, (response) => answer({ input, table, filter, paths }, response));
};

/** The part of the table that a parallel Scan asks for. */
function segmentIn(input: ApiRecord): { readonly number: number; readonly of: number } | undefined {
  const [segment, total] = [input.Segment as number | undefined, input.TotalSegments as number | undefined];
  if (segment === undefined && total === undefined) return undefined;
  if (total === undefined) return invalid('The TotalSegments parameter is required but was not present in the request when Segment parameter is present');
  if (segment === undefined) return invalid('The Segment parameter is required but was not present in the request when parameter TotalSegments is present');
  if (segment >= total) return invalid(`The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`);
  return { number: segment, of: total };
}

const scan: Handler = (input, world) => {
  checkStyles(input, ['ProjectionExpression', 'FilterExpression'], ['AttributesToGet', 'ScanFilter', 'ConditionalOperator']);
  checkSelect(input);
  checkAttributesToGet(input);
  const olderFilter = olderConditions(input.ScanFilter, world, input.ConditionalOperator);
  const start = input.ExclusiveStartKey as ApiRecord | undefined;
  checkKeyValues(start, world, `${badStart}: `);
  const segment = segmentIn(input);
  const substitutes = substitutesOf(input, world);
  const filter = conditionOf('FilterExpression', input.FilterExpression, substitutes) ?? olderFilter;
  const paths = projectionOf(input, substitutes);
  checkUsed(substitutes);
  const table = activeTable(input, world);
  noIndex(input);
  const after = start && readKey(table, start, world, { others: `${badStart}: The provided key element does not match the schema`, prefix: `${badStart}: ` });
  if (after && segment && segmentOf(after.key, segment.of) !== segment.number) return invalid(`${badStart}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${segment.of} Segment: ${segment.number}`);
  checkKeyPaths(table, paths ?? []);
  return world.call(table.node, Scan, { ConsistentRead: input.ConsistentRead === true, page: { limit: input.Limit as number | undefined, after, segment } }, (response) => answer({ input, table, filter, paths }, response));
};

const listTables: Handler = (input: ApiRecord, world: World) => {
  const after = input.ExclusiveStartTableName as string | undefined;
  if (after !== undefined && !isTableName(after)) return invalid(`ExclusiveStartTableName ${after} is no name of a table`);
  const rest = allTables(world).map(({ name }) => name).filter((name) => after === undefined || name > after);
  const names = rest.slice(0, (input.Limit as number | undefined) ?? world.simulation.limits.number('dynamodb.list.default-page'));
  return { TableNames: names, ...(rest.length > names.length ? { LastEvaluatedTableName: names.at(-1) } : {}) };
};

export const readHandlers: Readonly<Record<string, Handler>> = {
  GetItem: getItem,
  Query: query,
  Scan: scan,
  DescribeTable: (input, world) => ({ Table: describeTable(calledTable(input, world, (name) => `Requested resource not found: Table: ${name} not found`), world) }),
  ListTables: listTables,
};
