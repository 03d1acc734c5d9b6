import { fail, ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord } from '../../../sim/plainData.ts';
import { parseJsonQuery, type JsonQuery } from '../../../base/jsonQuery.ts';
import { evaluateErrorPrefix, evaluatePrefix, isPartitioned, partitionKeysOf, prefixProblem, type IndexRotation } from './prefixes.ts';

export type Destination = 's3' | 'redshift' | 'search' | 'splunk' | 'http';

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
  /** Of backed-up objects. Empty: `source_records/` and the prefix. */
  readonly backupPrefix: string;
  readonly compression: 'UNCOMPRESSED' | 'GZIP' | 'ZIP' | 'Snappy';
  readonly compressionRatio: number;
  readonly retryDuration: number;
  readonly ackTimeout: number;
  readonly s3BackupMode: 'FailedOnly' | 'All';
  /** Partition keys of inline parsing, by name. */
  readonly partitionKeys: Readonly<Record<string, JsonQuery>>;
  readonly dynamicGrowth: 'double' | 'none';
  readonly indexName: string;
  readonly indexRotation: IndexRotation;
  readonly copyTable: string;
  /** Whether the function that is connected is called. */
  readonly transforms: boolean;
  /** Of the function, for objects that tell of failures; empty: made of the node's name. */
  readonly functionArn: string;
  /** Follows each record in an object of data. */
  readonly delimiter: string;
  /** Of data objects; empty: that of the compression. */
  readonly fileExtension: string;
}

/** Stands for "as AWS sets it". */
const byDefault = -1;

export const firehoseFields: Fields<FirehoseConfig> = {
  streamName: { type: 'text', says: 'Name of the delivery stream; the node id when empty', max: 64, short: 'name', default: '' },
  destination: { type: 'choice', says: 'Where records go', choices: ['s3', 'redshift', 'search', 'splunk', 'http'], todayOnly: ['http'], default: 's3' },
  bufferSize: { type: 'bytes', says: 'Buffer size hint, before compression; given together with the interval', unit: 'B', min: byDefault, short: 'size', default: byDefault },
  bufferInterval: { type: 'duration', says: 'Buffer interval hint; given together with the size', unit: 'ms', min: byDefault, short: 'interval', default: byDefault },
  lambdaBufferSize: { type: 'bytes', says: 'Data buffered before the function is invoked', unit: 'B', min: (l) => l.bytes('firehose.lambda.min-buffer-size'), max: (l) => l.bytes('firehose.lambda.max-buffer-size'), default: (l) => l.bytes('firehose.lambda.default-buffer-size') },
  lambdaInterval: { type: 'duration', says: 'Time buffered before the function is invoked', unit: 'ms', min: (l) => l.duration('firehose.lambda.min-interval'), max: (l) => l.duration('firehose.lambda.max-interval'), default: (l) => l.duration('firehose.lambda.default-interval') },
  lambdaRetries: { type: 'integer', says: 'NumberOfRetries: retries of a failed invocation', unit: 'retries', min: 0, max: 300, default: (l) => l.number('firehose.lambda.retries') },
  largeRegion: { type: 'boolean', says: 'The larger Direct PUT quota: us-east-1, us-west-2 or eu-west-1', default: true },
  prefix: { type: 'text', says: 'Prefix of objects, with expressions such as !{timestamp:yyyy}', max: 1024, default: '' },
  errorPrefix: { type: 'text', says: 'ErrorOutputPrefix; empty for none', max: 1024, default: '' },
  backupPrefix: { type: 'text', says: 'Prefix of backed-up objects; source_records/ and the prefix of objects when empty', max: 1024, default: '' },
  compression: { type: 'choice', says: 'Compression of objects', choices: ['UNCOMPRESSED', 'GZIP', 'ZIP', 'Snappy'], default: 'UNCOMPRESSED' },
  compressionRatio: { type: 'number', says: 'Compressed size for one of the data', min: 0.01, max: 1, default: 0.3 },
  retryDuration: { type: 'duration', says: 'All but S3: how long a delivery is tried again', unit: 'ms', min: byDefault, short: 'retry', default: byDefault },
  ackTimeout: { type: 'duration', says: 'Splunk: how long an acknowledgement is awaited', unit: 'ms', min: (l) => l.duration('firehose.splunk.min-ack-timeout'), max: (l) => l.duration('firehose.splunk.max-ack-timeout'), default: (l) => l.duration('firehose.splunk.min-ack-timeout') },
  s3BackupMode: { type: 'choice', says: 'Search, Splunk and HTTP: what S3 gets, the records that failed or all that come in', choices: ['FailedOnly', 'All'], short: 'backup', default: 'FailedOnly' },
  partitionKeys: {
    type: 'structure',
    says: 'Dynamic partitioning: partition keys by name, each a jq path such as .customer.id, also with | strftime("%Y")',
    default: {},
    parse: parseQueries,
  },
  dynamicGrowth: { type: 'choice', says: 'What happens when a flush is due while a delivery is under way: data joins one growing batch, or queues', choices: ['double', 'none'], short: 'growth', default: 'double' },
  indexName: { type: 'text', says: 'Search: name of the index', max: 80, short: 'index', default: 'records' },
  indexRotation: { type: 'choice', says: 'Search: how often a new index begins', choices: ['NoRotation', 'OneHour', 'OneDay', 'OneWeek', 'OneMonth'], short: 'rotation', default: 'OneDay' },
  copyTable: { type: 'text', says: 'Redshift: table that COPY loads', max: 127, short: 'table', default: 'records' },
  transforms: { type: 'boolean', says: 'Whether the connected function transforms records', default: true },
  functionArn: { type: 'text', says: 'ARN of the function, told where its failures lie; made of its node id when empty', max: 512, default: '' },
  delimiter: { type: 'text', says: 'What is put behind each record in S3 objects; nothing when empty', max: 16, default: '' },
  fileExtension: { type: 'text', says: 'Ending of the names of data objects, such as .json; that of the compression when empty', max: 128, default: '' },
};

