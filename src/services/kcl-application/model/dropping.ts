/** A consumer stops, and what it has not worked through is somebody else's to read again. */
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { ShutdownProcessor } from './operations.ts';
import type { Consumer, KclEvent, Worker } from './state.ts';

type Ctx = ServiceContext<KclEvent>;

export function drop(worker: Worker, consumer: Consumer, reason: 'ZOMBIE' | 'CRASH', ctx: Ctx): void {
  releaseInbox(consumer, ctx);
  worker.consumers.delete(consumer.shard);
  const edge = ctx.edgesAt('processor')[0];
  if (edge !== undefined && consumer.phase !== 'SHUTDOWN_COMPLETE') ctx.send(edge, ShutdownProcessor, { processor: consumer.run, shard: consumer.shard, reason });
}

/** User records fetched and not worked through. */
export function unprocessedOf(consumer: Consumer): number {
  return consumer.inbox.reduce((sum, { rows }) => sum + rows.length, 0) - consumer.done;
}

function releaseInbox(consumer: Consumer, ctx: Ctx): void {
  consumer.inbox.forEach(({ rows }, i) => ctx.records.release(i === 0 ? rows.subarray(consumer.done) : rows, 'died-with-process'));
  consumer.inbox = [];
  consumer.done = 0;
}
