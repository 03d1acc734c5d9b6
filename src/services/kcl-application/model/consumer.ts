/** A consumer of one shard, from waiting for its parents to the end of the shard. */
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { GetItem, PutItem, type ItemResponse } from '../../dynamodb-table/model/operations.ts';
import {
  GetRecords,
  GetShardIterator,
  ListShards,
  SubscribeToShard,
  type GetRecordsResponse,
  type GetShardIteratorResponse,
  type ListShardsResponse,
  type SubscribeToShardEvent,
} from '../../kinesis-streams/model/operations.ts';
import { newLease, noteCreated } from './coordinator.ts';
import { unpack } from './deaggregation.ts';
import { drop } from './dropping.ts';
import { handLeaseOver } from './handoff.ts';
import { holds, lose, of, rangeOf } from './held.ts';
import { leaseItem, leaseOf, shardEnd, type Lease } from './leases.ts';
import { ShutdownProcessor, type ShutdownProcessorResponse } from './operations.ts';
import { noteLag, requestCheckpoint, work } from './processing.ts';
import { parentsDone } from './shardSync.ts';
import type { Consumer, HeldLease, KclEvent, KclState, Worker } from './state.ts';
import { callTable, callTimeoutMs, conditionFailed } from './table.ts';
import { noteFetched } from './workerLoad.ts';

type Ctx = ServiceContext<KclEvent>;

/** A new term begins with the worker's next round; a consumer of the term before may still be finishing its batch. */
export function dispatch(worker: Worker, held: HeldLease, ctx: Ctx): void {
  if (worker.consumers.has(held.shard)) {
    ctx.after(ctx.limits.duration('kcl.consumer.dispatch-poll'), { type: 'dispatch', ...of(worker, held) });
    return;
  }
  const consumer: Consumer = {
    shard: held.shard,
    run: held.run,
    phase: 'WAITING_ON_PARENT_SHARDS',
    parentsSeen: 0,
    iterator: null,
    position: held.checkpoint,
    inbox: [],
    done: 0,
    busy: false,
    begun: false,
    carry: 0,
    readAt: ctx.now,
    behindMs: 0,
    fetchedAt: ctx.now,
    fetchedAll: false,
    delivered: null,
    processed: null,
    checkpointed: held.checkpoint,
    sinceCheckpoint: 0,
    checkpointedAt: ctx.now,
    pending: null,
    queued: false,
    tries: 0,
    childrenLeft: 0,
    lost: false,
    range: rangeOf(held),
  };
  worker.consumers.set(held.shard, consumer);
  lookAtParent(worker, consumer, held.parents, ctx);
}

/** Looks at the leases of the parents one by one; then the consumer initializes. */
export function lookAtParent(worker: Worker, consumer: Consumer, parents: readonly number[], ctx: Ctx): void {
  const parent = parents[consumer.parentsSeen];
  if (parent === undefined) return initialize(worker, consumer, ctx);
  callTable(GetItem, { key: shardIdText(parent), ConsistentRead: true }, { type: 'parent', ...of(worker, consumer) }, ctx);
}

export function parentSeen(worker: Worker, consumer: Consumer, parents: readonly number[], reply: Reply<ItemResponse>, ctx: Ctx): void {
  const again = (delay: number) => ctx.after(delay, { type: 'look-at-parent', ...of(worker, consumer) });
  if (!reply.ok) return void again(ctx.limits.duration('kcl.consumer.task-backoff'));
  const parent = parents[consumer.parentsSeen]!;
  const lease = leaseOf(reply.response.item);
  if (parentsDone([parent], () => lease?.checkpoint)) {
    consumer.parentsSeen++;
    return lookAtParent(worker, consumer, parents, ctx);
  }
  consumer.parentsSeen = 0;
  ctx.trace('shard.waited', shardIdText(consumer.shard), { shard: shardIdText(consumer.shard), worker: worker.id, parent: shardIdText(parent) });
  again(ctx.limits.duration('kcl.consumer.parent-poll'));
}

export function initialize(worker: Worker, consumer: Consumer, ctx: Ctx): void {
  consumer.phase = 'INITIALIZING';
  callTable(GetItem, { key: shardIdText(consumer.shard), ConsistentRead: true }, { type: 'lease-read', ...of(worker, consumer) }, ctx);
}

