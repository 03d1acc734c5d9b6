import { expect, it } from 'vitest';
import { RecordTable } from './recordTable.ts';

const rows = (...list: number[]) => Uint32Array.from(list);

/** Four records of one key, born at 0, 10, 20 and 30 ms, and two sinks. */
function table(): RecordTable {
  const records = new RecordTable();
  records.addSink('one');
  records.addSink('two');
  for (const at of [0, 10, 20, 30]) records.birth(at, 7, 100, 0);
  return records;
}

it('keeps the first record lost, with its reason', () => {
  const records = table();
  expect(records.firstLost).toBeNull();
  records.release(rows(2), 'refused');
  records.release(rows(1), 'expired');
  expect(records.firstLost).toEqual({ row: 2, key: 7, createdAt: 20, reason: 'refused' });
});

it('keeps the first duplicate and the first record out of order of each sink', () => {
  const records = table();
  records.deliver(0, rows(0, 2, 1, 2), 50);
  records.deliver(0, rows(0, 3), 60);
  records.deliver(1, rows(0, 1, 2), 60);
  expect(records.firstsOf(0)).toEqual({ duplicate: { row: 2, key: 7, createdAt: 20 }, outOfOrder: { row: 1, key: 7, createdAt: 10 } });
  expect(records.firstsOf(1)).toEqual({ duplicate: null, outOfOrder: null });
});

it('visits what is still on its way to a sink: not delivered there, not lost, not parked', () => {
  const records = table();
  records.deliver(0, rows(0), 50);
  records.park(rows(1));
  records.release(rows(2), 'refused');
  const waiting = (sink: number) => {
    const found: number[] = [];
    records.visitWaiting(sink, (row, createdAt, key) => {
      expect([createdAt, key]).toEqual([row * 10, 7]);
      found.push(row);
    });
    return found;
  };
  expect(waiting(0)).toEqual([3]);
  expect(waiting(1)).toEqual([0, 3]);
});

it('a keyframe keeps its own firsts', () => {
  const records = table();
  const before = records.clone();
  records.release(rows(2), 'refused');
  records.deliver(0, rows(1, 0), 50);
  expect(before.firstLost).toBeNull();
  expect(before.firstsOf(0).outOfOrder).toBeNull();
});
