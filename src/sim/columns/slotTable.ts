import type { Hasher, Store } from '../../base/copyPlain.ts';

const segmentBits = 8;
const segmentSlots = 1 << segmentBits;
const slotMask = segmentSlots - 1;

interface Segment {
  readonly words: Uint32Array;
  readonly floats: Float64Array;
  /** 1 where a slot is taken. */
  readonly taken: Uint8Array;
  /** The side that may write here. */
  readonly owner: object;
}

/** Columns of a SlotTable: how many of each type, and word columns that stay out of digests (numbers of interned keys). */
export interface SlotColumns {
  readonly words: number;
  readonly floats: number;
  readonly unhashed?: readonly number[] | undefined;
}

/**
 * Things that come and go by the hundred thousand (messages, requests under way): numbered slots with columns of 32-bit words and
 * of doubles, and a free list, so that a slot is used again. A clone shares segments of 256 slots until one side writes.
 * Columns of a new slot read as 0.
 */
export class SlotTable implements Store {
  readonly isStore = true;
  readonly #columns: SlotColumns;
  readonly #width: number;
  readonly #floatWidth: number;
  #token: object = {};
  #segments: Segment[] = [];
  /** Slots ever opened; all of them are taken or in the free list. */
  #opened = 0;
  /** Free slot used next, plus one; a free slot's first word continues the list. */
  #free = 0;
  #size = 0;

  constructor(columns: SlotColumns) {
    this.#columns = columns;
    this.#width = Math.max(1, columns.words);
    this.#floatWidth = columns.floats;
  }

  clone(): SlotTable {
    const copy = new SlotTable(this.#columns);
    // Neither side may write what both see.
    this.#token = {};
    copy.#segments = this.#segments.slice();
    copy.#opened = this.#opened;
    copy.#free = this.#free;
    copy.#size = this.#size;
    return copy;
  }

  hashInto(hash: Hasher): void {
    hash.number(this.#size);
    hash.number(this.#opened);
    hash.number(this.#free);
    const hashed = Array.from({ length: this.#columns.words }, (_, column) => column).filter((column) => !this.#columns.unhashed?.includes(column));
    this.#segments.forEach(({ words, floats, taken }, number) => {
      for (let within = taken.indexOf(1); within >= 0; within = taken.indexOf(1, within + 1)) {
        hash.number(number * segmentSlots + within);
        for (const column of hashed) hash.number(words[within * this.#width + column]!);
        for (let at = within * this.#floatWidth; at < (within + 1) * this.#floatWidth; at++) hash.number(floats[at]!);
      }
    });
  }

  /** Slots taken. */
  get size(): number {
    return this.#size;
  }

  /** Takes a slot, the one freed last or a new one, and answers its number. */
  add(): number {
    let slot: number;
    let segment: Segment;
    if (this.#free > 0) {
      slot = this.#free - 1;
      segment = this.#own(slot);
      const at = (slot & slotMask) * this.#width;
      this.#free = segment.words[at]!;
      segment.words[at] = 0;
    } else {
      slot = this.#opened++;
      if ((slot & slotMask) === 0) this.#segments.push({ words: new Uint32Array(segmentSlots * this.#width), floats: new Float64Array(segmentSlots * this.#floatWidth), taken: new Uint8Array(segmentSlots), owner: this.#token });
      segment = this.#own(slot);
    }
    segment.taken[slot & slotMask] = 1;
    this.#size++;
    return slot;
  }

  /** Gives a slot back; its columns read as 0 from now on. */
  remove(slot: number): void {
    if (!this.has(slot)) throw new Error(`slot ${slot} is not taken`);
    const segment = this.#own(slot);
    const within = slot & slotMask;
    const at = within * this.#width;
    segment.words.fill(0, at, at + this.#width);
    segment.floats.fill(0, within * this.#floatWidth, (within + 1) * this.#floatWidth);
    segment.taken[within] = 0;
    segment.words[at] = this.#free;
    this.#free = slot + 1;
    this.#size--;
  }

  has(slot: number): boolean {
    return slot >= 0 && slot < this.#opened && this.#segments[slot >>> segmentBits]!.taken[slot & slotMask] === 1;
  }

  word(slot: number, column: number): number {
    return this.#segments[slot >>> segmentBits]!.words[(slot & slotMask) * this.#width + column]!;
  }

  setWord(slot: number, column: number, value: number): void {
    this.#own(slot).words[(slot & slotMask) * this.#width + column] = value;
  }

  float(slot: number, column: number): number {
    return this.#segments[slot >>> segmentBits]!.floats[(slot & slotMask) * this.#floatWidth + column]!;
  }

  setFloat(slot: number, column: number, value: number): void {
    this.#own(slot).floats[(slot & slotMask) * this.#floatWidth + column] = value;
  }

  /** Visits the taken slots by rising number: not the order in which they were taken (a SlotLists keeps that). */
  visit(visit: (slot: number) => void): void {
    for (let number = 0; number < this.#segments.length; number++) {
      // Whoever is visited may take or give back slots: the segment is looked up each time.
      for (let within = this.#segments[number]!.taken.indexOf(1); within >= 0; within = this.#segments[number]!.taken.indexOf(1, within + 1)) visit(number * segmentSlots + within);
    }
  }

  #own(slot: number): Segment {
    const number = slot >>> segmentBits;
    const segment = this.#segments[number]!;
    if (segment.owner === this.#token) return segment;
    const own = { words: segment.words.slice(), floats: segment.floats.slice(), taken: segment.taken.slice(), owner: this.#token };
    this.#segments[number] = own;
    return own;
  }
}
