import { describe, expect, it, vi } from 'vitest';
import { MiB } from '../../../aws/limits/define.ts';
import { sequenceNumberText } from '../../../aws/ids.ts';
import { codeOf, responseOf, StreamBench } from '../../../testing/streamBench.ts';
import { sequenceNumberAt } from './reading.ts';

vi.setConfig({ testTimeout: 60_000 });

const throttled = 'ProvisionedThroughputExceededException';
const shard0 = 'shardId-000000000000';

/** Fills shard 0 with ten records of 1 MiB, a second apart. */
function tenMebibytes(): StreamBench {
  const bench = new StreamBench();
  for (let i = 0; i < 10; i++) {
    responseOf(bench.put([{ key: 'a', bytes: MiB }]));
    bench.wait(1000);
  }
  return bench;
}

function reasonOf(bench: StreamBench): unknown {
  return bench.events('read.refused').at(-1)?.detail.reason;
}

function numberAt(bench: StreamBench, position: number, shard = 0): string {
  return sequenceNumberAt(bench.state, bench.simulation.recipe.startsAt, shard, position);
}

describe('five GetRecords calls a second on one shard', () => {
  it('refuses the sixth within the sliding second, and names why', () => {
    const bench = new StreamBench();
    const iterator = bench.iteratorOf();
    const codes: string[] = [];
    for (let i = 0; i < 6; i++) {
      codes.push(codeOf(bench.get(iterator)));
      bench.wait(100);
    }
    expect(codes).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', throttled]);
    expect(reasonOf(bench)).toBe('5 reads/s');
    // The window slides: at 1,000 ms the call of 0 ms is out of it, at 1,050 ms that of 100 ms is not.
    bench.waitUntil(999);
    expect(codeOf(bench.get(iterator))).toBe(throttled);
    bench.waitUntil(1000);
    expect(codeOf(bench.get(iterator))).toBe('ok');
    bench.waitUntil(1050);
    expect(codeOf(bench.get(iterator))).toBe(throttled);
    bench.waitUntil(1100);
    expect(codeOf(bench.get(iterator))).toBe('ok');
  });

  it('does not count refused calls', () => {
    const bench = new StreamBench();
    const iterator = bench.iteratorOf();
    for (let i = 0; i < 5; i++) bench.get(iterator);
    for (let i = 0; i < 50; i++) {
      bench.wait(19);
      expect(codeOf(bench.get(iterator))).toBe(throttled);
    }
    bench.waitUntil(1000);
    for (let i = 0; i < 5; i++) expect(codeOf(bench.get(iterator))).toBe('ok');
    expect(bench.metric('ReadProvisionedThroughputExceeded')).toBe(50);
    expect(bench.metric('GetRecords.Success')).toBe(10);
  });

  it('shares the calls among all consumers of the shard, and not with other shards', () => {
    const bench = new StreamBench({ shardCount: 2 });
    const one = bench.iteratorOf();
    const two = bench.iteratorOf({ ShardId: 'shardId-000000000001' });
    const codes = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map((consumer) => codeOf(bench.get(one, 10, consumer)));
    expect(codes).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', throttled]);
    expect(bench.events('read.refused')[0]!.detail.consumer).toBe('c6');
    expect(codeOf(bench.get(two))).toBe('ok');
  });
});

