import type { Hasher, Store } from '../../base/copyPlain.ts';
import { RowLists } from './rowLists.ts';

const pageEntries = 256;
const pageBits = 8;
const words = 3;
const pagesPerChunk = 64;
/** A row word from here on names a list of rows: an aggregate. */
const listBit = 0x80000000;

/** Whether a word of a log stands for an aggregate; `LogSet.lists` knows it by `listOf(word)`. */
export function isList(word: number): boolean {
  return word >= listBit;
}

export function listOf(word: number): number {
  return word - listBit;
}

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
  /** The side that may add to the list; a list that two share would keep the pages of one alive for the other. */
  readonly owner: object;
}

/**
 * Append-only logs (one a shard) in pages of 256 entries of 12 bytes. A clone shares all pages: it keeps lengths only, and
 * whoever appends behind a page's fill mark copies that page first. Positions count from 0 for the life of a log.
 */
export class LogSet implements Store {
  readonly isStore = true;
  count: number;
  /** Rows of the entries that are aggregates. */
  lists = new RowLists();
  #token: object = {};
  /** What an append touches lies together: [log * 4 + (0 length, 1 first, 2 place of the tail page in its chunk, 3 the tail may be written)]. */
  #heads: Int32Array;
  #tails: (Page | undefined)[];
  #tailData: (Uint32Array | undefined)[];
  #directories: Directory[];
  #chunk: Uint32Array | undefined;
  #chunkUsed = 0;

  constructor(count: number) {
    this.count = count;
    this.#heads = new Int32Array(Math.max(8, count) * 4);
    this.#tails = new Array<Page | undefined>(count).fill(undefined);
    this.#tailData = new Array<Uint32Array | undefined>(count).fill(undefined);
    this.#directories = Array.from({ length: count }, () => ({ base: 0, pages: [], owner: this.#token }));
  }

  clone(): LogSet {
    this.#markFills();
    this.#token = {};
    const copy = new LogSet(0);
    copy.count = this.count;
    copy.lists = this.lists.clone();
    copy.#heads = this.#heads.slice();
    copy.#tails = this.#tails.slice();
    copy.#tailData = this.#tailData.slice();
    copy.#directories = this.#directories.slice();
    return copy;
  }

