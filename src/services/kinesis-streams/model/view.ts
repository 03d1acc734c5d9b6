/** What a panel and a summary see of a stream. */
import { shardIdText } from '../../../aws/ids.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import { sequenceNumberAt, sequenceNumberRange } from './reading.ts';
import { lane, laneTotals, laneWidth, type Shard, type StreamState } from './state.ts';
import { writeShares } from './throughput.ts';

/** Fields of a stream's view. Columns, one entry a shard (closed ones too): see `streamColumns`. */
export interface StreamViewFields {
  readonly streamName: string;
  readonly streamStatus: string;
  readonly streamMode: string;
  readonly openShards: number;
  readonly closedShards: number;
  readonly retentionPeriodHours: number;
  readonly recordsHeld: number;
  readonly bytesHeld: number;
  readonly hottestShard: string;
  /** Busiest shard's share of its write limit in the last full second; 1 is the limit. */
  readonly hottestUtilization: number;
  /** The whole stream's share of its write limits. */
  readonly utilization: number;
  readonly recordRateLimit: number;
  readonly byteRateLimit: number;
  readonly readByteRateLimit: number;
  readonly readCallLimit: number;
}

export const streamColumns = [
  'index',
  'state',
  'startShare',
  'endShare',
  'parent',
  'recordsPerSecond',
  'bytesPerSecond',
  'refusedPerSecond',
  'records',
  'refused',
  'held',
  'first',
  'length',
  'readBytesPerSecond',
  'readCallsPerSecond',
  'readRefusedPerSecond',
  'blockedUntil',
  'oldestAgeMs',
] as const;

/** 0 OPEN, 1 CLOSED, 2 EXPIRED. */
export const shardStates = ['OPEN', 'CLOSED', 'EXPIRED'] as const;

function stateOf(shard: { closedAt: number | null; expired: boolean }): number {
  return shard.expired ? 2 : shard.closedAt === null ? 0 : 1;
}

/** Share of the hash-key space that lies below a key, 0 to 1. */
function share(hashKey: bigint): number {
  return Number(hashKey >> 75n) / 2 ** 53;
}

export function viewFields(state: StreamState, at: ViewContext): StreamViewFields {
  const { limits } = at;
  const recordRate = limits.number('kds.shard.write-records-per-second');
  const byteRate = limits.number('kds.shard.write-bytes-per-second');
  const shares = writeShares(state, at.now, recordRate, byteRate);
  let held = 0;
  let bytes = 0;
  for (let s = 0; s < state.shards.length; s++) {
    held += state.logs.length(s) - state.logs.first(s);
    bytes += laneTotals(state.lanes, s).heldBytes;
  }
  const open = state.map.openShards.length;
  return {
    streamName: state.name,
    streamStatus: state.status,
    streamMode: state.mode,
    openShards: open,
    closedShards: state.shards.reduce((count, shard) => (shard.closedAt !== null && !shard.expired ? count + 1 : count), 0),
    retentionPeriodHours: state.retentionMs / 3_600_000,
    recordsHeld: held,
    bytesHeld: bytes,
    hottestShard: shardIdText(shares.hottest),
    hottestUtilization: shares.hottestShare,
    utilization: shares.share,
    recordRateLimit: recordRate,
    byteRateLimit: byteRate,
    readByteRateLimit: limits.number('kds.shard.read-bytes-per-second'),
    readCallLimit: limits.number('kds.shard.read-calls-per-second'),
  };
}

export function viewStream(state: StreamState, at: ViewContext): NodeView {
  const count = state.shards.length;
  const columns: Record<string, Float64Array> = {};
  for (const name of streamColumns) columns[name] = new Float64Array(count);
  const second = Math.floor(at.now / 1000) + 1;
  for (let s = 0; s < count; s++) {
    const shard = state.shards[s]!;
    const row = s * laneWidth;
    const lanes = state.lanes;
    const fresh = lanes[row + lane.second] === second;
    const written = fresh || lanes[row + lane.second] === second - 1;
    const read = lanes[row + lane.readSecond] === second;
    const readAtAll = read || lanes[row + lane.readSecond] === second - 1;
    const rate = (before: number, current: number) => (written ? lanes[row + (fresh ? before : current)]! : 0);
    const readRate = (before: number, current: number) => (readAtAll ? lanes[row + (read ? before : current)]! : 0);
    const first = state.logs.first(s);
    const length = state.logs.length(s);
    columns.index![s] = s;
    columns.state![s] = stateOf(shard);
    columns.startShare![s] = share(shard.startingHashKey);
    columns.endShare![s] = share(shard.endingHashKey);
    columns.parent![s] = shard.parents[0] ?? -1;
    columns.recordsPerSecond![s] = rate(lane.recordsBefore, lane.recordsNow);
    columns.bytesPerSecond![s] = rate(lane.bytesBefore, lane.bytesNow);
    columns.refusedPerSecond![s] = rate(lane.refusedBefore, lane.refusedNow);
    const totals = laneTotals(lanes, s);
    columns.records![s] = totals.records;
    columns.refused![s] = totals.refused;
    columns.held![s] = length - first;
    columns.first![s] = first;
    columns.length![s] = length;
    columns.readBytesPerSecond![s] = readRate(lane.readBytesBefore, lane.readBytesNow);
    columns.readCallsPerSecond![s] = readRate(lane.readCallsBefore, lane.readCallsNow);
    columns.readRefusedPerSecond![s] = readRate(lane.readRefusedBefore, lane.readRefusedNow);
    columns.blockedUntil![s] = lanes[row + lane.blockedUntil]!;
    columns.oldestAgeMs![s] = length > first ? at.now - state.logs.arrivedAt(s, first) : 0;
  }
  return { fields: viewFields(state, at) as unknown as PlainRecord, columns };
}

/** When a shard began to take records, ms: as its parents closed. */
function openedAt({ shards }: StreamState, { parents, createdAt }: Shard): number {
  return parents.length === 0 ? createdAt : Math.max(...parents.map((parent) => shards[parent]!.closedAt ?? createdAt));
}

/** The long form: every shard in AWS's words. */
export function describeStream(state: StreamState, at: ViewContext): PlainRecord {
  return {
    ...viewFields(state, at),
    maxRecordSizeInKiB: state.config.maxRecordSizeInKiB,
    shards: state.shards.map((shard) => {
      const totals = laneTotals(state.lanes, shard.index);
      const first = state.logs.first(shard.index);
      const length = state.logs.length(shard.index);
      const numbers = sequenceNumberRange(shard, at.startsAt);
      return {
        shardId: shardIdText(shard.index),
        state: shardStates[stateOf(shard)],
        openedAt: openedAt(state, shard),
        closedAt: shard.closedAt,
        startingHashKey: shard.startingHashKey.toString(),
        endingHashKey: shard.endingHashKey.toString(),
        parentShardId: shard.parents[0] === undefined ? null : shardIdText(shard.parents[0]),
        adjacentParentShardId: shard.parents[1] === undefined ? null : shardIdText(shard.parents[1]),
        incomingRecords: totals.records,
        incomingBytes: totals.bytes,
        refused: totals.refused,
        held: length - first,
        startingSequenceNumber: numbers.start,
        endingSequenceNumber: numbers.end,
        oldestSequenceNumber: length > first ? sequenceNumberAt(state, at.startsAt, shard.index, first) : null,
        newestSequenceNumber: length > first ? sequenceNumberAt(state, at.startsAt, shard.index, length - 1) : null,
      };
    }),
  };
}
