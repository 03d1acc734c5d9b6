/** A consumer's reading of one shard: iterator, fetches or pushes, and its end. */
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { GetRecords, GetShardIterator, SubscribeToShard, type GetRecordsResponse, type SubscribeToShardEvent } from '../../kinesis-streams/model/operations.ts';
import { takeApart, wholeRecords } from './aggregates.ts';
import { noteLag, work } from './processing.ts';
import type { Consumer, ReaderEvent, ReaderState, StartPoint, Thread } from './state.ts';

type Ctx = ServiceContext<ReaderEvent>;
/** A call that is not answered is made again after this long. [SIM] */
export const callTimeoutMs = 10_000;

export function startThread(state: ReaderState, consumer: Consumer, shard: number, start: StartPoint, ctx: Ctx): void {
  const thread: Thread = { shard, run: state.nextRun++, start, iterator: null, processed: start.type === 'after' ? start.counter : 0, inbox: [], done: 0, busy: false, poisoned: false, carry: 0, polledAt: ctx.now, behindMs: 0, fetchedAt: ctx.now, fetchedAll: false, children: [] };
  consumer.threads.set(shard, thread);
  if (state.config.mode === 'enhanced-fan-out') subscribe(consumer, thread, ctx);
  else askIterator(consumer, thread, ctx);
}

export function about<T extends ReaderEvent['type']>(type: T, consumer: Consumer, thread: Thread) {
  return { type, consumer: consumer.number, life: consumer.life, shard: thread.shard, run: thread.run } as const;
}

export function askIterator(consumer: Consumer, thread: Thread, ctx: Ctx): void {
  const { start } = thread;
  const request =
    start.type === 'after' && wholeRecords(start.counter) > 0
      ? { ShardId: shardIdText(thread.shard), ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingCounter: wholeRecords(start.counter) }
      : start.type === 'AT_TIMESTAMP'
        ? { ShardId: shardIdText(thread.shard), ShardIteratorType: 'AT_TIMESTAMP' as const, Timestamp: Math.min(start.at, ctx.now) }
        : { ShardId: shardIdText(thread.shard), ShardIteratorType: start.type === 'LATEST' ? ('LATEST' as const) : ('TRIM_HORIZON' as const) };
  ctx.call(ctx.edgesAt('in')[0]!, GetShardIterator, request, about('iterator', consumer, thread), callTimeoutMs);
}

export function poll(state: ReaderState, consumer: Consumer, thread: Thread, ctx: Ctx): void {
  thread.polledAt = ctx.now;
  ctx.call(ctx.edgesAt('in')[0]!, GetRecords, { ShardIterator: thread.iterator!, Limit: state.config.limit, consumer: consumer.name }, about('fetched', consumer, thread), callTimeoutMs);
}

export function subscribe(consumer: Consumer, thread: Thread, ctx: Ctx): void {
  const { start } = thread;
  const position = start.type === 'after' ? wholeRecords(start.counter) : undefined;
  const StartingPosition = start.type === 'AT_TIMESTAMP' ? { Type: 'AT_TIMESTAMP' as const, Timestamp: Math.min(start.at, ctx.now) } : { Type: start.type === 'LATEST' ? ('LATEST' as const) : ('TRIM_HORIZON' as const), position };
  ctx.call(ctx.edgesAt('in')[0]!, SubscribeToShard, { consumer: `${ctx.nodeId}/${consumer.name}`, shard: thread.shard, StartingPosition }, about('pushed', consumer, thread), ctx.limits.duration('kds.fan-out.subscription-lifetime') + callTimeoutMs);
}

function pollLater(state: ReaderState, consumer: Consumer, thread: Thread, ctx: Ctx): void {
  ctx.after(Math.max(0, thread.polledAt + state.config.pollInterval - ctx.now), about('poll', consumer, thread));
}

/** After a refusal a program waits about one interval, by chance shorter or longer: else those that poll in step would starve the same one for ever. */
function retryLater(state: ReaderState, consumer: Consumer, thread: Thread, ctx: Ctx): void {
  const { pollInterval } = state.config;
  ctx.after(ctx.rng.int(Math.ceil(pollInterval / 2), Math.floor(pollInterval * 1.5)), about('poll', consumer, thread));
}

