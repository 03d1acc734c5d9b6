/** SplitShard, MergeShards, UpdateShardCount and the retention calls: checks first, effect when the stream is ACTIVE again (of a retention period at once). */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { midpoint, parseHashKey, uniformRange, type HashKeyRange } from '../../../aws/hashKey.ts';
import { parseShardId, shardIdText } from '../../../aws/ids.ts';
import type { Limits } from '../../../sim/limits.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { StreamEvent } from './events.ts';
import { sweep } from './retention.ts';
import { ShardMap } from './shardMap.ts';
import { lane, laneWidth, type PendingControl, type Shard, type StreamState } from './state.ts';

type Ctx = ServiceContext<StreamEvent>;
const hourMs = 3_600_000;
/** Children count their sequence numbers from a second after their parents closed. */
const childDelayMs = 1000;
const reshardCalls = ['SplitShard', 'MergeShards', 'UpdateShardCount'];

function text(request: PlainRecord, member: string): string {
  const value = request[member];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function openShard(state: StreamState, id: string, operation: string, account: string): Shard | AwsError {
  const index = parseShardId(id);
  const shard = index === undefined ? undefined : state.shards[index];
  if (!shard) return awsError('ResourceNotFoundException', `Could not find shard ${id} in stream ${state.name} under account ${account}.`);
  if (shard.closedAt !== null) {
    return awsError('InvalidArgumentException', `Shard ${shardIdText(shard.index)} in stream ${state.name} under account ${account} has already been merged or split, and thus is not eligible for ${operation}.`);
  }
  return shard;
}

/** Whether a shard may be split at this hash key: both children keep at least two keys. */
export function checkSplitPoint(range: HashKeyRange, at: bigint): boolean {
  return range.startingHashKey + 1n < at && at < range.endingHashKey;
}

/** What is wrong with a control call now; undefined when it may begin. `normal` is the request with ids and keys filled in. */
export function checkControl(state: StreamState, operation: string, request: PlainRecord, { limits, now, account }: Pick<Ctx, 'limits' | 'now' | 'account'>): AwsError | { normal: PendingControl } {
  if (state.status !== 'ACTIVE') return awsError('ResourceInUseException', `Stream ${state.name} under account ${account} not ACTIVE, instead in state ${state.status}`);
  if (state.mode === 'ON_DEMAND' && reshardCalls.includes(operation)) return awsError('ValidationException', `${operation} is not for streams in on-demand mode: they change their shards themselves.`);
  switch (operation) {
    case 'SplitShard': {
      const shard = openShard(state, text(request, 'ShardToSplit'), 'SplitShard', account);
      if ('code' in shard) return shard;
      const given = text(request, 'NewStartingHashKey');
      const at = given === '' ? midpoint(shard) : parseHashKey(given);
      if (at === undefined || !checkSplitPoint(shard, at)) {
        return awsError(
          'InvalidArgumentException',
          `NewStartingHashKey ${given === '' ? String(at) : given} used in SplitShard() on shard ${shardIdText(shard.index)} in stream ${state.name} under account ${account} ` +
            `is not both greater than one plus the shard's StartingHashKey ${shard.startingHashKey} and less than the shard's EndingHashKey ${shard.endingHashKey}.`,
        );
      }
      const quota = limits.number('kds.account.shards-large-region');
      if (state.map.openShards.length + 1 > quota) return awsError('LimitExceededException', `This request would exceed the shard limit of ${quota} for the account ${account}.`);
      return { normal: { operation, request: { shard: shard.index, at: at.toString() } } };
    }
    case 'MergeShards': {
      const one = openShard(state, text(request, 'ShardToMerge'), 'MergeShards', account);
      if ('code' in one) return one;
      const other = openShard(state, text(request, 'AdjacentShardToMerge'), 'MergeShards', account);
      if ('code' in other) return other;
      if (one.endingHashKey + 1n !== other.startingHashKey && other.endingHashKey + 1n !== one.startingHashKey) {
        return awsError(
          'InvalidArgumentException',
          `Shards ${shardIdText(one.index)} and ${shardIdText(other.index)} in stream ${state.name} under account ${account} are not an adjacent pair of shards eligible for merging`,
        );
      }
      return { normal: { operation, request: { shard: one.index, other: other.index } } };
    }
    case 'UpdateShardCount':
      return checkUpdateShardCount(state, Number(request.TargetShardCount), { limits, now });
    case 'IncreaseStreamRetentionPeriod':
    case 'DecreaseStreamRetentionPeriod':
      return checkRetention(state, operation, Number(request.RetentionPeriodHours), limits);
    case 'UpdateStreamMode': {
      const mode = text(request, 'StreamMode');
      if (limits.edition === 'notes') return awsError('InvalidArgumentException', 'Capacity modes exist in the Today edition only.');
      if (mode !== 'ON_DEMAND' && mode !== 'PROVISIONED') return awsError('InvalidArgumentException', `StreamMode ${mode} is not ON_DEMAND or PROVISIONED.`);
      return { normal: { operation, request: { mode } } };
    }
    default:
      return awsError('UnknownOperationException', `${operation} is not simulated.`);
  }
}

function checkUpdateShardCount(state: StreamState, target: number, { limits, now }: Pick<Ctx, 'limits' | 'now'>): AwsError | { normal: PendingControl } {
  const current = state.map.openShards.length;
  if (!Number.isInteger(target) || target < 1) return awsError('InvalidArgumentException', `TargetShardCount ${target} must be a whole number of at least 1.`);
  const windowStart = now - limits.duration('kds.update-shard-count.window');
  const calls = state.updateShardCountCalls.filter((at) => at > windowStart).length;
  const perDay = limits.number('kds.update-shard-count.calls-per-day');
  if (calls >= perDay) return awsError('LimitExceededException', `UpdateShardCount may be called ${perDay} times in 24 hours for a stream.`);
  const least = Math.ceil(current * limits.number('kds.update-shard-count.min-factor'));
  const most = current * limits.number('kds.update-shard-count.max-factor');
  if (target < least || target > most) {
    return awsError('InvalidArgumentException', `UpdateShardCount cannot go from ${current} to ${target} open shards in one call: between ${least} and ${most} are allowed.`);
  }
  const quota = Math.min(limits.number('kds.stream.max-shards'), Math.max(limits.number('kds.account.shards-large-region'), current));
  if (target > quota) return awsError('LimitExceededException', `${target} shards are over the limit of ${quota}.`);
  return { normal: { operation: 'UpdateShardCount', request: { target } } };
}

function checkRetention(state: StreamState, operation: string, hours: number, limits: Limits): AwsError | { normal: PendingControl } {
  const least = limits.duration('kds.retention.min') / hourMs;
  const most = limits.duration('kds.retention.max') / hourMs;
  if (!Number.isInteger(hours) || hours < least || hours > most) return awsError('InvalidArgumentException', `RetentionPeriodHours ${hours} must be a whole number from ${least} to ${most}.`);
  const current = state.retentionMs / hourMs;
  if (operation === 'IncreaseStreamRetentionPeriod' ? hours < current : hours > current) {
    return awsError('InvalidArgumentException', `Requested retention period (${hours} hours) must be ${operation === 'IncreaseStreamRetentionPeriod' ? 'at least' : 'at most'} the current ${current} hours.`);
  }
  return { normal: { operation, request: { hours } } };
}

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
      updateShardCount(state, Number(request.target), ctx);
      break;
    case 'UpdateStreamMode':
      if (!state.scaling && request.mode === 'ON_DEMAND') ctx.after(1000, { type: 'scale' });
      state.scaling ||= request.mode === 'ON_DEMAND';
      state.mode = request.mode as StreamState['mode'];
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
