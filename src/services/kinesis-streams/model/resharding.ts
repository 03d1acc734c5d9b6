/** SplitShard, MergeShards, UpdateShardCount and the other control calls: checks first, effect when the stream is ACTIVE again (of a retention period at once). */
import type { AwsError } from '../../../aws/awsError.ts';
import { uniformRange, type HashKeyRange } from '../../../aws/hashKey.ts';
import { shardIdText } from '../../../aws/ids.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { checkControl } from './controlChecks.ts';
import type { StreamEvent } from './events.ts';
import { sweep } from './retention.ts';
import { ShardMap } from './shardMap.ts';
import { lane, laneWidth, type PendingControl, type Shard, type StreamState } from './state.ts';

type Ctx = ServiceContext<StreamEvent>;
const hourMs = 3_600_000;
/** Children count their sequence numbers from a second after their parents closed. */
const childDelayMs = 1000;

/** Begins a checked control call, or tells why it was refused. */
export function beginControl(state: StreamState, operation: string, request: PlainRecord, ctx: Ctx): AwsError | undefined {
  const checked = checkControl(state, operation, request, ctx);
  if ('code' in checked) {
    ctx.trace('operation.refused', operation, { operation, code: checked.code, message: checked.message });
    return checked;
  }
  if (operation === 'UpdateShardCount') state.updateShardCountCalls.push(ctx.now);
  startControl(state, checked.normal, ctx);
  return undefined;
}

/** The stream is UPDATING from now until the control plane has done its work. A retention period counts at once. */
export function startControl(state: StreamState, control: PendingControl, ctx: Ctx): void {
  state.status = 'UPDATING';
  state.pending = Object.freeze(control);
  ctx.trace('stream.updating', state.name, { operation: control.operation });
  if (control.request.hours !== undefined) setRetention(state, Number(control.request.hours), ctx);
  ctx.after(state.config.controlPlaneDelay, { type: 'control' });
}

function setRetention(state: StreamState, hours: number, ctx: Ctx): void {
  settleShardHours(state, ctx);
  const before = state.retentionMs / hourMs;
  state.retentionMs = hours * hourMs;
  ctx.trace('retention.changed', state.name, { fromHours: before, toHours: hours });
  if (hours < before) sweep(state, ctx);
}

/** Carries out the pending control call: the stream is ACTIVE again. */
export function finishControl(state: StreamState, ctx: Ctx): void {
  const pending = state.pending;
  if (pending === null) return;
  state.pending = null;
  state.status = 'ACTIVE';
  const { request } = pending;
  settleShardHours(state, ctx);
  switch (pending.operation) {
    case 'SplitShard': {
      const shard = state.shards[Number(request.shard)]!;
      const at = BigInt(request.at!);
      const children = replaceShards(state, [shard], [
        { startingHashKey: shard.startingHashKey, endingHashKey: at - 1n },
        { startingHashKey: at, endingHashKey: shard.endingHashKey },
      ], ctx);
      state.splitWatch = Object.freeze({ at: ctx.now, parent: shard.index, children });
      ctx.trace('shard.split', shardIdText(shard.index), { parent: shardIdText(shard.index), children: children.map(shardIdText) });
      break;
    }
    case 'MergeShards': {
      const one = state.shards[Number(request.shard)]!;
      const other = state.shards[Number(request.other)]!;
      const startingHashKey = one.startingHashKey < other.startingHashKey ? one.startingHashKey : other.startingHashKey;
      const endingHashKey = one.endingHashKey > other.endingHashKey ? one.endingHashKey : other.endingHashKey;
      const [child] = replaceShards(state, [one, other], [{ startingHashKey, endingHashKey }], ctx);
      ctx.trace('shard.merged', shardIdText(one.index), { parents: [shardIdText(one.index), shardIdText(other.index)], child: shardIdText(child!) });
      break;
    }
    case 'UpdateShardCount':
    case 'UpdateStreamWarmThroughput':
      updateShardCount(state, Number(request.target), ctx);
      break;
    case 'UpdateStreamMode':
      if (!state.scaling && request.mode === 'ON_DEMAND') ctx.after(1000, { type: 'scale' });
      state.scaling ||= request.mode === 'ON_DEMAND';
      state.mode = request.mode as StreamState['mode'];
      if (request.target !== undefined) updateShardCount(state, Number(request.target), ctx);
      break;
    case 'UpdateMaxRecordSize':
      state.config = Object.freeze({ ...state.config, maxRecordSizeInKiB: Number(request.kibibytes) });
      break;
    default:
  }
  ctx.trace('stream.active', state.name, { operation: pending.operation, openShards: state.map.openShards.length });
}

