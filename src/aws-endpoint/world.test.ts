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
