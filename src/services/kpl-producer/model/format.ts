/**
 * The aggregated record of the KPL as bytes: magic number, protobuf, MD5. Encoder, decoder and exact sizes; no state.
 * Only a KPL and what takes its records apart need this; opaque records of a run have sizes but no bytes.
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { hashKeyOf, hashKeyToWords, parseHashKey, type HashKeyRange } from '../../../aws/hashKey.ts';
import { md5Bytes, utf8Bytes, utf8Text } from '../../../base/md5.ts';
import type { KeyTable } from '../../../sim/records/keyTable.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';

/** One record as an application knows it. `explicitHashKey` is decimal text, there only when the application gave one. */
export interface UserRecord {
  readonly partitionKey: string;
  readonly explicitHashKey?: string | undefined;
  readonly data: Uint8Array;
}

/** What a PutRecords entry of the KPL says. */
export interface KplEntry {
  readonly data: Uint8Array;
  readonly partitionKey: string;
  readonly explicitHashKey: string;
}

/** First bytes of every aggregated record. */
export const aggregateMagic: readonly number[] = [0xf3, 0x89, 0x9a, 0xc2];
/** Bytes of the MD5 at its end. */
const digestBytes = 16;
/** Magic number and MD5: bytes that an aggregated record has besides its protobuf message. */
export const aggregateOverheadBytes = aggregateMagic.length + digestBytes;
/** Partition key of every aggregated record: the user records bring their own. */
export const aggregatePartitionKey = 'a';

/** Bytes that a number takes as a protobuf varint. */
export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

/** Bytes of a text that is new in one of the two tables. */
export function tableEntryBytes(textBytes: number): number {
  return 1 + varintBytes(textBytes) + textBytes;
}

/** Bytes of one user record in the message; `hashKeyIndex` is -1 without an explicit hash key. */
export function recordEntryBytes(keyIndex: number, hashKeyIndex: number, dataBytes: number): number {
  const inner = 1 + varintBytes(keyIndex) + (hashKeyIndex < 0 ? 0 : 1 + varintBytes(hashKeyIndex)) + 1 + varintBytes(dataBytes) + dataBytes;
  return 1 + varintBytes(inner) + inner;
}

/** What one more user record adds to the KPL's own quick estimate of a size; bytes of texts that are in a table already are -1. */
export function estimatedEntryBytes(dataBytes: number, newKeyBytes: number, explicit: boolean, newHashKeyBytes: number): number {
  return dataBytes + 3 + 2 + (newKeyBytes < 0 ? 0 : newKeyBytes + 3) + (explicit ? 2 : 0) + (newHashKeyBytes < 0 ? 0 : newHashKeyBytes + 3);
}

/** The decimal hash key that routes a user record. */
export function hashKeyTextOf(record: UserRecord): string {
  return record.explicitHashKey ?? hashKeyOf(record.partitionKey).toString();
}

/** Texts in first-seen order. */
class TextTable {
  readonly texts: string[] = [];
  readonly #index = new Map<string, number>();

