import { plainText } from '../../base/plainText.ts';
import { z } from 'zod/mini';
import { nearest } from '../../base/nearest.ts';
import { fail, ok } from '../../base/result.ts';
import type { Plain, PlainObject } from '../model/plain.ts';
import type { ContentProblem, Parsed } from '../problem.ts';

/** What could be read of a file, and everything to mend in it. */
export interface Reading<T> {
  readonly value: T;
  readonly problems: readonly ContentProblem[];
  /** Ids of entries that are there but were refused. */
  readonly refused?: readonly string[];
}

/** All or nothing: the value when there is no problem. */
export function toParsed<T>(reading: Reading<T>): Parsed<T> {
  return reading.problems.length === 0 ? ok(reading.value) : fail(reading.problems);
}

/** Adds one problem at a path inside the entry being read. */
export type Complain = (path: string, problem: string) => void;

function isPlain(value: unknown): value is Plain {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isPlain);
  return isObject(value) && Object.values(value).every(isPlain);
}

/** Whether the value is an object with named members (not a list, not null). */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text with something in it; blanks at both ends go. */
export const text = z.string().check(z.trim(), z.minLength(1));
export const plain = z.custom<Plain>(isPlain, { error: 'write numbers, text, true, false, null, lists or objects here' });
export const plainObject = z.custom<PlainObject>((value) => isObject(value) && isPlain(value), { error: 'write an object (key: value) here' });
export const finite = z.number();
export const positive = z.number().check(z.gt(0));
export const whole = z.int();
export const edition = z.enum(['notes', 'today']);
export const recipeSource = z.custom<string | PlainObject>((value) => (typeof value === 'string' && value.trim() !== '') || (isObject(value) && isPlain(value)), {
  error: 'write topology text (traffic(…) -> kinesis-streams(…)) or a recipe object with nodes and edges',
});
export const sourceRef = z.strictObject({
  title: text,
  read: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'write the day it was read as YYYY-MM-DD' })),
});

/** A list that may be left out. */
export function list<T extends z.core.$ZodType>(entry: T) {
  return z._default(z.array(entry), []);
}

const idShapes = {
  fact: { form: /^[a-z0-9]+(-[a-z0-9]+)*$/, example: 'kds-shard-write-mb' },
  limit: { form: /^[a-z0-9-]+(\.[a-z0-9-]+)+$/, example: 'kds.retention.max' },
  note: { form: /^n\.[a-z0-9-]+\.[a-z0-9-]+$/, example: 'n.kds.shard-limits' },
  item: { form: /^q\.[a-z0-9-]+\.[a-z0-9-]+$/, example: 'q.kds.003' },
  experiment: { form: /^x\.[a-z0-9-]+\.[a-z0-9-]+$/, example: 'x.kinesis.hot-key' },
  event: { form: /^e\.[a-z0-9-]+\.[a-z0-9-]+$/, example: 'e.kds.wpte' },
  concept: { form: /^c\.[a-z0-9-]+$/, example: 'c.hot-shard' },
  misconception: { form: /^m\.[a-z0-9-]+$/, example: 'm.more-shards-spread-one-key' },
  scenario: { form: /^s\.[a-z0-9-]+$/, example: 's.hot-tenant' },
  glossary: { form: /^g\.[a-z0-9-]+$/, example: 'g.shard' },
  word: { form: /^[a-z0-9]+(-[a-z0-9]+)*$/, example: 'record-rate' },
} as const;

/** An id in the stable form of its kind. */
export function id(kind: keyof typeof idShapes) {
  const { form, example } = idShapes[kind];
  return z.string().check(z.regex(form, { error: `write an id like ${example}: lower-case words, digits and hyphens` }));
}

const durationForm = /^\d+(\.\d+)?(ms|s|m|h|d)$/;
export const duration = z.custom<number | string>((value) => (typeof value === 'number' ? value >= 0 : typeof value === 'string' && durationForm.test(value)), {
  error: (issue) => (issue.input === undefined ? 'is missing: say how long, for example 20s' : 'write milliseconds as a number, or a number with its unit: 500ms, 20s, 15m, 12h, 7d'),
});

const unitMs: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration as authors write it; undefined when it cannot be read. */
export function durationMs(value: number | string): number | undefined {
  if (typeof value === 'number') return value;
  if (!durationForm.test(value)) return undefined;
  const unit = value.replace(/^[\d.]+/, '');
  return Math.round(Number.parseFloat(value) * (unitMs[unit] ?? Number.NaN));
}

const kindNames: { readonly [expected: string]: string } = { object: 'an object (key: value)', array: 'a list', string: 'text', number: 'a number', int: 'a whole number', boolean: 'true or false' };

