import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import { bucket, s3Request } from '../../testing/s3Requests.ts';

describe('DeleteBucket', () => {
  it('takes an empty bucket away; its name is free, and a new one is empty and younger', async () => {
    const { s3, put, endpoint } = await bucket();
    await put('/lake/k');
    expect((await s3('/lake', { method: 'DELETE' })).inside('Code')).toBe('BucketNotEmpty');
    await s3('/lake/k', { method: 'DELETE' });
    const gone = await s3('/lake', { method: 'DELETE' });
    expect([gone.status, gone.bytes.length]).toEqual([204, 0]);
    expect([(await s3('/lake?list-type=2')).inside('Code'), (await s3('/lake/k')).inside('Code'), (await put('/lake/k')).inside('Code'), (await s3('/')).all('Name')]).toEqual(['NoSuchBucket', 'NoSuchBucket', 'NoSuchBucket', []]);
    endpoint.world.advance(endpoint.world.now + 60_000);
    expect((await put('/lake', '')).status).toBe(200);
    expect([(await s3('/lake?list-type=2')).inside('KeyCount'), (await s3('/')).inside('CreationDate')]).toEqual(['0', expect.stringMatching(/^2026-01-05T00:01:00/)]);
    expect((await put('/lake/k')).status).toBe(200);
  });

  it('in the oldest Region only, who owns a bucket makes it again without an error; a deleted one is made again anywhere', async () => {
    const { endpoint } = inProcess({ region: 'eu-west-1' });
    const body = '<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>';
    const make = () => s3Request(endpoint, { path: '/lake', method: 'PUT', body });
    expect((await make()).headers.location).toBe('http://lake.s3.amazonaws.com/');
    const again = await make();
    expect([again.status, again.inside('Code'), again.inside('BucketName'), again.inside('Message')]).toEqual([409, 'BucketAlreadyOwnedByYou', 'lake', 'Your previous request to create the named bucket succeeded and you already own it.']);
    expect((await s3Request(endpoint, { path: '/lake', method: 'DELETE' })).status).toBe(204);
    expect((await make()).status).toBe(200);
    const place = await s3Request(endpoint, { path: '/lake?location' });
    expect(place.text).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-west-1</LocationConstraint>');
  });

  it('in the middle of a longer write: the write finds no bucket, and nothing is left of it', async () => {
    const { s3, put, endpoint } = await bucket();
    const [write, gone] = await Promise.all([put('/lake/k', new Uint8Array(100_000)), s3('/lake', { method: 'DELETE' })]);
    expect([write!.inside('Code'), gone!.status]).toEqual(['NoSuchBucket', 204]);
    await put('/lake', '');
    expect((await s3('/lake?list-type=2')).inside('KeyCount')).toBe('0');
    expect(endpoint.world.simulation.records.held).toBe(0);
  });
});

it('the oldest Region is told as none', async () => {
  const { s3 } = await bucket();
  expect((await s3('/lake?location')).text).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></LocationConstraint>');
});

describe('DeleteObjects', () => {
  const remove = async (body: string) => {
    const { s3, put, endpoint } = await bucket();
    for (const key of ['a', 'b', 'c%26d', '%C3%BC']) await put(`/lake/${key}`, key);
    const answer = await s3('/lake?delete', { method: 'POST', body, headers: { 'content-md5': createHash('md5').update(body).digest('base64') } });
    return { answer, left: (await s3('/lake?list-type=2')).all('Key'), endpoint };
  };

  it('takes several away, known or not, and tells each', async () => {
    const { answer, left } = await remove('<?xml version="1.0"?><Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><!-- two --><Object><Key>a</Key></Object><Object><Key>c&amp;d</Key></Object><Object><Key><![CDATA[none]]></Key></Object></Delete>');
    expect([answer.status, answer.headers['content-type'], left]).toEqual([200, 'application/xml', ['b', 'ü']]);
    expect(answer.text).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Deleted><Key>a</Key></Deleted><Deleted><Key>c&#38;d</Key></Deleted><Deleted><Key>none</Key></Deleted></DeleteResult>');
  });

  it('tells in quiet mode only what failed: a version that is not there, an ETag of another object', async () => {
    const { answer, left } = await remove('<Delete><Quiet>true</Quiet><Object><Key>a</Key></Object><Object><Key>b</Key><VersionId>7</VersionId></Object><Object><Key>&#252;</Key><ETag>"other"</ETag></Object></Delete>');
    expect(left).toEqual(['b', 'c&#38;d', 'ü']);
    expect(answer.text).toContain('<Error><Key>b</Key><VersionId>7</VersionId><Code>NoSuchVersion</Code><Message>The specified version does not exist.</Message></Error><Error><Key>ü</Key><Code>PreconditionFailed</Code>');
    expect(answer.text).not.toContain('Deleted');
  });

  it('takes 1,000 keys in one call', async () => {
    const { s3, put } = await bucket();
    const names = Array.from({ length: 1000 }, (_, i) => `k${i}`);
    for (const name of names.slice(0, 20)) await put(`/lake/${name}`);
    const body = `<Delete>${names.map((name) => `<Object><Key>${name}</Key></Object>`).join('')}</Delete>`;
    const answer = await s3('/lake?delete', { method: 'POST', body, headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } });
    expect([answer.all('Key').length, (await s3('/lake?list-type=2')).inside('KeyCount')]).toEqual([1000, '0']);
  });
});

it('DeleteObject with If-Match takes away this object and no other', async () => {
  const { s3, put } = await bucket();
  const { headers } = await put('/lake/k');
  expect((await s3('/lake/k', { method: 'DELETE', headers: { 'if-match': '"other"' } })).inside('Condition')).toBe('If-Match');
  expect((await s3('/lake/k', { method: 'DELETE', headers: { 'if-match': headers.etag! } })).status).toBe(204);
  expect((await s3('/lake/k')).inside('Code')).toBe('NoSuchKey');
});
