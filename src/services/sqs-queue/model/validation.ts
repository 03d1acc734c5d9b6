/** Rules for names, bodies and ids, as AWS words its refusals. */
import type { Limits } from '../../../sim/limits.ts';

const fifoSuffix = '.fifo';

/** What is wrong with a queue's name; undefined when nothing is. */
export function queueNameProblem(name: string, fifo: boolean, limits: Limits): string | undefined {
  const max = limits.number('sqs.queue.name-max-characters');
  if (fifo && !name.endsWith(fifoSuffix)) return `the name of a FIFO queue ends in ${fifoSuffix}`;
  const stem = fifo ? name.slice(0, -fifoSuffix.length) : name;
  if (name.length > max || !/^[A-Za-z0-9_-]+$/.test(stem)) return `must have 1 to ${max} letters, digits, hyphens and underscores${fifo ? `, ${fifoSuffix} counted` : ''}`;
  return undefined;
}

/** What is wrong with a message body: its code as AWS spells it; undefined when nothing is. */
export function bodyProblem(body: string): 'MissingParameter' | 'InvalidMessageContents' | undefined {
  if (body.length === 0) return 'MissingParameter';
  for (const character of body) {
    const code = character.codePointAt(0)!;
    const allowed = code === 0x9 || code === 0xa || code === 0xd || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
    if (!allowed) return 'InvalidMessageContents';
  }
  return undefined;
}

/** What is wrong with the ids of a batch's entries; undefined when nothing is. */
export function entryIdsProblem(ids: readonly string[], limits: Limits): 'EmptyBatchRequest' | 'TooManyEntriesInBatchRequest' | 'InvalidBatchEntryId' | 'BatchEntryIdsNotDistinct' | undefined {
  if (ids.length === 0) return 'EmptyBatchRequest';
  if (ids.length > limits.number('sqs.batch.max-entries')) return 'TooManyEntriesInBatchRequest';
  if (ids.some((id) => !/^[A-Za-z0-9_-]+$/.test(id) || id.length > limits.number('sqs.queue.name-max-characters'))) return 'InvalidBatchEntryId';
  return new Set(ids).size === ids.length ? undefined : 'BatchEntryIdsNotDistinct';
}

/** Group and deduplication ids: letters, digits and punctuation. */
export function isGroupId(text: string, limits: Limits): boolean {
  return text.length <= limits.number('sqs.fifo.group-id-max-characters') && /^[A-Za-z0-9!-/:-@[-`{-~]+$/.test(text);
}
