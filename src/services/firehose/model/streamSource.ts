/** A stream as source: Firehose reads every shard once a second, from the newest record on, and stops while its own deliveries fail. */
import { shardIdText } from '../../../aws/ids.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { GetRecords, GetShardIterator, ListShards, type GetRecordsResponse, type ListedShard, type ShardIterator } from '../../kinesis-streams/model/operations.ts';
import { takeIn } from './ingest.ts';
import type { FirehoseEvent, FirehoseState, ShardReader } from './state.ts';

type Ctx = ServiceContext<FirehoseEvent>;
const callTimeoutMs = 10_000;
/** How often each shard is read. */
const pollMs = 1000;

export function listShards(ctx: Ctx): void {
  ctx.call(ctx.edgesAt('stream')[0]!, ListShards, { consumer: ctx.nodeId }, { type: 'listed' }, callTimeoutMs);
}

export function listed(state: FirehoseState, reply: Reply<{ readonly Shards: readonly ListedShard[] }>, ctx: Ctx): void {
  if (!reply.ok) return void ctx.after(pollMs, { type: 'list' });
  for (const shard of reply.response.Shards) if (!shard.closed) startShard(state, shard.shard, 'LATEST', ctx);
}

function startShard(state: FirehoseState, shard: number, from: ShardReader['from'], ctx: Ctx): void {
  if (state.readers.has(shard) || state.finishedShards.has(shard)) return;
  const reader: ShardReader = { shard, run: state.next++, iterator: null, fetched: 0, from };
  state.readers.set(shard, reader);
  askIterator(reader, ctx);
}

function askIterator(reader: ShardReader, ctx: Ctx): void {
  const { shard, run } = reader;
  const request =
    reader.fetched > 0 ? { ShardId: shardIdText(shard), ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingCounter: reader.fetched } : { ShardId: shardIdText(shard), ShardIteratorType: reader.from };
  ctx.call(ctx.edgesAt('stream')[0]!, GetShardIterator, request, { type: 'iterator', shard, run }, callTimeoutMs);
}

export function readerOf(state: FirehoseState, event: { readonly shard: number; readonly run: number }): ShardReader | undefined {
  const reader = state.readers.get(event.shard);
  return reader?.run === event.run ? reader : undefined;
}

function pollLater(reader: ShardReader, delay: number, ctx: Ctx): void {
  ctx.after(delay, { type: 'poll', shard: reader.shard, run: reader.run });
}

export function gotIterator(reader: ShardReader, reply: Reply<{ readonly ShardIterator: ShardIterator }>, ctx: Ctx): void {
  if (reply.ok) reader.iterator = reply.response.ShardIterator;
  pollLater(reader, reply.ok ? 0 : pollMs, ctx);
}

/** SIMPLIFIED: reading stops once a batch is due behind a delivery that fails. */
function heldUp(state: FirehoseState): boolean {
  if (state.failing === null) return false;
  return state.due !== null || state.queued.length > 0 || [...state.partitions.values()].some((partition) => partition.due);
}

export function poll(state: FirehoseState, reader: ShardReader, ctx: Ctx): void {
  if (heldUp(state)) return pollLater(reader, pollMs, ctx);
  if (reader.iterator === null) return askIterator(reader, ctx);
  ctx.call(ctx.edgesAt('stream')[0]!, GetRecords, { ShardIterator: reader.iterator, consumer: ctx.nodeId }, { type: 'fetched', shard: reader.shard, run: reader.run }, callTimeoutMs);
}

export function fetched(state: FirehoseState, reader: ShardReader, reply: Reply<GetRecordsResponse>, ctx: Ctx): void {
  if (!reply.ok) {
    if (reply.error.code === 'ExpiredIteratorException') reader.iterator = null;
    if (reply.error.code === 'ResourceNotFoundException') state.readers.delete(reader.shard);
    else pollLater(reader, pollMs, ctx);
    return;
  }
  const { records, NextShardIterator, MillisBehindLatest, ChildShards } = reply.response;
  reader.iterator = NextShardIterator;
  ctx.count('KinesisMillisBehindLatest', MillisBehindLatest);
  if (records.count > 0) {
    ctx.keep(records.rows);
    reader.fetched = records.sequences![records.count - 1]!;
    ctx.count('DataReadFromKinesisStream.Records', records.count);
    ctx.count('DataReadFromKinesisStream.Bytes', records.bytes.reduce((sum, size) => sum + size, 0));
    takeIn(state, records, ctx);
  }
  if (NextShardIterator !== null) return pollLater(reader, pollMs, ctx);
  state.readers.delete(reader.shard);
  state.finishedShards.set(reader.shard, true);
  for (const child of ChildShards) if (child.parents.every((parent) => !state.readers.has(parent))) startShard(state, child.shard, 'TRIM_HORIZON', ctx);
}
