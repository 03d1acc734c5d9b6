/** Things, types, certificates, policies and rules of the account: what the control plane of the endpoint keeps, and the one broker behind it. */
import type { CertificateStatus } from '../../services/iot-core/model/operations.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';

export interface Thing {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  typeName: string | undefined;
  attributes: Readonly<Record<string, string>>;
  version: number;
  /** ARNs of certificates and ids of Cognito identities, with how they are attached. */
  readonly principals: Map<string, string>;
}
/** What tags hang on. */
export interface Tagged {
  readonly name: string;
  readonly arn: string;
  tags: ReadonlyMap<string, string>;
}
export interface ThingType extends Tagged {
  readonly id: string;
  readonly properties: ApiRecord;
  /** Seconds since 1970, here and below. */
  readonly createdAt: number;
  deprecatedAt: number | undefined;
}
export interface Certificate {
  readonly id: string;
  readonly arn: string;
  readonly pem: string;
  readonly mode: 'DEFAULT' | 'SNI_ONLY';
  readonly validity: { readonly notBefore: number; readonly notAfter: number };
  readonly createdAt: number;
  /** Sorts as they were made. */
  readonly order: number;
  modifiedAt: number;
  status: CertificateStatus;
}
export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
  readonly generation: string;
}
export interface Policy extends Tagged {
  readonly order: number;
  readonly createdAt: number;
  /** By id, oldest first. */
  readonly versions: Map<string, PolicyVersion>;
  defaultVersion: PolicyVersion;
  /** When the default version was set last. */
  modifiedAt: number;
  nextVersion: number;
  /** ARNs of certificates and ids of Cognito identities. */
  readonly targets: Set<string>;
}
export interface TopicRule extends Tagged {
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
  /** The change under way. */
  turn: Promise<unknown>;
}

export const registerOf = (world: World): Register =>
  world.register('iot', () => ({ broker: world.create('iot-core', {}), things: new Map(), types: new Map(), certificates: new Map(), policies: new Map(), rules: new Map(), joined: new Set(), next: 1, turn: Promise.resolve() }));

/** Changes that wait for the broker run one after another: none sees what another has half done. */
export const inTurn = (change: Handler): Handler => (input, world, request) => {
  const register = registerOf(world);
  const done = register.turn.then(() => change(input, world, request));
  register.turn = done.catch(() => undefined);
  return done;
};

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
