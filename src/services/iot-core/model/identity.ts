import { judge, type Policy, type PolicyDecision, type PolicyRequest } from './policy.ts';

export type CertificateStatus = 'ACTIVE' | 'INACTIVE' | 'REVOKED' | 'PENDING_TRANSFER' | 'REGISTER_INACTIVE' | 'PENDING_ACTIVATION';
export const certificateStatuses: readonly CertificateStatus[] = ['ACTIVE', 'INACTIVE', 'REVOKED', 'PENDING_TRANSFER', 'REGISTER_INACTIVE', 'PENDING_ACTIVATION'];

/** Who asks, with the policies that count for this kind of identity. */
export type Identity =
  | { readonly type: 'certificate'; readonly status: CertificateStatus; readonly iotPolicies: readonly Policy[] }
  | { readonly type: 'iam'; readonly iamPolicies: readonly Policy[] }
  | { readonly type: 'cognito-unauthenticated'; readonly iamPolicies: readonly Policy[] }
  | { readonly type: 'cognito-authenticated'; readonly iamPolicies: readonly Policy[]; readonly iotPolicies: readonly Policy[] };

/** One step of a decision, for a person to follow. */
export interface AuthorizationStep {
  readonly step: 'identify' | 'iot-policy' | 'iam-policy';
  readonly allowed: boolean;
  readonly says: string;
  readonly decision?: PolicyDecision;
}

export interface Authorization {
  readonly allowed: boolean;
  readonly steps: readonly AuthorizationStep[];
}

/** Actions on the registry and on rules: a device's certificate never reaches them. */
const controlPlane = ['iot:CreateThing', 'iot:DeleteThing', 'iot:CreateTopicRule'];

function says(kind: string, decision: PolicyDecision): string {
  if (decision.why === 'no-statement') return `No statement of the ${kind} allows this.`;
  const { statement, policy } = decision;
  return `${kind} ${policy}, line ${statement!.line}: ${statement!.effect}${statement!.sid ? ` (${statement!.sid})` : ''}.`;
}

function policyStep(step: 'iot-policy' | 'iam-policy', policies: readonly Policy[], request: PolicyRequest): AuthorizationStep {
  if (policies.length === 0) return { step, allowed: false, says: `No ${step === 'iot-policy' ? 'IoT policy' : 'IAM policy'} is attached to this identity.`, decision: { allowed: false, why: 'no-statement' } };
  const decision = judge(policies, request);
  return { step, allowed: decision.allowed, says: says(step === 'iot-policy' ? 'IoT policy' : 'IAM policy', decision), decision };
}

/**
 * Whether an identity may do something, step by step. Certificates need an IoT policy, IAM identities and unauthenticated Cognito
 * identities an IAM policy, authenticated Cognito identities both.
 */
export function authorize(identity: Identity, request: PolicyRequest): Authorization {
  const steps: AuthorizationStep[] = [identify(identity, request)];
  if (steps[0]!.allowed) {
    if (identity.type !== 'iam' && identity.type !== 'cognito-unauthenticated' && !controlPlane.includes(request.action)) steps.push(policyStep('iot-policy', identity.iotPolicies, request));
    if (identity.type !== 'certificate') steps.push(policyStep('iam-policy', identity.iamPolicies, request));
  }
  return { allowed: steps.every((each) => each.allowed), steps };
}

function identify(identity: Identity, request: PolicyRequest): AuthorizationStep {
  if (identity.type !== 'certificate') return { step: 'identify', allowed: true, says: identity.type === 'iam' ? 'Signed with the keys of an IAM identity.' : `Signed with keys that the Cognito identity pool gave out (${identity.type === 'cognito-authenticated' ? 'authenticated' : 'not authenticated'}).` };
  if (identity.status !== 'ACTIVE') return { step: 'identify', allowed: false, says: `The certificate is ${identity.status}; only an ACTIVE one may connect.` };
  if (controlPlane.includes(request.action)) return { step: 'identify', allowed: false, says: `${request.action} is a call of the control plane: it is signed with AWS keys, not made with a device certificate.` };
  return { step: 'identify', allowed: true, says: 'The certificate is ACTIVE.' };
}
