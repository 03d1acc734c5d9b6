import type { Hasher, Store } from '../../base/copyPlain.ts';

const pageEntries = 256;
const pageBits = 8;
const words = 4;
const pagesPerChunk = 64;

interface Page {
  readonly data: Uint32Array;
  readonly at: number;
  /** Entries that somebody has written; a log shorter than this has gone back and must copy before it appends. */
  fill: number;
}

interface Directory {
  /** Page number of pages[0]. */
  readonly base: number;
  readonly pages: Page[];
}

/** One entry of a log, read into a reused object. */
export interface LogEntry {
  row: number;
  arrivedAt: number;
  createdAt: number;
  bytes: number;
}

/**
 * Append-only logs (one a shard) in pages of 256 entries of 16 bytes. A clone shares all pages: it keeps lengths only, and
 * whoever appends behind a page's fill mark copies that page first. Positions count from 0 for the life of a log.
 */
export class LogSet implements Store {
  readonly isStore = true;
  count: number;
  #length: Float64Array;
  #first: Float64Array;
  #tails: (Page | undefined)[];
  #directories: Directory[];
  #chunk: Uint32Array | undefined;
  #chunkUsed = 0;

  constructor(count: number) {
    this.count = count;
    this.#length = new Float64Array(Math.max(8, count));
    this.#first = new Float64Array(Math.max(8, count));
    this.#tails = new Array<Page | undefined>(count).fill(undefined);
    this.#directories = Array.from({ length: count }, () => ({ base: 0, pages: [] }));
  }

  clone(): LogSet {
    const copy = new LogSet(0);
    copy.count = this.count;
    copy.#length = this.#length.slice();
    copy.#first = this.#first.slice();
    copy.#tails = this.#tails.slice();
    copy.#directories = this.#directories.slice();
    return copy;
  }

