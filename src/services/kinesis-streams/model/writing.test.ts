import { describe, expect, it, vi } from 'vitest';
import { maxHashKey } from '../../../aws/hashKey.ts';
import { parseSequenceNumber } from '../../../aws/ids.ts';
import { KiB, MiB } from '../../../aws/limits/define.ts';
import { codeOf, responseOf, StreamBench, type Entry } from '../../../testing/streamBench.ts';
import { readExplicitHashKey } from './explicitHashKey.ts';

vi.setConfig({ testTimeout: 60_000 });

const throttled = 'ProvisionedThroughputExceededException';

/** Which entries of a call were refused, by their codes. */
function codesOf(bench: StreamBench, entries: readonly Entry[]): string[] {
  const { outcome } = responseOf(bench.put(entries));
  return Array.from(outcome.code, (code) => (code === 0 ? 'ok' : outcome.codes[code - 1]!));
}

const many = (count: number, bytes: number, key = 'a'): Entry[] => Array.from({ length: count }, () => ({ key, bytes }));

function limitNamed(bench: StreamBench): unknown {
  return bench.events('records.refused').at(-1)?.detail.limit;
}

describe('the record bucket of a shard', () => {
  it('is full at birth, holds 1,000 records and gains one each millisecond', () => {
    const bench = new StreamBench();
    expect(responseOf(bench.putMany(500, 10)).FailedRecordCount).toBe(0);
    expect(responseOf(bench.putMany(500, 10)).FailedRecordCount).toBe(0);
    expect(responseOf(bench.putMany(5, 10)).FailedRecordCount).toBe(5);
    bench.wait(1);
    expect(responseOf(bench.putMany(5, 10)).FailedRecordCount).toBe(4);
    bench.wait(300);
    expect(responseOf(bench.putMany(500, 10)).FailedRecordCount).toBe(200);
    expect(limitNamed(bench)).toBe('record rate');
  });

  it('never holds more than a second of rest gives', () => {
    const bench = new StreamBench();
    bench.putMany(500, 10);
    bench.wait(60_000);
    let stored = 0;
    for (let i = 0; i < 4; i++) stored += 500 - responseOf(bench.putMany(500, 10)).FailedRecordCount;
    expect(stored).toBe(1000);
  });
});

describe('the byte bucket of a shard', () => {
  it('holds 1 MiB, keys counted, and gains a thousandth of it each millisecond', () => {
    const bench = new StreamBench();
    expect(codesOf(bench, many(4, MiB / 4))).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(codesOf(bench, many(1, 1))).toEqual([throttled]);
    bench.wait(1);
    // 1,048.576 bytes have come in.
    expect(codesOf(bench, many(1, 1049))).toEqual([throttled]);
    expect(codesOf(bench, many(1, 1048))).toEqual(['ok']);
    expect(limitNamed(bench)).toBe('byte rate');
    // 0.576 are left, and another 1,048.576 come: exact fractions are kept.
    bench.wait(1);
    expect(codesOf(bench, many(1, 1049))).toEqual(['ok']);
  });

  it('is another one in each shard', () => {
    const bench = new StreamBench({ shardCount: 2 });
    expect(codesOf(bench, [{ key: 'a', bytes: MiB }, { key: 'b', bytes: MiB }, { key: 'a', bytes: 1 }, { key: 'b', bytes: 1 }])).toEqual(['ok', 'ok', throttled, throttled]);
  });
});

