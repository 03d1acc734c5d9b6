/** Consumers as programs: they start, find shards, save checkpoints, die, start again and go back. */
import type { PlainRecord } from '../../../sim/plainData.ts';
import { OwnedMap } from '../../../sim/columns/ownedMap.ts';
import { parseDuration } from '../../../sim/quantities.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { ListShards, type ListedShard } from '../../kinesis-streams/model/operations.ts';
import { rowsFrom } from './aggregates.ts';
import type { ReaderConfig } from './config.ts';
import type { Consumer, ReaderEvent, ReaderState, StartPoint } from './state.ts';
import { callTimeoutMs, startThread } from './threads.ts';

type Ctx = ServiceContext<ReaderEvent>;

export function newConsumer(number: number): Consumer {
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

export function listShards(consumer: Consumer, first: boolean, ctx: Ctx): void {
  const edge = ctx.edgesAt('in')[0];
  if (edge !== undefined) ctx.call(edge, ListShards, { consumer: consumer.name }, { type: 'listed', consumer: consumer.number, life: consumer.life, first }, callTimeoutMs);
}

export function begin(state: ReaderState, consumer: Consumer, ctx: Ctx): void {
  listShards(consumer, true, ctx);
  ctx.after(state.config.checkpointInterval, { type: 'checkpoint', consumer: consumer.number, life: consumer.life });
  ctx.after(state.config.discoveryInterval, { type: 'discover', consumer: consumer.number, life: consumer.life });
}

/** Starts work on shards that are new to the consumer, by its rule for reshards. */
export function listed(state: ReaderState, consumer: Consumer, shards: readonly ListedShard[], first: boolean, ctx: Ctx): void {
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

export function crash(consumer: Consumer, duration: number | undefined, ctx: Ctx): void {
  if (!consumer.alive) return;
  consumer.alive = false;
  const unprocessed = dropThreads(consumer, ctx);
  ctx.trace('reader.crashed', consumer.name, { consumer: consumer.name, unprocessed });
  if (duration !== undefined) ctx.after(duration, { type: 'restart', consumer: consumer.number, life: consumer.life });
}

export function restart(state: ReaderState, consumer: Consumer, ctx: Ctx): void {
  if (consumer.alive) return;
  consumer.alive = true;
  consumer.life++;
  consumer.finished = new Map([...consumer.checkpoints].filter(([, counter]) => counter === -1).map(([shard]) => [shard, true]));
  ctx.trace('reader.restarted', consumer.name, { consumer: consumer.name });
  begin(state, consumer, ctx);
}

export function saveCheckpoints(consumer: Consumer): void {
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

export function operateRewind(state: ReaderState, request: PlainRecord, ctx: Ctx): void {
  const refuse = (message: string) => ctx.trace('operation.refused', 'Rewind', { operation: 'Rewind', code: 'InvalidArgumentException', message });
  const start = rewindPoint(request);
  if (!start) return refuse('ShardIteratorType must be TRIM_HORIZON, LATEST, or AT_TIMESTAMP with a Timestamp such as 30s.');
  const name = request.Consumer;
  const rewound = name === undefined ? state.consumers : targets(state, typeof name === 'string' ? name : '');
  if (rewound.length === 0) return refuse(`There is no consumer of that name; there are consumer-1 to consumer-${state.consumers.length}.`);
  for (const consumer of rewound) if (consumer.alive) rewind(state, consumer, start, ctx);
}

export function targets(state: ReaderState, target: string | undefined): readonly Consumer[] {
  if (target === undefined) return state.consumers.slice(0, 1);
  return state.consumers.filter((consumer) => consumer.name === target || String(consumer.number) === target);
}

export function applyConfig(state: ReaderState, config: ReaderConfig, ctx: Ctx): void {
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
