import { hashPlain, type Hasher, type Store } from '../../base/copyPlain.ts';

/**
 * A map from numbers to small plain objects that a clone shares: whoever writes an entry makes it their own first.
 * Entries may be written through `write` only, and what they refer to is replaced, never changed.
 */
export class OwnedMap<V extends object> implements Store {
  readonly isStore = true;
  #entries = new Map<number, { readonly value: V; readonly owner: object }>();
  #token: object = {};

  clone(): OwnedMap<V> {
    const copy = new OwnedMap<V>();
    this.#token = {};
    copy.#entries = new Map(this.#entries);
    return copy;
  }

  hashInto(hash: Hasher): void {
    hash.number(this.#entries.size);
    for (const [key, { value }] of this.#entries) {
      hash.number(key);
      hashPlain(value, hash);
    }
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: number): boolean {
    return this.#entries.has(key);
  }

  /** The entry to look at. */
  get(key: number): Readonly<V> | undefined {
    return this.#entries.get(key)?.value;
  }

  /** The entry to change: a copy of this side's own after a keyframe. */
  write(key: number): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.owner === this.#token) return entry?.value;
    const value = { ...entry.value };
    this.#entries.set(key, { value, owner: this.#token });
    return value;
  }

  set(key: number, value: V): void {
    this.#entries.set(key, { value, owner: this.#token });
  }

  delete(key: number): boolean {
    return this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  *values(): IterableIterator<Readonly<V>> {
    for (const { value } of this.#entries.values()) yield value;
  }
}
