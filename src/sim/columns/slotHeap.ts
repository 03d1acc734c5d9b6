import type { Hasher, Store } from '../../base/copyPlain.ts';
import { Column } from './column.ts';

/** Words of an entry: key, order of arrival, slot. */
const width = 3;

/**
 * Slots by a key (a time in ms, below 2^32): the smallest first, equal ones in the order in which they came. A slot is here once
 * at most, and can leave or move from any place in logarithmic time.
 */
export class SlotHeap implements Store {
  readonly isStore = true;
  #entries = new Column();
  /** Place of each slot plus one; 0 for a slot that is not here. */
  #places = new Column();
  #size = 0;
  #order = 0;

  clone(): SlotHeap {
    const copy = new SlotHeap();
    copy.#entries = this.#entries.clone();
    copy.#places = this.#places.clone();
    copy.#size = this.#size;
    copy.#order = this.#order;
    return copy;
  }

  hashInto(hash: Hasher): void {
    hash.number(this.#size);
    for (let i = 0; i < this.#size * width; i++) hash.number(this.#entries.get(i));
  }

  get size(): number {
    return this.#size;
  }

  has(slot: number): boolean {
    return this.#places.get(slot) > 0;
  }

  /** The slot with the smallest key; -1 when there is none. */
  first(): number {
    return this.#size === 0 ? -1 : this.#entries.get(2);
  }

  /** The smallest key; Infinity when there is none. */
  firstKey(): number {
    return this.#size === 0 ? Infinity : this.#entries.get(0);
  }

  /** The key of a slot that is here. */
  keyOf(slot: number): number {
    return this.#entries.get((this.#places.get(slot) - 1) * width);
  }

  /** Puts a slot in, or moves it to another key. */
  set(slot: number, key: number): void {
    let place = this.#places.get(slot) - 1;
    if (place < 0) place = this.#size++;
    const order = this.#order;
    this.#order = (order + 1) >>> 0;
    if (!this.#rise(place, key, order, slot)) this.#sink(place, key, order, slot);
  }

  remove(slot: number): void {
    const place = this.#places.get(slot) - 1;
    if (place < 0) return;
    this.#places.set(slot, 0);
    const last = --this.#size;
    const entries = this.#entries;
    const [key, order, moved] = [entries.get(last * width), entries.get(last * width + 1), entries.get(last * width + 2)];
    for (let i = 0; i < width; i++) entries.set(last * width + i, 0);
    if (place === last) return;
    if (!this.#rise(place, key, order, moved)) this.#sink(place, key, order, moved);
  }

  #put(place: number, key: number, order: number, slot: number): void {
    const entries = this.#entries;
    entries.set(place * width, key);
    entries.set(place * width + 1, order);
    entries.set(place * width + 2, slot);
    this.#places.set(slot, place + 1);
  }

  #before(key: number, order: number, place: number): boolean {
    const other = this.#entries.get(place * width);
    return key < other || (key === other && order < this.#entries.get(place * width + 1));
  }

  #copy(from: number, to: number): void {
    const entries = this.#entries;
    this.#put(to, entries.get(from * width), entries.get(from * width + 1), entries.get(from * width + 2));
  }

  /** Puts an entry at `place` or above; false, and nothing done, when it belongs no higher. */
  #rise(from: number, key: number, order: number, slot: number): boolean {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#before(key, order, parent)) break;
      this.#copy(parent, place);
      place = parent;
    }
    if (place === from) return false;
    this.#put(place, key, order, slot);
    return true;
  }

  #sink(from: number, key: number, order: number, slot: number): void {
    let place = from;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= this.#size) break;
      const entries = this.#entries;
      if (child + 1 < this.#size && this.#before(entries.get((child + 1) * width), entries.get((child + 1) * width + 1), child)) child++;
      if (this.#before(key, order, child)) break;
      this.#copy(child, place);
      place = child;
    }
    this.#put(place, key, order, slot);
  }
}
