/** Versions of policies: one of them is the default, which is the one that counts. */
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { refuseIot } from './answers.ts';
import { checkDocument, findPolicy, newVersion } from './policies.ts';
import type { Policy, PolicyVersion } from './register.ts';

function findVersion(input: ApiRecord, world: World): { readonly policy: Policy; readonly version: PolicyVersion } {
  const policy = findPolicy(input, world);
  const id = input.policyVersionId as string;
  const version = policy.versions.get(id) ?? refuseIot('ResourceNotFoundException', `Policy version not found (policyName=${policy.name}, policyVersionId=${id})`);
  return { policy, version };
}

function setDefault(policy: Policy, version: PolicyVersion, world: World): void {
  policy.defaultVersion = version;
  policy.modifiedAt = world.seconds;
}

export const policyVersionHandlers: Readonly<Record<string, Handler>> = {
  CreatePolicyVersion(input, world) {
    const policy = findPolicy(input, world);
    const document = checkDocument(policy.name, input.policyDocument as string, world);
    const most = world.simulation.limits.number('iot.policy.max-versions');
    if (policy.versions.size >= most) return refuseIot('VersionsLimitExceededException', `The policy ${policy.name} already has the maximum number of versions (${most})`);
    // Numbers of deleted versions do not come back.
    const version = newVersion(policy.nextVersion++, document, world);
    policy.versions.set(version.id, version);
    if (input.setAsDefault === true) setDefault(policy, version, world);
    return { policyArn: policy.arn, policyDocument: document, policyVersionId: version.id, isDefaultVersion: policy.defaultVersion === version };
  },
  GetPolicyVersion(input, world) {
    const { policy, version } = findVersion(input, world);
    return { policyArn: policy.arn, policyName: policy.name, policyDocument: version.document, policyVersionId: version.id, isDefaultVersion: policy.defaultVersion === version, creationDate: version.createdAt, lastModifiedDate: version.createdAt, generationId: version.generation };
  },
  ListPolicyVersions(input, world) {
    const { versions, defaultVersion } = findPolicy(input, world);
    return { policyVersions: [...versions.values()].reverse().map((version) => ({ versionId: version.id, isDefaultVersion: version === defaultVersion, createDate: version.createdAt })) };
  },
  SetDefaultPolicyVersion(input, world) {
    const { policy, version } = findVersion(input, world);
    setDefault(policy, version, world);
    return {};
  },
  DeletePolicyVersion(input, world) {
    const { policy, version } = findVersion(input, world);
    if (policy.defaultVersion === version) return refuseIot('DeleteConflictException', 'Cannot delete the default version of a policy');
    policy.versions.delete(version.id);
    return {};
  },
};
