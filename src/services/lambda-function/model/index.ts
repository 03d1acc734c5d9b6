/**
 * A Lambda function: environments with a limit, runs that take time and may fail, asynchronous events, transformations for
 * Firehose, and the event source mappings of streams and queues. What it leaves out stands in ../README.md.
 */
import { awsError } from '../../../aws/awsError.ts';
import { faultEnd } from '../../../sim/arriving.ts';
import type { Call } from '../../../sim/calls.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { BatchWriteItem } from '../../dynamodb-table/model/operations.ts';
import { PutRecordBatch } from '../../firehose/model/operations.ts';
import { GetRecords, GetShardIterator, ListShards, SubscribeToShard } from '../../kinesis-streams/model/operations.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';
import { DeleteMessageBatch, ReceiveMessage, SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import { accept, attempt, ended as asyncEnded } from './asyncEvents.ts';
import { functionFields, parseFunctionConfig, type FunctionConfig } from './config.ts';
import { deadLettered, problemOf, targetPorts } from './handOn.ts';
import { laneEnded, work } from './lanes.ts';
import { Invoke, InvokeAsync, transformPort } from './operations.ts';
import { deleted, pollerEnded, receive, received, scale, startPollers } from './queueSource.ts';
import { begin, handed, responseOf, workDone, type Ended } from './running.ts';
import type { FunctionEvent, FunctionState, Lane } from './state.ts';
import { fetched, finishShard, gotIterator, listed, listShards, poll, pushed, sourceOf } from './streamSource.ts';
import { describeFunction, viewFunction } from './view.ts';

type Ctx = ServiceContext<FunctionEvent>;

function onCall(state: FunctionState, call: Call, ctx: Ctx): void {
  if (Invoke.is(call)) {
    const { source, records, payloadBytes } = call.request;
    const refusal = begin(state, { type: 'call', call }, source, records, payloadBytes, ctx);
    if (refusal) ctx.reply(call, { ok: false, error: refusal });
  } else if (InvokeAsync.is(call)) accept(state, call, ctx);
  else ctx.reply(call, { ok: false, error: awsError('UnknownOperationException', `${call.operation} is not simulated.`) });
}

/** Tells whoever waits for a run, and lets go of its rows. */
function finish(state: FunctionState, ended: Ended | undefined, ctx: Ctx): void {
  if (!ended) return;
  const { running, outcome } = ended;
  const { origin } = running;
  if (origin.type === 'call') {
    const answer = outcome.ok ? responseOf(state, running, outcome, ctx) : awsError(outcome.code, outcome.message);
    ctx.reply(origin.call, 'code' in answer ? { ok: false, error: answer } : { ok: true, response: answer });
  } else if (origin.type === 'async') asyncEnded(state, origin.id, outcome, ctx);
  else if (origin.type === 'lane') {
    const source = sourceOf(state, origin);
    if (source) {
      laneEnded(state, source, origin.lane, outcome, ctx);
      finishShard(state, source, ctx);
    }
  } else pollerEnded(state, origin.poller, outcome, ctx);
  ctx.records.release(running.records.rows, 'dropped-by-code');
}

function onEvent(state: FunctionState, event: FunctionEvent, ctx: Ctx): void {
  switch (event.type) {
    case 'done':
      return finish(state, workDone(state, event.id, ctx), ctx);
    case 'async':
      return attempt(state, event.id, ctx);
    case 'list':
      return listShards(ctx);
    case 'poll': {
      const source = sourceOf(state, event);
      return source && poll(state, source, ctx);
    }
    case 'lane': {
      const source = sourceOf(state, event);
      if (!source) return;
      if (event.retry) source.lanes[event.lane]!.busy = false;
      work(state, source, event.lane, ctx);
      return finishShard(state, source, ctx);
    }
    case 'receive':
      return receive(state, event.poller, ctx);
    case 'scale':
      return scale(state, ctx);
    default:
      return;
  }
}

/** Rows that the lanes of a shard hold. */
function laneRows(lane: Lane, visit: (row: number) => void): void {
  for (const part of lane.parts) part.records.rows.forEach(visit);
  for (const batch of lane.waiting) batch.rows.forEach(visit);
}

export const lambdaFunction: ServiceModel<FunctionConfig, FunctionState, FunctionEvent> = {
  kind: 'lambda-function',
  says: 'A Lambda function: code that runs when it is invoked, or on batches from a stream or a queue.',
  ports: [
    { name: 'in', direction: 'in', operations: [Invoke.name], calls: false, max: 64 },
    { name: 'async', direction: 'in', operations: [InvokeAsync.name], calls: false, max: 64 },
    { name: 'transform', direction: 'in', operations: [Invoke.name, transformPort], calls: false, max: 64 },
    { name: 'stream', direction: 'in', operations: [GetShardIterator.name, GetRecords.name, ListShards.name, SubscribeToShard.name], calls: true, max: 1 },
    { name: 'queue', direction: 'in', operations: [ReceiveMessage.name, DeleteMessageBatch.name], calls: true, max: 1 },
    { name: 'producer', direction: 'out', operations: [Submit.name], calls: true, max: 8, local: true },
    { name: 'delivery', direction: 'out', operations: [PutRecordBatch.name], calls: true, max: 8 },
    { name: 'bucket', direction: 'out', operations: [PutObject.name], calls: true, max: 8 },
    { name: 'messages', direction: 'out', operations: [SendMessageBatch.name], calls: true, max: 8 },
    { name: 'topic', direction: 'out', operations: [PublishBatch.name], calls: true, max: 8 },
    { name: 'table', direction: 'out', operations: [BatchWriteItem.name], calls: true, max: 8 },
    { name: 'failures', direction: 'out', operations: [SendMessageBatch.name], calls: true, max: 1 },
  ],
  fields: functionFields,
  metrics: ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions', 'ColdStarts', 'IteratorAge', 'AsyncEventsReceived', 'AsyncEventsDropped', 'DeadLetterErrors'],
  faults: [
    { name: 'errors', says: 'Every run fails', takesDuration: true, targets: 'node' },
    { name: 'slow', says: 'Runs take five times as long', takesDuration: true, targets: 'node' },
    { name: 'throttle', says: 'No run may begin, as if others had used up the capacity', takesDuration: true, targets: 'node' },
  ],
  operations: [],
  parseConfig: parseFunctionConfig,
  sinks: (_config, nodeId, connected) => (['in', 'async', 'stream', 'queue'].some((port) => connected.has(port)) && !targetPorts.some((port) => connected.has(port)) ? [nodeId] : []),
  init(config, ctx) {
    const state: FunctionState = {
      config,
      running: new Map(),
      next: 1,
      idle: [],
      events: new Map(),
      letters: new Map(),
      shards: new Map(),
      finishedShards: new Map(),
      pollers: new Map(),
      pollersWanted: 0,
      errorsUntil: 0,
      slowUntil: 0,
      throttleUntil: 0,
      objects: 0,
      invocations: 0,
      errors: 0,
      throttles: 0,
      coldStarts: 0,
      discarded: 0,
      deadLettered: 0,
      processed: 0,
    };
    if (ctx.edgesAt('stream').length > 0) ctx.after(0, { type: 'list' });
    if (ctx.edgesAt('queue').length > 0) startPollers(state, ctx);
    return state;
  },
  onCall,
  onEvent,
  onReply(state, about, reply, ctx) {
    switch (about.type) {
      case 'handed':
        return finish(state, handed(state, about.id, problemOf(reply), ctx), ctx);
      case 'dead-letter':
        return deadLettered(state, about.id, reply, ctx);
      case 'listed':
        return listed(state, ListShards.reply(reply), ctx);
      case 'iterator': {
        const source = sourceOf(state, about);
        return source && gotIterator(source, GetShardIterator.reply(reply), ctx);
      }
      case 'fetched': {
        const source = sourceOf(state, about);
        return source && fetched(state, source, GetRecords.reply(reply), ctx);
      }
      case 'pushed': {
        const source = sourceOf(state, about);
        return source && pushed(state, source, about.subscription, SubscribeToShard.reply(reply), ctx);
      }
      case 'received':
        return received(state, about.poller, ReceiveMessage.reply(reply), ctx);
      case 'deleted':
        return deleted(state, about.poller, ctx);
      default:
        return;
    }
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig') {
      if (config) state.config = config;
      return;
    }
    if (what.type === 'operate') return;
    const until = faultEnd(what, ctx.now);
    if (what.name === 'errors') state.errorsUntil = until;
    else if (what.name === 'slow') state.slowUntil = until;
    else state.throttleUntil = until;
  },
  view: viewFunction,
  describe: describeFunction,
  invariants: [
    { name: 'a lane counts what waits in it', holds: (state) => [...state.shards.values()].every((source) => source.lanes.every((lane) => lane.waitingRecords === lane.waiting.reduce((sum, batch) => sum + batch.count, 0))) },
    { name: 'a poller has a receipt for each message it works on', holds: (state) => [...state.pollers.values()].every((poller) => poller.phase === 'deleting' || poller.receipts.length === poller.batches.reduce((sum, batch) => sum + batch.count, 0)) },
  ],
  heldRows(state, visit) {
    for (const running of state.running.values()) running.records.rows.forEach(visit);
    for (const event of state.events.values()) event.records.rows.forEach(visit);
    for (const letter of state.letters.values()) letter.rows.forEach(visit);
    for (const source of state.shards.values()) for (const lane of source.lanes) laneRows(lane, visit);
    for (const poller of state.pollers.values()) for (const batch of poller.batches) batch.rows.forEach(visit);
  },
};