describe('PutRecords', () => {
  it('refuses entries one by one: a failure stops no later entry and consumes nothing', () => {
    const bench = new StreamBench();
    bench.put([{ key: 'a', bytes: MiB - 1000 }]);
    // 1,000 bytes are left: the second entry does not fit, the third and fourth still do.
    expect(codesOf(bench, [{ key: 'a', bytes: 600 }, { key: 'a', bytes: 500 }, { key: 'a', bytes: 300 }, { key: 'a', bytes: 100 }, { key: 'a', bytes: 1 }])).toEqual(['ok', throttled, 'ok', 'ok', throttled]);
    // The refused ones took no place in the record bucket either: 1 + 3 of 1,000 are gone.
    bench.wait(1000);
    expect(bench.metric('IncomingRecords')).toBe(4);
    expect(bench.metric('IncomingBytes')).toBe(MiB);
    expect(bench.metric('WriteProvisionedThroughputExceeded')).toBe(2);
    expect(bench.metric('PutRecords.TotalRecords')).toBe(6);
    expect(bench.metric('PutRecords.SuccessfulRecords')).toBe(4);
    expect(bench.metric('PutRecords.FailedRecords')).toBe(2);
    expect(bench.metric('PutRecords.Success')).toBe(2);
  });

  it('takes no record token for a refused entry', () => {
    const bench = new StreamBench();
    bench.put([{ key: 'a', bytes: MiB }]);
    for (let i = 0; i < 4; i++) bench.putMany(500, 1000);
    // 999 record tokens were left and none is gone; 1,048 bytes have come in after a millisecond.
    bench.wait(1);
    expect(responseOf(bench.putMany(500, 1)).FailedRecordCount).toBe(0);
    expect(responseOf(bench.putMany(500, 1)).FailedRecordCount).toBe(0);
  });

  it('stores nothing of a call with 501 entries, or with none', () => {
    const bench = new StreamBench();
    expect(codeOf(bench.putMany(501, 10))).toBe('ValidationException');
    expect(codeOf(bench.put([]))).toBe('ValidationException');
    expect(codeOf(bench.putMany(500, 10))).toBe('ok');
    expect(bench.metric('IncomingRecords')).toBe(500);
  });

  it('stores nothing of a call over 5 MiB (10 MiB today)', () => {
    for (const [facts, limit] of [['notes', 5 * MiB], ['today', 10 * MiB]] as const) {
      const bench = new StreamBench({ shardCount: 100 }, { facts });
      const entries = Array.from({ length: limit / MiB }, (_, i) => ({ key: `k${i}`, bytes: MiB }));
      expect(codeOf(bench.put([...entries, { key: 'b', bytes: 1 }])), facts).toBe('InvalidArgumentException');
      expect(bench.metric('IncomingRecords')).toBe(0);
      expect(codeOf(bench.put(entries)), facts).toBe('ok');
    }
  });

  it('stores nothing of a call that holds one record over the limit', () => {
    const bench = new StreamBench();
    expect(codeOf(bench.put([{ key: 'a', bytes: 10 }, { key: 'a', bytes: MiB + 1 }]))).toBe('InvalidArgumentException');
    expect(bench.metric('IncomingRecords')).toBe(0);
    expect(bench.events('record.too-large')).toHaveLength(1);
    expect(codeOf(bench.put([{ key: 'a', bytes: MiB }]))).toBe('ok');
  });

  it('refuses partition keys of no or of more than 256 characters', () => {
    const bench = new StreamBench();
    const put = (key: string) => codeOf(bench.put([{ key, bytes: 2000 }]));
    expect(put('x'.repeat(256))).toBe('ok');
    expect(put('x'.repeat(257))).toBe('ValidationException');
    expect(put('')).toBe('ValidationException');
    // Characters, not bytes or UTF-16 units.
    expect(put('\u{1f30a}'.repeat(256))).toBe('ok');
    expect(put('\u{1f30a}'.repeat(257))).toBe('ValidationException');
    expect(codeOf(bench.putOne({ key: 'x'.repeat(257), bytes: 2000 }))).toBe('ValidationException');
    expect(bench.metric('IncomingRecords')).toBe(2);
  });

  it('answers InternalFailure entry by entry while the fault lasts, and consumes nothing', () => {
    const bench = new StreamBench();
    bench.simulation.apply({ type: 'fault', node: 'stream', name: 'internal-failure', duration: 1000 });
    expect(new Set(codesOf(bench, many(500, 10)))).toEqual(new Set(['InternalFailure']));
    expect(codeOf(bench.putOne({ key: 'a', bytes: 10 }))).toBe('InternalFailure');
    expect(bench.metric('WriteProvisionedThroughputExceeded')).toBe(0);
    bench.wait(1000);
    expect(responseOf(bench.putMany(500, 10)).FailedRecordCount).toBe(0);
    expect(responseOf(bench.putMany(500, 10)).FailedRecordCount).toBe(0);
  });
});

describe('PutRecord', () => {
  it('throws where PutRecords answers 200', () => {
    const bench = new StreamBench();
    expect(codeOf(bench.putOne({ key: 'a', bytes: MiB }))).toBe('ok');
    const reply = bench.putOne({ key: 'a', bytes: 1 });
    expect(!reply.ok && reply.error).toEqual({
      code: throttled,
      message: 'Rate exceeded for shard shardId-000000000000 in stream stream under account 123456789012.',
      retryable: true,
    });
    expect(bench.metric('PutRecord.Success')).toBe(1);
  });

  it('gives sequence numbers that rise within a shard', () => {
    const bench = new StreamBench();
    let last = 0n;
    for (let i = 0; i < 5; i++) {
      const { SequenceNumber, ShardId } = responseOf(bench.putOne({ key: 'a', bytes: 10 }));
      expect(ShardId).toBe('shardId-000000000000');
      expect(BigInt(SequenceNumber)).toBeGreaterThan(last);
      expect(SequenceNumber).toHaveLength(56);
      last = BigInt(SequenceNumber);
      bench.wait(700);
    }
  });

  it('gives a number above SequenceNumberForOrdering, and refuses one that is none or of the future', () => {
    const bench = new StreamBench();
    const first = responseOf(bench.putOne({ key: 'a', bytes: 10 })).SequenceNumber;
    const second = responseOf(bench.putOne({ key: 'a', bytes: 10 }, first)).SequenceNumber;
    expect(BigInt(second)).toBeGreaterThan(BigInt(first));
    const reply = bench.putOne({ key: 'a', bytes: 10 }, '12');
    expect(!reply.ok && reply.error.code).toBe('InvalidArgumentException');
    expect(!reply.ok && reply.error.message).toBe('ExclusiveMinimumSequenceNumber 12 used in PutRecord on stream stream under account 123456789012 is invalid.');
    bench.wait(10_000);
    const late = responseOf(bench.putOne({ key: 'a', bytes: 10 })).SequenceNumber;
    const other = new StreamBench();
    expect(codeOf(other.putOne({ key: 'a', bytes: 10 }, late))).toBe('InvalidArgumentException');
    expect(bench.metric('IncomingRecords')).toBe(3);
  });
});

