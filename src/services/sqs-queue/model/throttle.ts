/** Calls a second of a FIFO queue, by API action; a batch is one call. Each action's bucket is full at birth and holds one second's worth. [SIM] */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import type { ApiAction, Ctx, QueueState } from './state.ts';

/** Takes a call from the action's allowance; the refusal when there is none left. Standard queues have no such limit. */
export function throttled(state: QueueState, action: ApiAction, ctx: Ctx): AwsError | undefined {
  if (!state.config.fifo) return undefined;
  const rate = ctx.limits.number(state.config.highThroughput ? 'sqs.fifo.high-throughput-max-calls-per-second' : 'sqs.fifo.calls-per-second');
  const bucket = state.calls.get(action);
  const level = bucket === undefined ? rate * 1000 : Math.min(rate * 1000, bucket.level + (ctx.now - bucket.at) * rate);
  const admitted = level >= 1000;
  state.calls.set(action, Object.freeze({ level: admitted ? level - 1000 : level, at: ctx.now }));
  if (admitted) return undefined;
  ctx.trace('call.throttled', action, { action, limit: `${rate} calls/s` }, { calls: 1 });
  return awsError('RequestThrottled', 'Rate exceeded: a FIFO queue takes so many calls of each API action a second.');
}
