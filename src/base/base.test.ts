import { md5 as nobleMd5 } from '@noble/hashes/legacy.js';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { hashKeyToWords, maxHashKey, parseHashKey, wordsToHashKey } from '../aws/hashKey.ts';
import { parseSequenceNumber, parseShardId, sequenceNumberText, shardIdText } from '../aws/ids.ts';
import { KeyTable } from '../sim/records/keyTable.ts';
import { assertForAll } from '../testing/forAll.ts';
import { copyPlain, hashPlain } from './copyPlain.ts';
import { Digest } from './digest.ts';
import { md5Words, utf8Bytes } from './md5.ts';
import { naturalExp } from './naturalExp.ts';
import { naturalLog } from './naturalLog.ts';
import { nearest } from './nearest.ts';

vi.setConfig({ testTimeout: 60_000 });

function hex(words: Uint32Array): string {
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}

function fastMd5(text: string): string {
  const words = new Uint32Array(4);
  md5Words(text, words, 0);
  return hex(words);
}

function libraryMd5(text: string): string {
  return Array.from(nobleMd5(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('MD5 of a partition key', () => {
  it("agrees with the library's and the platform's UTF-8 on drawn keys", () => {
    const table = new KeyTable();
    const keys = fc.oneof(fc.string({ maxLength: 80, size: 'max' }), fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 60, size: 'max' }).map((codes) => String.fromCodePoint(...codes)), fc.array(fc.integer({ min: 0xd700, max: 0xe0ff }), { maxLength: 30, size: 'max' }).map((codes) => String.fromCharCode(...codes)));
    assertForAll(keys, (key) => {
      const encoded = new TextEncoder().encode(key);
      expect([fastMd5(key), String(utf8Bytes(key)), table.byteLength(table.intern(key))]).toEqual([libraryMd5(key), String(encoded), encoded.length]);
    }, { seed: 1, runs: 200 });
  });

  it('agrees at the edges of one block', () => {
    for (let length = 0; length <= 130; length++) expect(fastMd5('x'.repeat(length)), `${length} bytes`).toBe(libraryMd5('x'.repeat(length)));
    for (let length = 26; length <= 29; length++) expect(fastMd5('é'.repeat(length)), `${length} two-byte characters`).toBe(libraryMd5('é'.repeat(length)));
    for (const text of [`${'x'.repeat(53)}é`, `${'x'.repeat(54)}é`, `${'x'.repeat(52)}日`, `${'x'.repeat(51)}🌊`, `${'x'.repeat(52)}🌊`]) expect(fastMd5(text), text).toBe(libraryMd5(text));
  });

  it('agrees on lone surrogates', () => {
    for (const text of ['\ud83c', '\udf0a', 'a\ud83cb', '\udf0a\ud83c', '\ud83c\ud83c\udf0a']) expect(fastMd5(text)).toBe(libraryMd5(text));
  });

  it('writes nothing beside its four words', () => {
    const words = new Uint32Array(8).fill(7);
    md5Words('a', words, 2);
    expect([words[0], words[1], words[6], words[7]]).toEqual([7, 7, 7, 7]);
  });
});

describe('hash keys', () => {
  const keys = fc.bigInt({ min: 0n, max: maxHashKey });
  it('go through words and decimal text', () => {
    assertForAll(fc.oneof(keys, fc.constantFrom(0n, 1n, maxHashKey, 1n << 32n, (1n << 64n) - 1n)), (key) => {
      const words = new Uint32Array(6);
      hashKeyToWords(key, words, 1);
      expect(wordsToHashKey(words, 1)).toBe(key);
      expect(parseHashKey(key.toString())).toBe(key);
    }, { seed: 2 });
    for (const text of ['', '-1', '01', '1.0', ' 1', (maxHashKey + 1n).toString()]) expect(parseHashKey(text), text).toBeUndefined();
  });
});

describe('sequence numbers', () => {
  const parts = fc.record({ shardCreatedMs: fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => s * 1000), shardIndex: fc.integer({ min: 0, max: 2_000_000_000 }), counter: fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }), arrivedMs: fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => s * 1000) });

  it('go there and back', () => {
    assertForAll(parts, (of) => {
      expect(parseSequenceNumber(sequenceNumberText(of))).toEqual(of);
      expect(sequenceNumberText(of)).toHaveLength(56);
    }, { seed: 3 });
  });

  it('rise with the counter, whatever the time of arrival', () => {
    assertForAll(fc.tuple(parts, fc.bigInt({ min: 1n, max: 1_000_000n }), fc.integer({ min: 0, max: 4_000_000_000 })), ([of, more, arrived]) => {
      if (of.counter + more >= 1n << 63n) return;
      expect(BigInt(sequenceNumberText({ ...of, counter: of.counter + more, arrivedMs: arrived * 1000 }))).toBeGreaterThan(BigInt(sequenceNumberText(of)));
    }, { seed: 4 });
  });

  it('that are none are told', () => {
    for (const text of ['', '1', 'x'.repeat(56), '9'.repeat(56), '0'.repeat(56), '9'.repeat(61)]) expect(parseSequenceNumber(text), text).toBeUndefined();
  });

  it('of shards: ids are twelve digits, and short ones are understood', () => {
    expect(shardIdText(5)).toBe('shardId-000000000005');
    expect(['shardId-000000000005', 'shard-05', '5', 'a-2147483647'].map(parseShardId)).toEqual([5, 5, 5, 2147483647]);
    expect(['shardId-2147483648', '', '-', 'five', '5x', '1.5'].map(parseShardId)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
  });
});

