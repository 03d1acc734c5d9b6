/** Digests that come with a body and are checked against it, and the one that S3 adds by itself. */
import { base64Bytes, base64Text } from '../../base/base64.ts';
import { crc32, crc32c, crc64 } from '../../base/crc.ts';
import { md5Bytes } from '../../base/md5.ts';
import { digestHex, type DigestName } from '../../base/messageDigests.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import { notSimulated } from './errors.ts';

const whole = (value: number) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
const digest = (name: DigestName) => (bytes: Uint8Array) => Uint8Array.from(digestHex(name, bytes).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
/** By the name of the algorithm, in the order of AWS's list. */
const algorithms: Readonly<Record<string, { readonly bytes: number; of(body: Uint8Array): Uint8Array }>> = {
  CRC32: { bytes: 4, of: (body) => whole(crc32(body)) },
  CRC32C: { bytes: 4, of: (body) => whole(crc32c(body)) },
  CRC64NVME: { bytes: 8, of: crc64 },
  SHA1: { bytes: 20, of: digest('sha1') },
  SHA256: { bytes: 32, of: digest('sha256') },
  SHA512: { bytes: 64, of: digest('sha512') },
  MD5: { bytes: 16, of: md5Bytes },
};
const unknown = ['XXHASH64', 'XXHASH3', 'XXHASH128'];
const usual = 'CRC64NVME';
export const headerOf = (algorithm: string) => `x-amz-checksum-${algorithm.toLowerCase()}`;

/** Members of an object's checksum; empty where it has none. */
export function checksumOf(headers: Readonly<Record<string, string>>): readonly [member: string, value: string] | undefined {
  return Object.entries(headers).find(([name]) => name.startsWith('Checksum'));
}

/** The algorithm of an object's checksum; S3 gives each object one. */
export const algorithmOf = (headers: Readonly<Record<string, string>>): string => checksumOf(headers)?.[0].slice('Checksum'.length) ?? usual;

/** The checksum that S3 adds to a body that came without. */
export const ownChecksum = (body: Uint8Array): readonly [member: string, value: string] => [`Checksum${usual}`, base64Text(algorithms[usual]!.of(body))];

/** Refuses a body that is not what its MD5 says. */
export function checkMd5(md5: string | undefined, body: Uint8Array): void {
  if (md5 === undefined) return;
  if (base64Bytes(md5)?.length !== 16) refuse('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, { 'Content-MD5': md5 });
  const found = base64Text(md5Bytes(body));
  if (md5 !== found) refuse('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, { ExpectedDigest: md5, CalculatedDigest: found });
}

/** The checksum that came with a body, in a header or behind its chunks, checked; undefined where none did. */
export function givenChecksum(input: ApiRecord, trailers: Readonly<Record<string, string>>, body: Uint8Array): readonly [member: string, value: string] | undefined {
  const asked = input.ChecksumAlgorithm as string | undefined;
  const given = [...Object.keys(algorithms), ...unknown].flatMap((name) => {
    const value = (input[`Checksum${name}`] as string | undefined) ?? trailers[headerOf(name)];
    return value === undefined ? [] : [{ name, value }];
  });
  if (given.length > 1) return refuse('InvalidRequest', 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  const [checksum] = given;
  if (!checksum) return asked === undefined ? undefined : refuse('InvalidRequest', 'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.');
  const { name, value } = checksum;
  const algorithm = algorithms[name] ?? notSimulated(headerOf(name));
  if (base64Bytes(value)?.length !== algorithm.bytes) refuse('InvalidRequest', `Value for ${headerOf(name)} ${trailers[headerOf(name)] === undefined ? 'header' : 'trailing header'} is invalid.`);
  if (value !== base64Text(algorithm.of(body))) refuse('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
  return [`Checksum${name}`, value];
}
