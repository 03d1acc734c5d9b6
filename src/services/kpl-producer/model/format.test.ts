import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allLimits } from '../../../aws/limits/index.ts';
import { hashKeyOf, maxHashKey } from '../../../aws/hashKey.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import { KeyTable } from '../../../sim/records/keyTable.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { aggregateMagic, aggregateOverheadBytes, belongsToShard, deaggregate, decodeAggregate, encodeAggregate, estimatedEntryBytes, hashKeyTextOf, isAggregate, packUserRecords, rangeWords, recordEntryBytes, tableEntryBytes, varintBytes, type UserRecord } from './format.ts';

interface AggRecord {
  readonly partitionKey: string;
  readonly explicitPartitionKey?: string;
  readonly data: string;
}
/** The library that AWS publishes for Node: the other side of the round trip. */
const agg = createRequire(import.meta.url)('aws-kinesis-agg') as {
  readonly RecordAggregator: new () => { addUserRecord(record: object): void; build(): { readonly data: Buffer } };
  deaggregateSync(record: { readonly data: string; readonly partitionKey: string; readonly sequenceNumber: string }, check: boolean, after: (error: Error | null | undefined, records: readonly AggRecord[]) => void): void;
};

function writtenByLibrary(records: readonly UserRecord[]): Uint8Array {
  const aggregator = new agg.RecordAggregator();
  for (const each of records) aggregator.addUserRecord({ ...each, data: Buffer.from(each.data) });
  return Uint8Array.from(aggregator.build().data);
}

const text = (value: string) => utf8Bytes(value);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const record = (partitionKey: string, data: string, explicitHashKey?: string): UserRecord => ({ partitionKey, data: text(data), ...(explicitHashKey === undefined ? {} : { explicitHashKey }) });
const everything = { startingHashKey: 0n, endingHashKey: maxHashKey };

function estimatedSize(records: readonly UserRecord[]): number {
  const keys = new Set<string>();
  const hashKeys = new Set<string>();
  let size = 0;
  for (const each of records) {
    const ehk = each.explicitHashKey;
    size += estimatedEntryBytes(each.data.length, keys.has(each.partitionKey) ? -1 : text(each.partitionKey).length, ehk !== undefined, ehk === undefined || hashKeys.has(ehk) ? -1 : ehk.length);
    keys.add(each.partitionKey);
    if (ehk !== undefined) hashKeys.add(ehk);
  }
  return size;
}

function computedSize(records: readonly UserRecord[]): number {
  const keys = [...new Set(records.map((each) => each.partitionKey))];
  const hashKeys = [...new Set(records.flatMap((each) => each.explicitHashKey ?? []))];
  let size = aggregateOverheadBytes;
  for (const key of [...keys, ...hashKeys]) size += tableEntryBytes(text(key).length);
  for (const each of records) size += recordEntryBytes(keys.indexOf(each.partitionKey), each.explicitHashKey === undefined ? -1 : hashKeys.indexOf(each.explicitHashKey), each.data.length);
  return size;
}

const data = fc.uint8Array({ maxLength: 300 });
// Below 2^32 the library for Node reorders them, as it does keys that look like numbers.
const hashKey = fc.bigInt({ min: 1n << 33n, max: maxHashKey }).map(String);
/** Keys that cannot be taken for array indexes: objects keep those in order of insertion. */
const key = fc.oneof(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }), fc.constantFrom('a', 'user-1', 'user-2', 'é', '日本', '💧')).filter((drawn) => !/^\d+$/.test(drawn) && drawn !== '__proto__');
const userRecord = fc.record({ partitionKey: key, data, explicitHashKey: fc.option(hashKey, { nil: undefined, freq: 4 }) }).map((drawn): UserRecord => (drawn.explicitHashKey === undefined ? { partitionKey: drawn.partitionKey, data: drawn.data } : drawn));
const batch = fc.array(userRecord, { minLength: 2, maxLength: 40 });

