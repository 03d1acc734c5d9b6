import { parseJsonQuery, type JsonQuery } from '../../../base/jsonQuery.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Field, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord, type PlainData } from '../../../sim/plainData.ts';

export interface FunctionConfig {
  readonly memory: number;
  readonly timeout: number;
  readonly concurrency: number;
  readonly durationBase: number;
  readonly durationPerRecord: number;
  readonly coldStart: number;
  readonly keepWarm: number;
  readonly errorRate: number;
  readonly failOn: readonly string[];
  readonly reportBatchItemFailures: boolean;
  readonly outputFactor: number;
  readonly keep: readonly string[];
  readonly set: Readonly<Record<string, SetMember>>;
  readonly partitionKeys: Readonly<Record<string, JsonQuery>>;
  readonly dropped: readonly string[];
  readonly processingFailed: readonly string[];
  readonly missing: readonly string[];
  readonly duplicated: readonly string[];
  readonly changedRecordId: readonly string[];
  readonly asyncRetries: number;
  readonly asyncMaxAge: number;
  readonly batchSize: number;
  readonly batchWindow: number;
  readonly mode: 'polling' | 'enhanced-fan-out';
  readonly startFrom: 'LATEST' | 'TRIM_HORIZON';
  readonly parallelizationFactor: number;
  readonly bisectOnError: boolean;
  readonly maxRetries: number;
  readonly maxRecordAge: number;
  readonly queueBatchSize: number;
  readonly maxConcurrency: number;
}

/** What a transformation puts into a member: a value, or what it finds in the record. */
export type SetMember = { readonly value: PlainData } | { readonly query: JsonQuery };

function members<T>(raw: unknown, parse: (value: PlainData) => Result<T, string>): Result<Readonly<Record<string, T>>, readonly ConfigIssue[]> {
  if (!isPlainRecord(raw)) return fail([{ path: '', problem: 'must be an object with a member for each name' }]);
  const found: Record<string, T> = {};
  const issues: ConfigIssue[] = [];
  for (const [name, value] of Object.entries(raw)) {
    const parsed = parse(value ?? null);
    if (parsed.ok) found[name] = parsed.value;
    else issues.push({ path: name, problem: parsed.error });
  }
  return issues.length > 0 ? fail(issues) : ok(Object.freeze(found));
}

const deepest = 20;

function isPlain(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (depth > deepest) return false;
  const inner = Array.isArray(value) ? (value as readonly unknown[]) : isPlainRecord(value) ? Object.values(value) : undefined;
  return inner !== undefined && inner.every((each) => isPlain(each, depth + 1));
}

function parseMember(value: PlainData): Result<SetMember, string> {
  if (typeof value !== 'string' || !value.startsWith('.')) return isPlain(value, 0) ? ok({ value }) : fail('must be a text, a number, true, false, null, or a list or an object of these');
  const query = parseJsonQuery(value);
  return query.ok ? ok({ query: query.value }) : query;
}

/** Names of classes: a record is of a class when its key is the name, or begins with the name and a slash; `*` means all. */
function classes(says: string): Field<readonly string[]> {
  return {
    type: 'structure',
    says: `${says}: names of classes of records, as their keys begin; * for all`,
    default: [],
    parse(raw) {
      const list = typeof raw === 'string' ? [raw] : raw;
      const fine = Array.isArray(list) && list.length <= 64 && list.every((name) => typeof name === 'string' && name.length > 0);
      return fine ? ok(list as readonly string[]) : fail([{ path: '', problem: 'must be a list of names' }]);
    },
  };
}