function take(state: ReaderState, consumer: Consumer, thread: Thread, records: RecordBatch, behind: number, ctx: Ctx): void {
  thread.behindMs = behind;
  thread.fetchedAt = ctx.now;
  ctx.count('MillisBehindLatest', behind);
  noteLag(consumer, thread, ctx);
  if (records.count === 0) return;
  ctx.keep(records.rows);
  if (records.first === undefined || state.config.deaggregate === false) thread.inbox = [...thread.inbox, records];
  else {
    const apart = takeApart(records, thread.processed);
    if (apart.skipped > 0) ctx.records.release(records.rows.subarray(0, apart.skipped), 'dropped-by-code');
    if (apart.records.count === 0) return;
    thread.inbox = [...thread.inbox, apart.records];
  }
  work(state, consumer, thread, ctx);
}

export function fetched(state: ReaderState, consumer: Consumer, thread: Thread, reply: Reply<GetRecordsResponse>, ctx: Ctx): void {
  if (!reply.ok) {
    if (reply.error.code === 'ExpiredIteratorException') {
      ctx.trace('iterator.expired', consumer.name, { consumer: consumer.name, shard: shardIdText(thread.shard) });
      thread.start = thread.processed > 0 ? { type: 'after', counter: thread.processed } : thread.start;
      askIterator(consumer, thread, ctx);
    } else if (reply.error.code === 'ResourceNotFoundException') finishThread(state, consumer, thread, ctx);
    else {
      thread.behindMs = Math.max(thread.behindMs, ctx.now - thread.fetchedAt);
      noteLag(consumer, thread, ctx);
      retryLater(state, consumer, thread, ctx);
    }
    return;
  }
  const { records, NextShardIterator, MillisBehindLatest, ChildShards } = reply.response;
  thread.iterator = NextShardIterator;
  if (NextShardIterator === null) {
    thread.fetchedAll = true;
    thread.children = ChildShards;
  }
  take(state, consumer, thread, records, MillisBehindLatest, ctx);
  afterWork(state, consumer, thread, ctx);
}

export function pushed(state: ReaderState, consumer: Consumer, thread: Thread, reply: Reply<SubscribeToShardEvent>, ctx: Ctx): void {
  if (!reply.ok) {
    ctx.after(ctx.limits.duration('kds.fan-out.resubscribe-gap'), about('poll', consumer, thread));
    return;
  }
  const { records, position, MillisBehindLatest, ChildShards, ended, over } = reply.response;
  thread.start = { type: 'after', counter: position };
  if (ended) {
    thread.fetchedAll = true;
    thread.children = ChildShards;
  }
  take(state, consumer, thread, records, MillisBehindLatest, ctx);
  if (ended) afterWork(state, consumer, thread, ctx);
  else if (over) subscribe(consumer, thread, ctx);
}

/** When nothing is left to process: fetch again, or finish a closed shard. */
export function afterWork(state: ReaderState, consumer: Consumer, thread: Thread, ctx: Ctx): void {
  if (thread.busy || thread.inbox.length > 0) return;
  if (thread.fetchedAll) finishThread(state, consumer, thread, ctx);
  else if (state.config.mode === 'polling' && thread.iterator !== null) pollLater(state, consumer, thread, ctx);
}

function finishThread(state: ReaderState, consumer: Consumer, thread: Thread, ctx: Ctx): void {
  consumer.threads.delete(thread.shard);
  consumer.finished.set(thread.shard, true);
  ctx.trace('shard.drained', `${consumer.name} ${shardIdText(thread.shard)}`, { consumer: consumer.name, shard: shardIdText(thread.shard), children: thread.children.map((child) => shardIdText(child.shard)) });
  if (state.config.reshard !== 'drain-parents') return;
  for (const child of thread.children) {
    const ready = child.parents.every((parent) => consumer.finished.has(parent) || !consumer.threads.has(parent));
    if (ready && !consumer.threads.has(child.shard) && !consumer.finished.has(child.shard)) startThread(state, consumer, child.shard, { type: 'TRIM_HORIZON' }, ctx);
  }
}

export function threadOf(state: ReaderState, event: { readonly consumer: number; readonly life: number; readonly shard: number; readonly run: number }): { consumer: Consumer; thread: Thread } | undefined {
  const consumer = state.consumers[event.consumer - 1]!;
  const thread = consumer.life === event.life ? consumer.threads.write(event.shard) : undefined;
  return thread?.run === event.run ? { consumer, thread } : undefined;
}
