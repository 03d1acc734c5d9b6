/** Events seen before, by their id: in a store that outlives the workers. */
import type { Hasher, Store } from '../../../base/copyPlain.ts';

const segmentBits = 10;
const segmentEntries = 1 << segmentBits;
/** Ids of about a million events are remembered, the newest. [SIM] */
const segmentsKept = 1024;

/** A place in a stream as one word: what a read brings again has the same, a copy that a producer's retry made has another. */
function placeOf(shard: number, sequence: number): number {
  return (Math.imul(sequence + 1, 0x9e3779b1) ^ Math.imul(shard + 1, 0x85ebca6b)) >>> 0 || 1;
}

export class EventIds implements Store {
  readonly isStore = true;
  #token: object = {};
  #segments = new Map<number, { readonly places: Uint32Array; readonly owner: object }>();

  clone(): EventIds {
    const copy = new EventIds();
    this.#token = {};
    copy.#segments = new Map(this.#segments);
    return copy;
  }

  hashInto(hash: Hasher): void {
    hash.number(this.#segments.size);
    for (const [number, { places }] of this.#segments) {
      hash.number(number);
      for (const place of places) hash.number(place);
    }
  }

  /** Blocks of ids that are remembered. */
  get size(): number {
    return this.#segments.size;
  }

  /** True when the event was seen at another place of the stream; else this is its place. */
  isRepeat(row: number, shard: number, sequence: number): boolean {
    const number = row >>> segmentBits;
    const place = placeOf(shard, sequence);
    let segment = this.#segments.get(number);
    const known = segment?.places[row & (segmentEntries - 1)] ?? 0;
    if (known !== 0) return known !== place;
    if (segment?.owner !== this.#token) {
      segment = { places: segment ? segment.places.slice() : new Uint32Array(segmentEntries), owner: this.#token };
      this.#segments.set(number, segment);
      if (this.#segments.size > segmentsKept) this.#segments.delete(Math.min(...this.#segments.keys()));
    }
    segment.places[row & (segmentEntries - 1)] = place;
    return false;
  }
}
