/** Types of things: made, deprecated, described, listed, deleted. */
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { pageOf, refuseIot } from './answers.ts';
import { registerOf, uuid, type ThingType } from './register.ts';
import { newTags } from './tags.ts';

export function findType(name: string, world: World): ThingType {
  return registerOf(world).types.get(name) ?? refuseIot('ResourceNotFoundException', `Thing type ${name} not found.`);
}

const searchable = (properties: ApiRecord) => (properties.searchableAttributes ?? []) as readonly string[];

/** What tells types apart; the order of searchable attributes does not. */
const identity = (properties: ApiRecord) => JSON.stringify([properties.thingTypeDescription ?? '', [...searchable(properties)].sort(), properties.mqtt5Configuration ?? null]);

const createThingType: Handler = (input, world) => {
  const { types } = registerOf(world);
  const name = input.thingTypeName as string;
  const arn = world.arn('iot', `thingtype/${name}`);
  const properties = (input.thingTypeProperties ?? {}) as ApiRecord;
  const most = world.simulation.limits.number('iot.thing-type.max-searchable');
  if (searchable(properties).length > most) return refuseIot('InvalidRequestException', `Only ${most === 3 ? 'three' : most} searchable attributes are allowed for a thing type.`);
  const known = types.get(name);
  if (known && identity(known.properties) !== identity(properties)) return refuseIot('ResourceAlreadyExistsException', `Thing type ${name} already exists in account ${world.options.account} with different properties.`, { resourceId: known.id, resourceArn: arn });
  const type = known ?? { name, arn, tags: newTags(input.tags, world), id: uuid(world), properties, createdAt: world.seconds, deprecatedAt: undefined };
  types.set(name, type);
  return { thingTypeName: name, thingTypeArn: arn, thingTypeId: type.id };
};

const deleteThingType: Handler = (input, world) => {
  const { types, things } = registerOf(world);
  const { name, deprecatedAt } = findType(input.thingTypeName as string, world);
  const used = [...things.values()].find(({ typeName }) => typeName === name);
  if (used) return refuseIot('InvalidRequestException', `Cannot delete thing type : ${name}. Thing ${used.name} is associated with it`);
  if (deprecatedAt === undefined) return refuseIot('InvalidRequestException', `Cannot delete thing type : ${name}. The thing type must be deprecated first`);
  const wait = world.simulation.limits.duration('iot.thing-type.deletion-delay') / 1000;
  if (world.seconds < deprecatedAt + wait) return refuseIot('InvalidRequestException', `Cannot delete thing type : ${name}. Please wait for ${wait / 60} minutes after deprecation and then retry`);
  types.delete(name);
  return {};
};

const members = ({ name, arn, properties, createdAt, deprecatedAt }: ThingType) => ({
  thingTypeName: name,
  thingTypeArn: arn,
  thingTypeProperties: properties,
  thingTypeMetadata: { deprecated: deprecatedAt !== undefined, deprecationDate: deprecatedAt, creationDate: createdAt },
});

export const thingTypeHandlers: Readonly<Record<string, Handler>> = {
  CreateThingType: createThingType,
  DeprecateThingType(input, world) {
    const type = findType(input.thingTypeName as string, world);
    type.deprecatedAt = input.undoDeprecate === true ? undefined : (type.deprecatedAt ?? world.seconds);
    return {};
  },
  DeleteThingType: deleteThingType,
  DescribeThingType(input, world) {
    const type = findType(input.thingTypeName as string, world);
    return { ...members(type), thingTypeId: type.id };
  },
  ListThingTypes(input, world) {
    // A name asks for all that begin so.
    const all = [...registerOf(world).types.values()].filter(({ name }) => name.startsWith((input.thingTypeName as string | undefined) ?? ''));
    const { items, next } = pageOf(world, all, ({ name }) => name, { token: input.nextToken, limit: input.maxResults, member: 'nextToken' });
    return { thingTypes: items.map(members), nextToken: next };
  },
};
