/**
 * Kinesis Data Streams: shards with two write limits and two read limits, hash-key routing, sequence numbers, retention,
 * iterators, resharding; in the Today edition large records, enhanced fan-out and on-demand capacity.
 * What it leaves out stands in ../README.md.
 */
import { shardIdText } from '../../../aws/ids.ts';
import { maxHashKey, uniformRange } from '../../../aws/hashKey.ts';
import type { Call, Reply } from '../../../sim/calls.ts';
import { LogSet } from '../../../sim/columns/logSet.ts';
import { entryAt } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext, ServiceModel, ViewContext } from '../../../sim/serviceModel.ts';
import { awsError } from '../../../aws/awsError.ts';
import { parseStreamConfig, streamFields, type StreamConfig } from './config.ts';
import { entryResult } from './entryResult.ts';
import type { StreamEvent } from './events.ts';
import { endSubscriptions, hangUp, pushAll, subscribe } from './fanOut.ts';
import { scaleOnDemand } from './onDemand.ts';
import { Control, DeleteStream, GetRecords, GetShardIterator, HangUp, ListShards, PutRecord, PutRecords, putOperations, readOperations, SubscribeToShard, type GetRecordsResponse } from './operations.ts';
import { getRecords, getShardIterator, sequenceNumberAt } from './reading.ts';
import { beginControl, finishControl, growLanes, settleShardHours } from './resharding.ts';
import { deleteAll, sweep } from './retention.ts';
import { ShardMap } from './shardMap.ts';
import { laneWidth, type Shard, type StreamState } from './state.ts';
import { checkOrdering, checkPut, putEntries, throttled, throttleMessage } from './throughput.ts';
import { describeStream, viewStream } from './view.ts';

type Ctx = ServiceContext<StreamEvent>;
const hourMs = 3_600_000;

function init(config: StreamConfig, ctx: Ctx): StreamState {
  const count = config.streamMode === 'ON_DEMAND' ? Math.max(config.shardCount, ctx.limits.number('kds.on-demand.birth-shards')) : config.shardCount;
  const shards: Shard[] = [];
  for (let i = 0; i < count; i++) shards.push(Object.freeze({ index: i, ...uniformRange(i, count), parents: [], createdAt: ctx.now, closedAt: null, expired: false }));
  const state: StreamState = {
    config,
    name: config.streamName || ctx.nodeId,
    status: 'ACTIVE',
    mode: config.streamMode,
    retentionMs: config.retentionPeriodHours * hourMs,
    shards,
    map: new ShardMap(shards),
    logs: new LogSet(count),
    lanes: new Float64Array(0),
    readCalls: new Float64Array(0),
    iteratorCalls: new Float64Array(0),
    pending: null,
    updateShardCountCalls: [],
    subscriptions: [],
    pushing: false,
    subscribedAt: new Map(),
    sweepAt: null,
    failingUntil: 0,
    splitWatch: null,
    settledAt: ctx.now,
    lookedOver: 0,
    peakShards: 0,
    scaling: config.streamMode === 'ON_DEMAND',
    scaledAt: ctx.now - ctx.limits.duration('kds.on-demand.headroom-window'),
  };
  growLanes(state, ctx);
  if (state.mode === 'ON_DEMAND') ctx.after(1000, { type: 'scale' });
  return state;
}

