import type { Hasher, Store } from '../../base/copyPlain.ts';
import { Column } from './column.ts';

/**
 * Ordered lists of slots, by number; a slot is in one list of a set at most. Appending, and removing from anywhere, take the same
 * time however long a list is. Whoever calls says in which list a slot is. -1 stands for no slot.
 */
export class SlotLists implements Store {
  readonly isStore = true;
  /** [slot * 2] next slot plus one, [slot * 2 + 1] previous slot plus one. */
  #links = new Column();
  /** [list * 3] first slot plus one, last slot plus one, count. */
  #heads = new Column();

  clone(): SlotLists {
    const copy = new SlotLists();
    copy.#links = this.#links.clone();
    copy.#heads = this.#heads.clone();
    return copy;
  }

  hashInto(hash: Hasher): void {
    this.#heads.hashInto(hash);
    this.#links.hashInto(hash);
  }

  count(list: number): number {
    return this.#heads.get(list * 3 + 2);
  }

  first(list: number): number {
    return this.#heads.get(list * 3) - 1;
  }

  last(list: number): number {
    return this.#heads.get(list * 3 + 1) - 1;
  }

  next(slot: number): number {
    return this.#links.get(slot * 2) - 1;
  }

  append(list: number, slot: number): void {
    const last = this.last(list);
    this.#links.set(slot * 2, 0);
    this.#links.set(slot * 2 + 1, last + 1);
    if (last < 0) this.#heads.set(list * 3, slot + 1);
    else this.#links.set(last * 2, slot + 1);
    this.#heads.set(list * 3 + 1, slot + 1);
    this.#heads.set(list * 3 + 2, this.count(list) + 1);
  }

  remove(list: number, slot: number): void {
    const next = this.#links.get(slot * 2);
    const previous = this.#links.get(slot * 2 + 1);
    if (previous === 0) this.#heads.set(list * 3, next);
    else this.#links.set((previous - 1) * 2, next);
    if (next === 0) this.#heads.set(list * 3 + 1, previous);
    else this.#links.set((next - 1) * 2 + 1, previous);
    this.#links.set(slot * 2, 0);
    this.#links.set(slot * 2 + 1, 0);
    this.#heads.set(list * 3 + 2, this.count(list) - 1);
  }
}
