/** Things and their types: made, changed, described, listed, deleted. */
import { DeleteThing, PutThing } from '../../services/iot-core/model/operations.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { ask, pageOf, refuseIot, registerOf, uuid, type Thing, type ThingType } from './register.ts';

/** The thing that a call names; refuses when there is none. */
export function findThing(input: ApiRecord, world: World): Thing {
  const name = input.thingName as string;
  return registerOf(world).things.get(name) ?? refuseIot('ResourceNotFoundException', `Thing ${name} not found.`);
}

function findType(name: string, world: World): ThingType {
  return registerOf(world).types.get(name) ?? refuseIot('ResourceNotFoundException', `Thing type ${name} not found.`);
}

/** The broker knows things, too: policy variables speak of them. It judges how many attributes there may be. */
export async function tellThing(thing: Pick<Thing, 'name' | 'typeName' | 'attributes' | 'principals'>, world: World): Promise<void> {
  const certificates = [...thing.principals.keys()].map((arn) => arn.split('/').at(-1)!);
  await ask(world, PutThing, { thing: { name: thing.name, type: thing.typeName, attributes: thing.attributes, groups: [], certificates } }, () => null);
}

const attributesOf = (input: ApiRecord) => (input.attributePayload as { readonly attributes?: Readonly<Record<string, string>>; readonly merge?: boolean } | undefined) ?? {};
/** An attribute whose text is empty is none. */
const filled = (attributes: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
const sorted = (attributes: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));

const createThing: Handler = async (input, world) => {
  const { things } = registerOf(world);
  const name = input.thingName as string;
  const typeName = input.thingTypeName as string | undefined;
  const billingGroup = input.billingGroupName as string | undefined;
  const attributes = filled(attributesOf(input).attributes ?? {});
  if (typeName !== undefined) findType(typeName, world);
  const known = things.get(name);
  // The same request again is no mistake.
  if (known && (known.typeName !== typeName || known.billingGroup !== billingGroup || sorted(known.attributes) !== sorted(attributes))) return refuseIot('ResourceAlreadyExistsException', `Thing ${name} already exists in account ${world.options.account} with different properties.`);
  const thing: Thing = known ?? { name, arn: world.arn('iot', `thing/${name}`), id: uuid(world), typeName, attributes, version: 1, billingGroup, principals: new Map() };
  if (!known) {
    await tellThing(thing, world);
    things.set(name, thing);
  }
  return { thingName: name, thingArn: thing.arn, thingId: thing.id };
};

function checkVersion(thing: Thing, expected: unknown): void {
  if (expected !== undefined && expected !== thing.version) refuseIot('VersionConflictException', `The version for thing ${thing.name} does not match the expected version.`);
}

const updateThing: Handler = async (input, world) => {
  const thing = findThing(input, world);
  const typeName = input.thingTypeName as string | undefined;
  if (input.removeThingType === true && typeName !== undefined) return refuseIot('InvalidRequestException', 'thingTypeName and removeThingType cannot be given together.');
  checkVersion(thing, input.expectedVersion);
  if (typeName !== undefined) findType(typeName, world);
  const { attributes, merge } = attributesOf(input);
  const next = {
    name: thing.name,
    principals: thing.principals,
    typeName: input.removeThingType === true ? undefined : (typeName ?? thing.typeName),
    attributes: attributes === undefined ? thing.attributes : filled(merge === true ? { ...thing.attributes, ...attributes } : attributes),
  };
  await tellThing(next, world);
  thing.typeName = next.typeName;
  thing.attributes = next.attributes;
  thing.version++;
  return {};
};

const deleteThing: Handler = async (input, world) => {
  const { things } = registerOf(world);
  const thing = things.get(input.thingName as string);
  // AWS answers success for a thing that is not there.
  if (!thing) return {};
  checkVersion(thing, input.expectedVersion);
  if (thing.principals.size > 0) return refuseIot('InvalidRequestException', `Cannot delete. Thing ${thing.name} is still attached to one or more principals`);
  await ask(world, DeleteThing, { thingName: thing.name }, () => null);
  things.delete(thing.name);
  return {};
};

const listThings: Handler = (input, world) => {
  const { attributeName, attributeValue, thingTypeName, usePrefixAttributeValue } = input as Record<string, string | boolean | undefined>;
  if (attributeValue !== undefined && attributeName === undefined) return refuseIot('InvalidRequestException', 'attributeName must be given with attributeValue.');
  const fits = ({ typeName, attributes }: Thing): boolean => {
    if (thingTypeName !== undefined && typeName !== thingTypeName) return false;
    if (attributeName === undefined) return true;
    const value = Object.hasOwn(attributes, attributeName as string) ? attributes[attributeName as string] : undefined;
    return attributeValue === undefined ? value !== undefined : usePrefixAttributeValue === true ? value?.startsWith(attributeValue as string) === true : value === attributeValue;
  };
  const { items, next } = pageOf(world, [...registerOf(world).things.values()].filter(fits), ({ name }) => name, { token: input.nextToken, limit: input.maxResults, member: 'nextToken' });
  return { things: items.map(({ name, arn, typeName, attributes, version }) => ({ thingName: name, thingTypeName: typeName, thingArn: arn, attributes, version })), nextToken: next };
};

const createThingType: Handler = (input, world) => {
  const { types } = registerOf(world);
  const name = input.thingTypeName as string;
  const properties = (input.thingTypeProperties ?? {}) as ApiRecord;
  const mostSearchable = world.simulation.limits.number('iot.thing-type.max-searchable');
  if (((properties.searchableAttributes ?? []) as readonly string[]).length > mostSearchable) return refuseIot('InvalidRequestException', `searchableAttributes has at most ${mostSearchable} names.`);
  const known = types.get(name);
  if (known && JSON.stringify(known.properties) !== JSON.stringify(properties)) return refuseIot('ResourceAlreadyExistsException', `Thing type ${name} already exists in account ${world.options.account} with different properties.`);
  const type = known ?? { name, arn: world.arn('iot', `thingtype/${name}`), id: uuid(world), properties, createdAt: world.seconds };
  types.set(name, type);
  return { thingTypeName: name, thingTypeArn: type.arn, thingTypeId: type.id };
};

const typeMembers = ({ name, arn, properties, createdAt }: ThingType) => ({ thingTypeName: name, thingTypeArn: arn, thingTypeProperties: properties, thingTypeMetadata: { deprecated: false, creationDate: createdAt } });

export const thingHandlers: Readonly<Record<string, Handler>> = {
  CreateThing: createThing,
  UpdateThing: updateThing,
  DeleteThing: deleteThing,
  DescribeThing(input, world) {
    const { name, arn, id, typeName, attributes, version, billingGroup } = findThing(input, world);
    return { defaultClientId: name, thingName: name, thingId: id, thingArn: arn, thingTypeName: typeName, attributes, version, billingGroupName: billingGroup };
  },
  ListThings: listThings,
  CreateThingType: createThingType,
  DescribeThingType(input, world) {
    const type = findType(input.thingTypeName as string, world);
    return { ...typeMembers(type), thingTypeId: type.id };
  },
  ListThingTypes(input, world) {
    const all = [...registerOf(world).types.values()].filter(({ name }) => input.thingTypeName === undefined || name === input.thingTypeName);
    const { items, next } = pageOf(world, all, ({ name }) => name, { token: input.nextToken, limit: input.maxResults, member: 'nextToken' });
    return { thingTypes: items.map(typeMembers), nextToken: next };
  },
};
