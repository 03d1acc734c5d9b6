/**
 * The Kinesis connector of the cluster: a step reads each shard from where the newest successful step stopped to what is newest,
 * parents before children. Where it stopped counts only when the step succeeds.
 */
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import { GetRecords, GetShardIterator, ListShards, type GetRecordsResponse, type GetShardIteratorResponse, type ListShardsResponse } from '../../kinesis-streams/model/operations.ts';
import { about, type ClusterState, type Ctx } from './state.ts';

const answerTimeoutMs = 10_000;
/** Between two reads of a shard. [SIM] */
const readGapMs = 1000;

/** After a refusal the wait is by chance up to half as long or short: readers in step would starve the same one for ever. */
function retryLater(state: ClusterState, ctx: Ctx): void {
  ctx.after(ctx.rng.int(readGapMs / 2, readGapMs * 1.5), about('read-on', state));
}

const edgeOf = (ctx: Ctx) => ctx.edgesAt('stream')[0]!;

/** Asks for the shards there are. */
export function readStream(state: ClusterState, ctx: Ctx): void {
  state.phase = 'reading';
  ctx.call(edgeOf(ctx), ListShards, { consumer: ctx.nodeId }, about('shards', state), answerTimeoutMs);
}

/** Answers true when there is nothing to read. */
export function gotShards(state: ClusterState, reply: Reply<ListShardsResponse>, ctx: Ctx): boolean {
  if (!reply.ok) {
    retryLater(state, ctx);
    return false;
  }
  const known = new Set(reply.response.Shards.map(({ shard }) => shard));
  // What the stream has forgotten need not be remembered.
  for (const shard of [...state.positions.keys(), ...state.ended.keys()]) {
    if (known.has(shard)) continue;
    state.positions.delete(shard);
    state.ended.delete(shard);
  }
  // A child has a higher number than its parents, and whoever has a child is closed and will be read to its end.
  const shards = [...known].filter((shard) => !state.ended.has(shard)).sort((a, b) => a - b);
  state.reading = { shards, iterator: null, positions: new Map(), ended: new Map() };
  return nextShard(state, ctx);
}

/** Goes on with the next shard; answers true when there is none left. */
function nextShard(state: ClusterState, ctx: Ctx): boolean {
  const reading = state.reading!;
  reading.iterator = null;
  if (reading.shards.length === 0) return true;
  readOn(state, ctx);
  return false;
}

/** The next call for the shard being read. */
export function readOn(state: ClusterState, ctx: Ctx): void {
  const { reading } = state;
  if (reading === null) return readStream(state, ctx);
  const shard = reading.shards[0]!;
  if (reading.iterator !== null) return ctx.call(edgeOf(ctx), GetRecords, { ShardIterator: reading.iterator, consumer: ctx.nodeId }, about('fetched', state), answerTimeoutMs);
  const from = reading.positions.get(shard) ?? state.positions.get(shard) ?? 0;
  const request = from > 0 ? { ShardId: shardIdText(shard), ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingCounter: from } : { ShardId: shardIdText(shard), ShardIteratorType: 'TRIM_HORIZON' as const };
  ctx.call(edgeOf(ctx), GetShardIterator, request, about('iterator', state), answerTimeoutMs);
}

/** Answers true when reading is over. */
export function gotShardIterator(state: ClusterState, reply: Reply<GetShardIteratorResponse>, ctx: Ctx): boolean {
  const reading = state.reading!;
  if (!reply.ok && reply.error.code === 'ResourceNotFoundException') return endShard(state, true, ctx);
  if (reply.ok) reading.iterator = reply.response.ShardIterator;
  if (reply.ok) readOn(state, ctx);
  else retryLater(state, ctx);
  return false;
}

/** Answers true when reading is over. */
export function gotRecords(state: ClusterState, reply: Reply<GetRecordsResponse>, ctx: Ctx): boolean {
  const reading = state.reading!;
  if (!reply.ok) {
    if (reply.error.code === 'ResourceNotFoundException') return endShard(state, true, ctx);
    if (reply.error.code === 'ExpiredIteratorException') reading.iterator = null;
    retryLater(state, ctx);
    return false;
  }
  const { records, NextShardIterator, MillisBehindLatest } = reply.response;
  const shard = reading.shards[0]!;
  if (records.count > 0) {
    ctx.keep(records.rows);
    state.read = [...state.read, records];
    for (const size of records.bytes) state.bytes += size;
    reading.positions.set(shard, records.sequences![records.count - 1]!);
  }
  reading.iterator = NextShardIterator;
  const full = rowsRead(state) >= state.config.recordsPerStep;
  if (full) reading.shards = reading.shards.slice(0, 1);
  if (NextShardIterator === null) return endShard(state, true, ctx);
  if (full || MillisBehindLatest === 0) return endShard(state, false, ctx);
  ctx.after(readGapMs, about('read-on', state));
  return false;
}

function rowsRead(state: ClusterState): number {
  return state.read.reduce((sum, { rows }) => sum + rows.length, 0);
}

function endShard(state: ClusterState, toItsEnd: boolean, ctx: Ctx): boolean {
  const reading = state.reading!;
  if (toItsEnd) reading.ended.set(reading.shards[0]!, true);
  reading.shards = reading.shards.slice(1);
  return nextShard(state, ctx);
}

/** The step has succeeded: the next begins where it stopped. */
export function commitReading(state: ClusterState, ctx: Ctx): void {
  const { reading } = state;
  state.reading = null;
  if (reading === null) return;
  for (const [shard, position] of reading.positions) state.positions.set(shard, position);
  for (const shard of reading.ended.keys()) {
    state.ended.set(shard, true);
    state.positions.delete(shard);
    ctx.trace('shard.drained', shardIdText(shard), { shard: shardIdText(shard) });
  }
}
