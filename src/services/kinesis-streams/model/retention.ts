/** Records leave when they are as old as the retention period, read or not. */
import { shardIdText } from '../../../aws/ids.ts';
import { isList, listOf } from '../../../sim/columns/logSet.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { StreamEvent } from './events.ts';
import { lane, laneWidth, type StreamState } from './state.ts';

/** At the soonest this long after the last sweep. [SIM] Reads never see an expired record all the same: they expire their shard first. */
const sweepGapMs = 1000;

/** Drops what has passed retention from one shard. */
export function expireShard(state: StreamState, shard: number, ctx: ServiceContext<StreamEvent>): void {
  const { logs } = state;
  const horizon = ctx.now - state.retentionMs;
  const first = logs.first(shard);
  if (first < logs.length(shard) && logs.arrivedAt(shard, first) <= horizon) {
    const to = logs.firstArrivedAtOrAfter(shard, first, horizon + 1);
    const lostBefore = ctx.records.lost;
    let bytes = 0;
    ctx.hop(() => rowsBetween(state, shard, first, to), 'record.expired', () => ({ shard: shardIdText(shard), retentionHours: state.retentionMs / 3_600_000 }));
    for (let position = first; position < to; position++) {
      bytes += logs.bytes(shard, position);
      const row = logs.row(shard, position);
      if (isList(row)) {
        ctx.records.release(logs.lists.rows(listOf(row)), 'expired');
        logs.lists.free(listOf(row));
      } else ctx.records.releaseRow(row, 'expired');
    }
    logs.dropBefore(shard, to);
    state.lanes[shard * laneWidth + lane.expiredBytes]! += bytes;
    const lost = ctx.records.lost - lostBefore;
    if (lost > 0) ctx.trace('records.expired', shardIdText(shard), { shard: shardIdText(shard), retentionHours: state.retentionMs / 3_600_000 }, { records: lost });
  }
  const info = state.shards[shard]!;
  if (info.closedAt !== null && !info.expired && logs.first(shard) === logs.length(shard) && info.closedAt <= horizon) {
    state.shards[shard] = Object.freeze({ ...info, expired: true });
  }
}

function rowsBetween(state: StreamState, shard: number, from: number, to: number): Uint32Array {
  const rows: number[] = [];
  for (let position = from; position < to; position++) state.logs.visitRows(shard, position, (row) => rows.push(row));
  return Uint32Array.from(rows);
}

/** Sweeps all shards and plans the next sweep for when the oldest record left will expire. */
export function sweep(state: StreamState, ctx: ServiceContext<StreamEvent>): void {
  let oldest = Infinity;
  for (const shard of state.shards) {
    if (shard.expired) continue;
    expireShard(state, shard.index, ctx);
    const first = state.logs.first(shard.index);
    if (first < state.logs.length(shard.index)) oldest = Math.min(oldest, state.logs.arrivedAt(shard.index, first));
    else if (shard.closedAt !== null && !state.shards[shard.index]!.expired) oldest = Math.min(oldest, shard.closedAt);
  }
  if (oldest === Infinity) {
    state.sweepAt = null;
    return;
  }
  state.sweepAt = Math.max(ctx.now + sweepGapMs, oldest + state.retentionMs);
  ctx.after(state.sweepAt - ctx.now, { type: 'sweep' });
}

/** The stream is deleted: whatever its retention, no record is kept. */
export function deleteAll(state: StreamState, ctx: ServiceContext<StreamEvent>): void {
  const { retentionMs } = state;
  state.retentionMs = 0;
  sweep(state, ctx);
  state.retentionMs = retentionMs;
}
