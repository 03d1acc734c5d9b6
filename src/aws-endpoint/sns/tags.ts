/** Tags of topics. */
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { checkArn, listOf, registerOf, type Topic } from './register.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const reserved = 'aws:';

const keyLength = (world: World) => world.simulation.limits.number('sns.tag.max-key');

/** Refuses tags that cannot be, or that would be too many beside those that are there. */
export function checkTags(tags: readonly Tag[], beside: ReadonlyMap<string, string>, world: World): void {
  const longest = { key: keyLength(world), value: world.simulation.limits.number('sns.tag.max-value') };
  for (const { Key, Value } of tags) {
    if (Key === undefined || Key === '' || Key.length > longest.key) return refuse('InvalidParameter', `Invalid parameter: Tags Reason: Tag Key must have a length from 1 to ${longest.key}`);
    if (Value === undefined || Value.length > longest.value) return refuse('InvalidParameter', `Invalid parameter: Tags Reason: Tag Value must be given, with a length of at most ${longest.value}`);
    if (Key.toLowerCase().startsWith(reserved)) return refuse('InvalidParameter', `Invalid parameter: Tags Reason: Tag Key ${Key} begins with the reserved ${reserved}`);
  }
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) return refuse('InvalidParameter', 'Invalid parameter: Tags Reason: Duplicated keys are not allowed.');
  if (new Set([...beside.keys(), ...tags.map(({ Key }) => Key)]).size > world.simulation.limits.number('sns.topic.max-tags')) return refuse('TagLimitExceeded', 'Could not complete request: tag quota of per resource exceeded');
}

function tagged(input: ApiRecord, world: World): Topic {
  const arn = input.ResourceArn as string;
  checkArn(arn, 'ResourceArn');
  return registerOf(world).topics.get(arn) ?? refuse('ResourceNotFound', 'Resource does not exist', 404);
}

export const tagHandlers: Readonly<Record<string, Handler>> = {
  TagResource(input, world) {
    const { tags } = tagged(input, world);
    const added = listOf<Tag>(input.Tags);
    checkTags(added, tags, world);
    for (const { Key, Value } of added) tags.set(Key, Value);
    return {};
  },
  UntagResource(input, world) {
    const { tags } = tagged(input, world);
    const keys = listOf<string | null>(input.TagKeys);
    if (keys.some((key) => key === null || key === '' || key.length > keyLength(world))) return refuse('InvalidParameter', `Invalid parameter: TagKeys Reason: a key must have a length from 1 to ${keyLength(world)}`);
    for (const key of keys) tags.delete(key!);
    return {};
  },
  ListTagsForResource: (input, world) => ({ Tags: [...tagged(input, world).tags].map(([Key, Value]) => ({ Key, Value })) }),
};
