/** Calls to a queue or a topic. */
import { Outbox } from '../../../sim/outbox/outbox.ts';
import type { Sending } from '../../../sim/outbox/state.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';
import { SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import { deduplicationIds, groupIds } from './messageIds.ts';
import type { ProducerState } from './state.ts';

const second = 1000;
const retryableEntries = new Set(['RequestThrottled', 'InternalError', 'ServiceUnavailable']);

export const outbox = new Outbox<ProducerState, Sending>({
  room: ({ config }, ctx) => ({ entries: config.api === 'single' ? 1 : config.batch, maxBytes: ctx.limits.bytes('sqs.batch.max-bytes') }),
  call(state, records, id, ctx) {
    const { config } = state;
    const [queue] = ctx.edgesAt('queue');
    const [topic] = ctx.edgesAt('topic');
    const edge = queue ?? topic;
    if (edge === undefined) return false;
    const about = { type: 'sent', id } as const;
    const ids = { MessageGroupId: groupIds(state, records), MessageDeduplicationId: deduplicationIds(state, records, ctx) };
    if (queue === undefined) ctx.call(edge, PublishBatch, { records, ...ids, MessageStructure: config.messageStructure === 'json' ? 'json' : undefined }, about, config.requestTimeout);
    else {
      const DelaySeconds = config.delay === null ? undefined : new Uint32Array(records.count).fill(Math.ceil(config.delay / second) + 1);
      ctx.call(edge, SendMessageBatch, { records, single: config.api === 'single', DelaySeconds, ...ids }, about, config.requestTimeout);
    }
    return true;
  },
  sending: (_state, call) => call,
  isRetryable: (code) => retryableEntries.has(code),
  otherCalls: (state) => [state.uploading],
});
