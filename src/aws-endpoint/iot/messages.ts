/** The data plane of messages: Publish over HTTPS, and what topics retain. */
import { base64Size } from '../../base/base64.ts';
import { GetRetained, ListRetained, Publish, type RetainedMessage, topicProblem } from '../../services/iot-core/model/operations.ts';
import { makeBatch } from '../../sim/records/recordBatch.ts';
import type { Handler } from '../operation.ts';
import type { World } from '../world.ts';
import { ask, pageOf, refuseIot } from './register.ts';
import { refreshRules } from './targets.ts';

function refusal(code: string, topic: string, bytes: number, world: World): never {
  const { limits } = world.simulation;
  if (code === 'InvalidTopic') return refuseIot('InvalidRequestException', `Invalid topic: ${topicProblem(topic, limits) ?? topic}`);
  if (code === 'PayloadTooLarge') return refuseIot('RequestEntityTooLargeException', `The payload has at most ${limits.bytes('iot.mqtt.max-payload')} bytes; it has ${bytes}.`);
  if (code === 'RetainNotSupported') return refuseIot('InvalidRequestException', 'retain: retained messages exist in the Today edition only.');
  return refuseIot('UnauthorizedException', `Not authorized to publish to topic ${topic}.`);
}

const publish: Handler = async (input, world) => {
  const topic = input.topic as string;
  const payload = (input.payload as string | undefined) ?? '';
  const properties = input.userProperties as string | undefined;
  if (properties !== undefined && !/^[A-Za-z0-9+/]*={0,2}$/.test(properties)) return refuseIot('InvalidRequestException', 'userProperties must be JSON in base64.');
  await refreshRules(world);
  const { keys } = world.client;
  const key = keys.intern(topic);
  const rows = Uint32Array.of(world.birth(key, payload));
  const bytes = base64Size(payload);
  const records = makeBatch({ count: 1, rows, keys: Uint32Array.of(key), bytes: Uint32Array.of(bytes) });
  try {
    // The caller has no client id; its keys belong to the account.
    const clients = Uint32Array.of(keys.intern(world.options.account));
    await ask(world, Publish, { records, clients, qos: input.qos === 1 ? 1 : 0, protocol: 'https', credentials: 'iam', retain: input.retain === true }, ({ outcome: { code, codes } }) => (code[0] === 0 ? null : refusal(codes[code[0]! - 1]!, topic, bytes, world)));
    return {};
  } finally {
    world.letGo(rows);
  }
};

const changedAt = ({ at }: RetainedMessage, world: World) => world.options.startsAt + at;

export const messageHandlers: Readonly<Record<string, Handler>> = {
  Publish: publish,
  GetRetainedMessage: (input, world) =>
    ask(world, GetRetained, { topic: input.topic as string }, (message) => ({ topic: message.topic, payload: message.base64, qos: message.qos, lastModifiedTime: changedAt(message, world) })),
  ListRetainedMessages: (input, world) =>
    ask(world, ListRetained, null, ({ messages }) => {
      const { items, next } = pageOf(world, messages, ({ topic }) => topic, { token: input.nextToken, limit: input.maxResults ?? 200, member: 'nextToken' });
      return { retainedTopics: items.map((message) => ({ topic: message.topic, payloadSize: message.bytes, qos: message.qos, lastModifiedTime: changedAt(message, world) })), nextToken: next };
    }),
};