function onCall(state: StreamState, call: Call, ctx: Ctx): void {
  if (PutRecords.is(call)) {
    const { records, texts } = call.request;
    const problem = checkPut(state, records, false, ctx);
    if (problem) return ctx.reply(call, { ok: false, error: problem });
    const outcome = putEntries(state, records, ctx);
    ctx.count('PutRecords.Success', outcome.failed < records.count ? 1 : 0);
    ctx.count('PutRecords.TotalRecords', records.count);
    ctx.count('PutRecords.SuccessfulRecords', records.count - outcome.failed);
    if (outcome.failed > 0) {
      ctx.count('PutRecords.FailedRecords', outcome.failed);
      let refused = 0;
      for (const code of outcome.code) if (code === 1) refused++;
      if (refused > 0) ctx.count('PutRecords.ThrottledRecords', refused);
    }
    ctx.hop(records.rows, 'record.put', (index) => {
      const entry = entryAt(records, index);
      return hopOfPut(state, outcome.shards[entry]!, outcome.code[entry]!, outcome.sequences[entry]!, ctx);
    });
    const response = { FailedRecordCount: outcome.failed, outcome };
    ctx.reply(call, { ok: true, response: texts ? { ...response, Records: Array.from(outcome.code, (_, entry) => entryResult(state, ctx, outcome, entry)) } : response });
  } else if (PutRecord.is(call)) {
    const { records, SequenceNumberForOrdering } = call.request;
    const problem = records.count === 1 ? (checkPut(state, records, true, ctx) ?? checkOrdering(state, SequenceNumberForOrdering, ctx)) : awsError('ValidationException', 'PutRecord carries exactly one record.');
    if (problem) return ctx.reply(call, { ok: false, error: problem });
    const outcome = putEntries(state, records, ctx);
    const shard = outcome.shards[0]!;
    ctx.count('PutRecord.Success', outcome.failed === 0 ? 1 : 0);
    ctx.hop(records.rows, 'record.put', () => hopOfPut(state, shard, outcome.code[0]!, outcome.sequences[0]!, ctx));
    if (outcome.code[0] === 1) ctx.reply(call, { ok: false, error: awsError(throttled, throttleMessage(state, shard, ctx.account)) });
    else if (outcome.code[0] === 2) ctx.reply(call, { ok: false, error: awsError('InternalFailure', 'Internal service failure.') });
    else ctx.reply(call, { ok: true, response: { ShardId: shardIdText(shard), SequenceNumber: sequenceNumberAt(state, ctx.startsAt, shard, outcome.sequences[0]! - 1) } });
  } else if (GetRecords.is(call)) {
    const answer = getRecords(state, call.request, ctx);
    ctx.reply(call, answer.ok ? { ok: true, response: call.request.texts ? { ...answer.value, SequenceNumbers: readNumbersOf(state, call.request.ShardIterator.shard, answer.value, ctx) } : answer.value } : { ok: false, error: answer.error });
  } else if (GetShardIterator.is(call)) {
    const answer = getShardIterator(state, call.request, ctx);
    ctx.reply(call, answer.ok ? { ok: true, response: { ShardIterator: answer.value } } : { ok: false, error: answer.error });
  } else if (ListShards.is(call)) ctx.reply(call, { ok: true, response: { Shards: listShards(state) } });
  else if (SubscribeToShard.is(call)) subscribe(state, call, ctx);
  else if (HangUp.is(call)) {
    hangUp(state, call.request, ctx);
    ctx.reply(call, { ok: true, response: null });
  } else if (Control.is(call)) {
    const problem = beginControl(state, call.request.operation, call.request.request, ctx);
    ctx.reply(call, problem ? { ok: false, error: problem } : { ok: true, response: null });
  } else if (DeleteStream.is(call)) {
    deleteAll(state, ctx);
    endSubscriptions(state, () => true, awsError('ResourceNotFoundException', `Stream ${state.name} has been deleted.`), ctx);
    ctx.reply(call, { ok: true, response: null });
  }
  else ctx.reply(call, { ok: false, error: awsError('UnknownOperationException', `${call.operation} is not simulated.`) });
}

function readNumbersOf(state: StreamState, shard: number, { records }: GetRecordsResponse, ctx: Ctx): string[] {
  return Array.from(records.sequences ?? [], (counter) => sequenceNumberAt(state, ctx.startsAt, shard, counter - 1));
}

function hopOfPut(state: StreamState, shard: number, code: number, counter: number, ctx: Ctx) {
  return code === 0
    ? { shard: shardIdText(shard), stored: true, sequenceNumber: sequenceNumberAt(state, ctx.startsAt, shard, counter - 1) }
    : { shard: shardIdText(shard), stored: false, code: code === 1 ? throttled : 'InternalFailure' };
}

function listShards(state: StreamState) {
  return state.shards
    .filter((shard) => !shard.expired)
    .map((shard) => ({
      shard: shard.index,
      ShardId: shardIdText(shard.index),
      ParentShardId: shard.parents[0] ?? null,
      AdjacentParentShardId: shard.parents[1] ?? null,
      parents: shard.parents,
      closed: shard.closedAt !== null,
      StartingHashKey: shard.startingHashKey.toString(),
      EndingHashKey: shard.endingHashKey.toString(),
    }));
}

/** Open shards cover every hash key exactly once. */
function openShardsTile(state: StreamState): boolean {
  let next = 0n;
  for (const index of state.map.openShards) {
    const shard = state.shards[index]!;
    if (shard.startingHashKey !== next || shard.endingHashKey < shard.startingHashKey) return false;
    next = shard.endingHashKey + 1n;
  }
  return next === maxHashKey + 1n;
}

