/** The objects of a bucket, in chunks that clones share until one side writes. */
import type { Hasher, Store } from '../../../base/copyPlain.ts';
import { Column } from '../../../sim/columns/column.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ObjectPurpose } from './operations.ts';

/** One object; frozen. `runs` are its rows as pairs of first row and length; empty where the bucket holds none of them. */
export interface ObjectEntry {
  readonly key: string;
  readonly purpose: ObjectPurpose;
  readonly bytes: number;
  readonly count: number;
  readonly storedAt: number;
  readonly runs: Uint32Array;
  readonly content: PlainRecord | undefined;
  /** Which records stand in it and in what order, as one number: the same ones give the same. */
  readonly print?: number;
  /** Where the bucket keeps bodies: the bytes, and what came with them. */
  readonly body?: Uint8Array | undefined;
  readonly etag?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** One number for rows in their order. */
export function printOf(rows: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < rows.length; i++) hash = Math.imul(hash ^ rows[i]!, 0x01000193) + 0x9e3779b1;
  return hash >>> 0;
}

const chunkEntries = 128;
const chunkBits = 7;
const deleted = 0xffffffff;

interface Chunk {
  readonly entries: (ObjectEntry | undefined)[];
  readonly owner: object;
}

/** Rows as runs: [first, length, first, length, …] in their order. */
export function runsOf(rows: Uint32Array): Uint32Array {
  const runs: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    const last = runs.length - 2;
    if (last >= 0 && runs[last]! + runs[last + 1]! === rows[i]) runs[last + 1]!++;
    else runs.push(rows[i]!, 1);
  }
  return Uint32Array.from(runs);
}

/** The rows behind runs. */
export function rowsOfRuns(runs: Uint32Array): Uint32Array {
  let count = 0;
  for (let i = 1; i < runs.length; i += 2) count += runs[i]!;
  const rows = new Uint32Array(count);
  let n = 0;
  for (let i = 0; i < runs.length; i += 2) for (let k = 0; k < runs[i + 1]!; k++) rows[n++] = runs[i]! + k;
  return rows;
}

function hashKey(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Objects in order of arrival, found by key. Numbers of objects rise for the life of a bucket. */
export class ObjectTable implements Store {
  readonly isStore = true;
  #token: object = {};
  #chunks: (Chunk | undefined)[] = [];
  /** Chunks before this one are gone: chunk n stands at #chunks[n - #base]. */
  #base = 0;
  #next = 0;
  #live = 0;
  /** Open addressing: number of the object since the last rebuild plus one. */
  #index = new Column();
  #capacity = 256;
  #used = 0;

  clone(): ObjectTable {
    const copy = new ObjectTable();
    this.#token = {};
    copy.#chunks = this.#chunks.slice();
    copy.#base = this.#base;
    copy.#next = this.#next;
    copy.#live = this.#live;
    copy.#index = this.#index.clone();
    copy.#capacity = this.#capacity;
    copy.#used = this.#used;
    return copy;
  }

  hashInto(hash: Hasher): void {
    hash.number(this.#next);
    hash.number(this.#live);
    this.visit((entry, number) => {
      hash.number(number);
      hash.text(entry.key);
      hash.number(entry.bytes);
      hash.number(entry.storedAt);
      if (entry.etag !== undefined) hash.text(entry.etag);
      for (let i = 0; i < entry.runs.length; i++) hash.number(entry.runs[i]!);
    });
  }

  /** Objects there are. */
  get size(): number {
    return this.#live;
  }

  /** Number that the next object gets; the oldest kept has at least `oldest`. */
  get next(): number {
    return this.#next;
  }
  get oldest(): number {
    return this.#base << chunkBits;
  }

  at(number: number): ObjectEntry | undefined {
    return this.#chunks[(number >>> chunkBits) - this.#base]?.entries[number & (chunkEntries - 1)];
  }

  #writable(number: number): Chunk {
    const at = (number >>> chunkBits) - this.#base;
    let chunk = this.#chunks[at];
    if (chunk?.owner === this.#token) return chunk;
    chunk = { entries: chunk ? chunk.entries.slice() : [], owner: this.#token };
    this.#chunks[at] = chunk;
    return chunk;
  }

  /** Puts an object; answers the one it replaces. */
  put(entry: ObjectEntry): ObjectEntry | undefined {
    const replaced = this.delete(entry.key);
    if ((this.#used + 1) * 2 > this.#capacity) this.#rebuild();
    const number = this.#next++;
    this.#writable(number).entries[number & (chunkEntries - 1)] = Object.freeze(entry);
    this.#live++;
    this.#enter(entry.key, number);
    return replaced;
  }

  #enter(key: string, number: number): void {
    let at = hashKey(key) & (this.#capacity - 1);
    while (this.#index.get(at) !== 0) at = (at + 1) & (this.#capacity - 1);
    this.#index.set(at, number + 1);
    this.#used++;
  }

  #rebuild(): void {
    while (this.#capacity < this.#live * 4) this.#capacity *= 2;
    this.#index = new Column();
    this.#used = 0;
    this.visit((entry, number) => this.#enter(entry.key, number));
  }

  /** Place of a key in the index, -1 where it is not. */
  #place(key: string): number {
    let at = hashKey(key) & (this.#capacity - 1);
    for (;;) {
      const found = this.#index.get(at);
      if (found === 0) return -1;
      if (found !== deleted && this.at(found - 1)?.key === key) return at;
      at = (at + 1) & (this.#capacity - 1);
    }
  }

  get(key: string): ObjectEntry | undefined {
    const place = this.#place(key);
    return place < 0 ? undefined : this.at(this.#index.get(place) - 1);
  }

  /** Takes an object out and answers it. */
  delete(key: string): ObjectEntry | undefined {
    const place = this.#place(key);
    if (place < 0) return undefined;
    const number = this.#index.get(place) - 1;
    const entry = this.at(number);
    this.#index.set(place, deleted);
    this.#writable(number).entries[number & (chunkEntries - 1)] = undefined;
    this.#live--;
    this.#trim();
    return entry;
  }

  /** Lets go of chunks at the old end that are empty. */
  #trim(): void {
    while (this.#base < this.#next >>> chunkBits) {
      const chunk = this.#chunks[0];
      if (chunk?.entries.some((entry) => entry !== undefined)) return;
      this.#chunks.shift();
      this.#base++;
    }
  }

  /** Every object, oldest first. */
  visit(see: (entry: ObjectEntry, number: number) => void): void {
    this.#chunks.forEach((chunk, i) =>
      chunk?.entries.forEach((entry, within) => {
        if (entry) see(entry, ((this.#base + i) << chunkBits) + within);
      }),
    );
  }
}
