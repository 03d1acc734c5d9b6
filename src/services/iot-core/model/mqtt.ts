/**
 * Topics and topic filters by AWS's rules: `+` is one whole level, `#` all levels below and stands last. Two things differ from
 * the MQTT standard or go beyond it: `sensor/#` does not match `sensor`, and wildcards at the first level leave `$` topics alone.
 */
import { utf8Bytes } from '../../../base/md5.ts';
import type { Limits } from '../../../sim/limits.ts';

/** Prefix of Basic Ingest; the name of a rule and the rest follow. */
const ingestPrefix = '$aws/rules/';

/** The topic a rule sees, and the rule that Basic Ingest names. */
export function splitIngest(topic: string): { readonly rule: string | undefined; readonly topic: string } {
  if (!topic.startsWith(ingestPrefix)) return { rule: undefined, topic };
  const [rule, ...rest] = topic.slice(ingestPrefix.length).split('/');
  return { rule, topic: rest.join('/') };
}

/** What is wrong with a topic that somebody publishes to; undefined when nothing is. */
export function topicProblem(topic: string, limits: Limits): string | undefined {
  if (topic === '') return 'a topic has at least one character';
  if (/[+#]/.test(topic)) return 'one publishes to one topic: + and # stand in filters only';
  if (topic.includes('\u0000')) return 'a topic holds no null character';
  return sizeProblem(topic, limits);
}

/** What is wrong with a filter; undefined when nothing is. */
export function filterProblem(filter: string, limits: Limits): string | undefined {
  if (filter === '') return 'a topic filter has at least one character';
  if (filter.includes('\u0000')) return 'a topic filter holds no null character';
  const levels = filter.split('/');
  for (const [i, level] of levels.entries()) {
    if (level.includes('#') && level !== '#') return `# must be a whole level: "${level}" is none`;
    if (level.includes('+') && level !== '+') return `+ must be a whole level: "${level}" is none`;
    if (level === '#' && i < levels.length - 1) return '# must be the last level; use + for one level in between';
  }
  return sizeProblem(filter, limits);
}

function sizeProblem(topic: string, limits: Limits): string | undefined {
  // The first three levels of a Basic Ingest topic do not count.
  const counted = splitIngest(topic).topic;
  const maxBytes = limits.bytes('iot.topic.max-bytes');
  // Most topics are far too short to be counted byte by byte.
  const bytes = counted.length * 3 <= maxBytes ? 0 : utf8Bytes(counted).length;
  if (bytes > maxBytes) return `at most ${maxBytes} bytes; it has ${bytes}`;
  const maxSlashes = limits.number('iot.topic.max-slashes');
  const slashes = counted.split('/').length - 1;
  return slashes > maxSlashes ? `at most ${maxSlashes} slashes; it has ${slashes}` : undefined;
}

/** Whether a filter, cut at its slashes, matches a topic, cut likewise. */
export function levelsMatch(filter: readonly string[], topic: readonly string[]): boolean {
  // Wildcards at the first level do not reach reserved topics.
  if (topic[0]!.startsWith('$') && (filter[0] === '#' || filter[0] === '+')) return false;
  for (let i = 0; i < filter.length; i++) {
    if (filter[i] === '#') return topic.length > i;
    if (i >= topic.length || (filter[i] !== '+' && filter[i] !== topic[i])) return false;
  }
  return filter.length === topic.length;
}

export function filterMatches(filter: string, topic: string): boolean {
  return levelsMatch(filter.split('/'), topic.split('/'));
}

/** A topic that holds what AWS keeps for itself. */
export function isReserved(topic: string): boolean {
  return topic.startsWith('$');
}
