import { nearest } from '../base/nearest.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Limits } from './limits.ts';
import { isPlainRecord, sayValue } from './plainData.ts';
import { parseBytes, parseDuration, parseRate } from './quantities.ts';

/** What is wrong with one place of a configuration, and the cure. */
export interface ConfigIssue {
  readonly path: string;
  readonly problem: string;
}

type Bound = number | ((limits: Limits) => number);

/** One config key: its type, unit, range and default. */
export interface Field<T = unknown> {
  readonly type: 'number' | 'integer' | 'duration' | 'bytes' | 'rate' | 'boolean' | 'choice' | 'text' | 'structure';
  readonly says: string;
  readonly unit?: string;
  readonly min?: Bound;
  readonly max?: Bound;
  readonly choices?: readonly string[];
  /** Allowed in the Today edition only. */
  readonly todayOnly?: readonly string[];
  /** Name in topology text. */
  readonly short?: string;
  readonly default: T | ((limits: Limits) => T);
  /** For structures: answers the value, or what is wrong with it. */
  readonly parse?: (raw: unknown, limits: Limits) => Result<T, readonly ConfigIssue[]>;
}

export type Fields<Config> = { readonly [K in keyof Config]: Field<Config[K]> };

export function bound(value: Bound | undefined, limits: Limits): number | undefined {
  return typeof value === 'function' ? value(limits) : value;
}

export function defaultOf<T>(field: Field<T>, limits: Limits): T {
  return typeof field.default === 'function' ? (field.default as (limits: Limits) => T)(limits) : field.default;
}

/** Reads a configuration by its table of fields: all problems at once, unknown keys with the nearest known one. */
export function parseFields<Config extends object>(raw: unknown, fields: Fields<Config>, limits: Limits): Result<Config, readonly ConfigIssue[]> {
  if (raw !== undefined && raw !== null && !isPlainRecord(raw)) return fail([{ path: '', problem: 'a configuration is a list of keys and values' }]);
  const issues: ConfigIssue[] = [];
  const given = (raw ?? {}) as Record<string, unknown>;
  const names = Object.keys(fields) as (keyof Config & string)[];
  for (const key of Object.keys(given)) {
    if (!names.includes(key as keyof Config & string)) {
      const near = nearest(key, names);
      issues.push({ path: key, problem: `unknown key "${key}"${near ? `; the nearest known one is "${near}"` : ''}` });
    }
  }
  const config: Partial<Config> = {};
  for (const name of names) {
    const field = fields[name] as Field;
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) config[name] = defaultOf(field, limits) as Config[typeof name];
    else {
      const parsed = parseField(name, value, field, limits);
      if (parsed.ok) config[name] = parsed.value as Config[typeof name];
      else issues.push(...parsed.error);
    }
  }
  return issues.length > 0 ? fail(issues) : ok(config as Config);
}

function parseField(path: string, raw: unknown, field: Field, limits: Limits): Result<unknown, readonly ConfigIssue[]> {
  const problem = (text: string) => fail([{ path, problem: text }]);
  switch (field.type) {
    case 'boolean':
      if (typeof raw === 'boolean') return ok(raw);
      if (raw === 'true' || raw === 'false') return ok(raw === 'true');
      return problem('must be true or false');
    case 'text':
      if (typeof raw !== 'string' && typeof raw !== 'number') return problem('must be a text');
      return String(raw).length <= (bound(field.max, limits) ?? Infinity) ? ok(String(raw)) : problem(`must have at most ${bound(field.max, limits)} characters; got ${String(raw).length}`);
    case 'choice': {
      const choices = field.choices ?? [];
      if (typeof raw !== 'string' || !choices.includes(raw)) return problem(`must be one of ${choices.join(', ')}; got ${sayValue(raw)}`);
      if (limits.edition === 'notes' && field.todayOnly?.includes(raw)) return problem(`${raw} exists in the Today edition only; run with facts: today`);
      return ok(raw);
    }
    case 'structure': {
      const parsed = field.parse!(raw, limits);
      return parsed.ok ? parsed : fail(parsed.error.map((issue) => ({ path: issue.path ? `${path}.${issue.path}` : path, problem: issue.problem })));
    }
    default:
      return parseQuantity(path, raw, field, limits);
  }
}

function parseQuantity(path: string, raw: unknown, field: Field, limits: Limits): Result<number, readonly ConfigIssue[]> {
  const problem = (text: string) => fail([{ path, problem: text }]);
  const read = field.type === 'duration' ? parseDuration : field.type === 'bytes' ? parseBytes : field.type === 'rate' ? parseRate : parsePlainNumber;
  const value = read(raw);
  if (value === undefined) return problem(`${sayValue(raw)} is no ${field.type}${field.unit ? ` in ${field.unit}` : ''}${examples[field.type] ?? ''}`);
  if (field.type !== 'number' && field.type !== 'rate' && !Number.isInteger(value)) return problem(`must be a whole number${field.unit ? ` of ${field.unit}` : ''}`);
  const min = bound(field.min, limits);
  const max = bound(field.max, limits);
  if ((min !== undefined && value < min) || (max !== undefined && value > max)) {
    const unit = field.unit ? ` ${field.unit}` : '';
    return problem(`must lie between ${min ?? '-∞'} and ${max ?? '∞'}${unit} in the ${limits.edition === 'notes' ? 'Notes' : 'Today'} edition; got ${value}`);
  }
  return ok(value);
}

const examples: Readonly<Record<string, string>> = { duration: '; write 1500, 500ms, 60s, 15m, 12h or 7d', bytes: '; write 200, 200B, 5KiB or 1MB', rate: '; write 1500, 1500/s or 6/min' };

function parsePlainNumber(raw: unknown): number | undefined {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined;
  if (typeof raw === 'string' && /^-?\d+(\.\d+)?$/.test(raw.trim())) return Number(raw);
  return undefined;
}
