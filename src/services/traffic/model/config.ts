import { fail, ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Field, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import { parsePayload } from '../../../sim/records/payloadTable.ts';
import { sayValue, type PlainData } from '../../../sim/plainData.ts';

export interface TrafficClass {
  readonly name: string;
  /** Part of all records, 0 to 1; the shares of all classes are scaled to 1. */
  readonly share: number;
  /** Distinct entities (devices, users) of the class. */
  readonly keys: number;
  /** Groups (tenants) that the entities belong to in turn. */
  readonly groups: number;
  /** What its records carry, as a template; null for opaque data. */
  readonly payload: PlainData;
}

export interface RateStep {
  readonly at: number;
  readonly recordsPerSecond: number;
}

export interface TrafficConfig {
  readonly recordsPerSecond: number;
  readonly payloadBytes: number;
  readonly keys: number | 'random' | 'zipf' | 'round-robin';
  readonly keyCount: number;
  readonly zipfExponent: number;
  readonly keyPrefix: string;
  readonly keyNames: readonly string[];
  readonly arrivals: 'constant' | 'poisson';
  readonly shape: 'constant' | 'ramp' | 'burst' | 'daily' | 'steps';
  readonly ramp: { readonly toRecordsPerSecond: number; readonly over: number };
  readonly burst: { readonly at: number; readonly for: number; readonly factor: number };
  readonly daily: { readonly peakFactor: number; readonly peakHour: number };
  readonly steps: readonly RateStep[];
  readonly stopAfter: number;
  readonly payload: PlainData;
  readonly classes: readonly TrafficClass[];
  readonly replay: { readonly asset: string; readonly keyColumn: string; readonly loop: boolean } | null;
}

function structure<T extends object>(fields: Fields<T>): (raw: unknown, limits: Limits) => Result<T, readonly ConfigIssue[]> {
  return (raw, limits) => parseFields<T>(raw, fields, limits);
}

function list<T extends object>(fields: Fields<T>): (raw: unknown, limits: Limits) => Result<readonly T[], readonly ConfigIssue[]> {
  return (raw, limits) => {
    if (!Array.isArray(raw)) return fail([{ path: '', problem: 'must be a list' }]);
    const issues: ConfigIssue[] = [];
    const values: T[] = [];
    raw.forEach((entry, i) => {
      const parsed = parseFields<T>(entry, fields, limits);
      if (parsed.ok) values.push(parsed.value);
      else issues.push(...parsed.error.map((issue) => ({ path: `${i}.${issue.path}`, problem: issue.problem })));
    });
    return issues.length > 0 ? fail(issues) : ok(values);
  };
}

const payload: Field<PlainData> = {
  type: 'structure',
  says: 'What a record carries: data whose texts may hold {{key}}, {{row}}, {{createdAt}}, {{time}}, {{int 1 100}}, {{float 0 50 2}}, {{pick a b}}; null for opaque data',
  default: null,
  parse(raw) {
    if (raw === null) return ok(null);
    const template = parsePayload(raw);
    return template.ok ? ok(raw as PlainData) : fail([{ path: '', problem: template.error }]);
  },
};

const rate: Field<number> = { type: 'rate', says: 'Records a second', unit: 'records/s', min: 0, max: 10_000_000, default: 100 };
const distributions = ['random', 'zipf', 'round-robin'];

export const trafficFields: Fields<TrafficConfig> = {
  recordsPerSecond: { ...rate, short: 'rate' },
  payloadBytes: { type: 'bytes', says: 'Data of one record', unit: 'B', min: 0, max: 16 * 1024 * 1024, short: 'size', default: 1024 },
  keys: {
    type: 'structure',
    says: 'Partition keys: a number of distinct ones used in turn, or random, zipf, round-robin over keyCount',
    default: 'random',
    parse(raw) {
      if (typeof raw === 'string' && distributions.includes(raw)) return ok(raw as TrafficConfig['keys']);
      const count = typeof raw === 'number' || typeof raw === 'string' ? Number(raw) : 0;
      if (Number.isInteger(count) && count >= 1 && count <= 1_000_000) return ok(count);
      return fail([{ path: '', problem: `must be a whole number from 1 to 1000000, or one of ${distributions.join(', ')}; got ${sayValue(raw)}` }]);
    },
  },
  keyCount: { type: 'integer', says: 'Distinct keys of random, zipf and round-robin; 0 takes 10,000, 1,000 and 4', unit: 'keys', min: 0, max: 1_000_000, default: 0 },
  zipfExponent: { type: 'number', says: 'How skewed zipf is: 0 even, 1 usual, 2 strongly', min: 0, max: 4, short: 's', default: 1 },
  keyPrefix: { type: 'text', says: 'Key i is this text and i', unit: 'characters', max: (l) => l.number('kds.partition-key.max-characters') - 6, default: 'key-' },
  keyNames: {
    type: 'structure',
    says: 'Texts of the first keys',
    default: [],
    parse: (raw) => (Array.isArray(raw) && raw.every((name) => typeof name === 'string' && name.length >= 1 && name.length <= 256) ? ok(raw as readonly string[]) : fail([{ path: '', problem: 'must be a list of texts of 1 to 256 characters' }])),
  },
  arrivals: { type: 'choice', says: 'Evenly spaced, or by chance (Poisson)', choices: ['constant', 'poisson'], default: 'constant' },
  shape: { type: 'choice', says: 'How the rate changes', choices: ['constant', 'ramp', 'burst', 'daily', 'steps'], default: 'constant' },
  ramp: {
    type: 'structure',
    says: 'For shape ramp: grows or shrinks to a rate, then stays',
    default: { toRecordsPerSecond: 1000, over: 60_000 },
    parse: structure({ toRecordsPerSecond: rate, over: { type: 'duration', says: 'How long it takes', unit: 'ms', min: 1, default: 60_000 } }),
  },
  burst: {
    type: 'structure',
    says: 'For shape burst: a time with a multiple of the rate',
    default: { at: 10_000, for: 10_000, factor: 10 },
    parse: structure({
      at: { type: 'duration', says: 'When', unit: 'ms', min: 0, default: 10_000 },
      for: { type: 'duration', says: 'How long', unit: 'ms', min: 1, default: 10_000 },
      factor: { type: 'number', says: 'How many times the rate', min: 0, max: 1000, default: 10 },
    }),
  },
  daily: {
    type: 'structure',
    says: 'For shape daily: the rate is the mean of a day with one peak',
    default: { peakFactor: 2, peakHour: 18 },
    parse: structure({
      peakFactor: { type: 'number', says: 'Peak over mean', min: 1, max: 2, default: 2 },
      peakHour: { type: 'number', says: 'Hour of the peak, UTC', unit: 'h', min: 0, max: 24, default: 18 },
    }),
  },
  steps: {
    type: 'structure',
    says: 'For shape steps: rates from given times on; recordsPerSecond counts before the first',
    default: [],
    parse: list<RateStep>({ at: { type: 'duration', says: 'From when', unit: 'ms', min: 0, default: 0 }, recordsPerSecond: rate }),
  },
  stopAfter: { type: 'duration', says: 'Sends nothing from then on; 0 never stops', unit: 'ms', min: 0, default: 0 },
  payload,
  classes: {
    type: 'structure',
    says: 'Kinds of records with their own entities and groups; replaces keys',
    default: [],
    parse: list<TrafficClass>({
      name: { type: 'text', says: 'Name', unit: 'characters', max: 200, default: 'class' },
      share: { type: 'number', says: 'Part of all records', min: 0, max: 1, default: 1 },
      keys: { type: 'integer', says: 'Distinct entities', min: 1, max: 1_000_000, default: 1 },
      groups: { type: 'integer', says: 'Groups the entities belong to in turn', min: 1, max: 100_000, default: 1 },
      payload,
    }),
  },
  replay: {
    type: 'structure',
    says: 'Sends the rows of a file that was brought in, keyed by one of its columns',
    default: null,
    parse(raw, limits) {
      if (raw === null) return ok(null);
      const parsed = parseFields<{ asset: string; keyColumn: string; loop: boolean }>(
        raw,
        {
          asset: { type: 'text', says: 'Id of the file', default: '' },
          keyColumn: { type: 'text', says: 'Column whose text is the partition key', default: '' },
          loop: { type: 'boolean', says: 'Begins again at the end', default: false },
        },
        limits,
      );
      if (!parsed.ok) return parsed;
      if (parsed.value.asset === '' || parsed.value.keyColumn === '') return fail([{ path: 'asset', problem: 'replay needs asset and keyColumn' }]);
      return parsed;
    },
  },
};

export function parseTrafficConfig(raw: unknown, limits: Limits) {
  const parsed = parseFields<TrafficConfig>(raw, trafficFields, limits);
  if (!parsed.ok) return parsed;
  const { classes, steps } = parsed.value;
  if (classes.length > 0 && classes.every((entry) => entry.share === 0)) return fail([{ path: 'classes', problem: 'at least one class needs a share above 0' }]);
  return ok(Object.freeze({ ...parsed.value, steps: [...steps].sort((a, b) => a.at - b.at) }));
}
