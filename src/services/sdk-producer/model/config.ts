import { parseFields, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface ProducerConfig {
  readonly api: 'PutRecords' | 'PutRecord';
  readonly batch: number;
  readonly linger: number;
  readonly retry: 'none' | 'immediate' | 'backoff' | 'whole-batch';
  readonly maxAttempts: number;
  readonly backoffBase: number;
  readonly backoffMax: number;
  readonly maxInFlight: number;
  readonly bufferRecords: number;
  readonly requestTimeout: number;
  readonly partitionKey: 'key' | 'group' | 'salted' | 'random' | 'constant';
  readonly saltBuckets: number;
}

export const producerFields: Fields<ProducerConfig> = {
  api: { type: 'choice', says: 'One record a call, or many', choices: ['PutRecords', 'PutRecord'], default: 'PutRecords' },
  batch: { type: 'integer', says: 'Most records in one PutRecords call', unit: 'records', min: 1, max: (l) => l.number('kds.put-records.max-entries'), default: (l) => l.number('kds.put-records.max-entries') },
  linger: { type: 'duration', says: 'How long a call that is not full waits for more records', unit: 'ms', min: 0, max: 60_000, default: 0 },
  retry: {
    type: 'choice',
    says: 'What is done with refused entries: nothing, again at once, again after a random growing wait, or the whole batch again at once',
    choices: ['none', 'immediate', 'backoff', 'whole-batch'],
    default: 'backoff',
  },
  maxAttempts: { type: 'integer', says: 'Tries in all before a record is given up', unit: 'tries', min: 1, max: 100, default: 5 },
  backoffBase: { type: 'duration', says: 'Longest first wait of back-off; doubles each try', unit: 'ms', min: 1, max: 600_000, default: 100 },
  backoffMax: { type: 'duration', says: 'Longest wait of back-off, any try', unit: 'ms', min: 1, max: 600_000, default: 5000 },
  maxInFlight: { type: 'integer', says: 'Calls under way at once', unit: 'calls', min: 1, max: 1000, default: 100 },
  bufferRecords: { type: 'integer', says: 'Records that may wait; more are dropped', unit: 'records', min: 1, max: 10_000_000, default: 100_000 },
  requestTimeout: { type: 'duration', says: 'How long a call may go unanswered', unit: 'ms', min: 100, max: 600_000, default: 5000 },
  partitionKey: {
    type: 'choice',
    says: "The record's own key, its group's key, its group's key with a bucket of its own key as suffix, one at random, or one for all",
    choices: ['key', 'group', 'salted', 'random', 'constant'],
    default: 'key',
  },
  saltBuckets: { type: 'integer', says: 'Suffixes that salted keys are spread over', unit: 'buckets', min: 1, max: 10_000, default: 8 },
};

export function parseProducerConfig(raw: unknown, limits: Limits) {
  return parseFields<ProducerConfig>(raw, producerFields, limits);
}
