/**
 * Programs that read a stream through the API: iterators, GetRecords in a loop (or enhanced fan-out), work for each record,
 * checkpoints, crashes, replay, and the ways to treat children after a reshard. Simplifications stand in ../README.md.
 */
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { GetRecords, GetShardIterator, ListShards, readOperations, SubscribeToShard, type ListShardsResponse } from '../../kinesis-streams/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { rowsFrom } from './aggregates.ts';
import { parseReaderConfig, readerFields, type ReaderConfig } from './config.ts';
import { applyConfig, begin, crash, listed, listShards, newConsumer, operateRewind, restart, saveCheckpoints, targets } from './consumers.ts';
import { sinkName, work, workDone } from './processing.ts';
import type { ReaderEvent, ReaderState } from './state.ts';
import { about, afterWork, askIterator, fetched, poll, pushed, subscribe, threadOf } from './threads.ts';
import { describeConsumers } from './view.ts';

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
