/** What a subscriber gets: the message alone, or an envelope around it. */
import { fail, ok, type Result } from '../../../base/result.ts';
import { isPlainRecord, type PlainData, type PlainRecord } from '../../../sim/plainData.ts';

const account = '123456789012';
const region = 'us-east-1';
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
}

/** The envelope as JSON. */
export function envelopeText({ topicName, messageId, message, timestamp, attributes }: Notification): string {
  const topicArn = `arn:aws:sns:${region}:${account}:${topicName}`;
  const names = Object.keys(attributes ?? {});
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Message: message,
    Timestamp: timestamp,
    SignatureVersion: '1',
    Signature: 'A'.repeat(signatureCharacters),
    SigningCertURL: `https://sns.${region}.amazonaws.com/SimpleNotificationService-${'0'.repeat(certificateDigits)}.pem`,
    UnsubscribeURL: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}:${'0'.repeat(uuidCharacters)}`,
    ...(names.length > 0 ? { MessageAttributes: Object.fromEntries(names.map((name) => [name, attributeOf(attributes![name]!)])) } : {}),
  });
}

function attributeOf(value: PlainData): { Type: string; Value: string } {
  if (typeof value === 'number') return { Type: 'Number', Value: String(value) };
  if (Array.isArray(value)) return { Type: 'String.Array', Value: JSON.stringify(value) };
  return { Type: 'String', Value: typeof value === 'string' ? value : JSON.stringify(value) };
}

/** Bytes that the envelope adds to a message of which only the size is known; `message` where its text is known (quotes in it are escaped). */
export function envelopeOverhead(topicName: string, message: string | undefined, attributes: PlainRecord | undefined): number {
  const empty = envelopeText({ topicName, messageId: '0'.repeat(uuidCharacters), message: '', timestamp: '2020-01-06T00:00:00.000Z', attributes });
  const escapes = message === undefined ? 0 : JSON.stringify(message).length - 2 - message.length;
  return empty.length + escapes;
}

/** With MessageStructure json: the text for a protocol. */
export function messageFor(body: PlainData, protocol: string): Result<string, string> {
  if (!isPlainRecord(body) || typeof body.default !== 'string') return fail('Invalid parameter: Message Structure - No default entry in JSON message body');
  const own = body[protocol];
  return typeof own === 'string' ? ok(own) : ok(body.default);
}
