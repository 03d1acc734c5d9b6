import { fail, ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord } from '../../../sim/plainData.ts';
import { evaluateErrorPrefix, evaluatePrefix, prefixProblem, type IndexRotation } from './prefixes.ts';

export type Destination = 's3' | 'redshift' | 'search';

export interface FirehoseConfig {
  readonly streamName: string;
  readonly destination: Destination;
  /** Resolved: never the "by default" that the field allows. */
  readonly bufferSize: number;
  readonly bufferInterval: number;
  readonly lambdaBufferSize: number;
  readonly lambdaInterval: number;
  readonly lambdaRetries: number;
  readonly largeRegion: boolean;
  readonly prefix: string;
  /** Empty: not given. */
  readonly errorPrefix: string;
  readonly compression: 'UNCOMPRESSED' | 'GZIP' | 'ZIP' | 'Snappy';
  readonly compressionRatio: number;
  readonly retryDuration: number;
  readonly dynamicGrowth: 'double' | 'none';
  readonly indexName: string;
  readonly indexRotation: IndexRotation;
  readonly copyTable: string;
}

/** Stands for "as AWS sets it". */
const byDefault = -1;

export const firehoseFields: Fields<FirehoseConfig> = {
  streamName: { type: 'text', says: 'Name of the delivery stream; the node id when empty', max: 64, short: 'name', default: '' },
  destination: { type: 'choice', says: 'Where records go', choices: ['s3', 'redshift', 'search'], default: 's3' },
  bufferSize: { type: 'bytes', says: 'Buffer size hint, before compression; given together with the interval', unit: 'B', min: byDefault, short: 'size', default: byDefault },
  bufferInterval: { type: 'duration', says: 'Buffer interval hint; given together with the size', unit: 'ms', min: byDefault, short: 'interval', default: byDefault },
  lambdaBufferSize: { type: 'bytes', says: 'Data buffered before the function is invoked', unit: 'B', min: (l) => l.bytes('firehose.lambda.min-buffer-size'), max: (l) => l.bytes('firehose.lambda.max-buffer-size'), default: (l) => l.bytes('firehose.lambda.default-buffer-size') },
  lambdaInterval: { type: 'duration', says: 'Time buffered before the function is invoked', unit: 'ms', min: (l) => l.duration('firehose.lambda.min-interval'), max: (l) => l.duration('firehose.lambda.max-interval'), default: (l) => l.duration('firehose.lambda.default-interval') },
  lambdaRetries: { type: 'integer', says: 'NumberOfRetries: retries of a failed invocation', unit: 'retries', min: 0, max: 300, default: (l) => l.number('firehose.lambda.retries') },
  largeRegion: { type: 'boolean', says: 'The larger Direct PUT quota: us-east-1, us-west-2 or eu-west-1', default: true },
  prefix: { type: 'text', says: 'Prefix of objects, with expressions such as !{timestamp:yyyy}', max: 1024, default: '' },
  errorPrefix: { type: 'text', says: 'ErrorOutputPrefix; empty for none', max: 1024, default: '' },
  compression: { type: 'choice', says: 'Compression of objects', choices: ['UNCOMPRESSED', 'GZIP', 'ZIP', 'Snappy'], default: 'UNCOMPRESSED' },
  compressionRatio: { type: 'number', says: 'Compressed size for one of the data', min: 0.01, max: 1, default: 0.3 },
  retryDuration: { type: 'duration', says: 'Redshift and search: how long a delivery is tried again', unit: 'ms', min: byDefault, short: 'retry', default: byDefault },
  dynamicGrowth: { type: 'choice', says: 'What happens when a flush is due while a delivery is under way: data joins one growing batch, or queues', choices: ['double', 'none'], short: 'growth', default: 'double' },
  indexName: { type: 'text', says: 'Search: name of the index', max: 80, short: 'index', default: 'records' },
  indexRotation: { type: 'choice', says: 'Search: how often a new index begins', choices: ['NoRotation', 'OneHour', 'OneDay', 'OneWeek', 'OneMonth'], short: 'rotation', default: 'OneDay' },
  copyTable: { type: 'text', says: 'Redshift: table that COPY loads', max: 127, short: 'table', default: 'records' },
};

