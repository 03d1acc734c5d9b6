import { limitValue, type Edition } from '../../../aws/limits/index.ts';
import type { Control, ControlValues } from '../panel.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const hourMs = 3_600_000;
const number = (value: number, places = 1) => value.toLocaleString('en-GB', { maximumFractionDigits: places });

/** How often one shard's limit a total is: "1.5 times one shard's limit". */
function times(total: number, limit: number): string {
  const share = total / limit;
  return share >= 1 ? `${number(share)} times one shard's limit` : `${number(share * 100, 0)} % of one shard's limit`;
}

function rateInWords(shown: number, values: ControlValues, edition: Edition): string {
  const limit = limitValue('kds.shard.write-records-per-second', edition);
  const producers = Number(values.producers ?? 1);
  return producers > 1
    ? `${number(shown)} records per second each, ${number(shown * producers)} in all, ${times(shown * producers, limit)}`
    : `${number(shown)} records per second, ${times(shown, limit)}`;
}

function sizeInWords(shown: number, values: ControlValues, edition: Edition): string {
  const bytes = shown * KiB * Number(values.rate ?? 0) * Number(values.producers ?? 1);
  return `${number(shown)} kibibytes, ${number(bytes / MiB, 2)} mebibytes a second in all, ${times(bytes, limitValue('kds.shard.write-bytes-per-second', edition))}`;
}

const largest = (edition: Edition) => limitValue('kds.record.max-bytes', edition) / KiB;
const hoursText = (hours: number) => `${number(hours)} h`;
const daysText = (hours: number) => `${number(hours / 24, 0)} days`;
const longest = (edition: Edition) => limitValue('kds.retention.max', edition) / hourMs;

