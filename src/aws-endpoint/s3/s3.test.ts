import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import { bucket, s3Request } from '../../testing/s3Requests.ts';
import { bucketOfHost } from './dialect.ts';

const md5 = (body: string | Uint8Array) => `"${createHash('md5').update(body).digest('hex')}"`;

describe('buckets', () => {
  it('are made, listed by name, and found', async () => {
    const { s3, put } = await bucket();
    expect((await put('/attic', '')).headers.location).toBe('/attic');
    const list = await s3('/');
    expect(list.text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<ListAllMyBucketsResult xmlns="http:\/\/s3\.amazonaws\.com\/doc\/2006-03-01\/">/);
    expect([list.all('Name'), list.all('CreationDate')]).toEqual([['attic', 'lake'], ['2026-01-05T00:00:00.000Z', '2026-01-05T00:00:00.000Z']]);
    const head = await s3('/lake', { method: 'HEAD' });
    expect([head.status, head.headers['x-amz-bucket-region'], head.bytes.length]).toEqual([200, 'us-east-1', 0]);
    expect((await s3('/none', { method: 'HEAD' })).status).toBe(404);
  });

  it('are listed in pages, and by prefix', async () => {
    const { s3, put } = await bucket();
    for (const name of ['b-1', 'b-2', 'b-3']) await put(`/${name}`, '');
    const first = await s3('/?max-buckets=2&prefix=b');
    expect(first.all('Name')).toEqual(['b-1', 'b-2']);
    expect((await s3(`/?prefix=b&continuation-token=${encodeURIComponent(first.inside('ContinuationToken')!)}`)).all('Name')).toEqual(['b-3']);
  });

  it('made again by their owner: fine in us-east-1 only', async () => {
    const { put } = await bucket();
    expect((await put('/lake', '')).status).toBe(200);
    const { endpoint } = inProcess({ region: 'eu-west-1' });
    const body = '<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>';
    expect((await s3Request(endpoint, { path: '/lake', method: 'PUT', body })).status).toBe(200);
    const again = await s3Request(endpoint, { path: '/lake', method: 'PUT', body });
    expect([again.status, again.inside('Code')]).toEqual([409, 'BucketAlreadyOwnedByYou']);
    expect((await s3Request(endpoint, { path: '/other', method: 'PUT' })).inside('Code')).toBe('IllegalLocationConstraintException');
  });

  it('may stand in the name of the host', async () => {
    expect(['lake.s3.amazonaws.com', 'lake.s3.eu-west-1.amazonaws.com', 'my.lake.s3-eu-west-1.amazonaws.com', 'lake.localhost:4566', 'lake.s3.localhost:4566', 'lake.s3.localhost.localstack.cloud:4566'].map(bucketOfHost)).toEqual(['lake', 'lake', 'my.lake', 'lake', 'lake', 'lake']);
    expect(['s3.amazonaws.com', 's3.eu-west-1.amazonaws.com', 'localhost:4566', '127.0.0.1:4566', ''].map(bucketOfHost)).toEqual([undefined, undefined, undefined, undefined, undefined]);
    const { s3, put } = await bucket();
    await put('/a/b', 'by host', { host: 'lake.s3.us-east-1.amazonaws.com' });
    expect((await s3('/lake/a/b')).text).toBe('by host');
    expect((await s3('/?list-type=2', { headers: { host: 'lake.localhost:4566' } })).all('Key')).toEqual(['a/b']);
    expect((await s3('/', { headers: { host: 's3.localhost:4566' } })).all('Name')).toEqual(['lake']);
  });
});