describe('routing', () => {
  it('sends a hash key equal to EndingHashKey to that shard and the next one to the next', () => {
    const bench = new StreamBench({ shardCount: 3 });
    const shardOf = (explicitHashKey: bigint) => responseOf(bench.put([{ key: 'a', bytes: 10, explicitHashKey }])).outcome.shards[0];
    for (const shard of bench.listShards()) {
      expect(shardOf(BigInt(shard.StartingHashKey))).toBe(shard.shard);
      expect(shardOf(BigInt(shard.EndingHashKey))).toBe(shard.shard);
    }
    expect(shardOf(0n)).toBe(0);
    expect(shardOf(maxHashKey)).toBe(2);
  });

  it('lets an ExplicitHashKey replace the hash, entry by entry', () => {
    const bench = new StreamBench({ shardCount: 2 });
    const { outcome } = responseOf(bench.put([{ key: 'a', bytes: 10 }, { key: 'a', bytes: 10, explicitHashKey: maxHashKey }, { key: 'b', bytes: 10 }]));
    expect(Array.from(outcome.shards)).toEqual([0, 1, 1]);
  });

  it('reads an ExplicitHashKey as AWS does', () => {
    expect(readExplicitHashKey('0')).toEqual({ ok: true, value: 0n });
    expect(readExplicitHashKey(maxHashKey.toString())).toEqual({ ok: true, value: maxHashKey });
    const over = (maxHashKey + 1n).toString();
    const refused = readExplicitHashKey(over);
    expect(!refused.ok && refused.error.code).toBe('InvalidArgumentException');
    expect(!refused.ok && refused.error.message).toBe(`Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${over}`);
    for (const text of ['', '01', '-1', '1.5', 'abc', '1'.repeat(40), '1e3']) {
      const reply = readExplicitHashKey(text);
      expect(!reply.ok && reply.error.code, text).toBe('ValidationException');
    }
  });
});

describe('large records today', () => {
  const big = 4 * MiB;
  it('drain the byte bucket below zero from full, and nothing passes until it is above zero', () => {
    const bench = new StreamBench({ maxRecordSizeInKiB: 10_240 }, { facts: 'today' });
    expect(codesOf(bench, [{ key: 'a', bytes: big }])).toEqual(['ok']);
    expect(codesOf(bench, many(1, 1))).toEqual([throttled]);
    // 3 MiB are owed: three seconds.
    bench.wait(3000);
    expect(codesOf(bench, many(1, 1))).toEqual([throttled]);
    bench.wait(1);
    expect(codesOf(bench, many(1, 1))).toEqual(['ok']);
    expect(limitNamed(bench)).toBe('byte rate');
  });

  it('need a full bucket', () => {
    const bench = new StreamBench({ maxRecordSizeInKiB: 10_240 }, { facts: 'today' });
    bench.put([{ key: 'a', bytes: 1 }]);
    expect(codesOf(bench, [{ key: 'a', bytes: big }])).toEqual([throttled]);
    bench.wait(1);
    expect(codesOf(bench, [{ key: 'a', bytes: big }])).toEqual(['ok']);
  });

  it('are refused by a stream whose MaxRecordSizeInKiB they exceed', () => {
    const bench = new StreamBench({ maxRecordSizeInKiB: 2048 }, { facts: 'today' });
    expect(codesOf(bench, [{ key: 'a', bytes: 2 * MiB }])).toEqual(['ok']);
    expect(codeOf(bench.put([{ key: 'a', bytes: 2 * MiB + 1 }]))).toBe('InvalidArgumentException');
    expect(codeOf(bench.putOne({ key: 'a', bytes: 10_240 * KiB }))).toBe('InvalidArgumentException');
  });
});

describe('sequence numbers', () => {
  it('carry the shard, its birth, a counter from 1 and the second of arrival', () => {
    const bench = new StreamBench({}, { startsAt: 1_700_000_000_000 });
    bench.wait(61_500);
    const { SequenceNumber } = responseOf(bench.putOne({ key: 'a', bytes: 10 }));
    expect(parseSequenceNumber(SequenceNumber)).toEqual({ shardCreatedMs: 1_700_000_000_000, shardIndex: 0, counter: 1n, arrivedMs: 1_700_000_061_000 });
  });
});
