import type { Hasher, Store } from '../../base/copyPlain.ts';

const segmentBits = 10;
const segmentLists = 1 << segmentBits;
/** List numbers go round after 2^31: the oldest are long gone by then. */
const numberMask = 0x7fffffff;

interface Segment {
  /** List i lies at [starts[i], starts[i + 1]): its rows, then as many keys. */
  readonly starts: Uint32Array;
  words: Uint32Array;
  /** Lists that somebody has written; a side that knows of fewer has gone back and copies before it appends. */
  fill: number;
}

/**
 * Lists of rows, each row with a key, that are written once and freed whole: what an aggregate of a log holds. Numbered in order
 * of their making. A clone shares all segments; a segment goes when the last list in it and before it is freed.
 */
export class RowLists implements Store {
  readonly isStore = true;
  #segments: Segment[] = [];
  /** Lists not freed yet, a number for each segment. */
  #live: number[] = [];
  /** Lists of segments that are gone. */
  #base = 0;
  #made = 0;
  #kept = 0;

  clone(): RowLists {
    const copy = new RowLists();
    copy.#segments = this.#segments.slice();
    copy.#live = this.#live.slice();
    copy.#base = this.#base;
    copy.#made = this.#made;
    copy.#kept = this.#kept;
    return copy;
  }

  hashInto(hash: Hasher): void {
    hash.number(this.#made);
    hash.number(this.#kept);
  }

  /** Lists made so far. */
  get made(): number {
    return this.#made;
  }

  /** Lists made and not freed. */
  get kept(): number {
    return this.#kept;
  }

  /** Segments in memory, for tests. */
  get segments(): number {
    return this.#segments.length;
  }

  /** A list of rows and what each is routed by (of the same length); answers its number, below 2^31. */
  make(rows: Uint32Array, keys: Uint32Array): number {
    const within = this.#made & (segmentLists - 1);
    const at = this.#segments.length - 1;
    let segment = this.#segments[at];
    if (within === 0 || segment === undefined) {
      if (segment !== undefined && segment.fill === segmentLists) segment.words = segment.words.slice(0, segment.starts[segmentLists]);
      segment = { starts: new Uint32Array(segmentLists + 1), words: new Uint32Array(1024), fill: 0 };
      this.#segments.push(segment);
      this.#live.push(0);
    } else if (segment.fill !== within) {
      segment = { starts: segment.starts.slice(), words: segment.words.slice(), fill: within };
      this.#segments[at] = segment;
    }
    const start = segment.starts[within]!;
    const end = start + rows.length * 2;
    if (end > segment.words.length) {
      const words = new Uint32Array(Math.max(end, segment.words.length * 2));
      words.set(segment.words.subarray(0, start));
      segment.words = words;
    }
    segment.words.set(rows, start);
    segment.words.set(keys, start + rows.length);
    segment.starts[within + 1] = end;
    segment.fill = within + 1;
    this.#live[this.#live.length - 1]!++;
    this.#kept++;
    return this.#made++ & numberMask;
  }

  #place(list: number): { readonly segment: Segment; readonly from: number; readonly count: number } {
    const index = (list - this.#base) & numberMask;
    const segment = this.#segments[index >>> segmentBits]!;
    const within = index & (segmentLists - 1);
    const from = segment.starts[within]!;
    return { segment, from, count: (segment.starts[within + 1]! - from) / 2 };
  }

  /** The rows of a list; not to be changed. */
  rows(list: number): Uint32Array {
    const { segment, from, count } = this.#place(list);
    return segment.words.subarray(from, from + count);
  }

  /** What its rows are routed by; not to be changed. */
  keys(list: number): Uint32Array {
    const { segment, from, count } = this.#place(list);
    return segment.words.subarray(from + count, from + count * 2);
  }

  /** The list is needed no more. */
  free(list: number): void {
    const number = ((list - this.#base) & numberMask) >>> segmentBits;
    this.#live[number]!--;
    this.#kept--;
    // The newest segment stays while it is being filled.
    while (this.#segments.length > 0 && this.#live[0] === 0 && this.#made - this.#base >= segmentLists) {
      this.#segments.shift();
      this.#live.shift();
      this.#base += segmentLists;
    }
  }
}
