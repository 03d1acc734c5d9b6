/** Tags of queues. */
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { invalid, missing, refuse } from './errors.ts';
import { findQueue } from './register.ts';

const keyLength = (world: World) => world.simulation.limits.number('sqs.tag.max-key');

function refuseKey(longest: number): never {
  return refuse('InvalidParameterValue', `Tag keys must be between 1 and ${longest} characters in length.`);
}

/** The tags of a queue with those of a call. */
export function checkTags(given: unknown, before: ReadonlyMap<string, string>, name: string, world: World): Map<string, string> {
  const tags = new Map(before);
  const longestKey = keyLength(world);
  const longestValue = world.simulation.limits.number('sqs.tag.max-value');
  for (const [key, value] of Object.entries((given ?? {}) as Record<string, string | null>)) {
    if (key.length < 1 || key.length > longestKey) refuseKey(longestKey);
    if (key.startsWith('aws:')) invalid(key, 'Tag.Key', 'Tag keys must not begin with aws:.');
    if ((value ?? '').length > longestValue) refuse('InvalidParameterValue', `Tag values must be between 0 and ${longestValue} characters in length.`);
    tags.set(key, value ?? '');
  }
  const most = world.simulation.limits.number('sqs.queue.max-tags');
  if (tags.size > most) refuse('InvalidParameterValue', `Too many tags added for queue ${name}.`);
  return tags;
}

export const tagHandlers: Readonly<Record<string, Handler>> = {
  TagQueue(input, world) {
    const queue = findQueue(input, world);
    if (Object.keys((input.Tags ?? {}) as ApiRecord).length === 0) return missing('Tags');
    for (const [key, value] of checkTags(input.Tags, queue.tags, queue.name, world)) queue.tags.set(key, value);
    return {};
  },
  UntagQueue(input, world) {
    const queue = findQueue(input, world);
    const keys = (input.TagKeys ?? []) as readonly (string | null)[];
    const longest = keyLength(world);
    if (keys.length === 0 || keys.some((key) => key === null || key.length < 1 || key.length > longest)) return refuseKey(longest);
    for (const key of keys) queue.tags.delete(key!);
    return {};
  },
  ListQueueTags(input, world) {
    const { tags } = findQueue(input, world);
    return { Tags: tags.size === 0 ? undefined : Object.fromEntries(tags) };
  },
};
