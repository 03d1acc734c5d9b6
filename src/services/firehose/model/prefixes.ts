/** Keys of the objects that Firehose writes: prefixes with expressions, error prefixes, names, and names of indexes. */
import { formatTime, parsePattern } from '../../../base/datePattern.ts';
import { fail, ok, type Result } from '../../../base/result.ts';

type Part = string | { readonly namespace: string; readonly value: string };

/** A prefix in pieces: literal text and `!{namespace:value}`. */
export function parsePrefix(text: string): Result<readonly Part[], string> {
  const parts: Part[] = [];
  let from = 0;
  for (;;) {
    const at = text.indexOf('!{', from);
    if (at < 0) break;
    const close = text.indexOf('}', at);
    const inner = close < 0 ? '' : text.slice(at + 2, close);
    const colon = inner.indexOf(':');
    if (close < 0 || colon < 0) return fail(`"${text.slice(at, at + 40)}" is no expression; write !{timestamp:yyyy}`);
    const [namespace, value] = [inner.slice(0, colon), inner.slice(colon + 1)];
    const known = checkExpression(namespace, value);
    if (known !== undefined) return fail(known);
    if (at > from) parts.push(text.slice(from, at));
    parts.push({ namespace, value });
    from = close + 1;
  }
  if (from < text.length) parts.push(text.slice(from));
  return ok(parts);
}

function checkExpression(namespace: string, value: string): string | undefined {
  if (namespace === 'timestamp') {
    const pattern = parsePattern(value, 'java');
    return pattern.ok ? undefined : pattern.error;
  }
  if (namespace === 'firehose') return value === 'random-string' || value === 'error-output-type' ? undefined : `firehose:${value} is neither random-string nor error-output-type`;
  if (namespace === 'partitionKeyFromQuery' || namespace === 'partitionKeyFromLambda') return value === '' ? `${namespace} needs a key` : undefined;
  return `the namespace ${namespace} is none of timestamp, firehose, partitionKeyFromQuery, partitionKeyFromLambda`;
}

const isExpression = (part: Part): part is Exclude<Part, string> => typeof part !== 'string';
const errorType = (part: Part) => isExpression(part) && part.namespace === 'firehose' && part.value === 'error-output-type';

/** What is wrong with a pair of prefixes, as Firehose would refuse it; undefined when nothing is. `null` stands for one that is not given. */
export function prefixProblem(prefix: string, errorPrefix: string | null, plainOnly = false): { readonly field: 'prefix' | 'errorPrefix'; readonly problem: string } | undefined {
  const main = parsePrefix(prefix);
  if (!main.ok) return { field: 'prefix', problem: main.error };
  const hasExpressions = main.value.some(isExpression);
  if (main.value.some(errorType)) return { field: 'prefix', problem: '!{firehose:error-output-type} may stand in ErrorOutputPrefix only' };
  if (plainOnly && (hasExpressions || errorPrefix?.includes('!{'))) return { field: 'prefix', problem: 'prefixes for Redshift take no expressions' };
  if (errorPrefix === null) return hasExpressions ? { field: 'errorPrefix', problem: 'ErrorOutputPrefix cannot be null or empty when Prefix contains expressions' } : undefined;
  const error = parsePrefix(errorPrefix);
  if (!error.ok) return { field: 'errorPrefix', problem: error.error };
  if (error.value.some((part) => isExpression(part) && part.namespace.startsWith('partitionKey'))) return { field: 'errorPrefix', problem: 'partition keys may stand in Prefix only' };
  if (error.value.some(isExpression) && !error.value.some(errorType)) return { field: 'errorPrefix', problem: 'an ErrorOutputPrefix with expressions needs !{firehose:error-output-type}' };
  return undefined;
}

/** A moment by one of Java's patterns, which has been checked. */
function dateText(pattern: string, utcMs: number): string {
  const text = formatTime(utcMs, pattern, 'java');
  if (!text.ok) throw new Error(text.error);
  return text.value;
}

/** Names of the partition keys that a prefix takes from one place. */
export function partitionKeysOf(prefix: string, from: 'partitionKeyFromQuery' | 'partitionKeyFromLambda'): readonly string[] {
  const parsed = parsePrefix(prefix);
  return parsed.ok ? parsed.value.flatMap((part) => (isExpression(part) && part.namespace === from ? [part.value] : [])) : [];
}

/** Whether a prefix sorts records by keys of their own. */
export function isPartitioned(prefix: string): boolean {
  return prefix.includes('!{partitionKeyFrom');
}

/** What an evaluation may ask: the moment, and chance. */
export interface PrefixFacts {
  readonly utcMs: number;
  readonly errorType?: string | undefined;
  readonly random: () => string;
  /** Partition keys from inline parsing, and from a function. */
  readonly partitionKeys?: Readonly<Record<string, string>> | undefined;
  readonly lambdaKeys?: Readonly<Record<string, string>> | undefined;
}

function evaluate(parts: readonly Part[], facts: PrefixFacts): string {
  return parts
    .map((part) => {
      if (!isExpression(part)) return part;
      if (part.namespace === 'timestamp') return dateText(part.value, facts.utcMs);
      if (part.namespace === 'firehose') return part.value === 'random-string' ? facts.random() : (facts.errorType ?? '');
      return (part.namespace === 'partitionKeyFromLambda' ? facts.lambdaKeys : facts.partitionKeys)?.[part.value] ?? '';
    })
    .join('');
}

const hourly: Part = { namespace: 'timestamp', value: 'yyyy/MM/dd/HH/' };

/** The prefix of an object with data; a prefix without a timestamp gets the hour. */
export function evaluatePrefix(prefix: string, facts: PrefixFacts): string {
  const parsed = parsePrefix(prefix);
  if (!parsed.ok) throw new Error(parsed.error);
  const timed = parsed.value.some((part) => isExpression(part) && part.namespace === 'timestamp');
  return evaluate(timed ? parsed.value : [...parsed.value, hourly], facts);
}

/** The prefix of an object with failures: by the error prefix, or a folder for the kind of error and the hour. */
export function evaluateErrorPrefix(prefix: string, errorPrefix: string | null, facts: PrefixFacts & { readonly errorType: string }): string {
  const text = errorPrefix ?? prefix;
  const parsed = parsePrefix(text);
  if (!parsed.ok) throw new Error(parsed.error);
  if (parsed.value.some(isExpression)) return evaluate(parsed.value, facts);
  return evaluate([...parsed.value, `${facts.errorType}/`, hourly], facts);
}

/** Name of an object: stream, version, moment of its oldest record, and a random end. */
export function objectName(streamName: string, version: number, oldestUtcMs: number, uuid: string, extension: string): string {
  return `${streamName}-${version}-${dateText('yyyy-MM-dd-HH-mm-ss', oldestUtcMs)}-${uuid}${extension}`;
}

export type IndexRotation = 'NoRotation' | 'OneHour' | 'OneDay' | 'OneWeek' | 'OneMonth';

/** Name of the index that takes documents of a moment. Weeks are ISO weeks, as in the guide's example. */
export function indexName(index: string, rotation: IndexRotation, utcMs: number): string {
  switch (rotation) {
    case 'OneHour':
      return `${index}-${dateText('yyyy-MM-dd-HH', utcMs)}`;
    case 'OneDay':
      return `${index}-${dateText('yyyy-MM-dd', utcMs)}`;
    case 'OneWeek':
      return `${index}-${dateText("YYYY-'w'ww", utcMs)}`;
    case 'OneMonth':
      return `${index}-${dateText('yyyy-MM', utcMs)}`;
    default:
      return index;
  }
}
