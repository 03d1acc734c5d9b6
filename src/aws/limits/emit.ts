import { defineLimit, type Limit, MiB, second } from './define.ts';

const config = 'Kinesis Connector Library source: KinesisConnectorConfiguration';

/** Kinesis Connector Library: the emitting end of a consumer. */
export const emitLimits: readonly Limit[] = [
  defineLimit({
    id: 'emit.connector.tries',
    title: 'Times a batch is given to the emitter (default)',
    quantity: 'count',
    notes: 3,
    source: config,
  }),
  defineLimit({
    id: 'emit.connector.backoff',
    title: 'Wait after the emitter returned failed items (default)',
    quantity: 'duration',
    notes: 10 * second,
    source: config,
  }),
  defineLimit({
    id: 'emit.connector.buffer-records',
    title: 'Records that flush the buffer (default)',
    quantity: 'count',
    notes: 1000,
    source: config,
  }),
  defineLimit({
    id: 'emit.connector.buffer-bytes',
    title: 'Data that flushes the buffer (default)',
    quantity: 'bytes',
    notes: MiB,
    source: config,
  }),
  defineLimit({
    id: 'emit.connector.failover-time',
    title: "Failover time of the library's KCL worker (default)",
    quantity: 'duration',
    notes: 30 * second,
    source: config,
  }),
  defineLimit({
    id: 'emit.connector.read-records',
    title: 'Records asked for in one GetRecords call (default)',
    quantity: 'count',
    notes: 10_000,
    source: config,
  }),
  defineLimit({
    id: 'emit.connector.idle-time',
    title: 'Pause between two reads of a shard (default)',
    quantity: 'duration',
    notes: second,
    source: config,
  }),
];
