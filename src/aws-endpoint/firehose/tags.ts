/** Tags of delivery streams. */
import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { World } from '../world.ts';
import { findStream } from './register.ts';

const mostTags = (world: World) => world.simulation.limits.number('firehose.stream.max-tags');

export const tagHandlers: Readonly<Record<string, Handler>> = {
  TagDeliveryStream(input, world) {
    const { tags } = findStream(input, world);
    const added = input.Tags as unknown as readonly { readonly Key: string; readonly Value?: string }[];
    if (new Set([...tags.keys(), ...added.map(({ Key }) => Key)]).size > mostTags(world)) return refuse('LimitExceededException', `Tags: a delivery stream has at most ${mostTags(world)}.`);
    for (const { Key, Value } of added) tags.set(Key, Value);
    return {};
  },
  UntagDeliveryStream(input, world) {
    const { tags } = findStream(input, world);
    for (const key of input.TagKeys as readonly string[]) tags.delete(key);
    return {};
  },
  ListTagsForDeliveryStream(input, world) {
    const { tags } = findStream(input, world);
    const after = input.ExclusiveStartTagKey as string;
    const limit = (input.Limit as number | undefined) ?? mostTags(world);
    // In the order in which they were given; a key that is none is passed over.
    const rest = [...tags].slice([...tags.keys()].indexOf(after) + 1);
    return { Tags: rest.slice(0, limit).map(([Key, Value]) => ({ Key, Value })), HasMoreTags: rest.length > limit };
  },
};
