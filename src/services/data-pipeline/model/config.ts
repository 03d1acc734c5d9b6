import { fail, ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Field, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord, sayValue } from '../../../sim/plainData.ts';
import { parseDuration } from '../../../sim/quantities.ts';
import { parseDefinition, type Definition } from './definition.ts';
import { standardDefinition } from './recipes.ts';

/** Data that comes into an unwired data node once a day, and is complete at a time drawn anew each day. */
export interface DailySource {
  readonly node: string;
  readonly records: number;
  readonly recordBytes: number;
  /** ms of the day at which it begins to come; null: all at once, when it is ready. */
  readonly from: number | null;
  readonly readyFrom: number;
  readonly readyTo: number;
}

export interface RunnerConfig {
  readonly id: string;
  readonly workerGroup: string;
}

export interface PipelineConfig {
  readonly definition: Definition;
  readonly activation: 'at-start' | 'manual';
  readonly taskRunners: readonly RunnerConfig[];
  readonly ec2StartUp: number;
  readonly emrStartUp: number;
  readonly shutDown: number;
  readonly activityTime: number;
  readonly activityTimes: Readonly<Record<string, number>>;
  readonly bytesPerSecond: number;
  readonly failing: Readonly<Record<string, number>>;
  readonly passesAt: Readonly<Record<string, number>>;
  readonly keys: Readonly<Record<string, number>>;
  readonly sources: readonly DailySource[];
  readonly trafficInto: string;
}

const dayMs = 86_400_000;

function mapping(says: string, read: (value: unknown) => number | undefined, wanted: string): Field<Readonly<Record<string, number>>> {
  return {
    type: 'structure',
    says,
    default: Object.freeze({}),
    parse(raw) {
      if (!isPlainRecord(raw)) return fail([{ path: '', problem: `must be a mapping of ids to ${wanted}` }]);
      const issues: ConfigIssue[] = [];
      const entries: [string, number][] = [];
      for (const [id, value] of Object.entries(raw)) {
        const number = read(value);
        if (number === undefined) issues.push({ path: id, problem: `${sayValue(value)} is no ${wanted}` });
        else entries.push([id, number]);
      }
      return issues.length > 0 ? fail(issues) : ok(Object.freeze(Object.fromEntries(entries)));
    },
  };
}

const duration = (value: unknown) => {
  const ms = parseDuration(value);
  return ms !== undefined && Number.isInteger(ms) && ms >= 0 ? ms : undefined;
};
const count = (value: unknown) => (value === 'always' ? Number.MAX_SAFE_INTEGER : Number.isInteger(value) && (value as number) >= 0 ? (value as number) : undefined);
const moment = (value: unknown) => (value === 'never' ? Number.MAX_SAFE_INTEGER : duration(value));

function list<T extends object>(fields: Fields<T>, also?: (value: T) => string | undefined): (raw: unknown, limits: Limits) => Result<readonly T[], readonly ConfigIssue[]> {
  return (raw, limits) => {
    if (!Array.isArray(raw)) return fail([{ path: '', problem: 'must be a list' }]);
    const issues: ConfigIssue[] = [];
    const values: T[] = [];
    raw.forEach((entry: unknown, i) => {
      const parsed = parseFields<T>(entry, fields, limits);
      const problem = parsed.ok ? also?.(parsed.value) : undefined;
      if (!parsed.ok) issues.push(...parsed.error.map((issue) => ({ path: `${i}.${issue.path}`, problem: issue.problem })));
      else if (problem) issues.push({ path: String(i), problem });
      else values.push(Object.freeze(parsed.value));
    });
    return issues.length > 0 ? fail(issues) : ok(Object.freeze(values));
  };
}

const ofDay: Field<number> = { type: 'duration', says: 'Time of the day', unit: 'ms', min: 0, max: dayMs - 1, default: 0 };
const sourceFields: Fields<DailySource> = {
  node: { type: 'text', says: 'Id of the data node', default: '' },
  records: { type: 'integer', says: 'Records a day', unit: 'records', min: 1, max: 1_000_000, default: 100 },
  recordBytes: { type: 'bytes', says: 'Size of each', unit: 'B', min: 1, max: 2 ** 32 - 1, default: 1_000_000 },
  from: { type: 'structure', says: 'Time of the day at which it begins to come; null: all at once, when it is ready', default: null, parse: (raw) => (raw === null ? ok(null) : duration(raw) === undefined ? fail([{ path: '', problem: 'must be a time of the day such as 30m, or null' }]) : ok(duration(raw)!)) },
  readyFrom: { ...ofDay, says: 'It is complete between this time of the day' },
  readyTo: { ...ofDay, says: '… and this' },
};
const runnerFields: Fields<RunnerConfig> = { id: { type: 'text', says: 'Name of the host', default: 'host-1' }, workerGroup: { type: 'text', says: 'Worker group whose tasks it takes, to the letter', default: '' } };