describe('objects', () => {
  it('come back as they were put, with type, metadata and the MD5 as ETag', async () => {
    const { s3, put } = await bucket();
    const body = Uint8Array.from({ length: 300 }, (_, i) => i % 256);
    const answer = await put('/lake/dir/a%20b+%C3%BC', body, { 'content-type': 'image/x', 'x-amz-meta-who': 'me', 'cache-control': 'no-cache', 'content-encoding': 'br' });
    expect([answer.status, answer.headers.etag, answer.bytes.length]).toEqual([200, md5(body), 0]);
    const got = await s3('/lake/dir/a%20b+%C3%BC');
    expect([...got.bytes]).toEqual([...body]);
    expect(got.headers).toMatchObject({ etag: md5(body), 'content-type': 'image/x', 'x-amz-meta-who': 'me', 'cache-control': 'no-cache', 'content-encoding': 'br', 'content-length': '300', 'accept-ranges': 'bytes', 'last-modified': 'Mon, 05 Jan 2026 00:00:00 GMT' });
    const head = await s3('/lake/dir/a%20b+%C3%BC', { method: 'HEAD' });
    expect([head.bytes.length, head.headers['content-length'], head.headers.etag]).toEqual([0, '300', md5(body)]);
    expect((await s3('/lake/dir/a%20b+%C3%BC?response-content-type=text/x')).headers['content-type']).toBe('text/x');
  });

  it('may be empty, and are binary unless said', async () => {
    const { s3, put } = await bucket();
    expect((await put('/lake/nothing', '')).headers.etag).toBe('"d41d8cd98f00b204e9800998ecf8427e"');
    const { status, bytes, headers } = await s3('/lake/nothing');
    expect([status, bytes.length, headers['content-type']]).toEqual([200, 0, 'binary/octet-stream']);
  });

  it('put again are the newer ones; deleted ones are gone, and may be deleted again', async () => {
    const { s3, put } = await bucket();
    await put('/lake/k', 'old');
    await put('/lake/k', 'newer');
    expect((await s3('/lake/k')).text).toBe('newer');
    expect((await s3('/lake/k', { method: 'DELETE' })).status).toBe(204);
    expect((await s3('/lake/k', { method: 'DELETE' })).status).toBe(204);
    const { status, inside } = await s3('/lake/k');
    expect([status, inside('Code'), inside('Message')]).toEqual([404, 'NoSuchKey', 'The specified key does not exist.']);
    expect((await s3('/lake/k', { method: 'HEAD' })).bytes.length).toBe(0);
  });

  it('have keys with slashes at any place', async () => {
    const { s3, put } = await bucket();
    for (const key of ['/a', 'a/', 'a//b']) await put(`/lake/${key}`, key);
    expect((await s3('/lake?list-type=2')).all('Key')).toEqual(['/a', 'a/', 'a//b']);
    expect((await s3('/lake/a/')).text).toBe('a/');
  });

  it('sent in chunks are put together', async () => {
    const { s3, put } = await bucket();
    await put('/lake/chunked', '5;chunk-signature=aa\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n', { 'content-encoding': 'aws-chunked', 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' });
    const { text, headers } = await s3('/lake/chunked');
    expect([text, headers['content-encoding']]).toEqual(['hello world', undefined]);
    expect((await put('/lake/chunked', 'no chunks', { 'content-encoding': 'aws-chunked' })).inside('Code')).toBe('IncompleteBody');
  });

  it('are checked against the digests that came with them', async () => {
    const { put } = await bucket();
    const good = createHash('md5').update('body').digest('base64');
    expect((await put('/lake/k', 'body', { 'content-md5': good })).status).toBe(200);
    expect((await put('/lake/k', 'bodx', { 'content-md5': good })).inside('Code')).toBe('BadDigest');
    expect((await put('/lake/k', 'hello world', { 'x-amz-checksum-crc32': 'DUoRhQ==' })).status).toBe(200);
    expect((await put('/lake/k', 'hello world!', { 'x-amz-checksum-crc32': 'DUoRhQ==' })).inside('Code')).toBe('BadDigest');
  });
});

describe('a part of an object', () => {
  it.each([
    ['bytes=0-4', 'hello', 'bytes 0-4/11'],
    ['bytes=6-', 'world', 'bytes 6-10/11'],
    ['bytes=-3', 'rld', 'bytes 8-10/11'],
    ['bytes=-100', 'hello world', 'bytes 0-10/11'],
    ['bytes=4-100', 'o world', 'bytes 4-10/11'],
  ])('%s', async (range, text, contentRange) => {
    const { s3, put } = await bucket();
    await put('/lake/k', 'hello world');
    const got = await s3('/lake/k', { headers: { range } });
    expect([got.status, got.text, got.headers['content-range'], got.headers['content-length']]).toEqual([206, text, contentRange, String(text.length)]);
    const head = await s3('/lake/k', { method: 'HEAD', headers: { range } });
    expect([head.status, head.headers['content-range'], head.headers['content-length']]).toEqual([206, contentRange, String(text.length)]);
  });

  it.each(['bytes=11-', 'bytes=-0'])('%s is beyond it', async (range) => {
    const { s3, put } = await bucket();
    await put('/lake/k', 'hello world');
    const { status, inside } = await s3('/lake/k', { headers: { range } });
    expect([status, inside('Code')]).toEqual([416, 'InvalidRange']);
  });

  it.each(['bytes=5-2', 'lines=1-2', 'bytes=0-1,3-4', 'bytes=-'])('%s gives the whole', async (range) => {
    const { s3, put } = await bucket();
    await put('/lake/k', 'hello world');
    const { status, text } = await s3('/lake/k', { headers: { range } });
    expect([status, text]).toEqual([200, 'hello world']);
  });
});

describe('conditions', () => {
  const etag = md5('x');
  it.each([
    [{ 'if-match': etag }, 200],
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-none-match': etag }, 304],
    [{ 'if-none-match': '"other"' }, 200],
    [{ 'if-modified-since': 'Mon, 05 Jan 2026 00:00:00 GMT' }, 304],
    [{ 'if-modified-since': 'Sun, 04 Jan 2026 00:00:00 GMT' }, 200],
    [{ 'if-unmodified-since': 'Sun, 04 Jan 2026 00:00:00 GMT' }, 412],
    [{ 'if-match': etag, 'if-unmodified-since': 'Sun, 04 Jan 2026 00:00:00 GMT' }, 200],
  ])('%j of a GET: %i', async (headers, status) => {
    const { s3, put } = await bucket();
    await put('/lake/k');
    const got = await s3('/lake/k', { headers: headers as never });
    expect([got.status, status === 304 ? got.bytes.length : 0]).toEqual([status, 0]);
  });

  it('of a PUT: only where there is none, only in place of this one', async () => {
    const { put } = await bucket();
    expect((await put('/lake/k', 'x', { 'if-none-match': '*' })).status).toBe(200);
    expect((await put('/lake/k', 'y', { 'if-none-match': '*' })).status).toBe(412);
    expect((await put('/lake/k', 'y', { 'if-match': '"other"' })).status).toBe(412);
    expect((await put('/lake/k', 'y', { 'if-match': etag })).status).toBe(200);
  });
});

describe('ListObjectsV2', () => {
  async function filled() {
    const all = await bucket();
    for (const key of ['a', 'logs/1', 'logs/2', 'logs/old/3', 'z & <z>']) await all.put(`/lake/${encodeURIComponent(key).replace(/%2F/g, '/')}`, key);
    return all;
  }
  it('tells keys with size, ETag and time, escaped', async () => {
    const { text, all, inside } = await (await filled()).s3('/lake?list-type=2');
    expect(text).toContain('<Contents><Key>a</Key><LastModified>2026-01-05T00:00:00.000Z</LastModified><ETag>&#34;0cc175b9c0f1b6a831c399e269772661&#34;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>1</Size><StorageClass>STANDARD</StorageClass></Contents>');
    expect([all('Key'), inside('KeyCount'), inside('IsTruncated'), inside('MaxKeys')]).toEqual([['a', 'logs/1', 'logs/2', 'logs/old/3', 'z &#38; &#60;z&#62;'], '5', 'false', '1000']);
    expect((await (await filled()).s3('/lake?list-type=2&encoding-type=url')).all('Key').at(-1)).toBe('z+%26+%3Cz%3E');
  });

  it('by prefix, with a delimiter, after a key', async () => {
    const { s3 } = await filled();
    const top = await s3('/lake?list-type=2&delimiter=/');
    expect([top.all('Key'), top.text.includes('<CommonPrefixes><Prefix>logs/</Prefix></CommonPrefixes>'), top.inside('KeyCount')]).toEqual([['a', 'z &#38; &#60;z&#62;'], true, '3']);
    const logs = await s3('/lake?list-type=2&delimiter=%2F&prefix=logs%2F');
    expect([logs.all('Key'), logs.text.includes('<CommonPrefixes><Prefix>logs/old/</Prefix></CommonPrefixes>')]).toEqual([['logs/1', 'logs/2'], true]);
    expect((await s3('/lake?list-type=2&start-after=logs/1&prefix=logs/')).all('Key')).toEqual(['logs/2', 'logs/old/3']);
  });

  it('in pages of any size, each key once', async () => {
    const { s3 } = await filled();
    for (const size of [1, 2, 3, 5]) {
      const keys: (string | undefined)[] = [];
      let token = '';
      do {
        const answer = await s3(`/lake?list-type=2&max-keys=${size}${token}`);
        keys.push(...answer.all('Key'));
        const next = answer.inside('NextContinuationToken');
        token = next === undefined ? '' : `&continuation-token=${encodeURIComponent(next)}`;
        expect(answer.inside('IsTruncated')).toBe(String(next !== undefined));
      } while (token !== '');
      expect(keys).toHaveLength(5);
    }
    const first = await s3('/lake?list-type=2&max-keys=2&delimiter=/');
    expect((await s3(`/lake?list-type=2&delimiter=/&continuation-token=${encodeURIComponent(first.inside('NextContinuationToken')!)}`)).all('Key')).toEqual(['z &#38; &#60;z&#62;']);
  });
});

it('records that clients put have arrived', async () => {
  const { endpoint, put } = await bucket();
  await put('/lake/k');
  expect(endpoint.world.simulation.records.totals()).toMatchObject({ born: 1, delivered: 1, inTransit: 0 });
});
