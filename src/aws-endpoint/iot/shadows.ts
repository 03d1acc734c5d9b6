/** The data plane of shadows, classic and named. */
import { base64Bytes, base64Text, utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { ListNamedShadows, ThingShadow, type ThingShadowRequest } from '../../services/iot-core/model/operations.ts';
import type { PlainData } from '../../sim/plainData.ts';
import type { Handler } from '../operation.ts';
import { ask, pageOf, refuseIot } from './answers.ts';
import { refreshRules } from './targets.ts';

/** What a client sent; undefined where it is no JSON. */
function jsonOf(base64: string): PlainData | undefined {
  const text = utf8Text(base64Bytes(base64) ?? new Uint8Array());
  if (text === undefined) return refuseIot('UnsupportedDocumentEncodingException', 'Unsupported documented encoding; supported encoding is UTF-8');
  try {
    return JSON.parse(text) as PlainData;
  } catch {
    return undefined;
  }
}

const shadow = (operation: ThingShadowRequest['operation']): Handler => async (input, world) => {
  const payload = operation === 'update' ? jsonOf(input.payload as string) : {};
  await refreshRules(world);
  return ask(world, ThingShadow, { operation, thingName: input.thingName as string, shadowName: (input.shadowName as string | undefined) ?? '', payload }, (answer) => ({ payload: base64Text(utf8Bytes(JSON.stringify(answer.payload))) }));
};

/** Names in one page where no size is asked for; AWS tells no number. [SIM] */
const namesInPage = 25;

export const shadowHandlers: Readonly<Record<string, Handler>> = {
  GetThingShadow: shadow('get'),
  UpdateThingShadow: shadow('update'),
  DeleteThingShadow: shadow('delete'),
  ListNamedShadowsForThing: (input, world) =>
    ask(world, ListNamedShadows, { thingName: input.thingName as string }, ({ names }) => {
      const { items, next } = pageOf(world, names, (name) => name, { token: input.nextToken, limit: input.pageSize ?? namesInPage, member: 'nextToken' });
      return { results: items, nextToken: next, timestamp: Math.floor(world.seconds) };
    }),
};
