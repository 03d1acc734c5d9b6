import type { Hasher, Store } from '../../base/copyPlain.ts';
import { Column } from './column.ts';

/** A number for each interned key, 0 unless set. It follows from other stores, and keys' numbers stay out of digests: nothing is hashed. */
export class KeyIndex implements Store {
  readonly isStore = true;
  #numbers = new Column();

  clone(): KeyIndex {
    const copy = new KeyIndex();
    copy.#numbers = this.#numbers.clone();
    return copy;
  }

  hashInto(_hash: Hasher): void {}

  get(key: number): number {
    return this.#numbers.get(key);
  }

  set(key: number, value: number): void {
    this.#numbers.set(key, value);
  }
}
