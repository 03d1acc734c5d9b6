/** What devices and applications ask of the broker, and what it sends them. */
import { operation, type Reply } from '../../../sim/calls.ts';
import type { PlainData, PlainRecord } from '../../../sim/plainData.ts';
import type { EntryOutcome, RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { CertificateStatus } from './identity.ts';
import type { Thing } from './registry.ts';
import type { Retained } from './state.ts';

/** A reply that carries a response. */
export function answer<Res>(response: Res): Reply<Res> {
  return { ok: true, response };
}

export type Protocol = 'mqtt' | 'websocket' | 'https';

/** How a client proves who it is: an X.509 certificate, or keys that a request is signed with (SigV4). */
export type Credentials = 'certificate' | 'iam' | 'cognito-authenticated' | 'cognito-unauthenticated';
export const credentialKinds: readonly Credentials[] = ['certificate', 'iam', 'cognito-authenticated', 'cognito-unauthenticated'];

/** What is wrong with these credentials over this protocol; undefined when nothing is. */
export function protocolProblem(protocol: Protocol, credentials: Credentials): string | undefined {
  if (protocol === 'mqtt' && credentials !== 'certificate') return 'MQTT over TLS takes a device certificate; requests signed with AWS keys go over WebSocket or HTTPS';
  if (protocol === 'websocket' && credentials === 'certificate') return 'MQTT over WebSocket is signed with AWS keys (SigV4), of IAM or Cognito; a device certificate goes with MQTT over TLS or HTTPS';
  return undefined;
}

/** What the broker publishes for a client whose connection breaks. */
export interface LastWill {
  readonly topic: string;
  readonly payload: PlainData;
}

export interface ConnectRequest {
  readonly clientId: string;
  readonly certificate: string;
  /** A certificate where absent. */
  readonly credentials?: Credentials | undefined;
  readonly protocol: Protocol;
  readonly cleanSession: boolean;
  readonly keepAliveMs: number;
  readonly will: LastWill | null;
}

/**
 * What comes back over a connection while it lasts. A message is either a record (`records` of one entry, whose key is the topic)
 * or data that a service made; `id` is the packet to acknowledge, 0 at QoS 0.
 */
export type FromBroker =
  | { readonly type: 'connack'; readonly code: 0 | 7; readonly sessionPresent: boolean }
  | { readonly type: 'message'; readonly id: number; readonly topic: number; readonly duplicate: boolean; readonly records: RecordBatch | undefined; readonly data: PlainData | undefined }
  | { readonly type: 'closed'; readonly reason: string };

/** Messages of one moment, from many clients; keys are interned topics, bytes payloads alone. */
export interface PublishRequest {
  readonly records: RecordBatch;
  /** Interned client id of each entry. */
  readonly clients: Uint32Array;
  readonly qos: 0 | 1;
  readonly protocol: Protocol;
  /** What HTTPS requests are signed with; a certificate where absent. Over a connection those of the connection count. */
  readonly credentials?: Credentials | undefined;
  /** Each stays as its topic's retained message; one without a payload removes that. */
  readonly retain?: boolean | undefined;
  /** MQTT 5 user properties, JSON in base64; kept with a retained message. */
  readonly userProperties?: string | undefined;
}
/** PUBACK of each entry. */
export interface PublishResponse {
  readonly outcome: EntryOutcome;
}

export interface PublishDataRequest {
  readonly clientId: string;
  readonly topic: string;
  readonly payload: PlainData;
  readonly retain: boolean;
}
export interface SubscribeRequest {
  readonly clientId: string;
  readonly filters: readonly { readonly filter: string; readonly qos: 0 | 1 }[];
}
/** Granted QoS of each filter; 128 for one that is refused. */
export interface SubscribeResponse {
  readonly codes: readonly number[];
}

/** Stays open as long as the connection; everything from the broker is pushed on it. */
export const Connect = operation<ConnectRequest, FromBroker>('iot:Connect');
export const Disconnect = operation<{ readonly clientId: string }, null>('iot:Disconnect');
/** Clients that have nothing else to send show that they are there. */
export const Ping = operation<{ readonly clients: readonly string[] }, null>('iot:Ping');
export const Subscribe = operation<SubscribeRequest, SubscribeResponse>('iot:Subscribe');
/** QoS 0 over MQTT is sent and forgotten; QoS 1 and HTTPS wait for the answer. */
export const Publish = operation<PublishRequest, PublishResponse>('iot:Publish');
/** One message without a record: a shadow request, a retained setting. */
export const PublishData = operation<PublishDataRequest, null>('iot:PublishData');
export const PubAck = operation<{ readonly clientId: string; readonly id: number }, null>('iot:PubAck');

export const brokerOperations = [Connect, Disconnect, Ping, Subscribe, Publish, PublishData, PubAck].map((each) => each.name);

export interface ThingShadowRequest {
  readonly operation: 'get' | 'update' | 'delete';
  readonly thingName: string;
  /** Empty for the classic shadow. */
  readonly shadowName: string;
  /** Undefined where what was sent is no JSON. */
  readonly payload: PlainData | undefined;
}
export interface RetainedMessage extends Retained {
  readonly topic: string;
}

/** What the owner of the account asks for, signed with AWS keys: the HTTPS API of shadows and retained messages. */
export const ThingShadow = operation<ThingShadowRequest, { readonly payload: PlainRecord }>('iot:ThingShadow');
export const ListNamedShadows = operation<{ readonly thingName: string }, { readonly names: readonly string[] }>('iot:ListNamedShadows');
export const GetRetained = operation<{ readonly topic: string }, RetainedMessage>('iot:GetRetained');
export const ListRetained = operation<null, { readonly messages: readonly RetainedMessage[] }>('iot:ListRetained');

/** The control plane: a rule as AWS writes it, made or replaced; the answer names the topics that it selects from. */
export const PutTopicRule = operation<{ readonly rule: PlainRecord }, { readonly topicFilter: string | undefined }>('iot:PutTopicRule');
export const DeleteTopicRule = operation<{ readonly ruleName: string }, null>('iot:DeleteTopicRule');
export const PutThing = operation<{ readonly thing: Thing }, null>('iot:PutThing');
export const DeleteThing = operation<{ readonly thingName: string }, null>('iot:DeleteThing');
export const PutCertificate = operation<{ readonly certificateId: string; readonly status: CertificateStatus }, null>('iot:PutCertificate');

/** What requests are judged by before anything is called: forms of actions, policies, topics, states of certificates. */
export { actionSpecs, type ActionKind } from './actions.ts';
export { certificateStatuses, type CertificateStatus } from './identity.ts';
export { filterMatches, topicProblem } from './mqtt.ts';
export { parsePolicy } from './policy.ts';