function within(value: number, min: number, max: number, path: string, unit: string, limits: Limits): ConfigIssue[] {
  return value >= min && value <= max ? [] : [{ path, problem: `must lie between ${min} and ${max} ${unit} for this destination in the ${limits.edition === 'notes' ? 'Notes' : 'Today'} edition; got ${value}` }];
}

/** Largest destination buffer, in any edition. */
export function maxBufferSize(destination: Destination, limits: Limits): number {
  return limits.bytes(destination === 'search' ? 'firehose.buffer.search-max-size' : 'firehose.buffer.max-size');
}

function retryRange(destination: Destination, limits: Limits): { min: number; max: number; usual: number } {
  const [min, max, usual] =
    destination === 'search'
      ? (['firehose.search.min-retry', 'firehose.search.max-retry', 'firehose.search.default-retry'] as const)
      : (['firehose.redshift.min-retry', 'firehose.redshift.max-retry', 'firehose.redshift.default-retry'] as const);
  return { min: limits.duration(min), max: limits.duration(max), usual: limits.duration(usual) };
}

export function parseFirehoseConfig(raw: unknown, limits: Limits): Result<FirehoseConfig, readonly ConfigIssue[]> {
  const parsed = parseFields<FirehoseConfig>(raw, firehoseFields, limits);
  if (!parsed.ok) return parsed;
  const { destination, bufferSize, bufferInterval, retryDuration, prefix, errorPrefix } = parsed.value;
  const issues: ConfigIssue[] = [];
  const given = isPlainRecord(raw) ? raw : {};
  if ((given.bufferSize === undefined) !== (given.bufferInterval === undefined)) issues.push({ path: given.bufferSize === undefined ? 'bufferSize' : 'bufferInterval', problem: 'size and interval must be given together' });
  const size = bufferSize === byDefault ? limits.bytes('firehose.buffer.default-size') : bufferSize;
  const interval = bufferInterval === byDefault ? limits.duration('firehose.buffer.default-interval') : bufferInterval;
  const retry = retryRange(destination, limits);
  const duration = retryDuration === byDefault ? retry.usual : retryDuration;
  issues.push(
    ...within(size, limits.bytes('firehose.buffer.min-size'), maxBufferSize(destination, limits), 'bufferSize', 'B', limits),
    ...within(interval, limits.duration('firehose.buffer.min-interval'), limits.duration('firehose.buffer.max-interval'), 'bufferInterval', 'ms', limits),
    ...within(duration, retry.min, retry.max, 'retryDuration', 'ms', limits),
  );
  const wrong = prefixProblem(prefix, errorPrefix || null, destination === 'redshift');
  if (wrong) issues.push({ path: wrong.field, problem: wrong.problem });
  else issues.push(...tooLong(prefix, errorPrefix || null, limits));
  if (prefix.includes('!{partitionKey')) issues.push({ path: 'prefix', problem: 'dynamic partitioning is not simulated' });
  if (destination === 'redshift' && !['UNCOMPRESSED', 'GZIP'].includes(parsed.value.compression)) issues.push({ path: 'compression', problem: 'for Redshift only GZIP works' });
  return issues.length > 0 ? fail(issues) : ok({ ...parsed.value, bufferSize: size, bufferInterval: interval, retryDuration: duration });
}

function tooLong(prefix: string, errorPrefix: string | null, limits: Limits): ConfigIssue[] {
  const most = limits.number('firehose.prefix.max-characters');
  const facts = { utcMs: 0, errorType: 'processing-failed', random: () => 'x'.repeat(limits.number('firehose.prefix.random-characters')) };
  const issues: ConfigIssue[] = [];
  if (evaluatePrefix(prefix, facts).length > most) issues.push({ path: 'prefix', problem: `once evaluated it must have at most ${most} characters` });
  if (evaluateErrorPrefix(prefix, errorPrefix, facts).length > most) issues.push({ path: 'errorPrefix', problem: `once evaluated it must have at most ${most} characters` });
  return issues;
}