/** The row says where to begin. */
export function leaseRead(state: KclState, worker: Worker, consumer: Consumer, reply: Reply<ItemResponse>, ctx: Ctx): void {
  if (!reply.ok) {
    ctx.after(ctx.limits.duration('kcl.consumer.task-backoff'), { type: 'initialize', ...of(worker, consumer) });
    return;
  }
  const lease = leaseOf(reply.response.item);
  if (!lease) return lose(worker, consumer.shard, 'its row is gone', ctx);
  consumer.position = lease.checkpoint;
  consumer.checkpointed = lease.checkpoint;
  if (lease.checkpoint.sequence === 'SHARD_END') consumer.phase = 'SHUTDOWN_COMPLETE';
  else begin(state, worker, consumer, ctx);
}

function begin(state: KclState, worker: Worker, consumer: Consumer, ctx: Ctx): void {
  if (state.config.mode === 'enhanced-fan-out') {
    consumer.phase = 'PROCESSING';
    subscribe(worker, state, consumer, ctx);
  } else askIterator(state, worker, consumer, ctx);
}

export function askIterator(state: KclState, worker: Worker, consumer: Consumer, ctx: Ctx): void {
  const { sequence } = consumer.position;
  const ShardId = shardIdText(consumer.shard);
  const request =
    typeof sequence === 'number'
      ? { ShardId, ShardIteratorType: 'AT_SEQUENCE_NUMBER' as const, StartingCounter: Math.max(1, sequence) }
      : sequence === 'AT_TIMESTAMP'
        ? { ShardId, ShardIteratorType: 'AT_TIMESTAMP' as const, Timestamp: Math.min(state.config.startAt, ctx.now) }
        : { ShardId, ShardIteratorType: sequence === 'LATEST' ? ('LATEST' as const) : ('TRIM_HORIZON' as const) };
  ctx.call(ctx.edgesAt('in')[0]!, GetShardIterator, request, { type: 'iterator', ...of(worker, consumer) }, callTimeoutMs);
}

export function iteratorGiven(state: KclState, worker: Worker, consumer: Consumer, reply: Reply<GetShardIteratorResponse>, ctx: Ctx): void {
  if (reply.ok) {
    consumer.iterator = reply.response.ShardIterator;
    consumer.phase = 'PROCESSING';
    poll(state, worker, consumer, ctx);
  } else if (reply.error.code === 'ResourceNotFoundException') gone(state, worker, consumer, ctx);
  else ctx.after(ctx.limits.duration('kcl.consumer.task-backoff'), { type: 'ask-iterator', ...of(worker, consumer) });
}

/** The shard is past its retention: nothing of it is left to read. */
function gone(state: KclState, worker: Worker, consumer: Consumer, ctx: Ctx): void {
  consumer.fetchedAll = true;
  goOn(state, worker, consumer, ctx);
}

export function poll(state: KclState, worker: Worker, consumer: Consumer, ctx: Ctx): void {
  if (!holds(state, worker, consumer, ctx)) {
    lose(worker, consumer.shard, 'not renewed in time', ctx);
    return goOn(state, worker, consumer, ctx);
  }
  if (state.config.mode === 'enhanced-fan-out') return subscribe(worker, state, consumer, ctx);
  if (consumer.iterator === null) return askIterator(state, worker, consumer, ctx);
  consumer.readAt = ctx.now;
  ctx.call(ctx.edgesAt('in')[0]!, GetRecords, { ShardIterator: consumer.iterator, Limit: state.config.maxRecords, consumer: state.name }, { type: 'fetched', ...of(worker, consumer) }, callTimeoutMs);
}

