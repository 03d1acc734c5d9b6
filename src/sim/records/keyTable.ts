import { hashKeyToWords } from '../../aws/hashKey.ts';
import { md5Words } from '../../base/md5.ts';

interface KeySpace {
  readonly base: number;
  readonly count: number;
  readonly text: (index: number) => string;
}

/**
 * Partition keys as numbers. A memo shared by all keyframes of a run: it only grows, asking twice for the same keys answers
 * the same numbers, and nothing that a run decides depends on those numbers.
 */
export class KeyTable {
  readonly #spaces: KeySpace[] = [];
  readonly #spaceByName = new Map<string, number>();
  readonly #interned = new Map<string, number>();
  #count = 0;
  #words = new Uint32Array(4096);
  #hashed = new Uint8Array(1024);
  /** UTF-8 bytes of each text plus one; 0 where not counted yet. */
  #byteLengths = new Uint16Array(1024);

  /** Numbers for `count` keys whose texts are made when asked for; `name` says which keys these are. Answers the first number. */
  space(name: string, count: number, text: (index: number) => string): number {
    const id = `${count} ${name}`;
    const known = this.#spaceByName.get(id);
    if (known !== undefined) return known;
    const base = this.#reserve(count, text);
    this.#spaceByName.set(id, base);
    return base;
  }

  /** The number of one key. */
  intern(text: string): number {
    const known = this.#interned.get(text);
    if (known !== undefined) return known;
    const base = this.#reserve(1, () => text);
    this.#interned.set(text, base);
    return base;
  }

  /** The number of an explicit hash key: it routes by the given hash instead of an MD5. */
  internHashKey(hashKey: bigint): number {
    const name = `hash key ${hashKey}`;
    const known = this.#interned.get(name);
    if (known !== undefined) return known;
    const base = this.#reserve(1, () => hashKey.toString());
    this.#interned.set(name, base);
    hashKeyToWords(hashKey, this.#words, base * 4);
    this.#hashed[base] = 1;
    return base;
  }

  #reserve(count: number, text: (index: number) => string): number {
    const base = this.#count;
    this.#spaces.push({ base, count, text });
    this.#count += count;
    while (this.#hashed.length < this.#count) {
      const words = new Uint32Array(this.#words.length * 2);
      words.set(this.#words);
      this.#words = words;
      const hashed = new Uint8Array(this.#hashed.length * 2);
      hashed.set(this.#hashed);
      this.#hashed = hashed;
      const byteLengths = new Uint16Array(hashed.length);
      byteLengths.set(this.#byteLengths);
      this.#byteLengths = byteLengths;
    }
    return base;
  }

  get count(): number {
    return this.#count;
  }

  text(key: number): string {
    let low = 0;
    let high = this.#spaces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#spaces[middle]!.base <= key) low = middle;
      else high = middle - 1;
    }
    const space = this.#spaces[low]!;
    return space.text(key - space.base);
  }

  /** UTF-8 bytes of the key's text. */
  byteLength(key: number): number {
    const known = this.#byteLengths[key]!;
    return known > 0 ? known - 1 : this.#countBytes(key);
  }

  #countBytes(key: number): number {
    let bytes = 0;
    for (const character of this.text(key)) {
      const code = character.codePointAt(0)!;
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
    this.#byteLengths[key] = bytes + 1;
    return bytes;
  }

  /** Four 32-bit words of the key's hash at [4 * key]; the MD5 is taken once. */
  hashWords(key: number): Uint32Array {
    if (this.#hashed[key] === 0) {
      md5Words(this.text(key), this.#words, key * 4);
      this.#hashed[key] = 1;
    }
    return this.#words;
  }
}
