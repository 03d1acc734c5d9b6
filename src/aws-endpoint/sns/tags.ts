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

/** Refuses tags that cannot be, or that would be too many beside those that are there. */
export function checkTags(tags: readonly Tag[], beside: ReadonlyMap<string, string>, world: World): void {
  for (const { Key } of tags) if (Key.toLowerCase().startsWith(reserved)) return refuse('InvalidParameter', `Invalid parameter: Tags Reason: Tag Key ${Key} begins with the reserved ${reserved}`);
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) return refuse('InvalidParameter', 'Invalid parameter: Duplicated keys are not allowed.');
  if (new Set([...beside.keys(), ...tags.map(({ Key }) => Key)]).size > world.simulation.limits.number('sns.topic.max-tags')) return refuse('TagLimitExceeded', 'Could not complete request: tag quota of per resource exceeded');
}

function tagged(input: ApiRecord, world: World): Topic {
  const arn = input.ResourceArn as string;
  checkArn(arn, 'ResourceArn', world);
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
    for (const key of listOf<string>(input.TagKeys)) tags.delete(key);
    return {};
  },
  ListTagsForResource: (input, world) => ({ Tags: [...tagged(input, world).tags].map(([Key, Value]) => ({ Key, Value })) }),
};
