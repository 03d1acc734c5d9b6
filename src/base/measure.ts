import { fail, ok, type Result } from './result.ts';
import { nearest } from './nearest.ts';

/** The result of a run as JSON, the same as `npm run sim -- --json` prints. */
export type RunSummary = { readonly [key: string]: unknown };

/** What a path may lead to. */
export type Measured = number | string | boolean | null;

/** Which part of a path led nowhere, and the cure. */
export interface MeasureProblem {
  readonly path: string;
  readonly says: string;
}

const eventKeys = ['count', 'firstAtMs', 'lastAtMs'] as const;

type Plain = { readonly [key: string]: unknown };
const isObject = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The value at a path of a run's result, e.g. `records.lost`, `nodes.clicks.metrics.GetRecords.Bytes.sum`,
 * `events.records.refused.firstAtMs` (null if it never happened), `nodes.clicks.view.shards.0.incomingRecords`.
 * `eventTypes`, where given, are the types that can occur: another type is then an error instead of "never".
 */
export function measure(summary: RunSummary, path: string, eventTypes?: readonly string[]): Result<Measured, MeasureProblem> {
  const words = path.split('.');
  if (words[0] === 'events') return measureEvents(summary, path, words.slice(1), eventTypes);
  let here: unknown = summary;
  let at = 0;
  while (at < words.length) {
    const step = descend(here, words.slice(at));
    if (step === undefined) return fail({ path, says: missing(path, words.slice(0, at).join('.'), words.slice(at), here) });
    here = step.value;
    at += step.words;
  }
  if (here === null || typeof here === 'number' || typeof here === 'string' || typeof here === 'boolean') return ok(here);
  const inside = isObject(here) ? Object.keys(here).slice(0, 8).join(', ') : `0 to ${(here as readonly unknown[]).length - 1}`;
  return fail({ path, says: `${path} is not one value but a group; go on with one of: ${inside}.` });
}

/** Names may hold dots (CloudWatch's `GetRecords.Bytes`), so the longest run of words that is a key wins. */
function descend(here: unknown, words: readonly string[]): { value: unknown; words: number } | undefined {
  if (Array.isArray(here)) {
    const index = Number(words[0]);
    return Number.isInteger(index) && index >= 0 && index < here.length ? { value: here[index], words: 1 } : undefined;
  }
  if (!isObject(here)) return undefined;
  for (let n = words.length; n > 0; n--) {
    const key = words.slice(0, n).join('.');
    if (Object.hasOwn(here, key)) return { value: here[key], words: n };
  }
  return undefined;
}

function missing(path: string, reached: string, rest: readonly string[], here: unknown): string {
  const where = reached === '' ? 'the result of the run' : reached;
  const word = rest[0] ?? '';
  if (Array.isArray(here)) return `${path}: ${where} is a list of ${here.length}; "${word}" is not one of its places.`;
  if (!isObject(here)) return `${path}: ${where} is a single value; nothing called "${rest.join('.')}" is inside it.`;
  const keys = Object.keys(here);
  const whole = nearest(rest.join('.'), keys);
  const single = nearest(word, keys);
  const offer = keys.includes(single ?? '') && rest.length === 1 ? single : (single ?? whole);
  return `${path}: ${where} has no "${word}"${offer === undefined ? '' : `; did you mean "${offer}"?`}`;
}

function measureEvents(
  summary: RunSummary,
  path: string,
  words: readonly string[],
  eventTypes: readonly string[] | undefined,
): Result<Measured, MeasureProblem> {
  const key = words.at(-1) ?? '';
  const type = words.slice(0, -1).join('.');
  if (type === '' || !eventKeys.some((known) => known === key)) {
    const offer = nearest(key, eventKeys) ?? 'count';
    return fail({ path, says: `${path}: a path into events ends in count, firstAtMs or lastAtMs; did you mean "${type === '' ? key : type}.${offer}"?` });
  }
  if (!Array.isArray(summary['events'])) return fail({ path, says: `${path}: the result of the run has no list of events.` });
  if (eventTypes && !eventTypes.includes(type)) {
    return fail({ path, says: `${path}: no event is called "${type}"; did you mean "${nearest(type, eventTypes) ?? ''}"?` });
  }
  const episodes = summary['events'].filter((event): event is Plain => isObject(event) && event['type'] === type);
  const numbers = (name: string, fallback?: string) =>
    episodes.map((e) => e[name] ?? (fallback === undefined ? undefined : e[fallback])).filter((n): n is number => typeof n === 'number');
  if (key === 'count') return ok(episodes.reduce((sum, e) => sum + (typeof e['count'] === 'number' ? e['count'] : 1), 0));
  if (episodes.length === 0) return ok(null);
  return ok(key === 'firstAtMs' ? Math.min(...numbers('atMs')) : Math.max(...numbers('lastAtMs', 'atMs')));
}
