/** What a message may hold, in the words of SQS. */
import { base64Bytes, base64Size } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import type { World } from '../world.ts';
import { invalid, missing, refuse } from './errors.ts';
import type { Queue } from './register.ts';

/** A value of an attribute as the protocols carry it: bytes are base64. */
export interface AttributeValue {
  readonly DataType?: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
  readonly StringListValues?: readonly unknown[];
  readonly BinaryListValues?: readonly unknown[];
}
export type AttributeMap = Readonly<Record<string, AttributeValue>>;

/** One message of a SendMessage or of a batch. */
export interface SentMessage {
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: AttributeMap;
  readonly MessageSystemAttributes?: AttributeMap;
  readonly MessageDeduplicationId?: string;
  readonly MessageGroupId?: string;
}

const invalidCharacters = 'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF';

/** Whether a text has only characters that a message may have. */
export function isMessageText(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (!(code === 0x9 || code === 0xa || code === 0xd || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000)) return false;
  }
  return true;
}

/** Group, deduplication and attempt ids: letters, digits and punctuation. */
export function checkId(text: string, name: string, world: World): void {
  const most = world.simulation.limits.number('sqs.fifo.group-id-max-characters');
  if (text.length > most || !/^[!-~]+$/.test(text)) invalid(text, name, `${name} can only include alphanumeric and punctuation characters. 1 to ${most} in length.`);
}

function checkAttribute(name: string, value: AttributeValue | null, longestName: number): void {
  const no = (text: string): never => refuse('InvalidParameterValue', text);
  if (name.length === 0) no('The request must contain non-empty message attribute name.');
  // Letters with accents are taken, though the documentation names A to Z only.
  if (name.length > longestName || !/^[\u00c0-\u017fA-Za-z0-9_.-]+$/.test(name)) no(`The message attribute name '${name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters.`);
  if (name.startsWith('.') || name.endsWith('.') || name.includes('..') || /^(aws|amazon)\./i.test(name)) no(`The message attribute name '${name}' is invalid. Attribute names cannot begin with AWS. or Amazon., begin or end with a period, or have periods in succession.`);
  const type = value?.DataType ?? '';
  if (type === '') no(`The message attribute '${name}' must contain non-empty message attribute type.`);
  if (!/^(String|Number|Binary)(\..+)?$/.test(type) || type.length > longestName) no(`The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`);
  if ((value?.StringListValues ?? []).length > 0 || (value?.BinaryListValues ?? []).length > 0) refuse('UnsupportedOperation', 'Message attribute list values in SendMessage operation are not supported.');
  const member = type.startsWith('Binary') ? 'BinaryValue' : 'StringValue';
  const other = member === 'BinaryValue' ? 'StringValue' : 'BinaryValue';
  if (value?.[other] !== undefined) no(`The message attribute '${name}' with type '${type}' must use field '${member === 'BinaryValue' ? 'Binary' : 'String'}'.`);
  const content = value?.[member] ?? '';
  if (content === '') no(`Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`);
  if (member === 'BinaryValue' && base64Bytes(content) === undefined) no(`The message attribute '${name}' is not valid Base64.`);
  if (member === 'StringValue' && !isMessageText(content)) no(invalidCharacters);
  if (type.startsWith('Number') && !/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(content)) no(`Can't cast the value of message (user) attribute '${name}' to a number.`);
}

/** Refuses attributes of a message that are none. */
function checkAttributes({ MessageAttributes: attributes, MessageSystemAttributes: system }: SentMessage, world: World): void {
  const { limits } = world.simulation;
  const names = Object.keys(attributes ?? {});
  const most = limits.number('sqs.message.max-attributes');
  if (names.length > most) refuse('InvalidParameterValue', `Number of message attributes [${names.length}] exceeds the allowed maximum [${most}].`);
  const longest = limits.number('sqs.message.attribute-name-max-characters');
  for (const name of names) checkAttribute(name, attributes![name] ?? null, longest);
  for (const [name, value] of Object.entries(system ?? {})) {
    if (name !== 'AWSTraceHeader') refuse('InvalidParameterValue', `Message system attribute name '${name}' is invalid.`);
    checkAttribute(name, value, longest);
    if (value.DataType !== 'String') refuse('InvalidParameterValue', `The message system attribute '${name}' must have the type String.`);
  }
}

/** Whether a FIFO queue gets no deduplication id with a message, and makes none. */
export function lacksDeduplicationId({ MessageDeduplicationId }: SentMessage, queue: Queue): boolean {
  return queue.fifo && MessageDeduplicationId === undefined && queue.attributes.get('ContentBasedDeduplication') !== 'true';
}

export const needsDeduplicationId = 'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly';

function checkIds(message: SentMessage, queue: Queue, world: World): void {
  const { MessageGroupId: group, MessageDeduplicationId: dedup } = message;
  const notHere = 'The request includes a parameter that is not valid for this queue type.';
  if (!queue.fifo && dedup !== undefined) invalid(dedup, 'MessageDeduplicationId', notHere);
  if (!queue.fifo && group !== undefined && world.options.facts === 'notes') invalid(group, 'MessageGroupId', notHere);
  if (queue.fifo && (group === undefined || group === '')) missing('MessageGroupId');
  if (group !== undefined) checkId(group, 'MessageGroupId', world);
  if (dedup !== undefined) checkId(dedup, 'MessageDeduplicationId', world);
  if (lacksDeduplicationId(message, queue)) refuse('InvalidParameterValue', needsDeduplicationId);
}

/** Refuses a message as SendMessage does. */
export function checkMessage(message: SentMessage, queue: Queue, world: World): void {
  const { limits } = world.simulation;
  const { MessageBody: body, DelaySeconds: delay } = message;
  if (body === undefined || body === '') missing('MessageBody');
  if (!isMessageText(body)) refuse('InvalidMessageContents', invalidCharacters);
  checkAttributes(message, world);
  const most = Number(queue.attributes.get('MaximumMessageSize') ?? limits.bytes('sqs.message.max-bytes'));
  if (sizeOf(message) > most) refuse('InvalidParameterValue', `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`);
  const longest = limits.duration('sqs.delay.max') / 1000;
  if (delay !== undefined && (!Number.isInteger(delay) || delay < 0 || delay > longest)) invalid(delay, 'DelaySeconds', `DelaySeconds must be >= 0 and <= ${longest}.`);
  if (delay !== undefined && delay > 0 && queue.fifo) invalid(delay, 'DelaySeconds', 'The request include parameter that is not valid for this queue type.');
  checkIds(message, queue, world);
}

/** Bytes that count: body, and name, type and value of each attribute. */
export function sizeOf({ MessageBody, MessageAttributes }: SentMessage): number {
  let bytes = utf8Bytes(MessageBody ?? '').length;
  for (const [name, value] of Object.entries(MessageAttributes ?? {})) {
    const { DataType, StringValue, BinaryValue } = value ?? {};
    bytes += utf8Bytes(name).length + utf8Bytes(DataType ?? '').length + (BinaryValue === undefined ? utf8Bytes(StringValue ?? '').length : Math.max(0, base64Size(BinaryValue)));
  }
  return bytes;
}
