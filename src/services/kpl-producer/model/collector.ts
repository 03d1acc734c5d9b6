/** The collector: stream records of all shards that go out in one PutRecords call. */
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { aggregatePartitionKey } from './format.ts';
import { byDeadline } from './aggregator.ts';
import type { Collection, KplEvent, KplState } from './state.ts';
import { user } from './userRecords.ts';

type Ctx = ServiceContext<KplEvent>;

export function newCollection(): Collection {
  return { records: [], bytes: 0, timerAt: 0, shardBytes: new Map() };
}

/** Interned partition key of a stream record. */
export function keyOfRecord(state: KplState, head: number, ctx: Pick<Ctx, 'keys'>): number {
  return state.users.get(head, user.count) > 1 ? ctx.keys.intern(aggregatePartitionKey) : state.users.get(head, user.key);
}

/** What a stream record counts in a request and against the limits: data and partition key. */
export function entryBytes(state: KplState, head: number, ctx: Pick<Ctx, 'keys'>): number {
  return state.users.get(head, user.payload) + ctx.keys.byteLength(keyOfRecord(state, head, ctx));
}

/** Adds a stream record; answers the request that is full by that, if one is. */
export function collect(state: KplState, head: number, ctx: Ctx): Uint32Array | undefined {
  const { users, config, collection } = state;
  if (config.aggregationEnabled) {
    const extra = Math.min(ctx.limits.duration('kpl.collection.max-extra-delay'), Math.floor(config.recordMaxBufferedTime * ctx.limits.number('kpl.collection.extra-delay-share')));
    users.set(head, user.dueAt, Math.min(Math.max(users.get(head, user.dueAt), ctx.now + extra), users.get(head, user.diesAt)));
  }
  collection.records.push(head);
  collection.bytes += entryBytes(state, head, ctx);
  const shard = users.get(head, user.shard);
  let enough = false;
  if (shard > 0) {
    const bytes = (collection.shardBytes.get(shard) ?? 0) + users.get(head, user.payload);
    collection.shardBytes.set(shard, bytes);
    enough = bytes >= ctx.limits.bytes('kpl.collection.shard-flush-bytes');
  }
  if (enough || collection.records.length >= config.collectionMaxCount || collection.bytes >= config.collectionMaxSize) return closeCollection(state, ctx);
  arm(state, ctx);
  return undefined;
}

function arm(state: KplState, ctx: Ctx): void {
  const { collection, users } = state;
  const { records } = collection;
  let dueAt = Infinity;
  if (collection.timerAt > 0) dueAt = users.get(records[records.length - 1]!, user.dueAt);
  else for (const head of records) dueAt = Math.min(dueAt, users.get(head, user.dueAt));
  const at = Math.max(dueAt, ctx.now);
  if (collection.timerAt > 0 && collection.timerAt <= at) return;
  collection.timerAt = at;
  ctx.after(at - ctx.now, { type: 'collect', at, life: state.life });
}

/** Takes the stream records by deadline, as many as fit in one request; the others stay. Undefined when there are none. */
export function closeCollection(state: KplState, ctx: Ctx): Uint32Array | undefined {
  const { collection, users, config } = state;
  const { records } = collection;
  collection.timerAt = 0;
  if (records.length === 0) return undefined;
  byDeadline(records, (head) => users.get(head, user.dueAt));
  let bytes = 0;
  let count = 0;
  for (; count < records.length && count < config.collectionMaxCount; count++) {
    const next = bytes + entryBytes(state, records[count]!, ctx);
    if (count > 0 && next > config.collectionMaxSize) break;
    bytes = next;
  }
  const request = Uint32Array.from(records.slice(0, count));
  collection.records = records.slice(count);
  collection.bytes -= bytes;
  for (const head of request) {
    const shard = users.get(head, user.shard);
    if (shard === 0) continue;
    const left = collection.shardBytes.get(shard)! - users.get(head, user.payload);
    if (left > 0) collection.shardBytes.set(shard, left);
    else collection.shardBytes.delete(shard);
  }
  if (collection.records.length > 0) arm(state, ctx);
  return request;
}