describe('golden cases of the format', () => {
  it('KPL-01', () => {
    const records = [record('a', 'x'), record('a', 'y')];
    const entry = packUserRecords(records);
    expect(hex(entry.data)).toBe('f3899ac20a01611a0508001a01781a0508001a01794ce17b1ac841e7ccc082e6c0e097f7f6');
    expect(entry.data.length).toBe(37);
    expect(entry.partitionKey).toBe('a');
    expect(entry.explicitHashKey).toBe('16955237001963240173058271559858726497');
    expect(estimatedSize(records)).toBe(16);
    expect(computedSize(records)).toBe(37);
  });

  it('KPL-02', () => {
    const records = [record('pk1', 'hello'), record('pk2', 'world')];
    const entry = packUserRecords(records);
    expect(hex(entry.data)).toBe('f3899ac20a03706b310a03706b321a0908001a0568656c6c6f1a0908011a05776f726c6487c22af1ed18e292eb55b018413a3cff');
    expect(entry.data.length).toBe(52);
    expect(entry.partitionKey).toBe('a');
    expect(entry.explicitHashKey).toBe('329398341438914906102347661116985167824');
    expect(estimatedSize(records)).toBe(32);
    expect(computedSize(records)).toBe(52);
  });

  it('KPL-04', () => {
    const entry = packUserRecords([record('a', 'a', '123')]);
    expect(Buffer.from(entry.data).toString()).toBe('a');
    expect(entry.partitionKey).toBe('a');
    expect(entry.explicitHashKey).toBe('123');
    expect(isAggregate(entry.data)).toBe(false);
  });
});

describe('the aggregated record', () => {
  it('has the overhead that the table of limits names', () => {
    expect(aggregateOverheadBytes).toBe(allLimits.find((limit) => limit.id === 'kpl.aggregation.overhead-bytes')!.notes);
  });

  it('comes back as it went in, whatever the keys and data', () => {
    assertForAll(batch, (records) => expect(decodeAggregate(encodeAggregate(records))).toEqual(records), { seed: 21, runs: 300 });
  });

  it('has exactly the size that is computed without its bytes', () => {
    assertForAll(batch, (records) => expect(computedSize(records)).toBe(encodeAggregate(records).length), { seed: 22, runs: 300 });
    const large = [record('k', 'x'.repeat(20_000)), ...Array.from({ length: 300 }, (_, i) => record(`key-${i}`, 'y'.repeat(i)))];
    expect(computedSize(large)).toBe(encodeAggregate(large).length);
    expect([0, 127, 128, 16_383, 16_384, 2 ** 28].map(varintBytes)).toEqual([1, 1, 2, 2, 3, 5]);
  });

  it("is read by AWS's library as we wrote it", () => {
    let read = 0;
    assertForAll(
      batch,
      (records) => {
        agg.deaggregateSync({ data: Buffer.from(encodeAggregate(records)).toString('base64'), partitionKey: 'a', sequenceNumber: '1' }, true, (error, found) => {
          if (error) throw error;
          expect(found.map((each) => ({ partitionKey: each.partitionKey, data: hex(Buffer.from(each.data, 'base64')) }))).toEqual(records.map((each) => ({ partitionKey: each.partitionKey, data: hex(each.data) })));
          // The library gives records without an explicit hash key the first one of the table: its reader takes a missing index for 0.
          found.forEach((each, i) => records[i]!.explicitHashKey !== undefined && expect(each.explicitPartitionKey).toBe(records[i]!.explicitHashKey));
          read++;
        });
      },
      { seed: 23, runs: 100 },
    );
    expect(read).toBe(100);
  });

  it("is written by AWS's library as we write it", () => {
    assertForAll(
      batch,
      (records) => {
        const written = writtenByLibrary(records);
        expect(hex(written)).toBe(hex(encodeAggregate(records)));
        expect(decodeAggregate(written)).toEqual(records);
      },
      { seed: 24, runs: 100 },
    );
  });

  it('keeps keys that look like numbers in first-seen order (the library for Node sorts them, and mixes the records up)', () => {
    const records = [record('20', 'twenty'), record('3', 'three'), record('x', 'x'), record('20', 'again')];
    expect(decodeAggregate(encodeAggregate(records))).toEqual(records);
    expect(decodeAggregate(writtenByLibrary(records))!.map((each) => each.partitionKey)).toEqual(['3', '20', 'x', '3']);
  });

  it('is not seen in other bytes, and reading never throws', () => {
    const good = encodeAggregate([record('a', 'x'), record('b', 'y')]);
    for (let i = 0; i < good.length; i++) {
      const bad = good.slice();
      bad[i]! ^= 0x10;
      expect(decodeAggregate(bad), `byte ${i}`).toBeUndefined();
    }
    expect(decodeAggregate(good.subarray(0, 20))).toBeUndefined();
    expect(decodeAggregate(Uint8Array.from([...aggregateMagic, ...new Array<number>(16).fill(0)]))).toBeUndefined();
    assertForAll(fc.uint8Array({ maxLength: 80 }), (bytes) => expect(decodeAggregate(Uint8Array.from([...aggregateMagic, ...bytes]))).toBeUndefined(), { seed: 25, runs: 300 });
  });

  it('with a true MD5 over nonsense is no aggregate either', () => {
    const wrap = (message: Uint8Array) => {
      const digest = createRequire(import.meta.url)('node:crypto').createHash('md5').update(message).digest() as Buffer;
      return Uint8Array.from([...aggregateMagic, ...message, ...digest]);
    };
    assertForAll(fc.uint8Array({ minLength: 1, maxLength: 60 }), (message) => void decodeAggregate(wrap(message)), { seed: 26, runs: 2000 });
    // A record that names a key which is in no table.
    expect(isAggregate(wrap(Uint8Array.of(0x1a, 4, 8, 9, 0x1a, 0)))).toBe(true);
    expect(decodeAggregate(wrap(Uint8Array.of(0x1a, 4, 8, 9, 0x1a, 0)))).toBeUndefined();
  });
});

