import type { Hasher, Store } from '../../base/copyPlain.ts';

const segmentEntries = 1024;

/** A growing column of 32-bit numbers that change; a clone shares segments until one side writes. Unset entries read as 0. */
export class Column implements Store {
  readonly isStore = true;
  #segments: (Uint32Array | undefined)[] = [];
  #owned: boolean[] = [];

  clone(): Column {
    const copy = new Column();
    copy.#segments = this.#segments.slice();
    copy.#owned = new Array<boolean>(this.#segments.length).fill(false);
    this.#owned.fill(false);
    return copy;
  }

  hashInto(hash: Hasher): void {
    hash.number(this.#segments.length);
    for (const segment of this.#segments) {
      if (segment === undefined) hash.number(-1);
      else for (let i = 0; i < segmentEntries; i++) hash.number(segment[i]!);
    }
  }

  get(index: number): number {
    const segment = this.#segments[index >>> 10];
    return segment === undefined ? 0 : segment[index & 1023]!;
  }

  set(index: number, value: number): void {
    this.writable(index)[index & 1023] = value;
  }

  /** The segment that holds `index`, owned by this side; entry `index & 1023` of it is the index's. */
  writable(index: number): Uint32Array {
    const number = index >>> 10;
    let segment = this.#segments[number];
    if (segment !== undefined && this.#owned[number]) return segment;
    segment = segment === undefined ? new Uint32Array(segmentEntries) : segment.slice();
    while (this.#segments.length < number) {
      this.#segments.push(undefined);
      this.#owned.push(false);
    }
    this.#segments[number] = segment;
    this.#owned[number] = true;
    return segment;
  }
}
