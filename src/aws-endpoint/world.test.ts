import { expect, it } from 'vitest';
import { utf8Text } from '../base/base64.ts';
import { utf8Bytes } from '../base/md5.ts';
import { inProcess } from '../testing/inProcessEndpoint.ts';
import { answerOf } from './requestHandler.ts';

const dayMs = 86_400_000;

it.each([
  ['JSON', { method: 'POST', path: '/', headers: { 'x-amz-target': 'Kinesis_20131202.PutRecord', 'content-type': 'application/x-amz-json-1.1' } }, '"__type":"RequestEntityTooLargeException"'],
  ['XML', { method: 'PUT', path: '/lake/object', headers: { 'x-amz-date': '-', authorization: 'AWS4-HMAC-SHA256 Credential=a/20260105/us-east-1/s3/aws4_request, SignedHeaders=-, Signature=-' } }, '<Code>EntityTooLarge</Code>'],
])('a body beyond what the endpoint takes is refused in %s', async (_, request, says) => {
  const { endpoint } = inProcess();
  const { status, body } = await answerOf(endpoint, { query: '', ...request, headers: request.headers as Record<string, string>, body: new Uint8Array(64 * 1024 * 1024 + 1) });
  expect(status).toBe(413);
  expect(utf8Text(body)).toContain(says);
});

it('after the longest run that there is calls are refused with what to do; a reset begins anew', async () => {
  const { endpoint } = inProcess();
  const list = async () => {
    const { status, body } = await answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { 'x-amz-target': 'Kinesis_20131202.ListStreams', 'content-type': 'application/x-amz-json-1.1' }, body: utf8Bytes('{}') });
    return [status, utf8Text(body)];
  };
  endpoint.world.advance(48.9 * dayMs);
  expect(await list()).toEqual([200, '{"StreamNames":[],"HasMoreStreams":false,"StreamSummaries":[]}']);
  endpoint.world.advance(60 * dayMs);
  expect(endpoint.world.now).toBe(49 * dayMs);
  expect(await list()).toEqual([503, expect.stringMatching(/ServiceUnavailable.*lived for 49 days.*reset/) as string]);
  endpoint.reset(0);
  expect((await list())[0]).toBe(200);
});

it('what is deleted leaves the run: its state goes, and calls that still reach it get its error', async () => {
  const { endpoint } = inProcess();
  const ask = async (target: string, version: string, members: object) => {
    const { body } = await answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { 'x-amz-target': target, 'content-type': `application/x-amz-json-${version}`, host: 'localhost' }, body: utf8Bytes(JSON.stringify(members)) });
    return body.length === 0 ? {} : (JSON.parse(utf8Text(body)!) as Record<string, unknown>);
  };
  await ask('Kinesis_20131202.CreateStream', '1.1', { StreamName: 's', ShardCount: 1 });
  await ask('Kinesis_20131202.PutRecord', '1.1', { StreamName: 's', PartitionKey: 'k', Data: 'eA==' });
  const { QueueUrl } = await ask('AmazonSQS.CreateQueue', '1.0', { QueueName: 'q' });
  await ask('AmazonSQS.SendMessage', '1.0', { QueueUrl, MessageBody: 'x' });
  const standing = () => endpoint.world.simulation.nodes.slice(1).filter(({ state }) => Object.keys(state).length > 0).map(({ id }) => id);
  expect([standing(), endpoint.world.simulation.records.held]).toEqual([['kinesis-streams-1', 'sqs-queue-2'], 2]);
  await ask('Kinesis_20131202.DeleteStream', '1.1', { StreamName: 's' });
  await ask('AmazonSQS.DeleteQueue', '1.0', { QueueUrl });
  expect([standing(), endpoint.world.simulation.records.held]).toEqual([[], 0]);
});
