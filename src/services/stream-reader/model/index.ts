/**
 * Programs that read a stream through the API: iterators, GetRecords in a loop (or enhanced fan-out), work for each record,
 * checkpoints, crashes, replay, and the ways to treat children after a reshard. Simplifications stand in ../README.md.
 */
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import { OwnedMap } from '../../../sim/columns/ownedMap.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { parseDuration } from '../../../sim/quantities.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { NodeView, ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { GetRecords, GetShardIterator, ListShards, readOperations, SubscribeToShard, type GetRecordsResponse, type ListedShard, type ListShardsResponse, type SubscribeToShardEvent } from '../../kinesis-streams/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { rowsFrom, takeApart, wholeRecords } from './aggregates.ts';
import { parseReaderConfig, readerFields, type ReaderConfig } from './config.ts';
import { noteLag, sinkName, work, workDone } from './processing.ts';
import type { Consumer, ReaderEvent, ReaderState, StartPoint, Thread } from './state.ts';

type Ctx = ServiceContext<ReaderEvent>;
/** A call that is not answered is made again after this long. [SIM] */
const callTimeoutMs = 10_000;

function newConsumer(number: number): Consumer {
  return {
    name: `consumer-${number}`,
    number,
    alive: true,
    life: 1,
    slowUntil: 0,
    poisonUntil: 0,
    poisonNext: false,
    start: null,
    threads: new OwnedMap(),
    finished: new Map(),
    checkpoints: new Map(),
    lagging: false,
    processed: 0,
    duplicates: 0,
  };
}

function listShards(consumer: Consumer, first: boolean, ctx: Ctx): void {
  const edge = ctx.edgesAt('in')[0];
  if (edge !== undefined) ctx.call(edge, ListShards, { consumer: consumer.name }, { type: 'listed', consumer: consumer.number, life: consumer.life, first }, callTimeoutMs);
}

function begin(state: ReaderState, consumer: Consumer, ctx: Ctx): void {
  listShards(consumer, true, ctx);
  ctx.after(state.config.checkpointInterval, { type: 'checkpoint', consumer: consumer.number, life: consumer.life });
  ctx.after(state.config.discoveryInterval, { type: 'discover', consumer: consumer.number, life: consumer.life });
}

/** Starts work on shards that are new to the consumer, by its rule for reshards. */
function listed(state: ReaderState, consumer: Consumer, shards: readonly ListedShard[], first: boolean, ctx: Ctx): void {
  const known = new Set(shards.map((shard) => shard.shard));
  for (const shard of shards) {
    if (consumer.threads.has(shard.shard) || consumer.finished.has(shard.shard)) continue;
    const checkpoint = consumer.checkpoints.get(shard.shard);
    if (checkpoint === -1) {
      consumer.finished.set(shard.shard, true);
      continue;
    }
    if (checkpoint !== undefined) {
      startThread(state, consumer, shard.shard, { type: 'after', counter: checkpoint }, ctx);
      continue;
    }
    const parents = shard.parents.filter((parent) => known.has(parent));
    const child = parents.length > 0 && (!first || consumer.checkpoints.size > 0);
    if (state.config.reshard === 'drain-parents' && !parents.every((parent) => consumer.finished.has(parent))) {
      // From the newest record on, what a closed parent holds is of no interest.
      if (!first || firstStart(state.config, consumer).type !== 'LATEST') continue;
    }
    startThread(state, consumer, shard.shard, child ? { type: state.config.reshard === 'latest' ? 'LATEST' : 'TRIM_HORIZON' } : firstStart(state.config, consumer), ctx);
  }
}

function firstStart(config: ReaderConfig, consumer: Consumer): StartPoint {
  if (consumer.start) return consumer.start;
  return config.startFrom === 'AT_TIMESTAMP' ? { type: 'AT_TIMESTAMP', at: config.startAt } : { type: config.startFrom };
}

function startThread(state: ReaderState, consumer: Consumer, shard: number, start: StartPoint, ctx: Ctx): void {
  const thread: Thread = { shard, run: state.nextRun++, start, iterator: null, processed: start.type === 'after' ? start.counter : 0, inbox: [], done: 0, busy: false, poisoned: false, carry: 0, polledAt: ctx.now, behindMs: 0, fetchedAt: ctx.now, fetchedAll: false, children: [] };
  consumer.threads.set(shard, thread);
  if (state.config.mode === 'enhanced-fan-out') subscribe(consumer, thread, ctx);
  else askIterator(consumer, thread, ctx);
}

function about<T extends ReaderEvent['type']>(type: T, consumer: Consumer, thread: Thread) {
  return { type, consumer: consumer.number, life: consumer.life, shard: thread.shard, run: thread.run } as const;
}

function askIterator(consumer: Consumer, thread: Thread, ctx: Ctx): void {
  const { start } = thread;
  const request =
    start.type === 'after' && wholeRecords(start.counter) > 0
      ? { ShardId: shardIdText(thread.shard), ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingCounter: wholeRecords(start.counter) }
      : start.type === 'AT_TIMESTAMP'
        ? { ShardId: shardIdText(thread.shard), ShardIteratorType: 'AT_TIMESTAMP' as const, Timestamp: Math.min(start.at, ctx.now) }
        : { ShardId: shardIdText(thread.shard), ShardIteratorType: start.type === 'LATEST' ? ('LATEST' as const) : ('TRIM_HORIZON' as const) };
  ctx.call(ctx.edgesAt('in')[0]!, GetShardIterator, request, about('iterator', consumer, thread), callTimeoutMs);
}

function poll(state: ReaderState, consumer: Consumer, thread: Thread, ctx: Ctx): void {
  thread.polledAt = ctx.now;
  ctx.call(ctx.edgesAt('in')[0]!, GetRecords, { ShardIterator: thread.iterator!, Limit: state.config.limit, consumer: consumer.name }, about('fetched', consumer, thread), callTimeoutMs);
}

function subscribe(consumer: Consumer, thread: Thread, ctx: Ctx): void {
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

function fetched(state: ReaderState, consumer: Consumer, thread: Thread, reply: Reply<GetRecordsResponse>, ctx: Ctx): void {
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

function pushed(state: ReaderState, consumer: Consumer, thread: Thread, reply: Reply<SubscribeToShardEvent>, ctx: Ctx): void {
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
function afterWork(state: ReaderState, consumer: Consumer, thread: Thread, ctx: Ctx): void {
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

function dropThreads(consumer: Consumer, ctx: Ctx): number {
  let dropped = 0;
  for (const thread of consumer.threads.values()) {
    thread.inbox.forEach((batch, i) => {
      const rows = i === 0 ? rowsFrom(batch, thread.done) : batch.rows;
      dropped += rows.length;
      ctx.records.release(rows, 'died-with-process');
    });
  }
  consumer.threads.clear();
  consumer.life++;
  return dropped;
}

function crash(consumer: Consumer, duration: number | undefined, ctx: Ctx): void {
  if (!consumer.alive) return;
  consumer.alive = false;
  const unprocessed = dropThreads(consumer, ctx);
  ctx.trace('reader.crashed', consumer.name, { consumer: consumer.name, unprocessed });
  if (duration !== undefined) ctx.after(duration, { type: 'restart', consumer: consumer.number, life: consumer.life });
}

function restart(state: ReaderState, consumer: Consumer, ctx: Ctx): void {
  if (consumer.alive) return;
  consumer.alive = true;
  consumer.life++;
  consumer.finished = new Map([...consumer.checkpoints].filter(([, counter]) => counter === -1).map(([shard]) => [shard, true]));
  ctx.trace('reader.restarted', consumer.name, { consumer: consumer.name });
  begin(state, consumer, ctx);
}

function saveCheckpoints(consumer: Consumer): void {
  for (const thread of consumer.threads.values()) if (thread.processed > 0) consumer.checkpoints.set(thread.shard, thread.processed);
  for (const shard of consumer.finished.keys()) consumer.checkpoints.set(shard, -1);
}

/** Reads again from another point: all threads stop, and every shard that still exists starts there. */
function rewind(state: ReaderState, consumer: Consumer, start: StartPoint, ctx: Ctx): void {
  dropThreads(consumer, ctx);
  consumer.finished.clear();
  consumer.checkpoints.clear();
  consumer.start = start;
  ctx.trace('reader.rewound', consumer.name, { consumer: consumer.name, to: start.type });
  begin(state, consumer, ctx);
}

/** The point that a Rewind request names; undefined when it names none. */
function rewindPoint(request: PlainRecord): StartPoint | undefined {
  const type = request.ShardIteratorType ?? 'TRIM_HORIZON';
  if (type === 'TRIM_HORIZON' || type === 'LATEST') return { type };
  const at = type === 'AT_TIMESTAMP' ? parseDuration(request.Timestamp) : undefined;
  return at !== undefined && Number.isInteger(at) && at >= 0 ? { type: 'AT_TIMESTAMP', at } : undefined;
}

function operateRewind(state: ReaderState, request: PlainRecord, ctx: Ctx): void {
  const refuse = (message: string) => ctx.trace('operation.refused', 'Rewind', { operation: 'Rewind', code: 'InvalidArgumentException', message });
  const start = rewindPoint(request);
  if (!start) return refuse('ShardIteratorType must be TRIM_HORIZON, LATEST, or AT_TIMESTAMP with a Timestamp such as 30s.');
  const name = request.Consumer;
  const rewound = name === undefined ? state.consumers : targets(state, typeof name === 'string' ? name : '');
  if (rewound.length === 0) return refuse(`There is no consumer of that name; there are consumer-1 to consumer-${state.consumers.length}.`);
  for (const consumer of rewound) if (consumer.alive) rewind(state, consumer, start, ctx);
}

function targets(state: ReaderState, target: string | undefined): readonly Consumer[] {
  if (target === undefined) return state.consumers.slice(0, 1);
  return state.consumers.filter((consumer) => consumer.name === target || String(consumer.number) === target);
}

function applyConfig(state: ReaderState, config: ReaderConfig, ctx: Ctx): void {
  const before = state.config;
  // Sinks are fixed at the start of a run, so the number of consumers is too.
  state.config = { ...config, count: before.count };
  if (config.mode === before.mode) return;
  for (const consumer of state.consumers) {
    if (!consumer.alive) continue;
    saveCheckpoints(consumer);
    dropThreads(consumer, ctx);
    begin(state, consumer, ctx);
  }
}

function threadOf(state: ReaderState, event: { readonly consumer: number; readonly life: number; readonly shard: number; readonly run: number }): { consumer: Consumer; thread: Thread } | undefined {
  const consumer = state.consumers[event.consumer - 1]!;
  const thread = consumer.life === event.life ? consumer.threads.write(event.shard) : undefined;
  return thread?.run === event.run ? { consumer, thread } : undefined;
}

export const streamReader: ServiceModel<ReaderConfig, ReaderState, ReaderEvent> = {
  kind: 'stream-reader',
  says: 'Programs that read a stream through the API: each consumer reads everything, and all share the read limits of the shards.',
  ports: [
    { name: 'in', direction: 'in', operations: readOperations, calls: true, max: 1 },
    { name: 'out', direction: 'out', operations: [Submit.name], calls: true, max: 16, local: true },
  ],
  fields: readerFields,
  metrics: ['RecordsProcessed', 'MillisBehindLatest'],
  faults: [
    { name: 'crash', says: 'A consumer dies; after the duration it starts again at its checkpoint', takesDuration: true, targets: 'consumer' },
    { name: 'slow', says: 'Work takes five times as long', takesDuration: true, targets: 'consumer' },
    { name: 'poison', says: 'The next record cannot be processed and blocks its shard', takesDuration: true, targets: 'consumer' },
  ],
  operations: [{ name: 'Rewind', says: 'Reads again from another point', members: { Consumer: 'consumer-1…', ShardIteratorType: 'TRIM_HORIZON, LATEST or AT_TIMESTAMP', Timestamp: 'simulated ms' } }],
  parseConfig: parseReaderConfig,
  sinks: (config, nodeId, connected) => (connected.has('out') ? [] : Array.from({ length: config.count }, (_, i) => sinkName(nodeId, config.count, i + 1))),
  init(config, ctx) {
    const state: ReaderState = { config, consumers: Array.from({ length: config.count }, (_, i) => newConsumer(i + 1)), nextRun: 1 };
    // Programs do not start in the same instant: their polls are spread over one interval.
    for (const consumer of state.consumers) ctx.after(Math.floor((config.pollInterval * (consumer.number - 1)) / config.count), { type: 'begin', consumer: consumer.number, life: consumer.life });
    return state;
  },
  onCall() {},
  onEvent(state, event, ctx) {
    const consumer = state.consumers[event.consumer - 1]!;
    if (event.life !== consumer.life) return;
    switch (event.type) {
      case 'begin':
        return begin(state, consumer, ctx);
      case 'restart':
        return restart(state, consumer, ctx);
      case 'discover':
        listShards(consumer, false, ctx);
        ctx.after(state.config.discoveryInterval, event);
        return;
      case 'checkpoint':
        saveCheckpoints(consumer);
        ctx.after(state.config.checkpointInterval, event);
        return;
      case 'poll': {
        const found = threadOf(state, event);
        if (!found) return;
        if (state.config.mode === 'enhanced-fan-out') subscribe(consumer, found.thread, ctx);
        else if (found.thread.iterator) poll(state, consumer, found.thread, ctx);
        else askIterator(consumer, found.thread, ctx);
        return;
      }
      case 'work': {
        const found = threadOf(state, event);
        if (!found) return;
        workDone(state, consumer, found.thread, event.entries, ctx);
        work(state, consumer, found.thread, ctx);
        afterWork(state, consumer, found.thread, ctx);
        return;
      }
      default:
        return;
    }
  },
  onReply(state, event, reply, ctx) {
    const consumer = state.consumers[event.consumer - 1]!;
    if (event.life !== consumer.life) return;
    if (event.type === 'listed') {
      const answer = ListShards.reply(reply);
      if (answer.ok) listed(state, consumer, (answer.response satisfies ListShardsResponse).Shards, event.first, ctx);
      else listShards(consumer, event.first, ctx);
      return;
    }
    if (event.type !== 'iterator' && event.type !== 'fetched' && event.type !== 'pushed') return;
    const found = threadOf(state, event);
    if (!found) return;
    const { thread } = found;
    if (event.type === 'fetched') fetched(state, consumer, thread, GetRecords.reply(reply), ctx);
    else if (event.type === 'pushed') pushed(state, consumer, thread, SubscribeToShard.reply(reply), ctx);
    else {
      const answer = GetShardIterator.reply(reply);
      if (answer.ok) {
        thread.iterator = answer.response.ShardIterator;
        poll(state, consumer, thread, ctx);
      } else ctx.after(Math.max(200, state.config.pollInterval), about('poll', consumer, thread));
    }
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig') {
      if (config) applyConfig(state, config, ctx);
    } else if (what.type === 'operate') {
      operateRewind(state, what.request, ctx);
    } else {
      const until = what.type === 'recover' ? 0 : what.duration === undefined ? Infinity : ctx.now + what.duration;
      for (const consumer of targets(state, what.target)) {
        if (what.name === 'slow') consumer.slowUntil = until;
        else if (what.name === 'poison') {
          consumer.poisonUntil = until;
          consumer.poisonNext = what.type === 'fault';
        } else if (what.type === 'fault') crash(consumer, what.duration, ctx);
        else restart(state, consumer, ctx);
      }
    }
  },
  view(state) {
    return describeConsumers(state);
  },
  invariants: [{ name: 'a thread never has done more of a batch than it holds', holds: (state) => state.consumers.every((consumer) => [...consumer.threads.values()].every((thread) => thread.done === 0 || thread.done < (thread.inbox[0]?.count ?? 0))) }],
  heldRows(state, visit) {
    for (const consumer of state.consumers) for (const thread of consumer.threads.values()) thread.inbox.forEach((batch, i) => (i === 0 ? rowsFrom(batch, thread.done) : batch.rows).forEach(visit));
  },
};

/** Consumers as fields; where they stand, shard by shard, in columns: a consumer's are `positions` many from `firstPosition` on. */
function describeConsumers({ config, consumers }: ReaderState): NodeView {
  const shard: number[] = [];
  const processed: number[] = [];
  const fields = consumers.map((consumer) => {
    const firstPosition = shard.length;
    let behindMs = 0;
    let waiting = 0;
    for (const thread of consumer.threads.values()) {
      behindMs = Math.max(behindMs, thread.behindMs);
      for (const batch of thread.inbox) waiting += batch.count;
      waiting -= thread.done;
      shard.push(thread.shard);
      processed.push(thread.processed);
    }
    const { name, alive, processed: sum, duplicates, finished } = consumer;
    return { name, alive, behindMs, processed: sum, duplicates, waiting, firstPosition, positions: shard.length - firstPosition, finishedShards: [...finished.keys()] };
  });
  return { fields: { mode: config.mode, consumers: fields }, columns: { shard: Float64Array.from(shard), processed: Float64Array.from(processed) } };
}
