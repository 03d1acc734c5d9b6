/** Things: made, changed, described, listed, deleted. */
import { DeleteThing, PutThing } from '../../services/iot-core/model/operations.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { ask, pageOf, refuseIot } from './answers.ts';
import { inTurn, registerOf, uuid, type Thing } from './register.ts';
import { findType } from './thingTypes.ts';

/** The thing that a call names; refuses when there is none. */
export function findThing(input: ApiRecord, world: World): Thing {
  const name = input.thingName as string;
  return registerOf(world).things.get(name) ?? refuseIot('ResourceNotFoundException', `Thing ${name} not found.`);
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
  const arn = world.arn('iot', `thing/${name}`);
  const typeName = input.thingTypeName as string | undefined;
  const attributes = filled(attributesOf(input).attributes ?? {});
  // The type is spelled so in AWS's own words.
  if (typeName !== undefined && findType(typeName, world).deprecatedAt !== undefined) return refuseIot('InvalidRequestException', `Can not create new thing with depreated thing type:${typeName}`);
  // There are no billing groups here.
  if (input.billingGroupName !== undefined) return refuseIot('ResourceNotFoundException', `Billing group ${input.billingGroupName as string} not found (billingGroupName).`);
  const known = things.get(name);
  // Only UpdateThing gives a thing with a type more attributes than one without.
  const most = world.simulation.limits.number('iot.thing.max-attributes-untyped');
  if (Object.keys(attributes).length > most) return refuseIot('InvalidRequestException', `attributes: a thing is made with at most ${most} attributes; here are ${Object.keys(attributes).length}`);
  // The same request again is no mistake.
  if (known && (known.typeName !== typeName || sorted(known.attributes) !== sorted(attributes))) return refuseIot('ResourceAlreadyExistsException', `Thing ${name} already exists in account ${world.options.account} with different properties.`, { resourceId: known.id, resourceArn: arn });
  const thing: Thing = known ?? { name, arn, id: uuid(world), typeName, attributes, version: 1, principals: new Map() };
  if (!known) {
    await tellThing(thing, world);
    things.set(name, thing);
  }
  return { thingName: name, thingArn: arn, thingId: thing.id };
};

function checkVersion(thing: Thing, expected: unknown): void {
  if (expected !== undefined && expected !== thing.version) refuseIot('VersionConflictException', `The version for thing ${thing.name} does not match the expected version.`);
}

const updateThing: Handler = async (input, world) => {
  const thing = findThing(input, world);
  const typeName = input.thingTypeName as string | undefined;
  if (input.removeThingType === true && typeName !== undefined) return refuseIot('InvalidRequestException', 'thingTypeName and removeThingType cannot be given together.');
  checkVersion(thing, input.expectedVersion);
  if (typeName !== undefined && findType(typeName, world).deprecatedAt !== undefined) return refuseIot('InvalidRequestException', `Can not update a thing to use deprecated thing type: ${typeName}`);
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

export const thingHandlers: Readonly<Record<string, Handler>> = {
  CreateThing: inTurn(createThing),
  UpdateThing: inTurn(updateThing),
  DeleteThing: inTurn(deleteThing),
  DescribeThing(input, world) {
    const { name, arn, id, typeName, attributes, version } = findThing(input, world);
    return { defaultClientId: name, thingName: name, thingId: id, thingArn: arn, thingTypeName: typeName, attributes, version };
  },
  ListThings: listThings,
};