/** SIMPLIFIED: UpdateShardCount goes to the even layout in one step; AWS gets there by splits and merges with shards in between. */
function updateShardCount(state: StreamState, target: number, ctx: Ctx): void {
  const before = [...state.map.openShards].map((index) => state.shards[index]!);
  const ranges: HashKeyRange[] = [];
  for (let i = 0; i < target; i++) ranges.push(uniformRange(i, target));
  const kept = before.filter((shard) => ranges.some((range) => range.startingHashKey === shard.startingHashKey && range.endingHashKey === shard.endingHashKey));
  const made = ranges.filter((range) => !kept.some((shard) => range.startingHashKey === shard.startingHashKey && range.endingHashKey === shard.endingHashKey));
  const children = replaceShards(state, before.filter((shard) => !kept.includes(shard)), made, ctx);
  if (children.length > 0) ctx.trace(target >= before.length ? 'shard.split' : 'shard.merged', state.name, { from: before.length, to: target, children: children.length });
}

/** Closes shards and opens others over the same keys; answers the new indices. A child's parents are the closed shards that it overlaps. */
function replaceShards(state: StreamState, closing: readonly Shard[], ranges: readonly HashKeyRange[], ctx: Ctx): number[] {
  for (const shard of closing) state.shards[shard.index] = Object.freeze({ ...shard, closedAt: ctx.now });
  const children: number[] = [];
  for (const range of ranges) {
    const index = state.logs.addLog();
    const parents = closing.filter((shard) => shard.startingHashKey <= range.endingHashKey && range.startingHashKey <= shard.endingHashKey).map((shard) => shard.index);
    state.shards.push(Object.freeze({ index, ...range, parents, createdAt: ctx.now + childDelayMs, closedAt: null, expired: false }));
    children.push(index);
  }
  growLanes(state, ctx);
  state.map = new ShardMap(state.shards);
  if (state.sweepAt === null && closing.length > 0) {
    state.sweepAt = ctx.now + state.retentionMs;
    ctx.after(state.retentionMs, { type: 'sweep' });
  }
  return children;
}

/** Gives every shard its columns; buckets are full at birth. */
export function growLanes(state: StreamState, ctx: Ctx): void {
  const count = state.shards.length;
  const had = Math.floor(state.lanes.length / laneWidth);
  if (count <= had) return;
  const lanes = new Float64Array(count * laneWidth);
  lanes.set(state.lanes);
  for (let shard = had; shard < count; shard++) {
    lanes[shard * laneWidth + lane.recordLevel] = ctx.limits.number('kds.shard.write-records-per-second') * 1000;
    lanes[shard * laneWidth + lane.byteLevel] = ctx.limits.number('kds.shard.write-bytes-per-second') * 1000;
    lanes[shard * laneWidth + lane.refilledAt] = ctx.now;
  }
  state.lanes = lanes;
  const grow = (column: Float64Array, width: number) => {
    const wider = new Float64Array(count * width).fill(-Infinity);
    wider.set(column);
    return wider;
  };
  state.readCalls = grow(state.readCalls, ctx.limits.number('kds.shard.read-calls-per-second'));
  state.iteratorCalls = grow(state.iteratorCalls, ctx.limits.number('kds.shard.iterator-calls-per-second'));
}

/** Bills open shards up to now. */
export function settleShardHours(state: StreamState, ctx: Ctx): void {
  const hours = (ctx.now - state.settledAt) / hourMs;
  if (hours <= 0) return;
  state.settledAt = ctx.now;
  const shards = state.map.openShards.length;
  ctx.bill('shard-hour', shards * hours);
  if (state.retentionMs > ctx.limits.duration('kds.retention.default')) ctx.bill('extended-retention-shard-hour', shards * hours);
  if (state.subscribedAt.size > 0) {
    const consumers = new Set(state.subscriptions.map((subscription) => subscription.consumer)).size;
    ctx.bill('fan-out-consumer-shard-hour', consumers * shards * hours);
  }
}
