/**
 * The event source mapping of a stream: Lambda polls each shard once a second, or has its records pushed (enhanced fan-out), and
 * gives them to the lanes of the shard. A closed shard makes way for its children when it has been worked off.
 */
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { GetRecords, GetShardIterator, ListShards, SubscribeToShard, type GetRecordsResponse, type ListedShard, type SubscribeToShardEvent } from '../../kinesis-streams/model/operations.ts';
import { isDone, newLane, room, spread, waitingIn, work } from './lanes.ts';
import type { FunctionEvent, FunctionState, ShardSource } from './state.ts';

type Ctx = ServiceContext<FunctionEvent>;
type From = ShardSource['from'];
const callTimeoutMs = 10_000;
/** Records that are pushed may wait up to this number, or one batch for each lane. [SIM] */
const pushedRoom = 10_000;

export function listShards(ctx: Ctx): void {
  const edge = ctx.edgesAt('stream')[0];
  if (edge !== undefined) ctx.call(edge, ListShards, { consumer: ctx.nodeId }, { type: 'listed' }, callTimeoutMs);
}

export function listed(state: FunctionState, reply: Reply<{ readonly Shards: readonly ListedShard[] }>, ctx: Ctx): void {
  if (!reply.ok) return void ctx.after(ctx.limits.duration('lambda.stream.poll-interval'), { type: 'list' });
  const { Shards } = reply.response;
  const known = new Set(Shards.map((shard) => shard.shard));
  const from = state.finishedShards.size > 0 ? 'TRIM_HORIZON' : state.config.startFrom;
  for (const shard of Shards) {
    const first = shard.parents.every((parent) => !known.has(parent) || state.finishedShards.has(parent));
    if (from === 'LATEST' ? !shard.closed : first) startShard(state, shard.shard, from, ctx);
  }
}

function startShard(state: FunctionState, shard: number, from: From, ctx: Ctx): void {
  if (state.shards.has(shard) || state.finishedShards.has(shard)) return;
  const source: ShardSource = { shard, run: state.next++, from, iterator: null, fetched: 0, subscription: 0, fetchedAll: false, children: [], lanes: Array.from({ length: state.config.parallelizationFactor }, newLane), behindMs: 0 };
  state.shards.set(shard, source);
  poll(state, source, ctx);
}

export function sourceOf(state: FunctionState, event: { readonly shard: number; readonly run: number }): ShardSource | undefined {
  const source = state.shards.get(event.shard);
  return source?.run === event.run ? source : undefined;
}

function pollSoon(source: ShardSource, delay: number, ctx: Ctx): void {
  ctx.after(delay, { type: 'poll', shard: source.shard, run: source.run });
}

export function poll(state: FunctionState, source: ShardSource, ctx: Ctx): void {
  if (!room(state, source)) return pollSoon(source, ctx.limits.duration('lambda.stream.poll-interval'), ctx);
  if (state.config.mode === 'enhanced-fan-out') return subscribe(state, source, ctx);
  if (source.iterator === null) return askIterator(source, ctx);
  const limit = Math.min(ctx.limits.number('kds.get-records.max-records'), state.config.batchSize * source.lanes.length);
  ctx.call(ctx.edgesAt('stream')[0]!, GetRecords, { ShardIterator: source.iterator, Limit: limit, consumer: ctx.nodeId }, { type: 'fetched', shard: source.shard, run: source.run }, callTimeoutMs);
}

function askIterator(source: ShardSource, ctx: Ctx): void {
  const ShardId = shardIdText(source.shard);
  const request = source.fetched > 0 ? { ShardId, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingCounter: source.fetched } : { ShardId, ShardIteratorType: source.from };
  ctx.call(ctx.edgesAt('stream')[0]!, GetShardIterator, request, { type: 'iterator', shard: source.shard, run: source.run }, callTimeoutMs);
}

export function gotIterator(source: ShardSource, reply: Reply<{ readonly ShardIterator: NonNullable<ShardSource['iterator']> }>, ctx: Ctx): void {
  if (reply.ok) source.iterator = reply.response.ShardIterator;
  pollSoon(source, reply.ok ? 0 : ctx.limits.duration('lambda.stream.poll-interval'), ctx);
}