function within(value: number, min: number, max: number, path: string, unit: string, limits: Limits): ConfigIssue[] {
  return value >= min && value <= max ? [] : [{ path, problem: `must lie between ${min} and ${max} ${unit} for this destination in the ${limits.edition === 'notes' ? 'Notes' : 'Today'} edition; got ${value}` }];
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly usual: number;
}

/** Largest destination buffer, in any edition. */
export function maxBufferSize(destination: Destination, limits: Limits): number {
  return sizeRange(destination, false, limits).max;
}

function sizeRange(destination: Destination, partitioned: boolean, limits: Limits): Range {
  const usual = limits.bytes('firehose.buffer.default-size');
  if (destination === 'splunk') return { min: limits.bytes('firehose.buffer.splunk-min-size'), max: limits.bytes('firehose.buffer.splunk-max-size'), usual };
  const min = limits.bytes(partitioned ? 'firehose.buffer.conversion-min-size' : 'firehose.buffer.min-size');
  const max = limits.bytes(destination === 'search' ? 'firehose.buffer.search-max-size' : destination === 'http' ? 'firehose.buffer.http-max-size' : 'firehose.buffer.max-size');
  return { min, max, usual: Math.max(min, usual) };
}

function intervalRange(destination: Destination, partitioned: boolean, limits: Limits): Range {
  if (destination === 'splunk') return { min: limits.duration('firehose.buffer.splunk-min-interval'), max: limits.duration('firehose.buffer.splunk-max-interval'), usual: limits.duration('firehose.buffer.splunk-max-interval') };
  const min = limits.duration(partitioned ? 'firehose.buffer.partitioning-min-interval' : 'firehose.buffer.min-interval');
  return { min, max: limits.duration('firehose.buffer.max-interval'), usual: limits.duration('firehose.buffer.default-interval') };
}

/** AWS states no default for Splunk and HTTP endpoints. [SIM] */
const endpointRetryMs = 300_000;

function retryRange(destination: Destination, limits: Limits): Range {
  if (destination === 'splunk' || destination === 'http') return { min: 0, max: limits.duration('firehose.endpoint.max-retry'), usual: endpointRetryMs };
  const [min, max, usual] =
    destination === 'search'
      ? (['firehose.search.min-retry', 'firehose.search.max-retry', 'firehose.search.default-retry'] as const)
      : (['firehose.redshift.min-retry', 'firehose.redshift.max-retry', 'firehose.redshift.default-retry'] as const);
  return { min: limits.duration(min), max: limits.duration(max), usual: limits.duration(usual) };
}

function parseQueries(raw: unknown): Result<Readonly<Record<string, JsonQuery>>, readonly ConfigIssue[]> {
  if (!isPlainRecord(raw)) return fail([{ path: '', problem: 'must name partition keys, each with a jq path' }]);
  const queries: Record<string, JsonQuery> = {};
  const issues: ConfigIssue[] = [];
  for (const [name, text] of Object.entries(raw)) {
    const query = parseJsonQuery(text);
    if (query.ok) queries[name] = query.value;
    else issues.push({ path: name, problem: query.error });
  }
  return issues.length > 0 ? fail(issues) : ok(Object.freeze(queries));
}

