/** Publish and PublishBatch. */
import { base64Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { messageIdOf, PublishBatch, sequenceNumberOf } from '../../services/sns-topic/model/operations.ts';
import { makeBatch } from '../../sim/records/recordBatch.ts';
import { apiError, refuse, Refusal, type ApiError } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { bytesOf, membersOf, messageProblem, reasonText, type PublishEntry } from './messages.ts';
import { findTopic, listOf, subscriptionsOf, type Topic } from './register.ts';
import { link } from './subscriptions.ts';

type Published = { readonly MessageId: string; readonly SequenceNumber: string | undefined } | { readonly error: ApiError };

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
    return await world.call(topic.node, PublishBatch, { records, members: entries.map(membersOf), MessageGroupId: ids((entry) => entry.MessageGroupId), MessageDeduplicationId: ids((entry) => entry.MessageDeduplicationId) }, ({ outcome, messages, reasons }) =>
      entries.map((_, i) => {
        if (outcome.code[i] !== 0) return { error: apiError(outcome.codes[outcome.code[i]! - 1]!, reasonText(reasons?.[i] ?? 'Message')) };
        return { MessageId: messageIdOf(topic.arn, messages[i]!), SequenceNumber: topic.fifo ? sequenceNumberOf(messages[i]!) : undefined };
      }),
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

const publishOne: Handler = async (input, world) => {
  const entry = input as PublishEntry;
  if (input.PhoneNumber !== undefined) return refuse('InvalidParameter', `Invalid parameter: PhoneNumber Reason: ${input.PhoneNumber as string} is not valid to publish to`);
  if (input.TopicArn === undefined && input.TargetArn === undefined) return refuse('InvalidParameter', 'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter');
  if (input.TopicArn !== undefined && input.TargetArn !== undefined) return refuse('InvalidParameter', 'Invalid parameter: TopicArn or TargetArn Reason: only one of them may be given');
  const wrong = messageProblem(entry, world);
  if (wrong) throw new Refusal(wrong);
  const topic = findTopic(input, world, input.TopicArn === undefined ? 'TargetArn' : 'TopicArn');
  const refused = groupProblem(topic, entry, world);
  if (refused) throw new Refusal(refused);
  const [answer] = await publish(topic, [entry], world);
  if ('error' in answer!) throw new Refusal(answer.error);
  return { ...answer };
};

interface BatchEntry extends PublishEntry {
  readonly Id: string;
}

function checkIds(entries: readonly (Partial<BatchEntry> | null)[], most: number): asserts entries is readonly BatchEntry[] {
  if (entries.length === 0) return refuse('EmptyBatchRequest', 'The batch request PublishBatchRequestEntries doesn\'t contain any entries.');
  if (entries.length > most) return refuse('TooManyEntriesInBatchRequest', `The batch request contains more entries than permissible: PublishBatchRequestEntries has ${entries.length}, at most ${most} may be.`);
  for (const entry of entries) {
    if (entry?.Id === undefined) return refuse('InvalidParameter', 'Invalid parameter: PublishBatchRequestEntries.Id Reason: no value for required parameter');
    if (!/^[\w-]{1,80}$/.test(entry.Id)) return refuse('InvalidBatchEntryId', 'The Id of a batch entry in a batch request does not abide by the specification.');
  }
  if (new Set(entries.map((entry) => entry!.Id)).size < entries.length) return refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
}

const publishBatch: Handler = async (input, world) => {
  const topic = findTopic(input, world);
  const entries: readonly (Partial<BatchEntry> | null)[] = listOf(input.PublishBatchRequestEntries);
  checkIds(entries, world.simulation.limits.number('sns.batch.max-entries'));
  const problems = entries.map((entry) => messageProblem(entry, world) ?? groupProblem(topic, entry, world));
  const good = entries.filter((_, i) => problems[i] === undefined);
  const answers = good.length > 0 ? await publish(topic, good, world) : [];
  const Successful: ApiRecord[] = [];
  const Failed: ApiRecord[] = [];
  entries.forEach((entry, i) => {
    const answer: Published = problems[i] ? { error: problems[i] } : answers[good.indexOf(entry)]!;
    if ('error' in answer) Failed.push({ Id: entry.Id, Code: answer.error.code, Message: answer.error.message, SenderFault: true });
    else Successful.push({ Id: entry.Id, ...answer });
  });
  return { Successful, Failed };
};

export const publishHandlers: Readonly<Record<string, Handler>> = { Publish: publishOne, PublishBatch: publishBatch };
