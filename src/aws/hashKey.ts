/** The 128-bit space of Kinesis hash keys. Only this file turns hash keys into decimal text and 32-bit words. */
import { md5Words } from '../base/md5.ts';

/** 2^128 - 1. */
export const maxHashKey = (1n << 128n) - 1n;

/** Inclusive range of hash keys that a shard owns. */
export interface HashKeyRange {
  readonly startingHashKey: bigint;
  readonly endingHashKey: bigint;
}

const scratch = new Uint32Array(4);

/** MD5 of the key's UTF-8 bytes as an unsigned big-endian 128-bit integer: what Kinesis routes by. */
export function hashKeyOf(partitionKey: string): bigint {
  md5Words(partitionKey, scratch, 0);
  return wordsToHashKey(scratch, 0);
}

export function wordsToHashKey(words: Uint32Array, at: number): bigint {
  return (BigInt(words[at]!) << 96n) | (BigInt(words[at + 1]!) << 64n) | (BigInt(words[at + 2]!) << 32n) | BigInt(words[at + 3]!);
}

export function hashKeyToWords(hashKey: bigint, words: Uint32Array, at: number): void {
  words[at] = Number(hashKey >> 96n);
  words[at + 1] = Number((hashKey >> 64n) & 0xffffffffn);
  words[at + 2] = Number((hashKey >> 32n) & 0xffffffffn);
  words[at + 3] = Number(hashKey & 0xffffffffn);
}

/** A hash key from decimal text (`0` or digits without a leading zero, at most 2^128-1); undefined when it is not one. */
export function parseHashKey(text: string): bigint | undefined {
  if (!/^(0|[1-9]\d{0,38})$/.test(text)) return undefined;
  const value = BigInt(text);
  return value <= maxHashKey ? value : undefined;
}

/** The range of shard `index` when a stream is laid out evenly over `count` shards; the last one absorbs the remainder. */
export function uniformRange(index: number, count: number): HashKeyRange {
  const width = (maxHashKey + 1n) / BigInt(count);
  const startingHashKey = width * BigInt(index);
  return { startingHashKey, endingHashKey: index === count - 1 ? maxHashKey : startingHashKey + width - 1n };
}

/** Where AWS's documents and UpdateShardCount split a range: the floor of its middle. */
export function midpoint(range: HashKeyRange): bigint {
  return (range.startingHashKey + range.endingHashKey) / 2n;
}
