/** The rate limiter: two token buckets for each predicted shard, and a queue by deadline in which the first holds up the others. */
import { shardIdText } from '../../../aws/ids.ts';
import type { Limits } from '../../../sim/limits.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { KplEvent, KplState, ShardLimiter } from './state.ts';
import { user } from './userRecords.ts';

type Ctx = ServiceContext<KplEvent>;
/** A percentage of tokens a ms in whole numbers: records in hundredths, bytes in hundred-thousandths. */
const recordUnit = 100;
const byteUnit = 100_000;

export function newLimiter(shard: number, now: number, limits: Limits): ShardLimiter {
  return { shard, queue: [], recordLevel: limits.number('kpl.rate-limit.bucket-records') * recordUnit, byteLevel: limits.bytes('kpl.rate-limit.bucket-bytes') * byteUnit, filledAt: now };
}

/** Brings the buckets up to now: `rateLimit` per cent of the shard's limits, never over what they hold. */
export function refill(limiter: ShardLimiter, rateLimit: number, now: number, limits: Limits): void {
  const elapsed = now - limiter.filledAt;
  if (elapsed === 0) return;
  // Per ms: rate / 1000 tokens times the per cent, in the units above.
  const records = (limits.number('kds.shard.write-records-per-second') / 1000) * rateLimit;
  const bytes = limits.number('kds.shard.write-bytes-per-second') * rateLimit;
  limiter.recordLevel = Math.min(limiter.recordLevel + elapsed * records, limits.number('kpl.rate-limit.bucket-records') * recordUnit);
  limiter.byteLevel = Math.min(limiter.byteLevel + elapsed * bytes, limits.bytes('kpl.rate-limit.bucket-bytes') * byteUnit);
  limiter.filledAt = now;
}

/** True when both buckets cover a stream record of this size, which they then pay for. */
export function tryTake(limiter: ShardLimiter, bytes: number): boolean {
  if (limiter.recordLevel < recordUnit || limiter.byteLevel < bytes * byteUnit) return false;
  limiter.recordLevel -= recordUnit;
  limiter.byteLevel -= bytes * byteUnit;
  return true;
}

/** Queues a stream record of a predicted shard by its deadline, behind those of the same. */
export function enqueue(state: KplState, head: number, ctx: Ctx): ShardLimiter {
  const { users } = state;
  const shard = users.get(head, user.shard) - 1;
  let limiter = state.limiters.get(shard);
  if (limiter === undefined) state.limiters.set(shard, (limiter = newLimiter(shard, ctx.now, ctx.limits)));
  const { queue } = limiter;
  const dueAt = users.get(head, user.dueAt);
  let at = queue.length;
  while (at > 0 && users.get(queue[at - 1]!, user.dueAt) > dueAt) at--;
  if (at === queue.length) queue.push(head);
  else queue.splice(at, 0, head);
  return limiter;
}

/** Takes out what may go now, and what has waited too long; plans the next look while something is left. */
export function drain(state: KplState, limiter: ShardLimiter, ctx: Ctx): { readonly passed: readonly number[]; readonly expired: readonly number[] } {
  const { users } = state;
  const { queue } = limiter;
  const passed: number[] = [];
  const expired: number[] = [];
  refill(limiter, state.config.rateLimit, ctx.now, ctx.limits);
  let taken = 0;
  for (; taken < queue.length; taken++) {
    const head = queue[taken]!;
    if (ctx.now > users.get(head, user.diesAt)) expired.push(head);
    else if (tryTake(limiter, users.get(head, user.payload))) passed.push(head);
    else break;
  }
  queue.splice(0, taken);
  if (limiter.queue.length > 0) {
    ctx.trace('limiter.held-back', shardIdText(limiter.shard), { shard: shardIdText(limiter.shard), waiting: limiter.queue.length });
    planDrain(state, ctx);
  }
  return { passed, expired };
}

/** [SIM] The looks lie on whole multiples of their interval. */
function planDrain(state: KplState, ctx: Ctx): void {
  if (state.draining) return;
  state.draining = true;
  const interval = ctx.limits.duration('kpl.rate-limit.drain-interval');
  ctx.after(interval - (ctx.now % interval), { type: 'drain', life: state.life });
}
