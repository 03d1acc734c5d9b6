import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bucket } from '../../testing/s3Requests.ts';
import { crc32c, crc64 } from '../../base/crc.ts';

const digits = Buffer.from('123456789');

it('the cyclic checksums have the check values of their catalogue', () => {
  expect(crc32c(digits).toString(16)).toBe('e3069283');
  expect(Buffer.from(crc64(digits)).toString('hex')).toBe('ae8b14860a799888');
  expect(Buffer.from(crc64(new Uint8Array())).toString('hex')).toBe('0000000000000000');
});

const base64 = (algorithm: string) => createHash(algorithm).update(digits).digest('base64');

describe('a checksum', () => {
  it.each([
    ['crc32', 'y/Q5Jg=='],
    ['crc32c', '4waSgw=='],
    ['crc64nvme', 'rosUhgp5mIg='],
    ['sha1', base64('sha1')],
    ['sha256', base64('sha256')],
    ['sha512', base64('sha512')],
    ['md5', base64('md5')],
  ])('%s is checked, kept and given back to who asks for it', async (name, value) => {
    const { s3, put } = await bucket();
    const header = `x-amz-checksum-${name}`;
    const stored = await put('/lake/k', digits, { [header]: value });
    expect([stored.status, stored.headers[header], stored.headers['x-amz-checksum-type'], stored.headers['x-amz-server-side-encryption']]).toEqual([200, value, 'FULL_OBJECT', 'AES256']);
    expect((await put('/lake/k', 'other', { [header]: value })).inside('Code')).toBe('BadDigest');
    for (const method of ['GET', 'HEAD']) {
      expect((await s3('/lake/k', { method })).headers[header]).toBeUndefined();
      expect((await s3('/lake/k', { method, headers: { 'x-amz-checksum-mode': 'ENABLED' } })).headers[header]).toBe(value);
    }
    expect((await s3('/lake')).inside('ChecksumAlgorithm')).toBe(name.toUpperCase());
  });

  it('is added by S3 where none came', async () => {
    const { s3, put } = await bucket();
    expect((await put('/lake/k', digits)).headers['x-amz-checksum-crc64nvme']).toBe('rosUhgp5mIg=');
    expect((await s3('/lake/k', { headers: { 'x-amz-checksum-mode': 'ENABLED' } })).headers['x-amz-checksum-crc64nvme']).toBe('rosUhgp5mIg=');
  });

  it('may come behind the chunks of a body', async () => {
    const { put } = await bucket();
    const send = (sum: string) => put('/lake/k', `9\r\n${digits.toString()}\r\n0\r\nx-amz-checksum-crc32:${sum}\r\n\r\n`, { 'content-encoding': 'aws-chunked', 'x-amz-trailer': 'x-amz-checksum-crc32', 'x-amz-sdk-checksum-algorithm': 'CRC32' });
    expect((await send('y/Q5Jg==')).headers['x-amz-checksum-crc32']).toBe('y/Q5Jg==');
    expect((await send('AAAAAA==')).inside('Code')).toBe('BadDigest');
    expect((await send('no')).inside('Message')).toBe('Value for x-amz-checksum-crc32 trailing header is invalid.');
  });

  it('of a kind that is not simulated is refused, not passed over', async () => {
    const { put } = await bucket();
    expect((await put('/lake/k', digits, { 'x-amz-checksum-xxhash64': 'AAAAAAAAAAA=' })).status).toBe(501);
  });
});
