import { crc32 } from '../../base/crc.ts';
import { describe, expect, it } from 'vitest';
import { BatchWriteItem } from '../../services/dynamodb-table/model/operations.ts';
import { makeBatch } from '../../sim/records/recordBatch.ts';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { settle } from '../requestHandler.ts';
import { put, send, withMany, withTables } from './tables.fixture.ts';
import { tableNamed } from './tables.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Records as other services write them: one batch to a table. */
async function write(endpoint: Endpoint, table: string, contents: readonly string[]) {
  const { world } = endpoint;
  const key = world.client.keys.intern('k');
  const rows = Uint32Array.from(contents, (content) => world.birth(key, base64(content)));
  const records = makeBatch({ count: rows.length, rows, keys: new Uint32Array(rows.length).fill(key), bytes: Uint32Array.from(contents, (content) => content.length) });
  try {
    return await settle(endpoint, world.call(tableNamed(world, table).node, BatchWriteItem, { records }, ({ outcome }) => [...outcome.code].map((code) => (code === 0 ? '' : outcome.codes[code - 1]))));
  } finally {
    world.letGo(rows);
  }
}

describe('lease tables', () => {
  it('are listed, described and scanned', async () => {
    const endpoint = await withTables();
    expect((await send(endpoint, 'ListTables', {})).body).toEqual({ TableNames: ['leases', 'readings'] });
    expect((await send(endpoint, 'ListTables', { Limit: 1 })).body).toEqual({ TableNames: ['leases'], LastEvaluatedTableName: 'leases' });
    expect((await send(endpoint, 'ListTables', { ExclusiveStartTableName: 'leases' })).body).toEqual({ TableNames: ['readings'] });
    const { headers, body } = await send(endpoint, 'DescribeTable', { TableName: 'arn:aws:dynamodb:us-east-1:123456789012:table/leases' });
    expect(headers['content-type']).toBe('application/x-amz-json-1.0');
    expect(body.Table).toMatchObject({ TableName: 'leases', TableStatus: 'ACTIVE', ItemCount: 3, KeySchema: [{ AttributeName: 'leaseKey', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'leaseKey', AttributeType: 'S' }], CreationDateTime: Date.UTC(2026, 0, 5) / 1000, BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } });
    const scanned = (await send(endpoint, 'Scan', { TableName: 'leases', FilterExpression: 'leaseOwner = :o AND leaseCounter > :c', ExpressionAttributeValues: { ':o': { S: 'worker-1' }, ':c': { N: '5' } }, ReturnConsumedCapacity: 'TOTAL' })).body;
    expect(scanned).toEqual({
      Items: [{ leaseKey: { S: 'shardId-000000000002' }, leaseOwner: { S: 'worker-1' }, leaseCounter: { N: '20' }, checkpoint: { S: 'TRIM_HORIZON' }, parentShardId: { L: [{ S: 'shardId-000000000000' }] } }],
      Count: 1,
      ScannedCount: 3,
      ConsumedCapacity: { TableName: 'leases', CapacityUnits: 0.5 },
    });
  });

  it('give one lease by its key, whole or in part; of what is not there, nothing', async () => {
    const endpoint = await withTables();
    const get = async (input: object) => (await send(endpoint, 'GetItem', { TableName: 'leases', ConsistentRead: true, ...input })).body;
    expect(await get({ Key: { leaseKey: { S: 'shardId-000000000001' } }, ProjectionExpression: 'leaseOwner, #c', ExpressionAttributeNames: { '#c': 'leaseCounter' }, ReturnConsumedCapacity: 'TOTAL' })).toEqual({ Item: { leaseOwner: { S: 'worker-2' }, leaseCounter: { N: '10' } }, ConsumedCapacity: { TableName: 'leases', CapacityUnits: 1 } });
    expect(await get({ Key: { leaseKey: { S: 'shardId-000000000001' } }, AttributesToGet: ['checkpoint'] })).toEqual({ Item: { checkpoint: { S: 'TRIM_HORIZON' } } });
    expect(await get({ Key: { leaseKey: { S: 'gone' } } })).toEqual({});
  });
});

