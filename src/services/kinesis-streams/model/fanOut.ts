/** Enhanced fan-out: each registered consumer gets records pushed, with 2 MiB a second of its own from each shard. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { shardIdText } from '../../../aws/ids.ts';
import { noSuchShard } from '../../../aws/streams.ts';
import type { Call } from '../../../sim/calls.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { StreamEvent } from './events.ts';
import type { SubscribeToShardEvent, SubscribeToShardRequest } from './operations.ts';
import { childrenOf, readFrom, sequenceNumberAt, sequenceNumberBefore, startPosition } from './reading.ts';
import { expireShard } from './retention.ts';
import type { StreamState, Subscription } from './state.ts';

type Ctx = ServiceContext<StreamEvent>;
/** SIMPLIFIED: pushes leave in steps of this many ms; AWS promises about 70 ms on average. [SIM] */
const pushEveryMs = 50;

export function subscribe(state: StreamState, call: Call<SubscribeToShardRequest>, ctx: Ctx): void {
  const { consumer, shard, StartingPosition } = call.request;
  const refuse = (code: string, message: string) => ctx.reply(call, { ok: false, error: awsError(code, message) });
  if (ctx.limits.edition === 'notes') return refuse('InvalidArgumentException', 'Enhanced fan-out is simulated in the Today edition only.');
  const info = state.shards[shard];
  if (!info || info.expired) return refuse('ResourceNotFoundException', noSuchShard(shard, { name: state.name, account: ctx.account }).message);
  const consumers = new Set(state.subscriptions.map((subscription) => subscription.consumer));
  consumers.add(consumer);
  const most = ctx.limits.number('kds.fan-out.max-consumers');
  if (consumers.size > most) return refuse('LimitExceededException', `Stream ${state.name} under account ${ctx.account} has ${most} registered consumers already.`);
  const key = `${consumer} ${shard}`;
  const another = `Another active subscription exists for this consumer: ${ctx.account}:${state.name}:${shardIdText(shard)}:${nameOf(consumer)}`;
  const last = state.subscribedAt.get(key);
  if (last !== undefined && ctx.now - last < ctx.limits.duration('kds.fan-out.resubscribe-gap')) {
    return refuse('ResourceInUseException', another);
  }
  const { Type, Timestamp, SequenceNumber } = StartingPosition;
  const start = StartingPosition.position === undefined ? startPosition(state, shard, { ShardIteratorType: Type, Timestamp, StartingSequenceNumber: SequenceNumber }, ctx, 'SubscribeToShard') : undefined;
  if (start && !start.ok) return refuse(start.error.code, start.error.message);
  state.subscribedAt.set(key, ctx.now);
  endSubscriptions(state, (each) => each.consumer === consumer && each.shard === shard, awsError('ResourceInUseException', another), ctx);
  if (!state.pushing) {
    state.pushing = true;
    ctx.after(pushEveryMs, { type: 'push' });
  }
  const subscription: Subscription = { consumer, shard, call, startedAt: ctx.now, position: start?.ok ? start.value : StartingPosition.position!, paidUntil: ctx.now };
  state.subscriptions.push(subscription);
  if (call.request.connection) {
    subscription.toldAt = ctx.now;
    const idle = readFrom(state, shard, subscription.position, 0, 0, ctx.now);
    ctx.push(call, { ok: true, response: told(state, { records: idle.records, position: idle.to, MillisBehindLatest: idle.behind, ChildShards: [], ended: false, over: false }, subscription, ctx) });
  }
}

/** The name in a consumer's ARN, or of a consumer that has none. */
const nameOf = (consumer: string) => /\/consumer\/([^:]+)/.exec(consumer)?.[1] ?? consumer;

/** Ends subscriptions from the stream's side. Callers that a connection joins are told why; the others have moved on by themselves. */
export function endSubscriptions(state: StreamState, which: (subscription: Subscription) => boolean, why: AwsError, ctx: Ctx): void {
  state.subscriptions = state.subscriptions.filter((subscription) => {
    if (!which(subscription)) return true;
    if (subscription.call.request.connection) ctx.reply(subscription.call, { ok: false, error: why });
    return false;
  });
}

