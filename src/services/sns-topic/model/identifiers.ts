/** Identifiers of a topic with AWS's shapes: made of names and numbers, so that the same run makes the same ones. */
import { base64Text } from '../../../base/base64.ts';
import { Digest } from '../../../base/digest.ts';

/** Of RSA with a key of 2,048 bits. */
const signatureBytes = 256;
/** Sequence numbers of FIFO topics: twenty digits that grow. */
const sequenceDigits = 20;
const sequenceStep = 1000;

function digestOf(...parts: readonly (string | number)[]): Digest {
  const digest = new Digest();
  for (const part of parts) {
    if (typeof part === 'number') digest.number(part);
    else digest.text(part);
  }
  return digest;
}

function uuidOf(...parts: readonly (string | number)[]): string {
  const hex = digestOf('first', ...parts).hex() + digestOf('second', ...parts).hex();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** MessageId of a message, by its number in the topic. */
export function messageIdOf(topicArn: string, message: number): string {
  return uuidOf('message', topicArn, message);
}

/** ARN of a subscription, by its number in the topic. */
export function subscriptionArnOf(topicArn: string, subscription: number): string {
  return `${topicArn}:${uuidOf('subscription', topicArn, subscription)}`;
}

/** SequenceNumber of a message of a FIFO topic: later ones are larger. */
export function sequenceNumberOf(message: number): string {
  return `1${String(message * sequenceStep).padStart(sequenceDigits - 1, '0')}`;
}

/** A text of a signature's length; SIMPLIFIED: nobody can verify it. */
export function signatureOf(messageId: string): string {
  const digest = digestOf('signature', messageId);
  const bytes = new Uint8Array(signatureBytes);
  for (let i = 0; i < signatureBytes; i++) {
    digest.int(i);
    bytes[i] = digest.a & 255;
  }
  return base64Text(bytes);
}
