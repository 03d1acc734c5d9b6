/** AWS's event stream: an answer in parts, each a message with headers of its own and checksums. */
import { EventStreamCodec } from '@smithy/core/event-streams';
import { utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { Refusal } from '../apiError.ts';
import { encodeOutput } from '../encode.ts';
import type { EventAnswer } from '../operation.ts';
import type { ServiceShapes } from '../shapeTypes.ts';
import type { BodyFormat } from './awsJson.ts';

export const eventStreamType = 'application/vnd.amazon.eventstream';

const codec = new EventStreamCodec((bytes) => (typeof bytes === 'string' ? bytes : (utf8Text(bytes) ?? '')), utf8Bytes);

function message(headers: Readonly<Record<string, string>>, body: Uint8Array): Uint8Array {
  return codec.encode({ headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`:${name}`, { type: 'string', value }])), body });
}

const event = (type: string, value: unknown, { contentType, write }: BodyFormat) => message({ 'message-type': 'event', 'event-type': type, 'content-type': contentType }, write(value));

/** What comes first of every stream: the members of the answer that are no events, here none. */
export function initialResponse(format: BodyFormat): Uint8Array {
  return event('initial-response', {}, format);
}

/** The events as messages; an error that ends them is a message, too. */
export function eventMessages(shapes: ServiceShapes, events: EventAnswer['events'], format: BodyFormat): AsyncIterableIterator<Uint8Array> {
  return {
    async next() {
      try {
        const { done, value } = await events.next();
        return done ? { done, value: undefined } : { done: false, value: event(value.event, encodeOutput(shapes, value.event, value.value, format.carrier), format) };
      } catch (error) {
        const { code, message: text } = error instanceof Refusal ? error.error : { code: 'InternalFailureException', message: error instanceof Error ? error.message : 'The simulation failed.' };
        return { done: false, value: message({ 'message-type': 'exception', 'exception-type': code, 'content-type': format.contentType }, format.write({ message: text })) };
      }
    },
    async return() {
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