describe('taking aggregates apart', () => {
  it('passes over what is none', () => {
    expect(deaggregate(text('plain'), everything)).toBeUndefined();
  });

  it('gives the records of an aggregate that lies in the shard, and nothing of one that does not', () => {
    const records = [record('a', 'x'), record('b', 'y')];
    const bytes = encodeAggregate(records);
    expect(deaggregate(bytes, everything)).toEqual(records);
    const [low, high] = [hashKeyOf('a'), hashKeyOf('b')].sort((p, q) => (p < q ? -1 : 1)) as [bigint, bigint];
    expect(deaggregate(bytes, { startingHashKey: low, endingHashKey: high })).toEqual(records);
    expect(deaggregate(bytes, { startingHashKey: low, endingHashKey: high - 1n })).toEqual([]);
    expect(deaggregate(bytes, { startingHashKey: low + 1n, endingHashKey: maxHashKey })).toEqual([]);
  });

  it('routes by the explicit hash key where there is one', () => {
    const records = [record('a', 'x', '5'), record('b', 'y', '6')];
    expect(records.map(hashKeyTextOf)).toEqual(['5', '6']);
    expect(deaggregate(encodeAggregate(records), { startingHashKey: 5n, endingHashKey: 6n })).toEqual(records);
    expect(deaggregate(encodeAggregate(records), { startingHashKey: 5n, endingHashKey: 5n })).toEqual([]);
  });

  it('by the same rule for entries of a run', () => {
    const keys = new KeyTable();
    const [a, b, five] = [keys.intern('a'), keys.intern('b'), keys.internHashKey(5n)];
    const entries = makeBatch({ count: 3, rows: Uint32Array.of(0, 1, 2, 3, 4), first: Uint32Array.of(0, 2, 3, 5), rowKeys: Uint32Array.of(a, b, 0, a, five), keys: new Uint32Array(3), bytes: new Uint32Array(3) });
    const [low, high] = [hashKeyOf('a'), hashKeyOf('b')].sort((p, q) => (p < q ? -1 : 1)) as [bigint, bigint];
    const belongs = (startingHashKey: bigint, endingHashKey: bigint) => [0, 1, 2].map((entry) => belongsToShard(entries, entry, keys, rangeWords({ startingHashKey, endingHashKey })));
    expect(belongs(0n, maxHashKey)).toEqual([true, true, true]);
    expect(belongs(low, high)).toEqual([true, true, false]);
    expect(belongs(low, high - 1n)).toEqual([false, true, false]);
    expect(belongs(5n, maxHashKey)).toEqual([true, true, true]);
    expect(belongs(6n, maxHashKey)).toEqual([true, true, false]);
  });
});
