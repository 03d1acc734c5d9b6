/** The registry: what a thing is called and belongs to. Nobody needs an entry here to connect. */
import type { ConfigIssue } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';

export interface Thing {
  readonly name: string;
  readonly type: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  /** Client keys of certificates attached to it. */
  readonly certificates: readonly string[];
}

/** What is wrong with a thing; an empty list when nothing is. */
export function thingIssues(thing: Thing, limits: Limits): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  const maxName = limits.number('iot.thing.name-max-characters');
  if (!/^[a-zA-Z0-9:_-]+$/.test(thing.name) || thing.name.length > maxName) issues.push({ path: 'name', problem: `must be 1 to ${maxName} letters, digits, : _ or -` });
  const maxAttributes = limits.number(thing.type === undefined ? 'iot.thing.max-attributes-untyped' : 'iot.thing.max-attributes');
  const attributes = Object.keys(thing.attributes).length;
  if (attributes > maxAttributes) issues.push({ path: 'attributes', problem: `a thing ${thing.type === undefined ? 'without' : 'with'} a type has at most ${maxAttributes} attributes; here are ${attributes}` });
  const maxGroups = limits.number('iot.thing.max-groups');
  if (thing.groups.length > maxGroups) issues.push({ path: 'groups', problem: `a thing belongs to at most ${maxGroups} groups; here are ${thing.groups.length}` });
  return issues;
}

/** What policy variables know of a connection: the thing that is called like the client and has its certificate. */
export function policyVariables(clientId: string, certificate: string | undefined, things: ReadonlyMap<string, Thing>): Record<string, string> {
  const variables: Record<string, string> = { 'iot:ClientId': clientId };
  const thing = things.get(clientId);
  const attached = thing !== undefined && certificate !== undefined && thing.certificates.includes(certificate);
  variables['iot:Connection.Thing.IsAttached'] = String(attached);
  if (certificate !== undefined) variables['iot:Certificate.Subject.CommonName'] = certificate;
  if (!attached) return variables;
  variables['iot:Connection.Thing.ThingName'] = thing.name;
  if (thing.type !== undefined) variables['iot:Connection.Thing.ThingTypeName'] = thing.type;
  for (const [name, value] of Object.entries(thing.attributes)) variables[`iot:Connection.Thing.Attributes[${name}]`] = value;
  return variables;
}