export const functionFields: Fields<FunctionConfig> = {
  memory: { type: 'integer', says: 'Memory', unit: 'MB', min: (l) => l.number('lambda.memory.min'), max: (l) => l.number('lambda.memory.max'), default: (l) => l.number('lambda.memory.min') },
  timeout: { type: 'duration', says: 'Longest run', unit: 'ms', min: 1000, max: (l) => l.duration('lambda.timeout.max'), default: (l) => l.duration('lambda.timeout.default') },
  concurrency: { type: 'integer', says: 'Executions at a time (reserved concurrency); 0 throttles everything', unit: 'executions', min: 0, max: 100_000, default: (l) => l.number('lambda.concurrency.default') },
  durationBase: { type: 'number', says: 'Work of a run whatever it is given', unit: 'ms', min: 0, max: 900_000, short: 'base', default: 20 },
  durationPerRecord: { type: 'number', says: 'Work for one record', unit: 'ms', min: 0, max: 900_000, short: 'perRecord', default: 1 },
  coldStart: { type: 'duration', says: 'A new environment takes this long to start', unit: 'ms', min: 0, max: 60_000, default: 300 },
  keepWarm: { type: 'duration', says: 'An idle environment is kept this long', unit: 'ms', min: 0, max: 86_400_000, default: 600_000 },
  errorRate: { type: 'number', says: 'Part of runs that fail, 0 to 1', min: 0, max: 1, default: 0 },
  failOn: classes('Records that make a run fail'),
  reportBatchItemFailures: { type: 'boolean', says: 'Gives back the entries that failed instead of failing the batch', default: false },
  outputFactor: { type: 'number', says: 'Transformation: size of the new data for one of the old', min: 0, max: 100, default: 1 },
  keep: {
    type: 'structure',
    says: 'Transformation: names of the members of a JSON object that stay; none for all',
    default: [],
    parse: (raw) => (Array.isArray(raw) && raw.length <= 100 && raw.every((name) => typeof name === 'string') ? ok(raw as readonly string[]) : fail([{ path: '', problem: 'must be a list of names' }])),
  },
  set: { type: 'structure', says: 'Transformation: members that a JSON object gets; a text that begins with a dot is a jq path into what came', default: {}, parse: (raw) => members(raw, parseMember) },
  partitionKeys: { type: 'structure', says: 'Transformation: partition keys for Firehose by name, each a jq path into what came', default: {}, parse: (raw) => members(raw, parseJsonQuery) },
  dropped: classes('Transformation: answered with Dropped'),
  processingFailed: classes('Transformation: answered with ProcessingFailed'),
  missing: classes('Transformation: left out of the answer'),
  duplicated: classes('Transformation: answered twice'),
  changedRecordId: classes('Transformation: answered with another recordId'),
  asyncRetries: { type: 'integer', says: 'Asynchronous events: retries after an error', unit: 'retries', min: 0, max: (l) => l.number('lambda.async.retries'), default: (l) => l.number('lambda.async.retries') },
  asyncMaxAge: { type: 'duration', says: 'Asynchronous events: longest wait', unit: 'ms', min: 60_000, max: (l) => l.duration('lambda.async.max-age'), default: (l) => l.duration('lambda.async.max-age') },
  batchSize: { type: 'integer', says: 'Stream: most records in a batch', unit: 'records', min: 1, max: (l) => l.number('lambda.stream.max-batch'), short: 'batch', default: (l) => l.number('lambda.stream.default-batch') },
  batchWindow: { type: 'duration', says: 'Stream and queue: how long a batch that is not full waits', unit: 'ms', min: 0, max: (l) => l.duration('lambda.window.max'), short: 'window', default: 0 },
  mode: { type: 'choice', says: 'Stream: GetRecords calls, or records pushed (enhanced fan-out)', choices: ['polling', 'enhanced-fan-out'], todayOnly: ['enhanced-fan-out'], default: 'polling' },
  startFrom: { type: 'choice', says: 'Stream: where reading begins', choices: ['LATEST', 'TRIM_HORIZON'], default: 'TRIM_HORIZON' },
  parallelizationFactor: { type: 'integer', says: 'Stream: batches of one shard at a time, keys kept apart', unit: 'batches', min: 1, max: (l) => l.number('lambda.stream.max-parallelization'), short: 'parallel', default: 1 },
  bisectOnError: { type: 'boolean', says: 'Stream: a batch that fails is cut in two', short: 'bisect', default: false },
  maxRetries: { type: 'integer', says: 'Stream: retries of a batch; -1 until its records expire', unit: 'retries', min: -1, max: (l) => l.number('lambda.stream.max-retries'), default: -1 },
  maxRecordAge: { type: 'duration', says: 'Stream: older records are given up; 0 never', unit: 'ms', min: 0, max: (l) => l.duration('lambda.stream.max-age'), default: 0 },
  queueBatchSize: { type: 'integer', says: 'Queue: most messages in a batch; above 10 with a batch window', unit: 'messages', min: 1, max: (l) => l.number('lambda.queue.max-batch'), default: (l) => l.number('lambda.queue.default-batch') },
  maxConcurrency: { type: 'integer', says: 'Queue: most batches at a time', unit: 'batches', min: 2, max: 1000, default: 1000 },
};

export function parseFunctionConfig(raw: unknown, limits: Limits) {
  const parsed = parseFields<FunctionConfig>(raw, functionFields, limits);
  if (!parsed.ok) return parsed;
  const { queueBatchSize, batchWindow } = parsed.value;
  const most = limits.number('sqs.receive.max-messages');
  if (queueBatchSize > most && batchWindow < 1000) return fail([{ path: 'queueBatchSize', problem: `above ${most} a batchWindow of at least 1 s is needed` }]);
  return parsed;
}