describe('2 MiB a second read from one shard', () => {
  it('refuses for exactly 5 s after 10 MiB from rest, and names why', () => {
    const bench = tenMebibytes();
    const reply = responseOf(bench.get(bench.iteratorOf()));
    expect(reply.records.count).toBe(10);
    const next = reply.NextShardIterator!;
    const at = bench.now;
    expect(codeOf(bench.get(next))).toBe(throttled);
    expect(reasonOf(bench)).toBe('2 MiB/s');
    bench.waitUntil(at + 4999);
    expect(codeOf(bench.get(next))).toBe(throttled);
    bench.waitUntil(at + 5000);
    expect(codeOf(bench.get(next))).toBe('ok');
  });

  it('lets several readers poll in one instant while at most a second is owed', () => {
    const bench = tenMebibytes();
    const iterator = bench.iteratorOf();
    // 1 MiB each: half a second owed after one, a whole second after two, 1.5 s after three.
    expect([1, 2, 3, 4].map((n) => codeOf(bench.get(iterator, 1, `c${n}`)))).toEqual(['ok', 'ok', 'ok', throttled]);
    expect(reasonOf(bench)).toBe('2 MiB/s');
    const at = bench.now;
    bench.waitUntil(at + 1499);
    expect(codeOf(bench.get(iterator, 1))).toBe(throttled);
    bench.waitUntil(at + 1500);
    expect(codeOf(bench.get(iterator, 1))).toBe('ok');
  });

  it('returns at most 10 MiB', () => {
    const bench = tenMebibytes();
    bench.put([{ key: 'a', bytes: 1 }]);
    const reply = responseOf(bench.get(bench.iteratorOf()));
    expect(reply.records.count).toBe(10);
    expect(reply.NextShardIterator!.position).toBe(10);
    expect(bench.metric('GetRecords.Bytes')).toBe(10 * MiB);
  });
});

describe('the Limit of GetRecords', () => {
  it('is 1 to 10,000 and bounds the answer', () => {
    const bench = new StreamBench();
    bench.putMany(20, 10);
    const iterator = bench.iteratorOf();
    expect(responseOf(bench.get(iterator, 7)).records.count).toBe(7);
    expect(responseOf(bench.get(iterator, 10_000)).records.count).toBe(20);
    for (const limit of [0, -1, 10_001, 1.5]) expect(codeOf(bench.get(iterator, limit)), String(limit)).toBe('ValidationException');
  });

  it('is 10,000 when not given', () => {
    const bench = new StreamBench();
    for (let second = 0; second < 11; second++) {
      bench.putMany(500, 10);
      bench.putMany(500, 10);
      bench.wait(1000);
    }
    const reply = responseOf(bench.get(bench.iteratorOf()));
    expect(reply.records.count).toBe(10_000);
    expect(responseOf(bench.get(reply.NextShardIterator!)).records.count).toBe(1000);
  });
});

describe('MillisBehindLatest', () => {
  it('is the age of the last record returned while more lie behind it, and 0 at the tip', () => {
    const bench = new StreamBench();
    bench.put([{ key: 'a', bytes: 10 }]);
    bench.wait(2000);
    bench.put([{ key: 'a', bytes: 10 }]);
    bench.wait(3000);
    const first = responseOf(bench.get(bench.iteratorOf(), 1));
    expect(first.MillisBehindLatest).toBe(5000);
    const second = responseOf(bench.get(first.NextShardIterator!, 1));
    expect(second.MillisBehindLatest).toBe(0);
    const third = responseOf(bench.get(second.NextShardIterator!));
    expect([third.records.count, third.MillisBehindLatest]).toEqual([0, 0]);
  });
});