  indexOf(text: string): number {
    const known = this.#index.get(text);
    if (known !== undefined) return known;
    this.#index.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** User records as one aggregated record: magic number, message, MD5. */
export function encodeAggregate(records: readonly UserRecord[]): Uint8Array {
  const keys = new TextTable();
  const hashKeys = new TextTable();
  const indexes = records.map((record) => ({ key: keys.indexOf(record.partitionKey), hashKey: record.explicitHashKey === undefined ? -1 : hashKeys.indexOf(record.explicitHashKey) }));
  const writer = new BinaryWriter(utf8Bytes);
  for (const text of keys.texts) writer.tag(1, WireType.LengthDelimited).string(text);
  for (const text of hashKeys.texts) writer.tag(2, WireType.LengthDelimited).string(text);
  records.forEach((record, i) => {
    const { key, hashKey } = indexes[i]!;
    writer.tag(3, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).uint32(key);
    if (hashKey >= 0) writer.tag(2, WireType.Varint).uint32(hashKey);
    writer.tag(3, WireType.LengthDelimited).bytes(record.data);
    writer.join();
  });
  const message = writer.finish();
  const out = new Uint8Array(aggregateOverheadBytes + message.length);
  out.set(aggregateMagic);
  out.set(message, aggregateMagic.length);
  out.set(md5Bytes(message), aggregateMagic.length + message.length);
  return out;
}

/** What the KPL sends for a container: one user record as it is, several as an aggregate. There is at least one. */
export function packUserRecords(records: readonly UserRecord[]): KplEntry {
  const first = records[0]!;
  const explicitHashKey = hashKeyTextOf(first);
  if (records.length === 1) return { data: first.data, partitionKey: first.partitionKey, explicitHashKey };
  return { data: encodeAggregate(records), partitionKey: aggregatePartitionKey, explicitHashKey };
}

/** Whether bytes are an aggregated record: magic number in front, something in between, and the MD5 of that at the end. */
export function isAggregate(data: Uint8Array): boolean {
  if (data.length <= aggregateOverheadBytes || aggregateMagic.some((byte, i) => data[i] !== byte)) return false;
  const digest = md5Bytes(data.subarray(aggregateMagic.length, data.length - digestBytes));
  return digest.every((byte, i) => data[data.length - digestBytes + i] === byte);
}

/** The user records of an aggregate, in order; undefined when the bytes are none, or one that cannot be read. Never throws. */
export function decodeAggregate(data: Uint8Array): readonly UserRecord[] | undefined {
  if (!isAggregate(data)) return undefined;
  try {
    return readMessage(data.subarray(aggregateMagic.length, data.length - digestBytes));
  } catch {
    return undefined;
  }
}

interface RawRecord {
  key: number;
  hashKey: number;
  data: Uint8Array | undefined;
}

function readMessage(message: Uint8Array): readonly UserRecord[] | undefined {
  const reader = new BinaryReader(message, utf8Text);
  const keys: string[] = [];
  const hashKeys: string[] = [];
  const raw: RawRecord[] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) keys.push(reader.string());
    else if (field === 2) hashKeys.push(reader.string());
    else if (field === 3) raw.push(readRecord(reader.bytes()));
    else reader.skip(wireType, field);
  }
  const records: UserRecord[] = [];
  for (const { key, hashKey, data } of raw) {
    const partitionKey = keys[key];
    const explicitHashKey = hashKey < 0 ? undefined : hashKeys[hashKey];
    if (partitionKey === undefined || data === undefined || (hashKey >= 0 && explicitHashKey === undefined)) return undefined;
    records.push(explicitHashKey === undefined ? { partitionKey, data } : { partitionKey, explicitHashKey, data });
  }
  return records;
}

function readRecord(bytes: Uint8Array): RawRecord {
  const reader = new BinaryReader(bytes, utf8Text);
  const record: RawRecord = { key: -1, hashKey: -1, data: undefined };
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) record.key = Number(reader.uint64());
    else if (field === 2) record.hashKey = Number(reader.uint64());
    else if (field === 3) record.data = reader.bytes();
    else reader.skip(wireType, field);
  }
  return record;
}

/**
 * What a consumer that takes aggregates apart makes of a record's bytes: the user records; none when one of them does not
 * belong to the shard (the KPL sends those again elsewhere); undefined for a record that is no aggregate and passes as it is.
 */
export function deaggregate(data: Uint8Array, shard: HashKeyRange): readonly UserRecord[] | undefined {
  const records = decodeAggregate(data);
  return records?.every((record) => inRange(parseHashKey(hashKeyTextOf(record)), shard)) === false ? [] : records;
}

function inRange(hashKey: bigint | undefined, { startingHashKey, endingHashKey }: HashKeyRange): boolean {
  return hashKey !== undefined && hashKey >= startingHashKey && hashKey <= endingHashKey;
}

/** A shard's range as 32-bit words: four of its start, four of its end. */
export function rangeWords(range: HashKeyRange): Uint32Array {
  const words = new Uint32Array(8);
  hashKeyToWords(range.startingHashKey, words, 0);
  hashKeyToWords(range.endingHashKey, words, 4);
  return words;
}

/** Whether the hash of an interned key (or hash key) lies in a range of `rangeWords`. */
export function keyInRange(key: number, keys: KeyTable, range: Uint32Array): boolean {
  const words = keys.hashWords(key);
  return compareWords(words, key * 4, range, 0) >= 0 && compareWords(words, key * 4, range, 4) <= 0;
}

function compareWords(a: Uint32Array, at: number, b: Uint32Array, bAt: number): number {
  for (let w = 0; w < 4; w++) if (a[at + w] !== b[bAt + w]) return a[at + w]! < b[bAt + w]! ? -1 : 1;
  return 0;
}

/**
 * The same rule for an entry of a run, whose bytes nobody made: false for an aggregate with a user record that does not belong
 * to the shard. A consumer lets go of all rows of such an entry.
 */
export function belongsToShard(batch: RecordBatch, entry: number, keys: KeyTable, range: Uint32Array): boolean {
  const { first, rowKeys } = batch;
  if (first === undefined || rowKeys === undefined) return true;
  const from = first[entry]!;
  const to = first[entry + 1]!;
  if (to - from < 2) return true;
  for (let i = from; i < to; i++) if (!keyInRange(rowKeys[i]!, keys, range)) return false;
  return true;
}
