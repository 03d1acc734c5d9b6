/** Tables of the account by name. No call makes one: a table comes to be when another service names it. */
import { hexOf } from './tableId.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';

export type KeyType = 'S' | 'N' | 'B';
export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}
export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly node: number;
  /** Simulated ms. */
  readonly createdAt: number;
  readonly hashKey: KeyAttribute;
  readonly rangeKey: KeyAttribute | undefined;
}

/** What is known of a table that a service names; without a partition key it is `id`, made up for items that have none. */
export interface TableWish {
  readonly hashKey?: KeyAttribute;
  readonly rangeKey?: KeyAttribute;
}

const tablesOf = (world: World): Map<string, Table> => world.register('dynamodb', () => new Map<string, Table>());
const nameForm = /^[a-zA-Z0-9_.-]{3,255}$/;

export const isTableName = (name: string): boolean => nameForm.test(name);

/** The table of a name, where there is one. */
export function findTable(world: World, name: string): Table | undefined {
  return tablesOf(world).get(name);
}

/** The table of a name: the one that is there, or a new one with this key. Throws on a name that no table can have. */
export function tableNamed(world: World, name: string, { hashKey, rangeKey }: TableWish = {}): Table {
  const known = findTable(world, name);
  if (known) return known;
  if (!isTableName(name)) throw new Error(`"${name}" is no name of a table`);
  const node = world.create('dynamodb-table', { tableName: name, keepItems: true, hashKey: hashKey?.name ?? '', rangeKey: rangeKey?.name ?? '' });
  const table: Table = { name, arn: world.arn('dynamodb', `table/${name}`), node, createdAt: world.now, hashKey: hashKey ?? { name: 'id', type: 'S' }, rangeKey };
  tablesOf(world).set(name, table);
  return table;
}

export function allTables(world: World): Table[] {
  return [...tablesOf(world).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The table that a call names, by name or ARN; refuses as DynamoDB does when there is none. */
export function calledTable(input: ApiRecord, world: World, notFound: (name: string) => string = () => 'Requested resource not found'): Table {
  const given = input.TableName as string;
  const name = given.startsWith('arn:') ? (given.split(':table/')[1] ?? '') : given;
  if (!isTableName(name)) return refuse('ValidationException', `Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.': TableName ${given}`);
  const table = findTable(world, name);
  return !table || (given.startsWith('arn:') && given !== table.arn) ? refuse('ResourceNotFoundException', notFound(name)) : table;
}

export const isActive = ({ createdAt }: Table, world: World): boolean => world.now >= createdAt + world.options.provisioningDelay;

export function describeTable(table: Table, world: World): ApiRecord {
  const view = world.describe(table.node);
  const onDemand = view.billingMode === 'PAY_PER_REQUEST';
  const keys = table.rangeKey ? [table.hashKey, table.rangeKey] : [table.hashKey];
  const createdAt = (world.options.startsAt + table.createdAt) / 1000;
  return {
    AttributeDefinitions: keys.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    TableName: table.name,
    KeySchema: keys.map(({ name }, i) => ({ AttributeName: name, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
    TableStatus: isActive(table, world) ? 'ACTIVE' : 'CREATING',
    CreationDateTime: createdAt,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: onDemand ? 0 : (view.readCapacityUnits as number), WriteCapacityUnits: onDemand ? 0 : (view.writeCapacityUnits as number) },
    TableSizeBytes: view.bytes as number,
    ItemCount: view.itemCount as number,
    TableArn: table.arn,
    TableId: hexOf(table.arn),
    ...(onDemand ? { BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: createdAt } } : {}),
    DeletionProtectionEnabled: false,
  };
}