describe('iterators', () => {
  /** Records at 0, 1,000 and 2,000 ms; now is 3,000 ms. */
  function three(): StreamBench {
    const bench = new StreamBench();
    for (let i = 0; i < 3; i++) {
      bench.put([{ key: 'a', bytes: 10 }]);
      bench.wait(1000);
    }
    return bench;
  }
  const position = (bench: StreamBench, request: Parameters<StreamBench['iterator']>[0]) => bench.iteratorOf(request).position;

  it('begin at the oldest record, or behind the newest of the moment of the call', () => {
    const bench = three();
    expect(position(bench, { ShardIteratorType: 'TRIM_HORIZON' })).toBe(0);
    const latest = bench.iteratorOf({ ShardIteratorType: 'LATEST' });
    bench.put([{ key: 'a', bytes: 77 }]);
    const { records } = responseOf(bench.get(latest));
    expect(Array.from(records.bytes)).toEqual([77]);
  });

  it('begin at or after a sequence number', () => {
    const bench = three();
    for (let i = 0; i < 3; i++) {
      expect(position(bench, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: numberAt(bench, i) })).toBe(i);
      bench.wait(1000);
      expect(position(bench, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: numberAt(bench, i) })).toBe(i + 1);
    }
  });

  it('begin at a time: the first record that arrived then or later', () => {
    const bench = three();
    expect(position(bench, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 1000 })).toBe(1);
    expect(position(bench, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 1001 })).toBe(2);
    expect(position(bench, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 2999 })).toBe(3);
    expect(position(bench, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: -5000 })).toBe(0);
    expect(codeOf(bench.iterator({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 3001 }))).toBe('InvalidArgumentException');
    bench.wait(1000);
    expect(codeOf(bench.iterator({ ShardIteratorType: 'AT_TIMESTAMP' }))).toBe('InvalidArgumentException');
    expect(codeOf(bench.iterator({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: Number.NaN }))).toBe('InvalidArgumentException');
  });

  it('at a time older than the trim horizon begin at the trim horizon', () => {
    const bench = three();
    bench.waitUntil(24 * 3_600_000 + 500);
    expect(position(bench, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 0 })).toBe(1);
    expect(position(bench, { ShardIteratorType: 'TRIM_HORIZON' })).toBe(1);
  });

  it("refuse another shard's or another stream's sequence number", () => {
    const bench = new StreamBench({ shardCount: 2 });
    bench.put([{ key: 'a', bytes: 10 }, { key: 'b', bytes: 10 }]);
    const ask = (StartingSequenceNumber: string) => {
      bench.wait(1000);
      return codeOf(bench.iterator({ ShardId: shard0, ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber }));
    };
    expect(ask(numberAt(bench, 0, 0))).toBe('ok');
    expect(ask(numberAt(bench, 0, 1))).toBe('InvalidArgumentException');
    const { startsAt } = bench.simulation.recipe;
    expect(ask(sequenceNumberText({ shardCreatedMs: startsAt - 60_000, shardIndex: 0, counter: 1n, arrivedMs: startsAt }))).toBe('InvalidArgumentException');
    expect(ask('')).toBe('InvalidArgumentException');
    expect(ask('12')).toBe('InvalidArgumentException');
  });

  it.each([
    ['AT_SEQUENCE_NUMBER', undefined, undefined, 'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber.'],
    ['LATEST', '5', undefined, 'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified LATEST and also a StartingSequenceNumber.'],
    ['AT_TIMESTAMP', undefined, undefined, 'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.'],
    ['AT_TIMESTAMP', undefined, 5000, 'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: 1700000005000, currentTimestampInMillis: 1700000000000'],
    ['AT_SEQUENCE_NUMBER', '12', undefined, 'StartingSequenceNumber 12 used in GetShardIterator on shard shardId-000000000000 in stream stream under account 123456789012 is invalid.'],
    ['AFTER_SEQUENCE_NUMBER', sequenceNumberText({ shardCreatedMs: 1_700_000_000_000, shardIndex: 1, counter: 1n, arrivedMs: 1_700_000_000_000 }), undefined, 'Invalid StartingSequenceNumber. It encodes shardId-000000000001, while it was used in a call to a shard with shardId-000000000000'],
    ['AT_SEQUENCE_NUMBER', sequenceNumberText({ shardCreatedMs: 1_700_000_000_000, shardIndex: 0, counter: 1n << 63n, arrivedMs: 1_700_000_000_000 }), undefined, /^StartingSequenceNumber \d+ used in GetShardIterator .* is invalid\.$/],
    ['AT_SEQUENCE_NUMBER', sequenceNumberText({ shardCreatedMs: 1_600_000_000_000, shardIndex: 0, counter: 1n, arrivedMs: 1_700_000_000_000 }), undefined, /is invalid because it did not come from this stream\.$/],
  ] as const)('%s with number %s and time %s', (ShardIteratorType, StartingSequenceNumber, Timestamp, message) => {
    const reply = new StreamBench({ shardCount: 2 }, { startsAt: 1_700_000_000_000 }).iterator({ ShardIteratorType, StartingSequenceNumber, Timestamp });
    expect(codeOf(reply)).toBe('InvalidArgumentException');
    expect(reply.ok ? '' : reply.error.message).toMatch(message);
  });

  it('name the shard that is not there, and the text that is no shard', () => {
    const messageOf = (ShardId: string) => {
      const reply = new StreamBench().iterator({ ShardId });
      return reply.ok ? 'ok' : reply.error.message;
    };
    expect(messageOf('shard-5')).toBe('Shard shardId-000000000005 in stream stream under account 123456789012 does not exist');
    expect(messageOf('2.14E4')).toBe('Could not find shard 2.14E4 in stream stream under account 123456789012.');
  });

  it('are given five times a second for a shard', () => {
    const bench = new StreamBench({ shardCount: 2 });
    expect(Array.from({ length: 6 }, () => codeOf(bench.iterator()))).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', throttled]);
    expect(codeOf(bench.iterator({ ShardId: 'shardId-000000000001' }))).toBe('ok');
    bench.wait(999);
    expect(codeOf(bench.iterator())).toBe(throttled);
    bench.wait(1);
    expect(codeOf(bench.iterator())).toBe('ok');
  });

  it('are asked for by full and by abbreviated shard ids', () => {
    const bench = new StreamBench({ shardCount: 6 });
    for (const ShardId of ['shardId-000000000005', 'shardId-5', 'shard-5', '5', 'shardId-0000000000000005']) expect(bench.iteratorOf({ ShardId }).shard, ShardId).toBe(5);
    for (const ShardId of ['shardId-6', 'shardId-', '', 'x', 'shardId-2147483648', '-1x']) expect(codeOf(bench.iterator({ ShardId })), ShardId).toBe('ResourceNotFoundException');
  });

  it('live 300,000 ms from the call that gave them: each answer brings a fresh one', () => {
    const bench = new StreamBench();
    let iterator = bench.iteratorOf();
    for (let i = 0; i < 4; i++) {
      bench.wait(300_000);
      iterator = responseOf(bench.get(iterator)).NextShardIterator!;
    }
    bench.wait(300_001);
    const reply = bench.get(iterator);
    expect(!reply.ok && reply.error.message).toBe('Iterator expired. The iterator was created at time Mon Jan 06 00:20:00 UTC 2020 while right now it is Mon Jan 06 00:25:00 UTC 2020 which is further in the future than the tolerated delay of 300000 milliseconds.');
  });
});

