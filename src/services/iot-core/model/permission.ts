/** Whether a client of the broker may do something: its credentials decide which policies count. */
import { authorize, type CertificateStatus, type Identity } from './identity.ts';
import type { Credentials } from './operations.ts';
import type { Policy, PolicyRequest } from './policy.ts';
import { policyVariables } from './registry.ts';
import type { IotState } from './state.ts';

/** Who asks. */
export interface Client {
  readonly clientId: string;
  /** Counts for those that connect with one. */
  readonly certificate: string;
  readonly credentials?: Credentials | undefined;
}

export interface Permission {
  readonly allowed: boolean;
  /** The step and the line that decided. */
  readonly says: string;
}

const everything: Policy = Object.freeze({
  name: '(none is set: all is allowed)',
  statements: Object.freeze([Object.freeze({ sid: undefined, effect: 'Allow' as const, actions: Object.freeze(['*']), resources: Object.freeze(['*']), conditions: Object.freeze([]), line: 0 })]),
});

export function certificateOf(state: IotState, certificate: string): CertificateStatus {
  return state.certificates.get(certificate) ?? 'ACTIVE';
}

export function credentialsOf({ credentials }: Client): Credentials {
  return credentials ?? 'certificate';
}

/** What the SQL function principal() answers. [SIM] */
export function principalOf(client: Client): string {
  const credentials = credentialsOf(client);
  return credentials === 'certificate' ? client.certificate : `${credentials === 'iam' ? 'iam' : 'cognito'}-${client.clientId}`;
}

function identityOf(state: IotState, client: Client): Identity {
  const { policy, rolePolicy, identityPolicy } = state.config;
  const iamPolicies = [rolePolicy ?? everything];
  const credentials = credentialsOf(client);
  switch (credentials) {
    case 'certificate':
      return { type: 'certificate', status: certificateOf(state, client.certificate), iotPolicies: [policy ?? everything] };
    case 'cognito-authenticated':
      return { type: credentials, iamPolicies, iotPolicies: identityPolicy === null ? [] : [identityPolicy] };
    default:
      return { type: credentials, iamPolicies };
  }
}

/** True when nothing can be refused to this client: spares the look into policies. */
export function mayDoAll(state: IotState, client: Client): boolean {
  const credentials = credentialsOf(client);
  if (credentials === 'certificate') return state.config.policy === null && certificateOf(state, client.certificate) === 'ACTIVE';
  return credentials !== 'cognito-authenticated' && state.config.rolePolicy === null;
}

/** Whether a client may do something. */
export function mayDo(state: IotState, client: Client, request: Pick<PolicyRequest, 'action' | 'resource'>): Permission {
  if (mayDoAll(state, client)) return { allowed: true, says: 'no policy is set: all is allowed' };
  const certificate = credentialsOf(client) === 'certificate' ? client.certificate : undefined;
  const { allowed, steps } = authorize(identityOf(state, client), { ...request, variables: policyVariables(client.clientId, certificate, state.things) });
  const deciding = steps.find((step) => !step.allowed) ?? steps.at(-1)!;
  return { allowed, says: deciding.says };
}
