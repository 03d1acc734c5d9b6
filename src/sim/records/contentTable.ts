import { hashPlain, type Hasher, type Store } from '../../base/copyPlain.ts';
import type { PlainData } from '../plainData.ts';

/** Place of what a record carries wherever nobody has changed it. */
export const anywhere = -1;

type Places = ReadonlyMap<number, PlainData>;

interface Segment {
  readonly owner: object;
  /** Row to what it carries from each place (node number) on. */
  readonly rows: Map<number, Places>;
}

/**
 * What records carry where it is not what their class says: a transformation, a conversion or a rule has changed it from some
 * place on. Kept by the same blocks of rows as the record table, and freed with them.
 */
export class ContentTable implements Store {
  readonly isStore = true;
  #token: object = {};
  #segments: (Segment | undefined)[] = [];
  #count = 0;

  clone(): ContentTable {
    const copy = new ContentTable();
    this.#token = {};
    copy.#segments = this.#segments.slice();
    copy.#count = this.#count;
    return copy;
  }

  hashInto(hash: Hasher): void {
    if (this.#count === 0) return;
    for (const segment of this.#segments) if (segment) hashPlain(segment.rows, hash);
  }

  /** Rows that carry something of their own. */
  get count(): number {
    return this.#count;
  }

  /** From this place on the row carries `content`. Contents are not copied: nobody may change them. */
  set(block: number, row: number, place: number, content: PlainData): void {
    let segment = this.#segments[block];
    if (segment?.owner !== this.#token) {
      segment = { owner: this.#token, rows: new Map(segment?.rows) };
      this.#segments[block] = segment;
    }
    const places = segment.rows.get(row);
    if (!places) this.#count++;
    segment.rows.set(row, new Map(places).set(place, content));
  }

  /** What the row carries at the first of these places where something was set; undefined where nothing was. */
  at(block: number, row: number, places: readonly number[]): PlainData | undefined {
    const known = this.#segments[block]?.rows.get(row);
    if (!known) return undefined;
    for (const place of places) {
      const content = known.get(place);
      if (content !== undefined) return content;
    }
    return known.get(anywhere);
  }

  /** A block of rows is held by nobody any more. */
  free(block: number): void {
    this.#count -= this.#segments[block]?.rows.size ?? 0;
    this.#segments[block] = undefined;
  }
}
