import fc from 'fast-check';
import { decode, encode, Tagged } from 'cborg';
import { describe, expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { answerOf } from '../requestHandler.ts';
import { shapes } from '../shapes/kinesis.ts';
import { badRequests } from './badRequests.ts';

const json = 'application/x-amz-json-1.1';
const cbor = 'application/x-amz-cbor-1.1';

async function post(endpoint: Endpoint, operation: string, body: Uint8Array, type = json) {
  const { status, headers, body: answer } = await answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { 'x-amz-target': `Kinesis_20131202.${operation}`, 'content-type': type }, body });
  return { status, headers, answer };
}
const send = async (endpoint: Endpoint, operation: string, input: unknown) => {
  const { status, headers, answer } = await post(endpoint, operation, Buffer.from(JSON.stringify(input)));
  return { status, headers, body: (answer.length > 0 ? JSON.parse(Buffer.from(answer).toString()) : {}) as Record<string, unknown> };
};
async function withStream() {
  const { endpoint } = inProcess();
  await send(endpoint, 'CreateStream', { StreamName: 'clicks', ShardCount: 2 });
  return endpoint;
}

it('has a table of at least five bad requests for every operation', () => {
  expect(Object.keys(badRequests).sort()).toEqual(Object.keys(shapes.operations).sort());
  expect(Object.entries(badRequests).filter(([, rows]) => rows.length < 5)).toEqual([]);
});

describe.each(Object.entries(badRequests))('%s refuses', (operation, rows) => {
  it.each(rows.map(([input, code, says]) => [JSON.stringify(input).slice(0, 90), input, code, says] as const))('%s', async (_, input, code, says) => {
    const { status, headers, body } = await send(await withStream(), operation, input);
    expect([status, headers['x-amzn-errortype'], body.__type]).toEqual([400, code, code]);
    expect(body.message ?? body.Message).toMatch(says);
  });
});

it('tells all that is wrong at once', async () => {
  const { body } = await send(await withStream(), 'PutRecord', { StreamName: 'a b', PartitionKey: '' });
  expect(body.message).toMatch(/^3 validation errors detected: .*'data'.*; .*'streamName'.*; .*'partitionKey'/);
});

it('does not know other operations', async () => {
  const { status, body } = await send(await withStream(), 'PutRecordz', {});
  expect([status, body]).toEqual([400, { __type: 'UnknownOperationException', message: 'PutRecordz of kinesis is not simulated.' }]);
});

it.each([
  ['no JSON', Buffer.from('{"StreamName":'), json],
  ['no UTF-8', Uint8Array.of(255, 254), json],
  ['no CBOR', Uint8Array.of(0xa1, 0x61), cbor],
])('a body that is %s is a SerializationException', async (_, body, type) => {
  expect((await post(await withStream(), 'ListStreams', body, type)).headers['x-amzn-errortype']).toBe('SerializationException');
});

it('a body larger than any service takes is refused', async () => {
  expect((await post(await withStream(), 'PutRecords', new Uint8Array(65 * 1024 * 1024))).status).toBe(413);
});

it('a PutRecords above its size is refused by the service itself', async () => {
  const Data = Buffer.alloc(1_000_000).toString('base64');
  const { body } = await send(await withStream(), 'PutRecords', { StreamName: 'clicks', Records: Array.from({ length: 11 }, () => ({ PartitionKey: 'k', Data })) });
  expect(body.__type).toBe('InvalidArgumentException');
});

const junk = fc.anything({ withBigInt: false, withDate: false, withMap: false, withSet: false, withTypedArray: false, withNullPrototype: false });
const members = fc.dictionary(fc.constantFrom('StreamName', 'Records', 'Data', 'PartitionKey', 'ShardIterator', 'ShardIteratorType', 'ShardId', 'Limit', 'NextToken', 'Tags', 'StreamARN', 'ShardFilter', 'Timestamp', 'ConsumerName'), fc.oneof(junk, fc.constant('clicks'), fc.constant('eA=='), fc.integer()));

it.each([
  ['JSON', json, (value: unknown) => Buffer.from(JSON.stringify(value) ?? '')],
  ['CBOR', cbor, (value: unknown) => encode(JSON.parse(JSON.stringify(value) ?? 'null'))],
])('1,000 drawn requests in %s are all answered', async (_, type, write) => {
  const endpoint = await withStream();
  const operations = Object.keys(shapes.operations);
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations), fc.oneof(members, junk), fc.boolean(), async (operation, value, cut) => {
      const body = write(value);
      const { status } = await post(endpoint, operation, cut ? body.subarray(0, Math.floor(body.length / 2)) : body, type);
      answered++;
      expect([200, 400]).toContain(status);
    }),
    { seed: 2026, numRuns: 1000 },
  );
  expect(answered).toBe(1000);
}, 60_000);

it('CBOR carries bytes as bytes and times as tagged milliseconds', async () => {
  const endpoint = await withStream();
  const call = async (operation: string, input: unknown) => {
    const { answer, headers } = await post(endpoint, operation, encode(input), cbor);
    expect(headers['content-type']).toBe(cbor);
    return decode(answer, { tags: { 1: (inner: () => unknown) => ({ time: inner() }) } as never }) as Record<string, unknown>;
  };
  const { ShardId } = await call('PutRecord', { StreamName: 'clicks', PartitionKey: 'k', Data: Uint8Array.of(0, 200, 7) });
  const { ShardIterator } = await call('GetShardIterator', { StreamName: 'clicks', ShardId, ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Tagged(1, Date.UTC(2026, 0, 1)) });
  const { Records } = await call('GetRecords', { ShardIterator });
  expect(Records).toMatchObject([{ Data: Uint8Array.of(0, 200, 7), ApproximateArrivalTimestamp: { time: Date.UTC(2026, 0, 5) } }]);
  expect(await call('GetRecords', { ShardIterator: 'x' })).toEqual({ __type: 'InvalidArgumentException', message: 'Invalid ShardIterator.' });
});