describe('Query', () => {
  const device = { TableName: 'readings', KeyConditionExpression: 'device = :d', ExpressionAttributeValues: { ':d': { S: 'a' } } };
  const times = (body: Record<string, unknown>) => (body.Items as { at: { N: string } }[]).map(({ at }) => Number(at.N));

  it('orders by the number of the sort key, and backward', async () => {
    const endpoint = await withTables();
    expect(times((await send(endpoint, 'Query', device)).body)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(times((await send(endpoint, 'Query', { ...device, ScanIndexForward: false, Limit: 3 })).body)).toEqual([12, 11, 10]);
  });

  it.each([
    ['=', '#t = :t', [9]],
    ['<', '#t < :t', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['>=, turned round', ':t <= #t', [9, 10, 11, 12]],
    ['BETWEEN', '#t BETWEEN :t AND :u', [9, 10, 11]],
  ])('takes a condition on the sort key: %s', async (_, range, expected) => {
    const endpoint = await withTables();
    const values = { ':d': { S: 'a' }, ':t': { N: '9' }, ...(range.includes(':u') ? { ':u': { N: '11' } } : {}) };
    expect(times((await send(endpoint, 'Query', { ...device, KeyConditionExpression: `device = :d AND (${range})`, ExpressionAttributeNames: { '#t': 'at' }, ExpressionAttributeValues: values })).body)).toEqual(expected);
  });

  it('comes in pages that go on where the last ended', async () => {
    const endpoint = await withTables();
    const seen: number[] = [];
    let start: unknown;
    let pages = 0;
    do {
      const { body } = await send(endpoint, 'Query', { ...device, Limit: 5, ...(start === undefined ? {} : { ExclusiveStartKey: start }) });
      seen.push(...times(body));
      start = body.LastEvaluatedKey;
      pages++;
    } while (start !== undefined);
    expect([seen, pages]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 3]);
  });

  it('filters after it has read: the limit counts what was read', async () => {
    const { body } = await send(await withTables(), 'Query', { ...device, Limit: 5, FilterExpression: 'ok = :t', ExpressionAttributeValues: { ':d': { S: 'a' }, ':t': { BOOL: true } } });
    expect(body).toMatchObject({ Count: 2, ScannedCount: 5, LastEvaluatedKey: { device: { S: 'a' }, at: { N: '5' } } });
  });

  it('takes the older parameters', async () => {
    const EQ = (S: string) => ({ ComparisonOperator: 'EQ', AttributeValueList: [{ S }] });
    const { body } = await send(await withTables(), 'Query', { TableName: 'readings', KeyConditions: { device: EQ('b'), at: { ComparisonOperator: 'LE', AttributeValueList: [{ N: '4' }] } }, QueryFilter: { celsius: { ComparisonOperator: 'GT', AttributeValueList: [{ N: '2' }] } } });
    expect([times(body), body.ScannedCount]).toEqual([[2, 3, 4], 4]);
  });
});

it.each([
  ['place.room = :v', { S: 'r1' }, 4],
  ['tags[1] = :v', { S: 't7' }, 1],
  ['contains(tags, :v)', { S: 't7' }, 1],
  ['begins_with(tags[1], :v)', { S: 't1' }, 4],
  ['size(tags) = :v', { N: '2.0' }, 12],
  ['attribute_type(place, :v)', { S: 'M' }, 12],
  ['attribute_not_exists(place.lamp) AND celsius <= :v', { N: '1.5e0' }, 1],
  ['NOT (ok = :v OR celsius > :v)', { BOOL: true }, 6],
  ['celsius IN (:v, place.floor)', { N: '3' }, 1],
  ['nothing <> :v', { S: 'x' }, 12],
  ['nothing = :v', { S: 'x' }, 0],
  ['celsius BETWEEN :v AND celsius', { N: '15' }, 3],
])('a filter %s with %o finds %i readings of a device', async (text, value, expected) => {
  const { body } = await send(await withTables(), 'Query', { TableName: 'readings', Select: 'COUNT', KeyConditionExpression: 'device = :d', FilterExpression: text, ExpressionAttributeValues: { ':d': { S: 'a' }, ':v': value } });
  expect(body).toEqual({ Count: expected, ScannedCount: 12 });
});

it('a projection keeps the form of what it takes', async () => {
  const { body } = await send(await withTables(), 'GetItem', { TableName: 'readings', Key: { device: { S: 'a' }, at: { N: '1' } }, ProjectionExpression: 'place.room, tags[1], nothing' });
  expect(body).toEqual({ Item: { place: { M: { room: { S: 'r1' } } }, tags: { L: [{ S: 't1' }] } } });
});

describe('a parallel Scan', () => {
  async function segmentsOf(endpoint: Endpoint, total: number, input: object = {}) {
    return Promise.all(Array.from({ length: total }, async (_, Segment) => {
      const pages: Record<string, unknown>[] = [];
      for (let start: unknown; pages.length === 0 || start !== undefined; start = pages.at(-1)!.LastEvaluatedKey) {
        pages.push((await send(endpoint, 'Scan', { TableName: 'many', Segment, TotalSegments: total, ...input, ...(start === undefined ? {} : { ExclusiveStartKey: start }) })).body);
      }
      return pages;
    }));
  }
  const idsOf = (pages: readonly Record<string, unknown>[]) => pages.flatMap(({ Items }) => (Items as { id: { S: string }; n: { N: string } }[]).map(({ id, n }) => `${id.S}/${n.N}`));

  it('has all items between its segments, each once; those of one partition key lie together', async () => {
    const endpoint = await withMany();
    const segments = (await segmentsOf(endpoint, 4)).map(idsOf);
    expect(segments.flat().sort((x, y) => (x < y ? -1 : 1))).toEqual(Array.from({ length: 120 }, (_, i) => `k${String(Math.floor(i / 3)).padStart(2, '0')}/${i % 3}`));
    expect(segments.every((segment) => segment.length > 0 && segment.length % 3 === 0)).toBe(true);
  });

  it('counts its limit by segment, and goes on where each ended', async () => {
    const endpoint = await withMany();
    const segments = await segmentsOf(endpoint, 2, { Limit: 7, ReturnConsumedCapacity: 'TOTAL' });
    for (const pages of segments) expect(pages.slice(0, -1).every(({ Count, ScannedCount }) => Count === 7 && ScannedCount === 7)).toBe(true);
    expect(new Set(segments.flatMap(idsOf)).size).toBe(120);
    const first = segments[0]![0]!;
    const { body } = await send(endpoint, 'Scan', { TableName: 'many', Segment: 1, TotalSegments: 2, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(body.message).toBe('The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: 1');
  });
});

describe('numbers compare as decimals', () => {
  // The nearest double of all of these is 12345678901234567000 or 0.1.
  const big = '12345678901234567890';
  async function withNumbers() {
    const { endpoint } = inProcess();
    tableNamed(endpoint.world, 'numbers', { hashKey: { name: 'id', type: 'S' }, rangeKey: { name: 'n', type: 'N' } });
    for (const n of [-1, 0, 0.1, 12345678901234567000, 1e21]) await put(endpoint, 'numbers', 'a', { id: 'a', n, set: [n] }, n);
    return endpoint;
  }
  const found = async (endpoint: Endpoint, range: string, values: object) => {
    const { body } = await send(endpoint, 'Query', { TableName: 'numbers', KeyConditionExpression: `id = :id AND ${range}`, ExpressionAttributeValues: { ':id': { S: 'a' }, ...values } });
    return (body.Items as { n: { N: string } }[]).map(({ n }) => n.N);
  };

  it('in keys', async () => {
    const endpoint = await withNumbers();
    const all = ['-1', '0', '0.1', '12345678901234567000', '1000000000000000000000'];
    expect(await found(endpoint, 'n = :n', { ':n': { N: '1e21' } })).toEqual(all.slice(4));
    expect(await found(endpoint, 'n = :n', { ':n': { N: big } })).toEqual([]);
    expect(await found(endpoint, 'n = :n', { ':n': { N: '12345678901234567000.0' } })).toEqual(all.slice(3, 4));
    expect(await found(endpoint, 'n < :n', { ':n': { N: '12345678901234567000.00000001' } })).toEqual(all.slice(0, 4));
    expect(await found(endpoint, 'n < :n', { ':n': { N: '12345678901234566999.99999999' } })).toEqual(all.slice(0, 3));
    expect(await found(endpoint, 'n >= :n', { ':n': { N: '12345678901234567000.00000001' } })).toEqual(all.slice(4));
    expect(await found(endpoint, 'n > :n', { ':n': { N: '0.09999999999999999999' } })).toEqual(all.slice(2));
    expect(await found(endpoint, 'n BETWEEN :n AND :m', { ':n': { N: '-0.00000000000000000001' }, ':m': { N: '0.10000000000000000001' } })).toEqual(all.slice(1, 3));
    const { body } = await send(endpoint, 'GetItem', { TableName: 'numbers', Key: { id: { S: 'a' }, n: { N: big } } });
    expect(body).toEqual({});
    expect((await send(endpoint, 'GetItem', { TableName: 'numbers', Key: { id: { S: 'a' }, n: { N: '+0.10' } } })).body).toMatchObject({ Item: { n: { N: '0.1' } } });
  });

  it.each([
    ['n = :n', big, 0],
    ['n = :n', '12345678901234567000', 1],
    ['n < :n', big, 4],
    ['n > :n', '12345678901234566999', 2],
    ['n IN (:n)', '0.10000000000000000001', 0],
    ['contains(#s, :n)', '0.100', 1],
    ['n BETWEEN :n AND :n', '0.1', 1],
  ])('in filters: %s of %s finds %i', async (FilterExpression, N, count) => {
    const endpoint = await withNumbers();
    const { body } = await send(endpoint, 'Scan', { TableName: 'numbers', FilterExpression, ExpressionAttributeValues: { ':n': { N } }, ...(FilterExpression.includes('#s') ? { ExpressionAttributeNames: { '#s': 'set' } } : {}) });
    expect(body.Count).toBe(count);
  });
});

it('a table that is being made is not there for reads', async () => {
  const { endpoint } = inProcess({ provisioningDelay: 500 });
  tableNamed(endpoint.world, 'slow');
  expect((await send(endpoint, 'Scan', { TableName: 'slow' })).body).toEqual({ __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', message: 'Requested resource not found' });
  endpoint.world.advance(500);
  expect((await send(endpoint, 'Scan', { TableName: 'slow' })).body).toEqual({ Items: [], Count: 0, ScannedCount: 0 });
});

it('answers carry the checksum of their body', async () => {
  const { headers, body } = await send(await withTables(), 'ListTables', {});
  expect(headers['x-amz-crc32']).toBe(String(crc32(Buffer.from(JSON.stringify(body)))));
});

describe('tables that another service names', () => {
  it('keep what is written to them, under a key that is made up where the item has none', async () => {
    const { endpoint } = inProcess();
    expect(await write(endpoint, 'events', ['{"id":"a","n":1.5,"deep":{"list":[1,null,true]}}', '{"n":2}', 'plain text'])).toEqual(['', '', '']);
    const { body } = await send(endpoint, 'Scan', { TableName: 'events' });
    expect(body.Items).toEqual([
      { id: { S: 'a' }, n: { N: '1.5' }, deep: { M: { list: { L: [{ N: '1' }, { NULL: true }, { BOOL: true }] } } } },
      { n: { N: '2' }, id: { S: 'item-1' } },
      { payload: { S: 'plain text' }, id: { S: 'item-2' } },
    ]);
    await write(endpoint, 'events', ['{"id":"a","n":9}']);
    expect((await send(endpoint, 'GetItem', { TableName: 'events', Key: { id: { S: 'a' } } })).body).toEqual({ Item: { id: { S: 'a' }, n: { N: '9' } } });
    expect((await send(endpoint, 'DescribeTable', { TableName: 'events' })).body.Table).toMatchObject({ ItemCount: 3 });
  });

  it('with a key of their own refuse an item that lacks it, and keep the others', async () => {
    const { endpoint } = inProcess();
    tableNamed(endpoint.world, 'rules', { hashKey: { name: 'topic', type: 'S' }, rangeKey: { name: 'at', type: 'N' } });
    expect(await write(endpoint, 'rules', ['{"topic":"x","at":1}', '{"topic":"x"}', '{"topic":"x","at":2}'])).toEqual(['', 'ValidationException', '']);
    await expect(write(endpoint, 'rules', ['{}'])).rejects.toThrow(/Missing the key in the item/);
    expect((await send(endpoint, 'Scan', { TableName: 'rules' })).body).toMatchObject({ Count: 2 });
  });

  it('are read in pages of 1 MB', async () => {
    const { endpoint } = inProcess();
    await write(endpoint, 'large', Array.from({ length: 4 }, (_, i) => JSON.stringify({ id: `k${i}`, fill: 'x'.repeat(350_000) })));
    const { body } = await send(endpoint, 'Scan', { TableName: 'large', Select: 'COUNT' });
    expect(body).toEqual({ Count: 2, ScannedCount: 2, LastEvaluatedKey: { id: { S: 'k1' } } });
    expect((await send(endpoint, 'Scan', { TableName: 'large', Select: 'COUNT', ExclusiveStartKey: body.LastEvaluatedKey })).body).toEqual({ Count: 2, ScannedCount: 2 });
  });

  it('are CREATING for a while where the world says so', async () => {
    const { endpoint } = inProcess({ provisioningDelay: 500 });
    tableNamed(endpoint.world, 'slow');
    const status = async () => ((await send(endpoint, 'DescribeTable', { TableName: 'slow' })).body.Table as { TableStatus: string }).TableStatus;
    expect(await status()).toBe('CREATING');
    endpoint.world.advance(500);
    expect(await status()).toBe('ACTIVE');
  });
});
