/** Things, types, certificates, policies and rules of the account: what the control plane of the endpoint keeps, and the one broker behind it. */
import type { CertificateStatus } from '../../services/iot-core/model/operations.ts';
import type { Operation } from '../../sim/calls.ts';
import { Refusal, refuse } from '../apiError.ts';
import { page } from '../paging.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';

export interface Thing {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  typeName: string | undefined;
  attributes: Readonly<Record<string, string>>;
  version: number;
  billingGroup: string | undefined;
  /** ARNs of certificates and Cognito identities, with how they are attached. */
  readonly principals: Map<string, string>;
}
export interface ThingType {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly properties: ApiRecord;
  /** Seconds since 1970, here and below. */
  readonly createdAt: number;
}
export interface Certificate {
  readonly id: string;
  readonly arn: string;
  readonly pem: string;
  readonly createdAt: number;
  /** Sorts as they were made. */
  readonly order: number;
  modifiedAt: number;
  status: CertificateStatus;
}
export interface Policy {
  readonly name: string;
  readonly arn: string;
  readonly document: string;
  readonly createdAt: number;
  readonly order: number;
  readonly generation: string;
  /** ARNs of certificates and groups, and ids of Cognito identities. */
  readonly targets: Set<string>;
}
export interface TopicRule {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  /** As AWS writes it. */
  payload: ApiRecord;
  topicFilter: string | undefined;
  /** What the broker was given. */
  sent: string;
}

export interface Register {
  readonly broker: number;
  readonly things: Map<string, Thing>;
  readonly types: Map<string, ThingType>;
  readonly certificates: Map<string, Certificate>;
  readonly policies: Map<string, Policy>;
  readonly rules: Map<string, TopicRule>;
  /** Nodes that the broker is joined to. */
  readonly joined: Set<number>;
  next: number;
}

export const registerOf = (world: World): Register =>
  world.register('iot', () => ({ broker: world.create('iot-core', {}), things: new Map(), types: new Map(), certificates: new Map(), policies: new Map(), rules: new Map(), joined: new Set(), next: 1 }));

const statuses: Readonly<Record<string, number>> = {
  ResourceNotFoundException: 404,
  ResourceAlreadyExistsException: 409,
  ConflictException: 409,
  VersionConflictException: 409,
  DeleteConflictException: 409,
  CertificateStateException: 406,
  UnauthorizedException: 401,
  RequestEntityTooLargeException: 413,
  ThrottlingException: 429,
};

/** Answers an error with the HTTP status that IoT gives it. */
export function refuseIot(code: string, message: string): never {
  return refuse(code, message, statuses[code] ?? 400);
}

/** Calls the broker; its errors get IoT's HTTP statuses. */
export async function ask<Req, Res, T>(world: World, op: Operation<Req, Res>, request: Req, read: (response: Res) => T): Promise<T> {
  try {
    return await world.call(registerOf(world).broker, op, request, read);
  } catch (error) {
    if (error instanceof Refusal && error.error.status === 400) refuseIot(error.error.code, error.error.message);
    throw error;
  }
}

/** One page of a list, by the members that ask for it: `nextToken` of things and rules, `marker` of certificates and policies. */
export function pageOf<T>(world: World, all: readonly T[], keyOf: (item: T) => string, { token, limit, member }: { readonly token: unknown; readonly limit: unknown; readonly member: 'nextToken' | 'marker' }): { readonly items: readonly T[]; readonly next: string | undefined } {
  try {
    const { items, NextToken } = page({ token: token as string | undefined, limit: (limit as number | undefined) ?? 250, start: () => ({ of: '', after: '' }), all: () => [...all].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)), keyOf, now: world.now });
    return { items, next: NextToken };
  } catch (error) {
    if (error instanceof Refusal) refuseIot('InvalidRequestException', `${member} is invalid.`);
    throw error;
  }
}

/** Sorts by age: oldest first where `ascending`, newest first otherwise. */
export const byAge = (ascending: unknown) => (item: { readonly order: number }) => String(ascending === true ? item.order : 1e15 - item.order).padStart(16, '0');

/** Hexadecimal digits from the chance of the world. */
export function hexText(world: World, digits: number): string {
  let text = '';
  while (text.length < digits) text += world.client.rng.int(0, 15).toString(16);
  return text;
}

export function uuid(world: World): string {
  const hex = hexText(world, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
