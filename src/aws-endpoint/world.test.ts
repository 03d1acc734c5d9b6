import { expect, it } from 'vitest';
import { utf8Text } from '../base/base64.ts';
import { utf8Bytes } from '../base/md5.ts';
import { inProcess } from '../testing/inProcessEndpoint.ts';
import { answerOf } from './requestHandler.ts';

const dayMs = 86_400_000;

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