  /** From here on two sides share the tails: pages say how far they are written, and either side looks before it appends. */
  #markFills(): void {
    const heads = this.#heads;
    for (let log = 0; log < this.count; log++) {
      if (heads[log * 4 + 3] === 0) continue;
      heads[log * 4 + 3] = 0;
      this.#tails[log]!.fill = ((heads[log * 4]! - 1) & (pageEntries - 1)) + 1;
    }
  }

  hashInto(hash: Hasher): void {
    hash.number(this.count);
    for (let log = 0; log < this.count; log++) {
      const length = this.length(log);
      const first = this.first(log);
      hash.number(length);
      hash.number(first);
      if (length > first) {
        hash.number(this.row(log, length - 1));
        hash.number(this.arrivedAt(log, length - 1));
        hash.number(this.row(log, first));
      }
    }
    if (this.lists.made > 0) this.lists.hashInto(hash);
  }

  /** Adds an empty log and answers its number. */
  addLog(): number {
    const log = this.count++;
    if (log * 4 >= this.#heads.length) {
      const heads = new Int32Array(this.#heads.length * 2);
      heads.set(this.#heads);
      this.#heads = heads;
    }
    this.#tailData.push(undefined);
    this.#tails.push(undefined);
    this.#directories.push({ base: 0, pages: [], owner: this.#token });
    return log;
  }

  /** Position after the newest entry. */
  length(log: number): number {
    return this.#heads[log * 4]!;
  }

  /** Position of the oldest entry kept; equal to `length` when the log is empty. */
  first(log: number): number {
    return this.#heads[log * 4 + 1]!;
  }

  /** Adds an entry and answers its position. */
  append(log: number, row: number, arrivedAt: number, bytes: number): number {
    const heads = this.#heads;
    const head = log * 4;
    const position = heads[head]!;
    const within = position & (pageEntries - 1);
    if (within === 0 || heads[head + 3] === 0) this.#prepare(log, position, within);
    const data = this.#tailData[log]!;
    const at = heads[head + 2]! + within * words;
    data[at] = row;
    data[at + 1] = arrivedAt;
    data[at + 2] = bytes;
    heads[head] = position + 1;
    return position;
  }

  /** Adds one entry that carries several rows, each with what it is routed by; answers its position. */
  appendList(log: number, rows: Uint32Array, keys: Uint32Array, arrivedAt: number, bytes: number): number {
    return this.append(log, listBit + this.lists.make(rows, keys), arrivedAt, bytes);
  }

  /** Visits the rows of an entry. */
  visitRows(log: number, position: number, visit: (row: number) => void): void {
    const word = this.row(log, position);
    if (isList(word)) this.lists.rows(listOf(word)).forEach(visit);
    else visit(word);
  }

  /** Makes the tail a page that this side may write: a new one, the shared one if nobody went further, or a copy. */
  #prepare(log: number, position: number, within: number): void {
    let page = this.#tails[log];
    if (within === 0 || page === undefined) {
      if (page !== undefined && this.#heads[log * 4 + 3] === 1) page.fill = pageEntries;
      page = this.#openPage(log, position);
    } else if (page.fill !== within) page = this.#copyTail(log, page, within);
    this.#tailData[log] = page.data;
    this.#heads[log * 4 + 2] = page.at;
    this.#heads[log * 4 + 3] = 1;
    // Nobody else may take this page for theirs while it grows here.
    page.fill = pageEntries + 1;
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
    if (directory.owner === this.#token && directory.pages.length === pages) return directory;
    const own = { base: directory.base, pages: directory.pages.slice(0, pages), owner: this.#token };
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
    const number = Math.floor((this.length(log) - 1) / pageEntries);
    const old = this.#directories[log]!;
    this.#directories[log] = { base: old.base, pages: [...old.pages.slice(0, number - old.base), copy], owner: this.#token };
    this.#tails[log] = copy;
    return copy;
  }

  #page(log: number, position: number): Page {
    const directory = this.#directories[log]!;
    return directory.pages[Math.floor(position / pageEntries) - directory.base]!;
  }

  /** The row of an entry, or the word of its aggregate: see `isList`. */
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
    return page.data[page.at + (position & (pageEntries - 1)) * words + 2]!;
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
        bytes[i] = data[at + 2]!;
      }
    }
  }

  /** Position after the last entry from `from` whose bytes, summed, stay within `maxBytes` and whose number within `maxEntries`. */
  fit(log: number, from: number, maxEntries: number, maxBytes: number): { to: number; bytes: number } {
    const end = Math.min(this.length(log), from + maxEntries);
    let bytes = 0;
    let position = from;
    while (position < end) {
      const page = this.#page(log, position);
      const pageEnd = Math.min(end, ((position >> pageBits) + 1) * pageEntries);
      let at = page.at + (position & (pageEntries - 1)) * words + 2;
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
    let low = Math.max(from, this.first(log));
    let high = this.length(log);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.arrivedAt(log, middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Forgets entries before `position`; their pages go once no clone needs them. */
  dropBefore(log: number, position: number): void {
    this.#heads[log * 4 + 1] = position;
    const directory = this.#directories[log]!;
    const keepFrom = Math.floor(position / pageEntries);
    const dead = keepFrom - directory.base;
    if (dead >= 32 || dead * 8 > directory.pages.length) {
      const live = Math.ceil(this.length(log) / pageEntries) - directory.base;
      this.#directories[log] = { base: keepFrom, pages: directory.pages.slice(dead, Math.max(dead, live)), owner: this.#token };
    }
  }
}