export function hangUp(state: StreamState, which: { readonly id: number } | { readonly consumer: string }, ctx: Ctx): void {
  if ('id' in which) state.subscriptions = state.subscriptions.filter(({ call }) => call.request.connection?.id !== which.id);
  else {
    for (const key of state.subscribedAt.keys()) if (key.startsWith(`${which.consumer} `)) state.subscribedAt.delete(key);
    endSubscriptions(state, ({ consumer }) => consumer === which.consumer, awsError('ResourceNotFoundException', `Consumer ${which.consumer} has been deregistered.`), ctx);
  }
}

/** The event as a caller outside reads it: with sequence numbers as texts. */
function told(state: StreamState, event: SubscribeToShardEvent, { shard }: Subscription, ctx: Ctx): SubscribeToShardEvent {
  return {
    ...event,
    SequenceNumbers: Array.from(event.records.sequences ?? [], (counter) => sequenceNumberAt(state, ctx.startsAt, shard, counter - 1)),
    ContinuationSequenceNumber: event.ended ? undefined : continuation(state, shard, event.position, ctx.startsAt),
  };
}

/** The sequence number after which a subscription at this position goes on. */
function continuation(state: StreamState, shard: number, position: number, startsAt: number): string {
  return position > state.logs.first(shard) ? sequenceNumberAt(state, startsAt, shard, position - 1) : sequenceNumberBefore(state, startsAt, shard, position);
}

/** Sends what each subscription may have by now; ends those that are over. */
export function pushAll(state: StreamState, ctx: Ctx): void {
  const rate = ctx.limits.bytes('kds.fan-out.read-bytes-per-second');
  const lifetime = ctx.limits.duration('kds.fan-out.subscription-lifetime');
  const going: typeof state.subscriptions = [];
  for (const subscription of state.subscriptions) {
    const { shard, call } = subscription;
    expireShard(state, shard, ctx);
    const from = Math.max(subscription.position, state.logs.first(shard));
    // What was not used of the step before may be used now, no more: the rate holds exactly over any longer time.
    const paidUntil = Math.max(subscription.paidUntil, ctx.now - 2 * pushEveryMs);
    const answer = readFrom(state, shard, from, paidUntil < ctx.now ? Infinity : 0, Math.floor((rate * (ctx.now - paidUntil)) / 1000), ctx.now);
    subscription.position = answer.to;
    const info = state.shards[shard]!;
    const ended = info.closedAt !== null && answer.to >= state.logs.length(shard);
    const expired = ctx.now - subscription.startedAt >= lifetime;
    const event: SubscribeToShardEvent = {
      records: answer.records,
      position: answer.to,
      MillisBehindLatest: answer.behind,
      ChildShards: ended ? childrenOf(state, shard) : [],
      ended,
      over: ended || expired,
    };
    if (answer.bytes > 0) {
      subscription.paidUntil = paidUntil + (answer.bytes * 1000) / rate;
      ctx.count('SubscribeToShardEvent.Records', answer.records.count);
      ctx.count('SubscribeToShardEvent.Bytes', answer.bytes);
      ctx.count('SubscribeToShardEvent.MillisBehindLatest', answer.behind);
      ctx.bill('fan-out-gibibyte', answer.bytes / 1024 ** 3);
    }
    const { connection } = call.request;
    const due = answer.bytes > 0 || (connection !== undefined && ctx.now - subscription.toldAt! >= connection.idleMs);
    if (due && connection) subscription.toldAt = ctx.now;
    const response = connection && (due || event.over) ? told(state, event, subscription, ctx) : event;
    if (event.over) ctx.reply(call, { ok: true, response });
    else {
      if (due) ctx.push(call, { ok: true, response });
      going.push(subscription);
    }
  }
  state.subscriptions = going;
  state.pushing = going.length > 0;
  if (state.pushing) ctx.after(pushEveryMs, { type: 'push' });
}
