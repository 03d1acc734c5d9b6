import { parseFields, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface QueueProducerConfig {
  readonly api: 'batch' | 'single';
  readonly batch: number;
  readonly linger: number;
  readonly retry: 'none' | 'immediate' | 'backoff';
  readonly maxAttempts: number;
  readonly backoffBase: number;
  readonly backoffMax: number;
  readonly maxInFlight: number;
  readonly bufferRecords: number;
  readonly requestTimeout: number;
  readonly messageGroup: 'none' | 'key' | 'group' | 'constant';
  readonly deduplicationId: 'none' | 'record' | 'try';
  readonly delay: number | null;
  readonly messageStructure: 'text' | 'json';
  readonly extendedClient: 'off' | 'large' | 'always';
  readonly payloadThreshold: number;
}

export const queueProducerFields: Fields<QueueProducerConfig> = {
  api: { type: 'choice', says: 'Many messages a call (SendMessageBatch, PublishBatch), or one', choices: ['batch', 'single'], default: 'batch' },
  batch: { type: 'integer', says: 'Most messages in one call', unit: 'messages', min: 1, max: (l) => l.number('sqs.batch.max-entries'), default: (l) => l.number('sqs.batch.max-entries') },
  linger: { type: 'duration', says: 'How long a message waits for others', unit: 'ms', min: 0, max: 60_000, default: 0 },
  retry: { type: 'choice', says: 'What happens to messages that failed', choices: ['none', 'immediate', 'backoff'], default: 'backoff' },
  maxAttempts: { type: 'integer', says: 'Tries in all', unit: 'tries', min: 1, max: 100, default: 5 },
  backoffBase: { type: 'duration', says: 'First wait of the back-off', unit: 'ms', min: 1, max: 60_000, default: 100 },
  backoffMax: { type: 'duration', says: 'Longest wait of the back-off', unit: 'ms', min: 1, max: 3_600_000, default: 5000 },
  maxInFlight: { type: 'integer', says: 'Calls under way at once', unit: 'calls', min: 1, max: 10_000, default: 100 },
  bufferRecords: { type: 'integer', says: 'Messages held in memory at most; more are dropped', unit: 'messages', min: 1, max: 10_000_000, default: 100_000 },
  requestTimeout: { type: 'duration', says: 'Wait for an answer', unit: 'ms', min: 1, max: 600_000, default: 5000 },
  messageGroup: { type: 'choice', says: 'MessageGroupId: none, the record’s key, its group, or one for all', choices: ['none', 'key', 'group', 'constant'], default: 'none' },
  deduplicationId: { type: 'choice', says: 'MessageDeduplicationId: none, one for each record, or a new one for each try', choices: ['none', 'record', 'try'], short: 'dedup', default: 'none' },
  delay: { type: 'duration', says: 'DelaySeconds of each message; the queue’s own where it is not set', unit: 'ms', min: 0, max: (l) => l.duration('sqs.delay.max'), default: null },
  messageStructure: { type: 'choice', says: 'For topics: the body is the message, or names one for each protocol', choices: ['text', 'json'], default: 'text' },
  extendedClient: { type: 'choice', says: 'Payloads through a bucket: never, large ones, or all', choices: ['off', 'large', 'always'], short: 'extended', default: 'off' },
  payloadThreshold: { type: 'bytes', says: 'Payloads above this go through the bucket', unit: 'B', min: 0, max: (l) => l.bytes('sqs.extended.max-bytes'), short: 'threshold', default: (l) => l.bytes('sqs.extended.default-threshold') },
};

export function parseQueueProducerConfig(raw: unknown, limits: Limits) {
  return parseFields<QueueProducerConfig>(raw, queueProducerFields, limits);
}
