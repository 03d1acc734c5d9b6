/** Tags of rules, policies and thing types. */
import type { Handler } from '../operation.ts';
import { formPairs } from '../protocol/forms.ts';
import { shapes } from '../shapes/iot.ts';
import { problemsOf, validationMessage } from '../validate.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { pageOf, refuseIot } from './answers.ts';
import { registerOf, type Tagged } from './register.ts';

interface Tag {
  readonly Key: string;
  readonly Value?: string;
}

/** Tags with more of them; refuses those that cannot be, and too many with `tooMany`. */
function withTags(before: ReadonlyMap<string, string>, added: readonly Tag[], tooMany: string, world: World): ReadonlyMap<string, string> {
  if (new Set(added.map(({ Key }) => Key)).size < added.length) return refuseIot('InvalidRequestException', 'tags has a Key twice.');
  for (const { Key } of added) if (Key.toLowerCase().startsWith('aws:')) return refuseIot('InvalidRequestException', `tags: the Key ${Key} begins with aws:, which AWS keeps for itself.`);
  const after = new Map([...before, ...added.map(({ Key, Value = '' }) => [Key, Value] as const)]);
  const most = world.simulation.limits.number('iot.resource.max-tags');
  return after.size > most ? refuseIot(tooMany, `tags: a resource has at most ${most} of them.`) : after;
}

/** The tags that a new resource comes with. */
export const newTags = (tags: unknown, world: World): ReadonlyMap<string, string> => withTags(new Map(), (tags ?? []) as readonly Tag[], 'InvalidRequestException', world);

/** The same, from the header of CreateTopicRule: key1=value1&key2=value2. */
export function taggingOf(header: string | undefined, world: World): ReadonlyMap<string, string> {
  const tags = formPairs(header ?? '').map(([Key, Value]) => ({ Key, Value }));
  const problems = problemsOf(shapes, 'TagResourceRequest', { resourceArn: '', tags });
  return problems.length > 0 ? refuseIot('InvalidRequestException', validationMessage(problems)) : newTags(tags, world);
}

function findTagged(input: ApiRecord, world: World): Tagged {
  const arn = input.resourceArn as string;
  const kind = /^arn:aws[^:]*:iot:[^:]+:\d{12}:(rule|policy|thingtype|thinggroup|billinggroup|job)\/[^/]+$/.exec(arn)?.[1];
  if (kind === undefined) return refuseIot('InvalidRequestException', `resourceArn ${arn.slice(0, 200)} is not that of a resource with tags.`);
  const { rules, policies, types } = registerOf(world);
  const all: Iterable<Tagged> = kind === 'rule' ? rules.values() : kind === 'policy' ? policies.values() : kind === 'thingtype' ? types.values() : [];
  return [...all].find((each) => each.arn === arn) ?? refuseIot('ResourceNotFoundException', `The resource ${arn} does not exist (resourceArn).`);
}

export const tagHandlers: Readonly<Record<string, Handler>> = {
  TagResource(input, world) {
    const tagged = findTagged(input, world);
    tagged.tags = withTags(tagged.tags, input.tags as unknown as readonly Tag[], 'LimitExceededException', world);
    return {};
  },
  UntagResource(input, world) {
    const tagged = findTagged(input, world);
    const gone = new Set(input.tagKeys as readonly string[]);
    tagged.tags = new Map([...tagged.tags].filter(([key]) => !gone.has(key)));
    return {};
  },
  ListTagsForResource(input, world) {
    const tags = [...findTagged(input, world).tags].map(([Key, Value]) => ({ Key, Value }));
    const { items, next } = pageOf(world, tags, ({ Key }) => Key, { token: input.nextToken, limit: undefined, member: 'nextToken' });
    return { tags: items, nextToken: next };
  },
};
