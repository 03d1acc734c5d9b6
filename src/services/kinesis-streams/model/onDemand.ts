/** On-demand capacity: the stream adds shards by itself, at most doubling within a quarter of an hour. */
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { StreamEvent } from './events.ts';
import { startControl } from './resharding.ts';
import type { StreamState } from './state.ts';
import { writeShares } from './throughput.ts';

/**
 * SIMPLIFIED: AWS keeps capacity for twice the peak of the last 30 days. Here the peak since the last change counts, capacity
 * never shrinks, and a step begins as soon as the peak passes half of what the stream can take.
 */
export function scaleOnDemand(state: StreamState, ctx: ServiceContext<StreamEvent>): void {
  state.scaling = state.mode === 'ON_DEMAND';
  if (!state.scaling) return;
  ctx.after(1000, { type: 'scale' });
  const { limits } = ctx;
  const { share } = writeShares(state, ctx.now, limits.number('kds.shard.write-records-per-second'), limits.number('kds.shard.write-bytes-per-second'));
  const open = state.map.openShards.length;
  state.peakShards = Math.max(state.peakShards, share * open);
  const wait = limits.duration('kds.on-demand.headroom-window');
  if (state.status !== 'ACTIVE' || state.peakShards <= open / 2 || ctx.now - state.scaledAt < wait) return;
  const target = Math.min(open * 2, Math.ceil(state.peakShards * 2), limits.number('kds.account.shards-large-region'));
  state.scaledAt = ctx.now;
  state.peakShards = 0;
  if (target > open) startControl(state, { operation: 'UpdateShardCount', request: { target } }, ctx);
}
