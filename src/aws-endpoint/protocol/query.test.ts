import { describe, expect, it } from 'vitest';
import { utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import { answerOf } from '../requestHandler.ts';

const post = async (path: string, form: string, signedFor?: string) => {
  const { endpoint } = inProcess();
  const signature: Record<string, string> = signedFor === undefined ? {} : { 'x-amz-date': '20260105T000000Z', authorization: `AWS4-HMAC-SHA256 Credential=x/20260105/us-east-1/${signedFor}/aws4_request, SignedHeaders=host, Signature=a` };
  const { body } = await answerOf(endpoint, { method: 'POST', path, query: '', headers: { 'content-type': 'application/x-www-form-urlencoded', host: 'localhost', ...signature }, body: utf8Bytes(form) });
  return utf8Text(body)!;
};

describe('an operation of several services without a version belongs to', () => {
  const call = 'Action=AddPermission&Label=l&AWSAccountId.1=123456789012&ActionName.1=SendMessage';
  it('the queue whose address it goes to', async () => {
    expect(await post('/123456789012/jobs', call)).toContain('http://queue.amazonaws.com/doc/2012-11-05/');
  });
  it('the service that the signature names', async () => {
    expect(await post('/', call, 'sqs')).toContain('http://queue.amazonaws.com/doc/2012-11-05/');
    expect(await post('/', call, 'sns')).toContain('http://sns.amazonaws.com/doc/2010-03-31/');
  });
  it('the first, when nothing tells', async () => {
    expect(await post('/', call)).toContain('http://sns.amazonaws.com/doc/2010-03-31/');
  });
});
