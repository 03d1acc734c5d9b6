/** Policies, and the certificates and groups that they are attached to. */
import { parsePolicy } from '../../services/iot-core/model/operations.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { checkPrincipal } from './certificates.ts';
import { byAge, pageOf, refuseIot, registerOf, uuid, type Policy } from './register.ts';

function findPolicy(input: ApiRecord, world: World): Policy {
  const name = input.policyName as string;
  return registerOf(world).policies.get(name) ?? refuseIot('ResourceNotFoundException', `Policy not found (policyName=${name})`);
}

const createPolicy: Handler = (input, world) => {
  const register = registerOf(world);
  const name = input.policyName as string;
  const document = input.policyDocument as string;
  const most = world.simulation.limits.number('iot.policy.max-characters');
  if (document.replace(/\s/g, '').length > most) return refuseIot('MalformedPolicyException', `policyDocument has at most ${most} characters besides blanks.`);
  const read = parsePolicy(name, document);
  if (!read.ok) return refuseIot('MalformedPolicyException', `Policy document is malformed: policyDocument${read.error.map(({ path, problem }) => `${path === '' ? '' : ` ${path}`} ${problem}`).join(';')}`);
  if (register.policies.has(name)) return refuseIot('ResourceAlreadyExistsException', `Policy cannot be created - name already exists (name=${name})`);
  const policy: Policy = { name, arn: world.arn('iot', `policy/${name}`), document, createdAt: world.seconds, order: register.next++, generation: uuid(world), targets: new Set() };
  register.policies.set(name, policy);
  return { policyName: name, policyArn: policy.arn, policyDocument: document, policyVersionId: '1' };
};

const summary = ({ name, arn }: Policy) => ({ policyName: name, policyArn: arn });

export const policyHandlers: Readonly<Record<string, Handler>> = {
  CreatePolicy: createPolicy,
  GetPolicy(input, world) {
    const policy = findPolicy(input, world);
    return { ...summary(policy), policyDocument: policy.document, defaultVersionId: '1', creationDate: policy.createdAt, lastModifiedDate: policy.createdAt, generationId: policy.generation };
  },
  DeletePolicy(input, world) {
    const { name, targets } = findPolicy(input, world);
    if (targets.size > 0) return refuseIot('DeleteConflictException', `The policy cannot be deleted as the policy is attached to one or more principals (name=${name})`);
    registerOf(world).policies.delete(name);
    return {};
  },
  ListPolicies(input, world) {
    const { items, next } = pageOf(world, [...registerOf(world).policies.values()], byAge(input.ascendingOrder), { token: input.marker, limit: input.pageSize, member: 'marker' });
    return { policies: items.map(summary), nextMarker: next };
  },
  AttachPolicy(input, world) {
    findPolicy(input, world).targets.add(checkPrincipal('target', input.target as string, world));
    return {};
  },
  DetachPolicy(input, world) {
    findPolicy(input, world).targets.delete(checkPrincipal('target', input.target as string, world));
    return {};
  },
  ListAttachedPolicies(input, world) {
    const target = checkPrincipal('target', input.target as string, world);
    const { items, next } = pageOf(world, [...registerOf(world).policies.values()].filter(({ targets }) => targets.has(target)), ({ name }) => name, { token: input.marker, limit: input.pageSize, member: 'marker' });
    return { policies: items.map(summary), nextMarker: next };
  },
};
