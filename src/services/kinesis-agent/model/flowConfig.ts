/** One flow of agent.json: which files, where to, and how. */
import { fail, ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Field, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import { sayValue } from '../../../sim/plainData.ts';
import { parseConverter, type Converter } from './converters.ts';
import { parseFilePattern, type FilePattern } from './glob.ts';
import { translateJavaRegex, type TranslatedPattern } from './javaRegex.ts';

export interface FlowSettings {
  readonly initialPosition: 'START_OF_FILE' | 'END_OF_FILE';
  readonly maxBufferAgeMillis: number;
  readonly maxBufferSizeBytes: number;
  readonly maxBufferSizeRecords: number;
  readonly minTimeBetweenFilePollsMillis: number;
  readonly maxTimeBetweenFileTrackerRefreshMillis: number;
  readonly retryInitialBackoffMillis: number;
  readonly retryMaxBackoffMillis: number;
  readonly publishQueueCapacity: number;
  readonly skipHeaderLines: number;
  readonly truncatedRecordTerminator: string;
  readonly partitionKeyOption: 'RANDOM' | 'DETERMINISTIC';
}

/** A flow as the agent runs it. */
export interface FlowConfig extends FlowSettings {
  /** The pattern as it was written: the flow's name, too. */
  readonly filePattern: string;
  readonly files: FilePattern;
  readonly kind: 'stream' | 'firehose' | 'either';
  /** Name of the stream or delivery stream; empty means whatever is connected. */
  readonly destination: string;
  readonly start: TranslatedPattern | null;
  readonly converters: readonly Converter[];
}

interface RawFlow extends FlowSettings {
  readonly filePattern: string;
  readonly kinesisStream: string;
  readonly deliveryStream: string;
  readonly multiLineStartPattern: string;
  readonly dataProcessingOptions: readonly Converter[];
  readonly waitOnFullPublishQueueMillis: number;
  readonly waitOnEmptyPublishQueueMillis: number;
}

const settings: Fields<FlowSettings> = {
  initialPosition: { type: 'choice', says: 'Where reading begins in a file that is there when the agent starts and has no checkpoint', choices: ['START_OF_FILE', 'END_OF_FILE'], default: 'END_OF_FILE' },
  maxBufferAgeMillis: { type: 'duration', says: 'Longest time a record waits in the buffer', unit: 'ms', min: (l) => l.duration('agent.buffer.min-age'), max: (l) => l.duration('agent.buffer.max-age'), default: (l) => l.duration('agent.buffer.default-age') },
  maxBufferSizeBytes: { type: 'bytes', says: 'Bytes at which a buffer is sent; 0 for the most the destination takes', unit: 'B', min: 1, max: (l) => l.bytes('agent.buffer.stream-flow-max-bytes'), default: 0 },
  maxBufferSizeRecords: { type: 'integer', says: 'Records at which a buffer is sent', unit: 'records', min: 1, max: (l) => l.number('agent.buffer.max-records'), default: (l) => l.number('agent.buffer.max-records') },
  minTimeBetweenFilePollsMillis: { type: 'duration', says: 'Time between two looks at the file that is read', unit: 'ms', min: 1, max: 3_600_000, default: (l) => l.duration('agent.file.poll-gap') },
  maxTimeBetweenFileTrackerRefreshMillis: { type: 'duration', says: 'Longest time between two looks at the directory', unit: 'ms', min: 1, max: 3_600_000, default: (l) => l.duration('agent.file.tracker-refresh') },
  retryInitialBackoffMillis: { type: 'duration', says: 'First wait after a failed send', unit: 'ms', min: 0, max: 3_600_000, default: (l) => l.duration('agent.retry.initial-backoff') },
  retryMaxBackoffMillis: { type: 'duration', says: 'Longest wait after failed sends', unit: 'ms', min: 0, max: 3_600_000, default: (l) => l.duration('agent.retry.max-backoff') },
  publishQueueCapacity: { type: 'integer', says: 'Full buffers that may wait to be sent; then reading stops', unit: 'buffers', min: 1, max: 10_000, default: (l) => l.number('agent.queue.capacity') },
  skipHeaderLines: { type: 'integer', says: 'Lines at the top of every file that are no records', unit: 'lines', min: 0, max: 1000, default: 0 },
  truncatedRecordTerminator: { type: 'text', says: 'What ends a record that was too long and was cut', max: 1000, default: '\n' },
  partitionKeyOption: { type: 'choice', says: "A partition key at random, or the MD5 of the record's data", choices: ['RANDOM', 'DETERMINISTIC'], default: 'RANDOM' },
};

const text = (says: string): Field<string> => ({ type: 'text', says, max: 4000, default: '' });

const flowFields: Fields<RawFlow> = {
  filePattern: text('Directory, and pattern of the file names'),
  kinesisStream: text('Stream that the records go to'),
  deliveryStream: text('Firehose stream that the records go to'),
  ...settings,
  multiLineStartPattern: text('A Java regular expression that the first line of a record matches; other lines belong to the record before them'),
  dataProcessingOptions: { type: 'structure', says: 'Converters that each record goes through, in order', default: [], parse: listOf(parseConverter) },
  // In agent.json they bound waits inside the agent; here the agent wakes when there is something to do.
  waitOnFullPublishQueueMillis: { type: 'duration', says: 'Has no effect here', unit: 'ms', min: -1, max: 3_600_000, default: 60_000 },
  waitOnEmptyPublishQueueMillis: { type: 'duration', says: 'Has no effect here', unit: 'ms', min: -1, max: 3_600_000, default: 60_000 },
};

/** A reader of lists from a reader of entries: all problems at once, each with its place. */
export function listOf<T>(parse: (raw: unknown, limits: Limits) => Result<T, readonly ConfigIssue[]>): (raw: unknown, limits: Limits) => Result<readonly T[], readonly ConfigIssue[]> {
  return (raw, limits) => {
    if (!Array.isArray(raw)) return fail([{ path: '', problem: `must be a list; got ${sayValue(raw)}` }]);
    const issues: ConfigIssue[] = [];
    const values: T[] = [];
    raw.forEach((entry, i) => {
      const parsed = parse(entry, limits);
      if (parsed.ok) values.push(parsed.value);
      else issues.push(...parsed.error.map((issue) => ({ path: issue.path ? `${i}.${issue.path}` : String(i), problem: issue.problem })));
    });
    return issues.length > 0 ? fail(issues) : ok(values);
  };
}

/** Reads one flow; problems of every kind at once. */
export function parseFlow(raw: unknown, limits: Limits): Result<FlowConfig, readonly ConfigIssue[]> {
  const parsed = parseFields<RawFlow>(raw, flowFields, limits);
  const issues: ConfigIssue[] = parsed.ok ? [] : [...parsed.error];
  const given = (typeof raw === 'object' && raw !== null ? raw : {}) as Partial<Record<keyof RawFlow, unknown>>;
  const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
  const pattern = textOf(given.filePattern);
  const files = parseFilePattern(pattern);
  if (pattern === '') issues.push({ path: 'filePattern', problem: 'a flow needs a filePattern, for example /var/log/app.log*' });
  else if (!files.ok) issues.push({ path: 'filePattern', problem: files.error });
  const stream = textOf(given.kinesisStream);
  const delivery = textOf(given.deliveryStream);
  if (stream !== '' && delivery !== '') issues.push({ path: 'deliveryStream', problem: 'a flow has one destination: kinesisStream or deliveryStream, not both' });
  else if (stream === '' && delivery === '') issues.push({ path: 'kinesisStream', problem: 'a flow needs a kinesisStream or a deliveryStream' });
  const starts = textOf(given.multiLineStartPattern);
  const start = starts === '' ? ok(null) : translateJavaRegex(starts);
  if (!start.ok) issues.push({ path: 'multiLineStartPattern', problem: `a Java regular expression: ${start.error}` });
  if (!parsed.ok || !files.ok || !start.ok || issues.length > 0) return fail(issues);
  return finishFlow(parsed.value, { files: files.value, start: start.value, kind: delivery === '' ? 'stream' : 'firehose', destination: stream || delivery }, limits);
}

function finishFlow(flow: RawFlow, found: Pick<FlowConfig, 'files' | 'start' | 'kind' | 'destination'>, limits: Limits): Result<FlowConfig, readonly ConfigIssue[]> {
  const firehoseMost = limits.bytes('agent.buffer.max-bytes');
  const most = found.kind === 'stream' ? limits.bytes('agent.buffer.stream-flow-max-bytes') : firehoseMost;
  if (flow.maxBufferSizeBytes > most) return fail([{ path: 'maxBufferSizeBytes', problem: `must lie between 1 and ${most} B for a flow to a Firehose stream; got ${flow.maxBufferSizeBytes}` }]);
  const { kinesisStream: _1, deliveryStream: _2, multiLineStartPattern: _3, dataProcessingOptions, waitOnFullPublishQueueMillis: _4, waitOnEmptyPublishQueueMillis: _5, ...rest } = flow;
  return ok(Object.freeze({ ...rest, ...found, maxBufferSizeBytes: flow.maxBufferSizeBytes || most, converters: dataProcessingOptions }));
}

/** The flow of an agent that was given none: everything the connected application writes, to whatever is connected. */
export function defaultFlow(limits: Limits): FlowConfig {
  const parsed = parseFlow({ filePattern: '/var/log/app/*.log*', kinesisStream: 'any' }, limits);
  if (!parsed.ok) throw new Error('the default flow has a mistake');
  return Object.freeze({ ...parsed.value, kind: 'either' as const, destination: '', maxBufferSizeBytes: limits.bytes('agent.buffer.max-bytes') });
}
