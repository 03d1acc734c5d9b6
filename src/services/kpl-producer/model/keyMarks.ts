import type { Store } from '../../../base/copyPlain.ts';
import { Column } from '../../../sim/columns/column.ts';

/** For each key the filling of a tray that last took it into its table. Follows from the trays, so digests leave it out. */
export class KeyMarks implements Store {
  readonly isStore = true;
  #fillings = new Column();

  clone(): KeyMarks {
    const copy = new KeyMarks();
    copy.#fillings = this.#fillings.clone();
    return copy;
  }

  hashInto(): void {}

  /** True when the key was not in the filling's table; it is from now on. */
  mark(key: number, filling: number): boolean {
    if (this.#fillings.get(key) === filling) return false;
    this.#fillings.set(key, filling);
    return true;
  }
}
