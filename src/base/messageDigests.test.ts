import { describe, expect, it } from 'vitest';
import { utf8Bytes } from './md5.ts';
import { digestHex, type DigestName } from './messageDigests.ts';

/** Test vectors of RFC 1319, RFC 1321, RFC 3174 and FIPS 180. */
const vectors: readonly (readonly [DigestName, string, string])[] = [
  ['md2', '', '8350e5a3e24c153df2275c9f80692773'],
  ['md2', 'a', '32ec01ec4a6dac72c0ab96fb34c0b5d1'],
  ['md2', 'abc', 'da853b0d3f88d99b30283a69e6ded6bb'],
  ['md2', 'message digest', 'ab4f496bfb2a530b219ff33031fe06b0'],
  ['md2', 'abcdefghijklmnopqrstuvwxyz', '4e8ddff3650292ab5a4108c3aa47940b'],
  ['md5', 'abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['sha1', 'abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['sha224', 'abc', '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7'],
  ['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['sha384', 'abc', 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7'],
  ['sha512', 'abc', 'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f'],
];

describe('message digests', () => {
  for (const [name, text, hex] of vectors) it(`${name} of "${text}"`, () => expect(digestHex(name, utf8Bytes(text))).toBe(hex));
});
