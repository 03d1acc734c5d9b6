import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { hashPlain } from '../../base/copyPlain.ts';
import { Digest } from '../../base/digest.ts';
import { assertForAll } from '../../testing/forAll.ts';
import { RecentKeys } from './recentKeys.ts';
import { SlotHeap } from './slotHeap.ts';
import { SlotLists } from './slotLists.ts';
import { SlotTable } from './slotTable.ts';

vi.setConfig({ testTimeout: 60_000 });

function hashOf(store: unknown): string {
  const digest = new Digest();
  hashPlain(store, digest);
  return digest.hex();
}

const acts = (types: readonly string[]) => fc.array(fc.record({ side: fc.nat(3), type: fc.constantFrom(...types), pick: fc.nat(100_000), count: fc.constantFrom(1, 2, 90, 300) }), { maxLength: 60, size: 'max' });

describe('slots', () => {
  it('answer as a map would, on every side of a clone', () => {
    assertForAll(acts(['add', 'add', 'remove', 'write', 'clone']), (steps) => {
      interface Side {
        readonly table: SlotTable;
        readonly model: Map<number, [number, number, number]>;
      }
      const sides: Side[] = [{ table: new SlotTable({ words: 2, floats: 1 }), model: new Map() }];
      for (const { side: of, type, pick, count } of steps) {
        const { table, model } = sides[of % sides.length]!;
        if (type === 'clone') {
          if (sides.length < 4) sides.push({ table: table.clone(), model: new Map([...model].map(([slot, values]) => [slot, [...values]])) });
          continue;
        }
        for (let i = 0; i < count; i++) {
          const slots = [...model.keys()];
          const slot = slots[(pick + i * 7) % Math.max(1, slots.length)];
          if (type === 'add') {
            const added = table.add();
            if (model.has(added)) expect.fail(`slot ${added} was given twice`);
            expect([table.word(added, 0), table.word(added, 1), table.float(added, 0)]).toEqual([0, 0, 0]);
            model.set(added, [0, 0, 0]);
          } else if (slot === undefined) continue;
          else if (type === 'remove') {
            table.remove(slot);
            model.delete(slot);
          } else {
            const values: [number, number, number] = [pick, i, pick / 8 + 2 ** 40];
            table.setWord(slot, 0, values[0]);
            table.setWord(slot, 1, values[1]);
            table.setFloat(slot, 0, values[2]);
            model.set(slot, values);
          }
        }
      }
      for (const { table, model } of sides) {
        expect(table.size).toBe(model.size);
        const seen: number[] = [];
        table.visit((slot) => seen.push(slot));
        expect(seen).toEqual([...model.keys()].toSorted((a, b) => a - b));
        for (const [slot, values] of model) expect([table.word(slot, 0), table.word(slot, 1), table.float(slot, 0)]).toEqual(values);
        const copy = table.clone();
        expect(hashOf(copy)).toBe(hashOf(table));
        const added = copy.add();
        copy.setWord(added, 1, 77);
        expect(hashOf(copy)).not.toBe(hashOf(table));
      }
    }, { seed: 41, runs: 40 });
  });

  it('are used again, and a slot that is free cannot be given back', () => {
    const table = new SlotTable({ words: 1, floats: 0 });
    const slots = Array.from({ length: 1000 }, () => table.add());
    for (const slot of slots) table.remove(slot);
    for (let i = 0; i < 1000; i++) expect(table.add()).toBeLessThan(1000);
    expect(() => table.remove(1000)).toThrow('slot 1000 is not taken');
    expect(table.has(-1)).toBe(false);
  });

  it('keep the numbers of keys out of digests', () => {
    const of = (key: number) => {
      const table = new SlotTable({ words: 2, floats: 0, unhashed: [0] });
      table.setWord(table.add(), 0, key);
      return hashOf(table.clone());
    };
    expect(of(1)).toBe(of(2));
  });

  it('of 120,000 messages in flight: a keyframe takes about a millisecond', () => {
    const table = new SlotTable({ words: 12, floats: 3 });
    const heap = new SlotHeap();
    const lists = new SlotLists();
    for (let i = 0; i < 120_000; i++) {
      const slot = table.add();
      table.setWord(slot, 3, i);
      heap.set(slot, i);
      lists.append(i % 8, slot);
    }
    let best = Infinity;
    for (let round = 0; round < 10; round++) {
      const before = performance.now();
      const copies = [table.clone(), heap.clone(), lists.clone()];
      best = Math.min(best, performance.now() - before);
      expect(copies).toHaveLength(3);
      for (let i = 0; i < 500; i++) table.setWord((i * 241) % 120_000, 3, round);
    }
    console.info(`keyframe of 120,000 slots, a heap and lists: ${best.toFixed(3)} ms`);
    expect(best).toBeLessThan(5);
  });
});