export const pipelineFields: Fields<PipelineConfig> = {
  definition: {
    type: 'structure',
    says: 'The pipeline definition as the service’s JSON: {"objects": […]}',
    default: (limits) => {
      const standard = parseDefinition(standardDefinition, limits);
      if (!standard.ok) throw new Error('the standard definition does not hold');
      return standard.value;
    },
    parse(raw, limits) {
      const parsed = parseDefinition(raw, limits);
      return parsed.ok ? parsed : fail(parsed.error.map(({ object, field, problem }) => ({ path: [object, field].filter((part) => part !== '').join('.'), problem })));
    },
  },
  activation: { type: 'choice', says: 'Activated when the run begins, or by hand (ActivatePipeline)', choices: ['at-start', 'manual'], default: 'at-start' },
  taskRunners: { type: 'structure', says: 'Task Runners on machines of your own', default: [], parse: list(runnerFields) },
  ec2StartUp: { type: 'duration', says: 'From order to running, Ec2Resource', unit: 'ms', min: 0, max: dayMs, default: 180_000 },
  emrStartUp: { type: 'duration', says: 'From order to running, EmrCluster', unit: 'ms', min: 0, max: dayMs, default: 480_000 },
  shutDown: { type: 'duration', says: 'From the end of a resource’s work until it is gone; not billed', unit: 'ms', min: 0, max: dayMs, default: 60_000 },
  activityTime: { type: 'duration', says: 'Work of one attempt, besides its bytes', unit: 'ms', min: 0, max: 30 * dayMs, short: 'work', default: 300_000 },
  activityTimes: mapping('The same for single activities, by id', duration, 'duration such as 40m'),
  bytesPerSecond: { type: 'bytes', says: 'Bytes that an activity works through in a second', unit: 'B/s', min: 1, max: 1e12, default: 50_000_000 },
  failing: mapping('Activities whose first attempts fail: how many, or always', count, 'number of attempts, or always'),
  passesAt: mapping('Preconditions that hold from a moment on, whatever they look at', moment, 'duration, or never'),
  keys: mapping('S3 keys that appear at a moment, in buckets that are not wired', moment, 'duration, or never'),
  sources: { type: 'structure', says: 'Data that comes into unwired data nodes once a day', default: [], parse: list(sourceFields, (source) => (source.readyTo < source.readyFrom ? 'readyTo must not be before readyFrom' : source.from !== null && source.from > source.readyFrom ? 'from must not be after readyFrom' : undefined)) },
  trafficInto: { type: 'text', says: 'Id of the data node that takes the records of a wired traffic; the first unproduced input when empty', default: '' },
};

export function parsePipelineConfig(raw: unknown, limits: Limits): Result<PipelineConfig, readonly ConfigIssue[]> {
  const parsed = parseFields<PipelineConfig>(raw, pipelineFields, limits);
  if (!parsed.ok) return parsed;
  const { definition, sources, activityTimes, failing, passesAt, trafficInto, taskRunners } = parsed.value;
  const issues: ConfigIssue[] = [];
  const known = (path: string, id: string, category: string) => {
    const of = definition.components.filter((component) => component.category === category).map((component) => component.id);
    if (!of.includes(id)) issues.push({ path, problem: `the definition has no ${category} "${id}"; it has ${of.join(', ') || 'none'}` });
  };
  sources.forEach((source, i) => known(`sources.${i}.node`, source.node, 'DataNode'));
  for (const id of Object.keys(activityTimes)) known(`activityTimes.${id}`, id, 'Activity');
  for (const id of Object.keys(failing)) known(`failing.${id}`, id, 'Activity');
  for (const id of Object.keys(passesAt)) known(`passesAt.${id}`, id, 'Precondition');
  if (trafficInto !== '') known('trafficInto', trafficInto, 'DataNode');
  if (new Set(taskRunners.map((runner) => runner.id)).size < taskRunners.length) issues.push({ path: 'taskRunners', problem: 'two Task Runners have one id' });
  return issues.length > 0 ? fail(issues) : parsed;
}
