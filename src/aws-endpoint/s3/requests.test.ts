import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import { s3Request } from '../../testing/s3Requests.ts';
import { shapes } from '../shapes/s3.ts';
import { badRequests } from './badRequests.ts';

async function withBucket() {
  const { endpoint } = inProcess();
  await s3Request(endpoint, { path: '/lake', method: 'PUT' });
  await s3Request(endpoint, { path: '/lake/k', method: 'PUT', body: 'x' });
  return endpoint;
}

it('has a table of at least five bad requests for every operation', () => {
  expect(Object.keys(badRequests).sort((a, b) => (a < b ? -1 : 1))).toEqual(Object.keys(shapes.operations).sort((a, b) => (a < b ? -1 : 1)));
  expect(Object.entries(badRequests).filter(([, rows]) => rows.length < 5)).toEqual([]);
});

describe.each(Object.entries(badRequests))('%s refuses', (_, rows) => {
  it.each(rows.map(([request, status, code, says]) => [JSON.stringify(request).slice(0, 90), request, status, code, says] as const))('%s', async (__, request, status, code, says) => {
    const answer = await s3Request(await withBucket(), request);
    expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([status, code]);
    if (request.method === 'HEAD') return expect(answer.bytes.length).toBe(0);
    expect([answer.headers['content-type'], answer.inside('Code')]).toEqual(['application/xml', code]);
    expect(answer.text).toMatch(says);
  });
});

const word = fc.oneof(fc.constantFrom('lake', 'k', 'none', '..', '%2F', '%', '', 'a b', 'x'.repeat(2000)), fc.string());
const header = fc.constantFrom('range', 'if-match', 'if-none-match', 'if-modified-since', 'content-md5', 'content-encoding', 'x-amz-meta-a', 'x-amz-acl', 'host', 'x-amz-storage-class', 'content-length', 'x-amz-copy-source', 'authorization', 'x-amz-checksum-crc32', 'x-amz-checksum-sha1');
const value = fc.oneof(fc.constantFrom('bytes=0-', 'bytes=-1', '*', 'aws-chunked', 'lake.localhost', 'AWS4-HMAC-SHA256 Credential=x/20260105/us-east-1/s3/aws4_request, SignedHeaders=host'), fc.string());
const name = fc.constantFrom('list-type', 'max-keys', 'prefix', 'delimiter', 'continuation-token', 'start-after', 'encoding-type', 'versionId', 'acl', 'max-buckets', 'delete', 'location', 'marker');

it('1,000 drawn requests are all answered', async () => {
  const endpoint = await withBucket();
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'PUT', 'HEAD', 'DELETE', 'POST', 'PATCH'),
      fc.array(word, { maxLength: 3 }),
      fc.array(fc.tuple(name, fc.oneof(fc.constantFrom('2', '-1', '0', '/', 'url'), fc.string())), { maxLength: 3 }),
      fc.dictionary(header, value, { maxKeys: 3 }),
      fc.uint8Array({ maxLength: 50 }),
      async (method, path, query, headers, body) => {
        const { status } = await s3Request(endpoint, { method, path: `/${path.join('/').replace(/\?/g, '')}?${query.map(([n, v]) => `${n}=${encodeURIComponent(v)}`).join('&')}`, headers, body });
        answered++;
        expect([200, 204, 206, 304, 400, 404, 409, 412, 416, 501]).toContain(status);
      },
    ),
    { numRuns: 1000, seed: 7 },
  );
  expect(answered).toBe(1000);
}, 60_000);
