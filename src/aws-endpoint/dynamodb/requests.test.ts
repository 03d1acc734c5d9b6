import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapes } from '../shapes/dynamodb.ts';
import { badRequests } from './badRequests.ts';
import { post, send, withTables } from './tables.fixture.ts';

it('has a table of at least five bad requests for every operation', () => {
  expect(Object.keys(badRequests).sort()).toEqual(Object.keys(shapes.operations).sort());
  expect(Object.entries(badRequests).filter(([, rows]) => rows.length < 5)).toEqual([]);
});

const typed: Readonly<Record<string, string>> = {
  ValidationException: 'com.amazon.coral.validate#ValidationException',
  SerializationException: 'com.amazon.coral.service#SerializationException',
  ResourceNotFoundException: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
};

describe.each(Object.entries(badRequests))('%s refuses', (operation, rows) => {
  it.each(rows.map(([input, code, says]) => [JSON.stringify(input).slice(0, 90), input, code, says] as const))('%s', async (_, input, code, says) => {
    const { status, headers, body } = await send(await withTables(), operation, input);
    expect([status, headers['x-amzn-errortype'], body.__type]).toEqual([400, code, typed[code]]);
    if (typeof says === 'string') expect(body.message ?? body.Message).toBe(says);
    else expect(body.message ?? body.Message).toMatch(says);
  });
});

it('operations that write are not simulated', async () => {
  expect((await send(await withTables(), 'PutItem', {})).body).toEqual({ __type: 'com.amazon.coral.service#UnknownOperationException', message: 'PutItem of dynamodb is not simulated.' });
});

const junk = fc.anything({ withBigInt: false, withDate: false, withMap: false, withSet: false, withTypedArray: false, withNullPrototype: false });
const attribute = fc.oneof(fc.record({ S: fc.string() }), fc.record({ N: fc.oneof(fc.integer().map(String), fc.string()) }), fc.record({ BOOL: fc.boolean() }), fc.record({ L: fc.constant([{ S: 'x' }]) }), fc.record({ SS: fc.array(fc.string()) }), fc.dictionary(fc.string(), junk));
const word = fc.constantFrom('device', '#t', ':d', ':v', '=', '<>', '<', 'AND', 'OR', 'NOT', 'BETWEEN', 'IN', '(', ')', ',', '.', '[', '0', ']', 'size', 'contains', 'begins_with', 'attribute_exists', 'place', 'at', '€');
const expression = fc.oneof(fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')), fc.string(), fc.constant('device = :d'));
const known = fc.record(
  {
    TableName: fc.constantFrom('leases', 'readings', 'nowhere', ''),
    Key: fc.oneof(fc.constant({ leaseKey: { S: 'x' } }), fc.dictionary(fc.constantFrom('leaseKey', 'device', 'at'), attribute)),
    ExclusiveStartKey: fc.dictionary(fc.constantFrom('leaseKey', 'device', 'at'), attribute),
    KeyConditionExpression: expression,
    FilterExpression: expression,
    ProjectionExpression: expression,
    ExpressionAttributeNames: fc.constant({ '#t': 'at' }),
    ExpressionAttributeValues: fc.dictionary(fc.constantFrom(':d', ':v'), attribute),
    Limit: fc.integer({ min: -1, max: 5 }),
    Select: fc.constantFrom('COUNT', 'ALL_ATTRIBUTES', 'x'),
    ScanFilter: fc.dictionary(fc.constantFrom('device', 'at'), fc.record({ ComparisonOperator: fc.constantFrom('EQ', 'IN', 'NULL', 'BETWEEN', 'NOT_CONTAINS'), AttributeValueList: fc.array(attribute, { maxLength: 3 }) })),
  },
  { requiredKeys: [] },
);

it('1,000 drawn requests are all answered', async () => {
  const endpoint = await withTables();
  let answered = 0;
  const codes = new Set<number>();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(shapes.operations)), fc.oneof({ arbitrary: known, weight: 4 }, { arbitrary: junk, weight: 1 }), fc.nat(9), async (operation, value, cut) => {
      const body = Buffer.from(JSON.stringify(value) ?? '');
      const { status } = await post(endpoint, operation, cut === 0 ? body.subarray(0, Math.floor(body.length / 2)) : body);
      answered++;
      codes.add(status);
      expect([200, 400]).toContain(status);
    }),
    { seed: 2026, numRuns: 1000 },
  );
  expect(answered).toBe(1000);
  expect(codes).toEqual(new Set([200, 400]));
}, 60_000);
