/** What time does to a queue: timeouts and delays end, messages expire, a purge sweeps, gauges are read. */
import { awsError } from '../../../aws/awsError.ts';
import { refreshGroup } from './groups.ts';
import { drop, show } from './messages.ts';
import { number, status, word, type Ctx, type QueueState } from './state.ts';

/** Gauges are read this often while something changes. [SIM] CloudWatch shows a minute. */
const gaugesEveryMs = 1000;

/** Plans the next look at what becomes visible or expires, where nothing earlier is planned. */
export function planWake(state: QueueState, ctx: Ctx): void {
  const at = Math.max(ctx.now, Math.min(state.due.firstKey(), state.byAge.firstKey() + state.config.messageRetentionPeriod));
  if (at === Infinity || state.wakeAt <= at) return;
  if (state.wakeAt !== Infinity) ctx.cancel(state.wakeEvent);
  state.wakeAt = at;
  state.wakeEvent = ctx.after(at - ctx.now, { type: 'wake' });
}

export function wake(state: QueueState, ctx: Ctx): void {
  state.wakeAt = Infinity;
  expire(state, ctx);
  let timedOut = 0;
  while (state.due.firstKey() <= ctx.now) {
    const slot = state.due.first();
    if (state.messages.word(slot, word.status) === status.inFlight) {
      timedOut++;
      ctx.hop(() => Uint32Array.of(state.messages.word(slot, word.row)), 'message.visible-again', () => ({ receives: state.messages.word(slot, word.receives) }));
    }
    show(state, slot);
  }
  if (timedOut > 0) ctx.trace('visibility.timed-out', ctx.nodeId, {}, { messages: timedOut });
}

/** Retention counts from when a message was sent, and no receive stops it. */
function expire(state: QueueState, ctx: Ctx): void {
  const retentionMs = state.config.messageRetentionPeriod;
  let count = 0;
  while (state.byAge.firstKey() + retentionMs <= ctx.now) {
    const slot = state.byAge.first();
    const row = Uint32Array.of(state.messages.word(slot, word.row));
    ctx.hop(row, 'message.expired', () => ({ retentionMs }));
    ctx.records.unpark(row);
    drop(state, slot, 'expired', ctx);
    count++;
  }
  if (count === 0) return;
  state.expired += count;
  ctx.trace('messages.expired', ctx.nodeId, { retentionMs }, { messages: count });
}

/** Deletes every message sent before a number was reached; in flight ones too. */
export function sweep(state: QueueState, before: number, ctx: Ctx): number {
  const slots: number[] = [];
  state.messages.visit((slot) => {
    if (state.messages.float(slot, number.message) < before) slots.push(slot);
  });
  for (const slot of slots) {
    ctx.records.unpark(Uint32Array.of(state.messages.word(slot, word.row)));
    drop(state, slot, 'deleted-unprocessed', ctx);
  }
  return slots.length;
}

/** A new delay counts for delayed messages of a FIFO queue, and for new ones only of a standard queue. */
export function changeDelay(state: QueueState, ctx: Ctx): void {
  if (!state.config.fifo) return;
  const slots: number[] = [];
  state.messages.visit((slot) => {
    if (state.messages.word(slot, word.status) === status.delayed) slots.push(slot);
  });
  for (const slot of slots) {
    const at = state.messages.word(slot, word.sentAt) + state.config.delay;
    if (at <= ctx.now) show(state, slot);
    else state.due.set(slot, at);
    refreshGroup(state, state.messages.word(slot, word.list));
  }
}

/** The API's error for a queue that does not answer as it should; undefined when it does. */
export function unreachable(state: QueueState, ctx: Ctx) {
  if (state.deletedAt !== null) return awsError('QueueDoesNotExist', 'The specified queue does not exist.');
  if (ctx.now < state.deniedUntil) return awsError('AccessDenied', 'The queue policy does not allow this.');
  if (ctx.now < state.unavailableUntil) return awsError('ServiceUnavailable', 'The request has failed due to a temporary failure of the server.');
  return undefined;
}

export function planGauges(state: QueueState, ctx: Ctx): void {
  if (state.gaugesPlanned) return;
  state.gaugesPlanned = true;
  ctx.after(gaugesEveryMs, { type: 'gauges' });
}

export function readGauges(state: QueueState, ctx: Ctx): void {
  state.gaugesPlanned = false;
  ctx.count('ApproximateNumberOfMessagesVisible', state.visible);
  ctx.count('ApproximateNumberOfMessagesNotVisible', state.inFlight);
  ctx.count('ApproximateNumberOfMessagesDelayed', state.delayed - state.ghosts);
  ctx.count('ApproximateAgeOfOldestMessage', oldestAgeMs(state, ctx.now));
  if (state.config.fifo) ctx.count('ApproximateNumberOfGroupsWithInflightMessages', state.groupsInFlight);
}

export function oldestAgeMs(state: QueueState, now: number): number {
  return state.byAge.size === 0 ? 0 : now - state.byAge.firstKey();
}