describe('lists of slots', () => {
  it('keep their order whatever is taken out, on every side of a clone', () => {
    assertForAll(acts(['append', 'append', 'remove', 'clone']), (steps) => {
      const sides: { lists: SlotLists; model: number[][] }[] = [{ lists: new SlotLists(), model: [[], [], []] }];
      let next = 0;
      for (const { side: of, type, pick, count } of steps) {
        const { lists, model } = sides[of % sides.length]!;
        if (type === 'clone') {
          if (sides.length < 4) sides.push({ lists: lists.clone(), model: model.map((list) => [...list]) });
          continue;
        }
        for (let i = 0; i < count; i++) {
          const list = (pick + i) % 3;
          const members = model[list]!;
          if (type === 'append') {
            lists.append(list, next);
            members.push(next++);
          } else if (members.length > 0) {
            const [slot] = members.splice((pick + i * 5) % members.length, 1);
            lists.remove(list, slot!);
          }
        }
      }
      for (const { lists, model } of sides) {
        model.forEach((wanted, list) => {
          const got: number[] = [];
          for (let slot = lists.first(list); slot >= 0; slot = lists.next(slot)) got.push(slot);
          expect(got).toEqual(wanted);
          expect([lists.count(list), lists.last(list)]).toEqual([wanted.length, wanted.at(-1) ?? -1]);
        });
      }
    }, { seed: 42, runs: 60 });
  });
});

describe('the heap of slots', () => {
  it('answers as a sorted list would, equal keys in the order they came', () => {
    assertForAll(acts(['set', 'set', 'move', 'remove', 'take', 'clone']), (steps) => {
      interface Entry {
        readonly slot: number;
        readonly key: number;
        readonly order: number;
      }
      const sides: { heap: SlotHeap; model: Map<number, Entry> }[] = [{ heap: new SlotHeap(), model: new Map() }];
      let order = 0;
      const first = (model: Map<number, Entry>) => [...model.values()].reduce<Entry | undefined>((least, entry) => (least === undefined || entry.key < least.key || (entry.key === least.key && entry.order < least.order) ? entry : least), undefined);
      for (const { side: of, type, pick, count } of steps) {
        const { heap, model } = sides[of % sides.length]!;
        if (type === 'clone') {
          if (sides.length < 4) sides.push({ heap: heap.clone(), model: new Map(model) });
          continue;
        }
        for (let i = 0; i < Math.min(count, 90); i++) {
          const slot = type === 'set' ? (pick + i * 13) % 500 : ([...model.keys()][(pick + i) % Math.max(1, model.size)] ?? -1);
          if (slot < 0) continue;
          if (type === 'set' || type === 'move') {
            const key = (pick * (i + 1)) % 17;
            heap.set(slot, key);
            model.set(slot, { slot, key, order: order++ });
          } else if (type === 'remove') {
            heap.remove(slot);
            model.delete(slot);
          } else {
            const least = first(model)!;
            expect([heap.first(), heap.firstKey()]).toEqual([least.slot, least.key]);
            heap.remove(least.slot);
            model.delete(least.slot);
          }
        }
      }
      for (const { heap, model } of sides) {
        expect(heap.size).toBe(model.size);
        for (let slot = 0; slot < 500; slot++) expect(heap.has(slot)).toBe(model.has(slot));
        while (model.size > 0) {
          const least = first(model)!;
          if (heap.first() !== least.slot) expect.fail(`slot ${heap.first()} instead of ${least.slot}`);
          heap.remove(least.slot);
          model.delete(least.slot);
        }
        expect([heap.first(), heap.firstKey()]).toEqual([-1, Infinity]);
      }
    }, { seed: 43, runs: 60 });
  });
});

describe('recent keys', () => {
  it('are known for the window from when they were added, in their scope', () => {
    const step = fc.record({ gap: fc.constantFrom(0, 1, 40, 120), key: fc.nat(4), scope: fc.nat(1), clone: fc.nat(9), clear: fc.nat(19) });
    assertForAll(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      let keys = new RecentKeys(100);
      const model = new Map<string, { at: number; value: number }>();
      let now = 0;
      steps.forEach(({ gap, key, scope, clone, clear }, value) => {
        now += gap;
        if (clear === 0) {
          keys.clear(value - 1);
          for (const [name, entry] of model) if (entry.value < value - 1) model.delete(name);
        }
        if (clone === 0) {
          const left = keys;
          keys = keys.clone();
          left.find(9, 9, now + 1000);
        }
        const known = model.get(`${key} ${scope}`);
        const wanted = known !== undefined && now < known.at + 100 ? known.value : undefined;
        expect(keys.find(key, scope, now)).toBe(wanted);
        if (wanted !== undefined) return;
        keys.add(key, scope, now, value);
        model.set(`${key} ${scope}`, { at: now, value });
      });
      keys.find(0, 0, now + 1000);
      expect(keys.size).toBe(0);
    }, { seed: 44, runs: 100 });
  });
});
