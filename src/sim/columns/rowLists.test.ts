import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Digest } from '../../base/digest.ts';
import { assertForAll } from '../../testing/forAll.ts';
import { isList, listOf, LogSet } from './logSet.ts';
import { RowLists } from './rowLists.ts';

const u32 = (...values: number[]) => Uint32Array.of(...values);

function digestOf(store: { hashInto(hash: Digest): void }): string {
  const digest = new Digest();
  store.hashInto(digest);
  return digest.hex();
}

describe('lists of rows', () => {
  it('come back as they were made, whatever clones do', () => {
    const step = fc.oneof({ weight: 6, arbitrary: fc.record({ on: fc.nat(5), size: fc.integer({ min: 1, max: 700 }) }) }, { weight: 1, arbitrary: fc.record({ clone: fc.nat(5) }) });
    assertForAll(
      fc.array(step, { maxLength: 80 }),
      (steps) => {
        const sides = [{ lists: new RowLists(), told: [] as number[][] }];
        let next = 0;
        for (const drawn of steps) {
          if ('clone' in drawn) {
            const side = sides[drawn.clone % sides.length]!;
            sides.push({ lists: side.lists.clone(), told: side.told.slice() });
            continue;
          }
          const { lists, told } = sides[drawn.on % sides.length]!;
          const rows = Uint32Array.from({ length: drawn.size }, () => next++);
          expect(lists.make(rows, rows.map((row) => row + 1_000_000))).toBe(told.length);
          told.push([...rows]);
        }
        for (const { lists, told } of sides) {
          told.forEach((rows, i) => {
            expect([...lists.rows(i)]).toEqual(rows);
            expect([...lists.keys(i)]).toEqual(rows.map((row) => row + 1_000_000));
          });
        }
      },
      { seed: 5, runs: 100 },
    );
  });

  it('are freed segment by segment, and their numbers go on', () => {
    const lists = new RowLists();
    const rows = u32(1, 2, 3);
    for (let i = 0; i < 100_000; i++) {
      expect(lists.make(rows, rows)).toBe(i);
      if (i >= 5000) lists.free(i - 5000);
      expect(lists.segments).toBeLessThan(8);
    }
    expect(lists.kept).toBe(5000);
    expect([...lists.rows(97_000)]).toEqual([1, 2, 3]);
  });

  it('have one digest with and without clones between', () => {
    const [one, two] = [new RowLists(), new RowLists()];
    for (let i = 0; i < 3000; i++) {
      one.make(u32(i), u32(i));
      two.make(u32(i), u32(i));
      if (i % 100 === 0) two.clone();
    }
    expect(digestOf(two)).toBe(digestOf(one));
  });
});

describe('a log with aggregates', () => {
  it('tells rows and lists apart, and a log without them has the digest it always had', () => {
    const plain = new LogSet(1);
    plain.append(0, 7, 10, 100);
    const before = digestOf(plain);
    const mixed = plain.clone();
    mixed.appendList(0, u32(8, 9), u32(1, 2), 11, 200);
    expect(digestOf(plain)).toBe(before);
    expect(digestOf(mixed)).not.toBe(before);
    expect(isList(mixed.row(0, 0))).toBe(false);
    expect(isList(mixed.row(0, 1))).toBe(true);
    expect([...mixed.lists.keys(listOf(mixed.row(0, 1)))]).toEqual([1, 2]);
    const rows: number[] = [];
    for (let position = 0; position < 2; position++) mixed.visitRows(0, position, (row) => rows.push(row));
    expect(rows).toEqual([7, 8, 9]);
    expect(plain.lists.made).toBe(0);
  });
});
