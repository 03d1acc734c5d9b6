/** What a subscriber gets: the message alone, or an envelope around it. */
import { simulatedAccount, simulatedRegion } from '../../../aws/ids.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import { isPlainRecord, type PlainData, type PlainRecord } from '../../../sim/plainData.ts';
import { sequenceNumberOf, signatureOf } from './identifiers.ts';
import type { MessageAttribute } from './operations.ts';

/** Characters of a signature by a key of 2,048 bits in Base64, and of the digits in names of certificates and subscriptions. */
const signatureCharacters = 344;
const certificateDigits = 32;
const uuidCharacters = 36;

export interface Notification {
  readonly topicName: string;
  readonly messageId: string;
  readonly message: string;
  readonly timestamp: string;
  readonly attributes?: PlainRecord | undefined;
  /** Of an example account where it is left out. */
  readonly topicArn?: string | undefined;
  readonly subscriptionArn?: string | undefined;
  readonly sequenceNumber?: string | undefined;
  readonly subject?: string | undefined;
  readonly signatureVersion?: string | undefined;
  /** Attributes with their types, instead of `attributes`. */
  readonly typed?: Readonly<Record<string, MessageAttribute>> | undefined;
  /** A signature of its own; else a text as long. */
  readonly signed?: boolean | undefined;
  /** Of a FIFO topic: nobody signs it. */
  readonly fifo?: boolean | undefined;
}

/** ARN of a topic in an example account. */
export function exampleTopicArn(topicName: string): string {
  return `arn:aws:sns:${simulatedRegion}:${simulatedAccount}:${topicName}`;
}

/** The envelope as JSON. */
export function envelopeText(notification: Notification): string {
  const { topicName, messageId, message, timestamp, sequenceNumber, subject, fifo } = notification;
  const topicArn = notification.topicArn ?? exampleTopicArn(topicName);
  const host = `https://sns.${topicArn.split(':')[3] ?? simulatedRegion}.amazonaws.com/`;
  const attributes = attributesOf(notification);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    ...(sequenceNumber === undefined ? {} : { SequenceNumber: sequenceNumber }),
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: timestamp,
    ...(fifo === true ? {} : signatureFields(notification, host)),
    UnsubscribeURL: `${host}?Action=Unsubscribe&SubscriptionArn=${notification.subscriptionArn ?? `${topicArn}:${'0'.repeat(uuidCharacters)}`}`,
    ...(attributes.length > 0 ? { MessageAttributes: Object.fromEntries(attributes) } : {}),
  });
}

function signatureFields({ messageId, signatureVersion, signed }: Notification, host: string) {
  return {
    SignatureVersion: signatureVersion ?? '1',
    Signature: signed === true ? signatureOf(messageId) : 'A'.repeat(signatureCharacters),
    SigningCertURL: `${host}SimpleNotificationService-${'0'.repeat(certificateDigits)}.pem`,
  };
}

function attributesOf({ attributes, typed }: Notification): (readonly [name: string, { readonly Type: string; readonly Value: string }])[] {
  if (typed) return Object.entries(typed).map(([name, { DataType, StringValue, BinaryValue }]) => [name, { Type: DataType, Value: StringValue ?? BinaryValue ?? '' }]);
  return Object.entries(attributes ?? {}).map(([name, value]) => [name, attributeOf(value!)]);
}

function attributeOf(value: PlainData): { Type: string; Value: string } {
  if (typeof value === 'number') return { Type: 'Number', Value: String(value) };
  if (Array.isArray(value)) return { Type: 'String.Array', Value: JSON.stringify(value) };
  return { Type: 'String', Value: typeof value === 'string' ? value : JSON.stringify(value) };
}

/** Bytes that the envelope adds to a message of which only the size is known; `message` where its text is known (quotes in it are escaped). */
export function envelopeOverhead(topicName: string, message: string | undefined, attributes: PlainRecord | undefined, fifo = false): number {
  const empty = envelopeText({ topicName, messageId: '0'.repeat(uuidCharacters), message: '', timestamp: '2020-01-06T00:00:00.000Z', attributes, ...(fifo ? { fifo, sequenceNumber: sequenceNumberOf(1) } : {}) });
  const escapes = message === undefined ? 0 : JSON.stringify(message).length - 2 - message.length;
  return empty.length + escapes;
}

/** With MessageStructure json: the text for a protocol. */
export function messageFor(body: PlainData, protocol: string): Result<string, string> {
  if (!isPlainRecord(body) || typeof body.default !== 'string') return fail('Invalid parameter: Message Structure - No default entry in JSON message body');
  const own = body[protocol];
  return typeof own === 'string' ? ok(own) : ok(body.default);
}
