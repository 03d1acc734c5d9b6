/** Messages as clients publish them: checked member by member. */
import { base64Length, base64Size } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import type { MessageAttribute, MessageMembers } from '../../services/sns-topic/model/operations.ts';
import { apiError, type ApiError } from '../apiError.ts';
import type { World } from '../world.ts';

export interface PublishEntry {
  readonly Message?: string;
  readonly Subject?: string;
  readonly MessageStructure?: string;
  readonly MessageAttributes?: Readonly<Record<string, Partial<MessageAttribute>>>;
  readonly MessageDeduplicationId?: string;
  readonly MessageGroupId?: string;
}

const fifoId = /^[a-zA-Z0-9!-/:-@[-`{-~]{1,128}$/;

const invalid = (what: string) => apiError('InvalidParameter', `Invalid parameter: ${what}`);
const value = (message: string) => apiError('ParameterValueInvalid', message);

/** What is wrong with a message by itself; its size and ids are the topic's to judge. */
export function messageProblem({ Message, Subject, MessageStructure, MessageAttributes, MessageDeduplicationId, MessageGroupId }: PublishEntry, world: World): ApiError | undefined {
  if (Message === undefined || Message === '') return invalid('Empty message');
  // Letters, digits or punctuation first, no control characters.
  if (Subject !== undefined && (Subject === '' || Subject.length > world.simulation.limits.number('sns.subject.max-characters') || !/^[^\s\p{C}]\P{C}*$/u.test(Subject))) return invalid('Subject');
  if (MessageStructure !== undefined && MessageStructure !== '' && MessageStructure !== 'json') return invalid('MessageStructure');
  if (MessageStructure === 'json' && !isJson(Message)) return invalid('Message Structure - JSON message body failed to parse');
  for (const [name, id] of Object.entries({ MessageDeduplicationId, MessageGroupId })) if (id !== undefined && !fifoId.test(id)) return invalid(`${name} Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`);
  for (const [name, attribute] of Object.entries(MessageAttributes ?? {})) {
    const problem = nameProblem(name, world) ?? attributeProblem(name, attribute);
    if (problem !== undefined) return value(problem);
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function nameProblem(name: string, world: World): string | undefined {
  if (name === '') return 'Message attribute name can not be empty.';
  const longestName = world.simulation.limits.number('sns.attribute.name-max-characters');
  if (name.length > longestName) return `Length of message attribute name must be less than ${longestName} bytes.`;
  if (/^aws\.|^amazon\./i.test(name)) return `Message attribute name ${name} has a reserved prefix.`;
  const odd = /[^\w.-]/.exec(name)?.[0];
  if (odd !== undefined) return `Invalid non-alphanumeric character '#x${odd.charCodeAt(0).toString(16).toUpperCase()}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`;
  if (name.startsWith('.')) return "Invalid message attribute name starting with character '.' was found.";
  if (name.endsWith('.')) return "Invalid message attribute name ending with character '.' was found.";
  return name.includes('..') ? "Message attribute name can not have successive '.' character." : undefined;
}

function attributeProblem(name: string, { DataType, StringValue, BinaryValue }: Partial<MessageAttribute>): string | undefined {
  if (!DataType) return `The message attribute '${name}' must contain non-empty message attribute type.`;
  if (!/^(String|Number|Binary)(\..+)?$/.test(DataType)) return `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`;
  const empty = `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`;
  if (StringValue === undefined && BinaryValue === undefined) return empty;
  const field = DataType.startsWith('Binary') ? 'Binary' : 'String';
  const given = field === 'Binary' ? BinaryValue : StringValue;
  if (given === undefined) return `The message attribute '${name}' with type '${DataType}' must use field '${field}'.`;
  if (given === '') return empty;
  if (field === 'Binary' && base64Length(given) < 0) return `The message attribute '${name}' with type '${DataType}' must be Base64.`;
  return DataType.startsWith('Number') && (given.trim() === '' || !Number.isFinite(Number(given))) ? `Could not cast message attribute '${name}' value to number.` : undefined;
}

/** Bytes that count: of the message, and of names, types and values of its attributes. */
export function bytesOf({ Message, MessageAttributes }: PublishEntry): number {
  let bytes = utf8Bytes(Message ?? '').length;
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(MessageAttributes ?? {})) bytes += utf8Bytes(name).length + utf8Bytes(DataType ?? '').length + (BinaryValue === undefined ? utf8Bytes(StringValue ?? '').length : base64Size(BinaryValue));
  return bytes;
}

/** A checked message as the topic takes it. */
export function membersOf({ Message, Subject, MessageStructure, MessageAttributes }: PublishEntry): MessageMembers {
  const attributes = MessageAttributes && Object.keys(MessageAttributes).length > 0 ? (MessageAttributes as Readonly<Record<string, MessageAttribute>>) : undefined;
  return Object.freeze({ Message: Message!, Subject, MessageStructure, MessageAttributes: attributes });
}
