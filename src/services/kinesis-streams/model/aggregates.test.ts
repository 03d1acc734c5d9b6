import { describe, expect, it } from 'vitest';
import { hashKeyOf } from '../../../aws/hashKey.ts';
import { makeBatch, rowsOf, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { codeOf, responseOf, StreamBench } from '../../../testing/streamBench.ts';
import { PutRecords } from './operations.ts';

/** A request of aggregates and plain entries: `rows` user records each, routed by the hash of a key. */
function batchOf(bench: StreamBench, entries: readonly { readonly rows: number; readonly bytes: number; readonly routeBy: string }[]): RecordBatch {
  const { simulation, keys } = bench;
  const first = new Uint32Array(entries.length + 1);
  entries.forEach((entry, i) => (first[i + 1] = first[i]! + entry.rows));
  const rows = Uint32Array.from({ length: first[entries.length]! }, (_, i) => simulation.records.birth(simulation.now, keys.intern(`user-${i}`), 10, 0));
  return makeBatch({
    count: entries.length,
    rows,
    first,
    rowKeys: rows.map((_, i) => keys.intern(`user-${i}`)),
    keys: Uint32Array.from(entries, (entry) => keys.intern(entry.rows > 1 ? 'a' : entry.routeBy)),
    explicitHashKeys: Uint32Array.from(entries, (entry) => keys.intern(entry.routeBy) + 1),
    bytes: Uint32Array.from(entries, (entry) => entry.bytes),
  });
}

function put(bench: StreamBench, entries: Parameters<typeof batchOf>[1]) {
  const records = batchOf(bench, entries);
  const call = bench.begin(PutRecords, { records });
  return { records, response: responseOf(PutRecords.reply(bench.replies.get(call)![0]!)) };
}

describe('aggregates in a stream', () => {
  it('are one record against the record limit, with the bytes of the whole, and one log entry', () => {
    const bench = new StreamBench();
    const { response } = put(bench, [{ rows: 100, bytes: 51_000, routeBy: 'k' }, { rows: 1, bytes: 20, routeBy: 'k' }, { rows: 50, bytes: 3000, routeBy: 'k' }]);
    expect(response.FailedRecordCount).toBe(0);
    expect([...response.outcome.sequences]).toEqual([1, 2, 3]);
    expect(bench.metric('IncomingRecords')).toBe(3);
    expect(bench.metric('IncomingBytes')).toBe(54_020);
    // 997 records are left of this second's thousand.
    expect(responseOf(bench.putMany(500, 10)).FailedRecordCount).toBe(0);
    expect(responseOf(bench.putMany(500, 10)).FailedRecordCount).toBe(3);
  });

  it('are refused whole: nobody holds any of their rows for the stream', () => {
    const bench = new StreamBench();
    const { response } = put(bench, Array.from({ length: 25 }, () => ({ rows: 90, bytes: 50_000, routeBy: 'k' })));
    expect(response.FailedRecordCount).toBe(5);
    expect([...response.outcome.code].map((code) => code === 1)).toEqual([...new Array<boolean>(20).fill(false), ...new Array<boolean>(5).fill(true)]);
    const { records } = bench.simulation;
    expect([0, 19 * 90, 20 * 90, 25 * 90 - 1].map((row) => records.holds(row))).toEqual([2, 2, 1, 1]);
  });

  it("go to the shard that owns the entry's explicit hash key, not its partition key", () => {
    const bench = new StreamBench({ shardCount: 2 });
    const { response } = put(bench, ['x', 'y', 'z', 'user-1'].map((routeBy) => ({ rows: 3, bytes: 100, routeBy })));
    expect([...response.outcome.shards]).toEqual(['x', 'y', 'z', 'user-1'].map((key) => (hashKeyOf(key) >> 127n === 0n ? 0 : 1)));
  });

  it('come back from GetRecords as they went in, with one sequence number an entry', () => {
    const bench = new StreamBench();
    const { records } = put(bench, [{ rows: 3, bytes: 300, routeBy: 'k' }, { rows: 1, bytes: 20, routeBy: 'k' }, { rows: 2, bytes: 200, routeBy: 'k' }]);
    const answer = responseOf(bench.get(bench.iteratorOf())).records;
    expect(answer.count).toBe(3);
    expect([0, 1, 2].map((entry) => [...rowsOf(answer, entry)])).toEqual([0, 1, 2].map((entry) => [...rowsOf(records, entry)]));
    expect([...answer.sequences!]).toEqual([1, 2, 3]);
    expect([...answer.bytes]).toEqual([300, 20, 200]);
    expect([...answer.rowKeys!].filter((_, i) => i !== 3)).toEqual([...records.rowKeys!].filter((_, i) => i !== 3));
    // A limit counts entries.
    const part = responseOf(bench.get(bench.iteratorOf(), 2)).records;
    expect([part.count, part.rows.length]).toEqual([2, 4]);
  });

  it('leave answers without aggregates as they were', () => {
    const bench = new StreamBench();
    put(bench, [{ rows: 3, bytes: 300, routeBy: 'k' }]);
    bench.putMany(4, 10);
    const answer = responseOf(bench.get({ ...bench.iteratorOf(), position: 1 })).records;
    expect(answer.first).toBeUndefined();
    expect(answer.count).toBe(4);
  });

  it('come back from SubscribeToShard with their rows', () => {
    const bench = new StreamBench({}, { facts: 'today' });
    const { records } = put(bench, [{ rows: 3, bytes: 300, routeBy: 'k' }, { rows: 1, bytes: 20, routeBy: 'k' }]);
    const call = bench.subscribe({ consumer: 'c', shard: 0, StartingPosition: { Type: 'TRIM_HORIZON' } });
    bench.wait(200);
    const pushed = responseOf(bench.pushes(call)[0]!).records;
    expect([...pushed.rows]).toEqual([...records.rows]);
    expect([...pushed.first!]).toEqual([0, 3, 4]);
  });

  it('expire with all their rows, and their place is free again', () => {
    const bench = new StreamBench();
    const { records } = bench.simulation;
    for (let i = 0; i < 3000; i++) {
      const { records: batch } = put(bench, [{ rows: 4, bytes: 400, routeBy: 'k' }]);
      records.release(batch.rows, 'refused');
      bench.wait(100_000);
    }
    // A day of one every 100 s is kept.
    expect(bench.state.logs.lists.kept).toBeLessThanOrEqual(865);
    expect(bench.state.logs.lists.segments).toBeLessThan(4);
    expect(records.held).toBe(bench.state.logs.lists.kept * 4);
    expect(records.lostBy.expired).toBe(3000 * 4 - records.held);
    assertRowsConserved(bench.simulation);
  });

  it('are within the size of a record, or the whole call fails', () => {
    const bench = new StreamBench();
    const call = bench.begin(PutRecords, { records: batchOf(bench, [{ rows: 3, bytes: 1_048_577, routeBy: 'k' }]) });
    expect(codeOf(bench.replies.get(call)![0]!)).toBe('InvalidArgumentException');
  });

  it('survive a return to a keyframe', () => {
    const bench = new StreamBench();
    put(bench, [{ rows: 3, bytes: 300, routeBy: 'k' }]);
    const checkpoint = bench.simulation.checkpoint();
    put(bench, [{ rows: 5, bytes: 300, routeBy: 'k' }]);
    const digest = bench.simulation.digest();
    bench.simulation.restore(checkpoint);
    expect(bench.state.logs.lists.made).toBe(1);
    put(bench, [{ rows: 5, bytes: 300, routeBy: 'k' }]);
    expect(bench.simulation.digest()).toBe(digest);
  });
});
