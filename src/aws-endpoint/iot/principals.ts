/** Principals: certificates and Cognito identities, and the things that they belong to. */
import type { Handler } from '../operation.ts';
import type { World } from '../world.ts';
import { pageOf, refuseIot } from './answers.ts';
import { findCertificate } from './certificates.ts';
import { inTurn, registerOf } from './register.ts';
import { findThing, tellThing } from './things.ts';

/** The certificate or Cognito identity that an ARN or id names, as AWS checks it: certificates must be there. */
export function checkPrincipal(member: 'principal' | 'target', text: string, world: World): string {
  const id = /^arn:aws[^:]*:iot:[^:]+:\d{12}:cert\/([0-9a-f]{64})$/.exec(text)?.[1];
  if (id !== undefined) {
    const { arn } = findCertificate(id, world);
    return arn === text ? text : refuseIot('ResourceNotFoundException', `The ${member} ${text} does not exist.`);
  }
  // There are no thing groups here.
  if (member === 'target' && /^arn:aws[^:]*:iot:[^:]+:\d{12}:thinggroup\/[a-zA-Z0-9:_-]+$/.test(text)) return refuseIot('ResourceNotFoundException', `The ${member} ${text} does not exist.`);
  if (text.startsWith('arn:')) return refuseIot('InvalidRequestException', `The given ARN does not represent a cert (${member} ${text})`);
  const isIdentity = /^[a-z]{2}-[a-z-]+-\d:[0-9a-f-]{36}$/.test(text);
  return isIdentity ? text : refuseIot('InvalidRequestException', `Invalid ${member}: "${text}" is neither the ARN of a certificate nor the id of a Cognito identity.`);
}

const attachThingPrincipal: Handler = async (input, world) => {
  const thing = findThing(input, world);
  const principal = checkPrincipal('principal', input.principal as string, world);
  const kind = (input.thingPrincipalType as string | undefined) ?? 'NON_EXCLUSIVE_THING';
  for (const { name, principals } of registerOf(world).things.values()) {
    if (name !== thing.name && principals.has(principal) && (kind === 'EXCLUSIVE_THING' || principals.get(principal) === 'EXCLUSIVE_THING')) return refuseIot('InvalidRequestException', `The principal is attached to thing ${name}: thingPrincipalType EXCLUSIVE_THING does not allow another one.`);
  }
  thing.principals.set(principal, kind);
  await tellThing(thing, world);
  return {};
};

const detachThingPrincipal: Handler = async (input, world) => {
  const thing = findThing(input, world);
  thing.principals.delete(checkPrincipal('principal', input.principal as string, world));
  await tellThing(thing, world);
  return {};
};

export const principalHandlers: Readonly<Record<string, Handler>> = {
  AttachThingPrincipal: inTurn(attachThingPrincipal),
  DetachThingPrincipal: inTurn(detachThingPrincipal),
  ListThingPrincipals(input, world) {
    const { items, next } = pageOf(world, [...findThing(input, world).principals.keys()], (arn) => arn, { token: input.nextToken, limit: input.maxResults, member: 'nextToken' });
    return { principals: items, nextToken: next };
  },
  ListPrincipalThings(input, world) {
    const principal = checkPrincipal('principal', input.principal as string, world);
    const all = [...registerOf(world).things.values()].filter(({ principals }) => principals.has(principal)).map(({ name }) => name);
    const { items, next } = pageOf(world, all, (name) => name, { token: input.nextToken, limit: input.maxResults, member: 'nextToken' });
    return { things: items, nextToken: next };
  },
};
