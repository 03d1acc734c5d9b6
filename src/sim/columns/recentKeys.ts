import type { Hasher, Store } from '../../base/copyPlain.ts';
import { Column } from './column.ts';
import { SlotLists } from './slotLists.ts';
import { SlotTable } from './slotTable.ts';

const column = { key: 0, scope: 1, at: 2, sameKey: 3 } as const;

/**
 * Keys seen within the last while, with a number for each: what a deduplication window remembers. A key counts in its scope only.
 * Times never go back; keys and scopes are numbers of interned texts and stay out of digests.
 */
export class RecentKeys implements Store {
  readonly isStore = true;
  readonly #windowMs: number;
  #entries = new SlotTable({ words: 4, floats: 1, unhashed: [column.key, column.scope] });
  #byAge = new SlotLists();
  /** By key: the newest entry of that key plus one; `sameKey` goes on to those of other scopes. */
  #newest = new Column();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  clone(): RecentKeys {
    const copy = new RecentKeys(this.#windowMs);
    copy.#entries = this.#entries.clone();
    copy.#byAge = this.#byAge.clone();
    copy.#newest = this.#newest.clone();
    return copy;
  }

  hashInto(hash: Hasher): void {
    this.#entries.hashInto(hash);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The number kept with a key that was added less than the window ago; undefined for one that was not. */
  find(key: number, scope: number, now: number): number | undefined {
    this.#forget(now);
    for (let slot = this.#newest.get(key) - 1; slot >= 0; slot = this.#entries.word(slot, column.sameKey) - 1) {
      if (this.#entries.word(slot, column.scope) === scope) return this.#entries.float(slot, 0);
    }
    return undefined;
  }

  /** Remembers a key that `find` did not know. */
  add(key: number, scope: number, now: number, value: number): void {
    const slot = this.#entries.add();
    this.#entries.setWord(slot, column.key, key);
    this.#entries.setWord(slot, column.scope, scope);
    this.#entries.setWord(slot, column.at, now);
    this.#entries.setWord(slot, column.sameKey, this.#newest.get(key));
    this.#entries.setFloat(slot, 0, value);
    this.#newest.set(key, slot + 1);
    this.#byAge.append(0, slot);
  }

  /** Forgets keys whose number is below `before`. */
  clear(before: number): void {
    for (let slot = this.#byAge.first(0); slot >= 0; ) {
      const next = this.#byAge.next(slot);
      if (this.#entries.float(slot, 0) < before) this.#remove(slot);
      slot = next;
    }
  }

  #forget(now: number): void {
    for (let slot = this.#byAge.first(0); slot >= 0 && this.#entries.word(slot, column.at) + this.#windowMs <= now; slot = this.#byAge.first(0)) this.#remove(slot);
  }

  #remove(slot: number): void {
    this.#unlink(this.#entries.word(slot, column.key), slot);
    this.#byAge.remove(0, slot);
    this.#entries.remove(slot);
  }

  #unlink(key: number, slot: number): void {
    const after = this.#entries.word(slot, column.sameKey);
    let at = this.#newest.get(key) - 1;
    if (at === slot) {
      this.#newest.set(key, after);
      return;
    }
    while (this.#entries.word(at, column.sameKey) - 1 !== slot) at = this.#entries.word(at, column.sameKey) - 1;
    this.#entries.setWord(at, column.sameKey, after);
  }
}
