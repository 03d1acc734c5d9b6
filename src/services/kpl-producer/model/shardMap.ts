/** What the KPL believes about the shards: asked for with ListShards, and asked for again when a record lands elsewhere. */
import { hashKeyToWords, wordsToHashKey, type HashKeyRange } from '../../../aws/hashKey.ts';
import { shardIdText } from '../../../aws/ids.ts';
import type { Hasher, Store } from '../../../base/copyPlain.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { KeyTable } from '../../../sim/records/keyTable.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { ListShards, type ListShardsResponse } from '../../kinesis-streams/model/operations.ts';
import type { KplEvent, KplState, ShardMapState } from './state.ts';

type Ctx = ServiceContext<KplEvent>;
export type KnownShard = HashKeyRange;

/** Open shards by the end of their ranges; never altered once made, so keyframes share it. */
export class OpenRanges implements Store {
  readonly isStore = true;
  readonly #ends: Uint32Array;
  readonly shards: Uint32Array;
  readonly #memo: number[] = [];

  constructor(shards: readonly { readonly shard: number; readonly endingHashKey: bigint }[]) {
    const sorted = [...shards].sort((a, b) => (a.endingHashKey < b.endingHashKey ? -1 : 1));
    this.shards = Uint32Array.from(sorted, (each) => each.shard);
    this.#ends = new Uint32Array(sorted.length * 4);
    sorted.forEach((each, i) => hashKeyToWords(each.endingHashKey, this.#ends, i * 4));
  }

  clone(): OpenRanges {
    return this;
  }

  hashInto(hash: Hasher): void {
    for (const shard of this.shards) hash.number(shard);
  }

  /** The first shard whose range ends at or behind the key's hash; -1 when there is none. */
  shardOf(key: number, keys: KeyTable): number {
    const known = this.#memo[key];
    if (known !== undefined) return known;
    const words = keys.hashWords(key);
    let low = 0;
    let high = this.shards.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isLess(this.#ends, middle * 4, words, key * 4)) low = middle + 1;
      else high = middle;
    }
    const shard = low < this.shards.length ? this.shards[low]! : -1;
    this.#memo[key] = shard;
    return shard;
  }
}

function isLess(a: Uint32Array, at: number, b: Uint32Array, bAt: number): boolean {
  for (let w = 0; w < 4; w++) if (a[at + w] !== b[bAt + w]) return a[at + w]! < b[bAt + w]!;
  return false;
}

export function newShardMap(ctx: Ctx, run: number): ShardMapState {
  return { status: 'INVALID', open: new OpenRanges([]), known: new Map(), updatedAt: 0, backoff: ctx.limits.duration('kpl.shard-map.first-retry'), run };
}

/** Asks for the shards anew; until the answer is there no shard is predicted. */
export function updateMap(state: KplState, ctx: Ctx): void {
  const { map } = state;
  if (map.status === 'UPDATING') return;
  map.status = 'UPDATING';
  map.run++;
  askPage(state, 0, ctx);
}

function askPage(state: KplState, page: number, ctx: Ctx): void {
  const edge = ctx.edgesAt('out')[0];
  if (edge !== undefined) ctx.call(edge, ListShards, { consumer: ctx.nodeId }, { type: 'listed', run: state.map.run, page }, state.config.requestTimeout);
}

/** SIMPLIFIED: every answer names all shards; as many calls are made as there would be pages. */
export function listed(state: KplState, page: number, reply: Reply<ListShardsResponse>, ctx: Ctx): void {
  const { map } = state;
  if (!reply.ok) return updateFailed(map, reply.error.code, ctx);
  map.backoff = ctx.limits.duration('kpl.shard-map.first-retry');
  const open = reply.response.Shards.filter((shard) => !shard.closed).map((shard) => ({ shard: shard.shard, startingHashKey: BigInt(shard.StartingHashKey), endingHashKey: BigInt(shard.EndingHashKey) }));
  if (open.length > (page + 1) * ctx.limits.number('kpl.shard-map.page-size')) return askPage(state, page + 1, ctx);
  if (forgotten(map, ctx)) map.known = new Map();
  for (const { shard, startingHashKey, endingHashKey } of open) map.known.set(shard, Object.freeze({ startingHashKey, endingHashKey }));
  map.open = new OpenRanges(open);
  map.status = 'READY';
  map.updatedAt = ctx.now;
  ctx.trace('shard-map.updated', ctx.nodeId, { shards: open.length });
}

function updateFailed(map: ShardMapState, code: string, ctx: Ctx): void {
  map.status = 'INVALID';
  ctx.trace('shard-map.failed', ctx.nodeId, { code, retryInMs: map.backoff });
  ctx.after(map.backoff, { type: 'update-map', run: map.run });
  map.backoff = Math.min(Math.floor(map.backoff * ctx.limits.number('kpl.shard-map.retry-factor')), ctx.limits.duration('kpl.shard-map.max-retry'));
}

/** Ranges of closed shards are kept for a while after the last update. [SIM] The KPL looks every 30 s; here it forgets on time. */
function forgotten(map: ShardMapState, ctx: Ctx): boolean {
  return ctx.now > map.updatedAt + ctx.limits.duration('kpl.shard-map.closed-shard-kept');
}

/** Whether a hash lies in the range of a shard, as far as the KPL knows that shard. */
export function knownToOwn(map: ShardMapState, shard: number, key: number, ctx: Ctx): boolean {
  const range = map.known.get(shard);
  if (range === undefined || (forgotten(map, ctx) && !map.open.shards.includes(shard))) return false;
  const hash = wordsToHashKey(ctx.keys.hashWords(key), key * 4);
  return hash >= range.startingHashKey && hash <= range.endingHashKey;
}

/** A record that was sent at `seenAt` landed elsewhere: the map is out of date, unless it has been renewed since. */
export function invalidateMap(state: KplState, seenAt: number, predicted: number, actual: number, ctx: Ctx): void {
  const { map } = state;
  if (map.status !== 'READY' || seenAt <= map.updatedAt || !map.open.shards.includes(predicted)) return;
  ctx.trace('shard-map.invalidated', ctx.nodeId, { predicted: shardIdText(predicted), actual: shardIdText(actual) });
  updateMap(state, ctx);
}