function shapeKeys(issue: z.core.$ZodRawIssue): readonly string[] {
  const def = issue.inst ? (issue.inst._zod as { def?: { shape?: object } }).def : undefined;
  return Object.keys(def?.shape ?? {});
}

function unknownKey(key: string, known: readonly string[]): string {
  const hint = nearest(key, known);
  return `is no known key${hint === undefined ? '' : `: did you mean "${hint}"?`} (known: ${known.join(', ')})`;
}

function wrongType(expected: string, input: unknown): string {
  const wanted = kindNames[expected] ?? expected;
  if (input === undefined) return `is missing: write ${wanted} here`;
  const quote = expected !== 'string' ? '' : typeof input === 'number' || typeof input === 'boolean' ? '; put it in quotes' : isObject(input) ? '; text with ": " in it needs quotes, or YAML takes it for key: value' : '';
  return `must be ${wanted}, not ${Array.isArray(input) ? 'a list' : input === null ? 'nothing' : `${typeof input} ${JSON.stringify(input)?.slice(0, 60) ?? ''}`}${quote}`;
}

function oneOf(values: readonly unknown[], input: unknown): string {
  const known = values.map(String);
  if (input === undefined) return `is missing: write one of ${known.join(', ')}`;
  return `"${plainText(input)}" is not known: did you mean "${nearest(plainText(input), known) ?? ''}"? Known: ${known.join(', ')}`;
}

/** The schema library reports the unknown keys of an object as one issue; each becomes a problem of its own. */
const keySeparator = '\n';

/** Turns what the schema library reports into a sentence with the cure. */
function sentence(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, shapeKeys(issue))).join(keySeparator);
    case 'invalid_type':
      return wrongType(issue.expected, issue.input);
    case 'invalid_value':
      return oneOf(issue.values, issue.input);
    case 'too_small':
      return issue.origin === 'string' ? 'is empty: write some text' : issue.origin === 'array' ? `needs at least ${issue.minimum} entries` : `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'array' ? `may have at most ${issue.maximum} entries` : `must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
    default:
      return `cannot be read (${issue.code}): compare with content/README.md`;
  }
}

/** `[3].options[1].rationale` */
export function pathText(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('').replace(/^\./, '');
}

function joined(base: string, path: string): string {
  return path === '' ? base : base === '' || path.startsWith('[') ? `${base}${path}` : `${base}.${path}`;
}

function idOf(raw: unknown): readonly string[] {
  return isObject(raw) && typeof raw['id'] === 'string' ? [raw['id']] : [];
}

/** Reads one value by a schema, then by `finish`, which adds what spans several keys. Nothing when the schema refuses it. */
export function readOne<S extends z.core.$ZodType, T>(
  schema: S, raw: unknown, file: string, base: string, finish: (value: z.output<S>, complain: Complain) => T,
): Reading<T | undefined> {
  const problems: ContentProblem[] = [];
  const complain: Complain = (path, problem) => problems.push({ file, path: joined(base, path), problem });
  const result = z.safeParse(schema, raw, { error: sentence });
  if (!result.success) {
    for (const issue of result.error.issues) {
      const sentences = issue.message.split(keySeparator);
      if (issue.code === 'unrecognized_keys') issue.keys.forEach((key, index) => complain(pathText([...issue.path, key]), sentences[index] ?? ''));
      else complain(pathText(issue.path), issue.message);
    }
    return { value: undefined, problems, refused: idOf(raw) };
  }
  const value = finish(result.data, complain);
  return { value, problems };
}

/** Reads a YAML list entry by entry: one bad entry does not hide the others. */
export function readList<S extends z.core.$ZodType, T>(
  schema: S | ((raw: unknown) => S), raw: unknown, file: string, base: string, finish: (value: z.output<S>, complain: Complain) => T,
): Reading<readonly T[]> {
  if (!Array.isArray(raw)) return { value: [], problems: [{ file, path: base, problem: `must be a list: start each entry with "- id: …"` }] };
  const readings = raw.map((entry: unknown, index) => {
    const name = idOf(entry).map((known) => `:${known}`).join('');
    return readOne(typeof schema === 'function' ? schema(entry) : schema, entry, file, `${base}[${index}${name}]`, finish);
  });
  return {
    value: readings.flatMap((reading) => (reading.value === undefined ? [] : [reading.value])),
    problems: readings.flatMap((reading) => reading.problems),
    refused: readings.flatMap((reading) => reading.refused ?? []),
  };
}

/** The folder or file name that says which topic, panel or scenario a file belongs to: `pathPart('content/items/kds/a.yaml', -2)` is `kds`. */
export function pathPart(file: string, index: number): string {
  return (file.split('/').at(index) ?? '').replace(/\.[a-z]+$/, '');
}