/** Begins a subscription where the last one ended. */
function subscribe(state: FunctionState, source: ShardSource, ctx: Ctx): void {
  source.subscription = state.next++;
  const { shard, run, subscription, fetched, from } = source;
  const StartingPosition = { Type: from, position: fetched > 0 ? fetched : undefined };
  ctx.call(ctx.edgesAt('stream')[0]!, SubscribeToShard, { consumer: ctx.nodeId, shard, StartingPosition }, { type: 'pushed', shard, run, subscription }, ctx.limits.duration('kds.fan-out.subscription-lifetime') + callTimeoutMs);
}

/**
 * One event of a subscription.
 * SIMPLIFIED: Lambda cannot slow a push down; what finds no room is thrown away, and the subscription begins anew there when there is room.
 */
export function pushed(state: FunctionState, source: ShardSource, subscription: number, reply: Reply<SubscribeToShardEvent>, ctx: Ctx): void {
  if (source.subscription !== subscription) return;
  const gap = ctx.limits.duration('kds.fan-out.resubscribe-gap');
  if (!reply.ok) {
    source.subscription = 0;
    return reply.error.code === 'ResourceNotFoundException' ? endOfShard(state, source, null, ctx) : pollSoon(source, gap, ctx);
  }
  const { records, position, MillisBehindLatest, ChildShards, ended, over } = reply.response;
  source.behindMs = MillisBehindLatest;
  if (!room(state, source) && waitingIn(source) >= pushedRoom) {
    source.subscription = 0;
    return pollSoon(source, gap, ctx);
  }
  take(state, source, records, position, ctx);
  if (ended) endOfShard(state, source, ChildShards, ctx);
  else if (over) poll(state, source, ctx);
}

export function fetched(state: FunctionState, source: ShardSource, reply: Reply<GetRecordsResponse>, ctx: Ctx): void {
  const gap = ctx.limits.duration('lambda.stream.poll-interval');
  if (!reply.ok) {
    if (reply.error.code === 'ResourceNotFoundException') return endOfShard(state, source, null, ctx);
    if (reply.error.code === 'ExpiredIteratorException') source.iterator = null;
    return pollSoon(source, gap, ctx);
  }
  const { records, NextShardIterator, MillisBehindLatest, ChildShards } = reply.response;
  source.behindMs = MillisBehindLatest;
  take(state, source, records, NextShardIterator?.position ?? records.sequences?.[records.count - 1] ?? source.fetched, ctx);
  source.iterator = NextShardIterator;
  if (NextShardIterator === null) endOfShard(state, source, ChildShards, ctx);
  else pollSoon(source, gap, ctx);
}

function take(state: FunctionState, source: ShardSource, records: RecordBatch, position: number, ctx: Ctx): void {
  source.fetched = position;
  // Whoever is asked for the newest has answered where that is.
  source.from = 'TRIM_HORIZON';
  source.iterator = null;
  if (records.count === 0) return;
  ctx.keep(records.rows);
  ctx.count('IteratorAge', ctx.now - records.arrivedAt![0]!);
  spread(source, records, ctx);
  source.lanes.forEach((_, lane) => work(state, source, lane, ctx));
}

function endOfShard(state: FunctionState, source: ShardSource, children: ShardSource['children'], ctx: Ctx): void {
  source.fetchedAll = true;
  source.children = children;
  // What waits for a full batch waits no longer.
  source.lanes.forEach((_, lane) => work(state, source, lane, ctx));
  finishShard(state, source, ctx);
}

/** A closed shard that is worked off makes way for its children; the list tells them where the shard itself has expired. */
export function finishShard(state: FunctionState, source: ShardSource, ctx: Ctx): void {
  if (!source.fetchedAll || !isDone(source) || !state.shards.delete(source.shard)) return;
  state.finishedShards.set(source.shard, true);
  ctx.trace('shard.drained', shardIdText(source.shard), { shard: shardIdText(source.shard) });
  if (source.children === null) return listShards(ctx);
  for (const child of source.children) if (child.parents.every((parent) => state.finishedShards.has(parent) || !state.shards.has(parent))) startShard(state, child.shard, 'TRIM_HORIZON', ctx);
}
