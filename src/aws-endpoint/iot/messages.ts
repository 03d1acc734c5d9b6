/** The data plane of messages: Publish over HTTPS, and what topics retain. */
import { base64Bytes, base64Length, base64Size, utf8Text } from '../../base/base64.ts';
import { GetRetained, ListRetained, Publish, type RetainedMessage, topicProblem } from '../../services/iot-core/model/operations.ts';
import { makeBatch } from '../../sim/records/recordBatch.ts';
import type { Handler } from '../operation.ts';
import { isApiRecord, type ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { ask, pageOf, refuseIot } from './answers.ts';
import { refreshRules } from './targets.ts';

function refusal(code: string, topic: string, bytes: number, world: World): never {
  const { limits } = world.simulation;
  if (code === 'InvalidTopic') return refuseIot('InvalidRequestException', `Invalid topic: ${topicProblem(topic, limits) ?? topic}`);
  if (code === 'PayloadTooLarge') return refuseIot('RequestEntityTooLargeException', `The payload has at most ${limits.bytes('iot.mqtt.max-payload')} bytes; it has ${bytes}.`);
  if (code === 'RetainNotSupported') return refuseIot('InvalidRequestException', 'retain: retained messages exist in the Today edition only.');
  return refuseIot('UnauthorizedException', `Not authorized to publish to topic ${topic}.`);
}

const bad = (message: string) => refuseIot('InvalidRequestException', message);

/** User properties are a list of objects, as JSON, in base64. */
function isProperties(base64: string): boolean {
  try {
    const read: unknown = JSON.parse(utf8Text(base64Bytes(base64) ?? new Uint8Array()) ?? '');
    return Array.isArray(read) && read.every((each) => isApiRecord(each));
  } catch {
    return false;
  }
}

/** What MQTT 5 adds to a message. It travels no further than to who asks for a retained message. */
function checkMqtt5({ userProperties, responseTopic, correlationData, messageExpiry }: ApiRecord, world: World): void {
  if (userProperties !== undefined && !isProperties(userProperties as string)) bad('userProperties must be a JSON array of objects, in base64.');
  const problem = responseTopic === undefined ? undefined : topicProblem(responseTopic as string, world.simulation.limits);
  if (problem !== undefined) bad(`Invalid responseTopic: ${problem}`);
  if (correlationData !== undefined && base64Length(correlationData as string) < 0) bad('correlationData must be base64.');
  if (messageExpiry !== undefined && (messageExpiry as number) < 1) bad(`messageExpiry must be at least 1 second; it is ${messageExpiry as number}.`);
}

const publish: Handler = async (input, world) => {
  const topic = input.topic as string;
  const payload = (input.payload as string | undefined) ?? '';
  const userProperties = input.userProperties as string | undefined;
  checkMqtt5(input, world);
  await refreshRules(world);
  const { keys } = world.client;
  const key = keys.intern(topic);
  const rows = Uint32Array.of(world.birth(key, payload));
  const bytes = base64Size(payload);
  const records = makeBatch({ count: 1, rows, keys: Uint32Array.of(key), bytes: Uint32Array.of(bytes) });
  try {
    // The caller has no client id; its keys belong to the account.
    const clients = Uint32Array.of(keys.intern(world.options.account));
    await ask(world, Publish, { records, clients, qos: input.qos === 1 ? 1 : 0, protocol: 'https', credentials: 'iam', retain: input.retain === true, userProperties }, ({ outcome: { code, codes } }) => (code[0] === 0 ? null : refusal(codes[code[0]! - 1]!, topic, bytes, world)));
    return {};
  } finally {
    world.letGo(rows);
  }
};

const changedAt = ({ at }: RetainedMessage, world: World) => world.options.startsAt + at;

export const messageHandlers: Readonly<Record<string, Handler>> = {
  Publish: publish,
  GetRetainedMessage: (input, world) =>
    ask(world, GetRetained, { topic: input.topic as string }, (message) => ({ topic: message.topic, payload: message.base64, qos: message.qos, lastModifiedTime: changedAt(message, world), userProperties: message.userProperties })),
  ListRetainedMessages: (input, world) =>
    ask(world, ListRetained, null, ({ messages }) => {
      const { items, next } = pageOf(world, messages, ({ topic }) => topic, { token: input.nextToken, limit: input.maxResults ?? world.simulation.limits.number('iot.retained.max-page'), member: 'nextToken' });
      return { retainedTopics: items.map((message) => ({ topic: message.topic, payloadSize: message.bytes, qos: message.qos, lastModifiedTime: changedAt(message, world) })), nextToken: next };
    }),
};