function subscribe(worker: Worker, state: KclState, consumer: Consumer, ctx: Ctx): void {
  const { sequence } = consumer.position;
  const position = consumer.iterator?.position ?? (typeof sequence === 'number' ? Math.max(0, sequence - 1) : undefined);
  const StartingPosition = sequence === 'AT_TIMESTAMP' && position === undefined ? { Type: 'AT_TIMESTAMP' as const, Timestamp: Math.min(state.config.startAt, ctx.now) } : { Type: sequence === 'LATEST' ? ('LATEST' as const) : ('TRIM_HORIZON' as const), position };
  ctx.call(ctx.edgesAt('in')[0]!, SubscribeToShard, { consumer: ctx.nodeId, shard: consumer.shard, StartingPosition }, { type: 'pushed', ...of(worker, consumer) }, ctx.limits.duration('kds.fan-out.subscription-lifetime') + callTimeoutMs);
}

export function fetched(state: KclState, worker: Worker, consumer: Consumer, reply: Reply<GetRecordsResponse>, ctx: Ctx): void {
  if (reply.ok) {
    const { records, NextShardIterator, MillisBehindLatest } = reply.response;
    consumer.iterator = NextShardIterator;
    if (NextShardIterator === null) consumer.fetchedAll = true;
    takeIn(state, worker, consumer, records, MillisBehindLatest, ctx);
    return goOn(state, worker, consumer, ctx);
  }
  if (reply.error.code === 'ExpiredIteratorException') {
    ctx.trace('iterator.expired', worker.id, { worker: worker.id, shard: shardIdText(consumer.shard) });
    return askIterator(state, worker, consumer, ctx);
  }
  if (reply.error.code === 'ResourceNotFoundException') return gone(state, worker, consumer, ctx);
  consumer.behindMs = Math.max(consumer.behindMs, ctx.now - consumer.fetchedAt);
  noteLag(worker, consumer, ctx);
  // Readers that are refused in step would starve the same one for ever: the wait is by chance up to twice as long.
  const backoff = ctx.limits.duration('kcl.consumer.task-backoff');
  ctx.after(ctx.rng.int(backoff, 2 * backoff), { type: 'poll', ...of(worker, consumer) });
}

export function pushed(state: KclState, worker: Worker, consumer: Consumer, reply: Reply<SubscribeToShardEvent>, ctx: Ctx): void {
  if (!reply.ok) {
    ctx.after(ctx.limits.duration('kds.fan-out.resubscribe-gap'), { type: 'poll', ...of(worker, consumer) });
    return;
  }
  const { records, position, MillisBehindLatest, ended, over } = reply.response;
  consumer.readAt = ctx.now;
  consumer.iterator = Object.freeze({ shard: consumer.shard, position, issuedAt: ctx.now });
  if (ended) consumer.fetchedAll = true;
  takeIn(state, worker, consumer, records, MillisBehindLatest, ctx);
  if (over && !ended) poll(state, worker, consumer, ctx);
  goOn(state, worker, consumer, ctx);
}

function takeIn(state: KclState, worker: Worker, consumer: Consumer, records: RecordBatch, behind: number, ctx: Ctx): void {
  consumer.behindMs = behind;
  consumer.fetchedAt = ctx.now;
  ctx.count('MillisBehindLatest', behind);
  noteLag(worker, consumer, ctx);
  if (records.count === 0) {
    // A record processor that keeps a buffer wants to be called all the same.
    if (ctx.edgesAt('processor').length > 0 && consumer.inbox.length === 0) consumer.inbox = [Object.freeze({ rows: new Uint32Array(0), sequences: new Float64Array(0), subs: null })];
    return;
  }
  ctx.keep(records.rows);
  if (state.config.leaseAssignment === 'worker-utilization') noteFetched(worker, consumer, records);
  const { delivery, skipped, foreign } = unpack(records, consumer.position, ctx.keys, consumer.range);
  if (skipped.length > 0) ctx.records.release(skipped, 'dropped-by-code');
  if (foreign.length > 0) {
    ctx.trace('aggregate.dropped', shardIdText(consumer.shard), { shard: shardIdText(consumer.shard), worker: worker.id }, { records: foreign.length });
    ctx.records.release(foreign, 'dropped-by-code');
  }
  if (delivery.rows.length > 0) consumer.inbox = [...consumer.inbox, delivery];
}

