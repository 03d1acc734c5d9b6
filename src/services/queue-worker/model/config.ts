import { fail, ok } from '../../../base/result.ts';
import { parseFields, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface WorkerConfig {
  readonly count: number;
  readonly maxNumberOfMessages: number;
  readonly waitTime: number | null;
  readonly pollInterval: number;
  readonly processingTime: number;
  readonly processingP99: number;
  readonly visibilityTimeout: number | null;
  readonly heartbeat: number;
  readonly deleteMode: 'each' | 'batch' | 'never' | 'on-receive';
  readonly idempotent: boolean;
  readonly poisonClasses: readonly string[];
  readonly poisonShare: number;
  readonly attemptFailure: number;
  readonly onFailure: 'leave' | 'release';
  readonly receiveAttemptIds: boolean;
}

export const workerFields: Fields<WorkerConfig> = {
  count: { type: 'integer', says: 'Workers; each has one batch of messages at a time', unit: 'workers', min: 1, max: 5000, default: 1 },
  maxNumberOfMessages: { type: 'integer', says: 'Most messages in one receive call', unit: 'messages', min: 1, max: (l) => l.number('sqs.receive.max-messages'), short: 'batch', default: (l) => l.number('sqs.receive.default-messages') },
  waitTime: { type: 'duration', says: 'How long a receive call waits for a message (0: short polling); the queue’s own setting where it is not given', unit: 'ms', min: 0, max: (l) => l.duration('sqs.wait.max'), short: 'wait', default: null },
  pollInterval: { type: 'duration', says: 'Time from one receive call to the next when it found nothing', unit: 'ms', min: 10, max: 3_600_000, short: 'poll', default: 1000 },
  processingTime: { type: 'number', says: 'Work for one message, ms; the median where it varies', unit: 'ms', min: 0, max: 43_200_000, short: 'processing', default: 100 },
  processingP99: { type: 'number', says: 'Work that 99 of 100 messages stay below (log-normal); 0: all take the same', unit: 'ms', min: 0, max: 43_200_000, short: 'p99', default: 0 },
  visibilityTimeout: { type: 'duration', says: 'Visibility timeout asked for in each receive; the queue’s own where it is not given', unit: 'ms', min: 0, max: (l) => l.duration('sqs.visibility.max'), short: 'visibility', default: null },
  heartbeat: { type: 'duration', says: 'How often the timeout of messages in hand is set anew; 0: never', unit: 'ms', min: 0, max: 43_200_000, default: 0 },
  deleteMode: { type: 'choice', says: 'When messages are deleted: each after its work, a batch after all of its work, never (forgotten), or on receive', choices: ['each', 'batch', 'never', 'on-receive'], short: 'delete', default: 'each' },
  idempotent: { type: 'boolean', says: 'Ignores messages whose work was done before', default: false },
  poisonClasses: {
    type: 'structure',
    says: 'Classes of records whose work always fails',
    short: 'poison',
    default: [],
    parse(raw) {
      const names: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
      return names.every((name) => typeof name === 'string' && name !== '') ? ok(names as readonly string[]) : fail([{ path: '', problem: 'must be names of classes' }]);
    },
  },
  poisonShare: { type: 'number', says: 'Part of all records whose work always fails', min: 0, max: 1, default: 0 },
  attemptFailure: { type: 'number', says: 'Chance that an attempt dies half-way', min: 0, max: 1, default: 0 },
  onFailure: { type: 'choice', says: 'A message whose work failed is left until its timeout, or made visible at once', choices: ['leave', 'release'], default: 'leave' },
  receiveAttemptIds: { type: 'boolean', says: 'FIFO: a receive without an answer is made again under the same attempt id', default: false },
};

export function parseWorkerConfig(raw: unknown, limits: Limits) {
  return parseFields<WorkerConfig>(raw, workerFields, limits);
}
