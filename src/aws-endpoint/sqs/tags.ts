/** Tags of queues. */
import type { Handler } from '../operation.ts';
import type { World } from '../world.ts';
import { invalid, missing } from './errors.ts';
import { findQueue } from './register.ts';

const keyLength = (world: World) => world.simulation.limits.number('sqs.tag.max-key');

/** The tags of a queue with those of a call. */
export function checkTags(given: unknown, before: ReadonlyMap<string, string>, name: string, world: World): Map<string, string> {
  const tags = new Map(before);
  const longestKey = keyLength(world);
  const longestValue = world.simulation.limits.number('sqs.tag.max-value');
  for (const [key, value] of Object.entries((given ?? {}) as Record<string, string | null>)) {
    if (key.length < 1 || key.length > longestKey) invalid(key, 'Tag.Key', `Tag keys must be between 1 and ${longestKey} characters in length.`);
    if (key.startsWith('aws:')) invalid(key, 'Tag.Key', 'Tag keys must not begin with aws:.');
    if ((value ?? '').length > longestValue) invalid(value, 'Tag.Value', `Tag values must be between 0 and ${longestValue} characters in length.`);
    tags.set(key, value ?? '');
  }
  const most = world.simulation.limits.number('sqs.queue.max-tags');
  if (tags.size > most) invalid(tags.size, 'Tags', `Too many tags added for queue ${name}: at most ${most}.`);
  return tags;
}

export const tagHandlers: Readonly<Record<string, Handler>> = {
  TagQueue(input, world) {
    const queue = findQueue(input, world);
    if (input.Tags === undefined) return missing('Tags');
    for (const [key, value] of checkTags(input.Tags, queue.tags, queue.name, world)) queue.tags.set(key, value);
    return {};
  },
  UntagQueue(input, world) {
    const queue = findQueue(input, world);
    const keys = input.TagKeys as readonly (string | null)[] | undefined;
    if (keys === undefined || keys.length === 0) return missing('TagKeys');
    for (const key of keys) if (key === null || key.length < 1 || key.length > keyLength(world)) return invalid(key, 'TagKeys', `Tag keys must be between 1 and ${keyLength(world)} characters in length.`);
    for (const key of keys) queue.tags.delete(key!);
    return {};
  },
  ListQueueTags(input, world) {
    const { tags } = findQueue(input, world);
    return { Tags: tags.size === 0 ? undefined : Object.fromEntries(tags) };
  },
};
