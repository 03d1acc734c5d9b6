/** Policies, and the certificates that they are attached to. */
import { parsePolicy } from '../../services/iot-core/model/operations.ts';
import { Refusal } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { byAge, pageOf, refuseIot } from './answers.ts';
import { checkPrincipal } from './principals.ts';
import { registerOf, uuid, type Policy, type PolicyVersion } from './register.ts';
import { newTags } from './tags.ts';

export function findPolicy(input: ApiRecord, world: World): Policy {
  const name = input.policyName as string;
  return registerOf(world).policies.get(name) ?? refuseIot('ResourceNotFoundException', `Policy not found (policyName=${name})`);
}

/** A document that is one, by its form: what it allows is not asked for here. */
export function checkDocument(name: string, document: string, world: World): string {
  const malformed = (what: string) => refuseIot('MalformedPolicyException', `Policy document is Malformed: ${what}`);
  const most = world.simulation.limits.number('iot.policy.max-characters');
  if (document.replace(/\s/g, '').length > most) return malformed(`policyDocument has at most ${most} characters besides blanks.`);
  const read = parsePolicy(name, document, true);
  return read.ok ? document : malformed(`Invalid policy syntax. policyDocument${read.error.map(({ path, problem }) => `${path === '' ? '' : ` ${path}`} ${problem}`).join(';')}`);
}

export const newVersion = (id: number, document: string, world: World): PolicyVersion => ({ id: String(id), document, createdAt: world.seconds, generation: uuid(world) });

const createPolicy: Handler = (input, world) => {
  const register = registerOf(world);
  const name = input.policyName as string;
  const document = checkDocument(name, input.policyDocument as string, world);
  const arn = world.arn('iot', `policy/${name}`);
  if (register.policies.has(name)) return refuseIot('ResourceAlreadyExistsException', `Policy cannot be created - name already exists (name=${name})`, { resourceId: name, resourceArn: arn });
  const first = newVersion(1, document, world);
  register.policies.set(name, { name, arn, tags: newTags(input.tags, world), order: register.next++, createdAt: world.seconds, versions: new Map([[first.id, first]]), defaultVersion: first, modifiedAt: world.seconds, nextVersion: 2, targets: new Set() });
  return { policyName: name, policyArn: arn, policyDocument: document, policyVersionId: first.id };
};

const deletePolicy: Handler = (input, world) => {
  const { name, targets, versions } = findPolicy(input, world);
  if (targets.size > 0) return refuseIot('DeleteConflictException', `The policy cannot be deleted as the policy is attached to one or more principals (name=${name})`);
  // Twice "than": AWS's own words.
  if (versions.size > 1) return refuseIot('DeleteConflictException', `The policy cannot be deleted as versions other than than default version exist (name=${name})`);
  registerOf(world).policies.delete(name);
  return {};
};

const summary = ({ name, arn }: Policy) => ({ policyName: name, policyArn: arn });

/** DetachPolicy knows no ResourceNotFoundException. */
function detachPolicy(input: ApiRecord, world: World): ApiRecord {
  try {
    findPolicy(input, world).targets.delete(checkPrincipal('target', input.target as string, world));
    return {};
  } catch (error) {
    if (error instanceof Refusal) return refuseIot('InvalidRequestException', error.error.message);
    throw error;
  }
}

export const policyHandlers: Readonly<Record<string, Handler>> = {
  CreatePolicy: createPolicy,
  GetPolicy(input, world) {
    const policy = findPolicy(input, world);
    const { id, document, generation } = policy.defaultVersion;
    return { ...summary(policy), policyDocument: document, defaultVersionId: id, creationDate: policy.createdAt, lastModifiedDate: policy.modifiedAt, generationId: generation };
  },
  DeletePolicy: deletePolicy,
  ListPolicies(input, world) {
    const { items, next } = pageOf(world, [...registerOf(world).policies.values()], byAge(input.ascendingOrder), { token: input.marker, limit: input.pageSize, member: 'marker' });
    return { policies: items.map(summary), nextMarker: next };
  },
  AttachPolicy(input, world) {
    findPolicy(input, world).targets.add(checkPrincipal('target', input.target as string, world));
    return {};
  },
  DetachPolicy: detachPolicy,
  ListAttachedPolicies(input, world) {
    const target = checkPrincipal('target', input.target as string, world);
    const { items, next } = pageOf(world, [...registerOf(world).policies.values()].filter(({ targets }) => targets.has(target)), ({ name }) => name, { token: input.marker, limit: input.pageSize, member: 'marker' });
    return { policies: items.map(summary), nextMarker: next };
  },
  ListTargetsForPolicy(input, world) {
    const { items, next } = pageOf(world, [...findPolicy(input, world).targets], (target) => target, { token: input.marker, limit: input.pageSize, member: 'marker' });
    return { targets: items, nextMarker: next };
  },
};