/** Controls of the Kinesis lab, in groups. Values are in the units that content uses: bytes, ms, hours. */
export const kinesisControls: readonly Control[] = [
  {
    id: 'shards',
    group: 'Stream',
    type: 'number',
    label: 'Shards',
    unit: 'shards',
    one: 'shard',
    min: 1,
    max: 16,
    step: 1,
    scale: 'linear',
    help: 'While a run is on, a change is an UpdateShardCount call: the stream is UPDATING for 30 s, and one call at most doubles or halves the count.',
    describe: (shown, _, edition) =>
      `${shown} ${shown === 1 ? 'shard' : 'shards'}, together ${number(shown * limitValue('kds.shard.write-records-per-second', edition))} records or ${number((shown * limitValue('kds.shard.write-bytes-per-second', edition)) / MiB)} mebibytes a second`,
  },
  {
    id: 'capacity',
    group: 'Stream',
    type: 'choice',
    label: 'Capacity mode',
    options: [
      { value: 'PROVISIONED', label: 'Provisioned' },
      { value: 'ON_DEMAND', label: 'On-demand', today: true },
    ],
  },
  {
    id: 'retention',
    group: 'Stream',
    type: 'number',
    label: 'Retention',
    unit: 'hours',
    min: (edition) => limitValue('kds.retention.min', edition) / hourMs,
    max: longest,
    step: 1,
    scale: 'log',
    limit: 'kds.retention.max',
    ticks: (edition) => [
      { value: limitValue('kds.retention.default', edition) / hourMs, label: hoursText(limitValue('kds.retention.default', edition) / hourMs) },
      { value: longest('notes'), label: daysText(longest('notes')) },
      ...(edition === 'today' ? [{ value: longest('today'), label: daysText(longest('today')) }] : []),
    ],
    describe: (shown) => `${number(shown)} hours, ${number(shown / 24)} ${shown === 24 ? 'day' : 'days'}`,
  },
  {
    id: 'maxrecord',
    group: 'Stream',
    type: 'number',
    label: 'Largest record',
    unit: 'KiB',
    min: (edition) => limitValue('kds.record.default-max-bytes', edition) / KiB,
    max: largest,
    step: 1,
    scale: 'log',
    limit: 'kds.record.max-bytes',
    shown: (_, edition) => edition === 'today',
  },
  {
    id: 'producers',
    group: 'Producers',
    type: 'number',
    label: 'Producers',
    unit: 'producers',
    one: 'producer',
    min: 1,
    max: 8,
    step: 1,
    scale: 'linear',
    structural: true,
  },
  {
    id: 'rate',
    group: 'Producers',
    type: 'number',
    label: 'Records per second, each',
    unit: 'records/s',
    min: 10,
    max: 5000,
    step: 1,
    scale: 'log',
    ticks: (edition) => [{ value: limitValue('kds.shard.write-records-per-second', edition), label: `one shard: ${number(limitValue('kds.shard.write-records-per-second', edition))}` }],
    describe: rateInWords,
  },
  {
    id: 'size',
    group: 'Producers',
    type: 'number',
    label: 'Record size',
    unit: 'KiB',
    per: KiB,
    min: 0.1,
    max: largest,
    step: 0.001,
    scale: 'log',
    limit: 'kds.record.max-bytes',
    ticks: (edition) => [
      { value: limitValue('kds.record.default-max-bytes', edition) / KiB, label: `${number(limitValue('kds.record.default-max-bytes', edition) / MiB)} MiB` },
      ...(edition === 'today' ? [{ value: largest('today'), label: `${number(largest('today') / KiB)} MiB` }] : []),
    ],
    describe: sizeInWords,
  },
  {
    id: 'keys',
    group: 'Producers',
    type: 'choice',
    label: 'Partition keys',
    options: [
      { value: 'one', label: 'One key' },
      { value: 'four', label: '4 keys in turn' },
      { value: 'zipf', label: 'Skewed (Zipf)' },
      { value: 'random', label: 'Random, 10,000 keys' },
      { value: 'salted', label: 'As now, with a suffix of 8' },
    ],
  },
  {
    id: 'zipf',
    group: 'Producers',
    type: 'number',
    label: 'Skew',
    unit: 's',
    min: 0,
    max: 2,
    step: 0.1,
    scale: 'linear',
    help: '0 is even; at 1 the busiest of 1,000 keys sends about one record in seven; at 2 more than half.',
    shown: (values) => values.keys === 'zipf',
    describe: (shown) => `exponent ${number(shown)}`,
  },
  {
    id: 'api',
    group: 'Producers',
    type: 'choice',
    label: 'Producer API',
    options: [
      { value: 'PutRecords', label: 'PutRecords' },
      { value: 'PutRecord', label: 'PutRecord' },
    ],
  },
  {
    id: 'batch',
    group: 'Producers',
    type: 'number',
    label: 'Records in a PutRecords call, at most',
    unit: 'records',
    min: 1,
    max: (edition) => limitValue('kds.put-records.max-entries', edition),
    step: 1,
    scale: 'log',
    ticks: (edition) => [{ value: limitValue('kds.put-records.max-entries', edition), label: `limit: ${limitValue('kds.put-records.max-entries', edition)}` }],
    shown: (values) => values.api === 'PutRecords',
  },
  {
    id: 'retry',
    group: 'Producers',
    type: 'choice',
    label: 'Producer retry',
    options: [
      { value: 'none', label: 'None' },
      { value: 'immediate', label: 'Immediate' },
      { value: 'backoff', label: 'Back-off with jitter' },
      { value: 'whole-batch', label: 'Whole batch again' },
    ],
  },
  {
    id: 'consumers',
    group: 'Consumers',
    type: 'number',
    label: 'Consumers',
    unit: 'consumers',
    one: 'consumer',
    min: 0,
    max: 8,
    step: 1,
    scale: 'linear',
    structural: true,
    ticks: (edition) => [{ value: limitValue('kds.shard.read-calls-per-second', edition), label: `${limitValue('kds.shard.read-calls-per-second', edition)} reads/s` }],
    help: 'Each consumer reads every record. They share the read limits of the shards.',
  },
  {
    id: 'mode',
    group: 'Consumers',
    type: 'choice',
    label: 'Reading',
    options: [
      { value: 'polling', label: 'Shared polling' },
      { value: 'enhanced-fan-out', label: 'Enhanced fan-out', today: true },
    ],
    shown: (values) => Number(values.consumers) > 0,
  },
  {
    id: 'poll',
    group: 'Consumers',
    type: 'number',
    label: 'Poll interval',
    unit: 'ms',
    min: 200,
    max: 5000,
    step: 1,
    scale: 'log',
    ticks: (edition) => [
      { value: 1000 / limitValue('kds.shard.read-calls-per-second', edition), label: `${limitValue('kds.shard.read-calls-per-second', edition)} a second` },
      { value: 1000, label: '1 s' },
    ],
    shown: (values) => Number(values.consumers) > 0 && values.mode === 'polling',
    describe: (shown) => `${number(shown)} milliseconds, ${number(1000 / shown, 2)} reads of each shard a second by each consumer`,
  },
  {
    id: 'processing',
    group: 'Consumers',
    type: 'number',
    label: 'Work for each record',
    unit: 'ms',
    min: 0.01,
    max: 50,
    step: 0.001,
    scale: 'log',
    shown: (values) => Number(values.consumers) > 0,
    describe: (shown) => (shown > 0 ? `${number(shown, 2)} milliseconds, at most ${number(1000 / shown, 0)} records a second` : 'no time'),
  },
  {
    id: 'reshard',
    group: 'Consumers',
    type: 'choice',
    label: 'After a reshard',
    options: [
      { value: 'drain-parents', label: 'Finish parents first' },
      { value: 'parallel', label: 'Read children at once' },
      { value: 'latest', label: 'Children from their newest record' },
    ],
    shown: (values) => Number(values.consumers) > 0,
  },
  {
    id: 'idempotent',
    group: 'Consumers',
    type: 'toggle',
    label: 'Ignores records it has seen (idempotent)',
    shown: (values) => Number(values.consumers) > 0,
  },
];
