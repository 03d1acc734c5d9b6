/** What a panel and a summary see of the readers. */
import type { NodeView } from '../../../sim/serviceModel.ts';
import type { ReaderState } from './state.ts';

/** Consumers as fields; where they stand, shard by shard, in columns: a consumer's are `positions` many from `firstPosition` on. */
export function describeConsumers({ config, consumers }: ReaderState): NodeView {
  const shard: number[] = [];
  const processed: number[] = [];
  const fields = consumers.map((consumer) => {
    const firstPosition = shard.length;
    let behindMs = 0;
    let waiting = 0;
    for (const thread of consumer.threads.values()) {
      behindMs = Math.max(behindMs, thread.behindMs);
      for (const batch of thread.inbox) waiting += batch.count;
      waiting -= thread.done;
      shard.push(thread.shard);
      processed.push(thread.processed);
    }
    const { name, alive, processed: sum, duplicates, finished } = consumer;
    return { name, alive, behindMs, processed: sum, duplicates, waiting, firstPosition, positions: shard.length - firstPosition, finishedShards: [...finished.keys()] };
  });
  return { fields: { mode: config.mode, consumers: fields }, columns: { shard: Float64Array.from(shard), processed: Float64Array.from(processed) } };
}