describe('logarithm and exponential', () => {
  it('agree with the platform to 1e-12', () => {
    assertForAll(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      expect(Math.abs(naturalLog(x) - Math.log(x))).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(Math.log(x))));
    }, { seed: 5, runs: 500 });
    assertForAll(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      expect(Math.abs(naturalExp(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(1e-12);
    }, { seed: 6, runs: 500 });
    expect([naturalLog(1), naturalExp(0)]).toEqual([0, 1]);
  });
});

describe('a copy of plain data', () => {
  it('shares nothing that may change', () => {
    const value = { list: [1, { deep: 'x' }], map: new Map([[1, { n: 1 }]]), column: Float64Array.from([1, 2]), big: 5n, none: null, gone: undefined };
    const copy = copyPlain(value);
    expect(copy).toEqual(value);
    (value.list[1] as { deep: string }).deep = 'y';
    value.map.get(1)!.n = 2;
    value.column[0] = 9;
    expect([(copy.list[1] as { deep: string }).deep, copy.map.get(1)!.n, copy.column[0]]).toEqual(['x', 1, 1]);
  });

  it('refuses functions, classes, dates and sets', () => {
    class Thing {
      readonly n = 1;
    }
    for (const value of [() => 1, new Thing(), new Date(0), new Set([1]), Promise.resolve(1), Symbol('x'), new WeakMap(), /x/]) expect(() => copyPlain({ value }), String(value)).toThrow('only plain data');
  });

  it('has the same hash, and any change another', () => {
    const hashOf = (value: unknown) => {
      const digest = new Digest();
      hashPlain(value, digest);
      return digest.hex();
    };
    const plain = fc.anything({ withBigInt: true, withTypedArray: false, withMap: true, maxDepth: 3 });
    assertForAll(plain, (value) => {
      expect(hashOf(copyPlain(value))).toBe(hashOf(value));
      expect(hashOf({ value, more: 0 })).not.toBe(hashOf({ value, more: 1 }));
    }, { seed: 7, runs: 300 });
    expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]));
    expect(hashOf(0.1)).not.toBe(hashOf(0.2));
    expect(hashOf(['ab', 'c'])).not.toBe(hashOf(['a', 'bc']));
    expect(hashOf([null])).not.toBe(hashOf([undefined]));
    expect(() => hashOf(() => 1)).toThrow('only plain data');
  });
});

describe('a digest', () => {
  it('is sixteen hexadecimal digits, the same on every machine', () => {
    const digest = new Digest();
    for (const value of [0, -1, 1.5, 2 ** 40, -0.25]) digest.number(value);
    digest.text('shardId-000000000000');
    expect(digest.hex()).toBe('53af9c79c86986a0');
  });

  it('scatters: a hundred thousand near inputs have as many digests', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 100_000; i++) {
      const digest = new Digest();
      digest.int(i >> 8);
      digest.int(i & 255);
      seen.add(digest.hex());
    }
    expect(seen.size).toBe(100_000);
  });
});

describe('the nearest known word', () => {
  it('forgives case and one slip', () => {
    expect(nearest('ShardCont', ['shardCount', 'streamName'])).toBe('shardCount');
    expect(nearest('x', [])).toBeUndefined();
  });
});
