import { defineLimit, type Limit, MiB, minute, second } from './define.ts';

const guide = 'Kinesis Data Streams Developer Guide: Write using Kinesis Agent';
const constants = 'Kinesis Agent source: Constants.java, KinesisConstants.java, FirehoseConstants.java, FileFlow.java';
const throttler = 'Kinesis Agent source: AsyncPublisherThrottler.java';

/** Kinesis Agent. */
export const agentLimits: readonly Limit[] = [
  defineLimit({
    id: 'agent.buffer.default-age',
    title: "Longest time a record waits in the agent's buffer (default)",
    quantity: 'duration',
    notes: minute,
    source: guide,
  }),
  defineLimit({
    id: 'agent.buffer.min-age',
    title: 'Shortest maxBufferAgeMillis',
    quantity: 'duration',
    notes: second,
    source: constants,
  }),
  defineLimit({
    id: 'agent.buffer.max-age',
    title: 'Longest maxBufferAgeMillis',
    quantity: 'duration',
    notes: 15 * minute,
    source: constants,
  }),
  defineLimit({
    id: 'agent.buffer.max-bytes',
    title: 'Buffer size stated in the guide; in code, that of a flow to Firehose',
    quantity: 'bytes',
    notes: 4 * MiB,
    source: guide,
  }),
  defineLimit({
    id: 'agent.buffer.stream-flow-max-bytes',
    title: 'Buffer size of a flow to a stream, as coded',
    quantity: 'bytes',
    notes: 5 * MiB,
    source: constants,
  }),
  defineLimit({
    id: 'agent.buffer.max-records',
    title: "Records in the agent's buffer",
    quantity: 'count',
    notes: 500,
    source: guide,
  }),
  defineLimit({
    id: 'agent.file.poll-gap',
    title: 'Shortest time between two looks at a file (default)',
    quantity: 'duration',
    notes: 100,
    source: constants,
  }),
  defineLimit({
    id: 'agent.file.tracker-refresh',
    title: 'Longest time between two looks for new files (default)',
    quantity: 'duration',
    notes: 10 * second,
    source: constants,
  }),
  defineLimit({
    id: 'agent.file.min-rotation-gap',
    title: 'Shortest time between two rotations of a file that the agent follows',
    quantity: 'duration',
    notes: second,
    source: 'Kinesis Agent source: README and tailing package',
  }),
  defineLimit({
    id: 'agent.retry.initial-backoff',
    title: 'First wait after a failed send',
    quantity: 'duration',
    notes: 100,
    source: constants,
  }),
  defineLimit({
    id: 'agent.retry.max-backoff',
    title: 'Longest wait after failed sends',
    quantity: 'duration',
    notes: 10 * second,
    source: constants,
  }),
  defineLimit({
    id: 'agent.retry.jitter',
    title: 'Random spread of the wait, up or down',
    quantity: 'ratio',
    notes: 0.3,
    source: throttler,
  }),
  defineLimit({
    id: 'agent.retry.wait-step',
    title: 'Steps in which a wait goes by; a success ends it at the next step',
    quantity: 'duration',
    notes: 250,
    source: throttler,
  }),
  defineLimit({
    id: 'agent.retry.recovery-divisor',
    title: 'Divisor of the failure count after a success',
    quantity: 'count',
    notes: 10,
    source: throttler,
  }),
  defineLimit({
    id: 'agent.queue.capacity',
    title: 'Buffers waiting to be published',
    quantity: 'count',
    notes: 100,
    source: constants,
  }),
  defineLimit({
    id: 'agent.record.stream-max-bytes',
    title: 'Largest record sent to a stream, partition key counted; longer ones are cut',
    quantity: 'bytes',
    notes: MiB,
    source: constants,
  }),
  defineLimit({
    id: 'agent.record.firehose-max-bytes',
    title: 'Largest record sent to Firehose; longer ones are cut',
    quantity: 'bytes',
    notes: 1_024_000,
    source: constants,
  }),
  defineLimit({
    id: 'agent.partition-key.random-range',
    title: 'Upper bound of the random number used as partition key',
    quantity: 'count',
    notes: 1_000_000,
    source: 'Kinesis Agent source: KinesisRecord.java',
  }),
];
