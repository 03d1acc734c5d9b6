import { fail, ok, type Result } from '../../../base/result.ts';
import { parseFields, type ConfigIssue, type Fields } from '../../../sim/config.ts';
import type { Limits } from '../../../sim/limits.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import { parsePayload } from '../../../sim/records/payloadTable.ts';
import { credentialKinds, protocolProblem, type Credentials, type Protocol } from '../../iot-core/model/operations.ts';

export interface FleetConfig {
  readonly devices: number;
  readonly messagesPerSecond: number;
  readonly devicePrefix: string;
  readonly topic: string;
  readonly payload: PlainData;
  readonly payloadBytes: number;
  readonly protocol: Protocol;
    readonly credentials: Credentials | 'automatic';
  readonly qos: 0 | 1;
  readonly subscribe: readonly string[];
  readonly cleanSession: boolean;
  readonly keepAlive: number;
  readonly will: string;
  readonly birth: string;
  readonly connectSpread: number;
  readonly reconnectWait: number;
  readonly reconnectJitter: boolean;
  readonly offlineBuffer: number;
  readonly ackTimeout: number;
  readonly maxAttempts: number;
  readonly shadow: 'none' | 'follow';
  readonly stopAfter: number;
}

export const fleetFields: Fields<FleetConfig> = {
  devices: { type: 'integer', says: 'Devices, each with a certificate of its own', unit: 'devices', min: 1, max: 1000, short: 'count', default: 100 },
  messagesPerSecond: { type: 'rate', says: 'Messages of one device; 0 for clients that only listen', unit: 'messages/s', min: 0, max: 1000, short: 'rate', default: 0.1 },
  devicePrefix: { type: 'text', says: 'Device i is called this text and i', unit: 'characters', max: 100, short: 'prefix', default: 'device-' },
  topic: { type: 'text', says: 'Topic of a message; {device} is the name of the device', unit: 'characters', max: 256, default: 'dev/{device}/tele' },
  payload: {
    type: 'structure',
    says: 'What a message holds: data whose texts may hold {{key}} (the device), {{time}}, {{int 1 100}}, {{float 0 50 2}}, {{pick a b}}; null for opaque data',
    default: { device: '{{key}}', temp: '{{float 60 100 1}}' },
    parse(raw) {
      if (raw === null) return ok(null);
      const template = parsePayload(raw);
      return template.ok ? ok(raw as PlainData) : fail([{ path: '', problem: template.error }]);
    },
  },
  payloadBytes: { type: 'bytes', says: 'Size of a message; 0 takes what the payload has', unit: 'B', min: 0, max: 1024 * 1024, short: 'size', default: 0 },
  protocol: { type: 'choice', says: 'How devices talk to the broker; over HTTPS they can publish only', choices: ['mqtt', 'websocket', 'https'], default: 'mqtt' },
  credentials: {
    type: 'choice',
    says: 'How devices prove who they are; automatic: a certificate, over WebSocket the keys of an IAM identity',
    choices: ['automatic', ...credentialKinds],
    default: 'automatic',
  },
  qos: {
    type: 'structure',
    says: 'Quality of service, 0 or 1',
    default: 0,
    parse: (raw, limits) => (Number(raw) === 0 || Number(raw) === limits.number('iot.mqtt.max-qos') ? ok(Number(raw) as 0 | 1) : fail([{ path: '', problem: 'must be 0 or 1: AWS IoT Core does not support QoS 2' }])),
  },
  subscribe: {
    type: 'structure',
    says: 'Topic filters that each device subscribes to; {device} is its name',
    default: [],
    parse: (raw) => (Array.isArray(raw) && raw.every((each) => typeof each === 'string' && each !== '') ? ok(raw as string[]) : fail([{ path: '', problem: 'must be a list of topic filters' }])),
  },
  cleanSession: { type: 'boolean', says: 'Starts with nothing left of an earlier connection', default: true },
  keepAlive: { type: 'duration', says: 'Longest silence of a device', unit: 'ms', min: 0, max: (l) => l.duration('iot.mqtt.max-keep-alive'), default: 60_000 },
  will: { type: 'text', says: 'Topic of the Last Will; empty for none; {device} is the name of the device', unit: 'characters', max: 256, default: '' },
  birth: { type: 'text', says: 'Topic of a retained message that says that the device is connected (Today only); empty for none', unit: 'characters', max: 256, default: '' },
  connectSpread: { type: 'duration', says: 'The first connects are spread over this time', unit: 'ms', min: 0, max: 3_600_000, default: 1000 },
  reconnectWait: { type: 'duration', says: 'Wait before a new try to connect; doubles up to a minute while tries fail', unit: 'ms', min: 1, max: 60_000, default: 2000 },
  reconnectJitter: { type: 'boolean', says: 'Waits are drawn by chance, so that devices do not come back all at once', default: true },
  offlineBuffer: { type: 'integer', says: 'Messages that a device keeps while it has no connection', unit: 'messages', min: 0, max: 1000, default: 0 },
  ackTimeout: { type: 'duration', says: 'How long a device waits for a PUBACK', unit: 'ms', min: 100, max: 60_000, default: 5000 },
  maxAttempts: { type: 'integer', says: 'Tries of one message at QoS 1', unit: 'tries', min: 1, max: 100, default: 5 },
  shadow: { type: 'choice', says: 'Whether devices do what their shadow wants, and report it', choices: ['none', 'follow'], default: 'none' },
  stopAfter: { type: 'duration', says: 'Sends nothing from then on; 0 never stops', unit: 'ms', min: 0, default: 0 },
};

export function parseFleetConfig(raw: unknown, limits: Limits): Result<FleetConfig, readonly ConfigIssue[]> {
  const parsed = parseFields<FleetConfig>(raw, fleetFields, limits);
  if (!parsed.ok) return parsed;
  const { protocol, subscribe, shadow } = parsed.value;
  if (protocol === 'https' && (subscribe.length > 0 || shadow !== 'none')) return fail([{ path: 'subscribe', problem: 'a device that talks HTTPS can publish only; use mqtt or websocket to receive' }]);
  const problem = protocolProblem(protocol, credentialsOf(parsed.value));
  return problem === undefined ? parsed : fail([{ path: 'credentials', problem }]);
}

/** How devices of this fleet prove who they are. */
export function credentialsOf({ credentials, protocol }: Pick<FleetConfig, 'credentials' | 'protocol'>): Credentials {
  if (credentials !== 'automatic') return credentials;
  return protocol === 'websocket' ? 'iam' : 'certificate';
}

/** Clients that listen and send nothing are where messages end. */
export function isListener(config: FleetConfig): boolean {
  return config.messagesPerSecond === 0 && config.subscribe.length > 0;
}
