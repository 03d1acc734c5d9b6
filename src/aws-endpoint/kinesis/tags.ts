/** Tags of streams and consumers. */
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { demandStanding, findStream, listOf, type Resource } from './register.ts';
import { findResource, tagged } from './resources.ts';

/** Whatever is no letter, digit, space or sign that a tag may hold; a tab or line break is no space here. */
const foreign = /[^\u00C0-\u1FFF\u2C00-\uD7FF\w./\-=+_ @%:]/;

function checkTexts(texts: readonly string[], doing: string, of: string): void {
  if (texts.some((text) => foreign.test(text))) refuse('InvalidArgumentException', 'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ :.');
  if (texts.some((text) => text.includes('%'))) refuse('InvalidArgumentException', `Failed to ${doing} ${of} because some tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@',':'.`);
}

/** Adds tags that a call brings, all or none. */
export function addTags(resource: Resource, brought: unknown, world: World): void {
  const added = Object.entries((brought ?? {}) as Record<string, string>);
  const of = tagged(resource, world);
  checkTexts(added.flat(), 'add tags to', of);
  const mostTags = world.simulation.limits.number('kds.stream.max-tags');
  if (new Set([...resource.tags.keys(), ...added.map(([key]) => key)]).size > mostTags) refuse('InvalidArgumentException', `Failed to add tags to ${of} because a given ${of.split(' ')[0]} cannot have more than ${mostTags} tags associated with it.`);
  for (const [key, value] of added) resource.tags.set(key, value);
}

function removeTags(resource: Resource, keys: readonly string[], world: World): void {
  checkTexts(keys, 'remove tags from', tagged(resource, world));
  for (const key of keys) resource.tags.delete(key);
}

const listed = ({ tags }: Resource): ApiRecord[] => [...tags].sort(([a], [b]) => (a < b ? -1 : 1)).map(([Key, Value]) => ({ Key, Value }));

export const tagHandlers: Readonly<Record<string, Handler>> = {
  AddTagsToStream(input, world) {
    addTags(demandStanding(findStream(input, world), world), input.Tags, world);
    return {};
  },
  RemoveTagsFromStream(input, world) {
    removeTags(demandStanding(findStream(input, world), world), listOf<string>(input.TagKeys), world);
    return {};
  },
  ListTagsForStream(input, world) {
    const after = (input.ExclusiveStartTagKey as string | undefined) ?? '';
    const rest = listed(findStream(input, world)).filter(({ Key }) => (Key as string) > after);
    const limit = (input.Limit as number | undefined) ?? rest.length;
    return { Tags: rest.slice(0, limit), HasMoreTags: rest.length > limit };
  },
  TagResource(input, world) {
    addTags(findResource(input, world, true), input.Tags, world);
    return {};
  },
  UntagResource(input, world) {
    removeTags(findResource(input, world, true), listOf<string>(input.TagKeys), world);
    return {};
  },
  ListTagsForResource: (input, world) => ({ Tags: listed(findResource(input, world)) }),
};