/** What a consumer does next, once nothing of its own is under way. */
export function goOn(state: KclState, worker: Worker, consumer: Consumer, ctx: Ctx): void {
  if (consumer.busy || consumer.pending !== null || worker.consumers.get(consumer.shard) !== consumer) return;
  if (consumer.lost && !consumer.begun) return drop(worker, consumer, 'ZOMBIE', ctx);
  if (!consumer.begun && handLeaseOver(state, worker, consumer, ctx)) return;
  if (consumer.inbox.length > 0) {
    work(state, worker, consumer, ctx);
    return goOn(state, worker, consumer, ctx);
  }
  if (consumer.fetchedAll) {
    if (consumer.phase === 'PROCESSING' || consumer.phase === 'INITIALIZING') endShard(worker, consumer, ctx);
  } else if (consumer.phase === 'PROCESSING' && state.config.mode === 'polling') ctx.after(Math.max(0, consumer.readAt + state.config.idleTime - ctx.now), { type: 'poll', ...of(worker, consumer) });
}

/** The end of a closed shard: leases for its children first, then the checkpoint that lets them begin. */
export function endShard(worker: Worker, consumer: Consumer, ctx: Ctx): void {
  consumer.phase = 'SHUTTING_DOWN';
  ctx.call(ctx.edgesAt('in')[0]!, ListShards, { consumer: worker.id }, { type: 'end-listed', ...of(worker, consumer) }, callTimeoutMs);
}

export function endListed(state: KclState, worker: Worker, consumer: Consumer, reply: Reply<ListShardsResponse>, ctx: Ctx): void {
  if (!reply.ok) {
    consumer.phase = 'PROCESSING';
    ctx.after(ctx.limits.duration('kcl.consumer.task-backoff'), { type: 'end', ...of(worker, consumer) });
    return;
  }
  const children = reply.response.Shards.filter(({ parents }) => parents.includes(consumer.shard));
  consumer.childrenLeft = children.length;
  const sequence = state.config.initialPosition === 'AT_TIMESTAMP' ? 'AT_TIMESTAMP' : 'TRIM_HORIZON';
  for (const child of children) createChild(worker, consumer, newLease(child, Object.freeze({ sequence, sub: 0 })), ctx);
  if (children.length === 0) agree(state, worker, consumer, ctx);
}

export function createChild(worker: Worker, consumer: Consumer, lease: Lease, ctx: Ctx): void {
  callTable(PutItem, { key: shardIdText(lease.shard), item: leaseItem(lease), condition: { leaseKey: null } }, { type: 'child-created', ...of(worker, consumer), lease }, ctx);
}

export function childCreated(state: KclState, worker: Worker, consumer: Consumer, lease: Lease, reply: Reply<null>, ctx: Ctx): void {
  if (reply.ok) noteCreated(worker, lease, ctx);
  else if (reply.error.code !== conditionFailed) {
    ctx.after(ctx.limits.duration('kcl.consumer.task-backoff'), { type: 'child', ...of(worker, consumer), lease });
    return;
  }
  if (--consumer.childrenLeft === 0) agree(state, worker, consumer, ctx);
}

/** The record processor is told that the shard has ended; it must checkpoint, or nobody ever reads the children. */
export function agree(state: KclState, worker: Worker, consumer: Consumer, ctx: Ctx): void {
  const edge = ctx.edgesAt('processor')[0];
  if (edge !== undefined) ctx.call(edge, ShutdownProcessor, { processor: consumer.run, shard: consumer.shard, reason: 'TERMINATE' }, { type: 'end-agreed', ...of(worker, consumer) });
  else agreed(state, worker, consumer, { ok: true, response: { checkpointed: state.config.checkpoint !== 'never' } }, ctx);
}

export function agreed(state: KclState, worker: Worker, consumer: Consumer, reply: Reply<ShutdownProcessorResponse>, ctx: Ctx): void {
  if (reply.ok && reply.response.checkpointed) {
    requestCheckpoint(state, worker, consumer, shardEnd, ctx);
    return goOn(state, worker, consumer, ctx);
  }
  if (consumer.lost) return drop(worker, consumer, 'ZOMBIE', ctx);
  ctx.trace('shard.end-not-checkpointed', shardIdText(consumer.shard), { shard: shardIdText(consumer.shard), worker: worker.id });
  ctx.after(ctx.limits.duration('kcl.consumer.task-backoff'), { type: 'end', ...of(worker, consumer) });
}