export function parseFirehoseConfig(raw: unknown, limits: Limits): Result<FirehoseConfig, readonly ConfigIssue[]> {
  const parsed = parseFields<FirehoseConfig>(raw, firehoseFields, limits);
  if (!parsed.ok) return parsed;
  const { destination, bufferSize, bufferInterval, retryDuration, prefix, errorPrefix } = parsed.value;
  const issues: ConfigIssue[] = [];
  const given = isPlainRecord(raw) ? raw : {};
  const partitioned = isPartitioned(prefix);
  const [sizes, intervals, retries] = [sizeRange(destination, partitioned, limits), intervalRange(destination, partitioned, limits), retryRange(destination, limits)];
  if ((given.bufferSize === undefined) !== (given.bufferInterval === undefined)) issues.push({ path: given.bufferSize === undefined ? 'bufferSize' : 'bufferInterval', problem: 'size and interval must be given together' });
  const size = bufferSize === byDefault ? sizes.usual : bufferSize;
  const interval = bufferInterval === byDefault ? intervals.usual : bufferInterval;
  const duration = retryDuration === byDefault ? retries.usual : retryDuration;
  issues.push(
    ...within(size, sizes.min, sizes.max, 'bufferSize', 'B', limits),
    ...within(interval, intervals.min, intervals.max, 'bufferInterval', 'ms', limits),
    ...within(duration, retries.min, retries.max, 'retryDuration', 'ms', limits),
  );
  const wrong = prefixProblem(prefix, errorPrefix || null, destination === 'redshift');
  if (wrong) issues.push({ path: wrong.field, problem: wrong.problem });
  else issues.push(...tooLong(prefix, errorPrefix || null, limits));
  const backup = prefixProblem(parsed.value.backupPrefix, '!{firehose:error-output-type}');
  if (backup) issues.push({ path: 'backupPrefix', problem: backup.problem });
  if (partitioned) issues.push(...partitioningProblems(parsed.value, limits));
  else if (Object.keys(parsed.value.partitionKeys).length > 0) issues.push({ path: 'prefix', problem: 'partition keys need expressions such as !{partitionKeyFromQuery:name} in the prefix' });
  if (destination === 'redshift' && !['UNCOMPRESSED', 'GZIP'].includes(parsed.value.compression)) issues.push({ path: 'compression', problem: 'for Redshift only GZIP works' });
  const splunkLambda = destination === 'splunk' && limits.edition === 'today' && given.lambdaBufferSize === undefined;
  const lambdaBufferSize = splunkLambda ? limits.bytes('firehose.lambda.splunk-default-buffer-size') : parsed.value.lambdaBufferSize;
  return issues.length > 0 ? fail(issues) : ok({ ...parsed.value, bufferSize: size, bufferInterval: interval, retryDuration: duration, lambdaBufferSize });
}

function partitioningProblems({ destination, prefix, partitionKeys }: FirehoseConfig, limits: Limits): ConfigIssue[] {
  if (limits.edition === 'notes') return [{ path: 'prefix', problem: 'dynamic partitioning exists in the Today edition only; run with facts: today' }];
  if (destination !== 's3') return [{ path: 'prefix', problem: 'dynamic partitioning works for S3 only' }];
  const asked = partitionKeysOf(prefix, 'partitionKeyFromQuery').filter((name) => partitionKeys[name] === undefined);
  return asked.map((name) => ({ path: 'partitionKeys', problem: `the prefix asks for ${name}, which has no jq path` }));
}

function tooLong(prefix: string, errorPrefix: string | null, limits: Limits): ConfigIssue[] {
  const most = limits.number('firehose.prefix.max-characters');
  const facts = { utcMs: 0, errorType: 'processing-failed', random: () => 'x'.repeat(limits.number('firehose.prefix.random-characters')) };
  const issues: ConfigIssue[] = [];
  if (evaluatePrefix(prefix, facts).length > most) issues.push({ path: 'prefix', problem: `once evaluated it must have at most ${most} characters` });
  if (evaluateErrorPrefix(prefix, errorPrefix, facts).length > most) issues.push({ path: 'errorPrefix', problem: `once evaluated it must have at most ${most} characters` });
  return issues;
}