describe('a closed shard', () => {
  it('is read to its end, then answers no iterator and its children', () => {
    const bench = new StreamBench({ controlPlaneDelay: 1000 });
    bench.putMany(3, 10);
    bench.reshard('SplitShard', { ShardToSplit: '0' });
    const first = responseOf(bench.get(bench.iteratorOf(), 2));
    expect([first.records.count, first.ChildShards.length]).toEqual([2, 0]);
    const last = responseOf(bench.get(first.NextShardIterator!, 2));
    expect(last.records.count).toBe(1);
    expect(last.NextShardIterator).toBeNull();
    expect(last.ChildShards).toEqual([{ shard: 1, parents: [0] }, { shard: 2, parents: [0] }]);
  });

  it('that is empty answers no iterator at once', () => {
    const bench = new StreamBench({ shardCount: 2, controlPlaneDelay: 1000 });
    bench.reshard('MergeShards', { ShardToMerge: '0', AdjacentShardToMerge: '1' });
    const reply = responseOf(bench.get(bench.iteratorOf({ ShardIteratorType: 'LATEST' })));
    expect(reply.NextShardIterator).toBeNull();
    expect(reply.ChildShards).toEqual([{ shard: 2, parents: [0, 1] }]);
  });

  it('takes no more records: they go to the child whose range holds their hash', () => {
    const bench = new StreamBench({ controlPlaneDelay: 1000 });
    bench.reshard('SplitShard', { ShardToSplit: '0' });
    // MD5 of "a" begins with 0c, that of "b" with 92: below and above the middle.
    expect(Array.from(responseOf(bench.put([{ key: 'a', bytes: 10 }, { key: 'b', bytes: 10 }])).outcome.shards)).toEqual([1, 2]);
  });
});
