import type { Call } from '../../../sim/calls.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { Action } from './actions.ts';
import type { IotConfig } from './config.ts';
import type { CertificateStatus } from './identity.ts';
import type { ConnectRequest } from './operations.ts';
import type { Thing } from './registry.ts';
import type { Shadow } from './shadow.ts';

/** One message to one client at QoS 1, until it is acknowledged. Frozen. */
export interface Outgoing {
  readonly id: number;
  /** The record it is; -1 for data that a service made. */
  readonly row: number;
  readonly topic: number;
  readonly bytes: number;
  readonly data: PlainData | undefined;
  readonly firstAt: number;
  /** -1: not sent yet. */
  readonly sentAt: number;
}

export interface Subscription {
  readonly filter: string;
  readonly levels: readonly string[];
  readonly qos: 0 | 1;
}

/** The newest message of a topic that was published to be kept. Frozen. */
export interface Retained {
  readonly payload: PlainData;
  readonly base64: string;
  readonly bytes: number;
  readonly qos: 0 | 1;
  /** Simulated ms. */
  readonly at: number;
  /** MQTT 5 user properties, JSON in base64. */
  readonly userProperties?: string;
}

/** A client that is connected, or whose session outlives its connection. */
export interface Session {
  readonly client: number;
  request: ConnectRequest;
  /** The open connection. */
  call: Call | undefined;
  /** Counts connections; timers of earlier ones count for nothing. */
  life: number;
  connectedAt: number;
  lastSeenAt: number;
  subscriptions: readonly Subscription[];
  outbox: readonly Outgoing[];
  /** Moments of the newest shadow requests. */
  shadowRequests: readonly number[];
  retrying: boolean;
  /** Stored messages go out slowly after a session is resumed. */
  resuming: boolean;
}

/** Messages that an action is trying to hand on. Frozen. */
export interface Acting {
  readonly rule: string;
  readonly action: Action;
  readonly isErrorAction: boolean;
  readonly edge: number;
  /** Why the service is not even asked; empty where it is. */
  readonly problem: string;
  /** Index and type of documents. */
  readonly place: readonly string[];
  readonly records: RecordBatch;
  /** Object keys, where the kind has one a message. */
  readonly texts: readonly string[];
  /** What each record carries from the target on; undefined where that is what it carries anyway. Set with the first try. */
  readonly contents: readonly (PlainData | undefined)[];
  readonly attempt: number;
}

/** What the actions of one rule made of one message, until the last has ended. */
export interface Outcomes {
  left: number;
  readonly topic: string;
  readonly clientId: string;
  /** The error action's key or topic, filled in from the message. */
  readonly text: string;
  /** Index and type of the error action's document. */
  readonly place: readonly string[];
  failures: readonly { readonly failedAction: string; readonly failedResource: string; readonly errorMessage: string }[];
}

export interface IotState {
  config: IotConfig;
  /** By interned client id. */
  sessions: Map<number, Session>;
  /** Bumped when subscriptions change. */
  subscriptionsVersion: number;
  connected: number;
  /** Connection time that has been billed up to `settledAt`. */
  settledAt: number;
  lastConnectAt: Map<number, number>;
  retained: Map<string, Retained>;
  shadows: Map<string, Shadow>;
  things: Map<string, Thing>;
  /** Certificates whose state was changed; others are ACTIVE. */
  certificates: Map<string, CertificateStatus>;
  /** Calls of actions under way, and waits before the next try. */
  acting: Map<number, Acting>;
  outcomes: Map<string, Outcomes>;
  next: number;
  nextPacket: number;
  classBase: number;
  /** Action targets that a fault denies; '' is every one. */
  deniedUntil: Map<string, number>;
  messagesIn: number;
  messagesOut: number;
  ruleMatches: Map<string, { matched: number; fired: number; succeeded: number; failed: number }>;
  lastError: PlainData;
  topics: Map<string, number>;
}

export type IotEvent =
  | { readonly type: 'keepAlive'; readonly client: number; readonly life: number }
  | { readonly type: 'expire'; readonly client: number; readonly life: number }
  | { readonly type: 'redeliver'; readonly client: number; readonly life: number }
  | { readonly type: 'resume'; readonly client: number; readonly life: number }
  | { readonly type: 'certificate'; readonly certificate: string; readonly status: CertificateStatus }
  | { readonly type: 'policies'; readonly policies: Pick<IotConfig, 'policy' | 'rolePolicy' | 'identityPolicy'> }
  | { readonly type: 'acted'; readonly id: number }
  | { readonly type: 'refused'; readonly id: number; readonly code: string }
  | { readonly type: 'report'; readonly topic: string; readonly document: PlainData }
  | { readonly type: 'retry'; readonly id: number };

export type Ctx = ServiceContext<IotEvent>;
