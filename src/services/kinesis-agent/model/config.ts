/** What an agent's node is told: its agent.json, and how the application beside it writes and rotates its files. */
import { fail, ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Field, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord } from '../../../sim/plainData.ts';
import { defaultFlow, listOf, parseFlow, type FlowConfig } from './flowConfig.ts';

/** How log files are written. */
export interface WriterConfig {
  readonly logFile: string;
  readonly lineFormat: 'json' | 'csv';
  readonly linesPerRecord: number;
  readonly headerLines: number;
  readonly rotate: 'none' | 'size' | 'time';
  readonly rotateBytes: number;
  readonly rotateEvery: number;
  readonly rotateBy: 'rename' | 'copy-truncate';
  readonly keepRotated: number;
  readonly compressRotated: boolean;
}

export interface AgentConfig extends WriterConfig {
  readonly flows: readonly FlowConfig[];
  readonly startsAfter: number;
  readonly maxSendingThreads: number;
  readonly socketTimeoutMillis: number;
}

interface RawAgent extends AgentConfig {
  readonly agentJson: readonly FlowConfig[];
}

/** Settings at the top of agent.json that are known and change nothing here. */
const withoutEffect = [
  'cloudwatch.emitMetrics',
  'cloudwatch.endpoint',
  'cloudwatch.namespace',
  'cloudwatch.tagInstance',
  'cloudwatch.metricsBufferTimeMillis',
  'cloudwatch.metricsQueueSize',
  'kinesis.endpoint',
  'kinesis.region',
  'firehose.endpoint',
  'sts.endpoint',
  'region',
  'endpoint',
  'assumeRoleARN',
  'assumeRoleExternalId',
  'checkpointFile',
  'checkpointTimeToLiveDays',
  'shutdownTimeoutMillis',
  'log.level',
  'log.file',
  'log.emitMetrics',
  'log.emitInternalMetrics',
  'log.statusReportingPeriodSeconds',
  'log.maxBackupIndex',
  'log.maxFileSize',
  'maxSendingThreadsPerCore',
  'sendingThreadsKeepAliveMillis',
  'sendingThreadsMaxQueueSize',
  'maxConnections',
  'connectionTimeoutMillis',
  'connectionTTLMillis',
  'useTcpKeepAlive',
  'useHttpGzip',
] as const;
const credentials = ['awsAccessKeyId', 'awsSecretAccessKey'];

const flows: Field<readonly FlowConfig[]> = { type: 'structure', says: 'Flows of agent.json: filePattern, kinesisStream or deliveryStream, and settings', default: (l) => [defaultFlow(l)], parse: listOf(parseFlow) };
const threads: Field<number> = { type: 'integer', says: 'Calls of one flow under way at once; by default 12 for each of two cores', unit: 'calls', min: 1, max: 1000, default: 24 };
const socketTimeout: Field<number> = { type: 'duration', says: 'How long a call may go unanswered', unit: 'ms', min: 100, max: 600_000, default: 50_000 };

interface AgentFile {
  readonly flows: readonly FlowConfig[];
  readonly maxSendingThreads: number;
  readonly socketTimeoutMillis: number;
}

/** Reads what stands in an agent.json, as text or as the value it holds: all problems at once. */
export function parseAgentJson(source: unknown, limits: Limits): Result<AgentFile, readonly ConfigIssue[]> {
  let raw = source;
  if (typeof source === 'string') {
    try {
      raw = JSON.parse(source) as unknown;
    } catch {
      return fail([{ path: '', problem: 'it is no JSON; look for a comma too many or a quote too few' }]);
    }
  }
  if (!isPlainRecord(raw)) return fail([{ path: '', problem: 'agent.json is an object with a list of flows' }]);
  const issues: ConfigIssue[] = [];
  for (const key of credentials) if (Object.hasOwn(raw, key)) issues.push({ path: key, problem: 'leave keys out: the simulated agent needs none, and they do not belong in a recipe' });
  const anything: Field<null> = { type: 'structure', says: 'Known, without effect here', default: null, parse: () => ok(null) };
  const fields = { flows: { ...flows, default: [] }, maxSendingThreads: threads, socketTimeoutMillis: socketTimeout, ...Object.fromEntries([...withoutEffect, ...credentials].map((key) => [key, anything])) } as unknown as Fields<AgentFile>;
  const parsed = parseFields<AgentFile>(raw, fields, limits);
  if (!parsed.ok) return fail([...issues, ...parsed.error]);
  if (parsed.value.flows.length === 0) issues.push({ path: 'flows', problem: 'an agent.json without flows sends nothing' });
  if (issues.length > 0) return fail(issues);
  return ok({ flows: parsed.value.flows, maxSendingThreads: parsed.value.maxSendingThreads, socketTimeoutMillis: parsed.value.socketTimeoutMillis });
}