  hashInto(hash: Hasher): void {
    hash.number(this.count);
    for (let log = 0; log < this.count; log++) {
      hash.number(this.#length[log]!);
      hash.number(this.#first[log]!);
      if (this.#length[log]! > this.#first[log]!) {
        hash.number(this.row(log, this.#length[log]! - 1));
        hash.number(this.arrivedAt(log, this.#length[log]! - 1));
        hash.number(this.row(log, this.#first[log]!));
      }
    }
  }

  /** Adds an empty log and answers its number. */
  addLog(): number {
    const log = this.count++;
    if (log >= this.#length.length) {
      const length = new Float64Array(this.#length.length * 2);
      length.set(this.#length);
      this.#length = length;
      const first = new Float64Array(length.length);
      first.set(this.#first);
      this.#first = first;
    }
    this.#tails.push(undefined);
    this.#directories.push({ base: 0, pages: [] });
    return log;
  }

  /** Position after the newest entry. */
  length(log: number): number {
    return this.#length[log]!;
  }

  /** Position of the oldest entry kept; equal to `length` when the log is empty. */
  first(log: number): number {
    return this.#first[log]!;
  }

  append(log: number, row: number, arrivedAt: number, createdAt: number, bytes: number): number {
    const position = this.#length[log]!;
    const within = position & (pageEntries - 1);
    let page = this.#tails[log];
    if (within === 0 || page === undefined) page = this.#openPage(log, position);
    else if (page.fill !== within) page = this.#copyTail(log, page, within);
    const data = page.data;
    const at = page.at + within * words;
    data[at] = row;
    data[at + 1] = arrivedAt;
    data[at + 2] = createdAt;
    data[at + 3] = bytes;
    page.fill = within + 1;
    this.#length[log] = position + 1;
    return position;
  }

  #newPage(): Page {
    if (this.#chunk === undefined || this.#chunkUsed === pagesPerChunk) {
      this.#chunk = new Uint32Array(pageEntries * words * pagesPerChunk);
      this.#chunkUsed = 0;
    }
    return { data: this.#chunk, at: this.#chunkUsed++ * pageEntries * words, fill: 0 };
  }

  #ownDirectory(log: number, pages: number): Directory {
    const directory = this.#directories[log]!;
    if (directory.pages.length === pages) return directory;
    const own = { base: directory.base, pages: directory.pages.slice(0, pages) };
    this.#directories[log] = own;
    return own;
  }

  #openPage(log: number, position: number): Page {
    const page = this.#newPage();
    const number = Math.floor(position / pageEntries);
    const directory = this.#ownDirectory(log, number - this.#directories[log]!.base);
    directory.pages.push(page);
    this.#tails[log] = page;
    return page;
  }

  #copyTail(log: number, page: Page, within: number): Page {
    const copy = this.#newPage();
    copy.data.set(page.data.subarray(page.at, page.at + within * words), copy.at);
    copy.fill = within;
    const number = Math.floor((this.#length[log]! - 1) / pageEntries);
    const old = this.#directories[log]!;
    this.#directories[log] = { base: old.base, pages: [...old.pages.slice(0, number - old.base), copy] };
    this.#tails[log] = copy;
    return copy;
  }

  #page(log: number, position: number): Page {
    const directory = this.#directories[log]!;
    return directory.pages[Math.floor(position / pageEntries) - directory.base]!;
  }

  row(log: number, position: number): number {
    const page = this.#page(log, position);
    return page.data[page.at + (position & (pageEntries - 1)) * words]!;
  }

  arrivedAt(log: number, position: number): number {
    const page = this.#page(log, position);
    return page.data[page.at + (position & (pageEntries - 1)) * words + 1]!;
  }

  bytes(log: number, position: number): number {
    const page = this.#page(log, position);
    return page.data[page.at + (position & (pageEntries - 1)) * words + 3]!;
  }

  /** Copies entries [from, to) into columns from index 0. */
  readInto(log: number, from: number, to: number, rows: Uint32Array, arrivedAt: Uint32Array, bytes: Uint32Array): void {
    let position = from;
    let i = 0;
    while (position < to) {
      const page = this.#page(log, position);
      const end = Math.min(to, ((position >> pageBits) + 1) * pageEntries);
      const data = page.data;
      let at = page.at + (position & (pageEntries - 1)) * words;
      for (; position < end; position++, i++, at += words) {
        rows[i] = data[at]!;
        arrivedAt[i] = data[at + 1]!;
        bytes[i] = data[at + 3]!;
      }
    }
  }

  /** Position after the last entry from `from` whose bytes, summed, stay within `maxBytes` and whose number within `maxEntries`. */
  fit(log: number, from: number, maxEntries: number, maxBytes: number): { to: number; bytes: number } {
    const end = Math.min(this.#length[log]!, from + maxEntries);
    let bytes = 0;
    let position = from;
    while (position < end) {
      const page = this.#page(log, position);
      const pageEnd = Math.min(end, ((position >> pageBits) + 1) * pageEntries);
      let at = page.at + (position & (pageEntries - 1)) * words + 3;
      for (; position < pageEnd; position++, at += words) {
        const next = bytes + page.data[at]!;
        if (next > maxBytes) return { to: position, bytes };
        bytes = next;
      }
    }
    return { to: position, bytes };
  }

  /** First position not before `from` whose arrival is at or after `time`; `length` when there is none. Arrivals never decrease. */
  firstArrivedAtOrAfter(log: number, from: number, time: number): number {
    let low = Math.max(from, this.#first[log]!);
    let high = this.#length[log]!;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.arrivedAt(log, middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Forgets entries before `position`; their pages go once no clone needs them. */
  dropBefore(log: number, position: number): void {
    this.#first[log] = position;
    const directory = this.#directories[log]!;
    const keepFrom = Math.floor(position / pageEntries);
    const dead = keepFrom - directory.base;
    if (dead > 16 && dead * 2 > directory.pages.length) {
      const live = Math.ceil(this.#length[log]! / pageEntries) - directory.base;
      this.#directories[log] = { base: keepFrom, pages: directory.pages.slice(dead, Math.max(dead, live)) };
    }
  }
}