export const kinesisStreams: ServiceModel<StreamConfig, StreamState, StreamEvent> = {
  kind: 'kinesis-streams',
  says: 'A Kinesis data stream: shards that take records in by partition key and keep them until retention ends.',
  ports: [
    { name: 'in', direction: 'in', operations: [...putOperations, ListShards.name], calls: false, max: 64 },
    { name: 'out', direction: 'out', operations: readOperations, calls: false, max: 64 },
  ],
  fields: streamFields,
  metrics: ['IncomingRecords', 'IncomingBytes', 'WriteProvisionedThroughputExceeded', 'ReadProvisionedThroughputExceeded', 'GetRecords.Bytes', 'GetRecords.Records', 'GetRecords.Success', 'GetRecords.IteratorAgeMilliseconds', 'PutRecord.Success', 'PutRecords.Success', 'PutRecords.TotalRecords', 'PutRecords.SuccessfulRecords', 'PutRecords.FailedRecords', 'PutRecords.ThrottledRecords', 'SubscribeToShardEvent.Records', 'SubscribeToShardEvent.Bytes', 'SubscribeToShardEvent.MillisBehindLatest'],
  faults: [{ name: 'internal-failure', says: 'Every entry fails with InternalFailure', takesDuration: true, targets: 'node' }],
  operations: [
    { name: 'SplitShard', says: 'Closes a shard and opens two over its keys', members: { ShardToSplit: 'shard id', NewStartingHashKey: 'decimal, default the midpoint' } },
    { name: 'MergeShards', says: 'Closes two adjacent shards and opens one over both', members: { ShardToMerge: 'shard id', AdjacentShardToMerge: 'shard id' } },
    { name: 'UpdateShardCount', says: 'Spreads the keys evenly over a new number of shards', members: { TargetShardCount: 'shards' } },
    { name: 'IncreaseStreamRetentionPeriod', says: 'Keeps records longer', members: { RetentionPeriodHours: 'h' } },
    { name: 'DecreaseStreamRetentionPeriod', says: 'Keeps records for less time; older ones go at once', members: { RetentionPeriodHours: 'h' } },
    { name: 'UpdateStreamMode', says: 'Switches between provisioned and on-demand (Today)', members: { StreamMode: 'PROVISIONED or ON_DEMAND', WarmThroughputMiBps: 'MiB/s, default none' } },
    { name: 'UpdateMaxRecordSize', says: 'Sets the largest record that is taken (Today)', members: { MaxRecordSizeInKiB: 'KiB' } },
    { name: 'UpdateStreamWarmThroughput', says: 'Opens shards of an on-demand stream ahead of its traffic (Today)', members: { WarmThroughputMiBps: 'MiB/s' } },
  ],
  parseConfig: parseStreamConfig,
  sinks: () => [],
  init,
  onCall,
  onEvent(state, event, ctx) {
    if (event.type === 'sweep') {
      if (state.sweepAt !== null && state.sweepAt <= ctx.now) sweep(state, ctx);
    } else if (event.type === 'control') finishControl(state, ctx);
    else if (event.type === 'push') pushAll(state, ctx);
    else scaleOnDemand(state, ctx);
  },
  onReply(_state: StreamState, _about: StreamEvent, _reply: Reply<unknown>) {},
  onIntervention(state, what, config, ctx) {
    if (what.type === 'operate') beginControl(state, what.operation, what.request, ctx);
    else if (what.type === 'fault') state.failingUntil = what.duration === undefined ? Infinity : ctx.now + what.duration;
    else if (what.type === 'recover') state.failingUntil = 0;
    else if (config) applyConfig(state, config, ctx);
  },
  settle: settleShardHours,
  view: viewStream,
  describe: describeStream,
  invariants: [
    { name: 'open shards tile the hash-key space', holds: openShardsTile },
    { name: 'buckets never exceed their capacity', holds: bucketsWithinCapacity },
  ],
  heldRows(state, visit) {
    for (let shard = 0; shard < state.shards.length; shard++) {
      for (let position = state.logs.first(shard); position < state.logs.length(shard); position++) state.logs.visitRows(shard, position, visit);
    }
  },
};

/** A changed configuration acts as the control calls that an operator would make. */
function applyConfig(state: StreamState, config: StreamConfig, ctx: Ctx): void {
  const before = state.config;
  state.config = config;
  if (config.shardCount !== before.shardCount) beginControl(state, 'UpdateShardCount', { TargetShardCount: config.shardCount }, ctx);
  const hours = state.retentionMs / hourMs;
  if (config.retentionPeriodHours !== before.retentionPeriodHours && config.retentionPeriodHours !== hours) {
    beginControl(state, config.retentionPeriodHours > hours ? 'IncreaseStreamRetentionPeriod' : 'DecreaseStreamRetentionPeriod', { RetentionPeriodHours: config.retentionPeriodHours }, ctx);
  }
  if (config.streamMode !== before.streamMode) beginControl(state, 'UpdateStreamMode', { StreamMode: config.streamMode }, ctx);
}

function bucketsWithinCapacity(state: StreamState, at: ViewContext): boolean {
  const records = at.limits.number('kds.shard.write-records-per-second') * 1000;
  const bytes = at.limits.number('kds.shard.write-bytes-per-second') * 1000;
  for (const shard of state.map.openShards) {
    const row = shard * laneWidth;
    if (state.lanes[row]! > records || state.lanes[row]! < 0 || state.lanes[row + 1]! > bytes) return false;
  }
  return true;
}
