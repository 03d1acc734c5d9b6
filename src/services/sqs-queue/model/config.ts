import { fail, type Result } from '../../../base/result.ts';
import { isQueueName } from '../../../aws/names.ts';
import { parseFields, type ConfigIssue, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface QueueConfig {
  readonly queueName: string;
  readonly fifo: boolean;
  readonly visibilityTimeout: number;
  readonly delay: number;
  readonly messageRetentionPeriod: number;
  readonly maximumMessageSize: number;
  readonly receiveMessageWaitTime: number;
  readonly maxReceiveCount: number;
  readonly contentBasedDeduplication: boolean;
  readonly deduplicateByGroup: boolean;
  readonly highThroughput: boolean;
  readonly duplicateProbability: number;
}

const second = 1000;

export const queueFields: Fields<QueueConfig> = {
  queueName: { type: 'text', says: 'Name of the queue; the node id when empty', default: '' },
  fifo: { type: 'boolean', says: 'FIFO queue: order within a message group, no duplicates', default: false },
  visibilityTimeout: { type: 'duration', says: 'How long a received message stays hidden', unit: 'ms', min: 0, max: (l) => l.duration('sqs.visibility.max'), short: 'visibility', default: (l) => l.duration('sqs.visibility.default') },
  delay: { type: 'duration', says: 'How long a new message stays hidden', unit: 'ms', min: 0, max: (l) => l.duration('sqs.delay.max'), default: 0 },
  messageRetentionPeriod: {
    type: 'duration',
    says: 'How long a message is kept, received or not',
    unit: 'ms',
    min: (l) => l.duration('sqs.retention.min'),
    max: (l) => l.duration('sqs.retention.max'),
    short: 'retention',
    default: (l) => l.duration('sqs.retention.default'),
  },
  maximumMessageSize: {
    type: 'bytes',
    says: 'Largest message, body and attributes',
    unit: 'B',
    min: (l) => l.bytes('sqs.message.min-size-setting'),
    max: (l) => l.bytes('sqs.message.max-bytes'),
    short: 'maxMessage',
    default: (l) => l.bytes('sqs.message.max-bytes'),
  },
  receiveMessageWaitTime: { type: 'duration', says: 'How long a receive call waits for a message; 0 is short polling', unit: 'ms', min: 0, max: (l) => l.duration('sqs.wait.max'), short: 'wait', default: (l) => l.duration('sqs.wait.default') },
  maxReceiveCount: {
    type: 'integer',
    says: 'Receives before a message goes to the dead-letter queue, where one is connected',
    unit: 'receives',
    min: 1,
    max: (l) => l.number('sqs.dead-letter.max-max-receives'),
    default: (l) => l.number('sqs.dead-letter.default-max-receives'),
  },
  contentBasedDeduplication: { type: 'boolean', says: 'FIFO: the SHA-256 of the body is the deduplication id', short: 'contentBased', default: false },
  deduplicateByGroup: { type: 'boolean', says: 'FIFO, Today edition: a deduplication id counts in its message group only', default: false },
  highThroughput: { type: 'boolean', says: 'FIFO, Today edition: limits and deduplication count for each message group', default: false },
  duplicateProbability: { type: 'number', says: 'Chance that a deleted message of a standard queue comes back once more', min: 0, max: 1, short: 'duplicates', default: 0 },
};

export function parseQueueConfig(raw: unknown, limits: Limits): Result<QueueConfig, readonly ConfigIssue[]> {
  const parsed = parseFields<QueueConfig>(raw, queueFields, limits);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  const issues: ConfigIssue[] = [];
  for (const key of ['visibilityTimeout', 'delay', 'messageRetentionPeriod', 'receiveMessageWaitTime'] as const) if (value[key] % second !== 0) issues.push({ path: key, problem: `counts whole seconds; got ${value[key]} ms` });
  const most = limits.number('sqs.queue.name-max-characters');
  if (value.queueName !== '' && !isQueueName(value.queueName, value.fifo, most)) issues.push({ path: 'queueName', problem: `must have 1 to ${most} letters, digits, hyphens and underscores${value.fifo ? ', and end in .fifo' : ''}` });
  if (!value.fifo && value.contentBasedDeduplication) issues.push({ path: 'contentBasedDeduplication', problem: 'is for FIFO queues' });
  for (const key of ['deduplicateByGroup', 'highThroughput'] as const) {
    if (!value.fifo && value[key]) issues.push({ path: key, problem: 'is for FIFO queues' });
    if (value[key] && limits.edition === 'notes') issues.push({ path: key, problem: 'exists in the Today edition only; run with facts: today' });
  }
  if (value.fifo && value.duplicateProbability > 0) issues.push({ path: 'duplicateProbability', problem: 'is for standard queues: a FIFO queue hands a deleted message out no more' });
  return issues.length > 0 ? fail(issues) : parsed;
}
