/** GetItem, Query, Scan, DescribeTable, ListTables. */
import { GetItem, Query, Scan, type ScanResponse } from '../../services/dynamodb-table/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { mapOf, type AttributeMap } from './attributes.ts';
import { attributesIn, holds, project } from './evaluate.ts';
import { keyConditionOf, keyOf, readKey } from './keys.ts';
import { checkUsed, conditionOf, olderConditions, projectionOf, substitutesOf } from './parameters.ts';
import type { Condition, Path } from './syntax.ts';
import { allTables, calledTable, describeTable, isTableName, type Table } from './tables.ts';

const invalid = (message: string): never => refuse('ValidationException', message);

function consumed(input: ApiRecord, table: Table, units: number): ApiRecord {
  const asked = input.ReturnConsumedCapacity;
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return {};
  return { ConsumedCapacity: { TableName: table.name, CapacityUnits: units, ...(asked === 'INDEXES' ? { Table: { CapacityUnits: units } } : {}) } };
}

const getItem: Handler = (input, world) => {
  const substitutes = substitutesOf(input, []);
  const paths = projectionOf(input, substitutes);
  checkUsed(substitutes);
  const table = calledTable(input, world);
  const { key } = readKey(table, input.Key as ApiRecord);
  return world.call(table.node, GetItem, { key, ConsistentRead: input.ConsistentRead === true }, ({ item, units = 0 }): ApiRecord => {
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
function answer({ input, table, filter, paths }: Reading, { items, more = false, units = 0 }: ScanResponse, mine: (key: string) => boolean = () => true): ApiRecord {
  const whole = items.filter(([key]) => mine(key)).map(([, item]) => mapOf(item));
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

function page(input: ApiRecord, table: Table) {
  const start = input.ExclusiveStartKey as ApiRecord | undefined;
  return { limit: input.Limit as number | undefined, after: start && readKey(table, start, true) };
}

function noIndex(input: ApiRecord): void {
  if (input.IndexName !== undefined) invalid(`The table does not have the specified index: ${input.IndexName as string}`);
}

const query: Handler = (input, world) => {
  checkSelect(input);
  const substitutes = substitutesOf(input, ['FilterExpression', 'KeyConditionExpression']);
  if (input.KeyConditions !== undefined && input.KeyConditionExpression !== undefined) return invalid('Can not use both KeyConditions and KeyConditionExpression');
  const keys = conditionOf('KeyConditionExpression', input.KeyConditionExpression, substitutes) ?? olderConditions(input.KeyConditions);
  if (!keys) return invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  const filter = conditionOf('FilterExpression', input.FilterExpression, substitutes) ?? olderConditions(input.QueryFilter, input.ConditionalOperator);
  const paths = projectionOf(input, substitutes);
  checkUsed(substitutes);
  const table = calledTable(input, world);
  noIndex(input);
  const { equals, range } = keyConditionOf(table, keys);
  const inFilter = filter && attributesIn(filter).find((name) => name === table.hashKey.name || name === table.rangeKey?.name);
  if (inFilter !== undefined) return invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${inFilter}`);
  const request = { attribute: table.hashKey.name, equals, range, sortedBy: table.rangeKey?.name, ConsistentRead: input.ConsistentRead === true, page: { ...page(input, table), backward: input.ScanIndexForward === false } };
  return world.call(table.node, Query, request, (response) => answer({ input, table, filter, paths }, response));
};

/** Segment of a key in a parallel Scan. */
function segmentOf(key: string, total: number): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) >>> 0;
  return hash % total;
}

function segments(input: ApiRecord): ((key: string) => boolean) | undefined {
  const [segment, total] = [input.Segment as number | undefined, input.TotalSegments as number | undefined];
  if (segment === undefined && total === undefined) return undefined;
  if (total === undefined) return invalid('The TotalSegments parameter is required but was not present in the request when Segment parameter is present');
  if (segment === undefined) return invalid('The Segment parameter is required but was not present in the request when parameter TotalSegments is present');
  if (segment >= total) return invalid(`The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`);
  return (key) => segmentOf(key, total) === segment;
}

const scan: Handler = (input, world) => {
  checkSelect(input);
  const mine = segments(input);
  const substitutes = substitutesOf(input, ['FilterExpression']);
  const filter = conditionOf('FilterExpression', input.FilterExpression, substitutes) ?? olderConditions(input.ScanFilter, input.ConditionalOperator);
  const paths = projectionOf(input, substitutes);
  checkUsed(substitutes);
  const table = calledTable(input, world);
  noIndex(input);
  return world.call(table.node, Scan, { ConsistentRead: input.ConsistentRead === true, page: page(input, table) }, (response) => answer({ input, table, filter, paths }, response, mine));
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
