/** What messages say: to filters, and to subscribers. */
import { base64Bytes, base64Size, base64Text, utf8Text } from '../../../base/base64.ts';
import { isoTime } from '../../../base/calendar.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import { isPlainRecord, type PlainData, type PlainRecord } from '../../../sim/plainData.ts';
import { envelopeText, messageFor } from './envelope.ts';
import { messageIdOf, sequenceNumberOf, subscriptionArnOf } from './identifiers.ts';
import type { MessageAttribute, MessageMembers } from './operations.ts';
import type { Ctx, TopicState } from './state.ts';

/** A message as filters and envelopes see it; an opaque one has neither attributes nor a text. */
export interface Content {
  readonly readable: boolean;
  readonly attributes: PlainRecord;
  readonly body: PlainData;
  readonly text: string | undefined;
  /** What subscribers get as such: messages whose very bytes are known, as those of clients are. */
  readonly members?: MessageMembers | undefined;
}

export const opaque: Content = Object.freeze({ readable: false, attributes: {}, body: null, text: undefined });

/**
 * SIMPLIFIED: a record made by a recipe's template is delivered as it is, and those behind are taken to look through the envelope,
 * of which its size alone counts. A record that carries bytes of its own is delivered in the envelope, or raw.
 */
export function contentOf(row: number, members: MessageMembers | undefined, ctx: Ctx): Content {
  if (members) return told(members);
  const template = ctx.payloads.isReadable(ctx.records.classOf(row));
  const payload = ctx.payload(row);
  if (payload === undefined) return opaque;
  if (!template) {
    const text = utf8Text(base64Bytes(ctx.data(row) ?? '') ?? new Uint8Array());
    return text === undefined ? opaque : told({ Message: text });
  }
  if (!isPlainRecord(payload)) return { readable: true, attributes: {}, body: payload, text: typeof payload === 'string' ? payload : JSON.stringify(payload) };
  const { attributes, ...body } = payload;
  return { readable: true, attributes: isPlainRecord(attributes) ? attributes : {}, body, text: JSON.stringify(body) };
}

function told(members: MessageMembers): Content {
  return { readable: true, attributes: valuesOf(members.MessageAttributes ?? {}), body: parsed(members.Message) ?? members.Message, text: members.Message, members };
}

function parsed(text: string): PlainData | undefined {
  try {
    return JSON.parse(text) as PlainData;
  } catch {
    return undefined;
  }
}

/** Attributes as filter policies compare them; binary ones are left out. */
function valuesOf(attributes: Readonly<Record<string, MessageAttribute>>): PlainRecord {
  const values: Record<string, PlainData> = {};
  for (const [name, { DataType, StringValue }] of Object.entries(attributes)) {
    if (StringValue === undefined) continue;
    if (DataType.startsWith('Number')) values[name] = Number(StringValue);
    else values[name] = (DataType === 'String.Array' ? parsed(StringValue) : undefined) ?? StringValue;
  }
  return values;
}

export interface Told {
  readonly content: PlainData;
  readonly bytes: number;
}

/** What a subscription is sent of a message whose bytes are known. */
export function delivery(state: TopicState, number: number, message: { readonly id: number; readonly content: Content; readonly members: MessageMembers }, ctx: Ctx): Told {
  const { rawMessageDelivery, protocol, subscriptionArn } = state.subscriptions[number]!;
  const { members } = message;
  const own = members.MessageStructure === 'json' ? messageFor(message.content.body, protocol) : undefined;
  const text = own?.ok ? own.value : members.Message;
  if (rawMessageDelivery) return rawDelivery(text, members.MessageAttributes ?? {});
  const envelope = utf8Bytes(
    envelopeText({
      topicName: state.name,
      topicArn: state.topicArn,
      messageId: messageIdOf(state.topicArn, message.id),
      sequenceNumber: state.config.fifo ? sequenceNumberOf(message.id) : undefined,
      subject: members.Subject,
      message: text,
      timestamp: preciseTime(ctx.startsAt + ctx.now),
      signatureVersion: state.signatureVersion,
      subscriptionArn: subscriptionArn || subscriptionArnOf(state.topicArn, number),
      typed: members.MessageAttributes,
      signed: true,
      fifo: state.config.fifo,
    }),
  );
  return { content: Object.freeze({ $base64: base64Text(envelope) }), bytes: envelope.length };
}

const preciseTime = (time: number) => isoTime(time).replace('Z', `.${String(time % 1000).padStart(3, '0')}Z`);

/** The message alone; its attributes become those of a message of SQS. */
function rawDelivery(text: string, attributes: Readonly<Record<string, MessageAttribute>>): Told {
  const body = utf8Bytes(text);
  let bytes = body.length;
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) bytes += utf8Bytes(name).length + utf8Bytes(DataType).length + (BinaryValue === undefined ? utf8Bytes(StringValue ?? '').length : base64Size(BinaryValue));
  const some = Object.keys(attributes).length > 0;
  return { content: Object.freeze({ $base64: base64Text(body), ...(some ? { $attributes: attributes as unknown as PlainRecord } : {}) }), bytes };
}
