import { describe, expect, it } from 'vitest';
import { utf8Text } from '../base/base64.ts';
import { utf8Bytes } from '../base/md5.ts';
import { inProcess } from '../testing/inProcessEndpoint.ts';
import { answerOf } from './requestHandler.ts';
import { readSignature, signedService } from './signature.ts';

const credential = 'Credential=AKID/20260105/us-east-1/kinesis/aws4_request';
const whole = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host;x-amz-date, Signature=abc`;
const dated = { 'x-amz-date': '20260105T000000Z' };

it('reads key, day, Region and service of a signature, and knows none and the older kind', () => {
  expect(readSignature({ headers: { ...dated, authorization: whole }, query: '' })).toEqual({ accessKeyId: 'AKID', date: '20260105', region: 'us-east-1', service: 'kinesis' });
  expect(readSignature({ headers: {}, query: '' })).toBeUndefined();
  expect(readSignature({ headers: { authorization: 'AWS AKID:c2lnbmF0dXJl' }, query: '' })).toBeUndefined();
  expect(signedService({ headers: { authorization: whole } })).toBe('kinesis');
});

const noDate = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";
const bad: readonly [string, Record<string, string>, string, string, string][] = [
  ['nothing of a signature', { authorization: 'X' }, '', 'IncompleteSignatureException', `Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. ${noDate} Authorization=X`],
  ['no signed headers', { ...dated, authorization: 'AWS4- Signature=b,Credential=a' }, '', 'IncompleteSignatureException', "Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4- Signature=b,Credential=a"],
  ['no date', { authorization: whole }, '', 'IncompleteSignatureException', `${noDate} Authorization=${whole}`],
  ['a short credential', { ...dated, authorization: whole.replace('/aws4_request', '') }, '', 'IncompleteSignatureException', "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKID/20260105/us-east-1/kinesis'"],
  ['a signature in header and query', { ...dated, authorization: whole }, 'X-Amz-Algorithm=AWS4-HMAC-SHA256', 'InvalidSignatureException', "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."],
];

it.each(bad)('%s', (_, headers, query, code, message) => {
  expect(() => readSignature({ headers, query })).toThrow(`${code}: ${message}`);
});

describe('each protocol refuses it in its own form', () => {
  const ask = async (request: { method?: string; path?: string; headers?: Record<string, string>; body?: string }) => {
    const { endpoint } = inProcess();
    const { status, headers, body } = await answerOf(endpoint, { method: 'POST', path: '/', query: '', ...request, headers: { ...dated, ...request.headers, authorization: 'AWS4-HMAC-SHA256 Credential=x/20260105/us-east-1/s3/aws4_request' }, body: utf8Bytes(request.body ?? '') });
    return { status, headers, text: utf8Text(body)! };
  };

  it('JSON', async () => {
    const { status, text } = await ask({ headers: { 'x-amz-target': 'Kinesis_20131202.ListStreams', 'content-type': 'application/x-amz-json-1.1' }, body: '{}' });
    expect([status, JSON.parse(text)]).toEqual([400, { __type: 'IncompleteSignatureException', message: expect.stringMatching(/^Authorization header requires 'Signature' parameter\./) as string }]);
  });
  it('query', async () => {
    const { status, text } = await ask({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'Action=ListTopics&Version=2010-03-31' });
    expect(status).toBe(400);
    expect(text).toContain('<Type>Sender</Type><Code>IncompleteSignature</Code>');
  });
  it('REST with XML', async () => {
    const { status, text } = await ask({ method: 'GET', path: '/lake' });
    expect(status).toBe(400);
    expect(text).toContain('<Code>AuthorizationHeaderMalformed</Code>');
  });
});
