import type { Hasher, Store } from '../../../base/copyPlain.ts';
import { hashKeyToWords } from '../../../aws/hashKey.ts';
import type { KeyTable } from '../../../sim/records/keyTable.ts';
import type { Shard } from './state.ts';

/**
 * Which open shard owns a key. Made anew whenever the set of open shards changes and never altered after, so keyframes share
 * it; what it has looked up once it remembers.
 */
export class ShardMap implements Store {
  readonly isStore = true;
  readonly #starts: Uint32Array;
  readonly #shards: Uint32Array;
  #memo = new Int32Array(1024).fill(-1);

  constructor(shards: readonly Shard[]) {
    const open = shards.filter((shard) => shard.closedAt === null).sort((a, b) => (a.startingHashKey < b.startingHashKey ? -1 : 1));
    this.#starts = new Uint32Array(open.length * 4);
    this.#shards = new Uint32Array(open.length);
    open.forEach((shard, i) => {
      hashKeyToWords(shard.startingHashKey, this.#starts, i * 4);
      this.#shards[i] = shard.index;
    });
  }

  clone(): ShardMap {
    return this;
  }

  hashInto(hash: Hasher): void {
    for (let i = 0; i < this.#shards.length; i++) hash.number(this.#shards[i]!);
  }

  /** Open shards in order of their ranges. */
  get openShards(): Uint32Array {
    return this.#shards;
  }

  /** Index of the open shard whose range holds the key's hash. */
  shardOf(key: number, keys: KeyTable): number {
    if (key < this.#memo.length) {
      const known = this.#memo[key]!;
      if (known >= 0) return known;
    } else this.#growMemo(Math.max(key + 1, keys.count));
    const shard = this.shardOfWords(keys.hashWords(key), key * 4);
    this.#memo[key] = shard;
    return shard;
  }

  #growMemo(needed: number): void {
    let length = this.#memo.length;
    while (length < needed) length *= 2;
    const memo = new Int32Array(length).fill(-1);
    memo.set(this.#memo);
    this.#memo = memo;
  }

  /** Index of the open shard that holds the hash whose four words start at `at`. */
  shardOfWords(words: Uint32Array, at: number): number {
    let low = 0;
    let high = this.#shards.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (startsAfter(this.#starts, middle * 4, words, at)) high = middle - 1;
      else low = middle;
    }
    return this.#shards[low]!;
  }
}

function startsAfter(starts: Uint32Array, s: number, words: Uint32Array, at: number): boolean {
  for (let w = 0; w < 4; w++) {
    const start = starts[s + w]!;
    const word = words[at + w]!;
    if (start !== word) return start > word;
  }
  return false;
}
