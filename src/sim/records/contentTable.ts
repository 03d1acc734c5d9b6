import { hashPlain, type Hasher, type Store } from '../../base/copyPlain.ts';
import type { PlainData } from '../plainData.ts';

/** Place of what a record carries wherever nobody has changed it. */
export const anywhere = -1;

type Places = ReadonlyMap<number, PlainData>;

interface Segment {
  readonly owner: object;
  /** Row to what it carries wherever nothing else is set. */
  readonly own: Map<number, PlainData>;
  /** Row to what it carries from each place (node number) on. */
  readonly placed: Map<number, Places>;
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
    for (const segment of this.#segments) {
      if (!segment) continue;
      hashPlain(segment.own, hash);
      hashPlain(segment.placed, hash);
    }
  }

  /** Contents set. */
  get count(): number {
    return this.#count;
  }

  /** From this place on the row carries `content`. Contents are not copied: nobody may change them. */
  set(block: number, row: number, place: number, content: PlainData): void {
    const { own, placed } = this.#writable(block, this.#segments[block]);
    const before = own.size + placed.size;
    if (place === anywhere) own.set(row, content);
    else placed.set(row, new Map(placed.get(row)).set(place, content));
    this.#count += own.size + placed.size - before;
  }

  #writable(block: number, segment: Segment | undefined): Segment {
    if (segment?.owner === this.#token) return segment;
    const copy = { owner: this.#token, own: new Map(segment?.own), placed: new Map(segment?.placed) };
    this.#segments[block] = copy;
    return copy;
  }

  /** What the row carries at the first of these places where something was set; undefined where nothing was. */
  at(block: number, row: number, places: readonly number[]): PlainData | undefined {
    const segment = this.#segments[block];
    if (!segment) return undefined;
    const known = segment.placed.get(row);
    if (known) for (const place of places) {
      const content = known.get(place);
      if (content !== undefined) return content;
    }
    return segment.own.get(row);
  }

  /** Nobody holds the row any more. */
  drop(block: number, row: number): void {
    const segment = this.#segments[block];
    if (!segment || (!segment.own.has(row) && !segment.placed.has(row))) return;
    const { own, placed } = this.#writable(block, segment);
    if (own.delete(row)) this.#count--;
    if (placed.delete(row)) this.#count--;
  }

  /** A block of rows is held by nobody any more. */
  free(block: number): void {
    const segment = this.#segments[block];
    if (segment) this.#count -= segment.own.size + segment.placed.size;
    this.#segments[block] = undefined;
  }
}
