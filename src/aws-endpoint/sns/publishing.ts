/** Publish and PublishBatch. */
import { base64Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { messageIdOf, PublishBatch, sequenceNumberOf } from '../../services/sns-topic/model/operations.ts';
import { makeBatch } from '../../sim/records/recordBatch.ts';
import { apiError, refuse, Refusal, type ApiError } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { bytesOf, membersOf, messageProblem, type PublishEntry } from './messages.ts';
import { findTopic, listOf, registerOf, subscriptionsOf, type Topic } from './register.ts';
import { link } from './subscriptions.ts';
import { isPhoneNumber } from './targets.ts';

interface Published extends ApiRecord {
  readonly MessageId: string;
  readonly SequenceNumber: string | undefined;
}

/** Hands checked messages to the topic, in one call. */
async function publish(topic: Topic, entries: readonly PublishEntry[], world: World): Promise<Published[]> {
  for (const subscription of subscriptionsOf(world, topic)) await link(subscription, world);
  const { keys } = world.client;
  const count = entries.length;
  const texts = entries.map(({ Message }) => base64Text(utf8Bytes(Message!)));
  const key = keys.intern(topic.name);
  const ids = (of: (entry: PublishEntry) => string | undefined) => Uint32Array.from(entries, (entry) => (of(entry) === undefined ? 0 : keys.intern(of(entry)!) + 1));
  const records = makeBatch({ count, rows: Uint32Array.from(texts, (text) => world.birth(key, text)), keys: new Uint32Array(count).fill(key), bytes: Uint32Array.from(entries, bytesOf) });
  try {
    return await world.call(topic.node, PublishBatch, { records, members: entries.map(membersOf), MessageGroupId: ids((entry) => entry.MessageGroupId), MessageDeduplicationId: ids((entry) => entry.MessageDeduplicationId) }, ({ messages }) =>
      entries.map((_, i): Published => ({ MessageId: messageIdOf(topic.arn, messages[i]!), SequenceNumber: topic.fifo ? sequenceNumberOf(messages[i]!) : undefined })),
    );
  } finally {
    world.letGo(records.rows);
  }
}

/** In the exam era a standard topic took no group. */
function groupProblem(topic: Topic, { MessageGroupId }: PublishEntry, world: World): ApiError | undefined {
  if (topic.fifo || MessageGroupId === undefined || world.options.facts === 'today') return undefined;
  return apiError('InvalidParameter', 'Invalid parameter: MessageGroupId Reason: The request includes MessageGroupId parameter that is not valid for this topic type');
}

function check(entry: PublishEntry, world: World): void {
  const wrong = messageProblem(entry, world);
  if (wrong) throw new Refusal(wrong);
}

/** SIMPLIFIED: a text to a phone is taken, and arrives nowhere. */
function publishToPhone(number: string, world: World): ApiRecord {
  if (!isPhoneNumber(number)) return refuse('InvalidParameter', `Invalid parameter: PhoneNumber Reason: ${number} is not valid to publish to`);
  return { MessageId: messageIdOf('sms', ++registerOf(world).texts) };
}

const publishOne: Handler = async (input, world) => {
  const entry = input as PublishEntry;
  const { TopicArn, TargetArn, PhoneNumber } = input as Readonly<Record<string, string | undefined>>;
  const targets = [TopicArn, TargetArn, PhoneNumber].filter((target) => target !== undefined);
  if (targets.length === 0) return refuse('InvalidParameter', 'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter');
  if (targets.length > 1) return refuse('InvalidParameter', 'Invalid parameter: TopicArn or TargetArn or PhoneNumber Reason: only one of them may be given');
  check(entry, world);
  if (PhoneNumber !== undefined) return publishToPhone(PhoneNumber, world);
  if (TargetArn?.includes(':endpoint/')) return refuse('InvalidParameter', 'Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified');
  const topic = findTopic(input, world, TopicArn === undefined ? 'TargetArn' : 'TopicArn');
  const refused = groupProblem(topic, entry, world);
  if (refused) throw new Refusal(refused);
  const [answer] = await publish(topic, [entry], world);
  return answer!;
};

interface BatchEntry extends PublishEntry {
  readonly Id: string;
}

function checkIds(entries: readonly BatchEntry[], most: number): void {
  if (entries.length === 0) return refuse('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > most) return refuse('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) return refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  if (entries.some(({ Id }) => !/^[\w-]{1,80}$/.test(Id))) return refuse('InvalidBatchEntryId', "The Id of a batch entry in a batch request doesn't abide by the specification.");
}

/** One wrong entry refuses them all. */
const publishBatch: Handler = async (input, world) => {
  const topic = findTopic(input, world);
  const entries = listOf<BatchEntry>(input.PublishBatchRequestEntries);
  checkIds(entries, world.simulation.limits.number('sns.batch.max-entries'));
  for (const entry of entries) {
    check(entry, world);
    const refused = groupProblem(topic, entry, world);
    if (refused) throw new Refusal(refused);
  }
  const answers = await publish(topic, entries, world);
  return { Successful: entries.map(({ Id }, i) => ({ Id, ...answers[i] })), Failed: [] };
};

export const publishHandlers: Readonly<Record<string, Handler>> = { Publish: publishOne, PublishBatch: publishBatch };