export const agentFields: Fields<RawAgent> = {
  flows,
  agentJson: { type: 'structure', says: 'A whole agent.json, in place of flows', default: [], parse: (raw, limits) => {
    const read = parseAgentJson(raw, limits);
    return read.ok ? ok(read.value.flows) : read;
  } },
  logFile: { type: 'text', says: 'File that records are written to; {key} gives each key its own, {source} each application', max: 1000, short: 'file', default: '/var/log/app/app.log' },
  lineFormat: { type: 'choice', says: 'How an object is written as a line', choices: ['json', 'csv'], default: 'json' },
  linesPerRecord: { type: 'integer', says: 'Lines of a record whose content is opaque', unit: 'lines', min: 1, max: 100, default: 1 },
  headerLines: { type: 'integer', says: 'Lines at the top of each new file that are no records', unit: 'lines', min: 0, max: 100, default: 0 },
  rotate: { type: 'choice', says: 'What makes the application rotate a file', choices: ['none', 'size', 'time'], default: 'size' },
  rotateBytes: { type: 'bytes', says: 'Size at which a file is rotated', unit: 'B', min: 1, max: 2 ** 40, default: 10 * 1024 * 1024 },
  rotateEvery: { type: 'duration', says: 'Time after which a file is rotated', unit: 'ms', min: 1, max: 31 * 86_400_000, default: 3_600_000 },
  rotateBy: { type: 'choice', says: 'The file is renamed and a new one begun, or copied and emptied', choices: ['rename', 'copy-truncate'], default: 'rename' },
  keepRotated: { type: 'integer', says: 'Rotated files that are kept; the oldest is deleted', unit: 'files', min: 0, max: 100, short: 'keep', default: 5 },
  compressRotated: { type: 'boolean', says: 'A rotated file is compressed at once', default: false },
  startsAfter: { type: 'duration', says: 'When the agent is started; the application writes before that, too', unit: 'ms', min: 0, max: 31 * 86_400_000, default: 0 },
  maxSendingThreads: threads,
  socketTimeoutMillis: socketTimeout,
};

/** Reads the node's configuration; everything that stands in an agent.json may stand in `flows` or `agentJson`. */
export function parseAgentConfig(raw: unknown, limits: Limits): Result<AgentConfig, readonly ConfigIssue[]> {
  const parsed = parseFields<RawAgent>(raw, agentFields, limits);
  const issues: ConfigIssue[] = parsed.ok ? [] : [...parsed.error];
  const given = isPlainRecord(raw) ? raw : {};
  if (Object.hasOwn(given, 'flows') && Object.hasOwn(given, 'agentJson')) issues.push({ path: 'agentJson', problem: 'give flows or agentJson, not both' });
  const file = typeof given.logFile === 'string' ? given.logFile : '/a';
  if (!/^\/.*[^/]$/.test(file)) issues.push({ path: 'logFile', problem: 'must be a whole path, for example /var/log/app/app.log' });
  if (parsed.ok && Object.hasOwn(given, 'flows') && parsed.value.flows.length === 0) issues.push({ path: 'flows', problem: 'an agent without flows sends nothing' });
  if (!parsed.ok || issues.length > 0) return fail(issues);
  const { agentJson, ...rest } = parsed.value;
  if (agentJson.length === 0) return ok(Object.freeze(rest));
  const whole = parseAgentJson(given.agentJson, limits);
  return whole.ok ? ok(Object.freeze({ ...rest, ...whole.value })) : fail(whole.error);
}
