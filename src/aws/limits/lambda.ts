import { day, defineLimit, hour, KiB, type Limit, MiB, minute, second } from './define.ts';

const quotas = 'AWS Lambda Developer Guide: Lambda quotas';
const asynchronous = 'AWS Lambda Developer Guide: Asynchronous invocation';
const mapping = 'AWS Lambda API Reference: CreateEventSourceMapping';
const queues = 'AWS Lambda Developer Guide: Using Lambda with Amazon SQS';

/** Lambda: payloads, capacity, and how events come to a function. */
export const lambdaLimits: readonly Limit[] = [
  defineLimit({
    id: 'lambda.sync.max-payload',
    title: 'Request or response of a synchronous invocation',
    quantity: 'bytes',
    notes: 6 * MiB,
    source: quotas,
  }),
  defineLimit({
    id: 'lambda.async.max-payload',
    title: 'Request of an asynchronous invocation',
    quantity: 'bytes',
    notes: 256 * KiB,
    today: MiB,
    changed: '2025',
    source: 'AWS Compute Blog: More room to build',
  }),
  defineLimit({ id: 'lambda.concurrency.default', title: 'Executions at a time in one Region (default quota)', quantity: 'count', notes: 1000, source: quotas }),
  defineLimit({ id: 'lambda.timeout.default', title: 'Function timeout unless set', quantity: 'duration', notes: 3 * second, source: 'AWS Lambda API Reference: CreateFunction' }),
  defineLimit({ id: 'lambda.timeout.max', title: 'Longest function timeout', quantity: 'duration', notes: 15 * minute, source: quotas }),
  defineLimit({ id: 'lambda.memory.min', title: 'Smallest function memory in MB', quantity: 'count', notes: 128, source: quotas }),
  defineLimit({ id: 'lambda.memory.max', title: 'Largest function memory in MB', quantity: 'count', notes: 3008, today: 10_240, changed: 'December 2020', source: quotas }),
  defineLimit({
    id: 'lambda.billing.step',
    title: 'Duration is billed in steps of this length',
    quantity: 'duration',
    notes: 100,
    today: 1,
    changed: 'December 2020',
    source: 'AWS Lambda pricing page',
  }),
  defineLimit({ id: 'lambda.async.retries', title: 'Retries of an asynchronous event after an error (default and most)', quantity: 'count', notes: 2, source: asynchronous }),
  defineLimit({ id: 'lambda.async.first-retry', title: 'Wait before the first retry of an asynchronous event', quantity: 'duration', notes: minute, source: asynchronous }),
  defineLimit({ id: 'lambda.async.second-retry', title: 'Wait before the second retry of an asynchronous event', quantity: 'duration', notes: 2 * minute, source: asynchronous }),
  defineLimit({ id: 'lambda.async.max-age', title: 'Longest time that an asynchronous event waits for the function', quantity: 'duration', notes: 6 * hour, source: asynchronous }),
  defineLimit({ id: 'lambda.stream.default-batch', title: 'Records in one batch from a stream unless set', quantity: 'count', notes: 100, source: mapping }),
  defineLimit({ id: 'lambda.stream.max-batch', title: 'Most records in one batch from a stream', quantity: 'count', notes: 10_000, source: mapping }),
  defineLimit({ id: 'lambda.window.max', title: 'Longest batch window of an event source', quantity: 'duration', notes: 300 * second, source: mapping }),
  defineLimit({ id: 'lambda.stream.max-parallelization', title: 'Most batches of one shard at a time', quantity: 'count', notes: 10, source: mapping }),
  defineLimit({ id: 'lambda.stream.max-retries', title: 'Most retries of a batch from a stream that can be set', quantity: 'count', notes: 10_000, source: mapping }),
  defineLimit({ id: 'lambda.stream.max-age', title: 'Longest record age that can be set for a stream', quantity: 'duration', notes: 7 * day, source: mapping }),
  defineLimit({ id: 'lambda.stream.poll-interval', title: 'How often Lambda asks a shard for records', quantity: 'duration', notes: second, source: 'AWS Lambda Developer Guide: Using Lambda with Amazon Kinesis' }),
  defineLimit({ id: 'lambda.queue.default-batch', title: 'Messages in one batch from a queue unless set', quantity: 'count', notes: 10, source: mapping }),
  defineLimit({
    id: 'lambda.queue.max-batch',
    title: 'Most messages in one batch from a standard queue (above 10 with a batch window)',
    quantity: 'count',
    notes: 10,
    today: 10_000,
    changed: 'November 2020',
    source: mapping,
  }),
  defineLimit({ id: 'lambda.queue.first-pollers', title: 'Batches from a queue at a time when messages first arrive', quantity: 'count', notes: 5, source: queues }),
  defineLimit({
    id: 'lambda.queue.more-per-minute',
    title: 'Batches from a standard queue that may run in addition each minute',
    quantity: 'count',
    notes: 60,
    today: 300,
    changed: 'November 2023',
    source: queues,
  }),
];
