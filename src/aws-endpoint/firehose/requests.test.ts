import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { answerOf } from '../requestHandler.ts';
import { shapes } from '../shapes/firehose.ts';
import { badRequests } from './badRequests.ts';

async function post(endpoint: Endpoint, target: string, body: Uint8Array) {
  const { status, headers, body: answer } = await answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }, body });
  return { status, headers, answer };
}
const send = async (endpoint: Endpoint, operation: string, input: unknown) => {
  const { status, headers, answer } = await post(endpoint, `Firehose_20150804.${operation}`, Buffer.from(JSON.stringify(input)));
  return { status, headers, body: JSON.parse(Buffer.from(answer).toString()) as Record<string, unknown> };
};
const RoleARN = 'arn:aws:iam::123456789012:role/firehose';
const S3DestinationConfiguration = { RoleARN, BucketARN: 'arn:aws:s3:::lake' };

async function withStreams(options: Parameters<typeof inProcess>[0] = {}) {
  const { endpoint } = inProcess(options);
  await post(endpoint, 'Kinesis_20131202.CreateStream', Buffer.from('{"StreamName":"source","ShardCount":1}'));
  await answerOf(endpoint, { method: 'PUT', path: '/lake', query: '', headers: {}, body: new Uint8Array() });
  expect((await send(endpoint, 'CreateDeliveryStream', { DeliveryStreamName: 'clicks', S3DestinationConfiguration })).status).toBe(200);
  const piped = { DeliveryStreamName: 'piped', DeliveryStreamType: 'KinesisStreamAsSource', KinesisStreamSourceConfiguration: { RoleARN, KinesisStreamARN: 'arn:aws:kinesis:us-east-1:123456789012:stream/source' }, S3DestinationConfiguration };
  expect((await send(endpoint, 'CreateDeliveryStream', piped)).status).toBe(200);
  return endpoint;
}

it('has a table of at least five bad requests for every operation', () => {
  expect(Object.keys(badRequests).sort((a, b) => (a < b ? -1 : 1))).toEqual(Object.keys(shapes.operations).sort((a, b) => (a < b ? -1 : 1)));
  expect(Object.entries(badRequests).filter(([, rows]) => rows.length < 5)).toEqual([]);
});

describe.each(Object.entries(badRequests))('%s refuses', (operation, rows) => {
  it.each(rows.map(([input, code, says]) => [JSON.stringify(input).slice(0, 90), input, code, says] as const))('%s', async (_, input, code, says) => {
    const { status, headers, body } = await send(await withStreams(), operation, input);
    expect([status, headers['x-amzn-errortype'], body.__type]).toEqual([400, code, code]);
    expect(body.message ?? body.Message).toMatch(says);
  });
});

it('refuses one delivery stream more than an account may have, and leaves nothing of those that it refuses', async () => {
  // In the notes' time 50 were allowed, today 5,000 are.
  const endpoint = await withStreams({ facts: 'notes' });
  const create = (n: number) => send(endpoint, 'CreateDeliveryStream', { DeliveryStreamName: `d${n}`, S3DestinationConfiguration });
  for (let n = 0; n < 48; n++) expect((await create(n)).status).toBe(200);
  expect((await create(48)).body).toMatchObject({ __type: 'LimitExceededException', message: expect.stringMatching(/^You have already consumed your firehose quota of 50 hoses\. Firehose names: \[clicks, d0, d1, .*, piped\]$/) as string });
  const { body } = await send(endpoint, 'ListDeliveryStreams', { Limit: 100 });
  expect(body.DeliveryStreamNames).toHaveLength(50);
});

const junk = fc.anything({ withBigInt: false, withDate: false, withMap: false, withSet: false, withTypedArray: false, withNullPrototype: false });
const s3Part = fc.record({ RoleARN: fc.constantFrom(RoleARN, 'role'), BucketARN: fc.constantFrom('arn:aws:s3:::lake', 'lake'), Prefix: fc.oneof(fc.string(), fc.constantFrom('!{timestamp:yyyy}/', '!{partitionKeyFromQuery:a}/')), ErrorOutputPrefix: fc.string(), BufferingHints: fc.record({ SizeInMBs: fc.integer({ min: 0, max: 130 }), IntervalInSeconds: fc.integer({ min: -1, max: 901 }) }, { requiredKeys: [] }), ProcessingConfiguration: junk }, { requiredKeys: ['RoleARN', 'BucketARN'] });
const member = fc.oneof(junk, s3Part, fc.constant('clicks'), fc.constant('1'), fc.constant('destinationId-000000000001'), fc.constant([{ Data: 'eA==' }]), fc.constant({ Data: 'eA==' }), fc.integer());
const members = fc.dictionary(fc.constantFrom('DeliveryStreamName', 'Records', 'Record', 'Limit', 'Tags', 'TagKeys', 'S3DestinationConfiguration', 'ExtendedS3DestinationConfiguration', 'S3DestinationUpdate', 'ExtendedS3DestinationUpdate', 'HttpEndpointDestinationConfiguration', 'CurrentDeliveryStreamVersionId', 'DestinationId', 'DeliveryStreamType', 'KinesisStreamSourceConfiguration'), member);
const named = fc.tuple(members, fc.constantFrom('clicks', 'piped', 'new')).map(([rest, DeliveryStreamName]) => ({ ...rest, DeliveryStreamName }));

it('1,000 drawn requests are all answered', async () => {
  const endpoint = await withStreams();
  let answered = 0;
  let fine = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(shapes.operations)), fc.oneof(named, members, junk), fc.boolean(), async (operation, value, cut) => {
      const body = Buffer.from(JSON.stringify(value) ?? '');
      const { status } = await post(endpoint, `Firehose_20150804.${operation}`, cut ? body.subarray(0, Math.floor(body.length / 2)) : body);
      answered++;
      if (status === 200) fine++;
      expect([200, 400]).toContain(status);
    }),
    { numRuns: 1000, seed: 11 },
  );
  expect(answered).toBe(1000);
  expect(fine).toBeGreaterThan(20);
  // And the world goes on.
  endpoint.world.advance(endpoint.world.now + 3_600_000);
}, 60_000);
